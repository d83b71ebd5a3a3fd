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

// Words that the model's own sentences write with a capital: japan is Japan, jea is JEA.
const CAPITALS = new Map();

// A name such as treaty_gain as words: treaty gain.
function asWords(name) {
  return name.split("_").map((word) => CAPITALS.get(word) || word).join(" ");
}

// A sentence of the model in which names of parameters stand, with these as words too.
function prose(text, names) {
  return text.split(/(\w+)/u).map((part) => (names.has(part) ? element("i", {}, asWords(part)) : asWords(part)));
}

function shorten(text, most) {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

const TEST_WORDS = { "<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "=", "!=": "≠" };

const SIGNS = { "*": "\u00a0· ", "/": "\u00a0/\u00a0", " - ": " \u2212 ", "-": "\u2212", ">=": "≥", "<=": "≤", "!=": "≠", sqrt: "√" };

const PIECES = /(\*\*\d+|P\([^()]* at [^()]*\)|[\p{L}_][\p{L}\p{N}_]*|\d+\/\d+|>=|<=|!=| - |[-*/])/u;

// An expression of the model as it is printed: names as words, signs and powers as in a book.
function formula(text) {
  const parts = text.split(PIECES).map((part) => {
    if (part.startsWith("**")) return element("sup", {}, part.slice(2));
    if (part in SIGNS) return SIGNS[part];
    const chance = /^P\((.*) at .*\)$/u.exec(part);
    if (chance) return `the probability of ${chance[1]}`;
    return /^[\p{L}_]/u.test(part) && !["and", "or", "not", "always", "never"].includes(part) ? element("i", {}, asWords(part)) : part;
  });
  return element("span", { class: "formula" }, parts);
}
