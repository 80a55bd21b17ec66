// How weights and pre-activations are spread, alone: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { makePlanes } from "../../static/stage/forward.js";
import { histogram, limitOf, preActivationsByLayer, summary, weightsByLayer } from "../../static/stage/spread.js";

const LAYOUT = {
  sizes: [2, 2, 1], weights: 9, edge: 1, table: Float32Array.of(0, 0, 1), tails: [0, 1], // ReLU
  features: Float32Array.of(1, -1, 2, 3), // two points, (1, 2) and (−1, 3)
};
const THETA = Float32Array.of(1, 0, /**/ 0, -1, /**/ 0.5, 0, /**/ 3, 4, -2); // two units and their biases, then the output

test("weights are told layer by layer, without the biases", () => {
  assert.deepEqual(weightsByLayer(THETA, LAYOUT).map((layer) => [...layer]), [[1, 0, 0, -1], [3, 4]]);
});

test("pre-activations are those of every unit on every point, before the activation", () => {
  const z = preActivationsByLayer(THETA, LAYOUT, makePlanes(LAYOUT));
  assert.deepEqual(z.map((layer) => [...layer]), [[1.5, -0.5, -2, -3], [3 * 1.5 - 2, -2]]);
});

test("mean, deviation and share above 0 are of those values that are numbers", () => {
  const { mean, deviation, above, size } = summary([1, -1, 3, 5, NaN, Infinity]);
  assert.deepEqual([mean, deviation, above, size], [2, Math.sqrt(5), 0.75, 3]);
  assert.ok(Number.isNaN(summary([NaN]).mean));
});

test("all layers are drawn on the scale of the widest, which is a power of two", () => {
  assert.equal(limitOf([{ size: 0.1 }, { size: 1 }, { size: NaN }]), 4);
  assert.equal(limitOf([{ size: 0 }]), 1);
});

test("a histogram counts every number once, the far ones in the outermost bins, and 0 above the middle", () => {
  const counts = histogram([-9, -1, -0.001, 0, 0.999, 1, 9, NaN], 1), half = counts.length / 2;
  assert.equal(counts.reduce((sum, count) => sum + count), 7);
  assert.deepEqual([counts[0], counts[half - 1], counts[half], counts.at(-1)], [2, 1, 1, 3]);
});
