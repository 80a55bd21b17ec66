// Every frame that has come, which one is shown, and when to ask for more. No drawing here.

export const MOST_BYTES = 64 * 2 ** 20;
const STAGE = { rate: 60, first: 12, longest: 60 }; // frames a second, frames of the first and of the longest reel
const NO_WORDS = { causes: [], advice: "" };
const PATIENCE = 4000; // ms until an answer is given up and asked for again

export const timeOf = ({ time, epoch }) => time ?? epoch;

export class Timeline {
  constructor(layout, pace = STAGE) {
    this.layout = layout;
    this.pace = pace;
    this.frames = [];
    this.events = []; // deaths and revivals, in order of time, each with its cause where the server knows it
    this.advice = ""; // when the run has diverged, and what to try
    this.at = 0; // the frame that is shown
    this.furthest = 0; // the last one that was ever shown
    this.playing = false;
    this.ended = false; // the run has diverged: no more frames will come
    this.request = 0;
    this.pendingSince = null; // when the request was made whose answer is awaited
    this.notBefore = 0; // when the next request may be made, after one was refused
    this.reel = pace.first;
    this.late = false; // an answer is overdue
    this.restarts = false; // because the server does
    this.lostSince = null; // since when the server knows this picture's seat no more
    this.every = 1; // epochs from one frame to the next; 0 is a mini-batch
    this.rate = pace.rate; // what the server can give
    this.speed = 0; // epochs that this network trains in a second there; 0 before that is known
    this.reached = null; // the epoch, parts included, to which the server has got, while the next frame is on its way
    this.ask = null; // asks the server for frames; see live/stream.js
  }

  get frame() {
    return this.frames[this.at];
  }
  get bytes() {
    return 4 * this.frames.length * this.layout.parameters;
  }
  get newest() {
    return this.frames.at(-1);
  }
  get ahead() {
    return this.frames.length - 1 - this.at;
  }
  // Why nothing comes, in a sentence; "" if all is well.
  get trouble() {
    if (this.lostSince) return "The server has lost this picture; it comes back by itself.";
    if (this.late) return this.restarts ? "The server restarts: back in a moment …" : "Waiting for the server …";
    if (this.reached === null || this.ahead > 0) return "";
    const epoch = Math.floor(this.reached);
    return epoch < this.newest.epoch ? `Catching up: ${epoch} of ${this.newest.epoch}` : `Epoch ${epoch + 1}: ${Math.floor(100 * (this.reached - epoch))} % done`;
  }

  // A reel is known by the frame that it follows: a component that is mounted again hands over its first one again.
  add(frames, request, ended, after = { epoch: frames[0]?.epoch - 1, batch: 0 }, { causes, advice } = NO_WORDS) {
    if (request && request === this.request) this.answered();
    if (frames.length && !this.isNext(frames[0], after)) return;
    if (ended) Object.assign(this, { ended, advice });
    for (const frame of frames) {
      this.notice(frame, causes);
      this.frames.push(frame);
    }
    if (this.bytes > MOST_BYTES) this.thin();
  }

  isNext(frame, after) {
    const { newest } = this;
    if (!newest) return frame.epoch === 0;
    return newest.epoch === after.epoch && (newest.batch ?? 0) === after.batch && timeOf(frame) > timeOf(newest);
  }

  // What another run was before something was changed in it is what this one was, too.
  adopt(other, time) {
    this.frames = other.frames.filter((frame) => timeOf(frame) < time);
    this.at = this.furthest = Math.max(0, this.frames.length - 1);
    this.events = other.events.filter((event) => this.newest && event.time <= timeOf(this.newest));
    return this;
  }

  notice(frame, causes) {
    const before = this.newest?.active, since = this.newest ? timeOf(this.newest) : null, time = timeOf(frame);
    const found = [];
    frame.active.forEach((share, unit) => {
      const dead = share === 0;
      if (!before ? dead : dead !== (before[unit] === 0)) {
        const kind = !before ? "born" : dead ? "died" : "revived";
        const cause = causes.findLast((each) => each.unit === unit && each.died === dead && each.time > (since ?? -1) && each.time <= time);
        found.push({ unit, epoch: cause?.epoch ?? Math.ceil(time), time, kind, since, before: before?.[unit] ?? null, ...(cause && { cause }) });
      }
    });
    const whenOf = ({ cause, time }) => cause?.time ?? time;
    this.events.push(...found.sort((one, other) => whenOf(one) - whenOf(other)));
  }

  answered() {
    // Reels as long as it takes two answers to come, so that the picture never waits; at least a fifth of a second.
    const { first, longest } = this.pace, frames = (2 * this.rate * (performance.now() - this.pendingSince)) / 1000;
    this.reel = Math.min(longest, Math.max(first, first * Math.ceil(frames / first)));
    this.pendingSince = this.lostSince = null;
    this.late = this.restarts = false;
  }

  // The server did not answer, or could not: it is asked again after so many milliseconds.
  refused(after, late = false) {
    this.pendingSince = null;
    this.notBefore = performance.now() + after;
    this.late ||= late;
  }

  // The picture has a seat again.
  found() {
    this.pendingSince = this.lostSince = null;
    this.notBefore = 0;
  }

  wantMore(epochs = this.reel) {
    if (!this.ask || this.ended || !this.newest) return;
    const now = performance.now();
    if (now < this.notBefore || (this.pendingSince !== null && now - this.pendingSince < PATIENCE)) return;
    this.late ||= this.pendingSince !== null;
    this.pendingSince = now;
    this.request = (this.request + 1) % 2 ** 31 || 1;
    const { epoch, batch = 0 } = this.newest, { generation } = this.layout;
    this.ask({ generation, request: this.request, epoch, batch, epochs, every: this.every, shown: this.frame.epoch });
  }

  // Another run has taken the place.
  abandon() {
    this.ask = this.pendingSince = this.lostSince = null;
    this.late = this.playing = false;
  }

  // At another speed what has come and was never shown is trained anew.
  setSpeed(every) {
    if (every === this.every) return;
    this.every = every;
    this.request++; // what is on its way is of the old speed
    this.pendingSince = null;
    if (!this.frames.length) return;
    if (this.furthest < this.frames.length - 1) this.ended = false;
    this.frames.length = this.furthest + 1;
    const last = timeOf(this.newest);
    this.events = this.events.filter((event) => event.time <= last);
  }

  // One frame further; false when it has not come yet.
  advance() {
    if (this.ahead < this.reel) this.wantMore();
    if (this.ahead <= 0) {
      if (this.ended) this.playing = false;
      return false;
    }
    const enough = timeOf(this.frame) + this.every;
    let next = this.at + 1;
    while (next < this.frames.length - 1 && timeOf(this.frames[next]) < enough) next++;
    this.goTo(next);
    return true;
  }

  goTo(index) {
    this.at = Math.max(0, Math.min(this.frames.length - 1, index));
    this.furthest = Math.max(this.furthest, this.at);
  }

  goToEpoch(epoch) {
    const next = this.firstThat((frame) => frame.epoch > epoch);
    this.goTo(Math.min(this.furthest, next - 1));
  }

  // Where the first frame is that is not earlier than a time.
  indexAt(time) {
    return this.firstThat((frame) => timeOf(frame) >= time);
  }

  // Frames come in order, so what is true of one is true of all that follow.
  firstThat(isTrue) {
    let low = 0, high = this.frames.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isTrue(this.frames[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  // Moments of the past that were not kept, each in its place.
  insert(frames) {
    for (const frame of frames) {
      const index = this.indexAt(timeOf(frame));
      if (index === this.frames.length || timeOf(this.frames[index]) === timeOf(frame)) continue;
      this.events = this.events.map((event) => seenAt(event, frame, timeOf(this.frames[index])));
      this.frames.splice(index, 0, frame);
      if (index <= this.at) this.at++;
      if (index <= this.furthest) this.furthest++;
    }
    this.events.sort((one, other) => one.time - other.time);
  }

  reset() {
    this.playing = false;
    this.at = this.furthest = 0; // what was trained stays: the run is the same run, and plays again at once
  }

  // Back to the first frame, and all that came after it is forgotten.
  cancel() {
    this.reset();
    this.frames.length = Math.min(1, this.frames.length);
    this.events = this.events.filter(({ kind }) => kind === "born");
    this.ended = false;
  }

  // Half of the older half goes, so that memory stays bounded and the recent past dense.
  thin() {
    const half = this.frames.length >> 1, shown = this.frame, furthest = this.frames[this.furthest];
    this.frames = this.frames.filter((_, i) => i >= half || i % 2 === 0);
    this.furthest = this.frames.findLastIndex((frame) => timeOf(frame) <= timeOf(furthest));
    this.at = this.frames.findLastIndex((frame) => timeOf(frame) <= timeOf(shown));
  }
}

// An event as it is known once there is a frame before the one that was first to show it.
function seenAt(event, frame, next) {
  const { unit, kind, time, cause } = event, share = frame.active[unit];
  if (time !== next || kind === "born") return event;
  return (share === 0) === (kind === "died") ? { ...event, time: timeOf(frame), epoch: cause?.epoch ?? Math.ceil(timeOf(frame)) } : { ...event, since: timeOf(frame), before: share };
}
