// Branches, speeds and own points: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { firstDifference, Past } from "../../static/stage/past.js";
import { encodePoints } from "../../static/stage/points.js";
import { Timeline } from "../../static/stage/timeline.js";

const frames = (from, to, share = 128) => Array.from({ length: to - from + 1 }, (_, i) => ({ epoch: from + i, batch: 0, time: from + i, active: Uint8Array.of(share) }));
const layout = (generation, changes = [], family = 1) => ({ generation, family, changes, parameters: 3 });
const played = (timeline, to) => {
  timeline.add(frames(0, to), 0, false);
  timeline.goTo(to);
  return timeline;
};

test("a branch keeps what it has in common with the run it leaves, and undo brings the rest back", () => {
  const past = new Past(), first = played(new Timeline(layout(1)), 30);
  past.keep(first);
  const branch = past.of(layout(2, ["20:learning_rate:0.1"]));
  assert.deepEqual([branch.newest.epoch, branch.at, branch.furthest], [19, 19, 19]);
  assert.equal(first.frames.length, 31);
  past.keep(branch);
  const again = past.of(layout(1));
  assert.equal(again, first);
  assert.equal(again.frame.epoch, 30);
});

test("a run of another shape begins anew", () => {
  const past = new Past();
  past.keep(played(new Timeline(layout(1)), 30));
  assert.equal(past.of(layout(2, [], 9)).frames.length, 0);
});

test("what was on the stage before is kept within bounds", () => {
  const past = new Past();
  for (let n = 0; n < 30; n++) past.keep(played(new Timeline(layout(n, [], n)), 5));
  assert.equal(past.timelines.length, 8);
  const big = (n) => played(new Timeline({ ...layout(100 + n, [], n), parameters: 2 ** 20 }), 9); // 40 MB each
  past.keep(big(1));
  past.keep(big(2));
  assert.equal(past.timelines.length, 1);
});

test("two runs are the same until the first change that one of them lacks", () => {
  assert.equal(firstDifference([], []), Infinity);
  assert.equal(firstDifference(["5:l1:1"], []), 5);
  assert.equal(firstDifference(["5:l1:1", "9:l1:0"], ["5:l1:1", "7:l2:1"]), 7);
});

test("at another speed only what was never shown is trained anew, and ten epochs a frame skips what is there", async () => {
  const timeline = new Timeline(layout(1)), asked = [];
  timeline.ask = (want) => asked.push(want);
  timeline.add(frames(0, 40), 0, false);
  timeline.goTo(25);
  timeline.setSpeed(10);
  assert.equal(timeline.newest.epoch, 25);
  timeline.goTo(0);
  timeline.advance();
  assert.equal(timeline.frame.epoch, 10);
  timeline.wantMore();
  await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual([asked.at(-1).every, asked.at(-1).epoch, asked.at(-1).shown], [10, 25, 10]);
  timeline.add([{ epoch: 35, batch: 0, time: 35, active: Uint8Array.of(0) }], asked.at(-1).request, false, { epoch: 25, batch: 0 });
  assert.equal(timeline.newest.epoch, 35);
});

test("mini-batches follow each other within an epoch", () => {
  const timeline = played(new Timeline(layout(1)), 3);
  const batch = (n) => ({ epoch: 3, batch: n, time: 3 + n / 5, active: Uint8Array.of(9) });
  timeline.setSpeed(0);
  timeline.add([batch(1), batch(2)], 0, false, { epoch: 3, batch: 0 });
  timeline.add([batch(1), batch(2)], 0, false, { epoch: 3, batch: 0 });
  timeline.add([batch(3), batch(4)], 0, false, { epoch: 3, batch: 2 });
  timeline.add(frames(4, 4), 0, false, { epoch: 3, batch: 4 });
  assert.deepEqual(timeline.frames.slice(-5).map(({ time }) => time), [3.2, 3.4, 3.6, 3.8, 4]);
  timeline.advance();
  assert.equal(timeline.frame.batch, 1);
});

test("own points are written as relu_viz/data/own_points.py writes them", () => {
  // encode_points(2.5, [[0, 0], [2.5, -2.5], [-1.2, 0.7], [9, -9]], [0, 1, 2, 1])
  const text = encodePoints(2.5, [[0, 0, 0], [2.5, -2.5, 1], [-1.2, 0.7, 2], [9, -9, 1]]);
  assert.equal(text, "AAAgQAAAAAAA_38BgAGQwtcjAv9_AYAB");
});
