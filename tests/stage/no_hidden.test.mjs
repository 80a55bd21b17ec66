// A network without hidden layers on the stage: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fire, paint, point } from "./browser.mjs";
import { frameOf, layoutOf, onStage } from "./playground.mjs";

// The output is 1 · x₁ − 2 · x₂ + 0.5.
const bare = (at = 0) => {
  const frames = [0, 1].map((epoch) => frameOf(epoch, { theta: Float32Array.of(1, -2, 0.5), active: new Uint8Array(0) }));
  return onStage({ layout: layoutOf({ sizes: [2, 1] }), frames: frames.slice(0, at + 1), at });
};

test("it is said what it is, before it plays and while it does", () => {
  assert.deepEqual([bare().text(".news"), bare().text(".rest")], [
    "Press Play.", "Without a hidden layer the output only weighs up the inputs. How far does that get with moons?",
  ]);
  assert.deepEqual([bare(1).text(".news"), bare(1).text(".rest")], ["No hidden layer.", "Accuracy 50 % on the points it learns from."]);
});

test("inputs lead straight to the output, which is drawn", () => {
  const { stage, all } = bare();
  assert.deepEqual(Array.from(stage.planes.at(-1)[0].slice(0, 3)), [-5.5, -4.5, -3.5], "x₂ is 2, x₁ is −2, −1, 0");
  assert.equal(all("button.unit").length, 0);
  assert.equal(all(".links")[0].shapes.filter(({ kind }) => kind === "stroke").length, 2);
});

test("there is no strip of units to choose, and the spread has the output alone", () => {
  for (const at of [0, 1]) {
    const { all, find, stage } = bare(at);
    assert.equal(find(".choice [data-below=strip]").hidden, true);
    assert.equal(stage.shownBelow, "spread");
    assert.deepEqual(all(".spread b").map((name) => name.textContent), ["Output"]);
  }
  assert.equal(onStage().find(".choice [data-below=strip]").hidden, false);
});

test("whoever points at the map is told the answer there, and of no squares", () => {
  const { find, text } = bare();
  assert.equal(text(".hint"), "Point at the map to ask what the network answers there.");
  point(find(".view"), "pointermove", 200, 200);
  paint();
  assert.match(text(".hint"), /^At x₁ = 0\.00, x₂ = 0\.00: class 1, \d+ % sure\.$/);
});

test("its weights are listed, to be set by hand", () => {
  const { find, all, sent } = bare(), box = find(".weights");
  box.open = true;
  fire(box, "toggle");
  assert.deepEqual(all(".weights li span").map((each) => each.textContent), ["x₁", "x₂", "bias"]);
  const [first] = all(".weights input");
  first.value = "3";
  fire(first, "change");
  assert.deepEqual(sent, [{ changes: "0:w1.1.1:3" }]);
});
