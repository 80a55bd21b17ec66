// The bytes of a reel and of a layout, written by hand: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { readFrames, readLayout, readReelHead, readWords, VERSION, versionOf } from "../../static/stage/reel.js";

// All numbers little-endian: version, generation, request, flags, epoch and batch it follows, rate, thousandths of epochs: reached, and in a second; frames.
const headOf = (count) => [5, 0, 0, 0, /**/ 1, 2, 3, 250, /**/ 4, 1, 0, 0, /**/ 1, 0, 0, 0, /**/ 0, 1, 0, 0, /**/ 3, 0, 0, 0, /**/ 45, 0, 0, 0, /**/ 68, 1, 4, 0, /**/ 226, 4, 0, 0, /**/ count, 0, 0, 0];
const HEAD = headOf(2);
const float = (value) => [...new Uint8Array(Float32Array.of(value).buffer)];
const double = (value) => [...new Uint8Array(Float64Array.of(value).buffer)];
const int = (value) => [value & 255, value >> 8, 0, 0];
// Epoch, batch, four measures, two classes' right answers, theta, two bytes a unit, one of the output, and none to three more, so that the next
// frame begins at a multiple of 4.
const record = (epoch, batch, measures, theta, active) => [
  ...int(epoch), ...int(batch), ...measures.flatMap(double), ...[0.25, 0.75, ...theta].flatMap(float), ...active, ...active.map((share) => share + 100), epoch % 256, ...Array(3 - (2 * active.length) % 4).fill(77),
];
// Bytes as they lie in a larger buffer, at a place that is no multiple of 4.
const inside = (bytes) => Uint8Array.from([1, 2, 3, ...bytes, 9, 9, 9, 9, 9, 9, 9, 9]).subarray(3, 3 + bytes.length);

test("this is version 5, and each head says its own", () => {
  assert.equal(VERSION, 5);
  assert.deepEqual([versionOf(inside(HEAD)), versionOf(inside([1, 1, 0, 0]))], [5, 257]);
});

test("a head's fields are where the format says", () => {
  assert.deepEqual(readReelHead(inside(HEAD)), { count: 2, generation: 0xfa030201, request: 260, ended: true, after: { epoch: 256, batch: 3 }, rate: 45, reached: 262.468, speed: 1.25 });
});

test("only the lowest flag is the end", () => {
  const ended = (flags) => readReelHead(Uint8Array.from([...HEAD.slice(0, 12), flags, ...HEAD.slice(13)])).ended;
  assert.deepEqual([0, 1, 2, 3, 128].map(ended), [false, true, false, true, false]);
});

for (const units of [1, 2, 3, 4, 5, 8, 9]) {
  test(`every field of the frames of ${units} units`, () => {
    const active = (first) => Array.from({ length: units }, (_, unit) => first + unit);
    const bytes = [...HEAD, ...record(300, 0, [1, 2, 3, 4], [0.5, -0.5], active(10)), ...record(300, 3, [5, NaN, 7, 8], [1.5, -8], active(20))];
    const read = readFrames(inside(bytes), { parameters: 2, units, batches: 4, classes: 2 });
    const plain = (frame) => Object.fromEntries(Object.entries(frame).map(([name, value]) => [name, ArrayBuffer.isView(value) ? [...value] : value]));
    assert.deepEqual(read.map(plain), [
      { epoch: 300, batch: 0, time: 300, trainLoss: 1, testLoss: 2, trainAccuracy: 3, testAccuracy: 4, right: [0.25, 0.75], theta: [0.5, -0.5], active: active(10), activeHeldOut: active(110), output: 44 },
      { epoch: 300, batch: 3, time: 300.75, trainLoss: 5, testLoss: NaN, trainAccuracy: 7, testAccuracy: 8, right: [0.25, 0.75], theta: [1.5, -8], active: active(20), activeHeldOut: active(120), output: 44 },
    ]);
  });
}

test("a reel without frames has none, and one that was cut off those that are whole", () => {
  const layout = { parameters: 2, units: 1, batches: 4, classes: 2 }, frame = record(1, 0, [1, 2, 3, 4], [5, 6], [7]);
  const count = (bytes) => readFrames(inside(bytes), layout).length;
  assert.deepEqual([count(headOf(0)), count([...headOf(1), ...frame]), count([...HEAD, ...frame, ...frame.slice(1)]), count([...HEAD, ...frame.slice(1)])], [0, 1, 1, 0]);
});

test("what is told in words follows the frames, if there is any", () => {
  const layout = { parameters: 2, units: 1, batches: 4, classes: 2 }, frame = record(1, 0, [1, 2, 3, 4], [5, 6], [7]);
  const told = { causes: [{ unit: 1, words: "ηλ −" }], advice: "Try it." }, words = new TextEncoder().encode(JSON.stringify(told));
  assert.deepEqual(readWords(inside([...headOf(1), ...frame, ...words]), layout), told);
  assert.deepEqual([headOf(0), [...headOf(1), ...frame]].map((bytes) => readWords(inside(bytes), layout)), Array(2).fill({ causes: [], advice: "" }));
});

test("frames are the browser's own: what comes into the buffer later does not change them", () => {
  const bytes = Uint8Array.from([...headOf(1), ...record(1, 0, [1, 2, 3, 4], [5, 6], [7])]);
  const [frame] = readFrames(bytes, { parameters: 2, units: 1, batches: 4, classes: 2 });
  bytes.fill(255);
  assert.deepEqual([frame.theta[0], frame.active[0]], [5, 7]);
});

const layoutOf = (meta) => {
  const text = new TextEncoder().encode(JSON.stringify({ arrays: [["table", 2]], ...meta }).padEnd(120));
  return readLayout(inside([...int(2), ...int(120), ...text, ...float(0.25), ...float(8)]));
};

test("from its sizes a layout knows its hidden units, and how many numbers a frame has", () => {
  // 3 · 4 + 4, 4 · 2 + 2, 2 · 5 + 5
  const { hidden, units, weights, parameters, table } = layoutOf({ sizes: [3, 4, 2, 5], learned_slopes: false });
  assert.deepEqual([hidden, units, weights, parameters, [...table]], [[4, 2], 6, 16 + 10 + 15, 41, [0.25, 8]]);
  assert.equal(layoutOf({ sizes: [3, 4, 2, 5], learned_slopes: true }).parameters, 41 + 6, "a slope for each hidden unit");
});
