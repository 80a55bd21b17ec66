// Reads with static/'s own modules what Python has packed, and prints it as JSON: node read.mjs file …

import { readFileSync } from "node:fs";

import { split, unpack, versionOf } from "../../static/shared/packing.js";
import { readFrames, readLayout, readReelHead } from "../../static/stage/reel.js";

const listed = (key, value) => {
  if (ArrayBuffer.isView(value)) return Array.from(value);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
};

function read(file) {
  const bytes = new Uint8Array(readFileSync(file));
  if (!file.endsWith(".stage")) return unpack(bytes);
  const [layoutBytes, reel] = split(bytes), layout = readLayout(layoutBytes);
  return { layout, versions: [versionOf(layoutBytes), versionOf(reel)], head: readReelHead(reel), frames: readFrames(reel, layout) };
}

console.log(JSON.stringify(process.argv.slice(2).map(read), listed));
