// One digit through the network, beside plain loops and by hand: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { read, strongest } from "../../static/live/network.js";

const RELU = { table: Float32Array.of(0, 0, 16), tails: [0, 1], edge: 16 };
const numbers = (length, first = 0) => Float32Array.from({ length }, (_, n) => ((7 * (n + first)) % 11) - 5); // −5 … 5, 0 among them
const close = (found, expected, about) => {
  assert.equal(found.length, expected.length, about);
  expected.forEach((value, n) => assert.ok(Math.abs(found[n] - value) <= 1e-5 * (1 + Math.abs(value)), `${about}, ${n}: ${found[n]} for ${value}`));
};

// Sums over all inputs, unit by unit: W lies row by row from `at` on, its last row is the bias.
const dense = (input, units, theta, at) => Array.from({ length: units }, (_, u) =>
  Array.from(input).reduce((sum, x, i) => sum + x * theta[at + i * units + u], theta[at + input.length * units + u]));

// At each place and for each filter: nine neighbours, row by row from the upper left, each with all its channels.
function convolved(input, channels, filters, side, theta, at) {
  const found = [];
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) for (let f = 0; f < filters; f++) {
    let sum = theta[at + 9 * channels * filters + f], row = 0;
    for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) for (let c = 0; c < channels; c++, row++) {
      const isInside = Math.min(y + dy, x + dx) >= 0 && Math.max(y + dy, x + dx) < side;
      if (isInside) sum += input[((y + dy) * side + x + dx) * channels + c] * theta[at + row * filters + f];
    }
    found.push(sum);
  }
  return found;
}
const largestOfFour = (maps, side, filters) => {
  const at = (y, x, f) => maps[(y * side + x) * filters + f], found = [];
  for (let y = 0; y < side; y += 2) for (let x = 0; x < side; x += 2) for (let f = 0; f < filters; f++)
    found.push(Math.max(at(y, x, f), at(y, x + 1, f), at(y + 1, x, f), at(y + 1, x + 1, f)));
  return found;
};
const rectified = (z, slopeOf = () => 0) => z.map((value, n) => (value < 0 ? value * slopeOf(n) : value));

for (const learned_slopes of [false, true]) {
  test(`two dense layers ${learned_slopes ? "with a slope for each unit" : "of a table"} equal a plain loop`, () => {
    const shapes = [[5, 3], [3, 4], [4, 2]], count = 18 + 16 + 10, theta = numbers(count + 7, 3), slopes = theta.subarray(count);
    const image = numbers(5), { layers, logits } = read(image, theta, { ...RELU, convolutional: false, shapes, learned_slopes });
    const slope = (first) => (n) => (learned_slopes ? slopes[first + n] : 0);
    const z1 = dense(image, 3, theta, 0), h1 = rectified(z1, slope(0)), z2 = dense(h1, 4, theta, 18), h2 = rectified(z2, slope(3));
    assert.deepEqual(layers.map(({ units }) => units), [3, 4]);
    close(layers[0].z, z1, "z of layer 1");
    close(layers[0].h, h1, "h of layer 1");
    close(layers[1].z, z2, "z of layer 2");
    close(layers[1].h, h2, "h of layer 2");
    close(logits, dense(h2, 2, theta, 34), "logits");
  });

  test(`two layers of filters ${learned_slopes ? "with a slope for each" : "of a table"} equal a plain loop`, () => {
    const shapes = [[9, 2], [18, 3], [12, 4]], count = 20 + 57 + 52, theta = numbers(count + 5, 1), slopes = theta.subarray(count);
    const image = numbers(16, 2), { layers, logits } = read(image, theta, { ...RELU, convolutional: true, side: 4, shapes, learned_slopes });
    const slope = (first, filters) => (n) => (learned_slopes ? slopes[first + (n % filters)] : 0);
    const z1 = convolved(image, 1, 2, 4, theta, 0), h1 = rectified(z1, slope(0, 2)), z2 = convolved(h1, 2, 3, 4, theta, 20), h2 = rectified(z2, slope(2, 3));
    close(layers[0].z, z1, "z of layer 1");
    close(layers[0].h, h1, "h of layer 1");
    close(layers[1].z, z2, "z of layer 2");
    close(layers[1].h, h2, "h of layer 2");
    close(logits, dense(largestOfFour(h2, 4, 3), 4, theta, 77), "logits");
  });
}

test("probabilities are each one's share of the powers, however large the logits are", () => {
  const of = (...logits) => read(new Float32Array(1), Float32Array.of(0, 0, ...Array(logits.length).fill(0), ...logits), { ...RELU, convolutional: false, shapes: [[1, 1], [1, logits.length]] }).probabilities;
  close(of(0, Math.log(2), Math.log(5)), [1 / 8, 2 / 8, 5 / 8], "by hand");
  close(of(1000, 1000), [0.5, 0.5], "large");
  close(of(-1000, -1000 + Math.log(3)), [0.25, 0.75], "far below 0");
});

test("a learned slope leaves 0 and all above it alone", () => {
  const theta = Float32Array.of(0.5, 0, -0.5, 0, 0, 0, /**/ 0, 0, 0, 0, /**/ 4, 4, 4);
  const { layers } = read(Float32Array.of(1), theta, { convolutional: false, shapes: [[1, 3], [3, 1]], learned_slopes: true });
  assert.deepEqual([...layers[0].h], [0.5, 0, -2]);
});

test("the image stays as it was, and z is before the activation", () => {
  const image = Float32Array.of(-1), theta = Float32Array.of(2, 0, 1, 0), { layers } = read(image, theta, { ...RELU, convolutional: false, shapes: [[1, 1], [1, 1]] });
  assert.deepEqual([[...image], [...layers[0].z], [...layers[0].h]], [[-1], [-2], [0]]);
});

test("the digits that excite a unit most come first, each with its largest answer", () => {
  // Four digits of 2 × 2; unit 0 adds up the upper two pixels, unit 1 is the last pixel turned about.
  const theta = Float32Array.of(1, 0, 1, 0, 0, 0, 0, -1, 0, 0, /**/ 0, 0, 0), images = Float32Array.of(1, 2, 0, 0, /**/ 5, 0, 0, -3, /**/ 0, 0, 9, -7, /**/ 2, 2, 0, 4);
  const layout = { ...RELU, convolutional: false, side: 2, shapes: [[4, 2], [2, 1]], images, labels: [3, 1, 4, 1] };
  assert.deepEqual(strongest(0, 0, theta, layout, 3), [[1, 5], [3, 4], [0, 3]]);
  assert.deepEqual(strongest(0, 1, theta, layout, 9), [[2, 7], [1, 3], [0, 0], [3, 0]]);
});

test("a filter's answer to a digit is the largest of all its places, be all of them below 0", () => {
  const theta = new Float32Array(20 + 3), images = Float32Array.of(1, 2, 3, 4, /**/ -1, -2, -3, -4);
  theta[2 * 4] = theta[2 * 4 + 1] = 1; // both look at the place itself
  theta[19] = -9; // the second has a bias
  const identity = { table: Float32Array.of(-16, 0, 16), tails: [1, 1], edge: 16 };
  const layout = { ...identity, convolutional: true, side: 2, shapes: [[9, 2], [2, 1]], images, labels: [0, 1] };
  assert.deepEqual(strongest(0, 0, theta, layout, 2), [[0, 4], [1, -1]]);
  assert.deepEqual(strongest(0, 1, theta, layout, 2), [[0, -5], [1, -10]]);
});
