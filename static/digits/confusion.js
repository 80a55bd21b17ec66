// Which held-out digits are taken for which: rows are what they are, columns what the network says.

import { fit } from "../stage/diagram.js";
import { mix, css } from "../stage/colours.js";

const SIZE = 220, EDGE = 20, COUNT = 10, CELL = (SIZE - EDGE) / COUNT;

export function drawConfusion(canvas, confusion, colours) {
  fit(canvas, SIZE, SIZE);
  const context = canvas.getContext("2d"), { rgb } = colours;
  Object.assign(context, { font: "11px sans-serif", textAlign: "center", textBaseline: "middle" });
  for (let true_ = 0; true_ < COUNT; true_++) {
    const row = confusion.subarray(true_ * COUNT, (true_ + 1) * COUNT), all = row.reduce((sum, n) => sum + n, 0);
    for (let told = 0; told < COUNT; told++) {
      const x = EDGE + told * CELL, y = EDGE + true_ * CELL, count = row[told];
      const share = count / Math.max(all, 1);
      context.fillStyle = css(mix(rgb.ground, true_ === told ? rgb.positive : rgb.negative, count ? 0.2 + 0.6 * share : 0));
      context.fillRect(x + 0.5, y + 0.5, CELL - 1, CELL - 1);
      context.fillStyle = colours.text;
      if (count) context.fillText(count, x + CELL / 2, y + CELL / 2 + 0.5);
    }
    context.fillStyle = colours.muted;
    context.fillText(true_, EDGE / 2, EDGE + (true_ + 0.5) * CELL);
    context.fillText(true_, EDGE + (true_ + 0.5) * CELL, EDGE / 2);
  }
}

// In words: the pair most often confused.
export function worst(confusion) {
  let most = 0, pair = null;
  confusion.forEach((count, n) => {
    if (Math.floor(n / COUNT) !== n % COUNT && count > most) [most, pair] = [count, n];
  });
  return pair === null ? "No held-out digit is taken for another." : `Most often, ${most > 1 ? `${most} times` : "once"}: a ${Math.floor(pair / COUNT)} taken for a ${pair % COUNT}.`;
}
