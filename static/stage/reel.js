// Reads the two kinds of bytes that relu_viz/stage/reel.py packs and documents.

import { unpack, versionOf } from "../shared/packing.js";

export const VERSION = 3;
const REEL_HEAD = 36;
const FRAME_HEAD = 24; // epoch, batch and four measures

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
  const [generation, request, flags, epoch, batch, rate, reached, speed] = [4, 8, 12, 16, 20, 24, 28, 32].map((at) => view.getUint32(at, true));
  return { generation, request, ended: (flags & 1) === 1, after: { epoch, batch }, rate, reached: reached / 1000, speed: speed / 1000 };
}

export function readFrames(bytes, { parameters, units, batches }) {
  const buffer = bytes.slice().buffer;
  const size = FRAME_HEAD + 4 * parameters + 4 * Math.ceil(units / 4);
  const frames = [];
  for (let at = REEL_HEAD; at + size <= buffer.byteLength; at += size) {
    const head = new DataView(buffer, at, FRAME_HEAD);
    const epoch = head.getUint32(0, true), batch = head.getUint32(4, true);
    frames.push({
      epoch,
      batch,
      time: epoch + batch / batches,
      trainLoss: head.getFloat32(8, true),
      testLoss: head.getFloat32(12, true),
      trainAccuracy: head.getFloat32(16, true),
      testAccuracy: head.getFloat32(20, true),
      theta: new Float32Array(buffer, at + FRAME_HEAD, parameters),
      active: new Uint8Array(buffer, at + FRAME_HEAD + 4 * parameters, units),
    });
  }
  return frames;
}
