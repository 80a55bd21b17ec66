// The cart and its pole by their equations of motion, and the game's clock: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fallen, freshStart, step } from "../../static/agent/cartpole.js";
import { Game } from "../../static/agent/game.js";
import { drawScene } from "../../static/agent/scene.js";

const PHYSICS = { gravity: 9.8, masscart: 1, masspole: 0.1, length: 0.5, force_mag: 10, tau: 1 / 64, x_threshold: 2.4, theta_threshold_radians: 0.2 };
// Nothing falls so soon.
const EASY = { ...PHYSICS, x_threshold: 1e9, theta_threshold_radians: 1e9 };

for (const [state, push] of [[[0, 0, 0.1, 0], 1], [[1, -2, 0.15, 3], -1], [[-2, 0.5, -0.2, -1.5], 1], [[0, 0, 1, 2], -1]]) {
  test(`from ${state} pushed to ${push} the speeds obey both equations of motion`, () => {
    const physics = { ...PHYSICS, masscart: 1.5, masspole: 0.4, length: 0.7 }, [x, v, angle, turn] = state, after = step(state, push, physics);
    const a = 64 * (after[1] - v), turning = 64 * (after[3] - turn), sin = Math.sin(angle), cos = Math.cos(angle);
    // Along the track: (M + m) a + m l (θ″ cos θ − θ′² sin θ) = F. About the axle, a uniform pole of 2 l: a cos θ + 4/3 l θ″ = g sin θ.
    assert.ok(Math.abs(1.9 * a + 0.28 * (turning * cos - turn ** 2 * sin) - 10 * push) < 1e-9);
    assert.ok(Math.abs(a * cos + (4 / 3) * 0.7 * turning - 9.8 * sin) < 1e-9);
    assert.deepEqual([after[0], after[2]], [x + v / 64, angle + turn / 64]);
  });
}

test("at the end of the track and at the largest angle it has not fallen yet, beyond either it has", () => {
  const has = [[2.4, 0], [-2.4, 0], [2.41, 0], [-2.41, 0], [0, 0.2], [0, -0.2], [0, 0.201], [0, -0.201]].map(([x, angle]) => fallen([x, 9, angle, 9], PHYSICS));
  assert.deepEqual(has, [false, false, true, true, false, false, true, true]);
});

test("a start is four numbers, each its own, from −0.05 to 0.05", () => {
  const draws = [0, 0.5, 0.75, 1];
  assert.deepEqual(freshStart(() => draws.shift()).map((value) => Math.round(1000 * value)), [-50, 0, 25, 50]);
});

test("after a pause at most a tenth of a second is caught up, and what is left of a step counts for the next", () => {
  const steps = (...seconds) => {
    const game = new Game(EASY);
    for (const each of seconds) game.play(each, 0, () => 1);
    return game.steps;
  };
  // 6.4 steps of 1/64 s are a tenth of a second.
  assert.deepEqual([steps(99), steps(99, 0), steps(99, 0.6 / 64), steps(0.5 / 64), steps(1 / 64), steps(3 / 64)], [6, 6, 7, 0, 1, 3]);
});

test("each step is chosen from the state before it", () => {
  const game = new Game(EASY), seen = [];
  game.state = game.before = [0, 0, 0, 0];
  game.play(2 / 64, 0, (state) => (seen.push(state), -1));
  const first = step([0, 0, 0, 0], -1, EASY);
  assert.deepEqual([seen, game.push, game.state], [[[0, 0, 0, 0], first], -1, step(first, -1, EASY)]);
});

test("between two steps what is shown lies between them, as far on as time is; on the ground it lies still", () => {
  const game = new Game(EASY);
  game.play(1.25 / 64, 0, () => 1);
  game.before = [4, 0, 0, 8];
  game.state = [8, 8, -4, 4];
  assert.deepEqual(game.shown, [5, 2, -1, 7]);
  game.fellAt = 5;
  assert.deepEqual(game.shown, [8, 8, -4, 4]);
});

test("a nudge is half a metre a second, either way", () => {
  const game = new Game(EASY);
  game.state = [1, 0.25, 3, 4];
  game.nudge(-1);
  assert.deepEqual(game.state, [1, -0.25, 3, 4]);
});

test("for a second it lies on the ground, then begins anew; the longest game is remembered", () => {
  const game = new Game(PHYSICS), falls = (now, after) => {
    game.state = [0, 0, 0, 0];
    for (let n = 1; n < after; n++) {
      game.play(1 / 64, now, (state) => (state[2] > 0 ? 1 : -1));
      game.state = [0, 0, 0, 0];
    }
    game.state = [3, 0, 0, 0];
    game.play(1 / 64, now, () => 1);
    return [game.steps, game.best, game.fellAt];
  };
  assert.deepEqual(falls(100, 5), [5, 5, 100]);
  game.play(1 / 64, 1100, () => 1);
  assert.deepEqual([game.steps, game.fellAt], [5, 100]);
  game.play(1 / 64, 1101, () => 1);
  assert.deepEqual([game.steps, game.fellAt, game.push, game.debt, game.state.every((value) => Math.abs(value) <= 0.05)], [0, null, 0, 0, true]);
  assert.deepEqual(falls(2000, 3), [3, 5, 2000]);
  game.play(0, 9000, () => 1);
  assert.deepEqual(falls(9000, 7), [7, 7, 9000]);
});

test("no step is made after the fall, however much time is left", () => {
  const game = new Game(PHYSICS);
  game.state = [3, 0, 0, 0];
  game.play(0.1, 7, () => 1);
  assert.equal(game.steps, 1);
});

// 580 px wide are 100 a metre; the ground is 44 px above the lower edge.
function scene({ x = 1, angle = 0, push = 0, fellAt = null, height = 250 } = {}) {
  const words = [], lines = [], dots = [], styles = {};
  const context = {
    beginPath: () => (context.path = []), moveTo: (...at) => context.path.push(at), lineTo: (...at) => context.path.push(at),
    stroke: () => lines.push({ path: context.path.flat().map((value) => Math.round(value)), colour: context.strokeStyle, width: context.lineWidth }),
    roundRect: (...at) => (styles.cart = at.map((value) => Math.round(10 * value) / 10)), arc: (px, py, r) => dots.push([px, py, r].map((value) => Math.round(10 * value) / 10)),
    fill: () => (styles.cartColour ??= context.fillStyle), fillText: (text, ...at) => (words.push([text, ...at.map((value) => Math.round(value))]), (styles.font = context.font)), clearRect() {}, setTransform() {},
  };
  const canvas = { clientWidth: 580, clientHeight: height, dataset: {}, style: {}, getContext: () => context };
  globalThis.window = { devicePixelRatio: 2 };
  drawScene(canvas, { shown: [x, 0, angle, 0], push, fellAt, physics: PHYSICS }, { muted: "dim", text: "ink", negative: "orange", positive: "blue" });
  return { words, lines, dots, cart: styles.cart, cartColour: styles.cartColour, font: styles.font, pixels: [canvas.width, canvas.height] };
}

test("the track reaches from end to end of what is allowed, with marks at both and in the middle", () => {
  const { words, lines, pixels } = scene();
  assert.deepEqual(pixels, [1160, 500], "two for each px of this screen");
  assert.deepEqual(words, [["−2.4 m", 50, 240], ["0 m", 290, 240], ["2.4 m", 530, 240]]);
  assert.deepEqual(lines.slice(0, 4).map(({ path }) => path), [[50, 218, 530, 218], [50, 212, 50, 224], [290, 212, 290, 224], [530, 212, 530, 224]]);
});

test("the cart stands where it is, and its pole of twice half its length leans to the right if its angle is above 0", () => {
  const { cart, cartColour, lines, dots } = scene({ x: -1, angle: Math.PI / 6 });
  assert.deepEqual([cart, cartColour], [[164, 182, 52, 24, 4], "ink"]);
  assert.deepEqual(lines[4], { path: [190, 182, 240, 95], colour: "orange", width: 8.5 }); // 100 px: 50 to the right, 87 up
  assert.deepEqual(dots, [[175, 208, 7.5], [205, 208, 7.5], [190, 182, 6]]);
});

test("where there is less height the pole is drawn shorter, the track is not", () => {
  const { cart, lines } = scene({ x: 1, height: 140 }); // 50 px for a pole of 1 m
  assert.deepEqual([cart, lines[4].path], [[377, 84, 26, 12, 4], [390, 84, 390, 34]]);
});

test("an arrow says which way it pushes; on the ground and before the first step there is none", () => {
  const arrow = (more) => scene({ x: 0, ...more }).words.slice(3);
  assert.deepEqual([arrow({ push: 1 }), arrow({ push: -1 }), arrow({ push: 0 }), arrow({ push: 1, fellAt: 0 })], [[["→", 336, 202]], [["←", 244, 202]], [], []]);
  assert.equal(scene({ push: 1 }).font, "600 24px sans-serif");
  const fell = scene({ fellAt: 0 });
  assert.deepEqual([fell.cartColour, fell.lines[4].colour], ["dim", "dim"]);
});
