// Points of one's own, put on the map by pointer and keyboard: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fire, paint, point, press } from "./browser.mjs";
import { layoutOf, onStage } from "./playground.mjs";
import { Timeline } from "../../static/stage/timeline.js";

// The map is 400 px wide and shows −2 … 2: a unit is 100 px, its middle at (200, 200).
function drawing(more = {}) {
  const page = onStage({ layout: layoutOf(more) }), { find, all } = page, view = find(".view");
  find(".draw").click();
  const pen = (name) => fire(all(".pens button").find(({ dataset }) => dataset.pen === name), "click");
  const click = (x, y) => ["pointerdown", "pointerup"].forEach((type) => point(view, type, x, y));
  return { ...page, view, pen, click, told: () => page.text(".pens p"), points: () => page.stage.points, last: () => page.sent.at(-1) };
}
// As relu_viz/data/own_points.py reads them: float32 extent, then int16, int16 in steps of extent / 32767, and the class.
function decoded({ points }) {
  assert.match(points, /^[\w-]+$/, "as it is in a link");
  const bytes = Buffer.from(points, "base64url"), extent = bytes.readFloatLE(0);
  assert.equal((bytes.length - 4) % 5, 0);
  const rounded = (steps) => Math.round((1e4 * steps * extent) / 32767) / 1e4;
  return Array.from({ length: (bytes.length - 4) / 5 }, (_, i) => [rounded(bytes.readInt16LE(4 + 5 * i)), rounded(bytes.readInt16LE(6 + 5 * i)), bytes[8 + 5 * i]]);
}
const OF_THE_RUN = [[-1, 1, 0], [1, -1, 1], [0, 0.5, 1], [2, 2, 0]]; // those it learns from, then those held out

test("before somebody draws the map is a picture, and pressing it asks about a place", () => {
  const { find, view, stage, sent } = { ...onStage(), view: document.body.querySelector(".view") };
  assert.deepEqual([find(".draw").textContent, find(".draw").getAttribute("aria-expanded"), find(".pens").hidden], ["Draw points", "false", true]);
  assert.deepEqual([view.classList.contains("drawing"), view.getAttribute("role"), view.getAttribute("tabindex")], [false, "img", null]);
  point(view, "pointerdown", 100, 100);
  point(view, "pointerup", 100, 100);
  press("Enter");
  assert.deepEqual([stage.pointed.x1, stage.pointed.x2, sent.length], [-1, 1, 0]);
});

test("Draw points brings the pens, class 1 in hand, and a map that takes the keyboard; Done puts all of it away", () => {
  const { find, all, view } = drawing();
  assert.deepEqual([find(".draw").textContent, find(".draw").getAttribute("aria-expanded"), find(".pens").hidden], ["Done", "true", false]);
  assert.deepEqual([view.classList.contains("drawing"), view.getAttribute("role"), view.getAttribute("tabindex"), view.dataset.keys], [true, "application", "0", ""]);
  assert.deepEqual(all(".pens button").map(({ textContent }) => textContent), ["■ class 0", "● class 1", "▲ class 2", "erase", "clear all"]);
  assert.deepEqual(all("[data-pen]").map((each) => each.getAttribute("aria-pressed")), ["false", "true", "false", "false"]);
  assert.match(find(".pens p").textContent, /^Click or drag on the map\. With the keyboard: arrows move, Enter puts a point\.$/);
  find(".draw").click();
  assert.deepEqual([find(".draw").textContent, find(".draw").getAttribute("aria-expanded"), find(".pens").hidden], ["Draw points", "false", true]);
  assert.deepEqual([view.classList.contains("drawing"), view.getAttribute("role"), view.getAttribute("tabindex"), view.getAttribute("data-keys")], [false, "img", null, null]);
});

test("a click puts a point of the pen's class, and the run is asked for with all of them", () => {
  const { click, last, pen, all, told, sent } = drawing();
  click(300, 50);
  assert.deepEqual([decoded(last()), last().dataset], [[...OF_THE_RUN, [1, 1.5, 1]], "own"]);
  assert.equal(told(), "5 points.");
  pen("2");
  assert.deepEqual(all("[data-pen]").map((each) => each.getAttribute("aria-pressed")), ["false", "false", "true", "false"]);
  click(0, 400);
  pen("0");
  click(400, 0);
  assert.deepEqual(decoded(last()).slice(4), [[1, 1.5, 1], [-2, -2, 2], [2, 2, 0]]);
  assert.equal(sent.length, 3);
});

test("a pen that was chosen is in hand when somebody draws again", () => {
  const { pen, find, all } = drawing();
  pen("erase");
  find(".draw").click();
  find(".draw").click();
  assert.deepEqual(all("[data-pen]").map((each) => each.getAttribute("aria-pressed")), ["false", "false", "false", "true"]);
});

test("on the edge of the view there is a point, beyond it none", () => {
  const { click, points } = drawing();
  for (const [x, y] of [[-0.5, 200], [400.5, 200], [200, -0.5], [200, 400.5]]) click(x, y);
  assert.equal(points().length, 4);
  for (const [x, y] of [[0, 200], [400, 200], [200, 0], [200, 400]]) click(x, y);
  assert.deepEqual(points().slice(4), [[-2, 0, 1], [2, 0, 1], [0, 2, 1], [0, -2, 1]]);
});

test("who drags puts a point every 7 % of half the map's side, and is heard when the pointer is let go", () => {
  const { view, points, sent, stage } = drawing();
  point(view, "pointermove", 50, 50);
  assert.equal(points().length, 4, "nothing is pressed yet");
  point(view, "pointerdown", 100, 300);
  point(view, "pointermove", 113.9, 300);
  assert.equal(points().length, 5, "13.9 px are no new point");
  assert.equal(stage.pointed.x1.toFixed(3), "-0.861", "but what is there is told");
  point(view, "pointermove", 100, 285.9);
  point(view, "pointermove", 99, 300);
  assert.equal(points().length, 7, "14.1 px are one, and so is the way back");
  point(view, "pointermove", 99 + 8.5, 300 + 8.5);
  assert.equal(points().length, 7, "8.5 px across and down are 12");
  point(view, "pointermove", 99 + 10.1, 300 + 10.1);
  assert.equal(points().length, 8);
  assert.equal(sent.length, 0);
  point(view, "pointerup", 0, 0);
  assert.equal(decoded(sent[0]).length, 8);
  point(view, "pointermove", 300, 300);
  point(view, "pointerup", 0, 0);
  assert.deepEqual([points().length, sent.length], [8, 1], "nothing is pressed any more");
});

test("the eraser takes what is within 3.5 % of half the map's side", () => {
  const { click, pen, points, last } = drawing();
  pen("erase");
  click(306.9, 300); // (1, −1) is at (300, 300)
  assert.deepEqual(points(), OF_THE_RUN.filter((_, i) => i !== 1));
  click(107.1, 100); // (−1, 1) is at (100, 100)
  assert.equal(points().length, 3);
  click(104, 106);
  assert.equal(points().length, 3, "7.2 px away");
  click(104, 105);
  assert.deepEqual(decoded(last()), [OF_THE_RUN[2], OF_THE_RUN[3]]);
});

test("fewer than two points are no run, and one is told so", () => {
  const { all, told, click, sent, pen, points } = drawing();
  fire(all(".pens p")[0], "click");
  assert.equal(points().length, 4, "beside the buttons nothing happens");
  fire(all(".clear")[0], "click");
  assert.equal(told(), "An empty plane: put at least two points on it, and training begins anew.");
  click(100, 100);
  assert.match(told(), /^An empty plane/);
  assert.equal(sent.length, 0);
  pen("0");
  click(300, 300);
  assert.equal(told(), "2 points.");
  assert.deepEqual(decoded(sent[0]), [[-1, 1, 1], [1, -1, 0]]);
});

test("five thousand points are the most", () => {
  const { click, last, points } = drawing({ x_train: new Float32Array(2 * 4998), y_train: new Float32Array(4998) }); // and one held out
  for (let twice = 0; twice < 2; twice++) click(100, 100);
  assert.deepEqual([points().length, decoded(last()).length], [5000, 5000]);
  assert.deepEqual(points().at(-1), [-1, 1, 1]);
});

const marksOf = (all) => all(".view canvas")[2].shapes.filter(({ kind }) => kind === "fill").map(({ path: [[, x, y]] }) => [Math.round(x), Math.round(y)]);

test("what is drawn is seen at once, all of it full; who is done sees the run's own points", () => {
  const { all, click, find } = drawing();
  const dots = () => all(".view canvas")[2].shapes.filter(({ kind, colour }) => kind === "fill" && colour === "#10171f").length;
  assert.deepEqual([marksOf(all).length, dots()], [4, 1], "one of four is held out");
  click(300, 50);
  assert.deepEqual(marksOf(all).at(-1), [300, 50]);
  assert.deepEqual([marksOf(all).length, dots()], [5, 0]);
  find(".draw").click();
  assert.deepEqual([marksOf(all).length, dots()], [4, 1]);
});

test("with the keyboard: arrows go a twentieth of half the map's side, Enter and the space bar put a point", () => {
  const { view, last, sent, text } = drawing();
  view.focus();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowUp"]) assert.equal(press(key).defaultPrevented, true);
  paint();
  assert.match(text(".hint"), /^At x₁ = 0\.20, x₂ = 0\.10/);
  assert.equal(press("Enter").defaultPrevented, true);
  for (const key of ["ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowDown", "ArrowDown"]) press(key);
  press(" ");
  assert.deepEqual(decoded(last()).slice(4), [[0.2, 0.1, 1], [-0.1, -0.2, 1]]);
  assert.equal(press("a").defaultPrevented, false);
  assert.equal(sent.length, 2);
});

test("the keyboard stops at the edges", () => {
  const { view, points } = drawing();
  view.focus();
  for (const [across, along] of [["ArrowRight", "ArrowUp"], ["ArrowLeft", "ArrowDown"]]) {
    for (let step = 0; step < 45; step++) [across, along].forEach((key) => press(key));
    press("Enter");
  }
  assert.deepEqual(points().slice(4), [[2, 2, 1], [-2, -2, 1]]);
});

test("another run's points take the place of those before it, and the pens stay out if it has classes and is edited", () => {
  const { stage, find, click, last, view } = drawing();
  const take = (more) => stage.take(layoutOf({ generation: 6, ...more }), new Timeline(layoutOf()));
  take({ x_train: Float32Array.of(0, 0, 1, 1), y_train: Float32Array.of(2, 1), x_test: new Float32Array(0), y_test: new Float32Array(0) });
  assert.equal(find(".draw").textContent, "Done");
  click(100, 100);
  assert.deepEqual(decoded(last()), [[0, 0, 2], [1, 1, 1], [-1, 1, 1]]);
  for (const other of [{ regression: true }, { view: { hide: ["diagram"] } }]) {
    take(other);
    assert.deepEqual([find(".draw").textContent, view.classList.contains("drawing"), find(".draw").disabled], ["Draw points", false, other.regression ?? false]);
    take({});
    assert.equal(find(".draw").textContent, "Draw points");
    find(".draw").click();
  }
});

// The run of some points comes, as the server makes it: with as many held out as it pleases.
const come = (stage, generation, points) => {
  const [x_train, y_train] = [Float32Array.from(points.flatMap(([x1, x2]) => [x1, x2])), Float32Array.from(points, ([, , kind]) => kind)];
  const layout = layoutOf({ generation, x_train: x_train.slice(2), y_train: y_train.slice(1), x_test: x_train.slice(0, 2), y_test: y_train.slice(0, 1) });
  stage.take(layout, new Timeline(layout));
};

test("who draws faster than runs come loses nothing: what is drawn stays until its own run is there", () => {
  const { stage, click, find, points, last } = drawing(), [a, b, c] = [[-1, -1, 1], [1, 1, 1], [-1, 1, 1]];
  fire(find(".clear"), "click");
  for (const [x, y] of [[100, 300], [300, 100], [100, 100]]) click(x, y);
  come(stage, 6, [a, b]);
  assert.deepEqual(points(), [a, b, c], "the first two's run has not the third");
  click(200, 200);
  assert.deepEqual(decoded(last()), [a, b, c, [0, 0, 1]]);
  come(stage, 7, [c, a, b]);
  assert.equal(points().length, 4);
  come(stage, 8, [[0, 0, 1], c, b, a]);
  assert.equal(stage.drawn, null, "all have come");
  come(stage, 9, [a, b]);
  assert.equal(points().length, 2, "so after Undo those before");
});

test("a run of the same points that comes for another reason takes nothing from what is drawn; Undo does", () => {
  const { stage, click, find, points } = drawing();
  click(300, 50);
  stage.take(layoutOf({ generation: 6 }), new Timeline(layoutOf()));
  assert.deepEqual(points(), [...OF_THE_RUN, [1, 1.5, 1]]);
  click(100, 100);
  find(".undo").disabled = false;
  find(".undo").click();
  assert.deepEqual([points(), stage.drawn], [OF_THE_RUN, null]);
});

test("a run that comes while somebody presses does not end what they draw; one that takes no pens does", () => {
  const { stage, view, points, last } = drawing();
  point(view, "pointerdown", 100, 300);
  come(stage, 6, [[0, 0, 0], [1, 1, 1]]);
  point(view, "pointerup", 100, 300);
  assert.deepEqual(decoded(last()), [...OF_THE_RUN, [-1, -1, 1]]);
  point(view, "pointermove", 300, 300);
  assert.equal(points().length, 5, "nobody draws without pressing");
  assert.equal(stage.pointed.x1, 1, "what is there is still told");
  point(view, "pointerdown", 100, 300);
  stage.take(layoutOf({ generation: 7, regression: true }), new Timeline(layoutOf()));
  point(view, "pointermove", 300, 300);
  assert.deepEqual(points(), OF_THE_RUN, "nor where the pens were put away");
});
