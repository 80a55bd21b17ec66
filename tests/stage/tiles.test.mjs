// The diagram's tiles: where they stand, what their maps show, and how a unit's state is marked.
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, preferences } from "./browser.mjs";
import { frameOf, layoutOf, onStage, THETA } from "./playground.mjs";
import { drawInputs, stateOf, unitName } from "../../static/stage/tiles.js";

const placesOf = (elements) => elements.map(({ style: { left, top, width, height } }) => [left, top, width, height].map(parseFloat));
// What colour a share of −1 … 1 has on light ground: so much of one of two hues, the rest is the ground.
const colourOf = (share) => {
  const hue = share < 0 ? [217, 102, 10] : [11, 111, 184], part = 0.88 * Math.abs(share) ** 0.85;
  return [248, 249, 250].map((ground, i) => ground + part * (hue[i] - ground));
};
const assertColour = (pixel, share, message) => {
  const expected = colourOf(share);
  [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255].forEach((value, i) => assert.ok(Math.abs(value - expected[i]) <= 1, `${message}: ${value} for ${expected[i]}`));
};

test("tiles stand in columns: every input there is, of which those in use are marked, then every unit", () => {
  const { find, all } = onStage(), network = find(".network");
  assert.deepEqual(placesOf(all(".input")), [[46, 141, 40, 40], [46, 187, 40, 40], [46, 233, 40, 40]]);
  assert.deepEqual(placesOf(all(".unit")), [[282, 164, 40, 40], [282, 210, 40, 40]]);
  assert.deepEqual([network.style.width, network.style.height], ["518px", "372px"]);
  assert.ok([...all(".input"), ...all(".unit")].every(({ tagName }) => tagName === "BUTTON"));
  assert.deepEqual(all(".input").map(({ textContent }) => textContent), ["x₁", "x₂", "x₁²"]);
  assert.ok(all(".input .feature").length === 3);
  assert.deepEqual(all(".network canvas").map((canvas) => canvas.getAttribute("aria-hidden")).slice(0, 2), ["true", "true"]);
});

test("a column's title counts its units", () => {
  const titles = (layout) => onStage({ layout }).all(".layer").map((title) => [title.querySelector("span").textContent, title.style.left]);
  assert.deepEqual(titles(), [["inputs", "46px"], ["2 units", "282px"]]);
  const [, single, many] = titles(layoutOf({ sizes: [2, 1, 3, 1] }));
  assert.deepEqual([single[0], many[0]], ["1 unit", "3 units"]);
});

test("where a lesson hides the editing, only inputs in use are there, and none is a button", () => {
  const { stage, all } = onStage({ layout: layoutOf({ view: { hide: ["optimizer", "diagram"] } }) });
  assert.deepEqual(all(".input").map(({ tagName, textContent }) => [tagName, textContent]), [["DIV", "x₁"], ["DIV", "x₂"]]);
  assert.ok(all(".unit").every(({ tagName }) => tagName === "BUTTON"), "units can still be looked at");
  assert.equal(stage.diagram.editable, false);
});

test("links end at each output, about the middle of the right edge", () => {
  const layout = layoutOf({ sizes: [2, 2, 3] }), ends = onStage({ layout, frames: [frameOf(0, { theta: Float32Array.of(1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0) })] }).find(".links").shapes;
  assert.deepEqual(ends.map(({ path }) => path[1].slice(-2)), [[282, 184], [282, 230], [518, 172], [518, 186], [518, 200]]);
});

test("fingers get more room between layers, unless there is nothing to press there", () => {
  const width = (view, sizes = [2, 8, 8, 8, 8, 8, 1]) => parseFloat(onStage({ layout: layoutOf({ sizes, view }), frames: [] }).find(".network").style.width);
  const tight = (...told) => (width(...told), document.querySelector(".network").classList.contains("tight"));
  boxes[".scroller"] = [0, 0, 300, 400];
  try {
    assert.equal(width(), 46 + 6 * (30 + 24)); // columns of the smallest tiles there are
    assert.equal(tight(), true);
    preferences["(pointer: coarse)"] = true;
    assert.equal(width(), 46 + 6 * (46 + 44));
    assert.equal(width({ hide: ["diagram"] }), 46 + 6 * (46 + 24));
  } finally {
    delete preferences["(pointer: coarse)"];
    boxes[".scroller"] = [0, 0, 640, 400];
  }
});

test("links have as many pixels as the screen, and at least one for each px", () => {
  for (const [ratio, pixels] of [[2, 2], [1.5, 1.5], [0.5, 1], [undefined, 1]]) {
    window.devicePixelRatio = ratio;
    const links = onStage().find(".links");
    assert.deepEqual([links.width, links.height, links.getContext("2d").ratio], [518 * pixels, 372 * pixels, pixels]);
    assert.deepEqual([links.style.width, links.style.height], ["518px", "372px"]);
  }
});

test("an input's map is its feature over the plane, on a scale of its own", () => {
  const { all } = onStage(), maps = all(".input canvas");
  assert.deepEqual(maps.map(({ width, height }) => [width, height]), [[32, 32], [32, 32], [32, 32]]);
  const at = (map, column, row) => maps[map].pixels[32 * row + column]; // 32 pixels over 5 places: 3 and 28 are the outermost
  [-1, -0.5, 0, 0.5, 1].forEach((share, n) => {
    const pixel = Math.floor(6.4 * n + 3);
    assertColour(at(0, pixel, 3), share, "x₁ rises to the right");
    assertColour(at(1, 3, pixel), -share, "x₂ falls from top to bottom");
    assertColour(at(2, pixel, 3), share * share, "x₁², of which 4 is the most");
  });
});

test("a feature's scale is its largest size, be it below 0, looked for at every seventh place and no further than its own", () => {
  const thumbnails = Float32Array.from([...Array(25).fill(1), ...Array(25).fill(8), ...Array(25).fill(99)]);
  thumbnails.set([-4], 14);
  const { stage, all } = onStage({ layout: layoutOf({ thumbnails, chosen_features: ["square"], sizes: [1, 2, 1], features: new Float32Array(25) }), frames: [] });
  const [first, second] = all(".input canvas");
  assertColour(first.pixels[0], 0.25, "1 of 4");
  assertColour(second.pixels[0], 1, "8 of 8");
  stage.layout.thumbnails.fill(0.25, 0, 25);
  drawInputs(stage.diagram, stage.planes, stage.colours);
  assertColour(first.pixels[0], 1, "a quarter of a quarter");
  stage.layout.thumbnails.fill(0, 0, 25);
  drawInputs(stage.diagram, stage.planes, stage.colours);
  assertColour(first.pixels[0], 0, "nothing");
});

// Three units of two layers: max(0, x₁), max(0, x₁ + 2), and in the second layer half of the first.
const DEEP = layoutOf({ sizes: [2, 2, 1, 1] }), DEEP_THETA = Float32Array.of(1, 1, 0, 0, 0, 2, /**/ 0.5, 0, 0, /**/ 1, 0);

test("a unit's map is its answer over the plane, all of a layer on one scale", () => {
  const { find } = onStage({ layout: DEEP, frames: [frameOf(0, { theta: DEEP_THETA, active: Uint8Array.of(9, 9, 9) })] });
  const { pixels, width } = find(".maps"), tiles = placesOf(document.body.querySelectorAll(".unit"));
  [-2, -1, 0, 1, 2].forEach((x1, n) => {
    const inside = (tile) => pixels[(Math.round(tile[1]) + 20) * width + Math.round(tile[0]) + 8 * n + 4];
    assertColour(inside(tiles[0]), Math.max(0, x1) / 4, "the first of two on the second one's scale");
    assertColour(inside(tiles[1]), (x1 + 2) / 4, "the second");
    assertColour(inside(tiles[2]), Math.max(0, x1) / 2, "half of the first on a scale of its own");
  });
  assert.equal(pixels[(Math.round(tiles[0][1]) - 1) * width + Math.round(tiles[0][0]) + 20], 0, "nothing between tiles");
  assert.deepEqual([find(".maps").width, find(".maps").height], [parseFloat(find(".network").style.width), 372]);
});

const looks = (shares, { sizes = [2, shares.length, 1], room = 640, ...words } = {}) => {
  boxes[".scroller"] = [0, 0, room, 400];
  const layout = layoutOf({ sizes, ...words }), theta = new Float32Array(layout.parameters);
  const { all } = onStage({ layout, frames: [frameOf(0, { theta, active: Uint8Array.from(shares) })] });
  boxes[".scroller"] = [0, 0, 640, 400];
  return all(".unit").map(({ dataset: { state, mark } }) => [state, mark]);
};

test("a unit that is dead, nearly dead or always on is marked as such, in the words of its activation", () => {
  assert.deepEqual(looks([0, 1, 100, 255]), [["inactive", "✕ dead"], ["nearly", "!"], ["active", ""], ["on", ""]]);
  assert.deepEqual(looks([0, 1, 100, 255], { inactive: "saturated", rectifier: false }), [["inactive", "✕ saturated"], ["nearly", "!"], ["active", ""], ["active", ""]]);
});

test("where there is no room for a word the mark is a cross alone", () => {
  const sizes = [2, 2, 8, 8, 8, 8, 1];
  assert.deepEqual(looks(Array(34).fill(0), { sizes, room: 300 })[0], ["inactive", "✕"]);
});

test("a mark changes with the state, from frame to frame", () => {
  const { stage, all } = onStage({ frames: [0, 1, 2].map((epoch) => frameOf(epoch, { theta: THETA, active: Uint8Array.of([0, 255, 0][epoch], 64) })), at: 2 });
  const marks = [2, 1, 0].map((epoch) => {
    stage.timeline.goTo(epoch);
    stage.draw(0);
    return [all(".unit")[0].dataset.state, all(".unit")[0].dataset.mark];
  });
  assert.deepEqual(marks, [["inactive", "✕ dead"], ["on", ""], ["inactive", "✕ dead"]]);
});

test("a small answer is seen as well as a large one", () => {
  const { find } = onStage({ frames: [frameOf(0, { theta: Float32Array.of(0.1, 0.1, 0, 0, 0, 0, 1, 1, 0) })] });
  const { pixels, width } = find(".maps");
  assertColour(pixels[(164 + 20) * width + 282 + 36], 1, "0.2 of 0.2");
});

test("a unit is called by its layer and its number in it, both from one on", () => {
  assert.equal(unitName({ layer: 1, unit: 0 }), "1.1");
  assert.equal(unitName({ layer: 3, unit: 11 }), "3.12");
});

test("nearly dead is below the share that the layout says, which itself is not", () => {
  const words = { inactive: "dead", nearly_dead_below: 0.2, rectifier: true };
  assert.deepEqual([0, 1, 50, 51, 254, 255].map((share) => stateOf(share, words)), ["dead", "nearly dead", "nearly dead", "active", "active", "always on"]);
  assert.deepEqual([127, 128].map((share) => stateOf(share, { ...words, nearly_dead_below: 0.5 })), ["nearly dead", "active"]);
});
