// Crosses under the slider: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { placesOfDeaths } from "../../static/stage/deaths.js";
import { Timeline } from "../../static/stage/timeline.js";

const playedTo = (furthest, ...shares) => {
  const timeline = new Timeline({ generation: 5, parameters: 3 });
  timeline.add(Array.from({ length: 101 }, (_, epoch) => ({ epoch, active: Uint8Array.from(shares, (share) => share(epoch)) })), 0, false);
  timeline.goTo(furthest);
  return timeline;
};
const diesAt = (death) => (epoch) => (epoch >= death ? 0 : 100);
const born = () => 0;

test("a cross is where the slider's thumb is at that moment, and nobody's death is told before it is seen", () => {
  assert.deepEqual(placesOfDeaths(playedTo(100, diesAt(50), diesAt(100), born), 216), [8, 108, 208]);
  assert.deepEqual(placesOfDeaths(playedTo(50, diesAt(50), diesAt(100), born), 216), [8, 208]);
});

test("who comes back has no cross for that, and crosses that would cover each other are one", () => {
  assert.deepEqual(placesOfDeaths(playedTo(100, (epoch) => (epoch >= 20 && epoch < 60 ? 0 : 100), diesAt(21)), 216), [48]);
});

test("where the history was thinned, a cross is at the nearest moment that is left", () => {
  const timeline = playedTo(100, diesAt(31));
  timeline.frames = timeline.frames.filter(({ epoch }) => epoch % 2 === 0);
  timeline.furthest = timeline.frames.length - 1;
  assert.deepEqual(placesOfDeaths(timeline, 216), [8 + (16 / 50) * 200]);
});
