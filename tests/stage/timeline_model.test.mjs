// The timeline beside a plain model of it, over thousands of random actions: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { following, frameAt, generator, Model } from "./timeline_model.mjs";
import { Timeline } from "../../static/stage/timeline.js";

const ACTIONS = 60;

// A timeline and its model, a clock, and what is on its way from the server.
class Pair {
  now = 1000;
  flying = []; // requests with what would be answered
  done = []; // the actions, to be told where something is wrong

  constructor(random, parameters) {
    this.random = random;
    this.salt = this.below(1000);
    this.parameters = parameters;
    this.take(new Timeline({ generation: 1, parameters, batches: 3 }), new Model(1, 4 * parameters));
    const first = [frameAt(0, 0, this.salt)];
    this.timeline.add(first, 0, false, { epoch: 0, batch: 0 });
    this.model.answered(first, { after: { epoch: 0, batch: 0 } });
  }
  below(number) {
    return Math.floor(this.random() * number);
  }
  one(...of) {
    return of[this.below(of.length)];
  }

  take(timeline, model) {
    Object.assign(this, { timeline, model, asked: [], flying: [] });
    timeline.ask = (want) => {
      this.asked.push(want);
      this.flying.push({ ...want, isAwaited: true });
      this.flying.slice(0, -1).forEach((each) => (each.isAwaited = false));
    };
  }
  // What has been freed is no longer awaited, though an answer may still come.
  free() {
    this.flying.forEach((each) => (each.isAwaited = false));
  }

  actions = {
    wait: () => (this.now += this.one(0, 1, 16, 99, 100, 101, 200, 201, 400, 1000, 3999, 4000)),
    play: () => (this.timeline.playing = this.model.playing = true),
    rate: () => (this.timeline.rate = this.model.rate = this.one(60, 60, 30, 7)),
    want: () => {
      const epochs = this.one(undefined, undefined, 1, 99);
      this.timeline.wantMore(epochs);
      this.model.want(this.now, epochs);
    },
    answer: () => {
      if (!this.flying.length) return;
      const index = this.one(0, this.flying.length - 1), want = this.flying[index], ended = this.random() < 0.08;
      const frames = following(want, this.one(want.epochs, this.below(want.epochs), 0), want.every, this.salt);
      if (this.random() < 0.8) this.flying.splice(index, 1); // or it comes once more
      const { isAwaited } = want;
      want.isAwaited = false;
      if (!isAwaited && !want.isOfOldSpeed && want.request === this.asked.at(-1).request) return; // the last is answered but once
      this.timeline.add(frames, want.request, ended, { epoch: want.epoch, batch: want.batch });
      this.model.answered(frames, { isAwaited, ended, after: want }, this.now);
    },
    refuse: () => {
      const after = this.one(100, 1000), late = this.one(true, false);
      this.timeline.refused(after, late);
      this.model.refused(after, late, this.now);
      this.free();
    },
    lose: () => {
      this.timeline.lostSince = this.now;
      this.model.lost = true;
    },
    find: () => {
      this.timeline.found();
      this.model.found();
      this.free();
    },
    speed: () => {
      const every = this.one(0, 1, 1, 10);
      if (every !== this.model.every) this.flying.forEach((each) => Object.assign(each, { isAwaited: false, isOfOldSpeed: true }));
      this.timeline.setSpeed(every);
      this.model.speed(every);
    },
    advance: () => {
      for (let times = this.one(1, 1, 5, 14); times > 0; times--) {
        assert.equal(this.timeline.advance(), this.model.advance(this.now), "whether it went on");
        this.now += 16;
      }
    },
    goTo: () => this.both("goTo", this.one(-1, 0, 1, this.below(40), this.model.at - 1, this.model.at + 1, this.model.kept.length - 1, 1e9)),
    goToEpoch: () => this.both("goToEpoch", this.one(-1, 0, 1, this.below(40), this.below(400), 1e9)),
    reset: () => this.both("reset"),
    cancel: () => this.both("cancel"),
    another: () => {
      const { timeline, model } = this, time = this.one(0, 1, this.below(60), model.last?.time ?? 0, Infinity);
      timeline.abandon();
      model.abandon();
      this.compare();
      timeline.wantMore(); // of one that was abandoned nobody asks
      const next = new Timeline({ generation: model.generation + 1, parameters: this.parameters, batches: 3 }).adopt(timeline, time);
      this.take(next, model.child(time));
    },
  };
  both(name, ...given) {
    this.timeline[name](...given);
    this.model[name](...given);
  }

  act() {
    const names = Object.keys(this.actions), often = ["wait", "want", "answer", "answer", "answer", "advance", "advance", "advance"];
    const name = this.random() < 0.6 ? this.one(...often) : this.one(...names);
    this.done.push(name);
    this.actions[name]();
    this.compare();
  }

  compare() {
    const { timeline, model } = this;
    const told = ({ playing, ended, every, at, trouble }) => [playing, ended, every, at, trouble].join();
    assert.equal(told(timeline), told(model), "playing, ended, speed, place, trouble");
    assert.ok(timeline.frames.length === model.kept.length && timeline.frames.every((frame, i) => frame === model.kept[i]), "frames");
    assert.ok(timeline.frame === (model.shown ?? undefined) && timeline.newest === model.last, "the frame that is shown, and the newest");
    assert.equal(timeline.furthest, Math.max(0, model.kept.indexOf(model.furthest)), "the furthest");
    assert.equal(timeline.ahead, model.kept.length - 1 - model.at, "how many are ahead");
    assert.equal(timeline.bytes, model.kept.length * model.bytesAFrame, "bytes");
    assert.equal(this.asked.length, model.asked.length, "how many requests there were");
    if (this.asked.length === this.known) return;
    this.known = this.asked.length;
    const numbers = this.asked.map(({ request }) => request), { request, ...last } = this.asked.at(-1) ?? { request: 1 };
    assert.ok(request > 0 && new Set(numbers).size === numbers.length, `each request has a number of its own: ${numbers}`);
    assert.deepEqual(last, model.asked.at(-1) ?? {}, "what is asked");
  }
  // These cost more, so not after each action.
  compareEvents() {
    const { timeline, model } = this, { events } = model;
    assert.equal(JSON.stringify(timeline.events), JSON.stringify(events), "events");
    const times = model.kept.map(({ time }) => time);
    for (const time of [-1, 0, 0.5, 1, 7, 1e9]) assert.equal(timeline.indexAt(time), times.filter((each) => each < time).length, `the index at ${time}`);
  }
}

for (const [name, parameters, runs] of [["a small network's", 3, 90], ["a large network's, whose past is thinned,", 2 ** 19, 90]]) {
  test(`${name} timeline does what its model does, whatever happens`, (context) => {
    for (let seed = 1; seed <= runs; seed++) {
      const pair = new Pair(generator(seed), parameters);
      const clock = context.mock.method(performance, "now", () => pair.now);
      try {
        for (let n = 0; n < ACTIONS; n++) {
          pair.act();
          if (n % 6 === 5) pair.compareEvents();
        }
      } catch (error) {
        error.message = `seed ${seed}, after ${pair.done.join(" ")}: ${error.message}`;
        throw error;
      } finally {
        clock.mock.restore();
      }
    }
  });
}
