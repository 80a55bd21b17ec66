// Reads the two kinds of bytes that relu_viz/stage/reel.py packs and documents.

import { unpack, versionOf } from "../shared/packing.js";

export const VERSION = 5;
const REEL_HEAD = 40;
const FRAME_HEAD = 40; // epoch, batch and four measures

export { versionOf };

export function readLayout(bytes) {
  const layout = unpack(bytes);
  const { sizes } = layout;
  layout.hidden = sizes.slice(1, -1);
  layout.classes = layout.regression ? 0 : Math.max(2, sizes.at(-1));
  layout.units = layout.hidden.reduce((sum, units) => sum + units, 0);
  layout.weights = sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] + 1) * units, 0);
  layout.parameters = layout.weights + (layout.learned_slopes ? layout.units : 0);
  return layout;
}

export function readReelHead(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [generation, request, flags, epoch, batch, rate, reached, speed, count] = [4, 8, 12, 16, 20, 24, 28, 32, 36].map((at) => view.getUint32(at, true));
  return { generation, request, count, ended: (flags & 1) === 1, after: { epoch, batch }, rate, reached: reached / 1000, speed: speed / 1000 };
}

export function readFrames(bytes, layout) {
  const buffer = bytes.slice().buffer, { parameters, units, batches, classes } = layout;
  const size = sizeOfFrame(layout), end = Math.min(endOfFrames(bytes, layout), buffer.byteLength), frames = [];
  for (let at = REEL_HEAD; at + size <= end; at += size) {
    const head = new DataView(buffer, at, FRAME_HEAD);
    const epoch = head.getUint32(0, true), batch = head.getUint32(4, true);
    const rightAt = at + FRAME_HEAD, thetaAt = rightAt + 4 * classes, activeAt = thetaAt + 4 * parameters;
    frames.push({
      epoch,
      batch,
      time: epoch + batch / batches,
      trainLoss: head.getFloat64(8, true),
      testLoss: head.getFloat64(16, true),
      trainAccuracy: head.getFloat64(24, true),
      testAccuracy: head.getFloat64(32, true),
      right: new Float32Array(buffer, rightAt, classes),
      theta: new Float32Array(buffer, thetaAt, parameters),
      active: new Uint8Array(buffer, activeAt, units),
      activeHeldOut: new Uint8Array(buffer, activeAt + units, units),
      output: new Uint8Array(buffer, activeAt + 2 * units, 1)[0], // the share of the training points on which it is above 0
    });
  }
  return frames;
}

// Why units died or came back, when the run has diverged, and what to try.
export function readWords(bytes, layout) {
  const start = endOfFrames(bytes, layout);
  return start < bytes.length ? JSON.parse(new TextDecoder().decode(bytes.subarray(start))) : { causes: [], advice: "" };
}

const endOfFrames = (bytes, layout) => REEL_HEAD + sizeOfFrame(layout) * readReelHead(bytes).count;
const sizeOfFrame = ({ parameters, units, classes }) => FRAME_HEAD + 4 * (classes + parameters) + 4 * Math.ceil((2 * units + 1) / 4);
