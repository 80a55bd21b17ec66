// What colour each place of a map has: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import "./browser.mjs";
import { makePicture, makeSheet, paint, paintOutput, paintTile, showSheet } from "../../static/stage/map.js";

const RAMP = Int32Array.from({ length: 513 }, (_, i) => 1000 + i); // its middle, 1256, is 0; 1000 is −1, 1512 is 1
const canvasOf = () => document.createElement("canvas");
const rgbOf = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];

test("a map smaller than its plane takes the place in the middle of each of its pixels, row by row from the top", () => {
  const picture = makePicture(canvasOf(), 3), plane = Float32Array.from({ length: 36 }, (_, n) => n / 256); // 6 × 6 places
  paint(picture, plane, 6, 1, RAMP);
  assert.deepEqual([picture.canvas.width, picture.canvas.height], [3, 3]);
  const places = [[1, 1], [1, 3], [1, 5], [3, 1], [3, 3], [3, 5], [5, 1], [5, 3], [5, 5]];
  assert.deepEqual([...picture.canvas.pixels], places.map(([row, column]) => 1256 + 6 * row + column));
});

test("the middle of a pixel is what counts, also where places and pixels do not fit each other", () => {
  const picture = makePicture(canvasOf(), 13), sheet = makeSheet(canvasOf(), 13, 13), plane = Float32Array.from({ length: 400 }, (_, n) => n - 200);
  paint(picture, plane, 20, 256, RAMP);
  paintTile(sheet, 0, 0, 13, plane, 20, 256, RAMP);
  showSheet(sheet);
  const places = [0, 2, 3, 5, 6, 8, 10, 11, 13, 14, 16, 17, 19]; // 20/13 of 0.5, 1.5, 2.5 …
  for (const { pixels } of [picture.canvas, sheet.canvas]) {
    assert.deepEqual(places.map((_, column) => pixels[6 * 13 + column]), places.map((place) => 1256 - 200 + 20 * 10 + place));
    assert.deepEqual(places.map((_, row) => pixels[13 * row + 6]), places.map((place) => 1256 - 200 + 20 * place + 10));
  }
});

test("a map larger than its plane repeats the nearest place", () => {
  const picture = makePicture(canvasOf(), 4);
  paint(picture, Float32Array.of(1, 2, 3, 4), 2, 256, RAMP);
  assert.deepEqual([...picture.canvas.pixels].map((pixel) => pixel - 1256), [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
});

test("the colour is the value's share of the scale, beyond which it stays; a plane of nothing is neutral", () => {
  const picture = makePicture(canvasOf(), 2);
  paint(picture, Float32Array.of(-4, -1, 2, 9), 2, 4, RAMP);
  assert.deepEqual([...picture.canvas.pixels], [1000, 1192, 1384, 1512]);
  paint(picture, Float32Array.of(0, 0.5, -0.5, 0), 2, 0, RAMP);
  assert.deepEqual([...picture.canvas.pixels], [1256, 1256, 1256, 1256]);
  const sheet = makeSheet(canvasOf(), 8, 8);
  for (const [scale, shade] of [[0, 1256], [0.5, 1384]]) {
    paintTile(sheet, 0, 0, 8, Float32Array.of(0.25, 0.25, 0.25, 0.25), 2, scale, RAMP);
    showSheet(sheet);
    assert.equal(sheet.canvas.pixels[4 * 8 + 4], shade);
  }
});

test("a tile stands at its place on the sheet, with round corners, and nothing around it is touched", () => {
  const sheet = makeSheet(canvasOf(), 16, 14), plane = Float32Array.from({ length: 400 }, (_, n) => n / 512); // 20 × 20
  assert.deepEqual([sheet.canvas.width, sheet.canvas.height], [16, 14]);
  paintTile(sheet, 3, 2, 10, plane, 20, 2, RAMP);
  showSheet(sheet);
  const insets = [3, 3, 1, 1, 0, 0, 1, 1, 3, 3];
  for (let y = 0; y < 14; y++) {
    for (let x = 0; x < 16; x++) {
      const row = y - 2, column = x - 3, inside = row >= 0 && row < 10 && column >= insets[row] && column < 10 - insets[row];
      const value = (20 * (2 * row + 1) + 2 * column + 1) / 512 / 2; // two places a pixel, the second of each, on a scale of 2
      assert.equal(sheet.canvas.pixels[16 * y + x], inside ? 1000 + Math.floor(256 * (1 + value) + 0.5) : 0, `at ${x}, ${y}`);
    }
  }
});

const painted = (logits, { regression = false, discretized = false, colours = { ramp: RAMP } } = {}) => {
  const picture = makePicture(canvasOf(), 2);
  paintOutput(picture, logits.map((logit) => Float32Array.from(logit)), colours, regression, discretized);
  return [...picture.canvas.pixels];
};

test("the output of two classes is the probability, the answer of a regression its value", () => {
  assert.deepEqual(painted([[0, Math.log(3), -Math.log(3), 99]]), [1256, 1384, 1128, 1512]); // p = ½, ¾, ¼, 1
  assert.deepEqual(painted([[0, 0.5, -0.25, 7]], { regression: true }), [1256, 1384, 1192, 1512]);
});

test("only the answer: the full colour of the class, and neither at 0", () => {
  for (const regression of [false, true]) {
    assert.deepEqual(painted([[0, 0.01, -0.01, 7]], { regression, discretized: true }), [1256, 1512, 1000, 1512]);
  }
});

const COLOURS = { rgb: { ground: [0, 0, 0], classes: [[100, 200, 40], [200, 0, 0], [0, 0, 200]] } };
const log = Math.log;

test("of several classes the likeliest gives the colour, paler the less sure it is", () => {
  // Probabilities of the four places: ⅓ each; ¾ for class 0; ½ for class 1, so half of the way from ⅓ is ¼; class 2 for sure.
  const logits = [[0, log(6), log(1), 0], [0, 0, log(2), 0], [0, 0, log(1), 50]];
  const expected = [[0, 0, 0], [55, 110, 22], [44, 0, 0], [0, 0, 176]]; // 0.88 of the colour times 0, 0.625, 0.25 and 1
  assert.deepEqual(painted(logits, { colours: COLOURS }).map(rgbOf), expected);
});

test("where two classes are equally likely the first of them gives the colour", () => {
  const [pixel] = painted([[5, 0, 0, 0], [5, 0, 0, 0], [-50, 0, 0, 0]], { colours: COLOURS }); // ½ is a quarter of the way
  assert.deepEqual(rgbOf(pixel), [22, 44, 9]);
});

test("only the answer of several classes: the full colour of the likeliest", () => {
  const logits = [[1, 0, 0, 2], [0, 1, 0, 1.9], [0, 0, 1, 1.8]];
  assert.deepEqual(painted(logits, { colours: COLOURS, discretized: true }).map(rgbOf), [[88, 176, 35], [176, 0, 0], [0, 0, 176], [88, 176, 35]]);
});

test("a fourth class takes the first one's colour again", () => {
  const logits = [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [9, 0, 0, 0]];
  assert.deepEqual(rgbOf(painted(logits, { colours: COLOURS, discretized: true })[0]), [88, 176, 35]);
});
