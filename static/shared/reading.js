// Whether what is read from a canvas is what was drawn on it: some browsers falsify that, lest a page know them again.

const SIDE = 32;

export function readsTruly() {
  const context = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE }).getContext("2d");
  const drawn = context.createImageData(SIDE, SIDE);
  drawn.data.forEach((_, i) => (drawn.data[i] = i % 4 === 3 ? 255 : (i * 7919) % 256)); // a firm colour everywhere, no two alike in a row
  context.putImageData(drawn, 0, 0);
  return context.getImageData(0, 0, SIDE, SIDE).data.every((value, i) => value === drawn.data[i]);
}
