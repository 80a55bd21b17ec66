// Two hues and a neutral: orange (negative, class 0) through the page's own ground to blue (positive, class 1).

const LIGHT = { negative: [217, 102, 10], positive: [11, 111, 184], third: [0, 130, 95], ground: [248, 249, 250], dead: [38, 44, 51] };
const DARK = { negative: [245, 154, 74], positive: [78, 168, 232], third: [80, 200, 150], ground: [28, 34, 42], dead: [0, 0, 0] };
const STEPS = 512;

export function coloursOf(element) {
  const style = getComputedStyle(element);
  const dark = luminance(style.getPropertyValue("--st-background-color") || "#fff") < 0.5;
  const base = dark ? DARK : LIGHT;
  const classes = [base.negative, base.positive, base.third];
  return {
    dark,
    text: style.getPropertyValue("--st-text-color").trim() || "#16202b",
    line: style.getPropertyValue("--st-border-color").trim() || "#dde2e8",
    muted: dark ? "#a3adb8" : "#5b6673",
    classes: classes.map(css),
    rgb: { ...base, classes },
    positive: css(base.positive),
    negative: css(base.negative),
    ramp: ramp(base),
    awake: awake(base),
  };
}

export const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;
export const packed = ([r, g, b]) => (255 << 24) | (b << 16) | (g << 8) | r;

// −1 … 1 → colour, as pixels; index with rampIndex.
function ramp({ negative, positive, ground }) {
  return Int32Array.from({ length: STEPS + 1 }, (_, i) => {
    const v = (2 * i) / STEPS - 1;
    return packed(mix(ground, v < 0 ? negative : positive, 0.88 * Math.abs(v) ** 0.85));
  });
}

export const rampIndex = (v) => (v <= -1 ? 0 : v >= 1 ? STEPS : ((v + 1) * STEPS * 0.5 + 0.5) | 0);

// A unit's active share, 0 … 255 → colour: dead is dark, the rest goes from pale to full blue.
function awake({ positive, ground, dead }) {
  return Int32Array.from({ length: 256 }, (_, share) =>
    packed(share === 0 ? dead : mix(ground, positive, 0.15 + (0.75 * share) / 255)),
  );
}

export function mix(a, b, t) {
  return a.map((value, i) => Math.round(value + t * (b[i] - value)));
}

function luminance(colour) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = colour.trim();
  const hex = probe.fillStyle;
  const [r, g, b] = hex.startsWith("#") ? [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)) : hex.match(/\d+/g).map(Number);
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}
