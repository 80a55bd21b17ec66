// f above f′ on one axis, any number overlaid; alpha by slider, by number, or by dragging the curve itself.

import { outdated } from "../shared/outdated.js";
import { unpack, versionOf } from "../shared/packing.js";
import { makeControls } from "./controls.js";
import { connectHand } from "./hand.js";
import { Picture } from "./picture.js";
import { Settings } from "./settings.js";

const VERSION = 1;
const TEMPLATE = `
<section class="explorer" data-testid="explorer" aria-label="Activation functions">
  <div class="legend" role="group" aria-label="Which function is in focus"></div>
  <p class="reading" aria-live="polite"></p>
  <div class="plots"><button class="picture" aria-label="Download this picture">PNG</button><canvas tabindex="0" role="slider" aria-label="z" aria-valuemin="-6" aria-valuemax="6"></canvas></div>
  <div class="alphas"></div>
</section>`;

let explorer = null; // what is on the page: its place, its root, the functions it has, and their settings

export function mount(place, bytes, tell) {
  if (versionOf(bytes) !== VERSION) return outdated(place);
  const data = unpack(bytes), names = data.activations.map(({ name }) => name).join();
  if (explorer?.place === place && explorer.names === names && explorer.root.isConnected) explorer.settings.take(data);
  else explorer = { place, names, ...makeExplorer(place, data, tell) };
}

function makeExplorer(place, data, tell) {
  place.innerHTML = TEMPLATE;
  const root = Object.assign(place.querySelector(".explorer"), { painted: 0 });
  let dirty = true;
  const settings = new Settings(data, tell, (each) => {
    show(each);
    dirty = true;
  });
  const show = makeControls(root, settings), picture = new Picture(root, data.saturated_below);
  connectHand(picture.canvas, settings, (event) => picture.placeAt(event));
  new ResizeObserver(() => (dirty = true)).observe(root);
  const loop = () => {
    if (explorer?.root !== root || !root.isConnected) return;
    if (dirty) picture.draw(settings);
    dirty = false;
    requestAnimationFrame(loop);
  };
  requestAnimationFrame(loop);
  return { root, settings };
}
