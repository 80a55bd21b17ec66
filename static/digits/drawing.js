// A drawing as the data's digits are: cut to its box, brought to 32 × 32 black and white, counted in 4 × 4 blocks. The
// data's digits have all about as much ink, ones as much as eights, so the pen is as thick as that takes.

const FINE = 32, BLOCK = 4, MARGIN = 2.8;
const THINNEST = 1.6, THICKEST = 4.6; // the pen's radius, of 32
const WIDEST = 26; // most digits are narrower than high
const LEAST = 0.06; // of the pad; what is smaller is a dot

// Strokes are lists of [x, y] from 0 to 1. Gives { image (side², ink 0 … 16 over layout.ink), problem or null }.
export function digitOf(strokes, { side, ink, least_ink, typical_ink, most_ink }) {
  const points = strokes.flat();
  if (!points.length) return { image: null, problem: null };
  const [left, right] = ends(points.map(([x]) => x)), [top, bottom] = ends(points.map(([, y]) => y));
  if (Math.max(right - left, bottom - top) < LEAST) return { image: null, problem: "That is only a dot. Draw a digit, as large as you like." };
  // However small or large it was drawn, it fills the height, or the width.
  const scale = Math.min((FINE - 2 * MARGIN) / Math.max(bottom - top, 1e-6), (WIDEST - 2 * MARGIN) / Math.max(right - left, 1e-6));
  const x0 = FINE / 2 - (scale * (left + right)) / 2, y0 = FINE / 2 - (scale * (top + bottom)) / 2;
  const lines = strokes.map((stroke) => stroke.map(([x, y]) => [x0 + scale * x, y0 + scale * y]));
  const away = Float32Array.from({ length: FINE * FINE }, (_, n) => distanceTo(lines, (n % FINE) + 0.5, Math.floor(n / FINE) + 0.5));
  const radius = Math.max(THINNEST, Math.min(THICKEST, away.toSorted()[Math.round(typical_ink * ink)]));
  const image = new Float32Array(side * side);
  away.forEach((distance, n) => {
    if (distance <= radius) image[Math.floor(n / FINE / BLOCK) * side + Math.floor((n % FINE) / BLOCK)] += 1 / ink;
  });
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

function distanceTo(lines, x, y) {
  let least = Infinity;
  for (const line of lines) for (let i = 0; i < line.length; i++) least = Math.min(least, fromSegment(x, y, line[Math.max(0, i - 1)], line[i]));
  return least;
}

function fromSegment(x, y, [ax, ay], [bx, by]) {
  const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
  const along = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
