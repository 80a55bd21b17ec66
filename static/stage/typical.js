// Reads what relu_viz/stage/typical.py packs, and asks for it: how many units are silent by now over many seeds.

import { unpack } from "../shared/packing.js";

export const TYPICAL = 104; // the version that tells it from a reel
const MANY = 3; // units that are silent on the training points: then one wonders whether that is usual
const RESTED = 1000, AGAIN = 600; // ms of rest until it is asked for, and until it is asked for again

// Of one epoch at a time: the one at which the picture rests.
export class Typical {
  constructor() {
    this.wanted = this.found = null;
    this.restsSince = this.askedAt = 0;
  }

  // While it plays, nothing is asked for: that would be at the cost of the frames.
  tick({ timeline, layout, stepping, card, pinned }, now) {
    const wanted = timeline.playing || stepping ? null : worthAsking(timeline);
    if (wanted !== this.wanted) Object.assign(this, { wanted, restsSince: now, askedAt: now - AGAIN });
    if (wanted === null || this.found?.epoch === wanted || now - this.restsSince < RESTED || now - this.askedAt < AGAIN) return;
    const cardAsks = pinned && card.mortem.wanted && !card.mortem.isAnswered;
    if (!timeline.ask || timeline.pendingSince !== null || cardAsks) return;
    this.askedAt = now;
    timeline.ask({ generation: layout.generation, request: 0, epoch: wanted, epochs: 1, typical: 1 });
  }

  take(bytes) {
    const told = unpack(bytes.subarray(4));
    if (told.words !== undefined) this.found = told;
  }

  // What is told of the moment that is shown, and what is typical then where that is known.
  addTo([news, rest, time], timeline) {
    const isOf = this.found?.words && worthAsking(timeline) === this.found.epoch;
    return [news, isOf ? `${rest} ${this.found.words}` : rest, time];
  }
}

// The epoch that is shown, if it is the end of one and many units are silent at it; else null.
function worthAsking({ frame, ended, ahead }) {
  if (!frame?.epoch || frame.batch || (ended && ahead === 0)) return null;
  return frame.active.reduce((count, share) => count + (share === 0), 0) >= MANY ? frame.epoch : null;
}
