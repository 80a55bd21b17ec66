// Reads what relu_viz/stage/post_mortem.py packs, and asks for it: how one step befell a unit, and what others would do.

import { split, unpack } from "../shared/packing.js";
import { readFrames } from "./reel.js";

export const POST_MORTEM = 101; // the version that tells it from a reel
const AGAIN = 1500; // ms until what was not answered is asked for again

export function readPostMortem(bytes, layout) {
  const [told, reel] = split(bytes.subarray(4));
  const seen = unpack(told), { batch = [], before = [] } = seen;
  return { ...seen, ringed: new Set(batch.length < before.length ? batch : []), frames: readFrames(reel, layout) };
}

// One step at a time: the one that the card shows.
export class PostMortem {
  constructor() {
    this.wanted = this.seen = null;
    this.askedAt = -AGAIN;
  }

  // The step of the epoch that ends as `epoch`; null for none.
  want(step) {
    if (keyOf(step) === keyOf(this.wanted)) return;
    this.wanted = step;
    this.seen = null;
    this.askedAt = -AGAIN;
  }

  // Asks again and again until there is an answer; not while it plays, which asks for frames.
  tick({ timeline, layout }, now) {
    if (!this.wanted || this.isAnswered || timeline.playing || !timeline.ask || now - this.askedAt < AGAIN) return;
    this.askedAt = now;
    const { unit, epoch, step } = this.wanted;
    timeline.ask({ generation: layout.generation, request: 0, epoch: epoch - 1, batch: step, epochs: 1, unit });
  }

  get isAnswered() {
    return this.seen !== null && this.seen.done === undefined;
  }

  take(bytes, layout) {
    const seen = readPostMortem(bytes, layout);
    if (keyOf({ ...seen, epoch: seen.epoch + 1 }) !== keyOf(this.wanted)) return;
    this.seen = seen;
    if (!this.isAnswered) this.askedAt = -AGAIN; // it is on its way
  }
}

const keyOf = (step) => step && `${step.unit}.${step.epoch}.${step.step}`;
