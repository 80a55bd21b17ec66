// The forward pass over the plane, alone: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { forward, makePlanes } from "../../static/stage/forward.js";

const EDGE = 16, NODES = 4097;
const table = (f) => Float32Array.from({ length: NODES }, (_, i) => f(-EDGE + (2 * EDGE * i) / (NODES - 1)));
const layoutOf = (sizes, f, more = {}) => {
  const side = 5, places = side * side;
  const features = Float32Array.from({ length: sizes[0] * places }, (_, i) => Math.sin(i) * 2);
  const weights = sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] + 1) * units, 0);
  return { sizes, side, features, edge: EDGE, table: table(f), tails: [f(-EDGE) - f(-EDGE - 1), f(EDGE + 1) - f(EDGE)], weights, ...more };
};

// One place at a time, one number at a time.
function plainly(theta, { sizes }, inputs, f) {
  let at = 0, h = inputs;
  for (let layer = 1; layer < sizes.length; layer++) {
    const z = Array.from({ length: sizes[layer] }, (_, unit) =>
      h.reduce((sum, x, i) => sum + x * theta[at + i * sizes[layer] + unit], theta[at + h.length * sizes[layer] + unit]),
    );
    at += (sizes[layer - 1] + 1) * sizes[layer];
    h = layer < sizes.length - 1 ? z.map((value, unit) => f(value, layer, unit)) : z;
  }
  return h;
}

test("a ReLU at the output makes what is below 0 to 0, after its sum has been noticed, and leaves the units alone", () => {
  const same = (z) => z, layout = layoutOf([2, 3, 1], same, { rectified_output: true }), planes = makePlanes(layout), sums = [];
  const theta = Float32Array.from({ length: layout.weights }, (_, i) => Math.cos(2 * i));
  forward(theta, layout, planes, (layer, unit, z) => layer === 2 && sums.push(...z));
  for (let n = 0; n < 25; n++) {
    const [expected] = plainly(theta, layout, [planes[0][0][n], planes[0][1][n]], same);
    assert.ok(Math.abs(sums[n] - expected) < 1e-4 && Math.abs(planes[2][0][n] - Math.max(0, expected)) < 1e-4);
    assert.ok(!Object.is(planes[2][0][n], -0));
  }
  assert.ok(Math.min(...sums) < 0 && Math.max(...sums) > 0 && planes[1].some((plane) => Math.min(...plane) < 0));
});

for (const sizes of [[2, 1, 1], [2, 3, 1], [2, 5, 4, 3], [2, 9, 8, 7, 1]]) {
  test(`relu ${sizes.join("-")} equals a plain loop, far beyond the table too`, () => {
    const relu = (z) => Math.max(0, z);
    const layout = layoutOf(sizes, relu), planes = makePlanes(layout);
    const theta = Float32Array.from({ length: layout.weights }, (_, i) => 9 * Math.cos(3 * i));
    forward(theta, layout, planes);
    for (let n = 0; n < 25; n++) {
      const expected = plainly(theta, layout, [planes[0][0][n], planes[0][1][n]], relu);
      expected.forEach((value, k) => assert.ok(Math.abs(planes.at(-1)[k][n] - value) <= 1e-4 * (1 + Math.abs(value))));
    }
  });
}

test("a learned slope scales the negative side, each unit its own", () => {
  const layout = layoutOf([2, 3, 2, 1], (z) => z, { learned_slopes: true }), planes = makePlanes(layout);
  const slopes = [0.1, 0.5, -1, 2, 0], theta = new Float32Array(layout.weights + slopes.length);
  for (let i = 0; i < layout.weights; i++) theta[i] = Math.cos(3 * i);
  theta.set(slopes, layout.weights);
  forward(theta, layout, planes);
  const f = (z, layer, unit) => (z > 0 ? z : z * theta[layout.weights + (layer === 1 ? unit : 3 + unit)]);
  for (let n = 0; n < 25; n++) {
    const [expected] = plainly(theta, layout, [planes[0][0][n], planes[0][1][n]], f);
    assert.ok(Math.abs(planes.at(-1)[0][n] - expected) < 1e-4);
  }
});
