// What is taken away: the moment as SVG and PNG, the training as a film: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, clock, paint, saved } from "./browser.mjs";
import { frameOf, framesOf, layoutOf, onStage } from "./playground.mjs";

class Recorder {
  static known = ["video/webm"];
  static isTypeSupported = (kind) => Recorder.known.includes(kind);
  constructor(stream, { mimeType }) {
    Object.assign(this, { ...stream, mimeType });
    Recorder.last = this;
  }
  start(ms) {
    this.every = ms;
  }
  stop() {
    this.onstop();
  }
}
globalThis.MediaRecorder = Recorder;
const withoutVideo = (context) => {
  delete globalThis.MediaRecorder;
  context.after(() => (globalThis.MediaRecorder = Recorder));
};

function parsed(svg) {
  const place = document.createElement("div");
  place.innerHTML = svg;
  return place.querySelector("svg");
}
// The picture of a stage, as an element.
async function svgOf({ find }) {
  find(".save-svg").click();
  return parsed(await saved.at(-1).blob.text());
}
const attributes = (element, ...names) => names.map((name) => element.getAttribute(name));
const numbers = (element, ...names) => attributes(element, ...names).map(Number);
const texts = (svg) => svg.querySelectorAll("text").map(({ textContent }) => textContent);
const settled = () => new Promise(setImmediate);
const DEAD = { frames: [0, 7].map((epoch) => frameOf(epoch, { active: Uint8Array.of(epoch ? 0 : 128, 64) })), at: 1 };
const SCORE = "accuracy 50 %, 25 % on held-out points";

test("the SVG has its moment as name, and as title and first words with the news", async () => {
  const svg = await svgOf(onStage(DEAD)), { name, blob } = saved.at(-1);
  assert.deepEqual([name, blob.type], ["relu_viz-epoch-7.svg", "image/svg+xml"]);
  const words = "Epoch 7. 1 of 2 units is dead.";
  assert.deepEqual([svg.querySelector("title").textContent, texts(svg)[0]], [words, words]);
  assert.deepEqual(attributes(svg.querySelector("rect"), "width", "height", "fill"), ["1002", "564", "rgb(4 5 6)"]);
});

test("it is as wide as diagram and map with its axis, and as high as the higher of them, with words above and below", async () => {
  const sizes = async (map) => {
    boxes[".view"] = [100, 50, map, map];
    const svg = await svgOf(onStage());
    boxes[".view"] = [100, 50, 400, 400];
    return attributes(svg, "width", "height", "viewBox");
  };
  assert.deepEqual(await sizes(400), ["1002", "564", "0 0 1002 564"]); // 518 + 24 + 46 + 400 + 14, 64 + 400 + 40 + 60
  assert.deepEqual(await sizes(300), ["902", "496", "0 0 902 496"]); // 64 + 372 + 60
});

test("links, boundary and points are shapes; the maps are images: the units', of the inputs those in use, and the large one", async () => {
  const page = onStage({ layout: layoutOf({ chosen_features: ["x1", "square"] }) }), svg = await svgOf(page), { find, all } = page;
  const [first, , third] = all(".input canvas"), images = svg.querySelectorAll("image").map((image) => [image.getAttribute("href"), ...numbers(image, "x", "y", "width", "height")]);
  assert.deepEqual(images, [
    [find(".maps").toDataURL(), 0, 0, 518, 372], [first.toDataURL(), 46, 141, 40, 40], [third.toDataURL(), 46, 233, 40, 40],
    [find(".view canvas").toDataURL(), 0, 0, 400, 400],
  ]);
  const [network, map] = svg.querySelectorAll("g").map((group) => group.querySelectorAll("path"));
  const links = network.filter((path) => path.getAttribute("d").includes("C"));
  assert.deepEqual(links[0].getAttribute("d"), "M86 161C184 161 184 184 282 184");
  assert.deepEqual(links.map((path) => attributes(path, "stroke", "stroke-width", "opacity")), [
    ["rgb(11 111 184)", "2.9", "0.57"], ["rgb(217 102 10)", "2.9", "0.57"], ["rgb(11 111 184)", "5", "0.85"], ["rgb(217 102 10)", "2.9", "0.57"],
  ]);
  const [halo, boundary, ...marks] = map;
  assert.match(boundary.getAttribute("d"), /^M[\d.]+ [\d.]+L/);
  assert.deepEqual([halo, boundary].map((path) => attributes(path, "fill", "stroke-width")), [["none", "4.5"], ["none", "2.2"]]);
  const filled = marks.filter((path) => path.getAttribute("fill") !== "none").map((path) => path.getAttribute("fill"));
  assert.deepEqual(filled, ["rgb(232 163 108)", "rgb(109 169 212)", "rgb(109 169 212)", "#10171f"], "three points it learns from, and the dot of one held out");
});

test("somebody who does not want to see held-out points does not take them away", async () => {
  const svg = await svgOf(onStage({ layout: layoutOf({ view: { held_out_shown: false } }) }));
  assert.equal(svg.querySelectorAll("path").filter((path) => path.getAttribute("fill") === "#10171f").length, 0);
});

test("a unit that is kept is taken away with its hinge", async () => {
  const page = onStage();
  page.all(".unit")[0].click();
  paint();
  const lines = (await svgOf(page)).querySelectorAll("g")[1].querySelectorAll("path");
  assert.deepEqual(attributes(lines[0], "stroke-dasharray", "stroke-width"), ["7 5", "2"]);
  assert.ok(texts(await svgOf(page)).includes("Unit 1.1, its answer over the plane"));
});

test("units are framed, a dead one with dashes and its mark", async () => {
  const svg = await svgOf(onStage(DEAD)), frames = svg.querySelectorAll("path").filter((path) => path.getAttribute("d").includes("a8 8"));
  assert.deepEqual(frames.map((frame) => attributes(frame, "stroke", "stroke-dasharray", "fill")), [["rgb(1 2 3)", "4 3", "none"], ["#dde2e8", null, "none"]]);
  assert.equal(frames[0].getAttribute("d").split("h")[0], "M290 164", "at its place, with a round corner");
  const mark = svg.querySelectorAll("text").find(({ textContent }) => textContent === "✕ dead");
  assert.deepEqual(numbers(mark, "x", "y"), [328, 188]);
});

test("where there is no room for a word a dead unit has its mark on itself", async () => {
  boxes[".scroller"] = [0, 0, 200, 400];
  const svg = await svgOf(onStage(DEAD));
  boxes[".scroller"] = [0, 0, 640, 400];
  const mark = svg.querySelectorAll("text").find(({ textContent }) => textContent === "✕");
  assert.equal(mark.getAttribute("text-anchor"), "middle");
});

test("inputs, layers and the map are named, its axes have numbers, and below are legend and accuracy", async () => {
  const words = texts(await svgOf(onStage()));
  assert.deepEqual(words, [
    "Epoch 0. Press Play.", "inputs", "2 units", "x₁", "x₂", "Output and boundary",
    ...["−2", "−1", "0", "1", "2"].flatMap((number) => [number, number]), "x₁", "x₂",
    "■", "class 0", "●", "class 1", "⊙", "ring: held out", "━", "boundary", SCORE,
  ]);
});

test("a legend too long for one line goes on in the next", async () => {
  const page = onStage();
  page.find(".legend").innerHTML = Array(6).fill('<li><span style="color:red">■</span> a class with a long name</li>').join("");
  const lines = (await svgOf(page)).querySelectorAll("text").filter(({ textContent }) => textContent === "a class with a long name").map((text) => numbers(text, "x", "y"));
  assert.deepEqual(new Set(lines.map(([, y]) => y)), new Set([524, 544]));
  assert.ok(lines.every(([x]) => x + 7 * "a class with a long name".length <= 1002));
});

test("the PNG is the same, two pixels for each of the SVG's", async () => {
  const page = onStage({ frames: framesOf(0, 4), at: 4 });
  page.find(".save-png").click();
  await settled();
  const { name, blob } = saved.at(-1), { canvas } = blob;
  assert.deepEqual([name, blob.type, canvas.width, canvas.height, canvas.context.ratio], ["relu_viz-epoch-4.png", "image/png", 2004, 1128, 2]);
  const written = canvas.shapes.filter(({ kind }) => kind === "fillText").map(({ text }) => text);
  assert.deepEqual(written, texts(await svgOf(page)));
});

test("a browser that falsifies what is read from a canvas gets a sentence", async (context) => {
  const { find, text } = onStage();
  find(".save-png").click();
  await settled();
  assert.equal(find(".said-of-saving"), null);
  const canvas = document.createElement("canvas").getContext("2d"), kind = Object.getPrototypeOf(canvas), { getImageData } = kind;
  context.mock.method(kind, "getImageData", function (...at) {
    const read = getImageData.apply(this, at);
    read.data[2000] ^= 1;
    return read;
  });
  find(".save-png").click();
  await settled();
  assert.match(text(".said-of-saving"), /^This browser changes pictures that a page reads/);
});

test("Film plays and records what is drawn, frame by frame, until it is ended", async () => {
  const { find, text, timeline, stage } = onStage({ frames: framesOf(0, 9) });
  find(".save-film").click();
  const { canvas, rate, mimeType, every } = Recorder.last;
  assert.deepEqual([text(".save-film"), timeline.playing, rate, mimeType, every], ["End the film", true, 30, "video/webm", 1000]);
  assert.deepEqual([canvas.width, canvas.height], [1002, 564]);
  const written = () => canvas.shapes.filter(({ kind }) => kind === "fillText").map((shape) => shape.text);
  assert.deepEqual(written(), texts(await svgOf({ find })), "all that the picture shows");
  const moments = () => written().filter((each) => each.startsWith("Epoch")).map((each) => each.split(".")[0]);
  paint();
  paint();
  assert.deepEqual(moments(), ["Epoch 0", "Epoch 1", "Epoch 2"]);
  const { length } = saved;
  Recorder.last.ondataavailable({ data: new Blob(["first "]) });
  Recorder.last.ondataavailable({ data: new Blob(["second"]) });
  find(".save-film").click();
  await settled();
  assert.equal(saved.length, length + 1);
  const { name, blob } = saved.at(-1);
  assert.deepEqual([name, blob.type, await blob.text()], ["relu_viz.webm", "video/webm", "first second"]);
  assert.deepEqual([text(".save-film"), timeline.playing], ["Film", true]);
  const { length: drawn } = moments();
  paint();
  assert.equal(moments().length, drawn, "nothing more is recorded");
  stage.pause();
  find(".save-film").click();
  assert.equal(timeline.playing, true, "and another can begin");
});

test("a film has even sides, and shows the whole stage when that has become wider", () => {
  boxes[".view"] = [100, 50, 401, 401];
  const { stage, find } = onStage();
  find(".save-film").click();
  boxes[".view"] = [100, 50, 400, 400];
  const { canvas } = Recorder.last;
  assert.deepEqual([canvas.width, canvas.height], [1004, 566]);
  assert.equal(canvas.context.ratio, 1);
  stage.map.size = 841;
  stage.film.add();
  assert.equal(canvas.context.ratio, 566 / 1005);
});

test("the first kind of film that a browser records is taken, and the file is named by what it is", async () => {
  const kinds = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
  for (let first = 0; first < kinds.length; first++) {
    Recorder.known = kinds.slice(first).reverse();
    onStage().find(".save-film").click();
    assert.equal(Recorder.last.mimeType, kinds[first]);
  }
  const { find } = onStage();
  find(".save-film").click();
  Recorder.last.ondataavailable({ data: new Blob(["moving"]) });
  find(".save-film").click();
  await settled();
  const { name, blob } = saved.at(-1);
  assert.deepEqual([name, blob.type, await blob.text()], ["relu_viz.mp4", "video/mp4", "moving"]);
  Recorder.known = ["video/webm"];
});

test("where no video is recorded it says so, and the film becomes a GIF of ten pictures a second", async (context) => {
  withoutVideo(context);
  const { find, text, stage, timeline } = onStage({ frames: framesOf(0, 99) });
  find(".save-film").click();
  assert.match(text(".said-of-saving"), /^This browser records no video, so the film becomes a GIF/);
  assert.deepEqual([text(".save-film"), timeline.playing], ["End the film", true]);
  for (let n = 0; n < 13; n++) paint(50);
  assert.equal(stage.film.frames.length, 7, "of 650 ms");
  find(".save-film").click();
  const { name, blob } = saved.at(-1);
  assert.deepEqual([name, blob.type, (await blob.text()).slice(0, 6), text(".save-film")], ["relu_viz.gif", "image/gif", "GIF89a", "Film"]);
});

test("a GIF ends by itself after a minute", (context) => {
  withoutVideo(context);
  const { find, text } = onStage({ frames: framesOf(0, 9) }), { length } = saved;
  find(".save-film").click();
  clock.now += 60_000;
  paint();
  assert.deepEqual([saved.length, text(".save-film")], [length + 1, "Film"]);
});

test("where nothing was recorded there is no empty file but a sentence, and the next film is a GIF", async () => {
  const { find, text, stage } = onStage(), { length } = saved;
  find(".save-film").click();
  find(".save-film").click();
  await settled();
  assert.deepEqual([saved.length, text(".said-of-saving")], [length, "This browser recorded nothing. Press Film again: it makes a GIF now."]);
  find(".save-film").click();
  assert.ok(stage.film.frames);
});
