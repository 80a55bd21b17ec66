// Reads the two kinds of bytes that relu_viz/stage/reel.py packs and documents.

import { unpack, versionOf } from "../shared/packing.js";

export const VERSION = 1;
const REEL_HEAD = 16;
const FRAME_HEAD = 20; // epoch and four measures

export { versionOf };

export function readLayout(bytes) {
  const layout = unpack(bytes);
  const { sizes } = layout;
  layout.hidden = sizes.slice(1, -1);
  layout.units = layout.hidden.reduce((sum, units) => sum + units, 0);
  layout.weights = sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] + 1) * units, 0);
  layout.parameters = layout.weights + (layout.learned_slopes ? layout.units : 0);
  return layout;
}

export function readReelHead(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { generation: view.getUint32(4, true), request: view.getUint32(8, true), ended: (view.getUint32(12, true) & 1) === 1 };
}

export function readFrames(bytes, { parameters, units }) {
  const buffer = bytes.slice().buffer;
  const size = FRAME_HEAD + 4 * parameters + 4 * Math.ceil(units / 4);
  const frames = [];
  for (let at = REEL_HEAD; at + size <= buffer.byteLength; at += size) {
    const head = new DataView(buffer, at, FRAME_HEAD);
    frames.push({
      epoch: head.getUint32(0, true),
      trainLoss: head.getFloat32(4, true),
      testLoss: head.getFloat32(8, true),
      trainAccuracy: head.getFloat32(12, true),
      testAccuracy: head.getFloat32(16, true),
      theta: new Float32Array(buffer, at + FRAME_HEAD, parameters),
      active: new Uint8Array(buffer, at + FRAME_HEAD + 4 * parameters, units),
    });
  }
  return frames;
}
