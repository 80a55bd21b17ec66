// A unit's card, and what has happened so far: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, paint } from "./browser.mjs";
import { frameOf, layoutOf, onStage, THETA } from "./playground.mjs";
import { between } from "../../static/stage/card.js";
import { deathAt } from "../../static/stage/deaths.js";
import { happenings } from "../../static/stage/happenings.js";
import { Timeline } from "../../static/stage/timeline.js";

Object.assign(boxes, { ".track": [0, 0, 216, 40] });

// The first unit dies at epoch 2 with a known cause, the second is always on.
const CAUSE = { unit: 0, epoch: 2, step: 3, time: 1.75, died: true, words: "step 3 of 4 did it." };
const LIFE = [9, 9, 0, 0].map((share, epoch) => frameOf(epoch, { active: Uint8Array.of(share, 255), theta: epoch < 2 ? THETA.map((w) => w + epoch) : THETA }));
function onCard({ unit = 0, at = 3, layout = layoutOf() } = {}) {
  const found = onStage({ layout, frames: [] });
  found.timeline.add(LIFE, 0, false, { epoch: -1, batch: 0 }, { causes: [CAUSE], advice: "" });
  found.timeline.goTo(3);
  found.timeline.goTo(at);
  paint();
  found.all(".unit")[unit].click();
  paint();
  return found;
}
const SEEN = { unit: 0, epoch: 1, step: 3, batch: [0, 2], gradient: 0.5, moved: 1.5, before: [1, -1, 2], own: [-1, -2, -3], below: [1, -1, 2], after: [-1, -2, -3], others: [{ words: "The same again", inactive: "dead", at_once: 0, later: 2, diverged: false }, { words: "ELU", inactive: "saturated", at_once: 1, later: 0, diverged: true }] };
const answered = (found, more = {}) => {
  found.stage.card.mortem.seen = { ...SEEN, ringed: new Set(SEEN.batch), frames: [frameOf(1, { batch: 2, time: 1.5, active: Uint8Array.of(9, 255) }), frameOf(1, { batch: 3, time: 1.75, active: Uint8Array.of(0, 255) })], ...more };
  found.stage.wordsAt = 0;
  found.stage.dirty = true;
  paint();
};

test("a click opens a unit's card, a second one, Escape or its button closes it", () => {
  const { find, all, text } = onCard();
  assert.deepEqual([find(".card").hidden, text(".card h3"), text(".state"), find(".card").getAttribute("aria-label")], [false, "Unit 1.1", "dead", "The card of unit 1.1"]);
  find(".card .close").click();
  paint();
  assert.equal(find(".card").hidden, true);
  all(".unit")[1].click();
  paint();
  assert.deepEqual([find(".card").hidden, text(".card h3"), text(".state")], [false, "Unit 1.2", "always on"]);
});

test("of a dead unit it says since when its weights are unchanged, and who is nearest to waking it", () => {
  const { text } = onCard();
  assert.equal(text(".chain"), "Answers 0 of 3 points → slope 0 on each → gradient 0 → its weights are unchanged since epoch 2. The point nearest to waking it is at z = 1.50: what comes in never changes, so nothing wakes it.");
  assert.equal(text(".told-life"), "Active on 0.0 % of the points now; died in epoch 2.");
  assert.match(onCard({ layout: layoutOf({ moves_without_gradient: true }) }).text(".chain"), /only momentum or a penalty can wake it\.$/);
});

test("of a live unit it says which points teach it, and that no step has silenced it", () => {
  const { text, find } = onCard({ unit: 1 });
  assert.equal(text(".chain"), "Answers 3 of 3 points → slope 1 on these, 0 on the other 0 → only these 3 teach it.");
  assert.deepEqual([text(".cause"), find(".watching").hidden, find(".otherwise").hidden], ["No step has silenced it so far.", true, true]);
});

test("it asks for the step of the death, again until it is answered, and for none before the unit has died", () => {
  const { asked, stage } = onCard();
  const mine = asked.filter(({ unit }) => unit !== undefined);
  assert.deepEqual(mine, [{ generation: 5, request: 0, epoch: 1, batch: 3, epochs: 1, unit: 0 }]);
  stage.card.mortem.tick(stage, stage.card.mortem.askedAt + 1400);
  assert.equal(asked.filter(({ unit }) => unit !== undefined).length, 1);
  stage.card.mortem.tick(stage, stage.card.mortem.askedAt + 1600);
  assert.equal(asked.filter(({ unit }) => unit !== undefined).length, 2);
  assert.deepEqual(onCard({ at: 1 }).asked.filter(({ unit }) => unit !== undefined), []);
});

test("the answer is told, drawn and tabled", () => {
  const found = onCard(), { text, find } = found;
  assert.match(text(".cause"), /^In epoch 2: step 3 of 4 did it\. Going back to that step …$/);
  answered(found);
  assert.equal(text(".cause"), "In epoch 2: step 3 of 4 did it. The step looked at 2 points, ringed here; 2 of them woke it. They gave its weights a gradient of length 0.500, and moved them by 1.50.");
  assert.deepEqual([find(".watching").hidden, find(".otherwise").hidden], [false, false]);
  const cells = [...find(".otherwise tbody").children].flatMap((row) => [...row.children].map((cell) => cell.textContent));
  assert.deepEqual(cells, ["The same again", "✕ dead", "✓ 2 of 3", "ELU", "✓ 1 of 3", "training diverged"]);
  answered(found, { none: true });
  assert.deepEqual([find(".watching").hidden, text(".cause").endsWith("The server has not come to that step any more.")], [true, true]);
});

test("on the way a unit's own weights move first, then what comes in; where that stands still it takes all the way", () => {
  const seen = { before: [2, 0], own: [0, 0], after: [0, 4] };
  assert.deepEqual([0, 0.25, 0.5, 0.75, 1].map((phase) => [...between(seen, phase).z]), [[2, 0], [1, 0], [0, 0], [0, 2], [0, 4]]);
  assert.deepEqual([...between({ before: [2], own: [0], after: [0] }, 0.5).z], [1]);
});

test("the moments around a step take their places in time, and are shown", () => {
  const found = onCard(), { find, timeline } = found;
  answered(found);
  find(".to-step").click();
  assert.deepEqual([timeline.frames.map(({ time }) => time), timeline.at, timeline.furthest], [[0, 1, 1.5, 1.75, 2, 3], 3, 5]);
  assert.deepEqual([timeline.events[0].time, timeline.events[0].since], [1.75, 1.5], "the death is seen where it was");
  assert.equal(found.text(".news"), "1 of 2 units is dead.");
  find(".to-step").click();
  assert.equal(timeline.frames.length, 6);
});

test("what has happened is listed in order of time, and nothing before it was seen", () => {
  const timeline = new Timeline({ parameters: 9, hidden: [2], inactive: "dead", regression: false, changes: ["1:learning_rate:-0.5", "2:b1.1:9"] });
  const shares = [[9, 9], [9, 0], [0, 0], [9, 0], [9, 9]], accuracy = [0.5, 0.6, 0.95, 0.9, 0.99];
  timeline.add(shares.map((active, epoch) => ({ epoch, active: Uint8Array.from(active), trainAccuracy: accuracy[epoch] })), 0, false);
  const told = (furthest) => (timeline.goTo(furthest), happenings(timeline, (unit) => `#${unit}`).map(({ time, words }) => `${time} ${words}`));
  assert.deepEqual(told(0), []);
  assert.deepEqual(told(1), ["1 Unit #1 died", "1 The learning rate was set to −0.5"]);
  assert.deepEqual(told(4), ["1 Unit #1 died", "1 The learning rate was set to −0.5", "2 Unit #0 died", "2 All of layer 1 is dead", "2 Parameter b1.1 was set to 9", "2 Accuracy reached 90 %", "3 Unit #0 came back", "4 Unit #1 came back"]);
});

test("a line of the list and a cross under the slider go there, and open the unit's card", () => {
  const { all, find, text, timeline } = onCard({ unit: 1 });
  assert.equal(text(".happenings summary"), "What happened: 1 died");
  all(".happenings button")[0].click();
  paint();
  assert.deepEqual([timeline.at, text(".card h3")], [2, "Unit 1.1"]);
  timeline.goTo(0);
  all(".unit")[1].click();
  find(".track").onclick({ clientX: 8 + (2 / 3) * 200, clientY: 38 });
  paint();
  assert.deepEqual([timeline.at, text(".card h3")], [2, "Unit 1.1"]);
  assert.deepEqual([deathAt(timeline, 216, 141, 0.2), deathAt(timeline, 216, 160, 0.9)], [null, null]);
});
