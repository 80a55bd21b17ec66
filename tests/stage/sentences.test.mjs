// Each sentence below the network, word by word: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { momentName } from "../../static/stage/moment.js";
import { percent, score, sentence } from "../../static/stage/sentence.js";
import { Timeline } from "../../static/stage/timeline.js";

const LAYOUT = {
  generation: 5, parameters: 3, hidden: [2, 1], units: 3, inactive: "dead", activation: "ReLU", dataset: "Two Moons", regression: false,
  learning_rate: 0.1, changes: [],
};
// What is said at a moment of a run, of which each unit's shares of 255 are given, epoch by epoch.
function said(shares, { at = shares.length - 1, furthest = shares.length - 1, ended = false, accuracy = 0.5, ...layout } = {}) {
  const timeline = new Timeline({ ...LAYOUT, ...layout });
  timeline.add(shares.map((active, epoch) => ({ epoch, trainAccuracy: accuracy, active: Uint8Array.from(active) })), 0, ended);
  timeline.goTo(furthest);
  timeline.goTo(at);
  return sentence(timeline, (unit) => `1.${unit + 1}`);
}

test("before it plays it says what will be learned, and by how many units", () => {
  const first = (units) => said([Array(units).fill(9)], { units, hidden: [units] });
  assert.deepEqual(first(3), ["Press Play.", "3 ReLU units will learn two moons. Watch for squares that go blank.", null]);
  assert.equal(first(2)[1], "2 ReLU units will learn two moons. Watch for squares that go blank.");
  assert.equal(first(1)[1], "1 ReLU unit will learn two moons. Watch for squares that go blank.");
  assert.equal(said([[0, 9, 9]])[0], "Press Play.", "whoever is dead already");
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

test("the last that died is named, with the rate that took it and how active it was before", () => {
  const dying = [[9, 9, 255], [9, 51, 0], [9, 0, 0]];
  assert.deepEqual(said(dying.slice(0, 2), { hidden: [3] }), [
    "1 of 3 units is dead.",
    "The last to go was unit 1.3, at epoch 1: one epoch of steps at learning rate 0.1 took it from 100 % of the points to none.", 1,
  ]);
  assert.deepEqual(said(dying, { hidden: [3] }), [
    "2 of 3 units are dead.",
    "The last to go was unit 1.2, at epoch 2: one epoch of steps at learning rate 0.1 took it from 20 % of the points to none.", 2,
  ]);
});

test("after scrubbing back the last is the last until then", () => {
  const dying = [[9, 9, 255], [9, 51, 0], [9, 0, 0], [9, 0, 0]];
  const [news, rest, epoch] = said(dying, { at: 1, hidden: [3] });
  assert.deepEqual([news, rest.slice(0, 32), epoch], ["1 of 3 units is dead.", "The last to go was unit 1.3, at ", 1]);
  assert.equal(said(dying, { at: 2, hidden: [3] })[2], 2, "at its own epoch it is told");
});

test("what happens in a later mini-batch of the same epoch is not told before", () => {
  const timeline = new Timeline({ ...LAYOUT, hidden: [3] });
  const frames = [[9, 0, 9], [9, 0, 9], [0, 0, 9]].map((active, batch) => ({ epoch: 0, batch, time: batch / 4, trainAccuracy: 1, active: Uint8Array.from(active) }));
  timeline.add(frames, 0, false);
  timeline.goTo(2);
  const rest = (at) => (timeline.goTo(at), sentence(timeline, (unit) => `1.${unit + 1}`)[1].slice(0, 32));
  assert.deepEqual([1, 2].map(rest), ["Unit 1.2 was dead from the first", "The last to go was unit 1.1, at "]);
});

test("from 5 % of the points on it was a step that killed it, below that it had been fading", () => {
  const rest = (share) => said([[9, 9, 9], [9, 9, share], [9, 9, 0]], { hidden: [3] })[1];
  assert.match(rest(13), /: one epoch of steps at learning rate 0\.1 took it from 5\.1 % of the points to none\.$/); // 13 / 255 = 0.051
  assert.match(rest(12), /at epoch 2: it had been fading, down to 4\.7 % of the points the epoch before\.$/); // 12 / 255 = 0.047
  assert.match(rest(1), /down to under 1 % of the points/);
});

test("the rate that is told is the one in force in the epoch before the death", () => {
  const changes = ["0:l2:0.5", "2:learning_rate:0.3", "2:w1.1.1:7", "4:learning_rate:0.01"];
  const rate = (death) => {
    const shares = Array.from({ length: 7 }, (_, epoch) => [9, 9, epoch < death ? 100 : 0]);
    return said(shares, { at: 6, hidden: [3], changes })[1].match(/rate ([\d.]+) /)[1];
  };
  assert.deepEqual([1, 2, 3, 4, 5, 6].map(rate), ["0.1", "0.1", "0.3", "0.3", "0.01", "0.01"]);
});

// What is said of a unit's death, of which the moments around it are given with its share at each.
function death(moments, changes = []) {
  const timeline = new Timeline({ ...LAYOUT, hidden: [2], units: 2, changes });
  timeline.add(moments.map(([epoch, batch, share]) => ({ epoch, batch, time: epoch + batch / 4, trainAccuracy: 1, active: Uint8Array.of(9, share) })), 0, false);
  timeline.goTo(moments.length - 1);
  return sentence(timeline, (unit) => `1.${unit + 1}`)[1].split(": ")[1];
}

test("every ten epochs it was ten epochs of steps, or the epoch ten before", () => {
  assert.equal(death([[0, 0, 255], [10, 0, 255], [20, 0, 0]]), "10 epochs of steps at learning rate 0.1 took it from 100 % of the points to none.");
  assert.equal(death([[0, 0, 5], [2, 0, 0]]), "it had been fading, down to 2.0 % of the points 2 epochs before.");
});

test("of a death in a mini-batch the rate of its own epoch is told", () => {
  const took = (rate) => `less than an epoch of steps at learning rate ${rate} took it from 100 % of the points to none.`, changes = ["3:learning_rate:0.5"];
  assert.equal(death([[0, 0, 255], [3, 0, 255], [3, 1, 0]], changes), took(0.5));
  assert.equal(death([[0, 0, 255], [2, 3, 255], [3, 0, 0]], changes), took(0.1));
  assert.equal(death([[0, 0, 255], [3, 0, 0]], changes), "3 epochs of steps at learning rate 0.1 took it from 100 % of the points to none.");
  assert.equal(death([[0, 0, 255], [3, 1, 5], [3, 2, 0]]), "it had been fading, down to 2.0 % of the points just before.");
});

test("who comes back is told, be there others that did not or none", () => {
  const back = [[9, 0, 9], [9, 4, 9]];
  assert.deepEqual(said(back, { hidden: [3] }), ["All 3 units are active.", "Unit 1.2 came back at epoch 1, when the layer below it changed.", 1]);
  const other = [[0, 0, 9], [0, 4, 9]];
  assert.deepEqual(said(other, { hidden: [3] }), ["1 of 3 units is dead.", "Unit 1.2 came back at epoch 1, when the layer below it changed.", 1]);
});

test("who was silent from the start is told in the activation's words", () => {
  const born = [[9, 9, 0], [9, 9, 0]], options = { hidden: [3] };
  assert.deepEqual(said(born, options), ["1 of 3 units is dead.", "Unit 1.3 was dead from the first weights on: active on no point.", 0]);
  assert.deepEqual(said(born, { ...options, inactive: "leaking" }), ["1 of 3 units is leaking.", "Unit 1.3 was leaking from the first weights on: active on no point.", 0]);
});

test("a layer that is dead throughout is told, the first of them; one that only leaks is not", () => {
  const silent = (active, inactive = "dead") => said([[9, 9, 9], active], { inactive })[0];
  assert.deepEqual(said([[9, 9, 9], [0, 0, 9]]), [
    "All of layer 1 is dead.", "The output is the same everywhere, and no gradient passes: this network can learn nothing more.", null,
  ]);
  assert.equal(silent([9, 9, 0]), "All of layer 2 is dead.");
  assert.equal(silent([0, 0, 0]), "All of layer 1 is dead.");
  assert.equal(silent([0, 9, 9]), "1 of 3 units is dead.");
  assert.equal(silent([9, 0, 9]), "1 of 3 units is dead.");
  assert.equal(silent([9, 9, 0], "leaking"), "1 of 3 units is leaking.");
});

test("a run that diverged says so at its last frame, and not before", () => {
  const shares = Array(4).fill([0, 0, 9]);
  assert.deepEqual(said(shares, { ended: true }), [
    "Training diverged.", "After epoch 3 the numbers grew beyond what a computer can hold. Try a smaller learning rate.", null,
  ]);
  assert.equal(said(shares, { ended: true, at: 2 })[0], "All of layer 1 is dead.");
  assert.equal(said(shares.slice(0, 1), { ended: true })[1], "After epoch 0 the numbers grew beyond what a computer can hold. Try a smaller learning rate.");
});

test("a share is told with one digit below 10 %, and small ones as small", () => {
  const told = { 0: "0.0 %", 0.0001: "under 1 %", 0.0099: "under 1 %", 0.01: "1.0 %", 0.0994: "9.9 %", 0.1: "10 %", 0.125: "13 %", 0.994: "99 %", 1: "100 %", NaN: "–", Infinity: "–" };
  for (const [share, words] of Object.entries(told)) assert.equal(percent(Number(share)), words, share);
});

test("a fit's score has two digits, down to −99", () => {
  const told = [[-99, "−99.00"], [-99.01, "below −99"], [-0.5, "−0.50"], [0, "0.00"], [1, "1.00"], [Infinity, "–"], [-Infinity, "–"]];
  for (const [value, words] of told) assert.equal(score({ regression: true }, value), words);
  assert.equal(score({ regression: false }, NaN), "–");
});

test("a moment is an epoch, and the mini-batches since, if there are any", () => {
  const named = [{ epoch: 0, batch: 0 }, { epoch: 7 }, { epoch: 7, batch: 1 }, { epoch: 0, batch: 12 }].map(momentName);
  assert.deepEqual(named, ["Epoch 0", "Epoch 7", "Epoch 7, batch 1", "Epoch 0, batch 12"]);
});
