// The duration of a recording, put in where Matroska has it: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { withDuration } from "../../static/stage/webm.js";

const HEAD = [0x1a, 0x45, 0xdf, 0xa3, 1, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3], SEGMENT = [0x18, 0x53, 0x80, 0x67], UNKNOWN = [1, 255, 255, 255, 255, 255, 255, 255];
const APP = [0x4d, 0x80, 0x82, 0x68, 0x69], CLUSTER = [0x1f, 0x43, 0xb6, 0x75, ...UNKNOWN, 9, 9, 9];
const tick = (nanoseconds) => [0x2a, 0xd7, 0xb1, 0x83, nanoseconds >> 16, (nanoseconds >> 8) & 255, nanoseconds & 255];
const recording = (info, size = [0x80 | info.length]) => Uint8Array.from([...HEAD, ...SEGMENT, ...UNKNOWN, 0x15, 0x49, 0xa9, 0x66, ...size, ...info, ...CLUSTER]);

function read(bytes) {
  const at = HEAD.length + 12, view = new DataView(bytes.buffer);
  assert.deepEqual([...bytes.subarray(0, at + 4)], [...recording([]).subarray(0, at + 4)], "what comes before stays");
  assert.deepEqual([view.getUint32(at + 4), ...bytes.subarray(-CLUSTER.length)], [0x01000000, ...CLUSTER], "and what comes after");
  const size = view.getUint32(at + 8), content = bytes.subarray(at + 12, at + 12 + size);
  assert.equal(at + 12 + size + CLUSTER.length, bytes.length);
  assert.deepEqual([...content.subarray(-11, -8)], [0x44, 0x89, 0x88]);
  return { rest: [...content.subarray(0, -11)], ticks: view.getFloat64(at + 12 + size - 8) };
}

test("it is the last of what is told of the recording, in its ticks", () => {
  for (const [nanoseconds, ticks] of [[1_000_000, 2500], [100_000, 25_000]]) {
    const info = [...tick(nanoseconds), ...APP];
    assert.deepEqual(read(withDuration(recording(info), 2500)), { rest: info, ticks });
  }
  assert.equal(read(withDuration(recording(APP), 2500)).ticks, 2500, "a tick is a millisecond unless it is said");
});

test("a duration that was there gives way, and a size may be longer than it must", () => {
  const info = [...APP, 0x44, 0x89, 0x84, 0, 0, 0, 0];
  for (const size of [[0x40, info.length], [1, 0, 0, 0, 0, 0, 0, info.length]]) {
    assert.deepEqual(read(withDuration(recording(info, size), 40)), { rest: APP, ticks: 40 });
  }
});

test("what is no recording of unknown size stays as it is", () => {
  const sized = Uint8Array.from([...HEAD, ...SEGMENT, 0x85, 0x15, 0x49, 0xa9, 0x66, 0x80]);
  for (const bytes of [Uint8Array.of(), Uint8Array.of(1, 2, 3), Uint8Array.from(HEAD), sized, new Uint8Array(40), recording([]).subarray(0, 20)]) {
    assert.equal(withDuration(bytes, 1000), bytes);
  }
});
