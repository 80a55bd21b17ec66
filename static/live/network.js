// One digit through the network: every layer's z and h, and the logits. It knows no activation, only a table of one.

import { lookUp } from "../stage/forward.js";

const WINDOW = 3;

// layers: { z, h, units }, with the units of a place next to each other; probabilities: one for each class.
export function read(image, theta, layout) {
  const { convolutional, side, shapes, learned_slopes } = layout;
  const layers = [];
  let input = image, at = 0, slope = shapes.reduce((sum, [fanIn, fanOut]) => sum + (fanIn + 1) * fanOut, 0);
  for (const [fanIn, units] of shapes.slice(0, -1)) {
    const z = convolutional ? convolve(input, fanIn / WINDOW ** 2, units, side, theta, at) : multiply(input, units, theta, at);
    const h = z.slice();
    if (learned_slopes) scaleNegative(h, theta.subarray(slope, slope + units));
    else lookUp(h, layout);
    layers.push({ z, h, units });
    input = h;
    at += (fanIn + 1) * units;
    slope += units;
  }
  const classes = shapes.at(-1)[1];
  const logits = multiply(convolutional ? maxPool(input, side, layers.at(-1).units) : input, classes, theta, at);
  return { layers, logits, probabilities: softmax(logits) };
}

// z = input · W + b, where W begins at `at` in theta, row by row, the last row being b.
function multiply(input, units, theta, at) {
  const bias = at + input.length * units, z = theta.slice(bias, bias + units);
  for (let i = 0; i < input.length; i++) {
    if (input[i] === 0) continue;
    for (let u = 0, w = at + i * units; u < units; u++, w++) z[u] += input[i] * theta[w];
  }
  return z;
}

// The same for every window of 3 × 3 places; beyond the border is 0.
function convolve(input, channels, filters, side, theta, at) {
  const z = new Float32Array(side * side * filters), bias = at + WINDOW ** 2 * channels * filters;
  for (let place = 0; place < side * side; place++) {
    const row = Math.floor(place / side), column = place % side, out = place * filters;
    for (let f = 0; f < filters; f++) z[out + f] = theta[bias + f];
    for (let k = 0; k < WINDOW ** 2; k++) {
      const y = row + Math.floor(k / WINDOW) - 1, x = column + (k % WINDOW) - 1;
      if (y < 0 || x < 0 || y >= side || x >= side) continue;
      for (let c = 0; c < channels; c++) {
        const value = input[(y * side + x) * channels + c];
        if (value === 0) continue;
        for (let f = 0, w = at + (k * channels + c) * filters; f < filters; f++, w++) z[out + f] += value * theta[w];
      }
    }
  }
  return z;
}

function maxPool(maps, side, filters) {
  const half = side / 2, pooled = new Float32Array(half * half * filters);
  for (let row = 0; row < half; row++) {
    for (let column = 0; column < half; column++) {
      for (let f = 0; f < filters; f++) {
        const a = (2 * row * side + 2 * column) * filters + f, b = a + side * filters;
        pooled[(row * half + column) * filters + f] = Math.max(maps[a], maps[a + filters], maps[b], maps[b + filters]);
      }
    }
  }
  return pooled;
}

function scaleNegative(z, slopes) {
  for (let n = 0; n < z.length; n++) if (z[n] < 0) z[n] *= slopes[n % slopes.length];
}

function softmax(logits) {
  const top = Math.max(...logits), powers = Array.from(logits, (z) => Math.exp(z - top));
  const sum = powers.reduce((total, each) => total + each, 0);
  return powers.map((each) => each / sum);
}

// The held-out digits that one unit answers most, the strongest first: [index, its largest h there]. Of a unit that can
// be dead only those that it answers at all.
export function strongest(layer, unit, theta, layout, count) {
  const { images, labels } = layout, pixels = layout.side ** 2;
  const answers = Array.from(labels, (_, i) => {
    const { h, units } = read(images.subarray(i * pixels, (i + 1) * pixels), theta, layout).layers[layer];
    let most = -Infinity;
    for (let n = unit; n < h.length; n += units) most = Math.max(most, h[n]);
    return [i, most];
  });
  const answered = layout.inactive === "dead" ? answers.filter(([, most]) => most > 0) : answers;
  return answered.sort((a, b) => b[1] - a[1]).slice(0, count);
}
