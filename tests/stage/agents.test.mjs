// Agents at play: what is drawn, told and chosen of two teams of three: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, paint, preferences, press, set } from "./browser.mjs";
import { handedOver, packed } from "./packed.mjs";
import { mount } from "../../static/agent/agent.js";
import { drawBands } from "../../static/agent/curves.js";

globalThis.fetch = () => new Promise(() => {}); // what is asked here nobody answers
Object.assign(boxes, { ".scene": [0, 0, 580, 250], ".bands": [0, 0, 240, 124] });

const TEAMS = [
  { name: "relu", label: "ReLU", colour: "red", dash: "none", learned_slopes: false, inactive: "dead" },
  { name: "prelu", label: "PReLU", colour: "green", dash: "6 3", learned_slopes: true, inactive: "dead" },
];
const PHYSICS = { gravity: 9.8, masscart: 1, masspole: 0.1, length: 0.5, force_mag: 10, tau: 1 / 64, x_threshold: 2.4, theta_threshold_radians: 0.2 };
const LAYOUT = { generation: 3, seat: "a", teams: TEAMS, agents: 3, shapes: [[4, 2], [2, 2]], parameters: 99, convolutional: false, edge: 16, physics: PHYSICS, spread: [2.4, 2, 0.2, 2], solved: 475, longest: 500, rounds: 10 };
const TABLES = { "table.relu": Float32Array.of(0, 0, 16), "tails.relu": Float32Array.of(0, 1), "table.prelu": Float32Array.of(-16, 0, 16), "tails.prelu": Float32Array.of(1, 1) };

// An agent looks at one of the four numbers of the state; its two units are that and its opposite. It pushes to the right
// by `right` times the first unit's answer and `left` times the second's.
const agentOf = (looksAt, right = 1, left = -1, slopes = []) => [...[0, 1, 2, 3].flatMap((i) => (i === looksAt ? [1, -1] : [0, 0])), 0, 0, /**/ 0, right, 0, left, 0, 0, ...slopes];
const MOMENT = {
  "theta.relu": [0, 1, 2].flatMap((n) => agentOf(n)), "theta.prelu": [1, 2, 3].flatMap((n) => agentOf(n, 1, -1, [0.5, 0.25])),
  "returns.relu": [10, 20, 30], "returns.prelu": [475, 474.9, 500], "diverged.relu": [0, 0, 0], "diverged.prelu": [0, 0, 0],
  "median.relu": [10, 20.4, 30], "median.prelu": [400, 475.5, 500], active: [9, 9, 0, 9, 0, 0, /**/ 9, 9, 9, 9, 0, 9],
};
const reelOf = (moments) => {
  const arrays = Object.fromEntries(Object.keys(MOMENT).map((name) => [name, Float32Array.from(moments.flatMap((moment) => moment[name]))]));
  return packed({ generation: 3, request: 0, first: 0, epochs: moments.map((_, i) => i), ended: false, diverged: false }, arrays);
};
function atPlay({ moments = [{}], calm = false, layout = LAYOUT } = {}) {
  document.listeners = [];
  document.body.innerHTML = "<div></div>";
  document.activeElement = document.body;
  preferences["(prefers-reduced-motion: reduce)"] = calm;
  const [place] = document.body.children;
  mount(place, handedOver(packed(layout, TABLES), reelOf(moments.map((more) => ({ ...MOMENT, ...more })))), () => {});
  const { picture } = place.querySelector(".stage"), { find, game } = picture;
  game.state = game.before = [0, 0, 0, 0];
  return { picture, find, text: (selector) => find(selector).textContent, all: (selector) => picture.root.querySelectorAll(selector) };
}

test("before it is trained it says of how many agents that they know nothing", () => {
  assert.deepEqual(atPlay().picture.words({ epoch: 0 }), ["Press Train.", "3 agents of each kind know nothing yet: they only find out that the pole fell."]);
});

test("then each team's median is told, rounded, and how many of its agents reach what counts as solved", () => {
  const { picture } = atPlay({ moments: [{}, {}, {}] }), { timeline } = picture, told = (index) => (timeline.goTo(index), picture.words(timeline.frame));
  const words = ["ReLU: 20 steps, PReLU: 476 steps.", "0 of 3 with ReLU and 2 of 3 with PReLU balance it for 475 of 500 or more."];
  assert.deepEqual([told(1), told(0)], [words, words]);
  assert.equal(picture.nameOf(timeline.frames[2]), "Round 2");
});

test("agents whose numbers overflowed are counted, of the teams that have such", () => {
  const rest = (relu, prelu) => atPlay().picture.words({ ...MOMENT, epoch: 1, "diverged.relu": relu, "diverged.prelu": prelu })[1];
  const words = (who) => `Learning diverged for ${who}: their numbers overflowed, and they learn no more. Try a smaller learning rate.`;
  assert.equal(rest([1, 0, 1], [0, 0, 0]), words("2 with ReLU"));
  assert.equal(rest([1, 1, 1], [0, 0, 1]), words("3 with ReLU and 1 with PReLU"));
});

test("headings, lists and the layers' names say what the layout says", () => {
  const { text, all, picture } = atPlay({ layout: { ...LAYOUT, longest: 320 } });
  assert.deepEqual(picture.timeline.pace, { rate: 20, first: 5, longest: 20 });
  assert.deepEqual(all(".curves h3").map((each) => each.textContent)[0], "Steps balanced, of 320 median of 3 agents with its 95 % interval, by round");
  assert.deepEqual(["team", "number"].map((name) => all(`.${name} option`).map(({ textContent, value }) => [value, textContent])), [[["0", "ReLU"], ["1", "PReLU"]], [["0", "1"], ["1", "2"], ["2", "3"]]]);
  assert.deepEqual(all(".legend li").map(({ textContent }) => textContent.trim()), ["ReLU", "PReLU"]);
  assert.deepEqual([text(".minds span"), all(".minds canvas")[0].getAttribute("aria-label")], ["Layer 1", "The answers of the 2 units of layer 1"]);
});

test("both curves are told to a screen reader: medians, and the median share of silent units", () => {
  const { find } = atPlay({ moments: [{}, {}] });
  paint();
  assert.equal(find(".returns").getAttribute("aria-label"), "Median steps balanced after 0 rounds: ReLU 20, PReLU 476");
  assert.equal(find(".silent").getAttribute("aria-label"), "Median share of silent units: ReLU 50 %, PReLU 0.0 %"); // 0, 1/2, 1 and 0, 0, 1/2
});

test("returns are drawn up to the longest game, with a mark at what is solved; silent units up to a half, or all where more are, from the least to the most", () => {
  const { find } = atPlay({ moments: [{ active: [0, 0, 9, 9, 0, 9, /**/ 9, 9, 9, 0, 9, 9] }] });
  paint();
  const words = (name) => find(name).shapes.filter(({ kind }) => kind === "fillText").map(({ text }) => text);
  assert.deepEqual([words(".returns"), words(".silent")], [["0", "250", "500", "0", "5", "10"], ["0 %", "50 %", "100 %", "0", "5", "10"]]);
  const heights = (name, kind, n) => find(name).shapes.filter((shape) => shape.kind === kind)[n].path.map(([, , y]) => Math.round(10 * y) / 10); // 136 px high, from 142 up to 6
  assert.deepEqual(heights(".returns", "stroke", 3), [12.8, 12.8]); // 475 of 500
  assert.deepEqual(find(".returns").shapes.filter(({ kind }) => kind === "stroke")[3].path.map(([, x]) => x), [34, 394]);
  assert.deepEqual([heights(".silent", "fill", 0), heights(".silent", "stroke", 3), heights(".silent", "fill", 1), heights(".silent", "stroke", 4)], [[142, 6], [74], [142, 74], [142]]);
  const few = atPlay({ moments: [{ active: [0, 9, 9, 9, 0, 9, /**/ 9, 9, 9, 0, 9, 9] }] }).find;
  paint();
  assert.deepEqual(few(".silent").shapes.filter(({ kind }) => kind === "fillText").map(({ text }) => text).slice(0, 3), ["0 %", "25 %", "50 %"]);
  assert.deepEqual([heights(".returns", "fill", 0), heights(".returns", "stroke", 5)], [[139.3, 133.8], [12.7]]);
});

test("the agent that is chosen plays: right where its first answer is larger, else left, from the state over its spread", () => {
  const { picture, find } = atPlay(), push = (state) => picture.choose(state, picture.timeline.frame), answers = () => [...picture.reading.layers[0].h].map((h) => Math.round(1000 * h) / 1000);
  assert.deepEqual([push([1.2, 0, 0, 0]), answers(), push([-1.2, 0, 0, 0]), push([0, 9, 9, 9])], [1, [0.5, 0], -1, -1]);
  set(find(".number"), "2");
  assert.deepEqual([push([0, 0, 0.1, 0]), answers(), push([9, 9, -0.1, 9])], [1, [0.5, 0], -1]);
  set(find(".team"), "1");
  assert.deepEqual([push([9, 9, 9, 1]), answers()], [1, [0.5, -0.125]], "each team has its activation, each unit its slope");
});

test("another agent begins another game", () => {
  const { picture, find } = atPlay(), { game } = picture;
  set(find(".number"), "1");
  const second = picture.game;
  set(find(".team"), "1");
  assert.equal(new Set([game, second, picture.game]).size, 3);
});

test("the game goes on with the clock, its steps are told; Stop stops it, a push starts it again", () => {
  const { picture, find, text } = atPlay();
  paint();
  assert.deepEqual([text(".steps"), text(".stop"), find(".fell").hidden], ["0 steps, best 0", "Stop", true]);
  paint(2000 / 64);
  assert.deepEqual([text(".steps"), picture.root.dataset.steps], ["2 steps, best 2", "2"]);
  find(".stop").click();
  paint(1000);
  assert.deepEqual([text(".steps"), text(".stop")], ["2 steps, best 2", "Play"]);
  const [, speed] = picture.game.state;
  find(".left").click();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"]) press(key);
  find(".right").click();
  assert.deepEqual([picture.going, Math.round(100 * (picture.game.state[1] - speed)) / 100, picture.root.dataset.nudged], [true, 1, "6"]);
});

test("where people asked for less motion the game waits for them", () => {
  const { text } = atPlay({ calm: true });
  paint();
  paint(50);
  assert.deepEqual([text(".steps"), text(".stop")], ["0 steps, best 0", "Play"]);
  preferences["(prefers-reduced-motion: reduce)"] = false;
});

test("a fall is told as what it is", () => {
  const fall = (state) => {
    const { picture, text, find } = atPlay();
    paint();
    picture.game.state = state;
    paint(1000 / 64);
    return [find(".fell").hidden, text(".fell")];
  };
  assert.deepEqual([fall([2.5, 0, 0, 0]), fall([-2.5, 0, 0.3, 0]), fall([0, 0, 0.3, 0])], [[false, "Off the track after 1 steps"], [false, "Off the track after 1 steps"], [false, "The pole fell after 1 steps"]]);
});

test("each unit is a square of 22 px in the colour of its share of the largest answer; who is silent is dark, with a cross", () => {
  const { picture, find } = atPlay(), { rgb } = picture.colours;
  picture.going = false;
  const squares = (number, state) => {
    set(find(".number"), number);
    picture.choose(state, picture.timeline.frame);
    picture.drawMind(picture.timeline.frame);
    assert.deepEqual([find(".minds canvas").width, find(".minds canvas").height], [44, 22]);
    return find(".minds canvas").shapes.map(({ colour, at, text }) => [text ?? colour, ...at]);
  };
  const share = (to, part) => `rgb(${[0, 1, 2].map((i) => Math.round(rgb.ground[i] + part * (rgb[to][i] - rgb.ground[i]))).join(" ")})`;
  assert.deepEqual(squares("0", [0.6, 0, 0, 0]), [[share("positive", 0.88), 1, 1, 20, 20], [share("positive", 0), 23, 1, 20, 20]]);
  assert.deepEqual(squares("1", [0, 1, 0, 0]), [["rgb(38 44 51)", 1, 1, 20, 20], ["✕", 11, 16], [share("positive", 0), 23, 1, 20, 20]]);
  set(find(".team"), "1");
  assert.deepEqual(squares("0", [0, 2, 0, 0]), [[share("positive", 0.88), 1, 1, 20, 20], [share("negative", 0.88 * 0.25 ** 0.85), 23, 1, 20, 20]]);
  assert.equal(squares("2", [0, 0, 0, 1])[0][0], "rgb(38 44 51)");
});

// 34 px on the left, 6 on the right, 6 above and 18 below leave 200 by 100.
function bands(frames, { at = frames.length - 1, furthest = at, mark = null, rounds = 10, teams = TEAMS.slice(0, 1) } = {}) {
  document.body.innerHTML = '<canvas class="bands"></canvas>';
  const [canvas] = document.body.children, timeline = { frames, furthest, frame: frames[at] };
  drawBands(canvas, timeline, teams, rounds, 500, mark, ({ band }, { name }) => band[name] ?? band, (v) => `${v}!`, { muted: "dim", line: "grey" });
  const of = (wanted) => canvas.shapes.filter(({ kind }) => kind === wanted), path = (shape) => shape.path.map(([, ...place]) => place.map(Math.round));
  return { words: of("fillText").map(({ text, at: place }) => [text, ...place]), lines: of("stroke").map((shape) => ({ ...shape, path: path(shape) })), fills: of("fill").map((shape) => ({ ...shape, path: path(shape) })) };
}
test("curves are crisp", () => {
  window.devicePixelRatio = 2;
  const { lines } = bands([{ epoch: 0, band: [0, 0, 0] }]), [canvas] = document.body.children;
  window.devicePixelRatio = 1;
  assert.deepEqual([lines[0].ratio, canvas.width, canvas.height], [2, 480, 248]);
});

const FRAMES = [[0, 100, 200], [100, 250, 500], [400, 500, 999]].map((band, i) => ({ epoch: 5 * i, band }));

test("the axes reach from 0 to the top and to the last round, with the half of each", () => {
  const { words, lines } = bands(FRAMES);
  assert.deepEqual(words, [["0!", 28, 106], ["250!", 28, 56], ["500!", 28, 6], ["0", 34, 120], ["5", 134, 120], ["10", 226, 120]]);
  assert.deepEqual(lines.slice(0, 3).map(({ path, colour }) => [path, colour]), [106, 56, 6].map((y) => [[[34, y], [234, y]], "grey"]));
  assert.equal(bands(FRAMES, { rounds: 15 }).words[4][0], "8");
});

test("a team's line is its medians, its band from the lowest to the highest, both in its colour, what is beyond the top at the top", () => {
  const { lines, fills } = bands(FRAMES);
  assert.deepEqual([lines[3].path, lines[3].colour, lines[3].width, lines[3].dash], [[[34, 86], [134, 56], [234, 6]], "red", 2.2, []]);
  assert.deepEqual([fills[0].path, fills[0].colour, fills[0].alpha], [[[34, 106], [134, 86], [234, 26], [234, 6], [134, 6], [34, 66]], "red", 0.2]);
});

test("each team has its own line, dashed if it is", () => {
  const frames = [{ epoch: 0, band: { relu: [0, 0, 0], prelu: [500, 500, 500] } }], { lines } = bands(frames, { teams: TEAMS });
  assert.deepEqual(lines.slice(3, 5).map(({ path, colour, dash }) => [path, colour, dash]), [[[[34, 106]], "red", []], [[[34, 6]], "green", [6, 3]]]);
});

test("a dashed line is where the mark is, and a line where the present is; what was not shown is not drawn", () => {
  const { lines } = bands(FRAMES, { mark: 475, at: 0, furthest: 1 });
  assert.deepEqual([lines[3].path, lines[3].dash, lines[3].colour], [[[34, 11], [234, 11]], [3, 4], "dim"]);
  assert.deepEqual(lines[4].path, [[34, 86], [134, 56]]);
  assert.deepEqual([lines[5].path, lines[5].colour, lines[5].width, lines[5].dash], [[[34, 6], [34, 106]], "dim", 1, []]);
  assert.equal(lines.length, 6);
});
