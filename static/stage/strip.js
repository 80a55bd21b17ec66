// Units × time: on what share of the data each unit is active, one row a unit, growing to the right as it trains.

const COLUMNS = 640, LEAST = 240; // epochs the width stands for at the start

export function makeStrip(place, layout) {
  const canvas = place.querySelector("canvas"), rows = Math.max(1, layout.units + layout.hidden.length - 1); // an empty row between layers
  canvas.width = COLUMNS;
  canvas.height = rows;
  const context = canvas.getContext("2d"), image = context.createImageData(COLUMNS, rows);
  const rowOfUnit = layout.hidden.flatMap((units, layer) =>
    Array.from({ length: units }, (_, unit) => layout.hidden.slice(0, layer).reduce((a, b) => a + b, 0) + unit + layer),
  );
  place.querySelectorAll("b").forEach((label) => label.remove());
  let first = 0;
  layout.hidden.forEach((units, layer) => {
    const middle = (100 * (rowOfUnit[first] + units / 2)) / rows;
    place.insertAdjacentHTML("beforeend", `<b style="top:${middle}%">layer ${layer + 1}</b>`);
    first += units;
  });
  return { canvas, context, image, rowOfUnit, rows, pixels: new Int32Array(image.data.buffer) };
}

export function drawStrip(strip, timeline, colours) {
  const { context, image, pixels, rowOfUnit } = strip;
  const shown = timeline.furthest + 1, span = Math.max(LEAST, shown);
  pixels.fill(0);
  for (let column = 0; column < COLUMNS; column++) {
    const index = Math.floor((column * span) / COLUMNS);
    if (index >= shown) break;
    const { active } = timeline.frames[index];
    for (let unit = 0; unit < active.length; unit++) pixels[rowOfUnit[unit] * COLUMNS + column] = colours.awake[active[unit]];
  }
  context.putImageData(image, 0, 0);
}

// The frame and the unit under a point of the canvas, in shares of its width and height; null where there is nothing.
export function atPoint(strip, timeline, x, y) {
  const shown = timeline.furthest + 1, index = Math.floor(x * Math.max(LEAST, shown));
  const unit = strip.rowOfUnit.indexOf(Math.floor(y * strip.rows));
  return index >= 0 && index < shown && unit >= 0 ? { index, unit } : null;
}

export function shareOfWidth(timeline) {
  return (timeline.at + 0.5) / Math.max(LEAST, timeline.furthest + 1);
}
