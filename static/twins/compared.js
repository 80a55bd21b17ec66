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

// Whether a run's units are those of the first run, otherwise trained: a seed draws others, and a run that has diverged is over.
export const isComparable = ({ same_draw }, frame, twin) => twin > 0 && same_draw[twin] && frame.twins[twin].epoch === frame.epoch;

export function preventedInWords(dead, twin, { inactive }) {
  const first = [...dead[0]], kept = first.filter((unit) => !dead[twin].has(unit)).length;
  if (!first.length) return `No unit of the first run has been ${inactive} so far.`;
  const were = `${first.length === 1 ? "has" : "have"} been ${inactive}`; // some from the first weights on
  if (first.length === 1) return `Prevents ${kept ? "it" : "nothing"}: the one unit that ${were} in the first run has ${kept ? "" : "not "}been active here at every moment shown.`;
  const who = `of the ${first.length} that ${were} in the first run`;
  return `Prevents: ${kept === first.length ? "all" : kept || "none"} ${who} ${kept === 1 ? "has" : "have"} been active here at every moment shown.`;
}

// `told` is what the server has found: who was silent in the first run since an epoch, and whom a twin's difference, made
// there, has active again; and how many are so without it.
export function revivedInWords(told, twin) {
  const counts = told?.revived?.[twin - 1];
  if (!counts) return "";
  const [silent, active, anyway] = counts;
  return `Revives: made in the first run at epoch ${told.since}, it has ${active || "none"} of the ${silent} active again at epoch ${told.until}; the first run itself has ${anyway || "none"}.`;
}

// The epoch at which a unit of the first run went silent last, up to now; null if none has, or it is not over yet.
export function lastDeath({ events, frame, layout: { runs } }) {
  const died = events.findLast(({ unit, kind, time }) => kind !== "revived" && unit < runs[0].units && time <= timeOf(frame));
  return died && died.epoch < frame.epoch ? died.epoch : null;
}

export function twinsInWords({ frame, furthest, ended, ahead, layout: { runs } }) {
  if (frame.epoch === 0 && furthest === 0) return ["Press Play.", "All runs go by one clock. What stands above each is all that is set differently from the first."];
  const counts = countDead(frame), words = runs.map(({ inactive }) => inactive), one = new Set(words).size === 1;
  const told = counts.map((count, k) => `${count}${one ? "" : ` ${words[k]}`}`), last = told.pop();
  const { units } = runs[0], news = `${told.join(", ")} and ${last} of ${units} units ${one ? `are ${words[0]}` : ""}`.trim();
  const none = one && counts.every((count) => !count) && `No unit is ${words[0]} in ${runs.length > 2 ? "any" : "either"} of the ${runs.length} runs`;
  return [`${none || news}.`, ended && ahead === 0 ? "All runs have diverged." : "From the left to the right, on the training points."];
}
