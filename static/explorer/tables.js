// f and f′ out of their tables, linear between alphas and between places. No formula is known here.

export function curve({ z, alphas, table }, alpha) {
  const places = z.length;
  if (alphas.length === 1) return table.subarray(0, places);
  let row = 0;
  while (row < alphas.length - 2 && alphas[row + 1] <= alpha) row++;
  const t = (alpha - alphas[row]) / (alphas[row + 1] - alphas[row]);
  return Float32Array.from({ length: places }, (_, i) => (1 - t) * table[row * places + i] + t * table[(row + 1) * places + i]);
}

export function valueAt(z, values, at) {
  let low = 0, high = z.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (z[middle] < at) low = middle;
    else high = middle;
  }
  if (at <= z[low]) return values[low];
  return z[high] === z[low] ? values[high] : values[low] + ((at - z[low]) / (z[high] - z[low])) * (values[high] - values[low]);
}

// The alpha whose curve passes nearest to a point, by looking along the tabled alphas and then between two of them.
export function alphaThrough({ z, alphas, table }, at, wanted) {
  let best = alphas[0], nearest = Infinity, before = null;
  alphas.forEach((alpha, row) => {
    const value = valueAt(z, table.subarray(row * z.length, (row + 1) * z.length), at);
    if (Math.abs(value - wanted) < nearest) [nearest, best] = [Math.abs(value - wanted), alpha];
    if (before && (before.value - wanted) * (value - wanted) < 0) {
      best = before.alpha + ((wanted - before.value) / (value - before.value)) * (alpha - before.alpha);
      nearest = 0;
    }
    before = { alpha, value };
  });
  return best;
}
