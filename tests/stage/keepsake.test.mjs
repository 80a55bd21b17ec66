// What is taken away: the moment as SVG and PNG, the training as a film: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, paint, pass, saved } from "./browser.mjs";
import { frameOf, framesOf, layoutOf, onStage } from "./playground.mjs";

let size = null; // of the last picture that was loaded from a text, and that text
globalThis.Image = class {
  set src(text) {
    [, this.text] = text.match(/^data:image\/svg\+xml;charset=utf-8,(.*)$/);
    const svg = parsed(decodeURIComponent(this.text));
    size = Object.assign(this, { width: Number(svg.getAttribute("width")), height: Number(svg.getAttribute("height")) });
    this.onload();
  }
};
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

function parsed(svg) {
  const place = document.createElement("div");
  place.innerHTML = svg;
  return place.querySelector("svg");
}
// The picture that was saved last, as an element.
const last = async () => parsed(await saved.at(-1).blob.text());
const attributes = (element, ...names) => names.map((name) => element.getAttribute(name));
const numbers = (element, ...names) => attributes(element, ...names).map(Number);
const DEAD = { frames: [0, 7].map((epoch) => frameOf(epoch, { active: Uint8Array.of(epoch ? 0 : 128, 64) })), at: 1 };

test("the SVG has its moment as name, and as title and words with the news", async () => {
  const { find } = onStage(DEAD);
  find(".save-svg").click();
  const { name, blob } = saved.at(-1), svg = await last();
  assert.deepEqual([name, blob.type], ["relu_viz-epoch-7.svg", "image/svg+xml"]);
  const words = "Epoch 7. 1 of 2 units is dead.";
  assert.deepEqual([svg.querySelector("title").textContent, svg.querySelector("text").textContent], [words, words]);
  assert.deepEqual(attributes(svg.querySelector("text"), "x", "y", "font-size", "fill"), ["12", "25", "16", "rgb(1 2 3)"]);
  assert.deepEqual(attributes(svg.querySelector("rect"), "width", "height", "fill"), ["100%", "100%", "rgb(4 5 6)"]);
});

test("the SVG is as wide as diagram and map beside each other, and as high as the higher of them", async () => {
  const sizes = async (map) => {
    boxes[".view"] = [100, 50, map, map];
    onStage().find(".save-svg").click();
    boxes[".view"] = [100, 50, 400, 400];
    return attributes(await last(), "width", "height", "viewBox", "xmlns", "font-family", "font-size");
  };
  const rest = ["http://www.w3.org/2000/svg", "sans-serif", "12"];
  assert.deepEqual(await sizes(400), ["942", "452", "0 0 942 452", ...rest]); // 518 + 24 + 400, 40 + 400 + 12
  assert.deepEqual(await sizes(300), ["842", "424", "0 0 842 424", ...rest]); // 40 + 372 + 12
});

test("the SVG's links are paths with the look of those on the page", async () => {
  const { find } = onStage();
  find(".save-svg").click();
  const paths = (await last()).querySelectorAll("path");
  assert.deepEqual(paths.map((path) => path.getAttribute("d")), [
    "M86,161 C184,161 184,184 282,184", "M86,207 C184,207 184,230 282,230", "M322,184 C420,184 420,186 518,186", "M322,230 C420,230 420,186 518,186",
  ]);
  assert.deepEqual(paths.map((path) => attributes(path, "stroke", "stroke-opacity", "stroke-width")), [
    ["rgb(11 111 184)", "0.57", "2.90"], ["rgb(217 102 10)", "0.57", "2.90"], ["rgb(11 111 184)", "0.85", "5.00"], ["rgb(217 102 10)", "0.57", "2.90"],
  ]);
  assert.equal(paths[0].parentElement.getAttribute("fill"), "none");
  assert.deepEqual(attributes(paths[0].parentElement.parentElement, "transform", "fill"), ["translate(0 40)", "rgb(1 2 3)"]);
});

test("the SVG's maps are images at their places: the units', of the inputs those in use with their names, and the large one", async () => {
  const { find, all } = onStage({ layout: layoutOf({ chosen_features: ["x1", "square"] }) });
  find(".save-svg").click();
  const svg = await last(), images = svg.querySelectorAll("image").map((image) => [image.getAttribute("href"), ...numbers(image, "x", "y", "width", "height")]);
  const [first, , third] = all(".input canvas"), [output, lines, points] = all(".view canvas");
  assert.deepEqual(images, [
    [find(".maps").toDataURL(), 0, 0, 518, 372], [first.toDataURL(), 46, 141, 40, 40], [third.toDataURL(), 46, 233, 40, 40],
    ...[output, lines, points].map((canvas) => [canvas.toDataURL(), 542, 0, 400, 400]),
  ]);
  const names = svg.querySelectorAll("text").slice(1).map((text) => [text.textContent, ...attributes(text, "x", "y", "text-anchor")]);
  assert.equal(svg.querySelector("g").textContent, "x₁x₁²", "no words but these");
  assert.deepEqual(names, [["x₁", "40", "165", "end"], ["x₁²", "40", "257", "end"]]);
});

test("the SVG's units are framed, a dead one with dashes", async () => {
  const { find } = onStage(DEAD);
  find(".save-svg").click();
  const frames = (await last()).querySelectorAll("rect").slice(1);
  assert.deepEqual(frames.map((frame) => numbers(frame, "x", "y", "width", "height", "rx", "stroke-width")), [[282, 164, 40, 40, 8, 1.5], [282, 210, 40, 40, 8, 1.5]]);
  assert.deepEqual(frames.map((frame) => attributes(frame, "stroke", "stroke-dasharray", "fill")), [["rgb(1 2 3)", "4 3", "none"], ["#dde2e8", null, "none"]]);
  assert.equal(Object.keys(frames[1].attributes).length, 8);
});

test("what was saved is let go ten seconds later", (context) => {
  const gone = [];
  pass(10_000); // what was saved before
  context.mock.method(URL, "revokeObjectURL", (href) => gone.push(href));
  onStage().find(".save-svg").click();
  pass(9999);
  assert.equal(gone.length, 0);
  pass(1);
  assert.deepEqual(gone.map((href) => href.slice(0, 5)), ["blob:"]);
});

test("the PNG is the SVG, two pixels for each of its own", async () => {
  const { find } = onStage({ frames: framesOf(0, 4), at: 4 });
  find(".save-png").click();
  await new Promise(setImmediate);
  const { name, blob } = saved.at(-1), { canvas } = blob;
  assert.deepEqual([name, blob.type, canvas.width, canvas.height], ["relu_viz-epoch-4.png", "image/png", 1884, 904]);
  assert.deepEqual(canvas.shapes.map(({ image, at }) => [image === size, at]), [[true, [0, 0, 1884, 904]]]);
  find(".save-svg").click();
  assert.equal(decodeURIComponent(size.text), await saved.at(-1).blob.text());
});

test("Film plays and records what is drawn, frame by frame, until it is ended", async () => {
  const { find, text, timeline, stage } = onStage({ frames: framesOf(0, 9) });
  find(".save-film").click();
  const { canvas, rate, mimeType, every } = Recorder.last;
  assert.deepEqual([text(".save-film"), timeline.playing, rate, mimeType, every], ["End the film", true, 30, "video/webm", 1000]);
  assert.deepEqual([canvas.width, canvas.height], [942, 452]);
  const words = () => canvas.shapes.filter(({ kind }) => kind === "fillText").map((shape) => shape.text.split(".")[0]);
  assert.deepEqual(words(), ["Epoch 0"]);
  paint();
  paint();
  assert.deepEqual(words(), ["Epoch 0", "Epoch 1", "Epoch 2"]);
  const { length } = saved;
  Recorder.last.ondataavailable({ data: new Blob(["first "]) });
  Recorder.last.ondataavailable({ data: new Blob(["second"]) });
  find(".save-film").click();
  assert.equal(saved.length, length + 1);
  const { name, blob } = saved.at(-1);
  assert.deepEqual([name, blob.type, await blob.text()], ["relu_viz.webm", "video/webm", "first second"]);
  assert.deepEqual([text(".save-film"), timeline.playing], ["Film", true]);
  paint();
  assert.equal(words().length, 3, "nothing more is recorded");
  stage.pause();
  find(".save-film").click();
  assert.equal(timeline.playing, true, "and another can begin");
});

test("a film's frame shows ground, words, links, units, inputs in use and the large map, at their places", () => {
  const { find, all } = onStage({ layout: layoutOf({ chosen_features: ["x2", "square"] }) });
  find(".save-film").click();
  const [ground, words, ...images] = Recorder.last.canvas.shapes, [, second, third] = all(".input canvas");
  assert.deepEqual([ground.kind, ground.at, ground.colour], ["fillRect", [0, 0, 942, 452], "rgb(4 5 6)"]);
  assert.deepEqual([words.text, words.at, words.colour, words.font], ["Epoch 0. Press Play.", [12, 25], "rgb(1 2 3)", "16px sans-serif"]);
  assert.deepEqual(images.map(({ at }) => at), [[0, 40, 518, 372], [0, 40, 518, 372], [46, 227, 40, 40], [46, 273, 40, 40], ...Array(3).fill([542, 40, 400, 400])]);
  const expected = [find(".links"), find(".maps"), second, third, ...all(".view canvas")];
  assert.ok(images.every(({ image }, i) => image === expected[i]));
});

test("the first kind of film that a browser knows is taken, and where there is none there is no film", () => {
  for (const [known, kind] of [[["video/webm", "video/webm;codecs=vp8", "video/webm;codecs=vp9"], "video/webm;codecs=vp9"], [["video/webm", "video/webm;codecs=vp8"], "video/webm;codecs=vp8"]]) {
    Recorder.known = known;
    onStage().find(".save-film").click();
    assert.equal(Recorder.last.mimeType, kind);
  }
  assert.equal(onStage().find(".save-film").disabled, false);
  delete globalThis.MediaRecorder;
  assert.equal(onStage().find(".save-film").disabled, true);
  globalThis.MediaRecorder = Recorder;
});

test("a film of a small map is as high as the diagram", () => {
  boxes[".view"] = [100, 50, 300, 300];
  onStage().find(".save-film").click();
  boxes[".view"] = [100, 50, 400, 400];
  assert.deepEqual([Recorder.last.canvas.width, Recorder.last.canvas.height], [842, 424]);
});
