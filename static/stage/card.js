// A unit's card: what it is now, its life so far, the very step of its death, and what would have saved it.

import { axisOf } from "./axis.js";
import { HANDS, showHands } from "./by_hand.js";
import { fitted, stateOf } from "./diagram.js";
import { drawDots } from "./dots.js";
import { makePlanes, forward } from "./forward.js";
import { lifeInWords, nowInWords, othersInRows, stepInWords, titlesOf } from "./card_words.js";
import { PostMortem } from "./post_mortem.js";
import { timeOf } from "./timeline.js";

const WATCHED = 1600; // ms from before the step to after it

export const CARD = `
<section class="card" data-testid="unit-card" tabindex="-1" hidden>
  <header><h3></h3><span class="state"></span><button class="close" aria-label="Close the unit's card">✕</button></header>
  <div class="is"><h4 class="now-title"></h4><canvas class="now-dots" role="img"></canvas><p class="squeezed"></p><p class="chain"></p>
    ${HANDS}
    <h4>Its life</h4><canvas class="life" role="img" title="Click to go there"></canvas><p class="told-life"></p></div>
  <div class="step-seen"><h4 class="step-title"></h4><p class="cause"></p>
    <div class="watching" hidden><canvas class="step-dots" role="img"></canvas>
      <div class="phases"><button class="watch">Watch</button><input class="phase" type="range" min="0" max="1" step="0.01" value="1" aria-label="From before the step to after it"></div>
      <p class="told-step"></p><button class="to-step">Show me on the map</button></div></div>
  <div class="otherwise" hidden><h4 class="otherwise-title"></h4><p>The same step again, from the same moment, with one difference from there on. On how many points it is active then:</p>
    <table><thead><tr><th scope="col">Instead</th><th scope="col">Right after</th><th scope="col">Ten epochs later</th><th scope="col">Open as</th></tr></thead><tbody></tbody></table></div>
</section>`;

export function connectCard(stage) {
  const { find } = stage, card = { mortem: new PostMortem(), drawn: null, phase: 1, watchedSince: null }; // `drawn` is the step that is shown
  stage.card = card;
  find(".card .close").onclick = () => stage.letGo();
  find(".card .phase").oninput = ({ target }) => Object.assign(card, { phase: Number(target.value), watchedSince: null, stale: true });
  find(".card .watch").onclick = () => (card.watchedSince = performance.now());
  find(".card .to-step").onclick = () => {
    const { timeline } = stage, { frames } = card.mortem.seen;
    timeline.insert(frames);
    stage.showFrame(timeline.indexAt(timeOf(frames[1])));
  };
  find(".otherwise tbody").onclick = ({ target }) => {
    const { twin } = target.dataset;
    if (twin) stage.edit({ compare: twin });
  };
  find(".card .life").onclick = (event) => {
    const box = event.target.getBoundingClientRect();
    stage.showFrame(Math.round(((event.clientX - box.left) / box.width) * stage.timeline.furthest));
  };
}

// Another run has taken the place.
export function resetCard(stage) {
  const { layout } = stage;
  Object.assign(stage.card, { mortem: new PostMortem(), planes: makePlanes({ ...layout, features: layout.inputs }), drawn: null });
}

// With every frame of the screen, while a card is open: what moves by itself, and what is still to be asked for.
export function tickCard(stage, now) {
  const { card } = stage;
  if (!stage.pinned) return;
  card.mortem.tick(stage, now);
  if (card.watchedSince !== null) {
    card.phase = Math.min(1, (now - card.watchedSince) / WATCHED);
    if (card.phase === 1) card.watchedSince = null;
    card.stale = true;
  }
  if (card.stale && card.drawn && card.drawn === card.mortem.seen) drawStep(stage);
}

// Into view, and to whoever came by keyboard it gives the keyboard.
export function openCard(stage, byKeyboard) {
  showCard(stage);
  if (!stage.pinned) return;
  const place = stage.find(".card");
  if (byKeyboard) place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest", behavior: stage.calm.matches ? "auto" : "smooth" });
}

export function showCard(stage) {
  const { find, pinned, card, layout, timeline } = stage, place = find(".card");
  place.hidden = !pinned;
  if (!pinned) return void card.mortem.want(null);
  const { frame } = timeline, index = indexOf(stage, pinned);
  find(".card h3").textContent = `Unit ${pinned.layer}.${pinned.unit + 1}`;
  place.setAttribute("aria-label", `The card of unit ${pinned.layer}.${pinned.unit + 1}`);
  find(".card .state").textContent = stateOf(frame.active[index], layout);
  const z = preActivations(stage, pinned), told = nowInWords(stage, pinned, index, z), axis = axisOf(z);
  find(".now-title").textContent = `Now: where the points lie for it, z = w·${pinned.layer > 1 ? "h" : "x"} + b`;
  showHands(stage, pinned, frame.active[index]);
  drawDots(find(".now-dots"), { z, axis }, layout, stage.colours);
  find(".squeezed").textContent = squeezed(axis);
  find(".chain").textContent = told;
  find(".now-dots").setAttribute("aria-label", told);
  const events = timeline.events.filter((event) => event.unit === index && event.time <= timeOf(frame));
  drawLife(find(".life"), timeline, index, stage.colours);
  find(".told-life").textContent = lifeInWords(layout, frame, index, events);
  find(".life").setAttribute("aria-label", find(".told-life").textContent);
  showStep(stage, index, events.at(-1));
}

function showStep(stage, index, event) {
  const { find, card, layout } = stage, cause = event?.cause, { mortem } = card;
  mortem.want(cause?.step ? { unit: index, epoch: cause.epoch, step: cause.step } : null);
  const { seen } = mortem, died = event ? event.kind !== "revived" : true, there = mortem.isAnswered && !seen.none;
  [find(".step-title").textContent, find(".otherwise-title").textContent] = titlesOf(layout, event);
  find(".cause").textContent = stepInWords(stage, event, mortem);
  find(".watching").hidden = !there;
  find(".otherwise").hidden = !there || !died || !seen.others.length;
  if (!there) return;
  if (card.drawn !== seen) {
    card.drawn = seen;
    card.axis = axisOf(seen.before, seen.own, seen.after);
    find(".otherwise tbody").innerHTML = othersInRows(seen);
    card.phase = stage.calm.matches ? 1 : 0;
    card.watchedSince = stage.calm.matches ? null : performance.now();
    card.stale = true;
  }
}

function drawStep(stage) {
  const { find, card, layout } = stage, { seen } = card.mortem;
  card.stale = false;
  const { axis, phase } = card, { z, words } = between(seen, phase), told = `${words} ${squeezed(axis)}`.trim();
  drawDots(find(".step-dots"), { z, axis, ringed: seen.ringed }, layout, stage.colours);
  find(".phase").value = phase;
  find(".phase").setAttribute("aria-valuetext", words);
  find(".told-step").textContent = told;
  find(".step-dots").setAttribute("aria-label", told);
}

const squeezed = ({ knee }) => (knee < Infinity ? `Beyond ±${knee} the axis is squeezed.` : "");

// z of every point on the way from before a step to after it: first the unit's own weights move, then what comes in does.
export function between({ before, own, after, ringed }, phase) {
  const itself = own.some((value, n) => value !== before[n]), moves = own.some((value, n) => value !== after[n]); // what comes in does
  const [from, to, part] = !itself || !moves ? [before, after, phase] : phase < 0.5 ? [before, own, 2 * phase] : [own, after, 2 * phase - 1];
  const z = Float32Array.from(from, (value, n) => value + part * (to[n] - value));
  const what = phase === 0 ? "Before the step" : phase === 1 ? "After the step" : itself && (!moves || phase < 0.5) ? "Its own weights move" : `What comes in moves${itself ? ", too" : ""}`;
  return { z, words: `${what}.${ringed.size ? " Ringed: the step's own mini-batch." : ""}` };
}

export function preActivations({ card, layout, timeline }, { layer, unit }) {
  let mine = null;
  forward(timeline.frame.theta, layout, card.planes, (l, u, z) => {
    if (l === layer && u === unit) mine = z.slice();
  });
  return mine;
}

export function indexOf({ layout }, { layer, unit }) {
  return layout.hidden.slice(0, layer - 1).reduce((sum, units) => sum + units, 0) + unit;
}

// On what share of the points a unit was active, moment by moment; a cross where it died, a ring where it came back.
function drawLife(canvas, timeline, index, colours) {
  const { context, width, height } = fitted(canvas), { frames, furthest, at } = timeline, room = height - 12;
  const x = (n) => (furthest ? (n / furthest) * (width - 2) : 0) + 1, y = (share) => 6 + room * (1 - share / 255);
  Object.assign(context, { strokeStyle: colours.line, lineWidth: 1 });
  for (const share of [0, 255]) stroke(context, [[0, y(share)], [width, y(share)]]);
  Object.assign(context, { strokeStyle: colours.positive, lineWidth: 2 });
  const step = Math.max(1, Math.floor(furthest / width));
  stroke(context, Array.from({ length: Math.floor(furthest / step) + 1 }, (_, n) => [x(n * step), y(frames[n * step].active[index])]));
  Object.assign(context, { strokeStyle: colours.text, lineWidth: 1.5 });
  for (const { unit, kind, time } of timeline.events) {
    if (unit !== index) continue;
    const n = timeline.indexAt(time);
    if (n > furthest) break;
    context.beginPath();
    if (kind === "revived") context.arc(x(n), y(0), 3.5, 0, 2 * Math.PI);
    else for (const arm of [3, -3]) context.moveTo(x(n) - 3, y(0) - arm), context.lineTo(x(n) + 3, y(0) + arm);
    context.stroke();
  }
  stroke(context, [[x(at), 0], [x(at), height]]);
}

function stroke(context, places) {
  context.beginPath();
  places.forEach(([x, y]) => context.lineTo(x, y));
  context.stroke();
}
