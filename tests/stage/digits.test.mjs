// What the browser makes of a drawing, and of a digit: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { worst } from "../../static/digits/confusion.js";
import { digitOf } from "../../static/digits/drawing.js";
import { read } from "../../static/live/network.js";
import { csvOf } from "../../static/live/table.js";
import { inactiveSaid } from "../../static/digits/digits.js";
import { framesOf } from "../../static/live/watched.js";

test("a network of one unit has a list of one", () => {
  const reel = { epochs: [0, 0.5], first: 3, arrays: [["active", 2], ["zeros", 2], ["train_loss", 2]], active: [0, 7], zeros: [1, 0.5], train_loss: [2, 1] };
  for (const name of ["active", "zeros", "train_loss"]) reel[name] = Float32Array.from(reel[name]);
  const [, second] = framesOf(reel);
  assert.deepEqual({ ...second, active: [...second.active], zeros: [...second.zeros] }, { epoch: 4, at: 0.5, active: [7], zeros: [0.5], train_loss: 1 });
});

test("dead on the training digits and dead on the held-out ones are told apart", () => {
  const said = (active, active_held_out) => inactiveSaid({ active: Float32Array.from(active), active_held_out: Float32Array.from(active_held_out) }, "dead", "filters");
  assert.equal(said([3, 255], [0, 0]), "None of the 2 filters is dead on the training digits.");
  assert.equal(said([0, 9], [0, 9]), "1 of 2 filters is dead on the training digits, and on the held-out ones.");
  assert.equal(said([0, 0, 1], [0, 1, 0]), "2 of 3 filters are dead on the training digits, 1 of them on the held-out ones too.");
  assert.equal(said([0, 0, 1], [1, 1, 0]), "2 of 3 filters are dead on the training digits, but not on the held-out ones.");
});

const layout = { side: 8, ink: 8, least_ink: 28, typical_ink: 39, most_ink: 54 };
const one = (x, top, bottom) => [[[x, top], [x, (top + bottom) / 2], [x, bottom]]];
const ink = ({ image }) => image.reduce((sum, each) => sum + each, 0);

test("nothing drawn is no digit, and no complaint", () => {
  assert.deepEqual(digitOf([], layout), { image: null, problem: null });
});

test("a dot is told to be one", () => {
  const { image, problem } = digitOf([[[0.5, 0.5], [0.51, 0.5]]], layout);
  assert.equal(image, null);
  assert.match(problem, /only a dot/);
});

test("a digit is the same however small or large, and wherever it is drawn", () => {
  const large = digitOf(one(0.5, 0, 1), layout), small = digitOf(one(0.1, 0.2, 0.3), layout);
  assert.deepEqual(small.image, large.image);
  assert.equal(large.problem, null);
  assert.ok(large.image[3] > 0 && large.image[63 - 3] > 0); // from top to bottom, in the middle
  assert.equal(large.image[0], 0);
});

test("a one has as much ink as an eight, as in the data", () => {
  const ring = (y) => Array.from({ length: 25 }, (_, i) => [0.5 + 0.2 * Math.sin(i / 4), y + 0.2 * Math.cos(i / 4)]);
  for (const strokes of [one(0.5, 0, 1), [ring(0.3), ring(0.7)]]) {
    assert.ok(Math.abs(ink(digitOf(strokes, layout)) - 39) < 4);
  }
});

test("a lying stroke is as wide as digits are", () => {
  const { image } = digitOf([[[0, 0.5], [1, 0.5]]], layout);
  const columns = Array.from({ length: 8 }, (_, x) => Array.from({ length: 8 }, (_, y) => image[8 * y + x]).some((v) => v > 0));
  assert.deepEqual([columns[0], columns[3], columns[7]], [true, true, true]);
  assert.equal(image.slice(0, 16).some((v) => v > 0), false);
});

test("a scribble over everything is more ink than any digit", () => {
  const strokes = Array.from({ length: 12 }, (_, i) => [[0, i / 11], [1, i / 11]]);
  assert.match(digitOf(strokes, layout).problem, /more ink than any digit/);
});

test("no pixel has more ink than the data's", () => {
  const strokes = Array.from({ length: 12 }, (_, i) => [[0, i / 11], [1, i / 11]]);
  assert.ok(Math.max(...digitOf(strokes, layout).image) <= 16 / 8);
});

const identity = { table: Float32Array.of(-16, 0, 16), tails: [1, 1], edge: 16 };
const relu = { table: Float32Array.of(0, 0, 16), tails: [0, 1], edge: 16 };

test("a dense network is two products and a table between", () => {
  const shapes = [[2, 2], [2, 2]], theta = Float32Array.of(1, -1, 2, 1, 0, 0.5, 1, 0, 0, 1, 0.25, 0);
  const { layers, logits, probabilities } = read(Float32Array.of(1, 2), theta, { ...relu, convolutional: false, shapes });
  assert.deepEqual([...layers[0].z], [5, 1.5]);
  assert.deepEqual([...layers[0].h], [5, 1.5]);
  assert.deepEqual([...logits], [5.25, 1.5]);
  assert.ok(Math.abs(probabilities[0] + probabilities[1] - 1) < 1e-12);
});

test("a convolution shifts a picture, its border is 0, and the pool takes the largest of four", () => {
  // One filter that looks one place to the left; a dense layer that adds up its four pooled places.
  const theta = new Float32Array(10 + 5);
  theta[3] = 1;
  theta.fill(1, 10, 14);
  const image = Float32Array.from({ length: 16 }, (_, n) => n);
  const { layers, logits } = read(image, theta, { ...identity, convolutional: true, side: 4, shapes: [[9, 1], [4, 1]] });
  assert.deepEqual([...layers[0].z], [0, 0, 1, 2, 0, 4, 5, 6, 0, 8, 9, 10, 0, 12, 13, 14]);
  assert.equal(logits[0], 4 + 6 + 12 + 14);
});

test("learned slopes are those of each unit", () => {
  const theta = Float32Array.of(-1, -1, 0, 0, 1, 1, 0, 0.5, 0.25);
  const { layers } = read(Float32Array.of(2), theta, { ...identity, learned_slopes: true, convolutional: false, shapes: [[1, 2], [2, 1]] });
  assert.deepEqual([...layers[0].h], [-1, -0.5]);
});

test("the pair that is most often confused is named", () => {
  const confusion = new Float32Array(100);
  confusion[88] = 40;
  assert.match(worst(confusion), /No held-out digit/);
  confusion[81] = 3;
  confusion[13] = 2;
  assert.match(worst(confusion), /3 times: a 8 taken for a 1/);
});

test("a training as CSV has its measures and not its parameters", () => {
  const frames = [0, 1].map((epoch) => ({ epoch, at: epoch / 2, theta: new Float32Array(9), zeros: Float32Array.of(0.5, 0.25), loss: 1 - epoch, confusion: new Float32Array(100) }));
  assert.equal(csvOf(frames), "moment,at,zeros.1,zeros.2,loss\r\n0,0,0.5,0.25,1\r\n1,0.5,0.5,0.25,0\r\n");
});
