// The diagram without a page: where its tiles stand, which links are drawn, and what units are called.
import assert from "node:assert/strict";
import test from "node:test";

import { endsOf, geometryOf, HEIGHT, MOUSE } from "../../static/stage/geometry.js";
import { linkAt, seenLinks } from "../../static/stage/links.js";
import { stateOf, unitName } from "../../static/stage/tiles.js";

test("no column has more than eight tiles, none overlap, and all lie within the picture", () => {
  for (const counts of [[7, 1], [7, 8, 8], [7, 64], [2, 9, 16, 33]]) {
    const { layers, tile, width } = geometryOf(counts, 900);
    const tiles = layers.flatMap((layer) => layer.tiles);
    assert.deepEqual(layers.map((layer) => layer.tiles.length), counts);
    for (const { left, top } of tiles) {
      assert.ok(tiles.filter((other) => other.left === left).length <= 8);
      assert.ok(left >= 0 && left + tile < width && top >= 0 && top + tile <= HEIGHT);
    }
    tiles.forEach((a, n) => tiles.slice(0, n).forEach((b) => assert.ok(Math.max(Math.abs(a.left - b.left), Math.abs(a.top - b.top)) >= tile)));
  }
});

test("a wide place is not overstretched, a narrow one scrolls rather than shrink its tiles further", () => {
  const wide = geometryOf([7, 4, 4], 4000), narrow = geometryOf([7, 8, 8, 8, 8, 8, 8], 300, { ...MOUSE, gap: 62 });
  assert.deepEqual([wide.tile, wide.tight, wide.width], [40, false, 46 + 3 * (46 + 190)]);
  assert.deepEqual([narrow.tile, narrow.tight], [24, false]);
  assert.ok(narrow.width > 300);
  assert.equal(geometryOf([7, 8, 8, 8, 8, 8, 8], 300).tight, true, "no room for a word between layers");
});

test("links begin at the inputs that are chosen and end at the right edge, outputs about the middle", () => {
  const geometry = geometryOf([3, 2], 600), { layers, tile, width } = geometry;
  const [inputs, units, outputs] = endsOf(geometry, [true, false, true], 3);
  const [first, , third] = layers[0].tiles;
  assert.deepEqual(inputs, [first, third].map(({ left, top }) => ({ left, right: left + tile, middle: top + tile / 2 })));
  assert.equal(units.length, 2);
  assert.deepEqual(outputs, [-14, 0, 14].map((away) => ({ left: width, middle: HEIGHT / 2 + away })));
});

test("the link under the pointer is the one whose curve passes there", () => {
  const end = (left, middle) => ({ left, right: left + 40, middle });
  const diagram = { layout: { sizes: [2, 1, 1] }, ends: [[end(0, 10), end(0, 110)], [end(140, 60)], [{ left: 280, middle: 60 }]] };
  assert.deepEqual([linkAt(diagram, 90, 35).from, linkAt(diagram, 90, 85).from], [0, 1]); // half way, a curve is half way
  assert.equal(linkAt(diagram, 230, 61).layer, 2);
  assert.equal(linkAt(diagram, 230, 61).index, 3, "after two weights and a bias");
  assert.equal(linkAt(diagram, 90, 60), null);
  assert.equal(linkAt(diagram, 20, 10), null, "inside a unit there is no link");
});

const colours = { positive: "blue", negative: "orange" };
const linked = (sizes) => {
  const [inputs, ...hidden] = sizes.slice(0, -1);
  const geometry = geometryOf([inputs, ...hidden], 600), weights = sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] + 1) * units, 0);
  return { layout: { sizes, weights }, ends: endsOf(geometry, Array(inputs).fill(true), sizes.at(-1)) };
};

test("the stronger a weight, the wider and less pale its link; its sign is its colour", () => {
  const links = [...seenLinks(linked([2, 2, 1]), Float32Array.of(4, -2, 0.1, 1, /**/ 9, 9, /**/ 2, -4, /**/ 9), colours)];
  assert.deepEqual(links.map(({ colour }) => colour), ["blue", "orange", "blue", "blue", "blue", "orange"]);
  assert.deepEqual(links.map(({ width }) => Math.round(100 * width)), [4, 2, 0.1, 1, 2, 4].map((w) => Math.round(100 * (0.8 + (4.2 * w) / 4))));
  assert.ok(links[0].opacity > links[1].opacity);
});

test("of hundreds of links of a layer the strongest are drawn", () => {
  const diagram = linked([20, 20, 1]), strong = diagram.ends[1].slice(0, 8); // 20 links into each of these
  const theta = new Float32Array(20 * 20 + 20 + 20 + 1).map((_, i) => (i % 20 < 8 ? 1 : 0.9));
  const intoUnits = [...seenLinks(diagram, theta, colours)].slice(0, -20);
  assert.equal(intoUnits.length, 160);
  for (const { to } of intoUnits) assert.ok(strong.some(({ left, middle }) => left === to[0] && middle === to[1]));
});

test("a unit's state is its share of the data, in the words of its activation", () => {
  const words = { inactive: "dead", nearly_dead_below: 0.02, rectifier: true };
  assert.deepEqual([0, 1, 128, 255].map((share) => stateOf(share, words)), ["dead", "nearly dead", "active", "always on"]);
  assert.equal(stateOf(255, { ...words, rectifier: false }), "active");
  assert.equal(stateOf(0, { ...words, inactive: "saturated" }), "saturated");
  assert.equal(unitName({ layer: 2, unit: 0 }), "2.1");
});
