// What is done by hand to units, layers and the rate: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, paint } from "./browser.mjs";
import { frameOf, framesOf, layoutOf, onStage } from "./playground.mjs";
import { heldAt, heldInWords, toldByHand } from "../../static/stage/by_hand.js";
import { barsOf, changeAt, drawDeaths } from "../../static/stage/deaths.js";
import { happenings } from "../../static/stage/happenings.js";
import { sentence } from "../../static/stage/sentence.js";
import { Timeline } from "../../static/stage/timeline.js";

Object.assign(boxes, { ".track": [0, 0, 216, 40] });

const KILLABLE = { killable: true };
function onCard({ unit = 0, at = 3, active = [9, 9], ...more } = {}) {
  const found = onStage({ layout: layoutOf({ ...KILLABLE, ...more }), frames: framesOf(0, 5, { active: Uint8Array.from(active) }), at: 5 });
  found.timeline.goTo(at);
  found.stage.dirty = true;
  paint();
  found.all(".unit")[unit].click();
  paint();
  const hands = () => found.all(".hands button").filter((button) => !button.hidden).map((button) => button.textContent);
  const press = (name) => found.all(".hands button").find((button) => button.dataset.hand === name).parentElement.onclick({ target: found.all(".hands button").find((button) => button.dataset.hand === name) });
  const show = (changes, layout = {}) => {
    found.stage.take(layoutOf({ ...KILLABLE, generation: 6, changes, ...layout }), found.timeline);
    found.stage.draw(1e6);
  };
  return { ...found, hands, press, show };
}

test("which layers are frozen and which units removed is what the changes up to a moment say", () => {
  const layout = { changes: ["2:freeze1:1", "3:remove2.10:1", "4:freeze2:1", "5:freeze1:0", "5:kill1.1:1"] };
  const held = (epoch) => Object.values(heldAt(layout, epoch)).map((each) => [...each]);
  assert.deepEqual([1, 2, 3, 4, 5].map(held), [[[], []], [[1], []], [[1], ["2.10"]], [[1, 2], ["2.10"]], [[2], ["2.10"]]]);
  assert.equal(heldInWords(layout, 3, 2, 9), "It is removed: nothing of it reaches the output, and no step moves its weights.");
  assert.equal(heldInWords(layout, 3, 1, 0), "Layer 1 is frozen: no step moves its weights.");
  assert.deepEqual([heldInWords(layout, 5, 1, 0), heldInWords(layout, 3, 2, 0)], ["", ""]);
});

test("every change is told in plain words, and whose it is", () => {
  const changes = ["1:kill2.3:1", "2:new1.2:7", "3:remove2.1:1", "4:freeze2:1", "5:freeze2:0", "6:boost:10", "7:learning_rate:0.5", "8:w1.1.1:-2", "9:freeze3:1", "9:freeze3:0"];
  const told = (inactive) => toldByHand({ changes, hidden: [2, 3], inactive });
  assert.deepEqual(told("dead").map(({ time, unit, words }) => [time, unit, words]), [
    [1, 4, "Unit 2.3 was killed"], [2, 1, "Unit 1.2 was started anew"], [3, 2, "Unit 2.1 was removed"], [4, undefined, "Layer 2 was frozen"],
    [5, undefined, "Layer 2 thawed"], [6, undefined, "The learning rate was multiplied by 10 for ten steps"],
    [7, undefined, "The learning rate was set to 0.5"], [8, undefined, "Parameter w1.1.1 was set to −2"],
    [9, undefined, "The output layer was frozen"], [9, undefined, "The output layer thawed"],
  ]);
  assert.equal(told("leaking")[0].words, "Unit 2.3 was silenced");
});

test("in the list what a hand did comes before what that led to", () => {
  const timeline = new Timeline(layoutOf({ changes: ["2:kill1.1:1", "2:kill1.2:1"] })), shares = [[9, 9], [9, 9], [0, 0], [0, 9]];
  const causes = [0, 1].map((unit) => ({ unit, epoch: 2, step: 0, time: 2, died: true, words: "by hand" }));
  timeline.add(shares.map((active, epoch) => frameOf(epoch, { active: Uint8Array.from(active) })), 0, false, undefined, { causes, advice: "" });
  timeline.goTo(3);
  assert.deepEqual(happenings(timeline, (unit) => `1.${unit + 1}`).map(({ words }) => words), [
    "Unit 1.1 was killed", "Unit 1.2 was killed", "Unit 1.1 died", "Unit 1.2 died", "All of layer 1 is dead", "Unit 1.2 came back",
  ]);
});

test("each button is a change at the moment that is shown, in place of the same one there and of what came later", () => {
  const changes = ["1:l2:0.5", "3:kill1.2:1", "3:boost:2", "4:freeze1:1"], { press, sent, find } = onCard({ unit: 1, changes });
  for (const hand of ["kill", "new", "remove", "freeze"]) press(hand);
  find(".boost").click();
  assert.deepEqual(sent.map((each) => each.changes.split(",").slice(1)), [
    ["3:boost:2", "3:kill1.2:1"], ["3:kill1.2:1", "3:boost:2", "3:new1.2:1"], ["3:kill1.2:1", "3:boost:2", "3:remove1.2:1"],
    ["3:kill1.2:1", "3:boost:2", "3:freeze1:1"], ["3:kill1.2:1", "3:boost:10"],
  ]);
  assert.ok(sent.every((each) => each.changes.startsWith("1:l2:0.5,")));
});

test("a unit that is started anew once more gets other weights, and a frozen layer thaws", () => {
  const { press, sent, hands } = onCard({ changes: ["2:freeze1:1", "3:new1.1:4"] });
  assert.deepEqual(hands(), ["Kill it", "Start it anew", "Remove it", "Thaw layer 1", "Freeze the output layer"]);
  press("new");
  press("freeze");
  assert.deepEqual(sent.map(({ changes }) => changes), ["2:freeze1:1,3:new1.1:5", "2:freeze1:1,3:new1.1:4,3:freeze1:0"]);
});

test("the output layer is frozen and thaws, and the map says so wherever the output is what it shows", () => {
  const { press, sent, hands, show, text, find, stage, all } = onCard();
  press("freeze-output");
  assert.deepEqual(sent.map(({ changes }) => changes), ["3:freeze2:1"]);
  show(["3:freeze2:1"]);
  assert.deepEqual(hands().slice(3), ["Freeze layer 1", "Thaw the output layer"]);
  assert.deepEqual(all(".unit").map(({ dataset }) => dataset.held ?? ""), ["", ""]);
  press("freeze-output");
  press("freeze");
  assert.deepEqual(sent.slice(1).map(({ changes }) => changes), ["3:freeze2:0", "3:freeze2:1,3:freeze1:1"]);
  const said = () => [text(".view-title"), find(".view-title").title, find(".view").getAttribute("aria-label").split(" over")[0]];
  assert.deepEqual(said(), ["Unit 1.1, its answer over the plane", "", "Unit 1.1"]);
  find(".card .close").click();
  const at = (index) => {
    stage.timeline.goTo(index);
    stage.draw(1e7);
    return said();
  };
  assert.deepEqual(at(3), ["❄ Output and boundary", "The output layer is frozen", "The output, its layer frozen,"]);
  assert.deepEqual(at(2), ["Output and boundary", "", "The output"]);
});

test("there are buttons for what can be done: nothing where a lesson hides it, no killing of who is dead, nothing to a unit that is gone", () => {
  assert.deepEqual(onCard().hands(), ["Kill it", "Start it anew", "Remove it", "Freeze layer 1", "Freeze the output layer"]);
  assert.deepEqual(onCard({ inactive: "leaking" }).hands()[0], "Silence it");
  assert.deepEqual(onCard({ killable: false }).hands(), ["Start it anew", "Remove it", "Freeze layer 1", "Freeze the output layer"]);
  assert.deepEqual(onCard({ active: [0, 9] }).hands(), ["Start it anew", "Remove it", "Freeze layer 1", "Freeze the output layer"]);
  assert.deepEqual(onCard({ changes: ["3:remove1.1:1"] }).hands(), ["Freeze layer 1", "Freeze the output layer"]);
  const { find } = onCard({ view: { hide: ["diagram"] } });
  assert.deepEqual([find(".hands").hidden, find(".boost").hidden], [true, true]);
});

test("a button that keeps its name is not written to while a mouse may be down on it", () => {
  const { stage, all, show } = onCard(), texts = () => all(".hands button").map(({ childNodes }) => childNodes);
  const before = texts();
  stage.wordsAt = 0;
  stage.dirty = true;
  paint();
  texts().forEach((text, nth) => assert.equal(text, before[nth]));
  show(["3:freeze1:1"]);
  assert.notEqual(texts()[3], before[3], "frozen, it is called otherwise");
});

test("the card stays open when its unit is changed, and keeps the keyboard where the button goes", () => {
  const { find, text, show, all } = onCard();
  all(".hands button")[2].focus();
  show(["3:remove1.1:1"]);
  assert.deepEqual([find(".card").hidden, text(".card h3"), document.activeElement], [false, "Unit 1.1", find(".card")]);
  assert.match(text(".chain"), /^Answers 2 of 3 points\. It is removed: nothing of it reaches the output/);
  show([], { family: 8, generation: 7 });
  assert.equal(find(".card").hidden, true, "of another run it is another unit");
});

test("the diagram shows who is gone and what is frozen, and says it, at the moment that is shown", () => {
  const { stage, all, timeline } = onCard({ changes: ["2:remove1.2:1", "3:freeze1:1"] });
  const seen = (at) => {
    timeline.goTo(at);
    stage.draw(1e6);
    return [...all(".unit").map(({ dataset }) => dataset.held ?? ""), all(".layer")[1].classList.contains("frozen")];
  };
  assert.deepEqual([seen(3), seen(2), seen(1)], [["frozen", "removed", true], ["", "removed", false], ["", "", false]]);
  seen(4);
  stage.wordsAt = 0;
  stage.dirty = true;
  paint();
  assert.deepEqual(all(".unit").map((unit) => unit.getAttribute("aria-label").split(", active")[0]), ["Unit 1.1: active, frozen", "Unit 1.2: active, removed"]);
});

test("changes are bars on the time axis, as high as it is, and a click goes there", () => {
  const { timeline, find, stage } = onCard({ changes: ["0:l2:1", "3:boost:10", "5:kill1.1:1", "9:l2:0"] });
  assert.deepEqual(barsOf(timeline, 216), [{ time: 0, x: 8 }, { time: 3, x: 128 }, { time: 5, x: 208 }]);
  const canvas = find(".deaths");
  canvas.shapes.length = 0;
  drawDeaths(canvas, timeline, { text: "ink" });
  const bars = canvas.shapes.filter(({ kind }) => kind === "fillRect");
  assert.equal(bars.length, 3);
  assert.ok(bars.every(({ at: [, top, width, height], colour }) => top === 0 && width === 2 && height > 9 && colour === "ink"));
  assert.deepEqual([changeAt(timeline, 216, 131, 0.9)?.time, changeAt(timeline, 216, 131, 0.2), changeAt(timeline, 216, 60, 0.9)], [3, null, null]);
  timeline.goTo(0);
  find(".track").onclick({ clientX: 128, clientY: 38 });
  assert.equal(timeline.at, 3);
  stage.timeline.furthest = 2;
  assert.equal(barsOf(timeline, 216).length, 1, "nobody sees what comes later");
});

test("where layers are frozen or units gone, a dead layer's sentence does not say what still learns", () => {
  const said = (changes) => {
    const { timeline } = onCard({ changes, active: [0, 0] });
    return sentence(timeline, { seen: [0, 0], logits: [[1, 1]] }, String)[1];
  };
  assert.equal(said([]), "The output is the same everywhere. Only the output's bias still learns; all else gets no gradient and never moves again by itself.");
  assert.equal(said(["3:freeze1:1"]), "The output is the same everywhere.");
  assert.equal(said(["3:remove1.1:1"]), "The output is the same everywhere.");
});
