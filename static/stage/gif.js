// Writes GIF89a: pictures of one size in 256 colours, one after the other, over and over.

import { joined } from "../shared/bytes.js";

const BITS = 5; // of red, green and blue each, by which the nearest colour is looked up
const CLEAR = 256, END = 257, MOST_CODES = 4096;

// 256 colours, and for every other the number of the one that is nearest.
export function paletteOf(colours) {
  const side = 2 ** BITS, wide = 256 / side, nearest = new Uint8Array(side ** 3);
  for (let n = 0; n < nearest.length; n++) {
    const [r, g, b] = [n >> (2 * BITS), n >> BITS, n].map((level) => ((level % side) + 0.5) * wide);
    let least = Infinity;
    colours.forEach((colour, i) => {
      const away = (colour[0] - r) ** 2 + (colour[1] - g) ** 2 + (colour[2] - b) ** 2;
      if (away < least) [least, nearest[n]] = [away, i];
    });
  }
  return { colours, nearest };
}

// One picture, from the pixels of a canvas.
export function imageOf({ width, height, data }, { nearest }) {
  const pixels = new Uint8Array(width * height), level = (i) => data[i] >> (8 - BITS);
  for (let n = 0, i = 0; n < pixels.length; n++, i += 4) pixels[n] = nearest[(((level(i) << BITS) | level(i + 1)) << BITS) | level(i + 2)];
  const codes = compressed(pixels), blocks = [];
  for (let at = 0; at < codes.length; at += 255) {
    const block = codes.subarray(at, at + 255);
    blocks.push(Uint8Array.of(block.length), block);
  }
  return joined([Uint8Array.of(0x2c, 0, 0, 0, 0, ...two(width), ...two(height), 0, 8), ...blocks, Uint8Array.of(0)]);
}

// The whole file: images that are shown from a time `at` on, the last of them until the end, in seconds.
export function gifOf(frames, { colours }, width, height, end) {
  const start = [...letters("GIF89a"), ...two(width), ...two(height), 0xf7, 0, 0];
  const again = [0x21, 0xff, 11, ...letters("NETSCAPE2.0"), 3, 1, 0, 0, 0];
  const parts = [Uint8Array.from([...start, ...colours.flat(), ...again])];
  frames.forEach(({ at, image }, i) => {
    const hundredths = Math.round(100 * (frames[i + 1]?.at ?? end)) - Math.round(100 * at);
    parts.push(Uint8Array.of(0x21, 0xf9, 4, 0, ...two(Math.max(2, hundredths)), 0, 0), image);
  });
  return joined([...parts, Uint8Array.of(0x3b)]);
}

const two = (number) => [number & 255, (number >> 8) & 255];
const letters = (text) => Array.from(text, (letter) => letter.charCodeAt(0));

// Lempel, Ziv and Welch: each code stands for the longest run of pixels that has been met, and with the pixel after it
// that run gets a code of its own, until there are as many as 12 bits can name.
function compressed(pixels) {
  const codeAfter = new Int16Array(256 * MOST_CODES), bytes = new Uint8Array(2 * pixels.length + 16);
  let length = 0, held = 0, bits = 0, size = 9, next = END + 1, run = pixels[0];
  const write = (code) => {
    held |= code << bits;
    for (bits += size; bits >= 8; bits -= 8, held >>>= 8) bytes[length++] = held & 255;
  };
  write(CLEAR);
  for (let n = 1; n < pixels.length; n++) {
    const place = 256 * run + pixels[n], known = codeAfter[place];
    if (known) {
      run = known;
      continue;
    }
    write(run);
    if (next < MOST_CODES) {
      if (next === 1 << size) size++;
      codeAfter[place] = next++;
    } else {
      write(CLEAR);
      codeAfter.fill(0);
      [size, next] = [9, END + 1];
    }
    run = pixels[n];
  }
  write(run);
  write(END);
  if (bits) bytes[length++] = held & 255;
  return bytes.subarray(0, length);
}
