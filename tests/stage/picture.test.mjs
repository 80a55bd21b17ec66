// The stage's picture as it plays, steps and scrubs: what follows at once, what takes turns, where it comes to rest.
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, clock, paint, pass, point, resize, set } from "./browser.mjs";
import { frameOf, framesOf, layoutOf, onStage, THETA } from "./playground.mjs";
import { Timeline } from "../../static/stage/timeline.js";

const after = (count, ms) => {
  for (let n = 0; n < count; n++) paint(ms);
};
// Frames whose first weight grows, so that every one has another link.
const growing = (last) => Array.from({ length: last + 1 }, (_, epoch) => frameOf(epoch, { theta: THETA.map((w, i) => (i ? w : 1 + epoch / 100)) }));
const told = ({ find, timeline }) => ({
  link: Math.round(100 * ((2 * (find(".links").shapes[0].width - 0.8)) / 4.2 - 1)), // the epoch of its weight, of which 2 is the strongest
  line: Math.round(2.4 * parseFloat(find(".strip .now").style.left) - 0.5), // 240 epochs are the whole width
  slider: Number(find(".scrub").value),
  frame: timeline.frame.epoch,
});

test("while it plays links, history and controls take turns, each every third frame", () => {
  const page = onStage({ frames: growing(20) });
  assert.deepEqual(told(page), { link: 0, line: 0, slider: 0, frame: 0 });
  page.stage.play();
  const seen = Array.from({ length: 6 }, () => (paint(), told(page)));
  assert.deepEqual(seen.map(({ frame }) => frame), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(seen.map(({ line }) => line), [1, 1, 1, 4, 4, 4]);
  assert.deepEqual(seen.map(({ slider }) => slider), [0, 2, 2, 2, 5, 5]);
  assert.deepEqual(seen.map(({ link }) => link), [0, 0, 3, 3, 3, 6]);
  page.stage.pause();
  paint();
  assert.deepEqual(told(page), { link: 6, line: 6, slider: 6, frame: 6 }, "at rest all is that of the moment");
});

test("the maps and the moment follow every frame", () => {
  const { stage, find, all } = onStage({ frames: growing(9) });
  stage.play();
  let before = "";
  for (let epoch = 1; epoch <= 3; epoch++) {
    paint();
    assert.deepEqual([stage.root.dataset.epoch, stage.root.dataset.batch, stage.root.painted], [String(epoch), "0", epoch + 1]);
    const pixels = String(all(".view canvas")[0].pixels);
    assert.notEqual(pixels, before);
    before = pixels;
  }
  assert.ok(find(".maps").pixels.some((pixel) => pixel !== 0));
});

test("weights and signals take their turn while it plays, if they are shown", () => {
  const page = onStage({ frames: growing(20) }), captions = () => page.all(".histogram canvas")[0].title;
  const first = captions();
  assert.match(first, /^Layer 1, weights: mean 0,/); // of 1, 0, 0, −1
  page.stage.play();
  after(4);
  assert.equal(captions(), first, "the heatmap is shown");
  page.stage.below = "spread";
  after(3);
  assert.match(captions(), /mean 0\.0\d+,/);
});

test("words change every quarter of a second while it plays, and at once when it does not", () => {
  const frames = [0, 1, 2, 3, 4, 5, 6, 7].map((epoch) => frameOf(epoch, { trainAccuracy: epoch / 10 }));
  const { stage, text, find } = onStage({ frames });
  stage.play();
  const heard = Array.from({ length: 6 }, () => (paint(50), text(".figure")));
  assert.deepEqual(heard, ["0.0 %", "0.0 %", "0.0 %", "0.0 %", "50 %", "50 %"]); // the fifth is 250 ms after the first words
  stage.pause();
  set(find(".scrub"), 2);
  clock.now += 250;
  stage.dirty = true;
  paint(0);
  assert.equal(text(".figure"), "20 %");
});

test("who scrubs moves it: it comes to rest a quarter of a second later, and then all is drawn", () => {
  const page = onStage({ frames: growing(20), at: 20 });
  set(page.find(".scrub"), 4);
  paint(10);
  assert.deepEqual([told(page).frame, told(page).link, told(page).line], [4, 20, 4]);
  paint(239);
  assert.equal(told(page).link, 20);
  paint(1);
  assert.equal(told(page).link, 4);
  const { painted } = page.stage.root;
  after(5);
  assert.equal(page.stage.root.painted, painted, "and then no more");
});

test("a step goes one frame, however long it takes to come, and then the page is told", () => {
  const { stage, timeline, told: heard } = onStage({ frames: framesOf(0, 2), at: 2 });
  stage.step();
  after(3);
  assert.equal(timeline.frame.epoch, 2);
  timeline.add(framesOf(3, 9), 0, false);
  after(3);
  assert.deepEqual([timeline.frame.epoch, heard], [3, []]);
  pass(300);
  assert.deepEqual(heard, [{ generation: 5, family: 7, epoch: 3 }]);
});

test("a step is one mini-batch where these are shown", () => {
  const { stage, timeline } = onStage({ layout: layoutOf({ view: { speed: "batch" } }) });
  timeline.add([1, 2, 3].map((batch) => frameOf(0, { batch, time: batch / 4 })), 0, false, { epoch: 0, batch: 0 });
  stage.step();
  after(3);
  assert.equal(timeline.frame.batch, 1);
  assert.equal(stage.root.dataset.batch, "1");
});

test("who steps while it plays pauses it; who plays while a step is awaited plays on", () => {
  const { stage, timeline } = onStage({ frames: framesOf(0, 9) });
  stage.play();
  after(2);
  stage.step();
  after(4);
  assert.equal(timeline.frame.epoch, 3);
  const other = onStage({ frames: framesOf(0, 2), at: 2 });
  other.stage.step();
  paint();
  other.stage.play();
  other.timeline.add(framesOf(3, 9), 0, false);
  after(3);
  assert.deepEqual([other.timeline.frame.epoch, other.timeline.playing], [5, true]);
});

test("a pause, a moment that was asked for and a reset are places of rest", () => {
  const { stage, timeline, told: heard } = onStage({ frames: framesOf(0, 9), at: 7 });
  for (const act of [() => stage.pause(), () => stage.showTime(3), () => stage.showFrame(5), () => stage.showFrame(8), () => stage.reset()]) {
    act();
    pass(300);
  }
  assert.deepEqual(heard.map(({ epoch }) => epoch), [7, 3, 5, 7, 0], "frame 8 was never shown, 7 is the last that was");
  assert.equal(timeline.playing, false);
  stage.play();
  pass(1000);
  assert.equal(heard.length, 5);
});

test("a change on the way: what came before is kept, and it goes on to the epoch of the last change by itself", () => {
  const layout = layoutOf({ changes: ["2:learning_rate:0.5", "12:w1.1.1:2"] }), { stage, timeline, told: heard } = onStage({ layout, frames: framesOf(0, 9), at: 9 });
  timeline.add(framesOf(10, 20), 0, false);
  const { painted } = stage.root;
  after(6);
  assert.deepEqual([timeline.frame.epoch, stage.root.painted - painted], [12, 3]);
  pass(300);
  assert.equal(heard.length, 1);
  const early = onStage({ layout: layoutOf({ changes: ["1:learning_rate:0.5"] }), frames: framesOf(0, 0) }).timeline;
  early.add(framesOf(1, 9), 0, false);
  after(6);
  assert.equal(early.frame.epoch, 1);
});

test("it does not go on by itself where there is nothing before the change, or nothing to go on to", () => {
  const changes = ["2:learning_rate:0.5"];
  const { timeline } = onStage({ layout: layoutOf({ changes }), frames: [] });
  timeline.add(framesOf(0, 9), 0, false);
  after(3);
  assert.equal(timeline.frame.epoch, 0);
  const there = onStage({ layout: layoutOf({ changes }), frames: framesOf(0, 2), at: 2 }).timeline;
  there.add(framesOf(3, 9), 0, false);
  after(3);
  assert.equal(there.frame.epoch, 2);
  const plain = onStage().timeline;
  plain.add(framesOf(1, 9), 0, false);
  after(3);
  assert.equal(plain.frame.epoch, 0);
});

test("the page's choices are shown: the speed, the boxes, and whether there is something to undo", () => {
  const shown = ({ find, timeline }) => [find(".speed").value, timeline.every, find(".held-out-shown").checked, find(".discretized").checked, find(".undo").disabled];
  const page = onStage({ layout: layoutOf({ view: { speed: "ten", held_out_shown: false, discretized: true }, undoable: true }) });
  assert.deepEqual(shown(page), ["ten", 10, false, true, false]);
  page.stage.show({ speed: "batch", held_out_shown: true, discretized: false, hide: [] }, false);
  assert.deepEqual(shown(page), ["batch", 0, true, false, true]);
  page.stage.show({ speed: "epoch", held_out_shown: true, discretized: false, hide: [] }, true);
  assert.deepEqual(shown(page), ["epoch", 1, true, false, false]);
});

test("on a page of another width all is built anew, on one of another height nothing", () => {
  const { stage, find, all } = onStage(), unit = all(".unit")[0], [left, top, width, height] = boxes[".stage"];
  unit.click();
  boxes[".stage"] = [left, top, width, height + 100];
  resize(stage.root);
  assert.equal(all(".unit")[0], unit);
  Object.assign(boxes, { ".stage": [left, top, 390, height], ".view": [100, 50, 300, 300], ".scroller": [0, 0, 300, 400] });
  resize(stage.root);
  paint();
  assert.notEqual(all(".unit")[0], unit);
  assert.deepEqual([all(".view canvas")[2].width, find(".view-title").textContent], [300, "Unit 1.1, its answer over the plane"]);
  assert.deepEqual(all(".chosen"), [all(".unit")[0]], "the unit that was kept still is");
  assert.ok(all(".view canvas")[2].shapes.length > 0, "the points are there again");
  all(".unit")[1].click();
  paint();
  assert.equal(find(".view-title").textContent, "Unit 1.2, its answer over the plane");
  resize(stage.root);
  assert.equal(all(".chosen").length, 1, "nothing has changed any more");
  Object.assign(boxes, { ".stage": [left, top, width, height], ".view": [100, 50, 400, 400], ".scroller": [0, 0, 640, 400] });
});

test("a point that is drawn but not sent yet outlives another width", () => {
  const { stage, find, all, sent } = onStage(), [left, top, width, height] = boxes[".stage"];
  find(".draw").click();
  find(".clear").click();
  point(find(".view"), "pointerdown", 300, 100);
  point(find(".view"), "pointerup", 300, 100);
  assert.deepEqual([sent, stage.points], [[], [[1, 1, 1]]], "one point is no run");
  boxes[".stage"] = [left, top, 390, height];
  resize(stage.root);
  boxes[".stage"] = [left, top, width, height];
  assert.deepEqual(stage.points, [[1, 1, 1]]);
  assert.equal(all(".view canvas")[2].shapes.filter(({ kind }) => kind === "fill").length, 1);
  point(find(".view"), "pointerdown", 100, 100);
  point(find(".view"), "pointerup", 100, 100);
  assert.equal(sent.length, 1, "with another it is");
});

test("another run takes the place of the first: its planes, its rows, its size", () => {
  const { stage, find, all } = onStage(), layout = layoutOf({ generation: 6, sizes: [2, 3, 1] });
  const timeline = new Timeline(layout);
  timeline.add([frameOf(0, { theta: new Float32Array(13), active: new Uint8Array(3).fill(9) })], 0, false);
  stage.take(layout, timeline);
  paint();
  assert.deepEqual([all(".unit").length, find(".rows canvas").height, stage.root.planes[1].length, stage.root.layout], [3, 3, 3, layout]);
  all(".unit")[2].click();
  paint();
  assert.equal(find(".view-title").textContent, "Unit 1.3, its answer over the plane");
});
