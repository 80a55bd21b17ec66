// What twins have to do with the run that they are compared with: who died there, and whom their difference keeps alive.

import { timeOf } from "../stage/timeline.js";

// Of each run the units that have been dead at some time up to now, by their number.
export function everDead({ events, frame, layout: { runs } }) {
  const units = runs[0].units, found = runs.map(() => new Set());
  for (const { unit, kind, time } of events) {
    if (time > timeOf(frame)) break;
    if (kind !== "revived") found[Math.floor(unit / units)].add(unit % units);
  }
  return found;
}

export const countDead = (frame) => frame.twins.map(({ active }) => active.reduce((count, share) => count + (share === 0), 0));

export function preventedInWords(dead, twin, { inactive }) {
  const first = [...dead[0]], kept = first.filter((unit) => !dead[twin].has(unit)).length;
  if (!first.length) return `No unit of the first run has been ${inactive} so far.`;
  return `Prevents: of the ${first.length} that ${inactive === "dead" ? "died" : `have been ${inactive}`} in the first run, ${kept || "none"} ${kept === 1 ? "has" : "have"} never been so here.`;
}

export function twinsInWords({ frame, furthest, ended, ahead, layout: { runs } }) {
  if (frame.epoch === 0 && furthest === 0) return ["Press Play.", "All runs go by one clock. Each differs from the first in what stands above it, and in nothing else."];
  const counts = countDead(frame), words = runs.map(({ inactive }) => inactive), one = new Set(words).size === 1;
  const told = counts.map((count, k) => `${count}${one ? "" : ` ${words[k]}`}`), last = told.pop();
  const news = `${told.join(", ")} and ${last} of ${runs[0].units} units ${one ? `are ${words[0]}` : ""}`.trim();
  return [`${news}.`, ended && ahead === 0 ? "All runs have diverged." : "From the left to the right, on the training points."];
}
