// An axis for values most of which lie near 0 and some far away: even up to a knee on either side, and beyond it each
// doubling takes equally much room.

import { minus } from "../shared/figures.js";

const MOST = 0.7; // of the values lie up to the knee
const FAR = 3; // knees: where nothing is farther away the axis is even all along
const LARGEST = 3e38; // what single precision holds
const STEPS = [1, 2, 5]; // of each power of ten there are ticks at these

// An axis on which all values of these lists have a place, and 0.
export function axisOf(...lists) {
  const values = Float64Array.from(lists.flatMap((each) => Array.from(each, bounded))), sizes = values.map(Math.abs).sort();
  const low = values.reduce((least, value) => Math.min(least, value), 0), high = values.reduce((most, value) => Math.max(most, value), 0);
  const middle = roundUp(sizes[Math.floor(MOST * sizes.length)] ?? 0), most = Math.max(-low, high);
  const knee = middle > 0 && most > FAR * middle ? middle : Infinity;
  const [start, end] = [low, high].map((value) => squeeze(value, knee)), margin = 0.06 * (end - start) || 1;
  return { knee, start: start - margin, end: end + margin };
}

const bounded = (value) => Math.max(-LARGEST, Math.min(LARGEST, value));

// Where a value is, from 0 to 1, and which value is there.
export const placeOf = ({ knee, start, end }, value) => (squeeze(value, knee) - start) / (end - start);
export const valueAt = ({ knee, start, end }, place) => bounded(stretch(start + place * (end - start), knee));

const squeeze = (value, knee) => (Math.abs(value) <= knee ? value : Math.sign(value) * knee * (1 + Math.log(Math.abs(value) / knee)));
const stretch = (place, knee) => (Math.abs(place) <= knee ? place : Math.sign(place) * knee * Math.exp(Math.abs(place) / knee - 1));

// Round values that are so far apart on the axis, from 0 outwards.
export function ticksOf(axis, apart) {
  const ticks = [0];
  for (const [sign, end] of [[-1, -valueAt(axis, 0)], [1, valueAt(axis, 1)]]) {
    let last = placeOf(axis, 0);
    const smallest = Math.floor(Math.log10(Math.abs(valueAt(axis, last + sign * apart)) || 1));
    for (let power = smallest; 10 ** power <= end; power++) {
      for (const value of STEPS.map((step) => Number(`${sign * step}e${power}`))) {
        const place = placeOf(axis, value);
        if (Math.abs(value) > end || Math.abs(place - last) < apart) continue;
        ticks.push(value);
        last = place;
      }
    }
  }
  return ticks;
}

export function tickName(value) {
  if (!value) return "z = 0";
  return minus(Math.abs(value) < 0.001 || Math.abs(value) >= 1e5 ? value.toExponential().replace("+", "") : value);
}

// The next of 1, 2, 5, 10, 20 … that is no less.
function roundUp(value) {
  if (!(value > 0)) return 0;
  const power = Math.floor(Math.log10(value));
  return [...STEPS.map((step) => Number(`${step}e${power}`)), Number(`1e${power + 1}`)].find((each) => each >= value);
}
