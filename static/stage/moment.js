// What a frame's moment is called.

export function momentName({ epoch, batch }) {
  return `Epoch ${epoch}${batch ? `, batch ${batch}` : ""}`;
}
