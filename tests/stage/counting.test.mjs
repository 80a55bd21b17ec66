// The switch for linear pieces on the stage: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fire, paint, point, press, set } from "./browser.mjs";
import { frameOf, framesOf, layoutOf, onStage, THETA } from "./playground.mjs";

const ON = { view: { regions: true } };
const told = ({ text }) => [".count", ".here"].map((place) => text(`.pieces ${place}`).replaceAll("\u00a0", " "));
const shapes = ({ all }) => all(".view canvas")[1].shapes;

test("the switch is obeyed at once, is said to the page, and shows and hides all of it", () => {
  const page = onStage(), { find, sent, stage } = page;
  assert.deepEqual([find(".pieces").hidden, stage.root.dataset.regions, find(".view").getAttribute("role")], [true, undefined, "img"]);
  assert.doesNotMatch(page.text(".legend"), /hinges/);
  const without = shapes(page).length;
  set(find(".regions-shown"), true);
  paint();
  assert.deepEqual([find(".pieces").hidden, stage.root.dataset.regions, find(".view").getAttribute("role")], [false, "4", "application"]);
  assert.match(page.text(".legend"), /hinges/);
  assert.match(find(".view").getAttribute("aria-label"), / 4 linear pieces\.$/);
  assert.ok(shapes(page).length > without);
  set(find(".regions-shown"), false);
  paint();
  assert.deepEqual([find(".pieces").hidden, stage.root.dataset.regions, find(".view").getAttribute("role")], [true, undefined, "img"]);
  assert.equal(shapes(page).length, without);
  assert.doesNotMatch(find(".view").getAttribute("aria-label"), /linear/);
  assert.deepEqual(sent, [{ regions: "yes" }, { regions: "no" }]);
});

test("pieces are filled, each hinge's parts are lines of its layer, and the lit piece stands out", () => {
  const page = onStage({ layout: layoutOf(ON) }), fills = () => shapes(page).filter(({ kind }) => kind === "fill");
  assert.equal(new Set(fills().map(({ colour }) => colour)).size, 4, "each of the four in another tint");
  const [hinges] = shapes(page).filter(({ kind }) => kind === "stroke"), corners = hinges.path.map(([, x, y]) => [x, y]);
  assert.equal(hinges.path.length, 6, "three parts");
  assert.ok(corners.every(([x, y]) => x === 150 || y === 200), "x₁ = −0.5 is at 150 px, x₂ = 0 at 200");
  point(page.find(".view"), "pointermove", 300, 300);
  paint();
  assert.equal(fills().length, 5);
  assert.deepEqual(fills()[4].path.filter(([kind]) => kind !== "closePath").map(([, x, y]) => `${x},${y}`).sort(), ["150,200", "150,400", "400,200", "400,400"]);
});

test("over a unit's map there are the hinges alone", () => {
  const page = onStage({ layout: layoutOf(ON) });
  page.all(".unit")[0].click();
  paint();
  assert.deepEqual(shapes(page).filter(({ kind }) => kind === "fill"), []);
  assert.equal(shapes(page).filter(({ kind }) => kind === "stroke")[0].path.length, 6);
});

test("how many there are is said beside what is possible, and at a place the function and who is awake", () => {
  const page = onStage({ layout: layoutOf(ON) });
  assert.deepEqual(told(page), ["4 linear pieces by who is awake, in the part of the plane that is shown. One layer of 2 units makes 4 at most: 1 + n + n(n − 1)/2.", ""]);
  point(page.find(".view"), "pointermove", 300, 300);
  paint();
  assert.equal(told(page)[1], "Here f(x₁, x₂) = 2.00 x₁ + 1.00 x₂ + 1.25 (class 1 where it is above 0). 2 of 2 units awake: 1.1, 1.2.");
  point(page.find(".view"), "pointermove", 50, 50);
  paint();
  assert.equal(told(page)[1], "Here f(x₁, x₂) = 0.250 (class 1 where it is above 0). 0 of 2 units awake.");
  fire(page.find(".view"), "pointerleave", { pointerType: "touch" });
  paint();
  assert.notEqual(told(page)[1], "", "a finger that is lifted takes nothing away");
  fire(page.find(".view"), "pointerleave", { pointerType: "mouse" });
  paint();
  assert.equal(told(page)[1], "");
});

test("deep networks, values to fit, three classes, one input and none", () => {
  const theta = (layout) => [frameOf(0, { theta: new Float32Array(layout.parameters) })];
  const saying = (more) => {
    const layout = layoutOf({ ...ON, ...more }), page = onStage({ layout, frames: theta(layout) });
    point(page.find(".view"), "pointermove", 300, 300);
    paint();
    return told(page);
  };
  const shown = "1 linear piece by who is awake, in the part of the plane that is shown. ";
  assert.deepEqual(saying({ sizes: [2, 2, 3, 1], regression: true }), [
    `${shown}Layers of 2-3 units make 28 at most (Montúfar 2017). With random weights and biases it is of the order of N²/2 = 12.5 on average, however deep, for N = 5 units (Hanin & Rolnick 2019).`,
    "Here f(x₁, x₂) = 0. 0 of 5 units awake.",
  ]);
  assert.match(saying({ sizes: [2, 2, 3] })[1], /^Here class 0: 0\nclass 1: 0\nclass 2: 0\n\(the largest is the answer\)\. 0 of 2/);
  assert.equal(saying({ sizes: [1, 2, 1], chosen_features: ["x2"], straight_inputs: [[0, 1, 0]] })[0], `${shown}One layer of 2 units makes 3 at most: 1 + n.`);
  assert.deepEqual(saying({ sizes: [2, 1], regression: true }), [`${shown}Without a hidden layer it is one everywhere.`, "Here f(x₁, x₂) = 0. "]);
});

test("where there are no linear pieces it is said why", () => {
  const tanh = onStage({ layout: layoutOf({ ...ON, sides: null, activation: "Tanh" }) });
  assert.match(told(tanh)[0], /^Tanh is not two straight lines that meet at 0/);
  assert.deepEqual([tanh.stage.root.dataset.regions, tanh.find(".pieces .through").hidden, tanh.find(".view").getAttribute("role")], [undefined, true, "img"]);
  const curved = onStage({ layout: layoutOf({ ...ON, chosen_features: ["x1", "square"], straight_inputs: [[1, 0, 0], null] }) });
  assert.match(told(curved)[0], /^x₁² is a curved input/);
  const linear = onStage({ layout: layoutOf({ ...ON, sizes: [2, 1], sides: null }), frames: [frameOf(0, { theta: new Float32Array(3) })] });
  assert.equal(linear.stage.root.dataset.regions, "1", "no activation, nothing that is curved");
});

test("the keyboard asks at a place, and leaves what arrows do elsewhere alone", () => {
  const page = onStage({ layout: layoutOf(ON), frames: framesOf(0, 3), at: 2 }), { timeline, find } = page;
  find(".view").focus();
  press("ArrowRight");
  paint();
  assert.match(told(page)[1], /^Here f/);
  assert.equal(timeline.at, 2);
  press("Enter");
  assert.deepEqual(page.sent, [], "there is no pen");
});

// The second unit's hinge lies beyond the square with a bias of 9: two pieces.
const FEWER = Float32Array.from(THETA, (w, i) => (i === 5 ? 9 : w));

test("the past is counted while nothing moves, and drawn under the line of what is possible", () => {
  const frames = [frameOf(0, { theta: FEWER }), frameOf(1), frameOf(2)], page = onStage({ layout: layoutOf(ON), frames, at: 2 });
  paint();
  assert.equal(page.find(".pieces canvas").getAttribute("aria-label"), "Linear pieces through training: from 2 at epoch 0 to 4 at epoch 2");
  assert.equal(page.text(".pieces .scale"), "most counted: 4; dashed: the most possible = 4");
  const [, bound, line] = page.find(".pieces canvas").shapes, heights = line.path.map(([, , y]) => y);
  assert.deepEqual(bound.dash, [4, 3]);
  assert.equal(heights.length, 3);
  assert.equal(heights[2], bound.path[0][2], "as many as are possible");
  assert.ok(heights[0] > heights[2], "fewer are lower");
});

test("what takes long to cut is cut less often while it plays, says of when it is, and is whole at rest", () => {
  const frames = Array.from({ length: 40 }, (_, epoch) => frameOf(epoch, { theta: epoch ? FEWER : THETA })), page = onStage({ layout: layoutOf(ON), frames });
  page.stage.counting.cost = 50; // as a large network's
  page.stage.play();
  paint();
  paint();
  assert.ok(page.timeline.frame.epoch > 0);
  assert.equal(page.stage.root.dataset.regions, undefined, "the number is not that of the moment");
  paint(300);
  assert.match(told(page)[0], /^At epoch 0, as cutting takes longer than a frame: 4 linear pieces/);
  page.stage.pause();
  paint(300);
  assert.equal(page.stage.root.dataset.regions, "2");
  assert.match(told(page)[0], /^2 linear pieces/);
});
