// Agents learn to balance a pole, and whichever is chosen plays, as it is at the moment that is shown.

import { BAR, WatchedPicture, watchedModule } from "../live/watched.js";
import { read } from "../live/network.js";
import { percent } from "../shared/figures.js";
import { packed, rampIndex } from "../stage/colours.js";
import { drawBands } from "./curves.js";
import { Game } from "./game.js";
import { drawScene } from "./scene.js";

const TEMPLATE = `
<section class="stage agent" data-testid="agent" aria-label="Agents learn to balance a pole">
  ${BAR("Cancel training", "Train")}
  <div class="body">
    <div class="play-place">
      <div class="who"><label>Who plays <select class="team"></select></label><label>Agent <select class="number"></select></label><output class="steps"></output></div>
      <div class="scene"><canvas role="img" aria-label="A cart on a track with a pole on it"></canvas><p class="fell" hidden></p></div>
      <div class="buttons"><button class="left">← Push</button><button class="stop">Play</button><button class="right">Push →</button></div>
      <p class="hint">Press ← or → to push the cart: does it save the pole?</p>
      <div class="minds"></div>
    </div>
    <div class="curves">
      <h3>Steps balanced, of <b class="longest"></b> <span>median of <b class="agents"></b> agents with its 95 % interval, by round</span></h3>
      <canvas class="returns" role="img" aria-label="Steps balanced, by round"></canvas>
      <h3>Hidden units that are silent <span>active on no state of the round; the band is from the least to the most</span></h3>
      <canvas class="silent" role="img" aria-label="Silent hidden units, by round"></canvas>
      <ul class="legend"></ul>
    </div>
  </div>
</section>`;

class AgentPicture extends WatchedPicture {
  static template = TEMPLATE;
  static pace = { rate: 20, first: 5, longest: 20 };

  build() {
    const { find, layout } = this;
    this.game = new Game(layout.physics);
    this.going = !this.calm.matches;
    this.networks = layout.teams.map(({ name, learned_slopes }) => ({ ...layout, learned_slopes, table: layout[`table.${name}`], tails: layout[`tails.${name}`], bends: layout[`bends.${name}`] }));
    this.hidden = layout.shapes.slice(0, -1).map(([, units]) => units);
    this.units = this.hidden.reduce((sum, units) => sum + units, 0);
    find(".team").innerHTML = layout.teams.map(({ label }, i) => `<option value="${i}">${label}</option>`).join("");
    find(".number").innerHTML = Array.from({ length: layout.agents }, (_, i) => `<option value="${i}">${i + 1}</option>`).join("");
    for (const name of ["longest", "agents"]) find(`.${name}`).textContent = layout[name];
    find(".minds").innerHTML = this.hidden.map((units, l) => `<div><span>Layer ${l + 1}</span><canvas role="img" aria-label="The answers of the ${units} units of layer ${l + 1}"></canvas></div>`).join("");
    find(".legend").innerHTML = layout.teams.map(({ label, colour, dash }) => `<li><svg viewBox="0 0 30 10" aria-hidden="true"><line x1="0" y1="5" x2="30" y2="5" stroke-width="3" stroke="${colour}" stroke-dasharray="${dash}"/></svg> ${label}</li>`).join("");
    for (const name of [".team", ".number"]) {
      find(name).onchange = () => {
        this.game = new Game(layout.physics);
        this.dirty = true;
      };
    }
    find(".left").onclick = () => this.nudge(-1);
    find(".right").onclick = () => this.nudge(1);
    find(".stop").onclick = () => (this.going = !this.going);
  }

  nudge(direction) {
    this.game.nudge(direction);
    this.going = true;
    this.root.dataset.nudged = Number(this.root.dataset.nudged ?? 0) + 1;
  }

  keys() {
    return { ...super.keys(), ArrowLeft: () => this.nudge(-1), ArrowRight: () => this.nudge(1) };
  }

  get team() {
    return Number(this.find(".team").value);
  }

  get number() {
    return Number(this.find(".number").value);
  }

  // The game goes on whether or not anything is trained; no message goes to the server for it.
  animate(now) {
    const { frame } = this.timeline, seconds = (now - (this.playedAt ?? now)) / 1000;
    this.playedAt = now;
    if (!frame) return;
    if (!this.reading) this.choose(this.game.state, frame);
    if (this.going) this.game.play(seconds, now, (state) => this.choose(state, frame));
    drawScene(this.find(".scene canvas"), this.game, this.colours);
    this.drawMind(frame);
    this.root.scenes = (this.root.scenes ?? 0) + 1;
    this.root.dataset.steps = this.game.steps;
    this.root.dataset.x = this.game.state[0].toFixed(3);
    this.tellGame();
  }

  choose(state, frame) {
    const { layout, team, number } = this, thetas = frame[`theta.${layout.teams[team].name}`];
    const length = thetas.length / layout.agents;
    const seen = Float32Array.from(state, (value, i) => value / layout.spread[i]);
    this.reading = read(seen, thetas.subarray(number * length, (number + 1) * length), this.networks[team]);
    return this.reading.logits[1] > this.reading.logits[0] ? 1 : -1;
  }

  tellGame() {
    const { game, find } = this, stop = this.going ? "Stop" : "Play";
    find(".steps").textContent = `${game.steps} steps, best ${game.best}`;
    if (find(".stop").textContent !== stop) find(".stop").textContent = stop;
    const fell = game.fellAt !== null;
    find(".fell").hidden = !fell;
    if (fell) find(".fell").textContent = Math.abs(game.state[0]) > game.physics.x_threshold ? `Off the track after ${game.steps} steps` : `The pole fell after ${game.steps} steps`;
  }

  // Every unit as a square: blue above 0, orange below, a cross if it is silent.
  drawMind(frame) {
    const first = (this.team * this.layout.agents + this.number) * this.units, { ramp, rgb } = this.colours;
    let unit = first;
    this.find(".minds").querySelectorAll("canvas").forEach((canvas, l) => {
      const { h } = this.reading.layers[l], side = 22;
      if (canvas.width !== side * h.length) Object.assign(canvas, { width: side * h.length, height: side });
      const context = canvas.getContext("2d"), scale = h.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
      context.clearRect(0, 0, canvas.width, side);
      for (let n = 0; n < h.length; n++, unit++) {
        const silent = frame.active[unit] === 0, colour = silent ? packed(rgb.dead) : ramp[rampIndex(h[n] / scale)];
        context.fillStyle = `rgb(${colour & 255} ${(colour >> 8) & 255} ${(colour >> 16) & 255})`;
        context.fillRect(n * side + 1, 1, side - 2, side - 2);
        if (!silent) continue;
        Object.assign(context, { fillStyle: "#ffffff", font: "600 13px sans-serif", textAlign: "center" });
        context.fillText("✕", (n + 0.5) * side, 16);
      }
    });
  }

  drawMoment() {
    const { layout, timeline, colours, find } = this, { teams, rounds, longest, solved, agents } = layout;
    drawBands(find(".returns"), timeline, teams, rounds, longest, solved, (frame, { name }) => frame[`median.${name}`], (v) => `${v}`, colours);
    const silent = (frame, team) => {
      const at = teams.indexOf(team) * agents * this.units, shares = [];
      for (let i = 0; i < agents; i++) {
        let count = 0;
        for (let n = 0; n < this.units; n++) count += frame.active[at + i * this.units + n] === 0;
        shares.push(count / this.units);
      }
      shares.sort((a, b) => a - b);
      return [shares[0], shares[agents >> 1], shares.at(-1)];
    };
    const shown = timeline.frames.slice(0, timeline.furthest + 1), most = Math.max(...shown.flatMap((frame) => teams.map((team) => silent(frame, team)[2])));
    drawBands(find(".silent"), timeline, teams, rounds, most > 0.5 ? 1 : 0.5, null, silent, (v) => `${100 * v} %`, colours);
    const told = teams.map(({ label, name }) => `${label} ${Math.round(timeline.frame[`median.${name}`][1])}`).join(", ");
    find(".returns").setAttribute("aria-label", `Median steps balanced after ${timeline.frame.epoch} rounds: ${told}`);
    find(".silent").setAttribute("aria-label", `Median share of silent units: ${teams.map((team) => `${team.label} ${percent(silent(timeline.frame, team)[1])}`).join(", ")}`);
  }

  words(frame) {
    const { layout, timeline } = this, { teams, solved, longest, agents } = layout;
    if (frame.epoch === 0 && timeline.furthest === 0) return ["Press Train.", `${agents} agents of each kind know nothing yet: they only find out that the pole fell.`];
    const told = teams.map(({ label, name }) => {
      const lost = frame[`diverged.${name}`].reduce((sum, each) => sum + each, 0);
      const done = frame[`returns.${name}`].filter((value) => value >= solved).length;
      return { label, done, lost, middle: Math.round(frame[`median.${name}`][1]) };
    });
    const news = told.map(({ label, middle }) => `${label}: ${middle} steps`).join(", ");
    const rest = told.map(({ label, done }) => `${done} of ${agents} with ${label}`).join(" and ");
    const lost = told.filter((team) => team.lost).map((team) => `${team.lost} with ${team.label}`).join(" and ");
    if (lost) return [`${news}.`, `Learning diverged for ${lost}: their numbers overflowed, and they learn no more. Try a smaller learning rate.`];
    return [`${news}.`, `${rest} balance it for ${solved} of ${longest} or more.`];
  }

  nameOf(frame) {
    return `Round ${frame.epoch}`;
  }
}

export const { mount, carry } = watchedModule(AgentPicture);
