// Small pictures of one pixel a cell, and which digits are taken for which: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import "./browser.mjs";
import { largest, makeCells, paintCells, paintInk, planeOf } from "../../static/digits/cells.js";
import { drawConfusion, worst } from "../../static/digits/confusion.js";

const canvasOf = () => document.body.appendChild(document.createElement("canvas"));

test("cells are one pixel each, from −scale to scale along the ramp; of a scale of 0 all are in the middle", () => {
  const cells = makeCells(canvasOf(), 3, 2), ramp = Int32Array.from({ length: 513 }, (_, i) => i);
  paintCells(cells, [-2, -1, 0, 1, 2, 9], 2, { ramp });
  assert.deepEqual([cells.canvas.width, cells.canvas.height, [...cells.canvas.pixels]], [3, 2, [0, 128, 256, 384, 512, 512]]);
  paintCells(cells, [-2, -1, 0, 1, 2, 9], 0, { ramp });
  assert.deepEqual([...cells.canvas.pixels], Array(6).fill(256));
  assert.equal(makeCells(canvasOf(), 5).canvas.height, 5);
});

test("ink is dark on a light page, and light on a dark one", () => {
  const cells = makeCells(canvasOf(), 3, 1), greys = (dark) => (paintInk(cells, [0, 1, 2], { dark }), [...cells.canvas.pixels].map((pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]));
  assert.deepEqual(greys(false), [250, 138, 26].map((grey) => [grey, grey, grey]));
  assert.deepEqual(greys(true), [28, 133, 238].map((grey) => [grey, grey, grey]));
});

test("the largest is that in size, and a unit's plane is each so-manieth value", () => {
  assert.deepEqual([largest([1, -3, 2]), largest([]), largest([0.5])], [3, 0, 0.5]);
  assert.deepEqual([[...planeOf([1, 2, 3, 4, 5, 6], 1, 3)], [...planeOf([1, 2, 3, 4, 5, 6], 0, 2)]], [[2, 5], [1, 3, 5]]);
});

test("of pairs that are confused equally often the first is named, whichever way it goes, but never a right answer", () => {
  const matrix = (cells) => Float32Array.from({ length: 100 }, (_, n) => cells[n] ?? 0);
  assert.equal(worst(matrix({ 11: 9, 57: 4, 75: 4 })), "Most often, 4 times: a 5 taken for a 7.");
  assert.equal(worst(matrix({ 9: 4, 90: 5, 99: 50 })), "Most often, 5 times: a 9 taken for a 0.");
  assert.equal(worst(matrix({ 12: 1 })), "Most often, once: a 1 taken for a 2.");
  assert.equal(worst(matrix({ 12: 2 })), "Most often, 2 times: a 1 taken for a 2.");
  assert.equal(worst(matrix({ 0: 4, 99: 5 })), "No held-out digit is taken for another.");
});

test("the matrix's rows are what digits are, its columns what they are taken for, right ones blue and the rest orange by their share of the row", () => {
  const canvas = canvasOf(), confusion = new Float32Array(100), [ground, blue, orange] = [[0, 0, 0], [100, 0, 0], [0, 0, 100]];
  confusion[22] = 3; // a 2 is a 2
  confusion[27] = 1; // a 2 is a 7
  drawConfusion(canvas, confusion, { rgb: { ground, positive: blue, negative: orange }, text: "ink", muted: "dim" });
  const cells = canvas.shapes.filter(({ kind }) => kind === "fillRect"), words = canvas.shapes.filter(({ kind }) => kind === "fillText");
  assert.deepEqual(cells.map(({ colour, at }) => [colour, ...at]).filter(([colour]) => colour !== "rgb(0 0 0)"), [
    ["rgb(65 0 0)", 60.5, 60.5, 19, 19], // 0.2 + 0.6 · 3 / 4
    ["rgb(0 0 35)", 160.5, 60.5, 19, 19],
  ]);
  assert.equal(cells.length, 100);
  const told = words.map(({ text, at, colour }) => [text, ...at, colour]);
  assert.deepEqual(told.filter(([, , , colour]) => colour === "ink"), [[3, 70, 70.5, "ink"], [1, 170, 70.5, "ink"]]);
  assert.deepEqual(told.filter(([text, , , colour]) => text === 9 && colour === "dim"), [[9, 10, 210, "dim"], [9, 210, 10, "dim"]]);
});
