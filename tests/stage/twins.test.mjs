// Runs side by side: what is read, said and sent. node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { addingHtml, without } from "../../static/twins/adding.js";
import { countDead, everDead, isComparable, lastDeath, preventedInWords, revivedInWords, twinsInWords } from "../../static/twins/compared.js";
import { isKnown, partsOf } from "../../static/twins/reading.js";
import { Timeline } from "../../static/stage/timeline.js";

const RUN = { units: 2, inactive: "dead" };
// Two runs of two units, epoch by epoch: unit 0 of the first dies at 1, unit 1 is dead from the start and comes back at 2.
const SHARES = [[[9, 0], [9, 9]], [[0, 0], [9, 0]], [[0, 9], [0, 9]]];
function compared(at = 2, runs = [RUN, RUN]) {
  const timeline = new Timeline({ parameters: 1, runs });
  const frames = SHARES.map((twins, epoch) => ({ epoch, time: epoch, active: Uint8Array.from(twins.flat()), twins: twins.map((active) => ({ epoch, active: Uint8Array.from(active) })) }));
  timeline.add(frames, 0, false);
  timeline.goTo(2);
  timeline.goTo(at);
  return timeline;
}

test("who has been dead in each run is counted up to the moment that is shown", () => {
  const dead = (at) => everDead(compared(at)).map((units) => [...units].sort());
  assert.deepEqual([dead(0), dead(1), dead(2)], [[[1], []], [[0, 1], [1]], [[0, 1], [0, 1]]]);
  assert.deepEqual([0, 1, 2].map((at) => countDead(compared(at).frame)), [[1, 0], [2, 1], [1, 1]]);
});

test("a difference prevents those who died in the first run and have never been dead in its own", () => {
  const told = (at) => preventedInWords(everDead(compared(at)), 1, RUN);
  assert.equal(told(0), "Prevents it: the one unit that has been dead in the first run has been active here at every moment shown.");
  assert.equal(told(1), "Prevents: 1 of the 2 that have been dead in the first run has been active here at every moment shown.");
  assert.equal(told(2), "Prevents: none of the 2 that have been dead in the first run have been active here at every moment shown.");
  assert.equal(preventedInWords([new Set(), new Set()], 1, RUN), "No unit of the first run has been dead so far.");
  assert.match(preventedInWords([new Set([0]), new Set()], 1, { inactive: "leaking" }), /the one unit that has been leaking in the first run/);
});

test("another seed's units are others, and of a run that has diverged nothing is prevented", () => {
  const frame = { epoch: 5, twins: [{ epoch: 5 }, { epoch: 5 }, { epoch: 5 }, { epoch: 4 }] };
  assert.deepEqual([0, 1, 2, 3].map((twin) => isComparable({ same_draw: [true, true, false, true] }, frame, twin)), [false, true, false, false]);
});

test("the last death of the first run is the moment to ask for, once it is over", () => {
  assert.deepEqual([lastDeath(compared(0)), lastDeath(compared(1)), lastDeath(compared(2))], [null, null, 1]);
});

test("whom a difference revives is said as the server has counted it, and not where it cannot be", () => {
  const told = { since: 181, until: 200, revived: [[5, 2, 1], [5, 0, 0], null] };
  assert.deepEqual([1, 2, 3].map((twin) => revivedInWords(told, twin)), [
    "Revives: made in the first run at epoch 181, it has 2 of the 5 active again at epoch 200; the first run itself has 1.",
    "Revives: made in the first run at epoch 181, it has none of the 5 active again at epoch 200; the first run itself has none.",
    "",
  ]);
  assert.equal(revivedInWords({ since: 1, until: 2, revived: null }, 1), "");
});

test("the sentence counts each run's units from the left to the right, in its own word", () => {
  assert.deepEqual(twinsInWords(compared(1)), ["2 and 1 of 2 units are dead.", "From the left to the right, on the training points."]);
  const awake = { ...compared(1), frame: { twins: [{ active: [1, 9] }, { active: [2, 9] }] } };
  assert.equal(twinsInWords(awake)[0], "No unit is dead in either of the 2 runs.");
  assert.equal(twinsInWords(compared(1, [RUN, { ...RUN, inactive: "leaking" }]))[0], "2 dead and 1 leaking of 2 units.");
});

test("one twin is taken out of what is compared, and none can be added to four", () => {
  assert.deepEqual([1, 2, 3].map((twin) => without("a:1;b:2,c:3;d:4", twin)), ["b:2,c:3;d:4", "a:1;d:4", "a:1;b:2,c:3"]);
  const offered = (count) => addingHtml({ fields: { learning_rate: "Learning rate", alpha: "Alpha" }, runs: Array(count).fill(RUN) });
  assert.match(offered(3), /Learning rate/);
  assert.doesNotMatch(offered(3), /Alpha/);
  assert.equal(offered(4), "");
});

test("parts are read by the lengths before them, and layouts of another version are not known", () => {
  const bytes = (...numbers) => new Uint8Array(Uint32Array.from(numbers).buffer);
  assert.deepEqual(partsOf(bytes(102, 2, 4, 7, 8, 1, 2)).map((part) => [...new Uint32Array(part.slice().buffer)]), [[7], [1, 2]]);
  assert.deepEqual([isKnown(bytes(102, 2, 4, 0, 4, 5)), isKnown(bytes(102, 2, 4, 0, 4, 4)), isKnown(bytes(101, 1, 4, 0))], [true, false, false]);
});
