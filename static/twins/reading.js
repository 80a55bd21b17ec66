// Reads what relu_viz/stage/twins.py packs: the layouts of several runs, and their reels.

import { unpack, versionOf } from "../shared/packing.js";
import { readFrames, readLayout, readReelHead, VERSION as OF_A_RUN } from "../stage/reel.js";

export const VERSION = 102, REVIVED = 103;

export { versionOf };

// Several strings of bytes that are one: version, how many, and each with its length before.
export function partsOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset), parts = [];
  for (let n = 0, at = 8; n < view.getUint32(4, true); n++) {
    const length = view.getUint32(at, true);
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}

// Whether layouts are such as are read here, and each run's own, too.
export function isKnown(layouts) {
  return versionOf(layouts) === VERSION && partsOf(layouts).slice(1).every((each) => versionOf(each) === OF_A_RUN);
}

export const readRevived = (bytes) => unpack(partsOf(bytes)[0]);

// What all runs have in common, and under `runs` the layout of each.
export function readTwins(bytes) {
  const [meta, ...layouts] = partsOf(bytes), runs = layouts.map(readLayout);
  return { ...unpack(meta), runs, parameters: runs.reduce((sum, run) => sum + run.parameters, 0) };
}

// Frames of all runs for the same epochs; a run that has diverged stays as it was last. `before` is the newest so far.
export function readTwinFrames(bytes, { runs }, before) {
  const reels = partsOf(bytes), head = readReelHead(reels[0]);
  const frames = reels.map((reel, k) => readFrames(reel, runs[k])), longest = frames.reduce((a, b) => (b.length > a.length ? b : a));
  let last = before?.twins ?? [];
  const joined = longest.map(({ epoch, batch, time }, i) => {
    last = frames.map((each, k) => each[i] ?? last[k]);
    return { epoch, batch, time, twins: last, active: Uint8Array.from(last.flatMap(({ active }) => [...active])) };
  });
  return { head, frames: joined };
}
