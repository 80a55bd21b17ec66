// The linear pieces on the map, each in the tint of its pattern, and every unit's hinge as a line, bent behind the first layer.

const DASHES = [[], [6, 3], [1.5, 3]]; // of a hinge, by its layer: full, dashed, dotted
const KEYS = [1, 2, 4, 8, 3, 6, 12, 11, 5, 10, 7, 14, 15, 13, 9]; // of the units, in turn: never 0
const MANY = 1000; // parts of hinges, which thinner lines keep apart
const LIGHT = [[0.95, 0.88], 0.4], DARK = [[0.15, 0.23], 0.28]; // two lightnesses and a saturation

const tints = { light: tintsOf(LIGHT), dark: tintsOf(DARK) };

// Sixteen: eight hues, each light and less so, so that neighbours are told apart without their hues as well.
function tintsOf([lightnesses, saturation]) {
  return Array.from({ length: 16 }, (_, n) => hsl(45 * (n % 8) + 20, saturation, lightnesses[n >> 3]));
}

function hsl(hue, saturation, lightness) {
  const part = (n) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return `rgb(${part(0)} ${part(8)} ${part(4)})`;
}

// Neighbours differ in one unit at least, whose key takes the number to another one: across a single hinge tints always differ.
export const tintOf = (pattern) => pattern.reduce((number, awake, unit) => (awake ? number ^ KEYS[unit % KEYS.length] : number), 0);

// `lit` is the piece under a pointer; over a single unit's map there are only the hinges.
export function drawPieces(context, size, { hidden, units, extent }, { pieces, hinges }, lit, unit, colours) {
  if (!unit) fillByTint(context, size, extent, pieces, tints[colours.dark ? "dark" : "light"]);
  const layerOf = layersOfUnits(hidden, units);
  Object.assign(context, { lineWidth: hinges.length > MANY ? 0.5 : 1, strokeStyle: colours.muted, lineJoin: "round", lineCap: "butt" });
  [...hidden, 1].forEach((_, layer) => {
    const own = hinges.filter((hinge) => layerOf(hinge.unit) === layer);
    context.setLineDash(DASHES[Math.min(layer, DASHES.length - 1)]);
    if (own.length) strokeParts(context, size, extent, own.map(({ ends }) => ends));
  });
  context.setLineDash([]);
  if (!lit || unit) return;
  Object.assign(context, { fillStyle: colours.dark ? "#4a5768" : "#ffffff", lineWidth: 3, strokeStyle: colours.dark ? "#ffffff" : "#10171f" });
  context.beginPath();
  trace(context, size, extent, lit.corners);
  context.closePath();
  context.fill();
  context.stroke();
}

// Parts of lines, as one path.
export function strokeParts(context, size, extent, parts) {
  context.beginPath();
  for (const ends of parts) trace(context, size, extent, ends);
  context.stroke();
}

function fillByTint(context, size, extent, pieces, colours) {
  const byTint = colours.map(() => []);
  for (const { pattern, corners } of pieces) byTint[tintOf(pattern)].push(corners);
  byTint.forEach((same, tint) => {
    if (!same.length) return;
    context.fillStyle = colours[tint];
    context.beginPath();
    for (const corners of same) {
      trace(context, size, extent, corners);
      context.closePath();
    }
    context.fill();
  });
}

function trace(context, size, extent, corners) {
  for (let i = 0; i < corners.length; i += 2) {
    const at = [((corners[i] / extent + 1) * size) / 2, ((1 - corners[i + 1] / extent) * size) / 2];
    if (i) context.lineTo(...at);
    else context.moveTo(...at);
  }
}

// In which hidden layer a unit is, from 0; the output's ReLU comes after all of them.
function layersOfUnits(hidden, units) {
  const layers = hidden.flatMap((count, layer) => Array(count).fill(layer));
  return (unit) => (unit < units ? layers[unit] : hidden.length);
}
