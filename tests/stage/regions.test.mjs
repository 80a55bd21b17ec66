// The plane cut into linear pieces, on networks small enough to be cut by hand: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import "./browser.mjs";
import { layoutOf, THETA } from "./playground.mjs";
import { tintOf } from "../../static/stage/pieces.js";
import { boundaryOf, cutPlane, mostPieces, pieceAt } from "../../static/stage/regions.js";

const areaOf = (corners) => corners.reduce((sum, x, i) => (i % 2 ? sum : sum + (x * corners[(i + 3) % corners.length] - corners[i + 1] * corners[(i + 2) % corners.length]) / 2), 0);
const functionOf = (theta, layout, pattern) => {
  const { a, b, c } = cutPlane(theta, layout).pieces.find((piece) => piece.pattern.join("") === pattern).outputs[0];
  return { a, b, c };
};
const random = (seed) => () => (seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32;

// The hinges of the playground's two units are x₁ = −0.5 and x₂ = 0, on a square from −2 to 2.
test("two hinges that cross make four pieces, each with its pattern, its area and its function", () => {
  const layout = layoutOf(), { pieces, hinges } = cutPlane(THETA, layout);
  const told = pieces.map(({ corners, pattern }) => [pattern.join(""), areaOf(corners), functionOf(THETA, layout, pattern.join(""))]);
  assert.deepEqual(told.sort(), [
    ["00", 3, { a: 0, b: 0, c: 0.25 }],
    ["01", 3, { a: 0, b: 1, c: 0.25 }], // − (−x₂)
    ["10", 5, { a: 2, b: 0, c: 1.25 }], // 2 (x₁ + 0.5)
    ["11", 5, { a: 2, b: 1, c: 1.25 }],
  ]);
  assert.equal(pieceAt(pieces, 1, -1).pattern.join(""), "11");
  assert.equal(pieceAt(pieces, -1, 1).pattern.join(""), "00");
  assert.equal(pieceAt(pieces, 2.1, 0), undefined);
  assert.deepEqual(hinges.map(({ unit }) => unit), [0, 1, 1], "the second is cut by the first");
  for (const { unit, ends } of hinges) assert.deepEqual(unit ? [ends[1], ends[3]] : [ends[0], ends[2]], unit ? [0, 0] : [-0.5, -0.5]);
});

test("a hinge behind the first layer bends where one of that layer is met", () => {
  // Unit 2.1 is max(0, x₁) + x₂: its hinge is x₂ = 0 on the left, where x₂ comes by max(0, x₂) − max(0, −x₂), and x₂ = −x₁ on the right.
  const theta = Float32Array.of(1, 0, 0, 0, 1, -1, 0, 0, 0, /**/ 1, 1, -1, 0, /**/ 1, 0), layout = layoutOf({ sizes: [2, 3, 1, 1] });
  const own = cutPlane(theta, layout).hinges.filter(({ unit }) => unit === 3).map(({ ends }) => ends.map((x) => x + 0));
  assert.deepEqual(own.length, 1, "on the left it lies on a hinge that is there");
  const [x1, y1, x2, y2] = own[0][0] < own[0][2] ? own[0] : [own[0][2], own[0][3], own[0][0], own[0][1]];
  assert.deepEqual([x1, y1, x2, y2], [0, 0, 2, -2]);
});

test("of Leaky ReLU the left side has its slope, of PReLU each unit its own, and a slope of 1 is no bend", () => {
  const leaky = layoutOf({ sides: [-0.5, 1] });
  assert.deepEqual(functionOf(THETA, leaky, "00"), { a: -1, b: -0.5, c: -0.25 }); // 2 · −0.5 (x₁ + 0.5) + 0.5 · −x₂ + 0.25
  const prelu = layoutOf({ learned_slopes: true }), theta = Float32Array.of(...THETA, 0.25, 1);
  assert.deepEqual(functionOf(theta, prelu, "00"), { a: 0.5, b: 1, c: 0.5 });
  assert.equal(cutPlane(theta, prelu).pieces.length, 2);
  assert.equal(cutPlane(THETA, layoutOf({ sides: [1, 1] })).pieces.length, 1);
});

test("two units with one hinge cut once; a unit that is 0 everywhere is asleep and cuts nothing", () => {
  const same = Float32Array.of(1, 2, 0, 0, 0.5, 1, 1, 1, 0), none = Float32Array.of(0, 1, 0, 0, 0, 0, 1, 1, 0);
  const patterns = (theta) => cutPlane(theta, layoutOf()).pieces.map(({ pattern }) => pattern.join("")).sort();
  assert.deepEqual(patterns(same), ["00", "11"]);
  assert.deepEqual(patterns(none), ["00", "01"]);
});

test("inputs may come in another order, and only one of them", () => {
  const one = layoutOf({ sizes: [1, 1, 1], straight_inputs: [[0, 1, 0]] }), theta = Float32Array.of(2, -1, 3, 0);
  assert.deepEqual(functionOf(theta, one, "1"), { a: 0, b: 6, c: -3 });
  assert.deepEqual(cutPlane(theta, one).pieces.map(({ corners }) => areaOf(corners)).sort(), [10, 6]); // above and below x₂ = 0.5
  assert.equal(mostPieces(one), 2);
});

const sorted = (lines) => lines.map((ends) => ends.map((x) => Math.round(1e6 * x) / 1e6 + 0)).map(([a, b, c, d]) => (a < c || (a === c && b < d) ? [a, b, c, d] : [c, d, a, b])).sort((p, q) => p[0] - q[0] || p[1] - q[1]);

test("the boundary is where the output is 0, straight in each piece", () => {
  const layout = layoutOf(), lines = boundaryOf(cutPlane(THETA, layout), layout);
  // Asleep on the left: x₂ + 0.25 = 0; on the right 2 x₁ + x₂ + 1.25 = 0 below x₂ = 0, nothing above.
  assert.deepEqual(sorted(lines), [[-2, -0.25, -0.5, -0.25], [-0.5, -0.25, 0.375, -2]]);
});

test("the boundary of three classes is where the two largest are equal", () => {
  // Without a hidden layer: x₁, −x₁ and x₂.
  const theta = Float32Array.of(1, -1, 0, 0, 0, 1, 0, 0, 0), layout = layoutOf({ sizes: [2, 3] }), lines = boundaryOf(cutPlane(theta, layout), layout);
  assert.deepEqual(sorted(lines), [[-2, 2, 0, 0], [0, -2, 0, 0], [0, 0, 2, 2]]);
});

test("of a rectified output the boundary is its own hinge", () => {
  const layout = layoutOf({ sizes: [2, 1], rectified_output: true, regression: true }), cut = cutPlane(Float32Array.of(1, 0, -1), layout);
  assert.deepEqual(cut.pieces.map(({ pattern, outputs: [{ a, b, c }] }) => [pattern[0], a, b, c + 0]).sort(), [[0, 0, 0, 0], [1, 1, 0, -1]]);
  assert.deepEqual(sorted(boundaryOf(cut, layout)), [[1, -2, 1, 2]]);
});

test("there are as many pieces as asked for at most, or none", () => {
  assert.equal(cutPlane(THETA, layoutOf(), 4).pieces.length, 4);
  assert.equal(cutPlane(THETA, layoutOf(), 3), null);
});

test("of a hundred networks the pieces cover the square once, and neighbours across a hinge have other tints", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const draw = random(seed), hidden = Array.from({ length: 1 + Math.floor(3 * draw()) }, () => 1 + Math.floor(8 * draw())), layout = layoutOf({ sizes: [2, ...hidden, 1] });
    const theta = Float32Array.from({ length: layout.weights }, () => 2 * draw() - 1), { pieces, hinges } = cutPlane(theta, layout);
    const areas = pieces.map(({ corners }) => areaOf(corners));
    assert.ok(Math.min(...areas) > 0, `seed ${seed}`);
    assert.ok(Math.abs(areas.reduce((sum, area) => sum + area, 0) / 16 - 1) < 1e-9, `seed ${seed}`);
    for (const { ends: [x1, y1, x2, y2] } of hinges) {
      const [x, y] = [0.37 * x1 + 0.63 * x2, 0.37 * y1 + 0.63 * y2], long = Math.hypot(x2 - x1, y2 - y1);
      if (long < 1e-3) continue;
      const [across, along] = [(1e-7 * (y2 - y1)) / long, (1e-7 * (x1 - x2)) / long];
      const sides = [pieceAt(pieces, x + across, y + along), pieceAt(pieces, x - across, y - along)];
      const differ = sides[0]?.pattern.filter((awake, unit) => awake !== sides[1]?.pattern[unit]).length;
      if (differ === 1) assert.notEqual(tintOf(sides[0].pattern), tintOf(sides[1].pattern), `seed ${seed}`);
    }
  }
});
