// What is drawn over time, by coordinates: curves, the heatmap and the crosses: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes } from "./browser.mjs";
import { drawCurves } from "../../static/stage/curves.js";
import { drawDeaths, placesOfDeaths } from "../../static/stage/deaths.js";
import { atPoint, drawStrip, makeStrip, shareOfWidth } from "../../static/stage/strip.js";
import { Timeline } from "../../static/stage/timeline.js";

const COLOURS = { line: "grey", positive: "blue", negative: "orange", muted: "dim", text: "ink", awake: Int32Array.from({ length: 256 }, (_, share) => 1000 + share) };
const near = (value) => Math.round(1000 * value) / 1000;
boxes[".drawn"] = [0, 0, 240, 102];

function canvasOf(html = '<canvas class="drawn"></canvas>') {
  document.body.innerHTML = html;
  return document.body.children[0];
}
function playedTo(at, furthest, frames) {
  const timeline = new Timeline({ generation: 1, parameters: 3, changes: [] });
  Object.assign(timeline, { frames, at, furthest });
  return timeline;
}
// The train and the held-out curve, and where the line of the present is.
function curves(values, { at = values.length - 1, furthest = values.length - 1, top = 1, least } = {}) {
  const canvas = canvasOf(), frames = values.map(([train, test]) => ({ train, test }));
  drawCurves(canvas, playedTo(at, furthest, frames), ["train", "test"], top, COLOURS, least);
  const lines = canvas.shapes, path = (line) => line.path.map(([, x, y]) => [near(x), near(y)]);
  return { lines, test: path(lines[3]), train: path(lines[4]), now: path(lines[5]) };
}

test("three lines mark the whole, the half and nothing; then the held-out curve, dashed, the other, and the present", () => {
  const { lines, now } = curves([[0, 0]]);
  const looks = lines.map(({ colour, width, dash }) => [colour, width, dash]);
  assert.deepEqual(looks, [...Array(3).fill(["grey", 1, []]), ["orange", 1.6, [4, 3]], ["blue", 1.6, []], ["dim", 1, []]]);
  assert.deepEqual(lines.slice(0, 3).map(({ path }) => path), [0.5, 51, 101.5].map((y) => [["moveTo", 0, y], ["lineTo", 240, y]]));
  assert.deepEqual(now, [[0.5, 0], [0.5, 102]]);
});

test("the width is 240 frames, or as many as were shown; a value's height is its share of the top", () => {
  const { train, test: heldOut } = curves([[0, 1], [0.5, 0.25], [2, NaN]]);
  assert.deepEqual(train, [[0.5, 101], [1.5, 51], [2.5, -99]], "what is above the top leaves the picture");
  assert.deepEqual(heldOut, [[0.5, 1], [1.5, 76]]);
  assert.deepEqual(curves(Array(3).fill([1, 1]), { least: 4 }).train.map(([x]) => x), [30, 90, 150]);
  assert.deepEqual(curves(Array(6).fill([1, 1]), { least: 4 }).train.map(([x]) => x), [20, 60, 100, 140, 180, 220]);
});

test("only what was shown is drawn, and the present where it is", () => {
  const { train, now } = curves(Array(9).fill([1, 1]), { at: 2, furthest: 4 });
  assert.deepEqual([train.length, now[0][0]], [5, 2.5]);
});

test("of more than one frame a pixel every second is drawn, every third, and so on", () => {
  const count = (frames) => curves(Array.from({ length: frames }, () => [1, 1])).train.length;
  assert.deepEqual([479, 480, 719, 720].map(count), [479, 240, 360, 240]);
});

test("a spike between the frames that are drawn is not the top", () => {
  const values = Array.from({ length: 480 }, (_, i) => [i === 1 ? 3 : 1, i === 3 ? 3 : 1]);
  assert.deepEqual(new Set(curves(values, { top: null }).train.map(([, y]) => y)), new Set([1]));
});

test("without a top the largest of both curves is the top, but at most four times the first", () => {
  const heights = (values, more) => curves(values, { top: null, ...more }).train.map(([, y]) => y);
  assert.deepEqual(heights([[1, 0], [2, 4]]), [76, 51]);
  assert.deepEqual(heights([[1, 0], [2, 5]]), [76, 51], "5 is more than 4");
  assert.deepEqual(heights([[1, 0], [2, NaN], [0, Infinity]]), [51, 1, 101]);
  assert.deepEqual(heights([[0, 0], [0.002, 0], [9, 9]]), [101, 51, -799], "four thousandths at least");
  assert.deepEqual(heights([[1, 1], [4, 4]], { at: 0, furthest: 0 }), [1], "what was not shown does not count");
  assert.deepEqual(heights([[0, 0]]), [101]);
});

function stripOf(hidden) {
  const units = hidden.reduce((sum, each) => sum + each, 0), place = canvasOf("<div><b>old</b><canvas></canvas></div>");
  return { strip: makeStrip(place, { hidden, units }), place, canvas: place.querySelector("canvas") };
}

test("the heatmap has a row for each unit and an empty one between layers, whose names stand at their middles", () => {
  const { strip, place, canvas } = stripOf([2, 3, 1]);
  assert.deepEqual([canvas.width, canvas.height, strip.rows, strip.rowOfUnit], [640, 8, 8, [0, 1, 3, 4, 5, 7]]);
  assert.deepEqual(place.querySelectorAll("b").map(({ textContent, style }) => [textContent, style.top]), [["layer 1", "12.5%"], ["layer 2", "56.25%"], ["layer 3", "93.75%"]]);
});

test("its 640 columns are 240 frames, or as many as were shown, each in the colours of its units", () => {
  const { strip, canvas } = stripOf([1, 1]), row = (n) => [...canvas.pixels.slice(640 * n, 640 * (n + 1))];
  const frames = Array.from({ length: 300 }, (_, i) => ({ active: Uint8Array.of(i % 256, 255) }));
  drawStrip(strip, playedTo(0, 1, frames), COLOURS);
  assert.deepEqual([row(0).slice(0, 7), row(1).every((pixel) => pixel === 0)], [[1000, 1000, 1000, 1001, 1001, 1001, 0], true]); // 2.67 columns a frame
  assert.deepEqual(row(2).slice(4, 8), [1255, 1255, 0, 0]);
  drawStrip(strip, playedTo(0, 255, frames), COLOURS);
  assert.deepEqual([row(0)[0], row(0)[2], row(0)[3], row(0)[639]], [1000, 1000, 1001, 1255]); // 2.5 columns a frame
  drawStrip(strip, playedTo(0, 0, frames), COLOURS);
  assert.deepEqual(row(0).slice(0, 4), [1000, 1000, 1000, 0], "what was drawn before is gone");
});

test("a point of the heatmap is a frame and a unit, or nothing", () => {
  const { strip } = stripOf([2, 1]), at = (x, y, furthest = 3) => atPoint(strip, playedTo(0, furthest, []), x, y);
  assert.deepEqual(at(0, 0), { index: 0, unit: 0 });
  assert.deepEqual(at(3.9 / 240, 0.26), { index: 3, unit: 1 });
  assert.deepEqual(at(1 / 240, 0.99), { index: 1, unit: 2 });
  assert.deepEqual([at(4 / 240, 0), at(-0.001, 0), at(0, 0.6), at(0, 1), at(0, -0.1)], [null, null, null, null, null]);
  assert.deepEqual(at(0.999, 0, 299), { index: 299, unit: 0 });
});

test("the present's share of the width is in the middle of its frame", () => {
  const share = (at, furthest) => shareOfWidth(playedTo(at, furthest, []));
  assert.deepEqual([share(0, 0), share(119, 119), share(0, 239), share(240, 240), share(0, 999)], [0.5 / 240, 119.5 / 240, 0.5 / 240, 240.5 / 241, 0.0005]);
});

const events = (...times) => times.map((time) => ({ kind: "died", time }));
function deaths(told, { furthest = 100, width = 216 } = {}) {
  const timeline = playedTo(0, furthest, Array.from({ length: 101 }, (_, epoch) => ({ epoch })));
  timeline.events = told;
  return placesOfDeaths(timeline, width).map(near);
}

test("crosses 7 px apart are two, nearer ones are the first of them", () => {
  assert.deepEqual(deaths(events(10, 13, 14, 17)), [28, 36]); // 2 px an epoch
  assert.deepEqual(deaths(events(0, 7, 13, 14), { width: 116 }), [8, 15, 22]); // 1 px
  assert.deepEqual(deaths([{ kind: "born", time: 0 }, { kind: "revived", time: 40 }, ...events(50)]), [8, 108]);
});

test("half a thumb is free at either end, and the first frame alone is the left end", () => {
  assert.deepEqual(deaths(events(0, 100, 101)), [8, 208]);
  assert.deepEqual(deaths(events(0), { furthest: 0 }), [8]);
});

test("a cross has two arms of 2.5 px each way", () => {
  const canvas = canvasOf(), timeline = playedTo(0, 1, [{ epoch: 0 }, { epoch: 1 }]);
  timeline.events = events(1);
  drawDeaths(canvas, timeline, COLOURS);
  const [{ path, colour, width }] = canvas.shapes;
  assert.deepEqual([colour, width], ["ink", 1.5]);
  assert.deepEqual(path, [["moveTo", 229.5, 48.5], ["lineTo", 234.5, 53.5], ["moveTo", 229.5, 53.5], ["lineTo", 234.5, 48.5]]);
});
