// What the diagram's tiles show: the maps of inputs and units, and the state that each unit is in.

import { paint, paintTile, showSheet } from "./map.js";

export function unitName({ layer, unit }) {
  return `${layer}.${unit + 1}`;
}

export function drawInputs({ layout, inputs }, planes, colours) {
  const { thumbnail, thumbnails } = layout, names = Object.keys(layout.all_features);
  inputs.forEach(({ picture, name }) => {
    const at = names.indexOf(name) * thumbnail ** 2, plane = thumbnails.subarray(at, at + thumbnail ** 2);
    paint(picture, plane, thumbnail, largest(plane), colours.ramp);
  });
}

// All maps of a layer on one scale.
export function drawUnits({ layout, units, sheet, tile, tight }, frame, planes, colours) {
  const scales = planes.map((layer, l) => (l ? Math.max(...layer.map(largest)) : 1));
  units.forEach((it, i) => {
    paintTile(sheet, it.left, it.top, tile, planes[it.layer][it.unit], layout.side, scales[it.layer], colours.ramp);
    const state = stateOf(frame.active[i], layout);
    if (state !== it.state) {
      it.state = state;
      const [kind, mark] = lookOf(state, layout.inactive, tight);
      Object.assign(it.button.dataset, { state: kind, mark });
    }
  });
  showSheet(sheet);
}

// A unit's state by the share of the data on which it is active, 0 … 255; what "inactive" is called depends on the activation.
export function stateOf(share, { inactive, nearly_dead_below, rectifier }) {
  if (share === 0) return inactive;
  if (share / 255 < nearly_dead_below) return `nearly ${inactive}`;
  return share === 255 && rectifier ? "always on" : "active";
}

// A state as the style sheet knows it, and the mark beside the unit, shorter where there is no room for a word.
function lookOf(state, inactive, tight) {
  if (state === inactive) return ["inactive", tight ? "✕" : `✕ ${state}`];
  if (state === `nearly ${inactive}`) return ["nearly", "!"];
  return [state === "always on" ? "on" : "active", ""];
}

// How far a plane is from 0 at most, as seen at every seventh place: enough for a scale.
export function largest(plane) {
  let most = 0;
  for (let n = 0; n < plane.length; n += 7) most = Math.max(most, Math.abs(plane[n]));
  return most;
}
