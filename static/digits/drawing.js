// A drawing as the data's digits were made: cut to its box, brought to 32 × 32 black and white, counted in 4 × 4 blocks.

const FINE = 32, BLOCK = 4, MARGIN = 2.6; // the pen's radius, of 32
const WIDEST = 26; // most digits are narrower than high
const LEAST = 0.06; // of the pad; what is smaller is a dot

// Strokes are lists of [x, y] from 0 to 1. Gives { image (side², ink 0 … 16 over layout.ink), problem or null }.
export function digitOf(strokes, { side, ink, least_ink, most_ink }) {
  const points = strokes.flat();
  if (!points.length) return { image: null, problem: null };
  const [left, right] = ends(points.map(([x]) => x)), [top, bottom] = ends(points.map(([, y]) => y));
  if (Math.max(right - left, bottom - top) < LEAST) return { image: null, problem: "That is only a dot. Draw a digit, as large as you like." };
  // However small or large it was drawn, it fills the height, or the width; the pen is always as thick.
  const scale = Math.min((FINE - 2 * MARGIN) / Math.max(bottom - top, 1e-6), (WIDEST - 2 * MARGIN) / Math.max(right - left, 1e-6));
  const x0 = FINE / 2 - (scale * (left + right)) / 2, y0 = FINE / 2 - (scale * (top + bottom)) / 2;
  const lines = strokes.map((stroke) => stroke.map(([x, y]) => [x0 + scale * x, y0 + scale * y]));
  const image = new Float32Array(side * side);
  for (let y = 0; y < FINE; y++) {
    for (let x = 0; x < FINE; x++) {
      if (touched(x + 0.5, y + 0.5, lines)) image[Math.floor(y / BLOCK) * side + Math.floor(x / BLOCK)] += 1 / ink;
    }
  }
  return { image, problem: strange(image.reduce((sum, each) => sum + each, 0), least_ink, most_ink) };
}

function strange(total, least, most) {
  if (total > 1.05 * most) return "That is more ink than any digit it has seen: it answers, but it never learned to say “none”.";
  if (total < 0.8 * least) return "That is less ink than any digit it has seen: it answers, but it never learned to say “none”.";
  return null;
}

function ends(values) {
  return [Math.min(...values), Math.max(...values)];
}

function touched(x, y, lines) {
  return lines.some((line) => line.some((end, i) => distance(x, y, line[Math.max(0, i - 1)], end) <= MARGIN));
}

function distance(x, y, [ax, ay], [bx, by]) {
  const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
  const along = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
