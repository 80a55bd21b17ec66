// Which frame is shown, what is asked for and when: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { Timeline } from "../../static/stage/timeline.js";

const layout = { generation: 5, parameters: 3 };
const frames = (from, to, share = () => 128) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ epoch: from + i, active: Uint8Array.of(share(from + i), 9) }));

test("a reel that is handed over twice is played once", () => {
  const timeline = new Timeline(layout);
  timeline.add(frames(0, 0), 0, false);
  timeline.add(frames(1, 5), 1, false);
  timeline.add(frames(1, 5), 1, false);
  assert.deepEqual(timeline.frames.map(({ epoch }) => epoch), [0, 1, 2, 3, 4, 5]);
});

test("it asks once, from where it is, and again only after the answer", () => {
  const timeline = new Timeline(layout), asked = [];
  timeline.ask = (want) => asked.push(want);
  timeline.add(frames(0, 0), 0, false);
  timeline.wantMore();
  timeline.wantMore();
  assert.equal(asked.length, 1);
  assert.equal(asked[0].generation, 5);
  assert.equal(asked[0].epoch, 0);
  timeline.add(frames(1, 12), asked[0].request, false);
  timeline.wantMore();
  assert.equal(asked.at(-1).epoch, 12);
});

test("it plays before anything has come, and waits for the first frame", () => {
  const timeline = new Timeline(layout);
  timeline.playing = true;
  assert.equal(timeline.advance(), false);
  assert.equal(timeline.playing, true);
  timeline.add(frames(0, 1), 0, false);
  assert.equal(timeline.advance(), true);
});

test("deaths and revivals are noticed with their epochs", () => {
  const timeline = new Timeline(layout);
  timeline.add(frames(0, 9, (epoch) => (epoch >= 3 && epoch < 7 ? 0 : 100)), 0, false);
  assert.deepEqual(timeline.events.map(({ kind, epoch }) => [kind, epoch]), [["died", 3], ["revived", 7]]);
});

test("memory is bounded and the place that is shown is kept", () => {
  const big = { generation: 1, parameters: 2 ** 16 }, timeline = new Timeline(big); // 256 KB a frame
  for (let epoch = 0; epoch < 600; epoch++) {
    timeline.add(frames(epoch, epoch), 0, false);
    timeline.goTo(timeline.frames.length - 1);
  }
  assert.ok(timeline.frames.length <= 257);
  assert.equal(timeline.frame.epoch, 599);
  assert.equal(timeline.frames[0].epoch, 0);
  timeline.goToEpoch(100);
  assert.ok(Math.abs(timeline.frame.epoch - 100) <= 64);
});

test("a run that has ended stops by itself", () => {
  const timeline = new Timeline(layout);
  timeline.add(frames(0, 1), 0, true);
  timeline.playing = true;
  assert.equal(timeline.advance(), true);
  assert.equal(timeline.advance(), false);
  assert.equal(timeline.playing, false);
});

test("it asks no more when another run has taken its place", () => {
  const timeline = new Timeline(layout), asked = [];
  timeline.ask = (want) => asked.push(want);
  timeline.add(frames(0, 0), 0, false);
  timeline.abandon();
  timeline.wantMore();
  assert.equal(asked.length, 0);
});

test("what is refused is asked for again, a little later", (context) => {
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const timeline = new Timeline(layout), asked = [];
  timeline.ask = (want) => asked.push(want);
  timeline.add(frames(0, 0), 0, false);
  timeline.wantMore();
  timeline.refused(100);
  assert.equal(timeline.trouble, "", "a busy seat is no trouble yet");
  now = 99;
  timeline.wantMore();
  assert.equal(asked.length, 1);
  now = 100;
  timeline.wantMore();
  assert.equal(asked.length, 2);
  timeline.refused(1000, true);
  assert.match(timeline.trouble, /Waiting for the server/);
  timeline.restarts = true;
  assert.match(timeline.trouble, /restarts: back in a moment/);
  timeline.lostSince = now;
  assert.match(timeline.trouble, /lost this picture/);
  timeline.found();
  timeline.wantMore();
  assert.equal(asked.length, 3, "at its new seat it asks at once");
  timeline.add(frames(1, 4), asked[2].request, false);
  assert.equal(timeline.trouble, "");
  timeline.late = true;
  assert.match(timeline.trouble, /Waiting for the server/, "it has come back since");
});

test("while the next frame is on its way it is said how far that is", () => {
  const timeline = new Timeline(layout);
  timeline.add(frames(0, 7), 0, false);
  const told = (reached, at = 7) => {
    Object.assign(timeline, { reached, at });
    return timeline.trouble;
  };
  assert.deepEqual([told(null), told(7), told(7.999), told(6.9), told(0), told(7.5, 6)], ["", "Epoch 8: 0 % done", "Epoch 8: 99 % done", "Catching up: 6 of 7", "Catching up: 0 of 7", ""]);
  timeline.late = true;
  assert.match(told(7.5), /Waiting for the server/);
});

test("an answer that never comes is asked for again, and said", (context) => {
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const timeline = new Timeline(layout), asked = [];
  timeline.ask = (want) => asked.push(want);
  timeline.add(frames(0, 0), 0, false);
  timeline.wantMore();
  now = 3999;
  timeline.wantMore();
  assert.equal(asked.length, 1);
  now = 4000;
  timeline.wantMore();
  assert.equal(asked.length, 2);
  assert.match(timeline.trouble, /Waiting for the server/);
});
