// The stage on paper: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fire } from "./browser.mjs";
import { framesOf, onStage } from "./playground.mjs";

test("when the page is printed the drawing is made, in paper's colours, and afterwards the stage has its own", (context) => {
  const { stage, find } = onStage({ frames: framesOf(0, 4), at: 4 }), { style } = stage.root, grounds = [];
  context.mock.method(stage, "restyled", () => grounds.push(style["--st-background-color"]));
  fire(window, "beforeprint");
  const paper = find(".printed");
  assert.deepEqual([paper.width, paper.height, paper.context.ratio], [3006, 1692, 3]);
  assert.match(paper.shapes.find(({ kind }) => kind === "fillText").text, /^Epoch 4\. /);
  assert.deepEqual(grounds, ["#ffffff", undefined]);
});

test("a stage that has gone, or has nothing to show yet, is not drawn", () => {
  const { stage, find, timeline } = onStage(), paper = find(".printed");
  timeline.frames = [];
  fire(window, "beforeprint");
  assert.equal(paper.width, 300);
  const { length } = window.listeners;
  stage.root.remove();
  fire(window, "beforeprint");
  assert.equal(paper.width, 300);
  assert.ok(window.listeners.length < length, "and nobody listens any more");
});
