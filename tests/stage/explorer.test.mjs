// The plot of f and f′ without a page: what is set and told, what can be taken hold of, what the tables say.
import assert from "node:assert/strict";
import test from "node:test";

import { problemOf } from "../../static/explorer/controls.js";
import { canHold } from "../../static/explorer/hand.js";
import { wordsFor } from "../../static/explorer/picture.js";
import { Settings } from "../../static/explorer/settings.js";
import { alphaThrough, curve, valueAt } from "../../static/explorer/tables.js";

const z = Float32Array.of(-2, -1, 0, 1, 2);
const leaky = (alphas) => Float32Array.from(alphas.flatMap((alpha) => [-2 * alpha, -alpha, 0, 1, 2]));
const data = (focus = "leaky", alpha = 0.5) => ({
  focus,
  range: 2,
  activations: [{ name: "relu", label: "ReLU", alpha: null }, { name: "leaky", label: "Leaky ReLU", alpha, low: -1, high: 1 }],
  "relu.z": z, "relu.alphas": Float32Array.of(0), "relu.f": leaky([0]), "relu.slope": z,
  "leaky.z": z, "leaky.alphas": Float32Array.of(-1, 0, 1), "leaky.f": leaky([-1, 0, 1]), "leaky.slope": z,
});
const settingsOf = (given) => {
  const told = [], changed = [];
  const settings = new Settings(given, (state) => told.push(state), (each) => changed.push(each?.name ?? null));
  return { settings, told, changed, leaky: settings.named("leaky") };
};

test("between tabled alphas and places the tables are linear, and the alpha through a point is found", () => {
  const table = { z, alphas: Float32Array.of(-1, 0, 1), table: leaky([-1, 0, 1]) };
  assert.deepEqual([...curve(table, 0.25)], [-0.5, -0.25, 0, 1, 2]);
  assert.equal(valueAt(z, curve(table, 0.25), -1.5), -0.375);
  assert.equal(alphaThrough(table, -1, -0.75), 0.75);
  assert.equal(alphaThrough(table, -1, -9), 1, "beyond all curves it is the nearest one");
});

test("who moves an alpha brings it into focus, within its bounds and with three decimals", () => {
  const { settings, changed, leaky } = settingsOf(data("relu"));
  settings.moveAlpha(leaky, 0.123456);
  assert.deepEqual([settings.focus.name, leaky.alpha], ["leaky", 0.123]);
  settings.moveAlpha(leaky, 7);
  assert.equal(leaky.alpha, 1);
  settings.moveTo(-9);
  assert.equal(settings.z, -2);
  assert.deepEqual(changed, ["leaky", "leaky", null]);
});

test("the server is told when a finger lets go, of alphas where there are any", () => {
  const { settings, told, leaky } = settingsOf(data());
  settings.hold();
  settings.moveAlpha(leaky, 0.7);
  assert.deepEqual(told, []);
  settings.commit();
  assert.deepEqual(told, [{ focus: "leaky", alphas: { leaky: 0.7 } }]);
});

test("what comes from the server is taken, unless a finger is on an alpha", () => {
  const { settings, changed, leaky } = settingsOf(data());
  settings.hold();
  settings.take(data("relu", 0.2));
  assert.deepEqual([settings.focus.name, leaky.alpha, changed], ["leaky", 0.5, []]);
  settings.commit();
  settings.take(data("relu", 0.2));
  assert.deepEqual([settings.focus.name, leaky.alpha, changed], ["relu", 0.2, ["relu", "leaky"]]);
  settings.take(data("gone", 0.2));
  assert.equal(settings.focus.name, "relu", "the first, where the one in focus is not among them");
});

test("the bent side can be taken hold of, near the curve only, and only where alpha makes a difference", () => {
  const { settings, leaky } = settingsOf(data());
  const near = 0.2;
  assert.equal(canHold(leaky, { z: -1, f: -0.4, near }), true);
  assert.equal(canHold(leaky, { z: -1, f: 0, near }), false, "too far away");
  assert.equal(canHold(leaky, { z: 1, f: 1, near }), false, "alpha moves nothing there");
  assert.equal(canHold(leaky, { z: -1, f: null, near }), false, "the lower panel shows the slope");
  assert.equal(canHold(settings.named("relu"), { z: -1, f: 0, near }), false, "it has no alpha");
});

test("an alpha out of bounds, or none, gets a sentence", () => {
  const elu = { label: "ELU", low: -1, high: 3 };
  assert.deepEqual([-1, 0, 3].map((value) => problemOf(elu, value)), ["", "", ""]);
  for (const value of [-1.01, 99, NaN, Infinity]) assert.equal(problemOf(elu, value), "Alpha of ELU must be a number from -1 to 3.");
});

test("the words name the function, its alpha if it has one, and what it is at z", () => {
  assert.equal(wordsFor({ label: "ReLU", alpha: null }, { z: 1, f: 1, slope: 1 }), "ReLU at z = 1.00: f = 1.000, slope f′ = 1.000.");
  assert.match(wordsFor({ label: "ELU", alpha: 1.0500001 }, { z: 0, f: 0, slope: 1.05 }), /^ELU \(α = 1\.05\) at z = 0\.00/);
});
