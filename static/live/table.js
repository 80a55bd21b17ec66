// The moments of a training as CSV: every number of a moment, and every short list of them, but not the parameters.

const SHORT = 64, LEFT_OUT = /^(theta|active)/;

export function csvOf(frames) {
  const [first] = frames;
  const columns = Object.entries(first)
    .filter(([name, value]) => !LEFT_OUT.test(name) && (typeof value === "number" || value.length <= SHORT))
    .flatMap(([name, value]) =>
      typeof value === "number"
        ? [[name === "epoch" ? "moment" : name, (frame) => frame[name]]]
        : Array.from(value, (_, i) => [`${name}.${i + 1}`, (frame) => frame[name][i]]),
    );
  const lines = frames.map((frame) => columns.map(([, read]) => read(frame)).join(","));
  return [columns.map(([title]) => title).join(","), ...lines].join("\r\n") + "\r\n";
}
