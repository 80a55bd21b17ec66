// Weights and biases set by hand: what is listed, and which change is asked for: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fire, point, set } from "./browser.mjs";
import { frameOf, framesOf, layoutOf, onStage } from "./playground.mjs";

// 2 · 2 weights and 2 biases, then 2 · 3 and 3, then 3 and 1.
const DEEP = { sizes: [2, 2, 3, 1], chosen_features: ["x2", "square"] };
const COUNTED = Float32Array.from({ length: 19 }, (_, n) => n / 8);

function opened({ more = DEEP, theta = COUNTED, frames, ...rest } = {}) {
  const layout = layoutOf(more), page = onStage({ layout, frames: frames ?? [frameOf(0, { theta, active: new Uint8Array(layout.units).fill(9) })], ...rest });
  page.find(".weights").open = true;
  fire(page.find(".weights"), "toggle");
  return { ...page, rows: () => page.all(".weights li").map((row) => [row.textContent, Number(row.querySelector("input").value)]), inputs: () => page.all(".weights input") };
}

test("every unit can be chosen, in words, the outputs last", () => {
  const options = (sizes) => onStage({ layout: layoutOf({ sizes }), frames: [] }).all(".weights option").map(({ textContent, value }) => [textContent, value]);
  assert.deepEqual(options([2, 2, 1, 1]), [["into unit 1.1", "1.0"], ["into unit 1.2", "1.1"], ["into unit 2.1", "2.0"], ["into the output", "3.0"]]);
  assert.deepEqual(options([2, 1, 3]), [["into unit 1.1", "1.0"], ["into output 0", "2.0"], ["into output 1", "2.1"], ["into output 2", "2.2"]]);
});

test("a unit's weights are listed by where they come from, with its bias, of whatever layer it is", () => {
  const { rows, find } = opened();
  const into = (unit) => {
    set(find(".weights select"), unit);
    return rows();
  };
  assert.deepEqual(rows(), [["x₂", 0], ["x₁²", 2 / 8], ["bias", 4 / 8]], "at first the first unit");
  assert.deepEqual(into("1.1"), [["x₂", 1 / 8], ["x₁²", 3 / 8], ["bias", 5 / 8]]);
  assert.deepEqual(into("2.0"), [["1.1", 6 / 8], ["1.2", 9 / 8], ["bias", 12 / 8]]);
  assert.deepEqual(into("2.2"), [["1.1", 8 / 8], ["1.2", 11 / 8], ["bias", 14 / 8]]);
  assert.deepEqual(into("3.0"), [["2.1", 15 / 8], ["2.2", 16 / 8], ["2.3", 17 / 8], ["bias", 18 / 8]]);
});

test("a learned slope is the last of a hidden unit's list, and can be set; an output has none", () => {
  const { rows, find, inputs, sent } = opened({ more: { ...DEEP, learned_slopes: true, parameters: 24 }, theta: Float32Array.from({ length: 24 }, (_, n) => n / 8) });
  assert.deepEqual(rows().at(-1), ["slope", 19 / 8]);
  set(find(".weights select"), "2.1");
  assert.deepEqual(rows().slice(-2), [["bias", 13 / 8], ["slope", 22 / 8]]);
  set(inputs().at(-1), "-0.5");
  assert.deepEqual(sent, [{ changes: "0:a2.2:-0.5" }]);
  set(find(".weights select"), "3.0");
  assert.deepEqual(rows().at(-1), ["bias", 18 / 8]);
});

test("weights are told with four figures", () => {
  const { rows } = opened({ more: {}, theta: Float32Array.of(0.123456, 0, -1234.56, 0, 1e-7, 0, 0, 0, 0) });
  assert.deepEqual(rows(), [["x₁", 0.1235], ["x₂", -1235], ["bias", 1e-7]]);
});

test("nothing is listed while the list is closed, nor before a frame has come", () => {
  const { all, stage, find } = onStage();
  stage.draw(0);
  set(find(".weights select"), "1.1");
  assert.equal(all(".weights li").length, 0);
  assert.equal(opened({ frames: [] }).all(".weights li").length, 0);
});

test("the list follows the moment that is shown, but not under somebody's hands", () => {
  const frames = [0, 1].map((epoch) => frameOf(epoch, { theta: COUNTED.map((x) => x + epoch), active: new Uint8Array(5).fill(9) }));
  const { stage, rows, inputs } = opened({ frames });
  inputs()[1].focus();
  inputs()[1].value = "7";
  stage.timeline.goTo(1);
  stage.draw(1e6);
  assert.deepEqual(rows().map(([, value]) => value), [1, 7, 1.5]);
  assert.equal(document.activeElement, inputs()[1], "it is still the same row");
});

test("while it plays the list goes along", () => {
  const { stage, rows } = opened({ frames: [0, 1].map((epoch) => frameOf(epoch, { theta: COUNTED.map((x) => x + epoch), active: new Uint8Array(5).fill(9) })) });
  stage.timeline.goTo(1);
  stage.play();
  stage.draw(1e6);
  assert.deepEqual(rows().map(([, value]) => value), [1, 1.25, 1.5]);
});

test("another run of the same family keeps the list, another network gets its own", () => {
  const { stage, find, rows, inputs } = opened(), before = inputs()[0], show = (layout) => {
    stage.take(layout, stage.timeline);
    stage.draw(1e6);
  };
  show(layoutOf({ ...DEEP, generation: 6 }));
  assert.equal(inputs()[0], before);
  show(layoutOf({ ...DEEP, generation: 7, family: 8 }));
  assert.notEqual(inputs()[0], before);
  set(find(".weights select"), "3.0");
  show(layoutOf({ ...DEEP, sizes: [2, 2, 4, 1], family: 9, chosen_features: ["x1", "x2"] }));
  assert.deepEqual(rows().map(([label]) => label), ["x₁", "x₂", "bias"]);
  assert.equal(stage.root.querySelectorAll(".weights option").length, 7);
});

test("what is set is a change at the epoch that is shown, in the words of a link", () => {
  const frames = framesOf(0, 3, { theta: COUNTED, active: new Uint8Array(5).fill(9) });
  const { inputs, sent, find } = opened({ frames, at: 3 });
  set(inputs()[0], "0.5");
  set(inputs()[1], "-2");
  set(inputs()[2], "1e-3");
  set(find(".weights select"), "2.2");
  set(inputs()[1], "0");
  set(inputs()[2], "4");
  assert.deepEqual(sent.map(({ changes }) => changes), ["3:w1.1.1:0.5", "3:w1.2.1:-2", "3:b1.1:0.001", "3:w2.2.3:0", "3:b2.3:4"]);
});

test("a thousand is the most, and what is no number or too much is put back", () => {
  const { inputs, sent, rows } = opened({ more: {}, theta: new Float32Array(9).fill(0.5) });
  for (const wrong of ["", "1000.1", "-1000.1", "much"]) {
    set(inputs()[0], wrong);
    assert.deepEqual([sent.length, rows()[0][1]], [0, 0.5], wrong);
  }
  for (const right of ["1000", "-1000"]) set(inputs()[0], right);
  assert.deepEqual(sent.map(({ changes }) => changes), ["0:w1.1.1:1000", "0:w1.1.1:-1000"]);
  assert.deepEqual(["type", "min", "max", "step"].map((name) => inputs()[0][name]), ["number", "-1000", "1000", "0.1"]);
});

test("earlier changes stay, those from this epoch on that it replaces or that would come later do not", () => {
  const changes = ["2:w1.1.1:9", "3:learning_rate:0.1", "3:w1.1.1:8", "3:w1.2.1:7", "4:learning_rate:0.2", "10:w1.1.1:5"];
  const frames = framesOf(0, 3, { theta: COUNTED, active: new Uint8Array(5).fill(9) });
  const { inputs, sent } = opened({ more: { ...DEEP, changes }, frames, at: 3 });
  set(inputs()[0], "1");
  assert.equal(sent[0].changes, "2:w1.1.1:9,3:learning_rate:0.1,3:w1.2.1:7,3:w1.1.1:1");
});

test("a link that is clicked pauses, opens its unit's list and takes the keyboard to its weight, all of it marked", () => {
  const { stage, find, all } = onStage();
  stage.play();
  point(find(".links"), "click", 184, 218.5); // half way from the second input to the second unit
  assert.equal(stage.timeline.playing, false);
  assert.deepEqual([find(".weights").open, find(".weights select").value], [true, "1.1"]);
  const input = all(".weights input")[1];
  assert.deepEqual([document.activeElement === input, input.isSelected, input.value], [true, true, "-1"]);
});
