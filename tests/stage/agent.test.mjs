// The game that goes on in the browser: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fallen, step } from "../../static/agent/cartpole.js";
import { Game } from "../../static/agent/game.js";

const physics = { gravity: 9.8, masscart: 1, masspole: 0.1, length: 0.5, force_mag: 10, tau: 0.02, x_threshold: 2.4, theta_threshold_radians: 0.2095 };

test("positions follow the speeds of the step before, as Euler's method says", () => {
  const [x, , angle] = step([0.1, 2, 0.05, -1], 1, physics);
  assert.ok(Math.abs(x - 0.14) < 1e-12 && Math.abs(angle - 0.03) < 1e-12);
});

test("a push to the right speeds up the cart and tips the pole to the left", () => {
  const [, v, , turn] = step([0, 0, 0, 0], 1, physics);
  assert.ok(v > 0 && turn < 0);
  const mirrored = step([0, 0, 0, 0], -1, physics);
  assert.ok(Math.abs(mirrored[1] + v) < 1e-12 && Math.abs(mirrored[3] + turn) < 1e-12);
});

test("it has fallen beyond the ends of the track and beyond 12 degrees", () => {
  assert.equal(fallen([2.39, 0, 0.2, 0], physics), false);
  assert.equal(fallen([-2.41, 0, 0, 0], physics), true);
  assert.equal(fallen([0, 0, 0.21, 0], physics), true);
});

test("time passes as it does outside: fifty steps a second", () => {
  const game = new Game(physics);
  for (let frame = 0; frame < 3; frame++) game.play(1 / 60, 0, () => 1);
  assert.equal(game.steps, 2);
  game.play(60, 0, () => -1); // a tab that was hidden for a minute
  assert.ok(game.steps <= 8);
});

test("a nudge goes on from where the cart is", () => {
  const game = new Game(physics);
  game.state = [0.5, 0.1, 0.02, 0];
  game.nudge(1);
  assert.deepEqual(game.state, [0.5, 0.6, 0.02, 0]);
});

test("after a fall it waits, takes no nudge, and begins anew", () => {
  const game = new Game(physics);
  for (let n = 0; n < 60 && game.fellAt === null; n++) game.play(0.02, 1000, () => 1);
  assert.equal(game.fellAt, 1000);
  const { steps, state } = game;
  game.nudge(1);
  assert.deepEqual(game.state, state);
  game.play(0.02, 1500, () => 1);
  assert.equal(game.steps, steps);
  game.play(0.02, 2100, () => 1);
  assert.equal(game.steps, 0);
  assert.equal(game.best, steps);
});
