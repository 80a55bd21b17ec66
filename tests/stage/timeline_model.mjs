// What a timeline must do, told a second time and as plainly as can be: a model of it, a server, and random actions.

const LARGEST = 64 * 1024 * 1024; // bytes
const PATIENCE = 4000, FIRST = 12, LONGEST = 60;
export const BATCHES = 3;

// Numbers from 0 to 1 that a seed decides.
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

// The frames that follow a moment at a speed. Which units are silent then is a matter of the moment alone.
export function following({ epoch, batch }, count, every, salt) {
  return Array.from({ length: count }, () => {
    if (every === 0) batch++;
    else [epoch, batch] = [epoch + every, 0];
    if (batch === BATCHES) [epoch, batch] = [epoch + 1, 0];
    return frameAt(epoch, batch, salt);
  });
}
export function frameAt(epoch, batch, salt) {
  const share = (unit) => ((epoch * 37 + batch * 17 + unit * 11 + salt) * 2654435761) >>> 24;
  const active = Uint8Array.from([0, 1, 2], (unit) => (share(unit) < 100 ? 0 : share(unit)));
  return { epoch, batch, time: epoch + batch / BATCHES, active };
}

export class Model {
  kept = []; // frames in memory
  heard = []; // those and what was thinned out between them
  shown = null;
  furthest = null;
  playing = false;
  ended = false;
  late = false;
  lost = false;
  every = 1;
  rate = 60;
  reel = FIRST;
  awaited = null; // since when an answer is
  quiet = 0; // until when nothing is asked
  hasServer = true;
  asked = []; // what must have been asked, but for the request's number

  constructor(generation, bytesAFrame) {
    Object.assign(this, { generation, bytesAFrame });
  }

  get last() {
    return this.kept[this.kept.length - 1];
  }
  get at() {
    return this.shown ? this.kept.indexOf(this.shown) : 0;
  }
  get trouble() {
    if (this.lost) return "The server has lost this picture; it comes back by itself.";
    return this.late ? "Waiting for the server …" : "";
  }
  // A unit that was silent at the very first moment was born so; from then on each change is told.
  get events() {
    const events = [];
    this.heard.forEach(({ time, active }, i) => {
      const epoch = Math.ceil(time); // mini-batches belong to the epoch that they are in
      for (const unit of [0, 1, 2]) {
        const before = i ? this.heard[i - 1].active[unit] : null, since = i ? this.heard[i - 1].time : null, now = active[unit];
        if (i === 0 && now === 0) events.push({ unit, epoch, time, kind: "born", since, before: null });
        if (i > 0 && now === 0 && before > 0) events.push({ unit, epoch, time, kind: "died", since, before });
        if (i > 0 && now > 0 && before === 0) events.push({ unit, epoch, time, kind: "revived", since, before: 0 });
      }
    });
    return events;
  }

  answered(frames, { isAwaited, ended, after }, now) {
    if (isAwaited) {
      for (this.reel = FIRST; this.reel < LONGEST && this.reel * 1000 < 2 * this.rate * (now - this.awaited); ) this.reel += FIRST;
      this.awaited = null;
      this.late = this.lost = false;
    }
    const fits = this.last ? this.last.epoch === after.epoch && this.last.batch === after.batch : frames[0]?.epoch === 0;
    if (frames.length && !fits) return;
    if (ended) this.ended = true;
    this.kept.push(...frames);
    this.heard.push(...frames);
    if (!this.shown) this.shown = this.furthest = this.kept[0] ?? null;
    if (this.kept.length * this.bytesAFrame <= LARGEST) return;
    const older = Math.floor(this.kept.length / 2);
    this.kept = this.kept.filter((_, i) => i >= older || i % 2 === 0);
    this.shown = this.latest(this.shown.time);
    this.furthest = this.latest(this.furthest.time);
  }
  latest(time) {
    return this.kept.filter((frame) => frame.time <= time).at(-1);
  }

  want(now, epochs = this.reel) {
    if (!this.hasServer || this.ended || !this.last || now < this.quiet) return;
    if (this.awaited !== null && now < this.awaited + PATIENCE) return;
    if (this.awaited !== null) this.late = true;
    this.awaited = now;
    const { generation, every, last: { epoch, batch } } = this;
    this.asked.push({ generation, epoch, batch, epochs, every, shown: this.shown.epoch });
  }
  refused(after, late, now) {
    this.awaited = null;
    this.quiet = now + after;
    if (late) this.late = true;
  }
  found() {
    this.awaited = null;
    this.lost = false;
    this.quiet = 0;
  }

  speed(every) {
    if (every === this.every) return;
    this.every = every;
    this.awaited = null;
    if (!this.furthest) return;
    if (this.last !== this.furthest) this.ended = false;
    const seen = ({ time }) => time <= this.furthest.time;
    this.kept = this.kept.filter(seen);
    this.heard = this.heard.filter(seen);
  }

  advance(now) {
    const ahead = this.kept.length - 1 - this.at;
    if (ahead < this.reel) this.want(now);
    if (ahead <= 0) {
      if (this.ended) this.playing = false;
      return false;
    }
    const later = this.kept.slice(this.at + 1);
    this.show(later.find(({ time }) => time >= this.shown.time + this.every) ?? later.at(-1));
    return true;
  }
  show(frame) {
    if (!frame) return;
    this.shown = frame;
    if (frame.time > this.furthest.time) this.furthest = frame;
  }
  goTo(index) {
    this.show(this.kept[index < 0 ? 0 : Math.min(index, this.kept.length - 1)]);
  }
  goToEpoch(epoch) {
    this.show(this.kept.filter((frame) => frame.epoch <= epoch && frame.time <= this.furthest.time).at(-1) ?? this.kept[0]);
  }

  reset() {
    this.playing = false;
    this.shown = this.furthest = this.kept[0] ?? null;
  }
  cancel() {
    this.reset();
    this.ended = false;
    this.kept = this.kept.slice(0, 1);
    this.heard = this.heard.slice(0, 1);
  }
  abandon() {
    this.hasServer = this.late = this.lost = this.playing = false;
    this.awaited = null;
  }
  // The next run, which was the same up to a time.
  child(time) {
    const next = new Model(this.generation + 1, this.bytesAFrame);
    next.kept = this.kept.filter((frame) => frame.time < time);
    next.shown = next.furthest = next.last ?? null;
    next.heard = this.heard.filter((frame) => frame.time <= (next.last?.time ?? -1));
    return next;
  }
}
