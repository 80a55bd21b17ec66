// Any picture that plays: when a frame follows, and when it is drawn: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { clock, paint, preferences, press } from "./browser.mjs";
import { after, notebook } from "./notebook.mjs";
import { framesOf } from "./playground.mjs";

test("it plays as many frames a second as the server can give", () => {
  for (const [rate, shown] of [[60, 30], [30, 15], [20, 10]]) {
    const { picture, epoch } = notebook({ rate });
    picture.play();
    after(30); // half a second
    assert.equal(epoch(), shown, `at ${rate}`);
  }
});

test("a screen's frame may come 4 ms early", () => {
  const { picture, epoch } = notebook({ rate: 50 }); // 20 ms a frame
  picture.play();
  paint(20);
  paint(15);
  assert.equal(epoch(), 1);
  paint(1);
  assert.equal(epoch(), 2);
  paint(16);
  assert.equal(epoch(), 3);
});

test("who asked for reduced motion sees four frames a second, from when they ask for it", () => {
  const { picture, epoch } = notebook();
  picture.play();
  after(6);
  assert.equal(epoch(), 6);
  preferences["(prefers-reduced-motion: reduce)"] = true;
  paint(245.9);
  assert.equal(epoch(), 6);
  paint(0.2);
  assert.equal(epoch(), 7);
  delete preferences["(prefers-reduced-motion: reduce)"];
  after(3);
  assert.equal(epoch(), 10);
});

test("paused, nothing moves, nothing is drawn twice, and the space bar plays on", () => {
  const { picture, epoch } = notebook();
  picture.dirty = true;
  after(5);
  assert.deepEqual([epoch(), picture.drawn], [0, [0]]);
  press(" ");
  after(2);
  press(" ");
  after(5);
  assert.deepEqual(picture.drawn, [0, 1, 2, 2], "once more as it pauses");
});

test("as it begins to play it is drawn, though nothing more has come", () => {
  const { picture } = notebook({ frames: framesOf(0, 0) });
  paint();
  picture.play();
  after(3);
  assert.deepEqual(picture.drawn, [0, 0]);
});

test("before a frame has come nothing is drawn, and it waits for it", () => {
  const { picture, timeline } = notebook({ frames: [] });
  picture.play();
  after(3);
  assert.deepEqual([picture.drawn, timeline.playing], [[], true]);
  timeline.add(framesOf(0, 5), 0, false);
  after(2);
  assert.deepEqual(picture.drawn, [1, 2]);
});

test("a run that has ended pauses by itself, and that is drawn", () => {
  const { picture, timeline } = notebook({ frames: framesOf(0, 2), ended: true });
  picture.play();
  after(6);
  assert.deepEqual([picture.drawn, timeline.playing], [[1, 2, 2], false]);
});

test("a run that waits for more neither pauses nor draws", () => {
  const { picture, timeline } = notebook({ frames: framesOf(0, 2) });
  picture.play();
  after(6);
  assert.deepEqual([picture.drawn, timeline.playing], [[1, 2], true]);
});

test("a picture that was taken from the page stops, and leaves its keys alone", () => {
  const { picture, epoch, timeline } = notebook();
  picture.play();
  after(3);
  picture.root.remove();
  after(3);
  press(" ");
  assert.deepEqual([epoch(), timeline.playing], [3, true]);
});

test("while the page works on a change it stands still for 150 ms, but only what plays", () => {
  const { picture, epoch, app } = notebook({ app: '<main data-testid="stApp"></main>' });
  picture.play();
  after(2, 20);
  app.dataset.testScriptState = "running";
  after(8, 20); // the last of them 140 ms after the first
  assert.equal(epoch(), 2);
  after(2, 20);
  assert.equal(epoch(), 4);
  app.dataset.testScriptState = "notRunning";
  picture.pause();
  paint();
  app.dataset.testScriptState = "running";
  const { length } = picture.drawn;
  picture.dirty = true;
  paint();
  assert.equal(picture.drawn.length, length + 1);
});

test("the page's answer, be it the same run or another, ends that", () => {
  const { picture, epoch, app, timeline } = notebook({ app: '<main data-testid="stApp"></main>' });
  paint();
  app.dataset.testScriptState = "running";
  picture.play();
  paint();
  assert.equal(epoch(), 0);
  picture.seatedAt("a");
  paint();
  assert.equal(epoch(), 1);
  app.dataset.testScriptState = "notRunning";
  paint();
  app.dataset.testScriptState = "running";
  paint();
  assert.equal(epoch(), 2);
  picture.showRun({ seat: "a" }, timeline);
  paint();
  assert.equal(epoch(), 3);
});

test("at a new seat it asks at once, at its old one only if that was lost", () => {
  const { picture, timeline, asked } = notebook({ frames: framesOf(0, 0) });
  const askedAgain = (seat, lost) => {
    timeline.lostSince = lost;
    timeline.refused(1e6);
    picture.seatedAt(seat);
    timeline.wantMore();
    return [asked.splice(0).length, picture.seat];
  };
  assert.deepEqual([askedAgain("a", null), askedAgain("b", null), askedAgain("b", null), askedAgain("b", clock.now)], [[0, "a"], [1, "b"], [0, "b"], [1, "b"]]);
});
