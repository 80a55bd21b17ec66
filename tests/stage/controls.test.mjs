// The stage's buttons and keys, and what they then show: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fire, paint, press, set } from "./browser.mjs";
import { frameOf, framesOf, layoutOf, onStage } from "./playground.mjs";

const epochs = (last) => ({ frames: framesOf(0, last), at: last });
const clickOn = (find, selector) => find(selector).click();

test("Play plays and is then called Pause, and the other way round", () => {
  const { timeline, find, text } = onStage({ frames: framesOf(0, 30) });
  assert.deepEqual([text(".play"), text(".epoch"), timeline.playing], ["Play", "Epoch 0", false]);
  clickOn(find, ".play");
  for (let n = 0; n < 12; n++) paint();
  assert.deepEqual([text(".play"), timeline.playing, timeline.frame.epoch], ["Pause", true, 12]);
  clickOn(find, ".play");
  paint();
  assert.deepEqual([text(".play"), text(".epoch"), timeline.playing], ["Play", "Epoch 12", false]);
});

test("Step goes one frame further and stays there; Reset goes back to the start", () => {
  const { timeline, find, text } = onStage({ frames: framesOf(0, 9), at: 3 });
  clickOn(find, ".step");
  for (let n = 0; n < 3; n++) paint();
  assert.deepEqual([timeline.frame.epoch, text(".epoch"), timeline.playing], [4, "Epoch 4", false]);
  clickOn(find, ".reset");
  paint();
  assert.deepEqual([timeline.frame.epoch, timeline.furthest, text(".epoch")], [0, 0, "Epoch 0"]);
});

test("the slider reaches as far as was shown, is where the picture is, and scrubs", () => {
  const { timeline, find, text } = onStage({ frames: framesOf(0, 20), at: 8 }), scrub = find(".scrub");
  const told = () => [scrub.min, scrub.max, scrub.value, scrub.getAttribute("aria-valuetext"), scrub.style["--played"], text(".epoch")];
  assert.deepEqual(told(), ["0", "8", "8", "Epoch 8", "100%", "Epoch 8"]);
  set(scrub, 2);
  for (let n = 0; n < 3; n++) paint();
  assert.deepEqual(told(), ["0", "8", "2", "Epoch 2", "25%", "Epoch 2"]);
  assert.equal(timeline.frame.epoch, 2);
  assert.equal(onStage().find(".scrub").style["--played"], "0%", "before anything is shown");
  assert.equal(onStage(epochs(1)).find(".scrub").style["--played"], "100%");
});

test("a moment within an epoch is told with its batch", () => {
  const { text, find } = onStage({ frames: [frameOf(0), frameOf(0, { batch: 3, time: 0.75 })] });
  find(".step").click();
  paint();
  assert.equal(text(".epoch"), "Epoch 0, batch 3");
  assert.equal(find(".scrub").getAttribute("aria-valuetext"), "Epoch 0, batch 3");
});

test("a speed, an undo and a box are asked of the page in the words of a link", () => {
  const { find, sent, all, stage } = onStage({ layout: layoutOf({ undoable: true }) });
  assert.deepEqual(all(".speed option").map(({ textContent, value }) => [textContent, value]), [["1 batch a frame", "batch"], ["1 epoch a frame", "epoch"], ["10 epochs a frame", "ten"]]);
  set(find(".speed"), "ten");
  clickOn(find, ".undo");
  set(find(".held-out-shown"), false);
  set(find(".held-out-shown"), true);
  set(find(".discretized"), true);
  assert.deepEqual(sent, [{ speed: "ten" }, { undo: "yes" }, { held_out_shown: "no" }, { held_out_shown: "yes" }, { discretized: "yes" }]);
  assert.deepEqual([stage.view.held_out_shown, stage.view.discretized], [true, true]);
});

test("a box is obeyed at once, before the page has answered", () => {
  const { find, all, text } = onStage(), rings = () => all(".view canvas")[2].shapes.filter(({ kind, colour }) => kind === "fill" && colour === "#10171f").length;
  assert.equal(rings(), 1);
  set(find(".held-out-shown"), false);
  assert.equal(rings(), 0);
  assert.doesNotMatch(text(".legend"), /held out/);
  const shades = () => new Set(all(".view canvas")[0].pixels).size;
  assert.ok(shades() > 3);
  set(find(".discretized"), true);
  paint();
  assert.equal(shades(), 2, "one side and the other");
});

test("nothing is undone where there is nothing to undo", () => {
  const { find, sent } = onStage();
  clickOn(find, ".undo");
  assert.deepEqual([find(".undo").disabled, sent], [true, []]);
});

test("the keys play, scrub and step", () => {
  const { timeline } = onStage({ frames: framesOf(0, 9), at: 5 });
  const after = (key) => {
    press(key);
    for (let n = 0; n < 3; n++) paint();
    return timeline.frame.epoch;
  };
  assert.deepEqual(["ArrowLeft", "ArrowLeft", "ArrowRight", "Home", "ArrowLeft", "End", "ArrowRight", "ArrowRight"].map(after), [4, 3, 4, 0, 0, 5, 6, 7]);
  assert.equal(timeline.playing, false);
  const faster = onStage({ layout: layoutOf({ view: { speed: "ten" } }), frames: framesOf(0, 30), at: 25 }).timeline;
  faster.goTo(3);
  press("ArrowRight");
  paint();
  assert.equal(faster.frame.epoch, 4, "the next one that was shown, at any speed");
});

test("the space bar plays and pauses", () => {
  const { timeline } = onStage({ frames: framesOf(0, 9) });
  press(" ");
  assert.equal(timeline.playing, true);
  press(" ");
  assert.equal(timeline.playing, false);
});

test("a unit that is pointed at or has the keyboard is shown large, until it is left", () => {
  const { all, text } = onStage(), [first, second] = all(".unit");
  const shown = (unit, type) => {
    fire(unit, type);
    paint();
    return [text(".view-title"), ...all(".chosen").map((each) => each === first)];
  };
  assert.deepEqual(shown(first, "pointerenter"), ["Unit 1.1, its answer over the plane", true]);
  assert.deepEqual(shown(first, "pointerleave"), ["Output and boundary"]);
  assert.deepEqual(shown(second, "focus"), ["Unit 1.2, its answer over the plane", false]);
  assert.deepEqual(shown(second, "blur"), ["Output and boundary"]);
});

test("a unit that is clicked is kept, until it is clicked again, another one is, or Escape is pressed", () => {
  const { all, text, find } = onStage({ frames: framesOf(0, 9), at: 5 }), [first, second] = all(".unit");
  const title = (act) => {
    act();
    paint();
    return text(".view-title");
  };
  const [one, two, none] = ["Unit 1.1, its answer over the plane", "Unit 1.2, its answer over the plane", "Output and boundary"];
  assert.deepEqual([title(() => first.click()), title(() => fire(first, "pointerleave")), title(() => fire(second, "pointerenter"))], [one, one, one]);
  assert.deepEqual(all(".chosen").map((each) => each === first), [true]);
  assert.deepEqual([title(() => second.click()), title(() => second.click())], [two, none]);
  assert.deepEqual([title(() => first.click()), title(() => press("Escape"))], [one, none]);
  assert.deepEqual([title(() => first.click()), title(() => fire(first, "pointerleave")), title(() => find(".reset").click())], [one, one, none]);
  assert.equal(all(".chosen").length, 0);
});

test("what is below the network is chosen, and first what there is to see", () => {
  const { find, all, stage } = onStage({ frames: framesOf(0, 30) });
  const below = () => [find(".strip").hidden, find(".spread").hidden, ...all(".choice button").map((button) => button.getAttribute("aria-pressed"))];
  const strip = [false, true, "true", "false"], spread = [true, false, "false", "true"];
  const after = (act) => {
    act();
    for (let n = 0; n < 4; n++) paint(1000);
    return below();
  };
  assert.deepEqual(below(), spread, "the first weights");
  assert.deepEqual(after(() => stage.play()), strip);
  assert.deepEqual(after(() => fire(all("[data-below]")[1], "click")), spread);
  assert.deepEqual(after(() => fire(find(".choice"), "click")), spread, "beside the buttons");
  assert.deepEqual(after(() => fire(all("[data-below]")[0], "click")), strip);
  const before = onStage(epochs(3));
  assert.equal(before.find(".strip").hidden, false, "a run that was shown before");
  fire(before.all("[data-below]")[1], "click");
  paint();
  assert.equal(before.find(".spread").hidden, false, "at once");
});

test("Show me goes to the moment that the news speaks of, and is there only where one is elsewhere", () => {
  const frames = [0, 1, 2, 3, 4].map((epoch) => frameOf(epoch, { active: Uint8Array.of(epoch < 2 ? 128 : 0, 64) }));
  const { find, timeline } = onStage({ frames, at: 4 }), show = find(".show");
  assert.deepEqual([show.hidden, show.dataset.time], [false, "2"]);
  show.click();
  for (let n = 0; n < 3; n++) paint();
  assert.deepEqual([timeline.frame.epoch, show.hidden], [2, true]);
  assert.equal(onStage(epochs(3)).find(".show").hidden, true, "there is no such moment");
});

test("Show me never goes to the frame before, be they ten epochs apart or mini-batches", () => {
  const seen = (frames, at) => {
    const { find, timeline } = onStage({ frames, at });
    find(".show").click();
    return [timeline.frame.epoch, timeline.frame.batch];
  };
  const dead = (from) => (n) => ({ active: Uint8Array.of(n < from ? 128 : 0, 64) });
  assert.deepEqual(seen([0, 10, 20, 30, 40].map((epoch, n) => frameOf(epoch, dead(3)(n))), 4), [30, 0]);
  assert.deepEqual(seen([0, 1, 2, 3].map((batch) => frameOf(0, { batch, time: batch / 4, ...dead(2)(batch) })), 3), [0, 2]);
});

test("a slow server is told of while it plays, with what it gives", () => {
  const { find, timeline, text, stage } = onStage({ frames: framesOf(0, 30) });
  const told = (rate, playing) => {
    Object.assign(timeline, { rate, playing });
    stage.dirty = true;
    for (let n = 0; n < 3; n++) paint(200);
    return find(".pace").hidden ? null : text(".pace");
  };
  assert.deepEqual([told(60, true), told(59, true), told(12, true), told(12, false), told(60, true)], [null, "Busy server: 59 frames/s", "Busy server: 12 frames/s", null, null]);
});

test("a network that takes long is told of while it plays, with how fast it trains", () => {
  const { find, timeline, text, stage } = onStage({ frames: framesOf(0, 30) });
  const told = (speed, every, rate = 60) => {
    Object.assign(timeline, { speed, every, rate, playing: true, at: 0 });
    stage.dirty = true;
    for (let n = 0; n < 3; n++) paint(200);
    return find(".pace").hidden ? null : text(".pace");
  };
  assert.deepEqual([told(0, 1), told(0.0312, 1), told(9.96, 1), told(10, 1), told(10, 10), told(99, 10), told(100, 10), told(9.9, 0), told(2, 1, 30)], [
    null, "Trains 0.031 epochs/s here", "Trains 10 epochs/s here", null, "Trains 10 epochs/s here", "Trains 99 epochs/s here", null, "Trains 9.9 epochs/s here", "Trains 2 epochs/s here",
  ]);
});

test("a run that has ended can be played up to its end, and not beyond", () => {
  const { find, timeline, stage } = onStage(epochs(3));
  const off = (ended, at) => {
    timeline.ended = ended;
    timeline.goTo(at);
    stage.dirty = true;
    paint();
    return find(".play").disabled;
  };
  assert.deepEqual([off(false, 3), off(true, 2), off(true, 3)], [false, false, true]);
});

test("every control has a name for those who do not see it", () => {
  const { all, stage } = onStage();
  for (const control of all("button, input, select, summary")) {
    assert.ok(control.textContent || control.getAttribute("aria-label") || control.closest("label")?.textContent.trim(), control.className);
  }
  const named = all("[aria-label]").filter(({ tagName }) => ["INPUT", "SELECT", "DIV"].includes(tagName));
  assert.deepEqual(named.map((each) => each.getAttribute("aria-label")).filter((name) => !name.includes(":") && !name.includes("plane")), [
    "Run", "Alpha", "Playback", "Epoch", "Speed", "Layers", "Network diagram", "Draw points", "Unit whose weights are listed", "Save the picture", "Change this unit by hand", "From before the step to after it", "Shown below the network", "Weights and signals, layer by layer",
  ]);
  assert.equal(stage.root.getAttribute("aria-label"), "Live stage");
  assert.deepEqual(all(".spoken").map((place) => [place.getAttribute("role"), place.getAttribute("aria-live")]), [["status", "polite"]]);
});
