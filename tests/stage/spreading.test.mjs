// Weights and signals by layer: bins at their edges, the scale, and what is drawn and told: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes } from "./browser.mjs";
import { frameOf, layoutOf, onStage } from "./playground.mjs";
import { makePlanes } from "../../static/stage/forward.js";
import { drawSpread, histogram, limitOf, makeSpread, preActivationsByLayer, summary, weightsByLayer } from "../../static/stage/spread.js";

boxes[".histogram"] = [0, 0, 64, 36];
const near = (value) => Math.round(1000 * value) / 1000;

test("there are 32 bins; a value on an edge lies in the upper one, those beyond in the outermost", () => {
  const bin = (value, limit = 16) => histogram([value], limit).indexOf(1);
  assert.equal(histogram([], 1).length, 32);
  assert.deepEqual([-16, -15.01, -15, -1, -0.01, 0, 0.99, 1, 14.99, 15, 15.99, 16].map((value) => bin(value)), [0, 0, 1, 15, 15, 16, 16, 17, 30, 31, 31, 31]);
  assert.deepEqual([-17, -1e9, -Infinity, 17, Infinity].map((value) => bin(value)), [0, 0, 0, 31, 31]);
  assert.equal(bin(0.25, 0.5), 24);
  assert.deepEqual([...histogram([0, 0, NaN, -16], 16)].filter(Boolean), [1, 2]);
});

test("the scale is the power of two that is 2.5 times the widest layer, or the next above", () => {
  const limit = (...sizes) => limitOf(sizes.map((size) => ({ size })));
  assert.deepEqual([limit(0.8), limit(0.81), limit(1.6), limit(1.61), limit(0.1), limit(0.101)], [2, 4, 4, 8, 0.25, 0.5]);
  assert.deepEqual([limit(0.1, 0.8, 0.2), limit(NaN, 0.8), limit(Infinity, 0.8), limit(NaN), limit(0, 0)], [2, 2, 2, 1, 1]);
});

test("a layer's size is its root mean square; 0 is not above 0; one number has no deviation", () => {
  assert.deepEqual(summary([3, -4, 0, 0]), { mean: -0.25, deviation: Math.sqrt(25 / 4 - 1 / 16), above: 0.25, size: 2.5 });
  assert.deepEqual(summary([7]), { mean: 7, deviation: 0, above: 1, size: 7 });
  assert.equal(summary([0.1, 0.1, 0.1]).deviation < 1e-7, true, "and never that of a negative number");
});

test("weights of every layer lie behind the biases of the one before it", () => {
  const theta = Float32Array.from({ length: 17 }, (_, n) => n); // 2 · 3 + 3, then 3 · 1 + 1, then 1 · 2 + 2
  assert.deepEqual(weightsByLayer(theta, { sizes: [2, 3, 1, 2] }).map((layer) => [...layer]), [[0, 1, 2, 3, 4, 5], [9, 10, 11], [13, 14]]);
});

test("signals of a network of one input are those of each of its points", () => {
  const layout = { sizes: [1, 1], weights: 2, features: Float32Array.of(1, -2, 3) };
  assert.deepEqual(preActivationsByLayer(Float32Array.of(2, 0.5), layout, makePlanes(layout)).map((layer) => [...layer]), [[2.5, -3.5, 6.5]]);
});

// One unit of two inputs and one output, on the points (1, 0) and (−1, 2): z is 0.5 · x₁ + x₂ − 1, the output 4 · ReLU(z) − 2.
const LAYOUT = { sizes: [2, 1, 1], weights: 5, edge: 4, table: Float32Array.of(0, 0, 4), tails: [0, 1], inputs: Float32Array.of(1, -1, 0, 2), features: new Float32Array(50) };
const COLOURS = { negative: "orange", positive: "blue", muted: "dim" };
function drawn(theta, layout = LAYOUT) {
  document.body.innerHTML = "<div></div>";
  const [place] = document.body.children, spread = makeSpread(place, layout);
  drawSpread(spread, { theta: Float32Array.from(theta) }, layout, COLOURS);
  return { spread, place, texts: (selector) => place.querySelectorAll(selector).map(({ textContent }) => textContent), canvases: place.querySelectorAll("canvas") };
}

test("each layer is a column with its name, weights above pre-activations", () => {
  const { place, texts } = drawn([0.5, 1, -1, 4, -2]);
  assert.deepEqual(texts("b"), ["Layer 1", "Output"]);
  assert.equal(place.style["--layers"], "2");
  assert.deepEqual(place.querySelectorAll(".histogram").map((cell) => cell.dataset.name), ["Layer 1, weights", "Output, weights", "Layer 1, pre-activations", "Output, pre-activations"]);
});

test("scale, mean, deviation and share above 0 are told, in two figures", () => {
  const { texts, canvases } = drawn([0.5, 1, -1, 4, -2]);
  // z: −0.5 and 0.5; outputs: −2 and 0. The widest weights: 4, so 10, so 16; signals: √2, so 3.5, so 4.
  assert.deepEqual(texts(".what span"), ["−16 to 16", "−4 to 4"]);
  assert.deepEqual(canvases.map(({ title }) => title), [
    "Layer 1, weights: mean 0.75, sd 0.25, 100 % above 0", "Output, weights: mean 4, sd 0, 100 % above 0",
    "Layer 1, pre-activations: mean 0, sd 0.5, 50 % above 0", "Output, pre-activations: mean −1, sd 1, 0.0 % above 0",
  ]);
  assert.deepEqual(texts(".histogram span"), ["sd 0.25", "sd 0", "sd 0.5", "sd 1"]);
  assert.equal(canvases[0].getAttribute("aria-label"), canvases[0].title);
});

test("a figure of many digits is told by its first two", () => {
  const { texts, canvases } = drawn([1 / 3, 2 / 3, 0, 123.456, 0]);
  assert.deepEqual([canvases[0].title, canvases[1].title, texts(".what span")[0]], ["Layer 1, weights: mean 0.5, sd 0.17, 100 % above 0", "Output, weights: mean 120, sd 0, 100 % above 0", "−510 to 510"]);
});

test("a layer that overflowed has no numbers", () => {
  const { texts, canvases } = drawn([NaN, NaN, NaN, 4, -2]);
  assert.deepEqual(texts(".histogram span"), ["no numbers", "sd 0", "no numbers", "no numbers"]);
  assert.equal(canvases[0].title, "Layer 1, weights: no numbers");
});

test("a bar for each bin, orange below 0 and blue above, and a line at 0", () => {
  const { spread, canvases } = drawn([0.5, 1, -1, 4, -2]), bars = canvases[2].shapes; // z: −0.5 and 0.5 of 4, bins 14 and 18
  assert.deepEqual(bars.map(({ colour }) => colour), [...Array(16).fill("orange"), ...Array(16).fill("blue"), "dim"]);
  const filled = bars.flatMap(({ at: [x, top, width, height] }, n) => (height ? [[n, x, top, width, height]] : []));
  assert.deepEqual(filled, [[14, 28, 2, 1.5, 34], [18, 36, 2, 1.5, 34], [32, 31.5, 0, 1, 36]]);
  const before = canvases[2].context.canvas.width;
  drawSpread(spread, { theta: Float32Array.of(0.5, 1, -1, 4, -2) }, LAYOUT, COLOURS);
  assert.deepEqual([canvases[2].shapes.length, before], [33, 64], "drawn anew, not over");
});

test("bars of a narrow column touch each other, and stay visible", () => {
  boxes[".histogram"] = [0, 0, 32, 36];
  const { canvases } = drawn([0.5, 1, -1, 4, -2]);
  boxes[".histogram"] = [0, 0, 64, 36];
  assert.deepEqual(canvases[2].shapes.slice(0, 3).map(({ at: [x, , width] }) => [x, width]), [[0, 1], [1, 1], [2, 1]]);
});

test("a bar's height is its share of the fullest bin, and what is there at all is seen", () => {
  const points = 100, sample = new Float32Array(2 * points).fill(1).fill(0, points);
  sample[0] = -1; // of 100 points one lies to the left, two in the middle
  sample[1] = sample[2] = 0;
  const { canvases } = drawn([1, 0, 0, 1, 0], { ...LAYOUT, inputs: sample });
  const heights = canvases[2].shapes.slice(0, 32).flatMap(({ at: [, top, , height] }) => (height ? [[near(top), near(height)]] : []));
  assert.deepEqual(heights, [[35, 1], [35, 1], [2, 34]]);
});

test("where slopes are learned they have a row of their own, and the output has none", () => {
  const theta = Float32Array.of(...frameOf(0).theta, 0.25, 0.75), { all } = onStage({ layout: layoutOf({ learned_slopes: true, parameters: 11 }), frames: [frameOf(0, { theta })] });
  const titles = all(".histogram canvas").map(({ title }) => title).slice(4);
  assert.deepEqual(titles, ["Layer 1, learned slopes: mean 0.5, sd 0.25, 100 % above 0", "Output, learned slopes: none"]);
});
