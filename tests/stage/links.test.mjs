// Which links are drawn, how, and which one is under the pointer: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import "./browser.mjs";
import { drawLinks, linkAt, seenLinks } from "../../static/stage/links.js";
import { onStage } from "./playground.mjs";

const COLOURS = { positive: "blue", negative: "orange" };
// Layers of these sizes, one under the other: layer l's tiles are 40 wide, begin at 140 l, and stand 10 apart.
const diagramOf = (...sizes) => ({
  layout: { sizes, weights: sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] + 1) * units, 0) },
  ends: sizes.map((units, l) => Array.from({ length: units }, (_, n) => ({ left: 140 * l, right: 140 * l + 40, middle: 10 * n }))),
});
const seen = (sizes, theta) => [...seenLinks(diagramOf(...sizes), Float32Array.from(theta), COLOURS)];
const near = (value) => Math.round(1e4 * value) / 1e4;

test("a link's width, opacity and colour are its weight's share of the strongest, its ends those of its units", () => {
  const links = seen([2, 2, 1], [4, -2, 1, -0.5, /**/ 0, 0, /**/ 2, -4, /**/ 0]);
  assert.deepEqual(links.map(({ width }) => near(width)), [5, 2.9, 1.85, 1.325, 2.9, 5]); // 0.8 + 4.2 · 1, ½, ¼, ⅛
  assert.deepEqual(links.map(({ opacity }) => near(opacity)), [0.85, 0.575, 0.4375, 0.3688, 0.575, 0.85]); // 0.3 + 0.55 · the same
  assert.deepEqual(links.map(({ colour }) => colour), ["blue", "orange", "blue", "orange", "blue", "orange"]);
  assert.deepEqual(links.map(({ from, to, bend }) => [from, to, bend]), [
    [[40, 0], [140, 0], 50], [[40, 0], [140, 10], 50], [[40, 10], [140, 0], 50], [[40, 10], [140, 10], 50],
    [[180, 0], [280, 0], 50], [[180, 10], [280, 0], 50],
  ]);
});

test("whatever is not 0 can be seen, however small beside the others", () => {
  const links = seen([6, 1], [1, 1e-4, 0, -1e-6, -1, 1, /**/ 0]);
  assert.deepEqual(links.map(({ from }) => from[1]), [0, 10, 30, 40, 50]);
  assert.ok(links.every(({ width, opacity }) => width >= 0.8 && opacity >= 0.3));
  assert.deepEqual(seen([2, 1], [0, 0, 0]), []);
  assert.deepEqual(seen([2, 1], [5e-7, 0, 0]).map(({ width }) => near(width)), [5], "of tiny ones the strongest is strong");
});

test("biases and learned slopes are no links, and make none thinner", () => {
  const widths = (bias, ...slopes) => seen([2, 1, 1], [2, 1, bias, /**/ 2, bias, ...slopes]).map(({ width }) => near(width));
  assert.deepEqual(widths(0), [5, 2.9, 5]);
  assert.deepEqual(widths(-100, 50), [5, 2.9, 5]);
});

test("a huge weight is drawn as one of four times what three quarters of them stay below", () => {
  const widths = (...weights) => seen([weights.length, 1], [...weights, 0]).map(({ width }) => near(width));
  assert.deepEqual(widths(1, -1, 1, 4), [1.85, 1.85, 1.85, 5], "four times is no more than that");
  assert.deepEqual(widths(1, -1, 1, 4000), [1.85, 1.85, 1.85, 5]);
  assert.deepEqual(widths(0, 1, 0, -1, 1, 4000, 0), [1.85, 1.85, 1.85, 5], "what is 0 does not count");
  assert.deepEqual(widths(1000, 1, 1000, 1), [5, near(0.8 + 4.2 / 1000), 5, near(0.8 + 4.2 / 1000)], "where half of them are, none is huge");
});

test("of a layer's links the 160 strongest are drawn, and all if there are no more", () => {
  const rising = (count) => Array.from({ length: count + 1 }, (_, n) => 1000 + n);
  assert.equal(seen([160, 1], rising(160)).length, 160);
  const links = seen([163, 1], rising(163));
  assert.deepEqual(links.map(({ from }) => from[1]), Array.from({ length: 160 }, (_, n) => 10 * (n + 3)));
});

test("each layer is asked for its own strongest, however strong those before it are", () => {
  const into = (links, left) => links.filter(({ to }) => to[0] === left).map(({ from, to }) => [from[1] / 10, to[1] / 10]);
  const theta = [...Array(7).fill(-9), ...Array(7).fill(9), ...Array.from({ length: 7 * 23 }, (_, n) => (n === 24 ? -3 : -3 - n / 100)), ...Array(23).fill(8), ...Array(23).fill(4), 0];
  const links = seen([1, 7, 23, 1], theta), weakest = [0, 0]; // the first of the 161 and the 25th are the weakest alike
  assert.deepEqual([into(links, 140).length, into(links, 420).length], [7, 23]);
  assert.equal(into(links, 280).length, 161, "two that are alike are both drawn");
  theta[14] = -2.99;
  assert.deepEqual(into(seen([1, 7, 23, 1], theta), 280).length, 160);
  assert.ok(!into(seen([1, 7, 23, 1], theta), 280).some((link) => String(link) === String(weakest)));
});

const at = (x, y, diagram = diagramOf(1, 1)) => linkAt(diagram, x, y);

test("a link is meant within 7 px of its curve, and by nobody who points between layers elsewhere", () => {
  assert.deepEqual([at(90, 6.99)?.index, at(90, -6.99)?.index, at(90, 7), at(90, -7.01)], [0, 0, null, null]);
  assert.deepEqual([at(40, 0)?.index, at(39.9, 0), at(140, 0)?.index, at(140.1, 0)], [0, null, 0, null]);
});

test("the curve leaves and arrives level", () => {
  const diagram = diagramOf(1, 1);
  diagram.ends[1][0].middle = 200;
  // The curve is at x = 1.5 t − 1.5 t² + t³ and y = 3 t² − 2 t³ of the way: for t = ¼ at 0.296875 and 0.15625, for ¾ the rest.
  for (const [x, y] of [[0, 0], [0.296875, 0.15625], [0.5, 0.5], [0.703125, 0.84375], [1, 1]]) {
    assert.equal(at(40 + 100 * x, 200 * y + 6.9, diagram)?.index, 0, `at ${x}`);
    assert.equal(at(40 + 100 * x, 200 * y + 7.1, diagram), null, `at ${x}`);
    assert.equal(at(40 + 100 * x, 200 * y - 6.9, diagram)?.index, 0, `at ${x}`);
    assert.equal(at(40 + 100 * x, 200 * y - 7.1, diagram), null, `at ${x}`);
  }
});

test("of several links the nearest is meant: its layer, its units, and its place among the parameters", () => {
  const diagram = diagramOf(2, 3, 1);
  const meant = (x, y) => (({ layer, from, to, index }) => [layer, from, to, index])(at(x, y, diagram));
  assert.deepEqual([meant(90, 0), meant(90, 4.9), meant(90, 10.1), meant(90, 14.9), meant(90, 16)].map((link) => link[0]), [1, 1, 1, 1, 1]);
  assert.deepEqual(meant(41, -3), [1, 0, 0, 0]);
  assert.deepEqual([meant(139, 17), meant(139, 23)], [[1, 0, 2, 2], [1, 1, 2, 5]]);
  assert.deepEqual(meant(90, 16), [1, 1, 2, 5]);
  assert.deepEqual([meant(181, -1), meant(181, 11), meant(181, 21)], [[2, 0, 0, 9], [2, 1, 0, 10], [2, 2, 0, 11]], "after six weights and three biases");
});

test("the links are drawn on their canvas from tile to tile, each time anew", () => {
  const { stage, find } = onStage();
  drawLinks(stage.diagram, stage.timeline.frame.theta, stage.colours);
  const { shapes } = find(".links"), blue = "rgb(11 111 184)", orange = "rgb(217 102 10)";
  // Tiles of 40: the inputs in use at 46, from 141 and 187 on, the units at 282, from 164 and 210 on; the edge is at 518.
  assert.deepEqual(shapes.map(({ path }) => path), [
    [["moveTo", 86, 161], ["bezierCurveTo", 184, 161, 184, 184, 282, 184]],
    [["moveTo", 86, 207], ["bezierCurveTo", 184, 207, 184, 230, 282, 230]],
    [["moveTo", 322, 184], ["bezierCurveTo", 420, 184, 420, 186, 518, 186]],
    [["moveTo", 322, 230], ["bezierCurveTo", 420, 230, 420, 186, 518, 186]],
  ]);
  assert.deepEqual(shapes.map(({ colour, width, alpha }) => [colour, near(width), near(alpha)]), [[blue, 2.9, 0.575], [orange, 2.9, 0.575], [blue, 5, 0.85], [orange, 2.9, 0.575]]);
});
