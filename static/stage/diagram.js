// The network as a diagram, its elements: titles, a tile for each input and unit, a canvas for links and one for maps.

import { fit } from "../shared/canvas.js";
import { endsOf, FINGER, geometryOf, MOUSE } from "./geometry.js";
import { makePicture, makeSheet } from "./map.js";

export { fit, fitted } from "../shared/canvas.js";
export { drawLinks, fullWeight, linkAt, seenLinks } from "./links.js";
export { drawInputs, drawUnits, stateOf, unitName } from "./tiles.js";

const INPUT_SIDE = 32; // pixels of an input's map

export function makeDiagram(place, layout) {
  const editable = !layout.view.hide.includes("diagram"), finger = matchMedia("(pointer: coarse)").matches;
  const isChosen = (name) => layout.chosen_features.includes(name);
  const features = Object.keys(layout.all_features).filter((name) => editable || isChosen(name));
  const room = place.parentElement.clientWidth, least = finger ? { ...FINGER, ...(!editable && { gap: MOUSE.gap }) } : MOUSE;
  const geometry = geometryOf([features.length, ...layout.hidden], room, least), { tile, tight, width, height } = geometry;
  place.replaceChildren();
  place.classList.toggle("tight", tight);
  place.style.width = `${width}px`;
  place.style.height = `${height}px`;
  const links = addCanvas(place, "links"), maps = addCanvas(place, "maps");
  fit(links, width, height);
  const titles = [], inputs = [], units = [];
  geometry.layers.forEach(({ left, tiles }, layer) => {
    titles.push(addTitle(place, layer ? `${tiles.length} unit${tiles.length > 1 ? "s" : ""}` : "inputs", left));
    tiles.forEach((at, n) => {
      const button = addTile(place, at, tile, layer ? "unit" : "input", layer || editable);
      if (layer) units.push({ button, left: Math.round(at.left), top: Math.round(at.top), layer, unit: n, state: "" });
      else inputs.push({ button, picture: addPicture(button, layout.all_features[features[n]]), name: features[n], chosen: isChosen(features[n]) });
    });
  });
  const ends = endsOf(geometry, features.map(isChosen), layout.sizes.at(-1));
  return { layout, place, tile, tight, editable, width, height, links, sheet: makeSheet(maps, width, height), titles, inputs, units, ends };
}

function addCanvas(place, kind) {
  const canvas = place.appendChild(document.createElement("canvas"));
  canvas.className = kind;
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

function addTitle(place, text, left) {
  const title = place.appendChild(document.createElement("div"));
  title.className = "layer";
  title.innerHTML = `<span>${text}</span>`;
  title.style.left = `${left}px`;
  return title;
}

function addTile(place, at, size, kind, pressable) {
  const button = place.appendChild(document.createElement(pressable ? "button" : "div"));
  button.className = kind;
  button.style = `left:${Math.round(at.left)}px; top:${Math.round(at.top)}px; width:${size}px; height:${size}px`;
  return button;
}

// An input's map on its tile, with its name.
function addPicture(button, label) {
  const picture = makePicture(button.appendChild(document.createElement("canvas")), INPUT_SIDE);
  button.insertAdjacentHTML("beforeend", `<span class="feature">${label}</span>`);
  return picture;
}
