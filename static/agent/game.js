// One game that goes on in real time: the policy chooses, the world moves, somebody nudges the cart.

import { fallen, freshStart, step } from "./cartpole.js";

const LATEST = 0.1; // s; a tab that was hidden does not catch up
const PAUSE = 1000; // ms on the ground before the pole is put up again
const NUDGE = 0.5; // m/s

export class Game {
  constructor(physics) {
    this.physics = physics;
    this.best = 0;
    this.begin();
  }

  begin() {
    this.state = this.before = freshStart();
    this.steps = 0;
    this.push = 0;
    this.debt = 0; // s of the world's time that are not yet played
    this.fellAt = null;
  }

  nudge(direction) {
    if (this.fellAt === null) this.state = this.state.with(1, this.state[1] + direction * NUDGE);
  }

  // choose(state) gives −1 or 1. Returns whether anything moved.
  play(seconds, now, choose) {
    if (this.fellAt !== null) {
      if (now - this.fellAt > PAUSE) this.begin();
      return true;
    }
    this.debt += Math.min(seconds, LATEST);
    for (; this.debt >= this.physics.tau && this.fellAt === null; this.debt -= this.physics.tau) {
      this.before = this.state;
      this.push = choose(this.state);
      this.state = step(this.state, this.push, this.physics);
      this.steps++;
      this.best = Math.max(this.best, this.steps);
      if (fallen(this.state, this.physics)) this.fellAt = now;
    }
    return true;
  }

  // Between two steps, so that a screen of 60 pictures a second shows 60 different ones.
  get shown() {
    const t = this.fellAt === null ? this.debt / this.physics.tau : 1;
    return this.state.map((value, i) => this.before[i] + t * (value - this.before[i]));
  }
}
