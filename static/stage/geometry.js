// Where everything in the diagram stands, in px: tiles in columns, the ends of links, the width of it all.

export const HEIGHT = 372; // of a diagram whose tiles find room in it
// The least from layer to layer and from tile to tile, and what is kept free for the buttons above a layer.
export const MOUSE = { gap: 24, step: 30, top: 48 }, FINGER = { gap: 44, step: 46, top: 60 };
const LEFT = 46;
const MOST_IN_A_COLUMN = 8;
const LARGEST_STEP = 46; // from tile to tile
const BETWEEN_TILES = 6;
const LARGEST_GAP = 190; // between two layers
const ROOM_FOR_A_WORD = 56;
const BETWEEN_OUTPUTS = 14;

// `counts`: the tiles of each layer, inputs first; `room`: how wide the place is. Where that is too little for the
// least, the diagram scrolls rather than shrink further.
export function geometryOf(counts, room, least = MOUSE) {
  const columns = counts.map((tiles) => Math.ceil(tiles / MOST_IN_A_COLUMN));
  const rows = counts.map((tiles, layer) => Math.ceil(tiles / columns[layer]));
  const across = columns.reduce((sum, n) => sum + n, 0);
  const fits = Math.min(LARGEST_STEP, (HEIGHT - least.top) / Math.max(...rows), (room - LEFT - least.gap * columns.length) / across);
  const step = Math.max(least.step, Math.floor(fits)), height = Math.max(HEIGHT, least.top + Math.max(...rows) * step);
  const gap = Math.max(least.gap, Math.min(LARGEST_GAP, (room - LEFT - across * step) / columns.length));
  let left = LEFT;
  const layers = counts.map((count, layer) => {
    const first = { left, top: least.top + (height - least.top - rows[layer] * step) / 2 };
    left += columns[layer] * step + gap;
    const tiles = Array.from({ length: count }, (_, n) => ({
      left: first.left + Math.floor(n / rows[layer]) * step,
      top: first.top + (n % rows[layer]) * step,
    }));
    return { left: first.left, tiles };
  });
  return { layers, tile: step - BETWEEN_TILES, tight: gap < ROOM_FOR_A_WORD, width: Math.round(left), height };
}

// Where links begin and end, layer by layer: at the inputs that are chosen, at every unit, and at the right edge.
export function endsOf({ layers, tile, width, height }, chosen, outputs) {
  const [inputs, ...hidden] = layers.map(({ tiles }) => tiles.map(({ left, top }) => ({ left, right: left + tile, middle: top + tile / 2 })));
  const middle = (output) => height / 2 + BETWEEN_OUTPUTS * (output - (outputs - 1) / 2);
  return [inputs.filter((_, n) => chosen[n]), ...hidden, Array.from({ length: outputs }, (_, k) => ({ left: width, middle: middle(k) }))];
}
