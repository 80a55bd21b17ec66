// What is drawn over the large map, boundaries and points, by coordinates: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import "./browser.mjs";
import { drawPoints, traceBoundary, traceZero } from "../../static/stage/map.js";

const contextOf = () => document.createElement("canvas").getContext("2d");
const rounded = (numbers) => numbers.map((x) => Math.round(1000 * x) / 1000);
// The segments of each line that is drawn, as [x, y, x, y].
const segmentsOf = ({ canvas }) =>
  canvas.shapes.map(({ path }) => path.flatMap(([name, ...to], i) => (name === "lineTo" ? [rounded([...path[i - 1].slice(1), ...to])] : [])));
const zero = (plane, side, size) => {
  const context = contextOf();
  traceZero(context, Float32Array.from(plane), side, size);
  return segmentsOf(context)[0];
};

test("a place is drawn at the middle of its pixel, and a line where the plane between two places is 0", () => {
  const segments = zero([-1, 3, 7, -1, 3, 7, -1, 3, 7], 3, 30); // 0 a quarter of the way from the first column to the second
  assert.deepEqual(segments, [[7.5, 5, 7.5, 15], [7.5, 15, 7.5, 25]]);
  assert.deepEqual(zero([-1, -1, -1, 3, 3, 3, 7, 7, 7], 3, 30), [[15, 7.5, 5, 7.5], [25, 7.5, 15, 7.5]]);
});

test("each corner of four that differs from the rest is cut off", () => {
  // Corners are a b / d c; 0 lies a quarter, or three quarters, of the way from one with 1 to one with 3 of the other sign.
  assert.deepEqual(zero([1, -3, -3, -3], 2, 20), [[7.5, 5, 5, 7.5]]);
  assert.deepEqual(zero([-3, 1, -3, -3], 2, 20), [[12.5, 5, 15, 7.5]]);
  assert.deepEqual(zero([-3, -3, -3, 1], 2, 20), [[15, 12.5, 12.5, 15]]);
  assert.deepEqual(zero([-3, -3, 1, -3], 2, 20), [[7.5, 15, 5, 12.5]]);
  assert.deepEqual(zero([-1, 3, 3, 3], 2, 20), [[7.5, 5, 5, 7.5]]);
  assert.deepEqual(zero([3, -1, 3, 3], 2, 20), [[12.5, 5, 15, 7.5]]);
  assert.deepEqual(zero([3, 3, 3, -1], 2, 20), [[15, 12.5, 12.5, 15]]);
  assert.deepEqual(zero([3, 3, -1, 3], 2, 20), [[7.5, 15, 5, 12.5]]);
});

test("two corners on either side of a diagonal give two lines", () => {
  assert.deepEqual(zero([1, -3, -3, 1], 2, 20), [[7.5, 5, 15, 12.5], [12.5, 15, 5, 7.5]]);
});

test("a plane of one sign has no line, and 0 counts as not above 0", () => {
  assert.deepEqual(zero([1, 2, 3, 4], 2, 20), []);
  assert.deepEqual(zero([-1, -2, 0, -4], 2, 20), []);
  assert.deepEqual(zero([0, 2, 0, 2], 2, 20), [[5, 5, 5, 15]]);
  assert.deepEqual(zero([2, 0, 2, 0], 2, 20), [[15, 5, 15, 15]]);
  const alone = [[[0, 2, 2, 2], [5, 5, 5, 5]], [[2, 0, 2, 2], [15, 5, 15, 5]], [[2, 2, 2, 0], [15, 15, 15, 15]], [[2, 2, 0, 2], [5, 15, 5, 15]]];
  for (const [corners, dot] of alone) assert.deepEqual(zero(corners, 2, 20), [dot]);
});

const boundary = (logits) => {
  const context = contextOf();
  traceBoundary(context, logits.map((logit) => Float32Array.from(logit)), 2, 20);
  return segmentsOf(context);
};

test("the boundary of one output is where it is 0, of several where one's lead over the best other is", () => {
  assert.deepEqual(boundary([[-1, 3, -1, 3]]), [[[7.5, 5, 7.5, 15]]]);
  // From left to right class 0 leads by 2, then is 4 behind class 2; class 1 never leads; class 2 is 3 behind, then leads by 3.
  assert.deepEqual(boundary([[3, 0, 3, 0], [1, 1, 1, 1], [0, 4, 0, 4]]), [[[8.333, 5, 8.333, 15]], [], [[10, 5, 10, 15]]]);
});

const COLOURS = { dark: false, text: "ink", rgb: { ground: [0, 0, 0], classes: [[200, 100, 0], [0, 100, 200], [0, 100, 50]], negative: [200, 0, 0], positive: [0, 0, 200] } };
const TINTS = ["rgb(222 162 102)", "rgb(102 162 222)", "rgb(102 162 132)"]; // six tenths of the colour, the rest white
const SIZE = 1045, INK = "#10171f"; // 95 · 11 = 380 · 2.75 = 260 · 4.02
const points = ({ extent = 2, x_train = [], y_train = [], x_test = [], y_test = [], regression = false }, heldOut = true, colours = COLOURS) => {
  const context = contextOf();
  context.canvas.width = context.canvas.height = SIZE;
  drawPoints(context, SIZE, { extent, x_train, y_train, x_test, y_test, regression }, colours, heldOut);
  return context.canvas.shapes;
};

test("class 0 is a square, class 1 a circle, class 2 a triangle, of one size, about their points", () => {
  const marks = points({ x_train: [0, 0, 0, 0, 0, 0], y_train: [0, 1, 2] }).filter(({ kind }) => kind === "fill");
  const middle = SIZE / 2, near = (numbers) => numbers.map((x) => Math.round(100 * (x - middle)) / 100);
  assert.deepEqual(marks.map(({ colour }) => colour), TINTS);
  const [[[square, left, top, ...sides]], [[circle, x, y, radius, from, to]], triangle] = marks.map(({ path }) => path);
  assert.deepEqual([square, near([left, top]), rounded(sides)], ["rect", [-9.9, -9.9], [19.8, 19.8]]);
  assert.deepEqual([circle, near([x, y]), radius, from, to], ["arc", [0, 0], 11, 0, 2 * Math.PI]);
  assert.deepEqual(triangle.slice(0, 3).map(([name, ...at]) => [name, ...near(at)]), [["moveTo", 0, -13.2], ["lineTo", 12.1, 8.8], ["lineTo", -12.1, 8.8]]);
  assert.deepEqual(triangle[3], ["closePath"]);
});

test("points stand where they are: the middle, the edges and a corner of the view", () => {
  const at = points({ x_train: [0, 0, -2, 0, 0, 2, 2, -2, 1, 0.5], y_train: [1, 1, 1, 1, 1] }).filter(({ kind }) => kind === "fill");
  assert.deepEqual(at.map(({ path: [[, x, y]] }) => [x / SIZE, y / SIZE]), [[0.5, 0.5], [0, 0.5], [0.5, 0], [1, 1], [0.75, 0.375]]);
});

test("points it learns from are full in a dark rim, on either page; held-out ones are a ring and a dot, of the ink that the page's maps bear", () => {
  const both = { x_train: [0, 0], y_train: [1], x_test: [1, 1, -1, 0], y_test: [0, 2] };
  const looks = (colours) => points(both, true, colours).map(({ kind, colour, width }) => (kind === "fill" ? colour : [colour, near(width)])), near = (x) => Math.round(100 * x) / 100;
  const ring = (ink) => [[ink, 4.02], ink];
  assert.deepEqual(looks(COLOURS), [TINTS[1], [INK, 2.75], ...ring(INK), ...ring(INK)]);
  assert.deepEqual(looks({ ...COLOURS, dark: true }), [TINTS[1], [INK, 2.75], ...ring("#ffffff"), ...ring("#ffffff")]);
  assert.equal(points(both, false).length, 2, "somebody does not want to see them");
  const [square, dot] = points({ x_test: [0, 0], y_test: [0] }).map(({ path: [[name, , , size]] }) => [name, near(size)]);
  assert.deepEqual([square, dot], [["rect", 19.8], ["arc", 3.96]], "the mark of its class, and in its middle a dot");
});

test("a value to fit is a circle, paler the nearer it is to 0, and the full colour from 1 on", () => {
  const marks = points({ x_train: Array(12).fill(0), y_train: [0, 0.5, 1, 7, -0.5, -3], x_test: [1, 1], y_test: [-1], regression: true });
  const shades = [120, 171, 222, 222].map((blue) => `rgb(102 102 ${blue})`).concat(["rgb(171 102 102)", "rgb(222 102 102)"]); // six tenths of 0.15 + 0.85 · size
  assert.deepEqual(marks.filter(({ kind }) => kind === "fill").map(({ colour }) => colour), [...shades, INK]);
  assert.ok(marks.every(({ path }) => path[0][0] === "arc"));
  assert.deepEqual(marks.filter(({ kind }) => kind === "stroke").map(({ colour }) => colour), Array(7).fill(INK));
});
