// The network over the plane: planes[layer][unit] is a Float32Array, one number a place. It knows no activation, only a
// table of one, linear between its nodes; beyond its ends along its tails, and what they miss is in a table as well.

export function makePlanes({ sizes, features }) {
  const places = features.length / sizes[0];
  return sizes.map((units, layer) =>
    Array.from({ length: units }, (_, unit) =>
      layer ? new Float32Array(places) : features.subarray(unit * places, (unit + 1) * places),
    ),
  );
}

// `notice(layer, unit, z)` hears each unit's pre-activation before the activation takes its place.
export function forward(theta, layout, planes, notice = () => {}) {
  const { sizes } = layout;
  for (let layer = 1, at = 0, slope = layout.weights; layer < sizes.length; layer++) {
    for (let unit = 0; unit < sizes[layer]; unit++) {
      preActivation(theta, layout, planes, layer, unit, at, planes[layer][unit]);
      notice(layer, unit, planes[layer][unit]);
      if (layer === sizes.length - 1) {
        if (layout.rectified_output) rectify(planes[layer][unit]);
      } else if (layout.learned_slopes) scaleNegative(planes[layer][unit], theta[slope++]);
      else lookUp(planes[layer][unit], layout);
    }
    at += (sizes[layer - 1] + 1) * sizes[layer];
  }
}

// z of one unit over the plane, from the planes of the layer before it; `at` is where the layer begins in theta.
export function preActivation(theta, { sizes }, planes, layer, unit, at, out) {
  const width = sizes[layer], inputs = planes[layer - 1], places = out.length;
  const weight = (i) => theta[at + i * width + unit];
  out.fill(weight(inputs.length)); // the bias is the last row
  let i = 0;
  for (; i + 4 <= inputs.length; i += 4) {
    // Four inputs in one pass over the plane: it is memory, not arithmetic, that costs.
    const a = inputs[i], b = inputs[i + 1], c = inputs[i + 2], d = inputs[i + 3];
    const wa = weight(i), wb = weight(i + 1), wc = weight(i + 2), wd = weight(i + 3);
    for (let n = 0; n < places; n++) out[n] += wa * a[n] + wb * b[n] + wc * c[n] + wd * d[n];
  }
  for (; i < inputs.length; i++) {
    const input = inputs[i], w = weight(i);
    for (let n = 0; n < places; n++) out[n] += w * input[n];
  }
  return out;
}

export function startOfLayer({ sizes }, layer) {
  let at = 0;
  for (let l = 1; l < layer; l++) at += (sizes[l - 1] + 1) * sizes[l];
  return at;
}

// `bends` is what f is away from its tails, left and right, by edge / |z|; none where it keeps to them.
export function lookUp(z, { table, edge, tails, bends = [] }) {
  const last = table.length - 2, perUnit = (table.length - 1) / (2 * edge);
  for (let n = 0; n < z.length; n++) {
    const at = (z[n] + edge) * perUnit;
    if (at < 0) z[n] = table[0] + (z[n] + edge) * tails[0] + bendAt(-edge / z[n], bends, 0);
    else if (at > last + 1) z[n] = table[last + 1] + (z[n] - edge) * tails[1] + bendAt(edge / z[n], bends, bends.length / 2);
    else {
      const node = at > last ? last : at | 0;
      z[n] = table[node] + (at - node) * (table[node + 1] - table[node]);
    }
  }
}

function bendAt(share, bends, first) {
  if (!bends.length) return 0;
  const last = bends.length / 2 - 1, at = share * last, node = first + Math.min(at | 0, last - 1);
  return bends[node] + (first + at - node) * (bends[node + 1] - bends[node]);
}

function rectify(z) {
  for (let n = 0; n < z.length; n++) z[n] = Math.max(0, z[n]);
}

function scaleNegative(z, slope) {
  for (let n = 0; n < z.length; n++) if (z[n] < 0) z[n] *= slope;
}
