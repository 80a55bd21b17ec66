// The activation's table at its nodes, between them and beyond its ends, and where things lie in theta: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { forward, lookUp, makePlanes, preActivation, startOfLayer } from "../../static/stage/forward.js";

// Nodes at −2, −1, 0, 1, 2; from −2 downwards the slope is 0.25, from 2 upwards 3.
const LAYOUT = { table: Float32Array.of(-1, 5, 0, 2, 10), edge: 2, tails: [0.25, 3] };

test("at a node the answer is the table's, between two it is on the line, beyond the ends on the tails", () => {
  const answers = [[-2, -1], [-1, 5], [0, 0], [1, 2], [2, 10], [-1.5, 2], [-0.25, 1.25], [0.5, 1], [1.75, 8], [-3, -1.25], [-6, -2], [2.5, 11.5], [4, 16]];
  const z = Float32Array.from(answers, ([value]) => value);
  lookUp(z, LAYOUT);
  assert.deepEqual([...z], answers.map(([, answer]) => answer));
});

test("what an activation is away from its tails is looked up by edge / |z|, on either side", () => {
  const layout = { ...LAYOUT, bends: Float32Array.of(8, 4, 0, -2, -1, 0) }; // at an infinite z, at twice the edge, at the edge
  const z = Float32Array.of(-2, -4, -8, -1e9, 2, 4, 8, -1, 1);
  lookUp(z, layout);
  assert.deepEqual([...z], [-1, -1.5 + 4, -2.5 + 6, Math.fround(-1 + (-1e9 + 2) * 0.25 + 8), 10, 16 - 1, 28 - 1.5, 5, 2]);
});

test("what is no number stays none", () => {
  const z = Float32Array.of(NaN, Infinity, -Infinity);
  lookUp(z, LAYOUT);
  assert.deepEqual([...z], [NaN, Infinity, -Infinity]);
});

test("each layer begins in theta behind the weights and biases of those before it", () => {
  const layout = { sizes: [3, 4, 2, 5] };
  assert.deepEqual([1, 2, 3, 4].map((layer) => startOfLayer(layout, layer)), [0, 16, 26, 41]);
});

test("an input's plane is its part of the features, a unit's is as large and its own", () => {
  const features = Float32Array.of(1, 2, 3, 4, 5, 6), planes = makePlanes({ sizes: [2, 2, 1], features });
  assert.deepEqual(planes.map((layer) => layer.map((plane) => [...plane])), [[[1, 2, 3], [4, 5, 6]], [[0, 0, 0], [0, 0, 0]], [[0, 0, 0]]]);
  assert.notEqual(planes[1][0], planes[1][1]);
});

for (const inputs of [1, 2, 3, 4, 5, 7, 8, 9]) {
  test(`z of ${inputs} inputs is each times its weight, and the bias`, () => {
    const features = Float32Array.from({ length: 2 * inputs }, (_, n) => (n % 2 ? 1 : 10 ** (n / 2)));
    const theta = Float32Array.from({ length: 5 + 2 * (inputs + 1) }, (_, n) => (n < 5 ? 1e9 : n)); // unit 1 of 2, from 5 on
    const planes = makePlanes({ sizes: [inputs, 2], features }), out = new Float32Array(2).fill(7);
    const weights = Array.from({ length: inputs }, (_, i) => 6 + 2 * i), bias = 6 + 2 * inputs;
    assert.equal(preActivation(theta, { sizes: [inputs, 2] }, planes, 1, 1, 5, out), out);
    const expected = [0, 1].map((place) => weights.reduce((sum, w, i) => sum + w * (place ? 1 : 10 ** i), bias));
    expected.forEach((value, place) => assert.ok(Math.abs(out[place] - value) <= 1e-6 * value, `${out[place]} for ${value}`));
  });
}

test("each unit's z is heard before its activation, the outputs' too, which have none", () => {
  const layout = { sizes: [1, 2, 1], weights: 7, features: Float32Array.of(1, -1), table: Float32Array.of(0, 0, 4), edge: 4, tails: [0, 1] };
  const theta = Float32Array.of(1, 2, /**/ 0.5, 0, /**/ 1, 1, /**/ -3), planes = makePlanes(layout), heard = [];
  forward(theta, layout, planes, (layer, unit, z) => heard.push([layer, unit, ...z]));
  assert.deepEqual(heard, [[1, 0, 1.5, -0.5], [1, 1, 2, -2], [2, 0, 0.5, -3]]);
  assert.deepEqual(planes.slice(1).map((layer) => layer.map((plane) => [...plane])), [[[1.5, 0], [2, 0]], [[0.5, -3]]]);
});

test("learned slopes lie behind the weights, one for each hidden unit, and leave 0 and above alone", () => {
  const layout = { sizes: [1, 2, 1, 1], weights: 9, features: Float32Array.of(-1, 0, 2), learned_slopes: true };
  const theta = Float32Array.of(1, 1, 0, 0, /**/ 1, 0, -1, /**/ 1, 0, /**/ 0.5, 9, 4), planes = makePlanes(layout);
  forward(theta, layout, planes);
  assert.deepEqual(planes.slice(1).flat().map((plane) => [...plane]), [[-0.5, 0, 2], [-9, 0, 2], [-6, -4, 1], [-6, -4, 1]]);
});
