// A unit's card, and what has happened so far: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, clock, paint, preferences, press } from "./browser.mjs";
import { frameOf, layoutOf, onStage, THETA } from "./playground.mjs";
import { axisOf, placeOf, tickName, ticksOf, valueAt } from "../../static/stage/axis.js";
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
const SEEN = { unit: 0, epoch: 1, step: 3, batch: [0, 2], gradient: 0.5, moved: 1.5, before: [1, -1, 2], own: [-1, -2, -3], below: [1, -1, 2], after: [-1, -2, -3], others: [{ words: "The same again", inactive: "dead", at_once: 0, later: 2, diverged: false }, { words: "ELU", twin: "activation:elu,alpha:1", inactive: "saturated", at_once: 1, later: 0, diverged: true }, { words: "Leaky ReLU", twin: "activation:leaky_relu,alpha:0.3", inactive: "leaking", at_once: 0, later: 3, diverged: false }] };
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
  assert.equal(text(".chain"), "Answers 0 of 3 points → slope 0 on each → gradient 0 → its weights are unchanged since epoch 2. The point nearest to waking it is at z = 1.50: what comes in never changes, so no step can wake it.");
  assert.equal(text(".told-life"), "Active on none of the points now; died in epoch 2.");
  assert.match(onCard({ layout: layoutOf({ moves_without_gradient: true }) }).text(".chain"), /only momentum or a penalty can wake it\.$/);
});

test("with ten epochs a frame a death keeps the epoch of its step, wherever it is told", () => {
  const found = onStage({ layout: layoutOf(), frames: [] }), frames = [0, 10, 20, 30].map((epoch) => frameOf(epoch, { active: Uint8Array.of(epoch < 20 ? 9 : 0, 255), theta: epoch < 20 ? THETA.map((w) => w + epoch) : THETA }));
  found.timeline.add(frames, 0, false, { epoch: -1, batch: 0 }, { causes: [{ ...CAUSE, epoch: 11, time: 10.75 }], advice: "" });
  found.timeline.goTo(3);
  paint();
  found.all(".unit")[0].click();
  paint();
  assert.equal(found.text(".told-life"), "Active on none of the points now; died in epoch 11.");
  assert.match(found.text(".cause"), /^In epoch 11: /);
  assert.match(found.text(".chain"), /unchanged since epoch 20 or earlier\./);
  assert.match(found.text(".hint"), /went in epoch 11/);
  found.find(".happenings").open = true;
  assert.deepEqual(found.all(".happenings button").map(({ textContent }) => textContent).slice(-1), ["Epoch 11: Unit 1.1 died"]);
});

test("where the step is not known and frames are ten epochs apart, it is said by when", () => {
  const found = onStage({ layout: layoutOf(), frames: [] }), frames = [0, 10, 20].map((epoch) => frameOf(epoch, { active: Uint8Array.of(epoch < 20 ? 9 : 0, 255), trainAccuracy: epoch < 20 ? 0.5 : 1 }));
  found.timeline.add(frames, 0, false, { epoch: -1, batch: 0 });
  found.timeline.goTo(2);
  paint();
  found.all(".unit")[0].click();
  paint();
  assert.equal(found.text(".told-life"), "Active on none of the points now; died by epoch 20.");
  assert.equal(found.text(".cause"), "Which step it was has not been worked out here.");
  assert.match(found.text(".rest"), /The last to go was unit 1\.1, by epoch 20: at epoch 10 it was active/);
  assert.match(found.text(".hint"), /went by epoch 20/);
  found.find(".happenings").open = true;
  assert.deepEqual(found.all(".happenings button").map(({ textContent }) => textContent), ["By epoch 20: Unit 1.1 died", "By epoch 20: Accuracy reached 90 %"]);
});

test("of a live unit it says which points can teach it, and that it has never been dead", () => {
  const { text, find } = onCard({ unit: 1 });
  assert.equal(text(".chain"), "Answers 3 of 3 points → slope 1 on each → each can teach it.");
  assert.deepEqual([text(".step-title"), text(".cause"), find(".watching").hidden, find(".otherwise").hidden], ["Has it ever been dead?", "Not up to this moment.", true, true]);
  assert.match(onCard({ at: 1 }).text(".chain"), /^Answers 2 of 3 points → slope 1 there, 0 on the other 1 → only these 2 can teach it\.$/);
});

test("where all units of a later layer are dead or removed no point can teach it", () => {
  const frames = (later) => [0, 1].map((epoch) => frameOf(epoch, { theta: new Float32Array(15), active: Uint8Array.of(255, 9, ...later) }));
  const chain = (changes, later, more = {}) => {
    const found = onStage({ layout: layoutOf({ sizes: [2, 2, 2, 1], changes, ...more }), frames: frames(later), at: 1 });
    found.all(".unit")[0].click();
    paint();
    return found.text(".chain").replace(/^.*slope . on each/, "");
  };
  const both = ["1:remove2.1:1", "1:remove2.2:1"];
  assert.equal(chain([], [255, 255]), " → each can teach it.");
  assert.equal(chain(both.slice(1), [255, 255]), " → each can teach it.");
  assert.equal(chain(both, [255, 9]), ", but layer 2 is removed: no gradient reaches it.");
  assert.equal(chain(both.slice(1), [0, 255]), ", but layer 2 is dead or removed: no gradient reaches it.");
  assert.equal(chain(both.slice(1), [0, 255], { inactive: "leaking" }), " → each can teach it.");
  assert.equal(chain(both, [0, 0]), ", but layer 2 is dead: no gradient reaches it.");
});

test("of other activations it says what is so of them, and none of them dies", () => {
  const leaky = layoutOf({ inactive: "leaking", tails: Float32Array.of(0.25, 1) });
  assert.match(onCard({ layout: leaky, at: 1 }).text(".chain"), /^Answers 2 of 3 points → slope 1 there, and 0\.25 on the other 1 → each can teach it\.$/);
  const found = onCard({ layout: leaky });
  assert.equal(found.text(".chain"), "Answers 0 of 3 points → slope 0.25 on each → each can teach it.");
  assert.deepEqual([found.text(".step-title"), found.text(".otherwise-title"), found.text(".told-life")], ["How it became leaking", "What would have kept it active?", "Active on none of the points now; became leaking in epoch 2."]);
  assert.match(found.text(".happenings"), /^What happened: 1 became leaking.*Epoch 2: Unit 1\.1 became leaking$/);
  const tanh = onCard({ layout: layoutOf({ inactive: "saturated", rectifier: false, active_nodes: Float32Array.of(1) }), unit: 1 });
  assert.equal(tanh.text(".chain"), "Is active on 3 of 3 points: there its slope is at least a twentieth of the largest.");
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
  assert.equal(text(".cause"), "In epoch 2: step 3 of 4 did it. The step looked at 2 points, ringed here, of which 2 woke it. They gave its weights and bias a gradient of length 0.500. The step moved these by 1.50.");
  assert.deepEqual([find(".watching").hidden, find(".otherwise").hidden], [false, false]);
  const cells = [...find(".otherwise tbody").children].flatMap((row) => [...row.children].map((cell) => cell.textContent));
  assert.deepEqual(cells, ["The same again", "✕ dead", "✓ 2 of 3", "", "ELU", "✓ 1 of 3", "training diverged", "Twin", "Leaky ReLU", "– only leaks", "✓ 3 of 3", "Twin"]);
  find(".otherwise tbody").onclick({ target: find(".otherwise tbody button") });
  assert.deepEqual(found.sent.at(-1), { compare: "activation:elu,alpha:1" });
  answered(found, { batch: [1] });
  assert.match(text(".cause"), /The step looked at one point, ringed here, which did not wake it\. It gave /);
  answered(found, { batch: [0, 1, 2], ringed: new Set() });
  assert.match(text(".cause"), /The step looked at all 3 points, of which 2 woke it\. They gave /);
  assert.doesNotMatch(text(".told-step"), /Ringed/);
  answered(found, { none: true });
  assert.deepEqual([find(".watching").hidden, text(".cause").endsWith("The server cannot go back to that step.")], [true, true]);
});

test("the step is shown by itself, from before to after; where people asked for calm only when they press Watch", () => {
  const phaseAfter = (found, ms) => (paint(ms), Number(found.find(".phase").value));
  const moving = onCard();
  answered(moving);
  assert.ok(phaseAfter(moving, 800) > 0.4 && phaseAfter(moving, 0) < 0.6);
  assert.equal(phaseAfter(moving, 1600), 1);
  preferences["(prefers-reduced-motion: reduce)"] = true;
  try {
    const calm = onCard();
    answered(calm);
    assert.equal(phaseAfter(calm, 0), 1);
    assert.equal(calm.text(".told-step"), "After the step. Ringed: the step's own mini-batch.");
    calm.find(".watch").click();
    assert.ok(phaseAfter(calm, 800) < 0.6);
  } finally {
    delete preferences["(prefers-reduced-motion: reduce)"];
  }
});

test("on the way a unit's own weights move first, then what comes in; where that stands still it takes all the way", () => {
  const ringed = new Set(), seen = { ringed, before: [2, 0], own: [0, 0], after: [0, 4] };
  assert.deepEqual([0, 0.25, 0.5, 0.75, 1].map((phase) => [...between(seen, phase).z]), [[2, 0], [1, 0], [0, 0], [0, 2], [0, 4]]);
  assert.deepEqual([...between({ ringed, before: [2], own: [0], after: [0] }, 0.5).z], [1]);
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

test("a layer whose last unit goes while another comes back at the same moment is not dead", () => {
  const layers = (time) => {
    const timeline = new Timeline({ parameters: 9, hidden: [2], inactive: "dead", regression: false, changes: [] });
    const causes = [[0, true, 2], [1, false, time]].map(([unit, died, time]) => ({ unit, epoch: 2, step: 0, time, died, words: "by hand" }));
    timeline.add([[9, 9], [9, 0], [0, 9]].map((active, epoch) => ({ epoch, active: Uint8Array.from(active), trainAccuracy: 0.5 })), 0, false, undefined, { causes, advice: "" });
    timeline.goTo(2);
    return happenings(timeline, (unit) => `#${unit}`).filter(({ what }) => what === "layer").map(({ words }) => words);
  };
  assert.deepEqual(layers(2), []);
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

test("who opens a card by the keyboard is in it, and at the unit again when it is closed", () => {
  const { all, find } = onCard(), [unit, other] = all(".unit"), where = () => document.activeElement;
  assert.deepEqual([where(), unit.getAttribute("aria-expanded"), other.getAttribute("aria-expanded")], [find(".card"), "true", "false"]);
  press("Escape");
  assert.deepEqual([where(), unit.getAttribute("aria-expanded")], [unit, "false"]);
  unit.click();
  find(".card .close").focus();
  find(".card .close").click();
  assert.equal(where(), unit);
  find(".play").focus();
  other.onclick({ detail: 1 });
  paint();
  assert.deepEqual([where(), find(".card").hidden], [find(".play"), false], "a mouse leaves the keyboard where it is");
  press("Escape");
  paint();
  assert.deepEqual([where(), find(".card").hidden], [find(".play"), true]);
});

test("while it plays a death is spoken a second after the last words, what else there is after four", () => {
  const { stage, timeline, find } = onCard({ at: 0 }), spoken = () => find(".spoken").textContent;
  const showAt = (index, ms) => {
    clock.now += ms;
    timeline.goTo(index);
    stage.say(clock.now, timeline.frame);
    return spoken().split(".")[0];
  };
  timeline.playing = true;
  assert.equal(showAt(1, 4000), "Epoch 1");
  assert.equal(showAt(2, 900), "Epoch 1");
  assert.equal(showAt(2, 100), "Epoch 2");
  assert.match(spoken(), /The last to go was unit 1\.1, in epoch 2/);
  assert.equal(showAt(3, 3900), "Epoch 2");
  assert.equal(showAt(3, 100), "Epoch 3");
});

test("lines of the list stay when others follow", () => {
  const { stage, all, timeline } = onCard({ unit: 1 }), [first] = all(".happenings li");
  timeline.add([frameOf(4, { active: Uint8Array.of(9, 255) })], 0, false, { epoch: 3, batch: 0 });
  timeline.goTo(4);
  stage.dirty = true;
  paint();
  const lines = all(".happenings li");
  assert.deepEqual([lines.length, lines[0] === first, lines[1].textContent], [2, true, "Epoch 4: Unit 1.1 came back"]);
});

test("an axis is even where nothing lies far away, and else beyond what most of the values reach", () => {
  const even = axisOf([-3, -1, 1]), far = axisOf([-1.5, -1, 0.5, 1, 1, 1, 1, 1, 1, 40]), share = (axis, from, to) => placeOf(axis, to) - placeOf(axis, from);
  assert.deepEqual([even.knee, far.knee], [Infinity, 1]);
  assert.ok(Math.abs(share(even, -3, -1) - share(even, -1, 1)) < 1e-12);
  assert.ok(Math.abs(share(far, -0.5, 0) - share(far, 0, 0.5)) < 1e-12);
  assert.ok(Math.abs(share(far, 5, 10) - share(far, 10, 20)) < 1e-12, "a doubling is a doubling");
  for (const value of [-1.5, 0, 0.9, 7, 40]) assert.ok(Math.abs(valueAt(far, placeOf(far, value)) - value) < 1e-9);
  assert.ok([-1.5, 40].every((value) => placeOf(far, value) > 0 && placeOf(far, value) < 1));
  assert.deepEqual(ticksOf(even, 0.2), [0, -1, -2, 1]);
  assert.deepEqual(ticksOf(far, 0.14), [0, -1, 1, 5, 20]);
  assert.deepEqual([0, -0.5, 0.0002, -200000, 5e30].map(tickName), ["z = 0", "−0.5", "2e−4", "−2e5", "5e30"]);
  assert.ok(ticksOf(axisOf([NaN, Infinity, 1]), 0.1).length < 20);
  assert.deepEqual(ticksOf(axisOf([0, 0]), 0.3).at(0), 0);
});
