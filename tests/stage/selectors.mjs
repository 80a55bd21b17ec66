// The stand-in's selectors: tags, classes and attributes, within others, and several of them with commas between.

export const matches = (element, selectors) => read(selectors).some((selector) => fits(element, selector));

// Each as its last word, which must fit the element itself, and those before it, which must fit one around it.
const known = new Map();
function read(selectors) {
  if (!selectors) throw new SyntaxError("an empty selector");
  if (!known.has(selectors)) known.set(selectors, selectors.split(",").map(readOne));
  return known.get(selectors);
}
function readOne(selector) {
  const words = selector.trim().split(/\s+/), [, tag, rest] = words.pop().match(/^([a-z0-9]*)(.*)$/);
  const parts = (rest.match(/\.[\w-]+|\[[^\]]+\]/g) ?? []).map((part) => {
    const [name, value] = part.startsWith(".") ? ["class", part.slice(1)] : part.slice(1, -1).replaceAll('"', "").split("=");
    return { name, value };
  });
  return { tag: tag.toUpperCase(), parts, around: words.join(" ") };
}
function fits(element, { tag, parts, around }) {
  const holds = ({ name, value }) => {
    if (name === "class") return ` ${element.className} `.includes(` ${value} `);
    return value === undefined ? name in element.attributes : element.attributes[name] === value;
  };
  if ((tag && element.tagName !== tag) || !parts.every(holds)) return false;
  return !around || Boolean(element.parentElement?.closest(around));
}
