// The runs that were on the stage before: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { firstDifference, Past } from "../../static/stage/past.js";
import { Timeline } from "../../static/stage/timeline.js";

const layoutOf = (generation, { family = 1, changes = [], parameters = 3 } = {}) => ({ generation, family, changes, parameters });
function played(layout, epochs = 10) {
  const timeline = new Timeline(layout);
  timeline.add(Array.from({ length: epochs }, (_, epoch) => ({ epoch, active: Uint8Array.of(9) })), 0, false);
  timeline.ask = () => assert.fail("it asks no more");
  return timeline;
}
const keptOf = (past) => past.timelines.map(({ layout }) => layout.generation);

test("a run that was kept comes back as it was, once, and asks nothing meanwhile", () => {
  const past = new Past(), one = played(layoutOf(1)), two = played(layoutOf(2));
  past.keep(one);
  past.keep(two);
  one.wantMore();
  assert.equal(past.of(layoutOf(1)), one);
  assert.deepEqual(keptOf(past), [2]);
  assert.notEqual(past.of(layoutOf(1)), one);
});

test("a run that is kept again is the latest", () => {
  const past = new Past(), [one, two] = [1, 2].map((generation) => played(layoutOf(generation)));
  for (const timeline of [one, two, one]) past.keep(timeline);
  assert.deepEqual(keptOf(past), [2, 1]);
});

test("eight runs are kept, the latest", () => {
  const past = new Past();
  for (let generation = 1; generation <= 10; generation++) {
    past.keep(played(layoutOf(generation)));
    if (generation === 8) assert.deepEqual(keptOf(past), [1, 2, 3, 4, 5, 6, 7, 8]);
  }
  assert.deepEqual(keptOf(past), [3, 4, 5, 6, 7, 8, 9, 10]);
});

test("together they have 64 MiB of parameters at most, and the last stays in any case", () => {
  const past = new Past(), large = (generation, epochs, parameters = 2 ** 20) => played(layoutOf(generation, { parameters }), epochs); // 4 MiB a frame
  past.keep(large(1, 8));
  past.keep(large(2, 8));
  assert.deepEqual(keptOf(past), [1, 2], "64 MiB");
  past.keep(large(3, 1));
  assert.deepEqual(keptOf(past), [2, 3], "68 MiB");
  past.keep(large(4, 1, 2 ** 25)); // 128 MiB
  assert.deepEqual(keptOf(past), [4]);
});

test("a new run shares with the last one what was before their first difference, if they are of one family", () => {
  const lengthOf = (layout, last = layoutOf(1, { changes: ["3:l2:0.5"] })) => {
    const past = new Past();
    if (last) past.keep(played(last));
    const timeline = past.of(layout);
    assert.deepEqual([timeline.layout, keptOf(past)], [layout, last ? [1] : []]);
    return timeline.frames.length;
  };
  assert.equal(lengthOf(layoutOf(2, { changes: ["3:l2:0.5", "7:l2:1"] })), 7);
  assert.equal(lengthOf(layoutOf(2, { changes: ["3:l2:0.25"] })), 3);
  assert.equal(lengthOf(layoutOf(2, { changes: ["3:l2:0.25"], family: 2 })), 0);
  assert.equal(lengthOf(layoutOf(2), null), 0);
});

test("it is the last run that a new one is compared with", () => {
  const past = new Past();
  past.keep(played(layoutOf(1, { changes: ["6:l2:1"] })));
  past.keep(played(layoutOf(2, { changes: ["2:l2:1"] })));
  assert.equal(past.of(layoutOf(3, { changes: ["6:l2:1", "8:l2:2"] })).frames.length, 2);
});

test("two runs differ from the earliest change on that is not in both", () => {
  const a = "2:l2:0.1", b = "5:l2:0.1", c = "0:learning_rate:1", d = "12:w1.1.1:3";
  for (const [some, others, from] of [
    [[], [], Infinity], [[a], [a], Infinity], [[a], [], 2], [[], [b], 5], [[a, b], [a], 5], [[a], [a, b, d], 5], [[a, b], [a, d], 5],
    [[a, d], [a, b], 5], [[c, a], [c, b], 2], [[c], [a], 0], [["2:l2:0.1"], ["2:l2:0.2"], 2], [[d, b], [], 5],
  ]) assert.equal(firstDifference(some, others), from, `${some} and ${others}`);
});
