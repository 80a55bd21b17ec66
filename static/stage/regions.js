// The plane cut into the pieces on which the network is linear: exactly, by cutting polygons along the units' hinges.
//
// What comes into a layer is an affine function on each piece so far, so a unit's pre-activation is one, too, and a
// straight line is where it is 0. Each side of that line has a slope of its own, and so the next layer is affine again on
// what the cuts have left. A piece is told by its pattern: of every hidden unit, and of a rectified output, whether it is
// awake there. All that is so is one convex polygon.

export const MOST = 10_000; // pieces; more are neither drawn nor counted
const ROUNDING = 1e-12; // of what is summed up: nothing nearer to 0 is told apart from it

// The pieces of the square that is shown, { corners: [x, y, x, y, …], pattern: [0 or 1, …], outputs }, and the hinges'
// parts in it, { unit, ends: [x, y, x, y] }; null if there are more than `most`, or numbers beyond what a computer can
// hold. Each output is { a, b, c } of a · x₁ + b · x₂ + c.
export function cutPlane(theta, layout, most = MOST) {
  const { extent: e } = layout, found = { theta, pieces: [], hinges: [] };
  const isDone = cutLayer(theta, layout, 1, { corners: [-e, -e, e, -e, e, e, -e, e], pattern: [] }, inputsOf(layout), found, most);
  return isDone ? found : null;
}

// Goes on with one piece at one layer, to whose units `rows` come in; false if there are too many.
function cutLayer(theta, layout, layer, piece, rows, found, most) {
  const z = weighUp(theta, layout, layer, rows), isLast = layer === layout.sizes.length - 1, first = piece.pattern.length;
  if (!z.every(({ size }) => Number.isFinite(size))) return false;
  if (isLast && !layout.rectified_output) return found.pieces.push({ ...piece, outputs: z }) <= most;
  let parts = [piece];
  z.forEach((row, nth) => {
    const bends = slopeOf(theta, layout, first + nth, 0) !== slopeOf(theta, layout, first + nth, 1);
    parts = parts.flatMap((part) => cutPiece(part, row, first + nth, bends, found.hinges));
  });
  if (found.pieces.length + parts.length > most) return false;
  return parts.every((part) => {
    const bent = bend(theta, layout, first, z, part.pattern);
    return isLast ? found.pieces.push({ ...part, outputs: bent }) : cutLayer(theta, layout, layer + 1, part, bent, found, most);
  });
}

// Both sides of a hinge, or the piece as it is where it lies on one. A unit without a bend cuts nothing.
function cutPiece({ corners, pattern }, row, unit, bends, hinges) {
  const { left, right, ends, isAbove } = split(corners, row);
  if (!ends || !bends) {
    pattern.push(isAbove ? 1 : 0);
    return [{ corners, pattern }];
  }
  hinges.push({ unit, ends });
  return [{ corners: left, pattern: [...pattern, 0] }, { corners: right, pattern: [...pattern, 1] }];
}

// A polygon in two where a function is 0 inside it, `ends` of that line between them; else whether it is above 0.
function split(corners, { a, b, c, size }) {
  const values = [], close = ROUNDING * size;
  let lowest = 0, highest = 0;
  for (let i = 0; i < corners.length; i += 2) {
    const z = a * corners[i] + b * corners[i + 1] + c, value = Math.abs(z) <= close ? 0 : z;
    values.push(value);
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  if (lowest === 0 || highest === 0) return { isAbove: highest > 0 };
  const left = [], right = [], ends = [];
  for (let i = 0; i < values.length; i++) {
    const j = (i + 1) % values.length, x = corners[2 * i], y = corners[2 * i + 1];
    if (values[i] <= 0) left.push(x, y);
    if (values[i] >= 0) right.push(x, y);
    if (values[i] === 0) ends.push(x, y);
    if (values[i] * values[j] < 0) {
      const share = values[i] / (values[i] - values[j]);
      const cut = [x + share * (corners[2 * j] - x), y + share * (corners[2 * j + 1] - y)];
      for (const side of [left, right, ends]) side.push(...cut);
    }
  }
  return { left, right, ends };
}

// Where the answer changes, exactly: where the output is 0, or the two largest are equal. Parts of lines, [x, y, x, y].
export function boundaryOf({ pieces, hinges }, { units, rectified_output }) {
  if (rectified_output) return hinges.filter(({ unit }) => unit >= units).map(({ ends }) => ends);
  return pieces.flatMap(({ corners, outputs }) => {
    if (outputs.length === 1) return linesIn(corners, outputs[0]);
    return outputs.flatMap((one, k) => outputs.slice(k + 1).flatMap((two) => {
      const others = outputs.filter((each) => each !== one && each !== two);
      const lines = linesIn(corners, minus(one, two));
      return others.reduce((some, other) => some.flatMap((line) => whereAbove(line, minus(one, other))), lines);
    }));
  });
}

function minus(one, two) {
  return { a: one.a - two.a, b: one.b - two.b, c: one.c - two.c, size: one.size + two.size };
}

function linesIn(corners, row) {
  const { ends } = split(corners, row);
  return ends ? [ends] : [];
}

// What is left of a line where a function is above 0.
function whereAbove([x1, y1, x2, y2], { a, b, c }) {
  const here = a * x1 + b * y1 + c, there = a * x2 + b * y2 + c, share = here / (here - there);
  if (here <= 0 && there <= 0) return [];
  const cut = [x1 + share * (x2 - x1), y1 + share * (y2 - y1)];
  return [[...(here < 0 ? cut : [x1, y1]), ...(there < 0 ? cut : [x2, y2])]];
}

// The piece in which a place lies, whose pattern and polygon tell it.
export function pieceAt(pieces, x, y) {
  return pieces.find(({ corners }) => {
    for (let i = 0, j = corners.length - 2; i < corners.length; j = i, i += 2) {
      const across = (corners[i] - corners[j]) * (y - corners[j + 1]) - (corners[i + 1] - corners[j + 1]) * (x - corners[j]);
      if (across < 0) return false; // corners go round to the left
    }
    return true;
  });
}

// How many pieces there are at most, whatever the weights: n hinges make 1 + n of a line, and 1 + n + n(n − 1)/2 of a
// plane (Zaslavsky 1975); what fewer units let through is a line at most (Montúfar 2017).
export function mostPieces({ sizes, hidden, straight_inputs, rectified_output }) {
  let most = 1, dimensions = dimensionsOf(straight_inputs);
  for (const n of rectified_output ? [...hidden, sizes.at(-1)] : hidden) {
    most *= 1 + (dimensions > 0 ? n : 0) + (dimensions > 1 ? (n * (n - 1)) / 2 : 0);
    dimensions = Math.min(dimensions, n);
  }
  return most;
}

// 2 where the inputs tell all places apart, 1 where they do so along one direction.
export function dimensionsOf(inputs) {
  const tilts = inputs.map(([a, b]) => [a, b]).filter(([a, b]) => a || b);
  return tilts.some(([a, b]) => a * tilts[0][1] !== b * tilts[0][0]) ? 2 : tilts.length ? 1 : 0;
}

// The inputs as affine functions of the plane; `size` is how large what was summed up may be in the square.
function inputsOf({ straight_inputs, extent }) {
  return straight_inputs.map(([a, b, c]) => ({ a, b, c, size: extent * (Math.abs(a) + Math.abs(b)) + Math.abs(c) }));
}

function weighUp(theta, { sizes }, layer, rows) {
  const width = sizes[layer];
  let at = 0;
  for (let l = 1; l < layer; l++) at += (sizes[l - 1] + 1) * sizes[l];
  return Array.from({ length: width }, (_, unit) => {
    const bias = theta[at + rows.length * width + unit], z = { a: 0, b: 0, c: bias, size: Math.abs(bias) };
    for (let i = 0; i < rows.length; i++) {
      const w = theta[at + i * width + unit], row = rows[i];
      if (!row.size) continue; // asleep, and flat there
      z.a += w * row.a;
      z.b += w * row.b;
      z.c += w * row.c;
      z.size += Math.abs(w) * row.size;
    }
    return z;
  });
}

function bend(theta, layout, first, z, pattern) {
  return z.map(({ a, b, c, size }, nth) => {
    const slope = slopeOf(theta, layout, first + nth, pattern[first + nth]);
    return { a: slope * a, b: slope * b, c: slope * c, size: Math.abs(slope) * size };
  });
}

// Of a unit, hidden ones first, where it is awake or not; after the hidden ones comes the output's ReLU.
function slopeOf(theta, { sides, units, weights, learned_slopes }, unit, awake) {
  if (unit >= units) return awake;
  return awake || !learned_slopes ? sides[awake] : theta[weights + unit];
}
