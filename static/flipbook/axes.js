// Ticks and scales of a panel: linear or logarithmic, from a value to a pixel.

import { minus } from "../shared/figures.js";

export function scaleOf([low, high], [from, to], log) {
  const at = log ? Math.log10 : (value) => value;
  const a = at(low), b = at(high);
  return (value) => from + ((at(value) - a) / (b - a)) * (to - from);
}

export function ticksOf([low, high], log, most = 6) {
  if (log) {
    const first = Math.ceil(Math.log10(low) - 1e-9), last = Math.floor(Math.log10(high) + 1e-9);
    const step = Math.max(1, Math.ceil((last - first) / most));
    return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, n) => 10 ** (first + n * step));
  }
  const raw = (high - low) / most, power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= raw - 1e-12);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, n) => Number(((first + n) * step).toPrecision(10)));
}

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

export function tickText(value, log) {
  if (!log) return minus(value);
  const power = Math.round(Math.log10(value));
  if (power >= -2 && power <= 2) return String(10 ** power).slice(0, 5);
  return "10" + (power < 0 ? "⁻" : "") + [...String(Math.abs(power))].map((digit) => SUPERSCRIPT[digit]).join("");
}

// The path of a line through those places that are finite, and on a logarithmic axis positive.
export function pathOf(xs, ys, x, y, logX, logY) {
  let path = "", pen = "M";
  for (let n = 0; n < ys.length; n++) {
    const drawable = Number.isFinite(ys[n]) && Number.isFinite(xs[n]) && !(logY && ys[n] <= 0) && !(logX && xs[n] <= 0);
    if (drawable) path += `${pen}${x(xs[n]).toFixed(1)} ${y(ys[n]).toFixed(1)}`;
    pen = drawable ? "L" : "M";
  }
  return path;
}
