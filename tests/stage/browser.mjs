// A small stand-in for what the live pictures use of a browser: elements and their events, canvases that remember what is
// drawn on them, and a clock that stands still until a test lets it run. There is no style sheet: `boxes` says where things
// stand. Importing it puts all of this in place.

import { withCanvas } from "./canvas.mjs";
import { matches } from "./selectors.mjs";

export const boxes = {}; // selector → [left, top, width, height] in px; of others their own style says it
export const preferences = {}; // media query → whether it holds
export const theme = { color: "rgb(1 2 3)", backgroundColor: "rgb(4 5 6)" }; // what getComputedStyle tells
export const clock = { now: 10_000 };
export const saved = []; // what was downloaded: { name, blob }

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const QUIET = ["focus", "blur", "pointerenter", "pointerleave", "toggle"]; // events that do not bubble

class Style {
  constructor(text = "") {
    for (const rule of text.split(";").filter((each) => each.includes(":"))) this.setProperty(...rule.split(":").map((part) => part.trim()));
  }
  setProperty(name, value) {
    this[name] = String(value);
  }
  removeProperty(name) {
    delete this[name];
  }
}

export class Element {
  attributes = {};
  childNodes = []; // elements and strings
  parentElement = null;
  #style = new Style();
  constructor(tag) {
    this.tagName = tag.toUpperCase();
    const name = (key) => `data-${kebab(key)}`;
    this.dataset = new Proxy({}, {
      get: (_, key) => this.attributes[name(key)],
      set: (_, key, value) => ((this.attributes[name(key)] = String(value)), true),
      deleteProperty: (_, key) => delete this.attributes[name(key)],
    });
  }
  getAttribute(name) {
    return this.attributes[name] ?? null;
  }
  setAttribute(name, value) {
    if (name === "style") this.style = value;
    this.attributes[name] = String(value);
  }
  removeAttribute(name) {
    delete this.attributes[name];
  }
  get style() {
    return this.#style;
  }
  set style(text) {
    this.#style = new Style(text);
  }
  get classList() {
    const names = this.className.split(/\s+/).filter(Boolean);
    return {
      contains: (name) => names.includes(name),
      toggle: (name, on = !names.includes(name)) => (this.className = [...names.filter((each) => each !== name), ...(on ? [name] : [])].join(" ")),
    };
  }
  get children() {
    return this.childNodes.filter((node) => node instanceof Element);
  }
  get textContent() {
    return this.childNodes.map((node) => node.textContent ?? node).join("");
  }
  set textContent(text) {
    this.replaceChildren(String(text));
  }
  set innerHTML(html) {
    this.replaceChildren();
    this.insertAdjacentHTML("beforeend", html);
  }
  insertAdjacentHTML(where, html) {
    if (where !== "beforeend") throw new Error(`${where} is not known here`);
    parse(this, html);
  }
  appendChild(node) {
    this.childNodes.push(node);
    if (node instanceof Element) node.parentElement = this;
    return node;
  }
  after(node) {
    const { parentElement: place } = this, { childNodes } = place;
    node.parentElement = place;
    childNodes.splice(childNodes.indexOf(this) + 1, 0, node);
  }
  append(...nodes) {
    for (const node of nodes) this.appendChild(node);
  }
  replaceChildren(...nodes) {
    for (const child of this.children) child.parentElement = null;
    this.childNodes = [];
    this.append(...nodes);
  }
  remove() {
    this.parentElement.childNodes = this.parentElement.childNodes.filter((node) => node !== this);
    this.parentElement = null;
  }
  contains(node) {
    return Boolean(node) && (node === this || this.contains(node.parentElement));
  }
  get isConnected() {
    return this.getRootNode() === document;
  }
  getRootNode() {
    let top = this;
    while (top.parentElement) top = top.parentElement;
    return top === document.body ? document : top;
  }
  matches(selectors) {
    return matches(this, selectors);
  }
  closest(selector) {
    return this.matches(selector) ? this : (this.parentElement?.closest(selector) ?? null);
  }
  querySelectorAll(selectors, found = []) {
    for (const node of this.childNodes) {
      if (!(node instanceof Element)) continue;
      if (node.matches(selectors)) found.push(node);
      node.querySelectorAll(selectors, found);
    }
    return found;
  }
  querySelector(selectors) {
    return this.querySelectorAll(selectors)[0] ?? null;
  }
  scrollIntoView() {}

  getBoundingClientRect() {
    const own = ["left", "top", "width", "height"].map((side) => parseFloat(this.style[side]) || 0);
    const [left, top, width, height] = Object.entries(boxes).find(([selector]) => this.matches(selector))?.[1] ?? own;
    return { left, top, width, height };
  }
  get value() {
    if (this.tagName === "SELECT") return (this.children.find((option) => option === this.picked) ?? this.children[0])?.value ?? "";
    return this.attributes["now-value"] ?? this.attributes.value ?? "";
  }
  set value(value) {
    const { type, min, max } = this.attributes;
    if (this.tagName === "SELECT") this.picked = this.children.find((option) => option.value === String(value));
    else if (type === "range") this.attributes["now-value"] = String(Math.max(min, Math.min(max, value)));
    else this.attributes["now-value"] = type === "number" && !Number.isFinite(Number(value)) ? "" : String(value);
  }
  focus() {
    const before = document.activeElement;
    document.activeElement = this;
    if (before !== document.body) fire(before, "blur");
    fire(this, "focus");
  }
  select() {
    this.isSelected = true;
  }
  setPointerCapture() {}
  click() {
    if (this.disabled) return;
    if (this.tagName === "A") saved.push({ name: this.download, blob: blobs.get(this.href) });
    fire(this, "click");
  }
}
const REFLECTED = { className: "class", tabIndex: "tabindex", ...Object.fromEntries(["type", "title", "href", "download", "min", "max", "step"].map((name) => [name, name])) };
for (const [property, name] of Object.entries(REFLECTED)) {
  Object.defineProperty(Element.prototype, property, { get() { return this.attributes[name] ?? ""; }, set(value) { this.attributes[name] = String(value); } });
}
for (const name of ["hidden", "disabled", "open", "checked"]) {
  Object.defineProperty(Element.prototype, name, { get() { return name in this.attributes; }, set(on) { if (on) this.attributes[name] = ""; else delete this.attributes[name]; } });
}
for (const side of ["Left", "Top", "Width", "Height"]) {
  const read = { get() { return this.getBoundingClientRect()[side.toLowerCase()]; } };
  for (const kind of ["client", "offset"]) Object.defineProperty(Element.prototype, kind + side, read);
}

function parse(place, html) {
  for (const [, end, tag, attributes, closed, text] of html.matchAll(/<(\/?)([\w:]+)([^>]*?)(\/?)>|([^<]+)/g)) {
    if (text) place.appendChild(text);
    else if (end) place = place.parentElement;
    else {
      const child = place.appendChild(document.createElement(tag));
      for (const [, name, value = ""] of attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)) child.setAttribute(name, value);
      if ("selected" in child.attributes) place.picked = child;
      if (!closed && tag !== "input") place = child;
    }
  }
}

const Canvas = withCanvas(Element);

// What a person does. Coordinates are those of the element.
export function fire(target, type, more = {}) {
  const path = [];
  for (let place = target; place; place = place.parentElement) path.push(place);
  const event = { type, target, defaultPrevented: false, preventDefault() { this.defaultPrevented = true; }, composedPath: () => [...path, document], ...more };
  for (const place of QUIET.includes(type) ? [target] : [...path, document]) {
    place[`on${type}`]?.(event);
    for (const [kind, act] of place.listeners ?? []) if (kind === type) act(event);
  }
  return event;
}
export const press = (key, more) => fire(document.activeElement, "keydown", { key, ...more });
export function point(element, type, x = 0, y = 0) {
  const { left, top } = element.getBoundingClientRect();
  return fire(element, type, { clientX: left + x, clientY: top + y, offsetX: x, offsetY: y, pointerId: 1 });
}
export function set(input, value) {
  if (typeof value === "boolean") input.checked = value;
  else input.value = value;
  fire(input, "input");
  fire(input, "change");
}

// Time passes: first what was to be done later, then, with `paint`, the next frame of the screen.
let waiting = [], frames = [], observers = [];
const blobs = new Map();
export function pass(ms) {
  const until = clock.now + ms;
  for (let next; (next = waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]); ) {
    clock.now = next.at;
    waiting = waiting.filter((each) => each !== next);
    next.act();
  }
  clock.now = until;
}
export function paint(ms = 1000 / 60) {
  pass(ms);
  for (const act of frames.splice(0)) act(clock.now);
}
export const resize = (element) => observers.filter((each) => each.element === element).forEach(({ act }) => act());

const body = new Element("body");
globalThis.window = globalThis.top = globalThis;
globalThis.document = {
  body, baseURI: "http://here/app/playground", activeElement: body, listeners: [],
  createElement: (tag) => (tag === "canvas" ? new Canvas(tag) : new Element(tag)),
  querySelector: (selector) => body.querySelector(selector),
  addEventListener: (kind, act) => document.listeners.push([kind, act]),
  removeEventListener: (kind, act) => (document.listeners = document.listeners.filter((each) => each[1] !== act)),
};
Object.assign(globalThis, {
  listeners: [],
  addEventListener: (kind, act) => globalThis.listeners.push([kind, act]),
  removeEventListener: (kind, act) => (globalThis.listeners = globalThis.listeners.filter((each) => each[1] !== act)),
});
globalThis.Option = function (text, value) {
  const option = document.createElement("option");
  return Object.assign(option, { textContent: text }), option.setAttribute("value", value), option;
};
globalThis.matchMedia = (query) => ({ get matches() { return preferences[query] ?? false; } });
globalThis.getComputedStyle = () => ({ ...theme, getPropertyValue: (name) => theme[name] ?? "" });
globalThis.ResizeObserver = class {
  constructor(act) { this.act = act; }
  observe(element) { observers.push({ act: this.act, element }); }
};
globalThis.requestAnimationFrame = (act) => frames.push(act);
globalThis.setTimeout = (act, ms) => (waiting.push({ act, at: clock.now + ms }), waiting.at(-1));
globalThis.clearTimeout = (timer) => (waiting = waiting.filter((each) => each !== timer));
performance.now = () => clock.now;
URL.createObjectURL = (blob) => (blobs.set(`blob:${blobs.size}`, blob), `blob:${blobs.size - 1}`);
URL.revokeObjectURL = (href) => blobs.set(href, null);
