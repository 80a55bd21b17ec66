// What Python packs for a picture that is watched, written a second time: relu_viz/stage/packing.py has the format.

const join = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => new Uint8Array(part.buffer ?? part))));

export function packed(meta, arrays = {}, version = 1) {
  let text = JSON.stringify({ ...meta, arrays: Object.entries(arrays).map(([name, array]) => [name, array.length]) });
  while (Buffer.byteLength(text) % 4) text += " ";
  return join(Uint32Array.of(version, Buffer.byteLength(text)), new TextEncoder().encode(text), ...Object.values(arrays));
}

// A layout and the first of its reels.
export const handedOver = (layout, reel) => join(Uint32Array.of(layout.length), layout, reel);
