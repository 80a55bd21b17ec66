// What was measured so far, as CSV: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { csvOf } from "../../static/live/table.js";

test("every number and every short list of a moment has its column, a row for each moment", () => {
  const frames = [3, 4].map((epoch) => ({ epoch, at: epoch / 2, loss: 10 - epoch, dead: Float32Array.of(0.5, epoch) }));
  assert.equal(csvOf(frames), "moment,at,loss,dead.1,dead.2\r\n3,1.5,7,0.5,3\r\n4,2,6,0.5,4\r\n");
});

test("a list of 64 is short, a longer one is left out", () => {
  const titles = (length) => csvOf([{ epoch: 0, list: new Float32Array(length), last: 1 }]).split("\r\n")[0].split(",");
  assert.deepEqual([titles(64).length, titles(64)[64], titles(65)], [66, "list.64", ["moment", "last"]]);
});

test("the parameters and the shares of active units are left out, whatever they are called further", () => {
  const few = Float32Array.of(1);
  const text = csvOf([{ epoch: 0, theta: few, theta_old: few, active: few, active_share: few, inactive: few, my_theta: few, activeness: 2 }]);
  assert.equal(text, "moment,inactive.1,my_theta.1\r\n0,1,1\r\n");
});
