// Building the document.  Text enters as text nodes only, so no name or sentence of a model can
// become markup.

const SVG = "http://www.w3.org/2000/svg";

function build(node, attributes, parts) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...parts.flat(Infinity).filter((part) => part !== null && part !== undefined && part !== ""));
  return node;
}

function element(tag, attributes, ...parts) {
  return build(document.createElement(tag), attributes, parts);
}

function shape(tag, attributes, ...parts) {
  return build(document.createElementNS(SVG, tag), attributes, parts);
}

function byId(id) {
  return document.getElementById(id);
}

function fill(id, ...parts) {
  byId(id).replaceChildren(...parts.flat(Infinity).filter((part) => part !== null && part !== ""));
}

// A name such as treaty_gain as words: treaty gain.
function asWords(name) {
  return name.replaceAll("_", " ");
}

function shorten(text, most) {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

const TEST_WORDS = { "<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "=", "!=": "≠" };

const SIGNS = { "**": "^", "*": " · ", " - ": " \u2212 ", ">=": "≥", "<=": "≤", "!=": "≠" };

// An expression of the model, with the signs of print.  Lines are broken at blanks, and inside a
// name only where it alone is too long.
function formula(text) {
  const printed = text.replace(/\*\*|\*| - |>=|<=|!=/gu, (sign) => SIGNS[sign]).replace(/^-/u, "\u2212");
  return element("span", { class: "formula" }, printed);
}
