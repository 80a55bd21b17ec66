// The flipbook's axes: ticks that are round, a scale that meets its ends, paths that leave gaps.

import assert from "node:assert/strict";
import test from "node:test";

import { pathOf, scaleOf, tickText, ticksOf } from "../../static/flipbook/axes.js";

test("a scale meets its ends, also a logarithmic one", () => {
  const linear = scaleOf([-2, 2], [0, 100], false), log = scaleOf([0.01, 100], [200, 0], true);
  assert.deepEqual([linear(-2), linear(0), linear(2)], [0, 50, 100]);
  assert.deepEqual([log(0.01), log(1), log(100)], [200, 100, 0]);
});

test("ticks are round and lie within", () => {
  assert.deepEqual(ticksOf([-3, 3], false), [-3, -2, -1, 0, 1, 2, 3]);
  assert.deepEqual(ticksOf([0, 1], false, 4), [0, 0.5, 1]);
  assert.deepEqual(ticksOf([0.01, 10], true), [0.01, 0.1, 1, 10]);
  for (const tick of ticksOf([0.13, 7.9], false)) assert.ok(tick >= 0.13 && tick <= 7.9);
});

test("ticks are written as people write them", () => {
  assert.equal(tickText(-2, false), "−2");
  assert.equal(tickText(0.01, true), "0.01");
  assert.equal(tickText(1e-12, true), "10⁻¹²");
});

test("a path lifts its pen over what is not a number, and over what a logarithm cannot show", () => {
  const same = (value) => value;
  assert.equal(pathOf([0, 1, 2, 3], [1, NaN, 2, 3], same, same, false, false), "M0.0 1.0M2.0 2.0L3.0 3.0");
  assert.equal(pathOf([0, 1, 2], [1, 0, 2], same, same, false, true), "M0.0 1.0M2.0 2.0");
});
