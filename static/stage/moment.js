// What a frame's moment is called.

export function momentName({ epoch, batch }) {
  return `Epoch ${epoch}${batch ? `, batch ${batch}` : ""}`;
}

// Whether it is known in which epoch something befell a unit: by its cause, or because every epoch there has its frame.
export const isExact = ({ cause, time, since }) => Boolean(cause) || since === null || Math.ceil(time) - since <= 1;

// "in epoch 181", or "by epoch 30" where frames are farther apart.
export const epochInWords = (event) => `${isExact(event) ? "in" : "by"} epoch ${event.epoch}`;
