// The runs that were on the stage before, so that what is undone comes back with all its frames.

import { MOST_BYTES, Timeline } from "./timeline.js";

const MOST_RUNS = 8;

export class Past {
  constructor() {
    this.timelines = []; // the latest last
  }

  keep(timeline) {
    timeline.abandon();
    this.timelines = [...this.timelines.filter((each) => each !== timeline), timeline].slice(-MOST_RUNS);
    while (this.timelines.length > 1 && this.timelines.reduce((sum, each) => sum + each.bytes, 0) > MOST_BYTES) this.timelines.shift();
  }

  // The frames of this very run, or those that it has in common with the last one, or none.
  of(layout) {
    const same = this.timelines.find((each) => each.layout.generation === layout.generation);
    if (same) {
      this.timelines = this.timelines.filter((each) => each !== same);
      return same;
    }
    const last = this.timelines.at(-1), timeline = new Timeline(layout);
    return last?.layout.family === layout.family ? timeline.adopt(last, firstDifference(last.layout.changes, layout.changes)) : timeline;
  }
}

// From which epoch on two runs are no longer the same that differ only in what is changed on the way.
export function firstDifference(some, others) {
  let same = 0;
  while (same < some.length && some[same] === others[same]) same++;
  return Math.min(...[...some.slice(same), ...others.slice(same)].map((change) => Number(change.split(":")[0])), Infinity);
}
