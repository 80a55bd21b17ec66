// Reads what relu_viz/stage/packing.py packs: uint32 version, uint32 n, n bytes of JSON, float32 arrays that it names.

export function versionOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
}

export function unpack(bytes) {
  const buffer = bytes.slice().buffer; // aligned, and ours
  const length = new DataView(buffer).getUint32(4, true);
  const meta = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const arrays = {};
  let at = 8 + length;
  for (const [name, count] of meta.arrays) {
    arrays[name] = new Float32Array(buffer, at, count);
    at += 4 * count;
  }
  return { ...meta, ...arrays };
}

// A picture's layout and the first of its reels.
export function split(bytes) {
  const end = 4 + versionOf(bytes); // the first number is the layout's length
  return [bytes.subarray(4, end), bytes.subarray(end)];
}
