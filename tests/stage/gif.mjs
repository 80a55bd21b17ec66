// Writes a GIF of the pictures in a file of JSON, for tests/stage/test_gif.py: node gif.mjs pictures.json made.gif

import { readFileSync, writeFileSync } from "node:fs";

import { gifOf, imageOf, paletteOf } from "../../static/stage/gif.js";

const { colours, width, height, pictures, end } = JSON.parse(readFileSync(process.argv[2], "utf8")), palette = paletteOf(colours);
const frames = pictures.map(({ at, pixels }) => ({ at, image: imageOf({ width, height, data: Uint8ClampedArray.from(pixels) }, palette) }));
writeFileSync(process.argv[3], gifOf(frames, palette, width, height, end));
