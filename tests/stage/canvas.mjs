// The stand-in's canvases, which remember what is drawn on them: maps as `pixels`, the rest as `shapes`.

const START = { fillStyle: "#000000", strokeStyle: "#000000", lineWidth: 1, globalAlpha: 1, font: "", lineJoin: "miter", lineCap: "butt", dash: [], ratio: 1 };

let canvases = 0;

// `shapes` is what is to be seen: what was drawn since all of it was cleared, each shape with the style it was drawn in.
export const withCanvas = (Element) => class extends Element {
  #size = { width: 300, height: 150 };
  get width() { return this.#size.width; }
  set width(width) { this.resize({ width }); }
  get height() { return this.#size.height; }
  set height(height) { this.resize({ height }); }
  resize(size) {
    Object.assign(this.#size, size);
    this.shapes = [];
    this.bitmap = null;
    Object.assign((this.context ??= new Context()), { canvas: this }, START);
  }
  get pixels() {
    return (this.bitmap ??= new Int32Array(this.width * this.height));
  }
  getContext(kind) {
    if (!this.context) this.resize({});
    return kind === "2d" ? this.context : null;
  }
  toDataURL() {
    return `data:image/png,${(this.number ??= ++canvases)}`;
  }
  toBlob(done, type) {
    done(Object.assign(new Blob([], { type }), { canvas: this }));
  }
  captureStream(rate) {
    return { canvas: this, rate };
  }
};

class Context {
  #fill;
  get fillStyle() { return this.#fill; }
  set fillStyle(colour) { this.#fill = colour.replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3"); }
  setTransform(a, b, c, d, e, f) { this.ratio = a === d && [b, c, e, f].every((part) => part === 0) ? a : NaN; }
  setLineDash(dash) { this.dash = dash; }
  save() { this.saved = this.origin; }
  translate(x, y) { this.origin = [x, y]; }
  restore() { this.origin = this.saved; }
  getImageData(x, y, width, height) {
    return { width, height, data: new Uint8ClampedArray(this.canvas.pixels.slice().buffer) };
  }
  createImageData(width, height) { return { width, height, data: new Uint8ClampedArray(4 * width * height) }; }
  putImageData({ width, height, data }, x, y) {
    const { canvas } = this;
    if (x || y || width !== canvas.width || height !== canvas.height) throw new Error("only images as large as their canvas are known here");
    canvas.pixels.set(new Int32Array(data.buffer));
  }
  clearRect(x, y, width, height) {
    const { canvas, ratio } = this;
    if (x <= 0 && y <= 0 && Math.round((x + width) * ratio) >= canvas.width && Math.round((y + height) * ratio) >= canvas.height) canvas.shapes = [];
  }
  beginPath() { this.path = []; }
  #draw(kind, what) { this.canvas.shapes.push({ kind, colour: this.fillStyle, alpha: this.globalAlpha, ratio: this.ratio, ...(this.origin && { origin: this.origin }), ...what }); }
  fill() { this.#draw("fill", { path: [...this.path] }); }
  stroke() {
    const { path, strokeStyle: colour, lineWidth: width, dash, lineJoin: join, lineCap: cap } = this;
    this.#draw("stroke", { path: [...path], colour, width, dash, join, cap });
  }
  fillRect(...at) { this.#draw("fillRect", { at }); }
  fillText(text, ...at) { this.#draw("fillText", { text, at, font: this.font }); }
  drawImage(image, ...at) { this.#draw("drawImage", { image, at }); }
}
for (const name of ["moveTo", "lineTo", "bezierCurveTo", "arc", "rect", "roundRect", "closePath"]) {
  Context.prototype[name] = function (...at) { this.path.push([name, ...at]); };
}
