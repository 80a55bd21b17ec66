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
  for (const [{ pixels }, border] of [[picture.canvas, 0], [sheet.canvas, 3]]) { // the frame's line is 1 px, and beside the corners more
    const seen = places.slice(border, 13 - border), at = seen.map((_, i) => i + border);
    assert.deepEqual(at.map((column) => pixels[6 * 13 + column]), seen.map((place) => 1256 - 200 + 20 * 10 + place));
    assert.deepEqual(at.map((row) => pixels[13 * row + 6]), seen.map((place) => 1256 - 200 + 20 * place + 10));
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

test("a tile stands at its place on the sheet, inside its frame, and nothing around it is touched", () => {
  const sheet = makeSheet(canvasOf(), 48, 46), plane = Float32Array.from({ length: 6400 }, (_, n) => n / 8192); // 80 × 80
  assert.deepEqual([sheet.canvas.width, sheet.canvas.height], [48, 46]);
  paintTile(sheet, 5, 3, 40, plane, 80, 2, RAMP);
  showSheet(sheet);
  for (let y = 0; y < 46; y++) {
    for (let x = 0; x < 48; x++) {
      const pixel = sheet.canvas.pixels[48 * y + x], row = y - 3, column = x - 5, value = (80 * (2 * row + 1) + 2 * column + 1) / 8192 / 2;
      if (pixel) assert.equal(pixel, 1000 + Math.floor(256 * (1 + value) + 0.5), `at ${x}, ${y}`);
      // The frame is 40 px wide, its line 1.5 px, its corners' radius 8 px: what reaches inside is painted, what reaches out is not.
      const away = (corner) => Math.hypot(...corner.map((at) => Math.max(0, 8 - at, at - 32))); // from the middle of a round corner
      const corners = [[column, row], [column + 1, row], [column, row + 1], [column + 1, row + 1]];
      const out = corners.some(([a, b]) => a < 1 || b < 1 || a > 39 || b > 39 || away([a, b]) > 8);
      const inside = corners.some(([a, b]) => a > 1.5 && b > 1.5 && a < 38.5 && b < 38.5 && away([a, b]) < 6.5);
      if (out) assert.equal(pixel, 0, `beyond the frame at ${column}, ${row}`);
      if (inside) assert.notEqual(pixel, 0, `within the frame at ${column}, ${row}`);
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
