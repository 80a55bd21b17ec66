// What is changed at the diagram itself: layers, units, inputs, and the links that lead to a weight.
import assert from "node:assert/strict";
import test from "node:test";

import { point } from "./browser.mjs";
import { frameOf, layoutOf, onStage } from "./playground.mjs";

const labelled = (all, label) => all("button").find((button) => button.getAttribute("aria-label") === label);

test("a layer more has four units, a layer less is the last one", () => {
  const { all, sent, text } = onStage({ layout: layoutOf({ sizes: [2, 3, 5, 2, 1] }), frames: [] });
  assert.equal(text(".layers span"), "3 hidden layers");
  labelled(all, "Add a hidden layer").click();
  labelled(all, "Remove the last hidden layer").click();
  assert.deepEqual(sent, [{ hidden: "3,5,2,4" }, { hidden: "3,5" }]);
});

test("the last layer can go as well, and there are no more than the layout allows", () => {
  const off = (sizes, most_layers) => {
    const { all } = onStage({ layout: layoutOf({ sizes, most_layers }), frames: [] });
    return [labelled(all, "Remove the last hidden layer").disabled, labelled(all, "Add a hidden layer").disabled];
  };
  assert.deepEqual([off([2, 1], 3), off([2, 1, 1], 3), off([2, 1, 1, 1, 1], 3)], [[true, false], [false, false], [false, true]]);
  assert.equal(onStage({ layout: layoutOf({ sizes: [2, 1] }), frames: [] }).text(".layers span"), "no hidden layers");
  assert.equal(onStage().text(".layers span"), "1 hidden layer");
  assert.equal(onStage({ layout: layoutOf({ sizes: [2, 1, 1, 1] }), frames: [] }).text(".layers span"), "2 hidden layers");
});

test("a layer's units are one fewer or one more, from one to eight", () => {
  const { all, sent } = onStage({ layout: layoutOf({ sizes: [2, 1, 7, 8, 9, 1] }), frames: [] });
  const buttons = [1, 2, 3, 4].map((layer) => [labelled(all, `Remove a unit from layer ${layer}`), labelled(all, `Add a unit to layer ${layer}`)]);
  assert.deepEqual(buttons.map(([fewer, more]) => [fewer.disabled, more.disabled]), [[true, false], [false, false], [false, true], [false, true]]);
  assert.deepEqual(buttons[0].map(({ textContent, title }) => [textContent, title]), [["−", "Remove a unit from layer 1"], ["+", "Add a unit to layer 1"]]);
  const titles = all(".layer").map((title) => title.textContent);
  assert.deepEqual(titles, ["inputs", "1 unit−+", "7 units−+", "8 units−+", "9 units−+"]);
  buttons.forEach(([fewer, more]) => [fewer, more].forEach((button) => button.click()));
  assert.deepEqual(sent.map(({ hidden }) => hidden), ["2,7,8,9", "1,6,8,9", "1,8,8,9", "1,7,7,9", "1,7,8,8"]);
});

test("an input is switched on and off, in the order in which there are inputs", () => {
  const { all, sent } = onStage({ layout: layoutOf({ chosen_features: ["square", "x1"] }), frames: [] });
  const inputs = all(".input");
  assert.deepEqual(inputs.map((input) => [input.getAttribute("aria-label"), input.getAttribute("aria-pressed")]), [["Input x₁", "true"], ["Input x₂", "false"], ["Input x₁²", "true"]]);
  inputs.forEach((input) => input.click());
  assert.deepEqual(sent, [{ features: "square" }, { features: "x1,x2,square" }, { features: "x1" }]);
});

test("a network must be told something: its last input stays", () => {
  const off = (chosen_features) => onStage({ layout: layoutOf({ chosen_features }), frames: [] }).all(".input").map(({ disabled }) => disabled);
  assert.deepEqual(off(["x2"]), [false, true, false]);
  assert.deepEqual(off(["x1", "x2"]), [false, false, false]);
});

test("where a lesson hides the editing there is nothing to change", () => {
  const hidden = (hide) => {
    const { find, all } = onStage({ layout: layoutOf({ view: { hide } }) });
    return [find(".layers").hidden, find(".weights").hidden, find(".draw").hidden, all(".layer button").length, all(".input")[0].getAttribute("aria-label")];
  };
  assert.deepEqual(hidden(["diagram"]), [true, true, true, 0, null]);
  assert.deepEqual(hidden(["speed"]), [false, false, false, 2, "Input x₁"]);
});

// Three layers: 2 · 2 + 2 parameters, then 2 · 3 + 3, then 3 · 1 + 1. Each weight is its place.
const DEEP = layoutOf({ sizes: [2, 2, 3, 1], chosen_features: ["x2", "square"] });
const COUNTED = { theta: Float32Array.from({ length: 19 }, (_, n) => n + 1 / 16), active: new Uint8Array(5).fill(9) };
// The middle of the gap behind a column of tiles, at the height of a link that is level there.
const between = (stage, layer, from, to) => {
  const { ends } = stage.diagram, a = ends[layer - 1][from], b = ends[layer][to];
  return [(a.right + b.left) / 2, (a.middle + b.middle) / 2];
};

test("pointing at a link tells whence and where it leads, and its weight", () => {
  const { stage, find } = onStage({ layout: DEEP, frames: [frameOf(0, COUNTED)] }), links = find(".links");
  const told = (...link) => {
    point(links, "pointermove", ...between(stage, ...link));
    return [links.title, links.style.cursor];
  };
  assert.deepEqual(told(1, 0, 0), ["x₂ → 1.1: 0.0625. Click to change it.", "pointer"]);
  assert.deepEqual(told(1, 1, 1), ["x₁² → 1.2: 3.06. Click to change it.", "pointer"]);
  assert.deepEqual(told(2, 1, 2), ["1.2 → 2.3: 11.1. Click to change it.", "pointer"], "6 parameters, and 5 of this layer");
  assert.deepEqual(told(3, 2, 0), ["2.3 → output: 17.1. Click to change it.", "pointer"]);
  point(links, "pointermove", 1, 1);
  assert.deepEqual([links.title, links.style.cursor], ["", ""]);
});

test("of a weight that is wider than it can be drawn that is told as well", () => {
  const theta = COUNTED.theta.slice();
  theta[11] = -900; // the weight from 1.2 to 2.3
  const { stage, find } = onStage({ layout: DEEP, frames: [frameOf(0, { ...COUNTED, theta })] }), links = find(".links");
  point(links, "pointermove", ...between(stage, 2, 1, 2));
  assert.equal(links.title, "1.2 → 2.3: −900, more than its width shows. Click to change it.");
});

test("before a frame has come a link has no weight to tell", () => {
  const { stage, find } = onStage({ layout: DEEP, frames: [] }), links = find(".links");
  point(links, "pointermove", ...between(stage, 1, 0, 0));
  assert.deepEqual([links.title, links.style.cursor], ["", "pointer"]);
});

test("a click on a link opens the list of weights at it, one beside a link does not", () => {
  const { stage, find, all } = onStage({ layout: DEEP, frames: [frameOf(0, COUNTED)] });
  point(find(".links"), "click", 1, 1);
  assert.equal(find(".weights").open, false);
  point(find(".links"), "click", ...between(stage, 2, 1, 2));
  assert.deepEqual([find(".weights").open, find(".weights select").value], [true, "2.2"]);
  assert.equal(document.activeElement, all(".weights input")[1]);
});
