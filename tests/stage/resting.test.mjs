// When the page is told where the picture came to rest: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { pass } from "./browser.mjs";
import { Resting } from "../../static/stage/resting.js";

function watched() {
  const resting = new Resting(), told = [];
  const stage = { root: { isConnected: true }, stepping: false, layout: { generation: 5, family: 7 }, timeline: { playing: false, frame: { epoch: 12, batch: 3 } } };
  resting.tell = (moment) => told.push(moment);
  return { resting, told, stage };
}

test("the page is told which moment of which run, 300 ms after the last change", () => {
  const { resting, told, stage } = watched();
  resting.soon(stage);
  pass(299);
  assert.deepEqual(told, []);
  resting.soon(stage);
  pass(299);
  assert.deepEqual(told, [], "it was moved again");
  stage.timeline.frame = { epoch: 13 };
  pass(1);
  assert.deepEqual(told, [{ generation: 5, family: 7, epoch: 13 }]);
  pass(1000);
  assert.equal(told.length, 1);
});

test("nothing is told while it plays, before a frame has come, or when it is gone", () => {
  for (const set of [({ timeline }) => (timeline.playing = true), ({ timeline }) => (timeline.frame = undefined), ({ root }) => (root.isConnected = false)]) {
    const { resting, told, stage } = watched();
    set(stage);
    resting.soon(stage);
    pass(1000);
    assert.deepEqual([told, resting.hasTold], [[], false]);
  }
});

test("who steps is waited for", () => {
  const { resting, told, stage } = watched();
  stage.stepping = true;
  resting.soon(stage);
  pass(700);
  stage.stepping = false;
  pass(199);
  assert.equal(told.length, 0);
  pass(1);
  assert.equal(told.length, 1);
});

test("a page that runs may finish before it is told, for 1.8 seconds", (t) => {
  const { resting, told, stage } = watched(), app = { dataset: { testScriptState: "running" } };
  t.mock.method(document, "querySelector", () => app);
  resting.soon(stage);
  pass(700);
  app.dataset.testScriptState = "notRunning";
  pass(199);
  assert.equal(told.length, 0);
  pass(1);
  assert.equal(told.length, 1);
  app.dataset.testScriptState = "running";
  resting.soon(stage);
  pass(2099);
  assert.equal(told.length, 1);
  pass(1);
  assert.equal(told.length, 2);
});

test("who changes something just before the page is told is heard first", () => {
  const { resting, told, stage } = watched();
  resting.giveWay(stage);
  pass(1000);
  assert.equal(told.length, 0, "there was nothing to tell");
  resting.soon(stage);
  pass(299);
  resting.giveWay(stage);
  pass(299);
  assert.equal(told.length, 0);
  pass(1);
  assert.equal(told.length, 1);
  resting.giveWay(stage);
  pass(1000);
  assert.equal(told.length, 1, "it has been told");
});

test("where another run comes before the page was told, that is told when it has rested as well", () => {
  const { resting, told, stage } = watched();
  resting.soon(stage);
  pass(299);
  stage.layout.generation = 6;
  resting.runChanged(stage);
  pass(299);
  assert.deepEqual(told, []);
  pass(1);
  assert.deepEqual(told, [{ generation: 6, family: 7, epoch: 12 }]);
});

test("another run is told of only where the page follows already", () => {
  const { resting, told, stage } = watched();
  resting.runChanged(stage);
  pass(1000);
  assert.equal(told.length, 0);
  resting.soon(stage);
  pass(300);
  resting.runChanged(stage);
  pass(300);
  assert.equal(told.length, 2);
});

test("where nobody listens nothing happens", () => {
  const { resting, stage } = watched();
  resting.tell = null;
  resting.soon(stage);
  pass(300);
  assert.equal(resting.hasTold, true);
});
