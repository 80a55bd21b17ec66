// The pieces into which the browser cuts the plane for each network in a JSON file, as JSON: node cut.mjs file

import { readFileSync } from "node:fs";

import { boundaryOf, cutPlane, mostPieces, pieceAt } from "../../static/stage/regions.js";

const answers = JSON.parse(readFileSync(process.argv[2], "utf8")).map(({ theta, places, ...layout }) => {
  const parameters = Float32Array.from(theta), cut = cutPlane(parameters, layout), most = mostPieces(layout);
  if (!cut) return { most, pieces: null };
  const pieces = cut.pieces.map(({ corners, pattern, outputs }) => ({ corners, pattern: pattern.join(""), functions: outputs }));
  const at = (places ?? []).map(([x, y]) => cut.pieces.indexOf(pieceAt(cut.pieces, x, y)));
  return { most, pieces, at, hinges: cut.hinges, boundary: boundaryOf(cut, layout) };
});
console.log(JSON.stringify(answers));
