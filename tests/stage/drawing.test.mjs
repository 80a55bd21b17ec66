// A drawing as the data's digits are, beside a plain loop over the fine grid, and the pad it is drawn on: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, fire, point, press } from "./browser.mjs";
import { digitOf } from "../../static/digits/drawing.js";
import { Pad } from "../../static/digits/pad.js";

const layoutOf = (more) => ({ side: 8, ink: 8, least_ink: 0, typical_ink: 39, most_ink: 1e9, ...more });
const CROOKED = [[[0.1, 0.2], [0.5, 0.9], [0.55, 0.3]], [[0.2, 0.7], [0.37, 0.61]]], LYING = [[[0, 0.3], [0.9, 0.41], [1, 0.37]]];

// How far each of 32 × 32 places is from the strokes, when their box fills 26.4 of the height, or 20.4 of the width.
function distances(strokes) {
  const xs = strokes.flat().map(([x]) => x), ys = strokes.flat().map(([, y]) => y), [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min(26.4 / (bottom - top), 20.4 / (right - left)), at = ([x, y]) => [16 + scale * (x - (left + right) / 2), 16 + scale * (y - (top + bottom) / 2)];
  const toSegment = ([px, py], [ax, ay], [bx, by]) => {
    const length = Math.hypot(bx - ax, by - ay), ends = Math.min(Math.hypot(px - ax, py - ay), Math.hypot(px - bx, py - by));
    const along = ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length;
    return along > 0 && along < length ? Math.abs((px - ax) * (by - ay) - (py - ay) * (bx - ax)) / length : ends;
  };
  return Array.from({ length: 1024 }, (_, n) => Math.min(...strokes.flatMap((stroke) => stroke.slice(1).map((end, i) => toSegment([(n % 32) + 0.5, Math.floor(n / 32) + 0.5], at(stroke[i]), at(end))))));
}
const blocks = (isInk, share) => {
  const found = new Float32Array(64);
  isInk.forEach((is, n) => (found[8 * Math.floor(n / 128) + Math.floor((n % 32) / 4)] += is ? share : 0));
  return found;
};

for (const [name, strokes] of Object.entries({ crooked: CROOKED, lying: LYING })) {
  test(`a ${name} digit's ink is counted in blocks of 4 by 4, with a pen of 1.6 at least and 4.6 at most`, () => {
    const away = distances(strokes), image = (typical_ink) => digitOf(strokes, layoutOf({ typical_ink })).image;
    assert.deepEqual(image(0), blocks(away.map((each) => each <= 1.6), 0.125));
    assert.deepEqual(image(100), blocks(away.map((each) => each <= 4.6), 0.125));
    const typical = away.toSorted((a, b) => a - b)[250]; // 31.25 · 8
    assert.ok(typical > 1.6 && typical < 4.6);
    assert.deepEqual(image(31.25), blocks(away.map((each) => each <= typical), 0.125));
  });
}

test("the pen is as thick as typical ink takes, to the nearest place", () => {
  const places = (typical_ink) => digitOf(CROOKED, layoutOf({ typical_ink })).image.reduce((sum, each) => sum + 8 * each, 0);
  assert.deepEqual([places(31.25), places(31.3), places(31.32)], [251, 251, 252]); // 250, 250.4, 250.56, and the one it begins with
});

test("what is under 6 % of the pad both ways is a dot", () => {
  const problem = (x, y) => digitOf([[[0, 0], [x, y]]], layoutOf()).problem;
  assert.deepEqual([problem(0.0599, 0.0599), problem(0, 0)], Array(2).fill("That is only a dot. Draw a digit, as large as you like."));
  assert.deepEqual([problem(0.06, 0), problem(0, 0.06), problem(0.05, 0.3)], [null, null, null]);
  assert.equal(digitOf([[]], layoutOf()).image, null, "a stroke without a point is none");
});

test("ink beyond that of all digits, by more than 5 %, or less than 80 % of the least is told of, and answered all the same", () => {
  const total = 251 / 8, told = (least_ink, most_ink) => digitOf(CROOKED, layoutOf({ typical_ink: 31.25, least_ink, most_ink }));
  const words = (amount) => `That is ${amount} ink than any digit it has seen: it answers, but it never learned to say “none”.`;
  assert.deepEqual([told(0, total / 1.04).problem, told(0, total / 1.06).problem], [null, words("more")]);
  assert.deepEqual([told(total / 0.81, 99).problem, told(total / 0.79, 99).problem], [null, words("less")]);
  assert.equal(told(0, 1).image.length, 64);
  const limit = digitOf(CROOKED, layoutOf({ typical_ink: 41.875, least_ink: 52.5, most_ink: 40 })); // 336 / 8 is 1.05 · 40 and 0.8 · 52.5
  assert.deepEqual([limit.image.reduce((sum, each) => sum + each, 0), limit.problem], [42, null]);
});

test("a tap belongs to the digit, as the dot of an i", () => {
  const { image } = digitOf([[[0.5, 0.3], [0.5, 1]], [[0.5, 0]]], layoutOf({ typical_ink: 0 })), rows = Array.from({ length: 8 }, (_, y) => image[8 * y + 3] > 0);
  assert.deepEqual(rows, [true, true, true, true, true, true, true, true].map((_, y) => y !== 1)); // from 2.8 down to 29.2, with a gap from 4.4 to 9.1
});

function padOf() {
  document.body.innerHTML = '<div style="left:100px; top:50px; width:200px; height:200px"><canvas></canvas><canvas class="ink"></canvas></div>';
  boxes[".ink"] = [100, 50, 200, 200];
  const told = [], [place] = document.body.children, pad = new Pad(place, 8, (strokes) => told.push(JSON.stringify(strokes)));
  const captured = new Set();
  Object.assign(pad.canvas, { setPointerCapture: (id) => captured.add(id), hasPointerCapture: (id) => captured.has(id) });
  return { pad, told, captured };
}
const near = (strokes) => strokes.map((stroke) => stroke.map((at) => at.map((value) => Math.round(1000 * value) / 1000)));

test("a stroke follows the pointer, all its places between too, as shares of the pad, and stays on it", () => {
  const { pad, told, captured } = padOf();
  point(pad.canvas, "pointermove", 20, 20);
  assert.deepEqual([pad.strokes, told], [[], []], "nobody presses");
  point(pad.canvas, "pointerdown", 50, 100);
  fire(pad.canvas, "pointermove", { clientX: 300, clientY: 90, pointerId: 1, getCoalescedEvents: () => [{ clientX: 200, clientY: 75 }] });
  point(pad.canvas, "pointermove", -9, 999);
  assert.deepEqual(near(pad.strokes), [[[0.25, 0.5], [0.5, 0.125], [1, 0.2], [0, 1], [0, 1]]]);
  captured.clear();
  point(pad.canvas, "pointerdown", 200, 0);
  assert.deepEqual([near(pad.strokes)[1], told.length], [[[1, 0]], 4]);
});

test("arrows move a pen by 4 % of the pad, from its middle to its edges; the space bar puts it down and lifts it", () => {
  const { pad, told } = padOf();
  pad.canvas.focus();
  for (const key of ["ArrowRight", "ArrowDown", " ", "ArrowUp", "ArrowLeft", " ", "ArrowUp"]) assert.equal(press(key).defaultPrevented, true);
  assert.deepEqual([near(pad.strokes), told.length], [[[[0.54, 0.54], [0.54, 0.5], [0.5, 0.5]]], 7]);
  for (let n = 0; n < 14; n++) [press("ArrowLeft"), press("ArrowUp")];
  assert.deepEqual([pad.pen.x, pad.pen.y], [0, 0]);
  for (let n = 0; n < 27; n++) [press("ArrowRight"), press("ArrowDown")];
  assert.deepEqual([pad.pen.x, pad.pen.y, pad.pen.shown], [1, 1, true]);
  assert.equal(press("Tab").defaultPrevented, false);
});

test("Escape clears the pad and lifts the pen, who leaves it lifts the pen", () => {
  const { pad, told } = padOf();
  pad.canvas.focus();
  press(" ");
  press("Escape");
  assert.deepEqual([pad.strokes, pad.pen.down, told.at(-1)], [[], false, "[]"]);
  press(" ");
  fire(pad.canvas, "blur");
  assert.deepEqual([pad.pen.down, pad.pen.shown, pad.strokes.length], [false, false, 1]);
});

test("a held-out digit is on the pad until somebody draws; strokes are a 13th of it wide, a tap is a dot, the pen grows when it is down", () => {
  const { pad } = padOf(), colours = { dark: false, text: "ink", positive: "blue" };
  pad.showDigit(new Float32Array(64), colours);
  assert.deepEqual([pad.held.hidden, pad.canvas.width, pad.canvas.shapes.length], [false, 200, 0]);
  point(pad.canvas, "pointerdown", 50, 100);
  const [tap] = pad.canvas.shapes;
  assert.deepEqual([pad.held.hidden, tap.colour, tap.width, tap.path], [true, "ink", 200 / 13, [["moveTo", 50, 100], ["lineTo", 50.1, 100]]]);
  pad.canvas.focus();
  const pen = () => [pad.canvas.shapes.at(-1).colour, ...pad.canvas.shapes.at(-1).path[0].slice(1, 4)];
  press("ArrowUp");
  assert.deepEqual(pen(), ["blue", 100, 92, 5]);
  press(" ");
  assert.deepEqual(pen(), ["blue", 100, 92, 8]);
  point(pad.canvas, "pointerdown", 50, 100);
  assert.equal(pad.canvas.shapes.at(-1).kind, "stroke", "who draws by hand needs no pen");
  pad.clear();
  assert.equal(pad.held.hidden, false);
});

test("the pad has as many pixels as the screen, also on one that is met later, and is drawn on in px", () => {
  const { pad } = padOf();
  for (const ratio of [1, 2, 3]) {
    window.devicePixelRatio = ratio;
    pad.showDigit(new Float32Array(64), { dark: false, text: "ink", positive: "blue" });
    assert.deepEqual([pad.canvas.width, pad.canvas.height, pad.canvas.getContext("2d").ratio], [200 * ratio, 200 * ratio, ratio]);
    assert.deepEqual([pad.canvas.style.width, pad.canvas.style.height], ["", ""], "the style sheet says how large it is");
  }
  window.devicePixelRatio = 1;
  point(pad.canvas, "pointerdown", 50, 100);
  assert.deepEqual(pad.canvas.shapes[0].path[0], ["moveTo", 50, 100]);
});
