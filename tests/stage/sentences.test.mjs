// Each sentence below the network, word by word: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { shareOf } from "../../static/stage/activity.js";
import { momentName } from "../../static/stage/moment.js";
import { sentence } from "../../static/stage/sentence.js";
import { Timeline } from "../../static/stage/timeline.js";

const LAYOUT = {
  generation: 5, parameters: 3, sizes: [2, 2, 1, 1], hidden: [2, 1], units: 3, inactive: "dead", activation: "ReLU", dataset: "Two Moons", regression: false,
  moves_without_gradient: false, y_train: Array(255), y_test: [0], changes: [],
};
const VARIED = [[-1, 2]], FLAT = [[2, 2]]; // the output at two places of the plane
const nameOf = (unit) => `1.${unit + 1}`;

// What is said at a moment of a run, of which each unit's shares of 255 are given, epoch by epoch. Of those held out units are
// as active as on the training points, and on the plane as well, unless others are given.
function said(shares, { at = shares.length - 1, furthest = shares.length - 1, ended = false, accuracy = 0.5, heldOut = shares, seen = shares[at], logits = VARIED, output = 9, causes = [], advice = "", ...layout } = {}) {
  const timeline = new Timeline({ ...LAYOUT, ...layout });
  const frames = shares.map((active, epoch) => ({ epoch, output, trainAccuracy: accuracy, active: Uint8Array.from(active), activeHeldOut: Uint8Array.from(heldOut[epoch]) }));
  timeline.add(frames, 0, ended, undefined, { causes, advice });
  timeline.goTo(furthest);
  timeline.goTo(at);
  return sentence(timeline, { seen, logits }, nameOf);
}

test("before it plays it says what will be learned, and by how many units", () => {
  const first = (units) => said([Array(units).fill(9)], { units, hidden: [units] });
  assert.deepEqual(first(3), ["Press Play.", "3 ReLU units will learn two moons. Watch for squares that get a ✕.", null]);
  assert.equal(first(1)[1], "1 ReLU unit will learn two moons. Watch for squares that get a ✕.");
});

test("whoever is dead before the first step is told at once", () => {
  assert.equal(said([[0, 9, 9]])[1], "3 ReLU units will learn two moons. 1 of them is dead already. Watch for squares that get a ✕.");
  assert.equal(said([[0, 9, 0]])[1], "3 ReLU units will learn two moons. 2 of them are dead already. Watch for squares that get a ✕.");
  assert.deepEqual(said([[0, 0, 0]]), ["Press Play.", "All 3 ReLU units are dead before the first step. Watch whether any of them wakes up.", null]);
  assert.equal(said([[0]], { units: 1, hidden: [1], inactive: "leaking" })[1], "The one ReLU unit is leaking before the first step. Watch whether it wakes up.");
});

test("at epoch 0 of a run that was played, and at once after its first step, it says what is to be seen", () => {
  const alive = Array(2).fill([9, 9, 9]);
  assert.equal(said(alive, { at: 0 })[0], "All 3 units are active.");
  assert.equal(said(alive, { at: 1 })[0], "All 3 units are active.");
});

test("while all are active it says how well the points are learned", () => {
  const alive = Array(3).fill([9, 9, 1]);
  assert.deepEqual(said(alive, { accuracy: 0.875 }), ["All 3 units are active.", "Accuracy 88 % on the points it learns from.", null]);
  assert.deepEqual(said(alive, { accuracy: 0.875, regression: true }), ["All 3 units are active.", "R² is 0.88 on the points it learns from.", null]);
  assert.equal(said([[9], [9]], { units: 1, hidden: [1] })[0], "The one unit is active.");
  assert.equal(said([[9, 9], [9, 9]], { units: 2, hidden: [2] })[0], "All 2 units are active.");
});

test("an answer that is one class all over the plane is told, of one output and of several, but not of a fit", () => {
  const alive = Array(2).fill([9, 9, 9]), told = (logits, more) => said(alive, { logits, ...more })[1];
  assert.equal(told([[-3, -0.5]]), "It answers class 0 all over the plane. Accuracy 50 % on the points it learns from.");
  assert.match(told([[3, 0.5]]), /^It answers class 1 all over/);
  assert.match(told([[0, 0], [1, 2], [0, 1]]), /^It answers class 1 all over/);
  assert.match(told([[0, 3], [1, 2], [0, 1]]), /^Accuracy/);
  assert.match(told([[3, 0.5]], { regression: true }), /^R²/);
});

test("an output whose ReLU says 0 on all points it learns from is told, and whether it does so all over the plane", () => {
  const alive = Array(2).fill([9, 9, 9]), fitting = { regression: true, rectified_output: true, output: 0 };
  assert.deepEqual(said(alive, { ...fitting, logits: [[0, 0]] }), [
    "The output is silent.", "Its ReLU says 0 all over the plane, so nothing is passed back, and nothing learns.", null,
  ]);
  assert.equal(said(alive, { ...fitting, logits: [[0, 0.1]] })[1], "Its ReLU says 0 on all points it learns from, though not all over the plane, so nothing is passed back, and nothing learns.");
  assert.match(said(alive, { ...fitting, logits: [[0, 0]], moves_without_gradient: true })[1], /passed back, and weights move only by momentum or a penalty\.$/);
  assert.deepEqual(said([[9, 9, 9], [0, 0, 9]], { ...fitting, logits: [[0, 0]] }).slice(0, 2), [
    "All of layer 1 is dead.", "The output's ReLU says 0 all over the plane, so nothing is passed back, and nothing learns.",
  ]);
  assert.equal(said(alive, { ...fitting, output: 1, logits: [[0, 0]] })[0], "All 3 units are active.", "it learns from a point between the places");
  assert.equal(said(alive, { regression: true, output: 0, logits: [[0, 0]] })[0], "All 3 units are active.", "a linear output");
});

const dying = [[9, 9, 255], [9, 51, 0], [9, 0, 0]], THREE = { hidden: [3] };
test("the last that died is named, and why, in the words that came with it", () => {
  const causes = [{ unit: 2, epoch: 1, time: 0.5, died: true, words: "for this reason." }, { unit: 1, epoch: 2, time: 2, died: true, words: "for that reason." }];
  assert.deepEqual(said(dying.slice(0, 2), { ...THREE, causes }), ["1 of 3 units is dead.", "Active nowhere on the plane. The last to go was unit 1.3, in epoch 1: for this reason.", 1]);
  assert.deepEqual(said(dying, { ...THREE, causes }), ["2 of 3 units are dead.", "Active nowhere on the plane. The last to go was unit 1.2, in epoch 2: for that reason.", 2]);
});

test("who went in one step, or between the same two frames, is among the last to go", () => {
  const both = [[9, 9, 9], [9, 0, 0]], cause = (unit, time) => ({ unit, epoch: 1, time, died: true, words: "so." });
  const rest = (...causes) => said(both, { ...THREE, causes })[1].replace("Active nowhere on the plane. ", "");
  assert.equal(rest(cause(1, 0.5), cause(2, 0.5)), "Among the last to go was unit 1.3, in epoch 1: so.");
  assert.equal(rest(cause(1, 0.25), cause(2, 0.5)), "The last to go was unit 1.3, in epoch 1: so.");
  assert.match(rest(cause(1, 0.25)), /^Among the last to go was unit 1\.3, in epoch 1: at epoch 0 it was active/);
  assert.match(rest(), /^Among the last to go was unit 1\.3, in epoch 1: /);
});

test("where no cause is known none is said, but what was seen", () => {
  assert.equal(said(dying, THREE)[1], "Active nowhere on the plane. The last to go was unit 1.2, in epoch 2: at epoch 1 it was active on 20 % of the points.");
  const elsewhere = [{ unit: 1, epoch: 2, time: 2, died: false, words: "no." }, { unit: 0, epoch: 2, time: 2, died: true, words: "no." }, { unit: 1, epoch: 3, time: 2.5, died: true, words: "no." }, { unit: 1, epoch: 1, time: 1, died: true, words: "no." }];
  assert.match(said(dying, { ...THREE, causes: elsewhere })[1], /at epoch 1 it was active on 20 % of the points\.$/, "another's cause, or another time's, is not this one's");
});

test("dead is three things: on the training points, on those held out too, all over the plane", () => {
  const told = (now, { heldOut, seen, ...more } = {}) => said([[9, 9, 9], now], { ...THREE, heldOut: [[9, 9, 9], heldOut ?? now], seen: seen ?? now, ...more })[1].split(". ")[0];
  assert.equal(told([0, 0, 9]), "Active nowhere on the plane");
  assert.equal(told([0, 0, 9], { seen: [1, 0, 1] }), "On the training points, all of them on those held out too, 1 all over the plane");
  assert.equal(told([0, 0, 9], { heldOut: [4, 0, 9] }), "On the training points, 1 on those held out too, 1 all over the plane");
  assert.equal(told([0, 0, 9], { heldOut: [4, 4, 9], seen: [1, 1, 1] }), "On the training points, none on those held out too, none all over the plane");
  assert.equal(told([0, 0, 9], { seen: [1, 0, 1], y_test: [] }), "On the training points, 1 all over the plane");
  assert.equal(told([0, 9, 9], { seen: [1, 1, 1] }), "On all points, but not all over the plane");
  assert.equal(told([0, 9, 9], { heldOut: [4, 9, 9] }), "On the training points, but not on those held out");
});

test("of up to 255 points a byte tells how many they were", () => {
  const byteOf = (count, points) => Math.max(1, Math.min(254, Math.round((255 * count) / points))); // as share_to_byte does
  for (const points of [2, 3, 50, 200, 255]) for (let count = 1; count < points; count++) assert.equal(shareOf(byteOf(count, points), points), count / points);
  assert.deepEqual([0, 255].map((byte) => shareOf(byte, 200)), [0, 1]);
  assert.ok(shareOf(254, 2000) < 1 && shareOf(1, 2000) > 0);
  const twoOf200 = said([[9, 9, 3], [9, 9, 0]], { ...THREE, y_train: Array(200) })[1];
  assert.match(twoOf200, /active on 1\.0 % of the points\.$/, "a third of a byte more than 2 of 200");
});

test("after scrubbing back the last is the last until then", () => {
  const shares = [...dying, [9, 0, 0]];
  const [news, rest, epoch] = said(shares, { at: 1, ...THREE });
  assert.match(rest, /The last to go was unit 1\.3, in epoch 1: at epoch 0 it was active on 100 % of the points\.$/);
  assert.deepEqual([news, epoch], ["1 of 3 units is dead.", 1]);
  assert.equal(said(shares, { at: 2, ...THREE })[2], 2, "at its own epoch it is told");
});

test("what happens in a later mini-batch of the same epoch is not told before", () => {
  const timeline = new Timeline({ ...LAYOUT, ...THREE });
  const frames = [[9, 0, 9], [9, 0, 9], [0, 0, 9]].map((active, batch) => ({ epoch: 0, batch, time: batch / 4, trainAccuracy: 1, active: Uint8Array.from(active), activeHeldOut: Uint8Array.from(active) }));
  const causes = [{ unit: 0, epoch: 1, time: 0.5, died: true, words: "step 2 of 4." }];
  timeline.add(frames, 0, false, undefined, { causes, advice: "" });
  timeline.goTo(2);
  const rest = (at) => (timeline.goTo(at), sentence(timeline, { seen: [0, 0, 0], logits: VARIED }, nameOf)[1]);
  assert.deepEqual([1, 2].map(rest), ["Active nowhere on the plane. Unit 1.2 was dead from the first weights on.", "Active nowhere on the plane. The last to go was unit 1.1, in epoch 1: step 2 of 4."]);
  assert.match(said([[9, 9, 9], [9, 9, 1]], { at: 1 })[1], /^Accuracy/);
});

test("between two mini-batches it was active just before, without a number of the epoch", () => {
  const timeline = new Timeline({ ...LAYOUT, ...THREE });
  const frames = [[9, 9, 9], [9, 9, 5], [9, 9, 0]].map((active, batch) => ({ epoch: 3, batch, time: 3 + batch / 4, trainAccuracy: 1, active: Uint8Array.from(active), activeHeldOut: Uint8Array.from(active) }));
  timeline.frames.push(frames[0]);
  timeline.add(frames.slice(1), 0, false, { epoch: 3, batch: 0 });
  timeline.goTo(2);
  assert.match(sentence(timeline, { seen: [1, 1, 0], logits: VARIED }, nameOf)[1], /unit 1\.3, in epoch 4: just before it was active on 2\.0 % of the points\.$/);
});

test("who comes back is told, be there others that did not or none, and why if that is known", () => {
  const back = [[9, 0, 9], [9, 4, 9]], causes = [{ unit: 1, epoch: 1, time: 0.25, died: false, words: "step 1 of 4 woke it." }];
  assert.deepEqual(said(back, THREE), ["All 3 units are active.", "Unit 1.2 came back in epoch 1.", 1]);
  assert.deepEqual(said(back, { ...THREE, causes }), ["All 3 units are active.", "Unit 1.2 came back in epoch 1: step 1 of 4 woke it.", 1]);
  const other = [[0, 0, 9], [0, 4, 9]];
  assert.deepEqual(said(other, { ...THREE, causes }), ["1 of 3 units is dead.", "Active nowhere on the plane. Unit 1.2 came back in epoch 1: step 1 of 4 woke it.", 1]);
});

test("who was silent from the start is told in the activation's words, or whose hand it was", () => {
  const born = [[9, 9, 0], [9, 9, 0]], rest = (more) => said(born, { ...THREE, ...more });
  assert.deepEqual(rest(), ["1 of 3 units is dead.", "Active nowhere on the plane. Unit 1.3 was dead from the first weights on.", 0]);
  assert.equal(rest({ inactive: "leaking" })[1], "Active nowhere on the plane. Unit 1.3 was leaking from the first weights on.");
  assert.match(rest({ causes: [{ unit: 2, epoch: 0, time: 0, died: true, words: "a weight set by hand." }] })[1], /Unit 1\.3: a weight set by hand\.$/);
});

test("of a dead layer it is said what this run can still do", () => {
  const whole = (more, active = [0, 0, 9]) => said([[9, 9, 9], active], more);
  assert.deepEqual(whole(), [
    "All of layer 1 is dead.",
    "The output is the same on all points it learns from, though not all over the plane. Only the biases of layer 2 and what comes after them still learn; all else gets no gradient and never moves again by itself.", 1,
  ]);
  assert.match(whole({ logits: FLAT })[1], /^The output is the same everywhere\. Only/);
  assert.match(whole({ moves_without_gradient: true })[1], /; all else gets no gradient, and moves only by momentum or a penalty\.$/);
  assert.match(whole({}, [9, 9, 0])[1], /Only the output's bias still learns;/);
  const wide = { sizes: [2, 1, 2, 1], hidden: [1, 2], units: 3 };
  assert.match(said([[9, 9, 9], [0, 9, 9]], wide)[1], /Only the biases of layer 2 and what/);
  assert.match(said([[9, 9, 9], [0, 9, 0]], wide)[1], /Only the biases of layer 2's active units and what is active after them still learn;/);
  assert.match(whole({ sizes: [2, 2, 1, 3] }, [9, 9, 0])[1], /Only the output's biases still learn;/);
});

test("every layer that is dead throughout is told, and what follows the last; one that only leaks is not", () => {
  const silent = (active, more) => said([Array(active.length).fill(9), active], { inactive: "dead", ...more });
  assert.deepEqual([[0, 0, 9], [9, 9, 0], [0, 0, 0]].map((active) => silent(active)[0]), ["All of layer 1 is dead.", "All of layer 2 is dead.", "Layers 1 and 2 are dead."]);
  assert.match(silent([0, 0, 0])[1], /Only the output's bias still learns;/);
  const five = { sizes: [2, 1, 1, 1, 1, 1, 1], hidden: [1, 1, 1, 1, 1], units: 5 };
  assert.equal(silent([0, 9, 0, 0, 9], five)[0], "Layers 1, 3 and 4 are dead.");
  assert.match(silent([0, 9, 0, 0, 9], five)[1], /Only the biases of layer 5 and what comes after them still learn;/);
  assert.equal(silent([0, 9, 9])[0], "1 of 3 units is dead.");
  assert.equal(silent([9, 0, 9])[0], "1 of 3 units is dead.");
  assert.equal(silent([9, 9, 0], { inactive: "leaking" })[0], "1 of 3 units is leaking.");
});

test("a run that diverged says so at its last frame, and not before, with the advice that came", () => {
  const shares = Array(4).fill([0, 0, 9]), ended = { ended: true, advice: "Do this." };
  assert.deepEqual(said(shares, ended), ["Training diverged.", "Do this.", null]);
  assert.equal(said(shares, { ...ended, at: 2 })[0], "All of layer 1 is dead.");
  assert.equal(said(shares.slice(0, 1), ended)[1], "Do this.");
});

test("a moment is an epoch, and the mini-batches since, if there are any", () => {
  const named = [{ epoch: 0, batch: 0 }, { epoch: 7 }, { epoch: 7, batch: 1 }, { epoch: 0, batch: 12 }].map(momentName);
  assert.deepEqual(named, ["Epoch 0", "Epoch 7", "Epoch 7, batch 1", "Epoch 0, batch 12"]);
});
