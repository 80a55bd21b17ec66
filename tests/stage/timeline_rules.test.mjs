// Each rule of the timeline at its boundary, by hand: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { Timeline, timeOf } from "../../static/stage/timeline.js";

const frameAt = (epoch, batch = 0, active = [128]) => ({ epoch, batch, time: epoch + batch / 4, active: Uint8Array.from(active) });
const epochs = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => frameAt(from + i));

// A timeline with its first frame, what it has asked, and a clock that stands still until it is set.
function started({ clock, pace, layout = { generation: 5, parameters: 3 } }) {
  const timeline = new Timeline(layout, pace), asked = [], time = { now: 0 };
  clock.mock.method(performance, "now", () => time.now);
  timeline.ask = (want) => asked.push(want);
  timeline.add([frameAt(0)], 0, false);
  const answerAfter = (ms, frames = []) => {
    timeline.wantMore();
    time.now += ms;
    timeline.add(frames, asked.at(-1).request, false);
  };
  const asksFor = () => (timeline.wantMore(), asked.at(-1).epochs);
  return { timeline, asked, time, answerAfter, asksFor };
}

for (const [pace, rate, lengths] of [
  [undefined, 60, { 0: 12, 100: 12, 101: 24, 200: 24, 201: 36, 300: 36, 301: 48, 400: 48, 401: 60, 500: 60, 501: 60, 3000: 60 }],
  [undefined, 30, { 200: 12, 201: 24, 1000: 60 }],
  [undefined, 120, { 50: 12, 51: 24 }],
  [{ rate: 20, first: 5, longest: 20 }, 20, { 125: 5, 126: 10, 375: 15, 376: 20, 9000: 20 }],
  [{ rate: 20, first: 6, longest: 20 }, 20, { 150: 6, 151: 12, 451: 20 }],
]) {
  test(`at ${rate} frames a second reels are as long as two answers take, in steps of ${pace?.first ?? 12}`, (clock) => {
    for (const [ms, length] of Object.entries(lengths)) {
      const { timeline, answerAfter, asksFor } = started({ clock, pace });
      assert.equal(timeline.rate, pace?.rate ?? 60);
      assert.equal(asksFor(), pace?.first ?? 12);
      timeline.refused(0);
      timeline.rate = rate;
      answerAfter(Number(ms));
      assert.equal(asksFor(), length, `after ${ms} ms`);
      clock.mock.restoreAll();
    }
  });
}

test("a request says all that the server must know, and has the next number", (clock) => {
  const { timeline, asked } = started({ clock });
  timeline.add(epochs(1, 5), 0, false);
  timeline.goTo(3);
  timeline.wantMore();
  timeline.refused(0);
  timeline.add([frameAt(5, 2)], 0, false, { epoch: 5, batch: 0 });
  timeline.wantMore(1);
  const both = { generation: 5, every: 1, shown: 3, epoch: 5 };
  assert.deepEqual(asked, [{ ...both, request: 1, batch: 0, epochs: 12 }, { ...both, request: 2, batch: 2, epochs: 1 }]);
});

test("requests' numbers stay below 2³¹ and are never 0, which is that of a reel nobody asked for", (clock) => {
  const { timeline, asked } = started({ clock });
  timeline.request = 2 ** 31 - 2;
  for (let n = 0; n < 2; n++) {
    timeline.wantMore();
    timeline.refused(0);
  }
  assert.deepEqual(asked.map(({ request }) => request), [2 ** 31 - 1, 1]);
});

test("only the answer to the last request frees the next one", (clock) => {
  const { timeline, asked } = started({ clock }), freed = (request) => {
    timeline.add([], request, false);
    timeline.wantMore();
    return asked.length;
  };
  timeline.wantMore();
  assert.deepEqual([freed(0), freed(7), freed(1), freed(1), freed(2)], [1, 1, 2, 2, 3]);
});

test("it asks for more while fewer frames are ahead than a reel has", (clock) => {
  const { timeline, asked } = started({ clock });
  timeline.add(epochs(1, 13), 0, false);
  timeline.advance(); // 13 are ahead
  assert.equal(asked.length, 0);
  timeline.advance(); // 12
  assert.equal(asked.length, 0);
  timeline.advance(); // 11
  assert.equal(asked.length, 1);
});

test("a run begins with epoch 0, and goes on only where it is", (clock) => {
  const timeline = new Timeline({ generation: 5, parameters: 3 }), length = () => timeline.frames.length;
  timeline.add([frameAt(1)], 0, false, { epoch: 0, batch: 0 });
  assert.equal(length(), 0);
  timeline.add([frameAt(0)], 0, false, { epoch: 0, batch: 0 });
  timeline.add([frameAt(0, 2)], 0, false, { epoch: 0, batch: 1 });
  assert.equal(length(), 1, "it follows another batch");
  timeline.add([frameAt(2)], 0, false, { epoch: 1, batch: 0 });
  assert.equal(length(), 1, "it follows another epoch");
  timeline.add([frameAt(0)], 0, false, { epoch: 0, batch: 0 });
  assert.equal(length(), 1, "it is not later");
  timeline.add([frameAt(0, 1)], 0, false, { epoch: 0, batch: 0 });
  assert.equal(length(), 2);
  timeline.add([frameAt(1)], 0, false);
  assert.equal(length(), 2, "where nothing is said it follows the whole epoch before");
});

test("a moment's time is its own, or its epoch", () => {
  assert.deepEqual([timeOf({ epoch: 3 }), timeOf({ epoch: 3, time: 3.25 }), timeOf({ epoch: 3, time: 0 })], [3, 3.25, 0]);
});

test("a death is told with the share the moment before, in 255ths, and since when", () => {
  const timeline = new Timeline({ generation: 5, parameters: 3 });
  timeline.add([frameAt(0, 0, [255, 0, 51, 1]), frameAt(0, 2, [0, 0, 0, 1]), frameAt(1, 0, [0, 3, 0, 0])], 0, false);
  assert.deepEqual(timeline.events, [
    { unit: 1, epoch: 0, time: 0, kind: "born", since: null, before: null },
    { unit: 0, epoch: 1, time: 0.5, kind: "died", since: 0, before: 255 },
    { unit: 2, epoch: 1, time: 0.5, kind: "died", since: 0, before: 51 },
    { unit: 1, epoch: 1, time: 1, kind: "revived", since: 0.5, before: 0 },
    { unit: 3, epoch: 1, time: 1, kind: "died", since: 0.5, before: 1 },
  ]);
});

test("64 MiB of parameters are kept, and of more half of the older half goes", () => {
  const timeline = new Timeline({ generation: 5, parameters: 2 ** 22 }), told = () => timeline.frames.map(({ epoch }) => epoch); // 16 MiB a frame
  timeline.add(epochs(0, 3), 0, false);
  timeline.goTo(1);
  assert.deepEqual([timeline.bytes, told()], [2 ** 26, [0, 1, 2, 3]]);
  timeline.add(epochs(4, 4), 0, false);
  assert.deepEqual([told(), timeline.frame.epoch, timeline.furthest], [[0, 2, 3, 4], 0, 0]);
});

test("where the past is thinned, the mini-batch that is shown stays, and none is skipped", () => {
  const timeline = new Timeline({ generation: 5, parameters: 2 ** 22 });
  timeline.setSpeed(0);
  timeline.add([frameAt(0), frameAt(0, 1), frameAt(0, 2), frameAt(0, 3)], 0, false, { epoch: 0, batch: 0 });
  timeline.goTo(2);
  timeline.goTo(1);
  timeline.add([frameAt(1)], 0, false, { epoch: 0, batch: 3 });
  assert.deepEqual([timeline.frame.batch, timeline.frames[timeline.furthest].batch], [0, 2]);
});

test("every ten epochs: what is shown is ten epochs on, or the last that has come", () => {
  const timeline = new Timeline({ generation: 5, parameters: 3 }), shown = [];
  timeline.setSpeed(10);
  timeline.add(epochs(0, 23), 0, false);
  while (timeline.advance()) shown.push(timeline.frame.epoch);
  assert.deepEqual(shown, [10, 20, 23]);
});

test("at another speed what was never shown goes, with its deaths and its end", (clock) => {
  const { timeline, asked } = started({ clock });
  timeline.add([frameAt(1, 0, [0]), frameAt(2, 0, [9]), frameAt(3, 0, [0])], 0, true);
  timeline.goTo(2);
  timeline.goTo(0);
  timeline.setSpeed(1);
  assert.equal(timeline.frames.length, 4, "it is the speed that it was");
  timeline.setSpeed(10);
  assert.deepEqual([timeline.frames.length, timeline.ended, timeline.events.map(({ epoch }) => epoch)], [3, false, [1, 2]]);
  timeline.wantMore();
  assert.deepEqual([asked[0].epoch, asked[0].every], [2, 10]);
});

test("a run whose end was shown has ended at every speed", () => {
  const timeline = new Timeline({ generation: 5, parameters: 3 });
  timeline.add(epochs(0, 2), 0, true);
  timeline.goTo(2);
  timeline.setSpeed(10);
  assert.equal(timeline.ended, true);
});

test("at another speed it asks at once, and an answer to what it asked before is not taken for the new one", (clock) => {
  const { timeline, asked, time } = started({ clock });
  timeline.wantMore();
  timeline.setSpeed(10);
  timeline.wantMore();
  assert.deepEqual(asked.map(({ every }) => every), [1, 10]);
  time.now = 10;
  timeline.add([], asked[0].request, false);
  timeline.wantMore();
  assert.equal(asked.length, 2);
});

test("the end of a reel that does not fit is not the end of the run", () => {
  const timeline = new Timeline({ generation: 5, parameters: 3 });
  timeline.add(epochs(0, 12), 0, false);
  timeline.cancel();
  timeline.add(epochs(13, 20), 0, true);
  assert.deepEqual([timeline.frames.length, timeline.ended], [1, false]);
  timeline.add([], 0, true);
  assert.equal(timeline.ended, true, "an empty one ends it");
});

test("back at the first frame the run is the same; cancelled it is forgotten, but for who was silent from the start", () => {
  const timeline = new Timeline({ generation: 5, parameters: 3 });
  timeline.add([frameAt(0, 0, [0, 9]), frameAt(1, 0, [0, 0]), frameAt(2, 0, [7, 0])], 0, true);
  timeline.goTo(2);
  timeline.playing = true;
  timeline.reset();
  assert.deepEqual([timeline.playing, timeline.at, timeline.furthest, timeline.frames.length, timeline.events.length, timeline.ended], [false, 0, 0, 3, 3, true]);
  timeline.cancel();
  assert.deepEqual([timeline.frames.length, timeline.ended, timeline.events.map(({ kind }) => kind)], [1, false, ["born"]]);
});

test("the past that another run has in common is before the change, and its deaths are told once", () => {
  const before = new Timeline({ generation: 5, parameters: 3 }), after = () => new Timeline({ generation: 6, parameters: 3 });
  before.add([frameAt(0, 0, [9]), frameAt(1, 0, [0]), frameAt(2, 0, [9])], 0, true);
  const told = (time) => {
    const { frames, events, at, furthest, ended } = after().adopt(before, time);
    return [frames.length, events.length, at, furthest, ended];
  };
  assert.deepEqual([0, 1, 1.5, 2, 3].map(told), [[0, 0, 0, 0, false], [1, 0, 0, 0, false], [2, 1, 1, 1, false], [2, 1, 1, 1, false], [3, 2, 2, 2, false]]);
  before.frames.splice(1, 1); // thinned
  assert.deepEqual(told(2), [1, 0, 0, 0, false], "who died at 1 will die again");
});
