// A canvas's context, as far as pictures to take away need one, that writes SVG: shapes stay shapes, canvases are images.

const START = { fillStyle: "#000000", strokeStyle: "#000000", lineWidth: 1, globalAlpha: 1, font: "12px sans-serif", textAlign: "left", dash: [] };
const ANCHORS = { left: "start", center: "middle", right: "end" };

export class SvgContext {
  #parts = [];
  #path = "";
  #open = 0; // groups that move what is in them, since each save

  constructor() {
    Object.assign(this, START);
  }

  // All that was drawn, as a document.
  document(width, height, title) {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">\n<title>${escaped(title)}</title>\n${this.#parts.join("\n")}\n</svg>`;
  }

  // Everything that follows stands so far to the right and down, until it is restored.
  save() {
    this.#open = 0;
  }
  translate(x, y) {
    this.#open++;
    this.#parts.push(`<g transform="translate(${short(x)} ${short(y)})">`);
  }
  restore() {
    this.#parts.push("</g>".repeat(this.#open));
  }

  setLineDash(dash) {
    this.dash = dash;
  }

  beginPath() {
    this.#path = "";
  }
  moveTo(...at) {
    this.#path += `M${points(at)}`;
  }
  lineTo(...at) {
    this.#path += `L${points(at)}`;
  }
  bezierCurveTo(...at) {
    this.#path += `C${points(at)}`;
  }
  closePath() {
    this.#path += "Z";
  }
  rect(x, y, width, height) {
    this.#path += `M${points([x, y])}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }
  roundRect(x, y, width, height, r) {
    const [w, h] = [width - 2 * r, height - 2 * r].map(short), turn = (dx, dy) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
    this.#path += `M${points([x + r, y])}h${w}${turn(r, r)}v${h}${turn(-r, r)}h${-w}${turn(-r, -r)}v${-h}${turn(r, -r)}Z`;
  }
  // A whole circle: nothing else is drawn with it.
  arc(x, y, r) {
    const turn = (dx) => `a${points([r, r])} 0 1 1 ${short(dx)} 0`;
    this.#path += `M${points([x - r, y])}${turn(2 * r)}${turn(-2 * r)}Z`;
  }

  fill() {
    this.#parts.push(`<path d="${this.#path}" fill="${this.fillStyle}"${this.#opacity()}/>`);
  }
  stroke() {
    if (!this.#path) return;
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    this.#parts.push(`<path d="${this.#path}" fill="none" stroke="${this.strokeStyle}" stroke-width="${short(this.lineWidth)}"${dash}${this.#opacity()} stroke-linejoin="round" stroke-linecap="round"/>`);
  }
  fillRect(x, y, width, height) {
    this.#parts.push(`<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${this.fillStyle}"${this.#opacity()}/>`);
  }
  fillText(text, x, y) {
    const [, weight = "400", size, family] = this.font.match(/^(?:(\d+) )?([\d.]+)px (.*)$/);
    this.#parts.push(`<text x="${short(x)}" y="${short(y)}" font-family="${family}" font-size="${size}" font-weight="${weight}" text-anchor="${ANCHORS[this.textAlign]}" fill="${this.fillStyle}">${escaped(text)}</text>`);
  }
  drawImage(canvas, x, y, width, height) {
    this.#parts.push(`<image x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" preserveAspectRatio="none" href="${canvas.toDataURL()}"/>`);
  }

  #opacity() {
    return this.globalAlpha === 1 ? "" : ` opacity="${short(this.globalAlpha)}"`;
  }
}

const short = (number) => Math.round(100 * number) / 100;
const points = (at) => at.map(short).join(" ");
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
