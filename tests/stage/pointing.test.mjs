// What is told of the place under a pointer, on the map and on the heatmap: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, fire, paint, point } from "./browser.mjs";
import { frameOf, layoutOf, MANY_POINTS, onStage } from "./playground.mjs";

// The map shows 5 × 5 places on 400 px: each is 80 px wide; −2, −1, 0, 1, 2 are at 40, 120, 200, 280, 360.
test("every unit tells its answer at the place under the pointer, in two figures, until the pointer leaves", () => {
  const { find, all, text } = onStage(), view = find(".view"), here = () => all(".unit").map(({ dataset }) => dataset.here);
  const at = (x, y) => {
    point(view, "pointermove", x, y);
    return here();
  };
  assert.deepEqual(here(), [undefined, undefined]);
  assert.deepEqual(at(279, 361), ["1.5", "2.0"]); // x₁ = 1, x₂ = −2: max(0, 1.5) and max(0, 2)
  assert.deepEqual([at(320, 320), at(319.9, 319.9), at(0, 0)], [["2.5", "2.0"], ["1.5", "1.0"], ["0.0", "0.0"]]);
  assert.deepEqual([at(399.9, 399.9), at(400, 200), at(200, 400), at(-0.1, 200), at(200, -0.1)], [["2.5", "2.0"], [undefined, undefined], [undefined, undefined], [undefined, undefined], [undefined, undefined]]);
  at(280, 360);
  paint();
  assert.match(text(".hint"), /^At x₁ = 0\.80, x₂ = [−-]1\.60: class 1, 78 % sure/); // 2 · 1.5 − 2 + 0.25 = 1.25: p = 0.777
});

test("a ring marks the place that is asked", () => {
  const { find, all, text } = onStage(), rings = () => all(".view canvas")[1].shapes.filter(({ path }) => path[0]?.[0] === "arc").map(({ path, width }) => [...path[0].slice(1), width]);
  point(find(".view"), "pointerdown", 100, 300);
  paint();
  assert.deepEqual(rings(), [[100, 300, 6, 0, 2 * Math.PI, 1.5]]);
  fire(find(".view"), "pointerleave");
  paint();
  assert.deepEqual(rings(), []);
  assert.match(text(".hint"), /^Point at a square/);
});

// Two layers of two units and one, so four rows with an empty one between; 240 epochs fill the width of 480 px, 2 px each.
const DEEP = layoutOf({ ...MANY_POINTS, sizes: [2, 2, 1, 1] });
const heatmap = () => {
  const frames = [0, 1, 2, 3, 4, 5, 6].map((epoch) => frameOf(epoch, { theta: new Float32Array(DEEP.parameters), active: Uint8Array.of(37, 10 * epoch, 23) }));
  const page = onStage({ layout: DEEP, frames, at: 5 }), rows = page.find(".rows");
  return { ...page, rows, at: (x, y) => (point(rows, "pointermove", x, y), page.text(".cell")) };
};
const QUIET = "How much of the data wakes each unit. Point at a row to ask; click to go there.";

test("the heatmap tells of a unit at an epoch on what share of the points it is active", () => {
  const { at, rows, text } = heatmap();
  assert.equal(text(".cell"), QUIET);
  assert.equal(at(0, 0), "Unit 1.1, epoch 0: active on 15 % of the points."); // 37 of 255
  assert.equal(at(1.9, 14.9), "Unit 1.1, epoch 0: active on 15 % of the points.");
  assert.equal(at(6, 15), "Unit 1.2, epoch 3: active on 12 % of the points."); // 30 of 255
  assert.equal(at(11.9, 59.9), "Unit 2.1, epoch 5: active on 9.0 % of the points."); // 23 of 255
  assert.deepEqual([at(6, 30), at(6, 15), at(12, 15)].map((words) => words === QUIET), [true, false, true], "nothing between layers, nor in the future");
  at(6, 15);
  fire(rows, "pointerleave");
  assert.equal(text(".cell"), QUIET);
});

test("a click on the heatmap goes to that epoch, one on nothing goes nowhere", () => {
  const { rows, timeline } = heatmap();
  point(rows, "click", 4.5, 50);
  assert.equal(timeline.frame.epoch, 2);
  for (const [x, y] of [[4.5, 35], [100, 5], [-1, 5]]) point(rows, "click", x, y);
  assert.equal(timeline.frame.epoch, 2);
});

test("the heatmap is asked where it stands on the page", () => {
  const { at } = heatmap(), before = boxes[".rows"];
  try {
    boxes[".rows"] = [300, 400, 960, 600];
    assert.equal(at(12, 150), "Unit 1.2, epoch 3: active on 12 % of the points.");
  } finally {
    boxes[".rows"] = before;
  }
});
