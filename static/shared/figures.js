// Numbers as the picture writes them.

export function percent(share) {
  if (!Number.isFinite(share)) return "–";
  if (share > 0 && share < 0.01) return "under 1 %";
  if (share > 0.99 && share < 1) return "over 99 %"; // only all of them are 100 %
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

// How well the points are learned: a share of right answers, or of the variance that is explained.
export function score({ regression }, value) {
  if (!regression) return percent(value);
  if (!Number.isFinite(value)) return "–";
  return value < -99 ? "below −99" : fixed(value);
}

// Two digits after the point, with a minus sign that is one.
export function fixed(value) {
  return minus(value.toFixed(2).replace(/^-(0\.0*)$/, "$1"));
}

// Three digits, of the very small and the very large with a power of ten: 5.00e305.
export function three(value) {
  return minus(value.toPrecision(3).replace("e+", "e"));
}

// A minus sign in place of each hyphen of a number.
export const minus = (number) => String(number).replaceAll("-", "−");
