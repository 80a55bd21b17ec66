// What a browser records as WebM does not say how long it is. Matroska's elements: an identity, a size, the content.

import { joined } from "../shared/bytes.js";

const SEGMENT = 0x18538067, INFO = 0x1549a966, DURATION = 0x4489, TICK = 0x2ad7b1; // a tick is so many nanoseconds
const MILLISECOND = 1e6;
const MOST_BYTES = 8; // of a size

// The same recording with its duration; as it was, if it is of another kind.
export function withDuration(bytes, ms) {
  const segment = find(elementsOf(bytes, 0, bytes.length), SEGMENT);
  if (!segment || segment.sized) return bytes; // a size that is known would change, too: who knows it knows how long it is
  const info = find(elementsOf(bytes, segment.start, segment.end), INFO);
  if (!info?.sized) return bytes;
  const kept = [...elementsOf(bytes, info.start, info.end)].filter(({ id }) => id !== DURATION), tick = find(kept, TICK);
  const ticks = (ms * MILLISECOND) / (tick ? numberOf(bytes.subarray(tick.start, tick.end)) : MILLISECOND);
  const content = [...kept.map(({ at, end }) => bytes.subarray(at, end)), durationOf(ticks)];
  const size = content.reduce((sum, { length }) => sum + length, 0);
  return joined([bytes.subarray(0, info.at + 4), sizeOf(size), ...content, bytes.subarray(info.end)]);
}

function find(elements, wanted) {
  for (const element of elements) if (element.id === wanted) return element;
  return null;
}

function* elementsOf(bytes, from, to) {
  for (let at = from; at + 1 < to; ) {
    const sizeAt = at + lengthAt(bytes, at), start = sizeAt + lengthAt(bytes, sizeAt);
    if (start - sizeAt > MOST_BYTES) return; // no element
    const first = bytes[sizeAt] & (0xff >> (start - sizeAt)), size = numberOf([first, ...bytes.subarray(sizeAt + 1, start)]);
    const sized = size < 2 ** (7 * (start - sizeAt)) - 1, end = sized ? start + size : to; // all ones: a size that is not known
    yield { id: numberOf(bytes.subarray(at, sizeAt)), at, start, end, sized };
    at = end;
  }
}

// How many bytes an identity or a size has: its first byte begins with one 0 less.
const lengthAt = (bytes, at) => Math.clz32(bytes[at]) - 23;

const numberOf = (bytes) => bytes.reduce((number, byte) => 256 * number + byte, 0);

function durationOf(ticks) {
  const element = new DataView(new ArrayBuffer(11));
  element.setUint16(0, DURATION);
  element.setUint8(2, 0x88); // eight bytes follow
  element.setFloat64(3, ticks);
  return new Uint8Array(element.buffer);
}

function sizeOf(number) {
  const size = new DataView(new ArrayBuffer(8));
  size.setUint32(0, 0x01000000); // seven bytes
  size.setUint32(4, number);
  return new Uint8Array(size.buffer);
}
