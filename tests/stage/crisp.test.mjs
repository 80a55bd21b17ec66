// Canvases that are crisp on every screen: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes } from "./browser.mjs";
import { fit, fitted } from "../../static/shared/canvas.js";

function canvasOf(width, height, name = "curve") {
  const canvas = document.body.appendChild(document.createElement("canvas"));
  canvas.className = name;
  boxes[`.${name}`] = [0, 0, width, height];
  return canvas;
}
const sizeOf = (canvas) => [canvas.width, canvas.height, canvas.getContext("2d").ratio];

test("a canvas has as many pixels as the screen, at least one for each px, and is drawn on in px", () => {
  for (const [ratio, size] of [[2, [200, 100, 2]], [1.5, [150, 75, 1.5]], [0.5, [100, 50, 1]], [undefined, [100, 50, 1]]]) {
    window.devicePixelRatio = ratio;
    const canvas = canvasOf(0, 0);
    fit(canvas, 100, 50);
    assert.deepEqual([sizeOf(canvas), canvas.style.width, canvas.style.height], [size, "100px", "50px"]);
  }
});

test("a canvas that fits its place has its size, and is wiped each time; only another width fits it anew", () => {
  window.devicePixelRatio = 2;
  const canvas = canvasOf(120, 40), first = fitted(canvas);
  assert.deepEqual([first.width, first.height, sizeOf(canvas), canvas.style.width], [120, 40, [240, 80, 2], "100%"]);
  first.context.fillRect(0, 0, 9, 9);
  const again = fitted(canvas);
  assert.equal(canvas.shapes.length, 0);
  again.context.lineWidth = 7; // as long as it is not fitted anew it keeps what was set
  assert.equal(fitted(canvas).context.lineWidth, 7);
  boxes[".curve"] = [0, 0, 60, 40];
  assert.deepEqual([fitted(canvas).width, sizeOf(canvas), canvas.getContext("2d").lineWidth], [60, [120, 80, 2], 1]);
});

test("a canvas whose place has no size yet is 300 by 70", () => {
  window.devicePixelRatio = 1;
  const canvas = canvasOf(0, 0, "unplaced"), { width, height } = fitted(canvas);
  assert.deepEqual([width, height, sizeOf(canvas)], [300, 70, [300, 70, 1]]);
});
