// What is drawn and said of a moment, on the map and below the network: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, fire, paint, theme } from "./browser.mjs";
import { frameOf, framesOf, layoutOf, onStage } from "./playground.mjs";

const near = (value) => Math.round(100 * value) / 100;
const lines = (all) => all(".view canvas")[1].shapes.filter(({ kind }) => kind === "stroke");
const rgb = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
const segments = ({ path }) => path.flatMap(([name, ...to], i) => (name === "lineTo" ? [[...path[i - 1].slice(1), ...to].map(near)] : []));

test("the map shows the output with its boundary, twice: in ink, and wider below it a halo", () => {
  const { all } = onStage();
  assert.deepEqual(lines(all).map(({ width, colour, dash }) => [width, colour, dash]), [[4.5, "#ffffff", []], [2.2, "#10171f", []]]);
  // In the lowest row, x₂ = −2, the output 2 · max(0, x₁ + 0.5) − 1.75 is −0.75 at x₁ = 0 and 1.25 at x₁ = 1: 0 at 0.375.
  assert.ok(segments(lines(all)[1]).some(([x1, y1, x2, y2]) => (near(x1) === 230 && y1 === 360) || (near(x2) === 230 && y2 === 360)));
});

test("of several classes each one's boundary is drawn, all halos first", () => {
  const layout = layoutOf({ sizes: [2, 2, 3] }), theta = Float32Array.of(1, 0, 0, -1, 0.5, 0, /**/ 1, 0, 0, 0, 1, 0, 0, 0, 0.75);
  const { all } = onStage({ layout, frames: [frameOf(0, { theta })] });
  assert.deepEqual(lines(all).map(({ width }) => width), [4.5, 4.5, 4.5, 2.2, 2.2, 2.2]);
  assert.ok(lines(all).every((line) => segments(line).length > 0 && line.join === "round" && line.cap === "round"));
});

test("a map whose place has no width yet is 340 px wide", () => {
  boxes[".view"] = [0, 0, 0, 0];
  const { all } = onStage();
  boxes[".view"] = [100, 50, 400, 400];
  assert.deepEqual(all(".view canvas").map(({ width }) => width), [5, 340, 340]);
});

test("a unit's answer is shown on a scale of its own, be its largest value below 0 or small", () => {
  const layout = layoutOf({ table: Float32Array.of(-16, 0, 16), tails: Float32Array.of(1, 1) }); // the identity
  const { all } = onStage({ layout, frames: [frameOf(0, { theta: Float32Array.of(0.1, 1, 0, 0, -0.2, 9, 1, 1, 0) })] }), [first] = all(".unit");
  fire(first, "focus");
  paint();
  const { pixels } = all(".view canvas")[0];
  assert.deepEqual(rgb(pixels[4]), [248, 249, 250], "0.1 · 2 − 0.2 is the ground");
  // 0.1 · −2 − 0.2 is the most: 0.88 of the way from the ground to orange.
  assert.deepEqual(rgb(pixels[0]), [248, 249, 250].map((ground, i) => Math.round(ground + 0.88 * ([217, 102, 10][i] - ground))));
});

test("each place of the map has the colour of its probability", () => {
  const [output, ...others] = onStage().all(".view canvas"), [red, green, blue] = rgb(output.pixels[24]);
  // At (2, −2) the output is 2 · 2.5 − 2 + 0.25 = 3.25, so 2p − 1 = 0.925: 0.88 · 0.925 ** 0.85 = 0.823 of the way to blue.
  const near = (value, expected) => Math.abs(value - expected) <= 1;
  assert.ok(near(red, 248 - 0.823 * 237) && near(green, 249 - 0.823 * 138) && near(blue, 250 - 0.823 * 66), `${[red, green, blue]}`);
  assert.deepEqual(others.map(({ style }) => style.width), [undefined, undefined], "as wide as the style sheet has it");
});

test("a unit that is chosen is shown with its hinge, dashed, where it is 0; the pinned one before the one pointed at", () => {
  const { all } = onStage(), [first, second] = all(".unit");
  const hinge = () => {
    paint();
    const [line] = lines(all);
    return [lines(all).length, line.width, line.dash, [...new Set(segments(line).flatMap(([x1, y1, x2, y2]) => (x1 === x2 ? `x ${x1}` : y1 === y2 ? `y ${y1}` : "else")))]];
  };
  fire(first, "pointerenter");
  assert.deepEqual(hinge(), [1, 2, [7, 5], ["x 160"]]); // x₁ = −0.5
  second.click();
  fire(second, "pointerleave");
  fire(first, "pointerenter");
  assert.deepEqual(hinge(), [1, 2, [7, 5], ["y 200"]]); // x₂ = 0
  assert.equal(new Set(all(".view canvas")[0].pixels).size, 3, "its answer: 0, 1 and 2");
});

test("the boundary is told from its ground in a dark theme, too", () => {
  theme["--st-background-color"] = "#0e1117";
  const { all } = onStage();
  delete theme["--st-background-color"];
  assert.deepEqual(lines(all).map(({ colour }) => colour), ["#0c1117", "#ffffff"]);
});

const curve = (canvas, dash) => canvas.shapes.filter((shape) => shape.dash.length === dash && shape.width === 1.6).map(({ path }) => path.map(([, x, y]) => [near(x), near(y)]));

test("loss and accuracy are drawn over the epochs, the held-out one dashed", () => {
  const frames = [0, 1, 2].map((epoch) => frameOf(epoch, {
    trainLoss: [0.8, 0.4, 0.2][epoch], testLoss: [0.8, 0.6, 0.6][epoch], trainAccuracy: [0, 0.5, 1][epoch], testAccuracy: [0.25, 0.25, 0.75][epoch],
  }));
  const { find } = onStage({ frames, at: 2 });
  const [loss, accuracy] = [find(".loss canvas"), find(".accuracy canvas")], x = [0.63, 1.88, 3.13]; // 240 epochs over 300 px
  const at = (shares) => [shares.map((share, i) => [x[i], near(69 - 68 * share)])]; // from 1 to 69 px
  assert.deepEqual([curve(loss, 0), curve(loss, 2)], [at([1, 0.5, 0.25]), at([1, 0.75, 0.75])]);
  assert.deepEqual([curve(accuracy, 0), curve(accuracy, 2)], [at([0, 0.5, 1]), at([0.25, 0.25, 0.75])]);
  assert.equal(near(parseFloat(find(".strip .now").style.left)), 1.04); // 2.5 of 240
  assert.match(onStage({ frames: framesOf(0, 119), at: 119 }).find(".strip .now").style.left, /^49\.79\d*%$/); // 119.5 of 240
});

test("accuracy is measured against 1, however low it is", () => {
  const { find } = onStage({ frames: [frameOf(0, { trainAccuracy: 0.1, testAccuracy: 0.1 })] });
  assert.deepEqual(curve(find(".accuracy canvas"), 0), [[[0.63, 62.2]]]);
});

test("the heatmap and the crosses under the slider show what happened to the units", () => {
  const frames = [0, 1, 2, 3, 4].map((epoch) => frameOf(epoch, { active: Uint8Array.of(epoch < 2 ? 128 : 0, 64) }));
  const { find } = onStage({ frames, at: 4 }), row = [...find(".rows canvas").pixels.slice(0, 14)];
  assert.deepEqual([find(".rows canvas").width, find(".rows canvas").height], [640, 2]);
  const first = row[0], dead = row[6]; // 640 pixels are 240 epochs, so the third begins at 6
  assert.deepEqual(row, [...Array(6).fill(first), ...Array(8).fill(dead)]);
  assert.notEqual(first, dead);
  const [cross] = find(".deaths").shapes;
  assert.deepEqual(cross.path.map(([, x]) => x), [147.5, 152.5, 147.5, 152.5]); // half way of 300 px
});

test("news name the unit by its layer and its number", () => {
  const frames = [0, 1, 2].map((epoch) => frameOf(epoch, { theta: new Float32Array(19), active: Uint8Array.of(9, 9, 9, epoch === 2 ? 0 : 9, 9) }));
  const { text } = onStage({ layout: layoutOf({ sizes: [2, 2, 3, 1] }), frames, at: 2 });
  assert.match(text(".news"), /^1 of 5 units is dead\.$/);
  assert.match(text(".rest"), /unit 2\.2, in epoch 2/);
  assert.match(text(".spoken"), /^Epoch 2\. 1 of 5 units is dead\. Active nowhere on the plane\. .*The last to go was unit 2\.2/);
});

test("legend and figures are those of the run", () => {
  const { text, find, all } = onStage({ frames: framesOf(0, 0) });
  assert.deepEqual(all(".legend li").map(({ textContent }) => textContent), ["■ class 0", "● class 1", "⊙ ring: held out", "boundary"]);
  assert.deepEqual([text(".figure"), text(".held-out"), text(".loss .figures"), text(".accuracy .figures")], ["50 %", "25 % on held-out points", "0.500 train, 0.750 held out", "50 % train, 25 % held out"]);
  assert.equal(find(".view").getAttribute("aria-label"), "The output over the plane with 3 points. Accuracy 50 %.");
  assert.deepEqual(all(".unit").map((unit) => unit.getAttribute("aria-label")), ["Unit 1.1: active, active on 67 % of the points", "Unit 1.2: active, active on 33 % of the points"], "two of three, one of three");
});

test("a fit is told as R², and the map and its legend speak of where it says 0", () => {
  const { text, all } = onStage({ layout: layoutOf({ regression: true }) });
  assert.deepEqual([text(".figure"), text(".view-title"), text(".score .measure"), text(".accuracy .measure")], ["0.50", "Output, and the line where it is 0", "R²", "R²"]);
  assert.deepEqual(all(".legend li").map(({ textContent }) => textContent).slice(0, 2), ["● −1 or less", "● 1 or more"]);
});
