// The words beside the large map, one by one: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import "./browser.mjs";
import { frameOf, MANY_POINTS, layoutOf, onStage } from "./playground.mjs";
import { describe, legend } from "../../static/stage/readout.js";

const COLOURS = { classes: ["orange", "blue", "green"], rgb: { negative: [1, 2, 3], positive: [4, 5, 6] } };
const items = (layout, held_out_shown = false) => legend(layout, COLOURS, { held_out_shown }).replace(/<\/li>/g, "|");

test("the legend has two classes at least, each with its mark and colour, and the fourth the first one's again", () => {
  const two = '<li><span style="color:orange">■</span> class 0|<li><span style="color:blue">●</span> class 1|';
  assert.equal(items({ sizes: [2, 1] }), `${two}<li class="line">boundary|`);
  assert.equal(items({ sizes: [2, 2] }), `${two}<li class="line">boundary|`);
  assert.equal(items({ sizes: [2, 4] }), `${two}<li><span style="color:green">▲</span> class 2|<li><span style="color:orange">■</span> class 3|<li class="line">boundary|`);
});

test("the legend of a fit has both ends of its scale; held-out points are in it if they are shown", () => {
  const ends = '<li><span style="color:rgb(1 2 3)">●</span> −1 or less|<li><span style="color:rgb(4 5 6)">●</span> 1 or more|';
  assert.equal(items({ sizes: [2, 1], regression: true }), `${ends}<li class="line">where it says 0|`);
  assert.equal(items({ sizes: [2, 1], regression: true }, true), `${ends}<li><span>⊙</span> ring: held out|<li class="line">where it says 0|`);
  assert.match(items({ sizes: [2, 1] }, true), /class 1\|<li><span>⊙<\/span> ring: held out\|<li class="line">boundary\|$/);
});

const story = (stage, more) => {
  Object.assign(stage, { pointed: null, pinned: null, selected: null }, more);
  describe(stage);
  return stage.find(".hint").textContent;
};

test("the accuracy stands beside what naming the larger class always would get, and each small class is told apart", () => {
  const told = (y_train, right, more) => {
    const x_train = new Float32Array(2 * y_train.length);
    return onStage({ layout: layoutOf({ x_train, y_train: Float32Array.from(y_train), ...more }), frames: [frameOf(0, { right: Float32Array.from(right), theta: new Float32Array(20) })] }).text(".baseline");
  };
  assert.equal(told([0, 1, 1], [0.5, 1]), "Always saying class 1 would get 67 %.", "a third is not small");
  assert.equal(told([0, 0, 0, 1], [1, 0]), "Always saying class 0 would get 75 %. Of class 1 it gets 0.0 %.");
  assert.equal(told([0, 1, 2, 2, 2, 2, 2, 2], [0.25, 0, 1], { sizes: [2, 2, 3] }), "Always saying class 2 would get 75 %. Of class 0 it gets 25 %. Of class 1 it gets 0.0 %.");
  assert.equal(told([0, 0, 0, 1], [], { regression: true }), "");
});

test("a learned slope is told of its unit, and a loss beyond all bounds as what it is", () => {
  const theta = Float32Array.of(...frameOf(0).theta, 0.25, -0.125), { stage, text } = onStage({ layout: layoutOf({ learned_slopes: true, parameters: 11 }), frames: [frameOf(0, { theta, trainLoss: 5.0e305 })] });
  assert.match(story(stage, { selected: { layer: 1, unit: 1 } }), / Its learned slope is −0\.13\. The dashed line/);
  assert.equal(text(".loss .figures"), "5.00e305 train, 0.750 held out");
});

test("where no points are held out, that is said, and their figures are left out", () => {
  const { text } = onStage({ layout: layoutOf({ x_test: [], y_test: [] }), frames: [frameOf(0, { testLoss: NaN, testAccuracy: NaN, trainLoss: 0.012345, trainAccuracy: 0.75 })] });
  assert.deepEqual([text(".held-out"), text(".loss .figures"), text(".accuracy .figures")], ["no points held out", "0.0123 train", "75 % train"]);
});

test("with nothing chosen the hint says what can be asked, and the title what is shown", () => {
  const { stage, text, find } = onStage();
  assert.equal(story(stage, {}), "Point at a square to see its unit large; click to keep it. Point at the map to ask every unit.");
  assert.equal(text(".view-title"), "Output and boundary");
  story(stage, { selected: { layer: 1, unit: 0 } });
  assert.deepEqual([text(".view-title"), find(".view").getAttribute("aria-label")], ["Unit 1.1, its answer over the plane", "Unit 1.1 over the plane with 3 points. Accuracy 50 %."]);
  story(stage, { selected: { layer: 1, unit: 0 }, pinned: { layer: 1, unit: 1 } });
  assert.equal(text(".view-title"), "Unit 1.2, its answer over the plane");
});

test("a fit's score is R², in the figures and for a screen reader", () => {
  const { stage, find } = onStage({ layout: layoutOf({ regression: true }) });
  story(stage, {});
  assert.equal(find(".view").getAttribute("aria-label"), "The output over the plane with 3 points. R² 0.50.");
});

// The first unit: silent at first, then back, gone, back, and gone again; the second always on.
const LIFE = [0, 9, 0, 9, 0].map((share, epoch) => frameOf(epoch, { active: Uint8Array.of(share, 255) }));

test("a unit's life is told until the moment that is shown, its last three turns", () => {
  const { stage, timeline } = onStage({ layout: layoutOf(MANY_POINTS), frames: LIFE, at: 4 }), selected = { layer: 1, unit: 0 };
  const at = (epoch) => (timeline.goTo(epoch), story(stage, { selected }).replace(/ The dashed line is its hinge, z = 0: it (would )?answers? on the blue side(, where no training point lies)?\.$/, ""));
  assert.equal(at(0), "dead: active on 0.0 % of the training points, 50 % of those held out, 60 % of the plane; dead from the start.");
  assert.equal(at(1), "active: active on 3.5 % of the training points, 50 % of those held out, 60 % of the plane; dead from the start, came back in epoch 1.");
  assert.equal(at(2), "dead: active on 0.0 % of the training points, 50 % of those held out, 60 % of the plane; dead from the start, came back in epoch 1, went in epoch 2.");
  assert.equal(at(4), "dead: active on 0.0 % of the training points, 50 % of those held out, 60 % of the plane; went in epoch 2, came back in epoch 3, went in epoch 4.");
});

test("a unit without turns has none told, and the hinge only where there is one", () => {
  const told = (rectifier) => story(onStage({ layout: layoutOf({ ...MANY_POINTS, rectifier, active_nodes: Float32Array.of(0, 1, 0) }), frames: LIFE }).stage, { selected: { layer: 1, unit: 1 } });
  assert.equal(told(true), "always on: active on 100 % of the training points, 25 % of those held out, 40 % of the plane. The dashed line is its hinge, z = 0: it answers on the blue side.");
  assert.equal(told(false), "active: active on 100 % of the training points, 25 % of those held out, 100 % of the plane.", "around z = 0, by the nodes of its table");
});

test("with a slope below 0 both sides of a hinge are blue: it is said by z which one is answered", () => {
  const told = (tails) => story(onStage({ layout: layoutOf({ ...MANY_POINTS, tails: Float32Array.of(...tails) }), frames: LIFE }).stage, { selected: { layer: 1, unit: 1 } });
  assert.match(told([-0.5, 1]), /it answers on the side where z is above 0\.$/);
  assert.match(told([0.5, 1]), /it answers on the blue side\.$/);
});

test("of several layers it is the unit's own life that is told", () => {
  const frames = [[9, 9, 0, 165, 9], [9, 9, 9, 165, 9]].map((active, epoch) => frameOf(epoch, { theta: new Float32Array(19), active: Uint8Array.from(active) }));
  const { stage } = onStage({ layout: layoutOf({ ...MANY_POINTS, sizes: [2, 2, 3, 1] }), frames, at: 1 }), told = (layer, unit) => story(stage, { selected: { layer, unit } });
  assert.match(told(1, 0), /^active: active on 3\.5 % of the training points, /);
  assert.match(told(2, 0), /plane; dead from the start, came back in epoch 1\./);
  assert.match(told(2, 1), /^active: active on 65 % of the training points, /);
});

test("a turn in a later mini-batch of the same epoch is not told before", () => {
  const frames = [9, 9, 0].map((share, batch) => frameOf(0, { batch, time: batch / 4, active: Uint8Array.of(share, 9) }));
  const { stage, timeline } = onStage({ layout: layoutOf({ view: { speed: "batch" } }), frames, at: 2 }), selected = { layer: 1, unit: 0 };
  const turns = (at) => (timeline.goTo(at), /went in epoch 1/.test(story(stage, { selected })));
  assert.deepEqual([1, 2].map(turns), [false, true]);
});

test("units are named to a screen reader by their state, and while the picture rests by their share as well", () => {
  const { stage, all, timeline } = onStage({ layout: layoutOf(MANY_POINTS), frames: [frameOf(0), frameOf(1, { active: Uint8Array.of(0, 165) })] }), labels = () => all(".unit").map((unit) => unit.getAttribute("aria-label"));
  timeline.goTo(1);
  timeline.playing = true;
  describe(stage);
  assert.deepEqual(labels(), ["Unit 1.1: dead", "Unit 1.2: active"]);
  timeline.playing = false;
  describe(stage);
  assert.deepEqual(labels(), ["Unit 1.1: dead, active on 0.0 % of the points", "Unit 1.2: active, active on 65 % of the points"], "165 / 255 = 0.647");
});

// At a place where the outputs' values are given.
const { stage: classes } = onStage(), { stage: fit } = onStage({ layout: layoutOf({ regression: true }) });
function answer(values, stage = classes) {
  stage.planes = [[], values.map((value) => Float32Array.of(9, value))];
  return story(stage, { pointed: { index: 1, x1: -0.125, x2: 1.5 }, selected: { layer: 1, unit: 0 } });
}

test("a place tells its coordinates, the class, and how sure the network is of it", () => {
  const told = (...values) => answer(values).match(/: (.*) sure/)[1];
  assert.equal(answer([Math.log(3)]), "At x₁ = −0.13, x₂ = 1.50: class 1, 75 % sure. The squares show each unit's answer.");
  assert.deepEqual([told(-Math.log(4)), told(0), told(0.001), told(40)], ["class 0, 80 %", "class 0, 50 %", "class 1, 50 %", "class 1, over 99 %"]);
});

test("of several classes the likeliest is told, by its share of all", () => {
  const told = (...values) => answer(values).match(/: (.*) sure/)[1];
  assert.deepEqual([told(0, Math.log(2), 0), told(7, 7, 7, 7), told(900, 0), told(0, 1, 1 + Math.log(2))], ["class 1, 50 %", "class 0, 25 %", "class 0, over 99 %", "class 2, 59 %"]);
});

test("of a fit the answer is told", () => {
  assert.equal(answer([-1.256], fit), "At x₁ = −0.13, x₂ = 1.50: the answer is −1.26. The squares show each unit's answer.");
});
