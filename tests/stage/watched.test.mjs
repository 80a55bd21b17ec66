// A training that is watched: how it is mounted, its reels and its bar: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { clock, paint, press, resize, saved, set } from "./browser.mjs";
import { handedOver as together, packed } from "./packed.mjs";
import { BAR, WatchedPicture, watchedModule } from "../../static/live/watched.js";

globalThis.fetch = () => new Promise(() => {}); // what is asked here is answered by hand

class Diary extends WatchedPicture {
  static template = `<section class="stage" data-testid="diary">${BAR("Cancel training", "Train")}</section>`;
  static pace = { rate: 20, first: 5, longest: 20 };
  build() {
    this.wasBuilt = true;
  }
  drawMoment() {}
  words({ epoch }) {
    return [`News of ${epoch}.`, "And the rest."];
  }
  nameOf({ epoch }) {
    return `Round ${epoch}`;
  }
}

// Of each moment a loss, two zeros and two active units; `first` is the first one's number.
function reelOf(first, count, { generation = 3, version = 1, ...more } = {}) {
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  const arrays = { loss: Float32Array.from(numbers, (n) => n / 2), zeros: Float32Array.from(numbers.flatMap((n) => [n, -n])), active: new Float32Array(2 * count).fill(1) };
  return packed({ generation, request: 0, first, epochs: numbers.map((n) => 10 * n), ended: false, diverged: false, ...more }, arrays, version);
}
function handedOver({ generation = 3, seat = "a", version = 1, reel = reelOf(0, 1, { generation }) } = {}) {
  return together(packed({ generation, seat, parameters: 2 }, {}, version), reel);
}

function page() {
  document.listeners = [];
  document.body.innerHTML = "<div></div><div></div>";
  document.activeElement = document.body;
  const [place, other] = document.body.children, { mount, carry } = watchedModule(Diary), sent = [];
  const show = (more, where = place) => (mount(where, handedOver(more), (wish) => sent.push(wish)), where.querySelector(".stage")?.picture);
  const text = (selector) => place.querySelector(selector).textContent;
  return { show, carry, place, other, sent, text, button: (name) => place.querySelector(`.${name}`) };
}

test("what is handed over is built and shown with its first moment, at its own pace", () => {
  const { show, text, button } = page(), picture = show();
  assert.deepEqual([picture.wasBuilt, picture.timeline.pace, picture.seat], [true, { rate: 20, first: 5, longest: 20 }, "a"]);
  assert.deepEqual([text(".news"), text(".rest")], ["Getting ready.", "The first weights are on their way."]);
  paint();
  assert.deepEqual([text(".epoch"), text(".news"), text(".spoken"), picture.root.dataset.frame, picture.root.painted], ["Round 0", "News of 0.", "Round 0. News of 0. And the rest.", "0", 1]);
  assert.deepEqual([text(".reset"), text(".play"), button("data").disabled, button("play").disabled], ["Cancel training", "Train", true, false]);
});

test("a moment has its number, where it lies, and its rows of every array; a row of one number is that number", () => {
  const { show } = page(), { timeline } = show({ reel: reelOf(0, 3) });
  const told = timeline.frames.map(({ epoch, at, loss, zeros }) => [epoch, at, loss, [...zeros]]);
  assert.deepEqual(told, [[0, 0, 0, [0, -0]], [1, 10, 0.5, [1, -1]], [2, 20, 1, [2, -2]]]);
});

test("a reel is one of this run, of this version, that follows what is there", () => {
  const { show, carry } = page(), { timeline } = show(), after = (reel) => (carry(reel, () => {}), timeline.frames.length);
  assert.deepEqual([after(reelOf(1, 2, { generation: 4 })), after(reelOf(1, 2, { version: 2 })), after(reelOf(2, 2)), after(reelOf(1, 2)), after(reelOf(3, 1))], [1, 1, 1, 3, 4]);
});

test("a reel answers its request, and says whether the training has ended or diverged, which stays so", () => {
  const { show, carry } = page(), picture = show(), { timeline } = picture, asked = [];
  timeline.ask = (want) => asked.push(want);
  timeline.wantMore();
  carry(reelOf(1, 1, { request: 1 }), () => {});
  timeline.wantMore();
  assert.deepEqual([asked.length, timeline.ended, Boolean(picture.diverged)], [2, false, false]);
  assert.deepEqual(asked[0], { generation: 3, request: 1, epoch: 0, batch: 0, epochs: 5, every: 1, shown: 0 });
  carry(reelOf(2, 1, { request: 2, diverged: true }), () => {});
  carry(reelOf(3, 1, { ended: true }), () => {});
  assert.deepEqual([timeline.ended, picture.diverged], [true, true]);
});

test("a reel that comes while it rests is drawn", () => {
  const { show, carry } = page(), picture = show();
  paint();
  paint();
  assert.equal(picture.root.painted, 1);
  carry(reelOf(1, 2), () => {});
  paint();
  assert.equal(picture.root.painted, 2);
});

test("the same run again keeps its picture and takes its seat; the theme may have changed", () => {
  const { show } = page(), picture = show();
  paint();
  assert.equal(show({ seat: "b" }), picture);
  assert.equal(picture.seat, "b");
  paint();
  assert.equal(picture.root.painted, 2);
});

test("another run, or another place, gets a picture of its own, which plays if the one before did, at the same place", () => {
  const { show, other, place } = page(), first = show();
  first.play();
  const second = show({ generation: 4 });
  assert.deepEqual([second === first, second.timeline.playing, first.timeline.playing, first.timeline.ask], [false, true, false, null]);
  const third = show({ generation: 4 }, other);
  assert.deepEqual([third === second, third.timeline.playing, second.timeline.ask], [false, false, null]);
  assert.equal(place.querySelectorAll(".stage").length, 1);
  third.root.remove();
  assert.equal(show({ generation: 5 }, other).timeline.playing, false);
});

test("a run that rests is followed by one that rests", () => {
  const { show } = page();
  show();
  assert.equal(show({ generation: 4 }).timeline.playing, false);
});

test("a page of an older version is told to load the app anew, one of a newer as well", () => {
  for (const version of [0, 2]) {
    const { show, place } = page();
    show({ version });
    assert.equal(place.textContent, "The app has been updated since this page was opened. Reload");
  }
});

test("Train plays and is then Pause; the space bar does the same", () => {
  const { show, text, button } = page(), { timeline } = show({ reel: reelOf(0, 9) });
  button("play").click();
  paint();
  assert.deepEqual([timeline.playing, text(".play")], [true, "Pause"]);
  press(" ");
  paint();
  assert.deepEqual([timeline.playing, text(".play")], [false, "Train"]);
});

test("the slider goes as far as was shown; who moves it pauses", () => {
  const { show, button, text } = page(), { timeline } = show({ reel: reelOf(0, 9) });
  timeline.goTo(6);
  timeline.goTo(4);
  paint();
  const scrub = button("scrub");
  assert.deepEqual([scrub.max, scrub.value, scrub.getAttribute("aria-valuetext")], ["6", "4", "Round 4"]);
  timeline.playing = true;
  set(scrub, 2);
  assert.deepEqual([timeline.frame.epoch, timeline.playing], [2, false]);
  paint();
  assert.equal(text(".epoch"), "Round 2");
  set(scrub, 0);
  assert.equal(timeline.frame.epoch, 0);
});

test("Cancel training goes back to the first moment and forgets the rest, and that it diverged", () => {
  const { show, button, carry, text } = page(), picture = show();
  carry(reelOf(1, 3, { diverged: true, ended: true }), () => {});
  picture.timeline.goTo(3);
  paint();
  assert.equal(button("play").disabled, true, "there is nothing more to play");
  button("reset").click();
  paint();
  assert.deepEqual([picture.timeline.frames.length, picture.diverged, text(".epoch"), button("play").disabled], [1, false, "Round 0", false]);
});

test("a training that has ended plays on until its end is shown", () => {
  const { show, button } = page();
  show({ reel: reelOf(0, 3, { ended: true }) }).timeline.goTo(1);
  paint();
  assert.equal(button("play").disabled, false);
});

test("from two moments on what was measured can be saved", async () => {
  const { show, button, carry } = page();
  show();
  paint();
  assert.equal(button("data").disabled, true);
  carry(reelOf(1, 1), () => {});
  paint();
  assert.equal(button("data").disabled, false);
  const { length } = saved;
  button("data").click();
  assert.deepEqual([saved.length - length, saved.at(-1).name], [1, "diary.csv"]);
  assert.equal(await saved.at(-1).blob.text(), "moment,at,loss,zeros.1,zeros.2\r\n0,0,0,0,0\r\n1,10,0.5,1,-1\r\n");
});

test("while it plays the words change every quarter of a second, the moment at once", () => {
  const { show, text } = page(), picture = show({ reel: reelOf(0, 19) });
  clock.now = 1e6;
  paint(0);
  picture.play();
  const told = [50, 50, 50, 50, 49.5, 1].map((ms) => (paint(ms), [text(".epoch"), text(".news")].join(": ")));
  assert.deepEqual(told, ["Round 1: News of 0.", "Round 2: News of 0.", "Round 3: News of 0.", "Round 4: News of 0.", "Round 5: News of 0.", "Round 5: News of 0."]);
  paint(50);
  assert.equal(text(".news"), "News of 6.");
  paint(249);
  assert.equal(text(".news"), "News of 6.");
  picture.dirty = true;
  paint(1);
  assert.equal(text(".news"), "News of 7.");
  picture.show(2);
  paint(1);
  assert.equal(text(".news"), "News of 2.", "at once, as it rests");
});

test("on a page of another size it is drawn anew", () => {
  const { show } = page(), picture = show();
  paint();
  resize(picture.root);
  paint();
  assert.equal(picture.root.painted, 2);
});
