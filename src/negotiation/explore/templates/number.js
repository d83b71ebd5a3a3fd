// Exact numbers.  A rational is {n, d}: BigInt, in lowest terms, d > 0.  A plain JavaScript number
// stands for a value that is not rational, such as a root, and is only close to the truth.

function gcd(a, b) {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y) [x, y] = [y, x % y];
  return x;
}

function rational(n, d = 1n) {
  if (d === 1n) return { n, d };
  if (d < 0n) [n, d] = [-n, -d];
  const common = gcd(n, d);
  return common === 1n ? { n, d } : { n: n / common, d: d / common };
}

const ZERO = rational(0n);
const ONE = rational(1n);

// "3", "-1/3", "0.25", "1e-3"; anything else, and a zero below the stroke, is null.
function parseNumber(text) {
  const written = text.trim().replace("\u2212", "-");
  const fraction = /^([+-]?\d{1,60})\s*\/\s*(\d{1,60})$/.exec(written);
  if (fraction) {
    const below = BigInt(fraction[2]);
    return below === 0n ? null : rational(BigInt(fraction[1]), below);
  }
  const decimal = /^([+-]?)(\d{0,60})(?:\.(\d{0,60}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(written);
  if (!decimal || !(decimal[2] || decimal[3])) return null;
  const after = decimal[3] || "";
  const digits = BigInt(decimal[1] + (decimal[2] || "") + after);
  const shift = Number(decimal[4] || 0) - after.length;
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}

function toFloat(value) {
  if (typeof value === "number") return value;
  const direct = Number(value.n) / Number(value.d);
  if (Number.isFinite(direct)) return direct;
  const shift = BigInt(Math.max(value.n.toString(2).length, value.d.toString(2).length) - 1000);
  return Number(value.n >> shift) / Number(value.d >> shift);
}

// The arithmetic of exact values; null is "undefined" and makes all that uses it undefined.
const exactArithmetic = {
  zero: ZERO,
  one: ONE,
  add(a, b) {
    if (typeof a === "number" || typeof b === "number") return toFloat(a) + toFloat(b);
    if (a.d === 1n && b.d === 1n) return { n: a.n + b.n, d: 1n };
    return rational(a.n * b.d + b.n * a.d, a.d * b.d);
  },
  multiply(a, b) {
    if (typeof a === "number" || typeof b === "number") return toFloat(a) * toFloat(b);
    return rational(a.n * b.n, a.d * b.d);
  },
  negate(a) {
    return typeof a === "number" ? -a : { n: -a.n, d: a.d };
  },
  power(a, exponent) {
    if (exponent < 0 && this.sign(a) === 0) return null;
    if (typeof a === "number") return a ** exponent;
    const size = BigInt(Math.abs(exponent));
    return exponent < 0 ? rational(a.d ** size, a.n ** size) : { n: a.n ** size, d: a.d ** size };
  },
  // a to the power above/below, for a >= 0; exact where the root is rational.
  root(a, above, below) {
    const sign = this.sign(a);
    if (sign < 0) return null;
    if (sign === 0) return above > 0 ? ZERO : null;
    if (typeof a !== "number") {
      const n = integerRoot(a.n, below);
      const d = integerRoot(a.d, below);
      if (n !== null && d !== null) return this.power({ n, d }, above);
    }
    return toFloat(a) ** (above / below);
  },
  sign(a) {
    if (typeof a === "number") return Math.abs(a) < 1e-12 ? 0 : Math.sign(a);
    return a.n > 0n ? 1 : a.n < 0n ? -1 : 0;
  },
  compare(a, b) {
    if (typeof a === "number" || typeof b === "number") return this.sign(toFloat(a) - toFloat(b));
    const gap = a.n * b.d - b.n * a.d;
    return gap > 0n ? 1 : gap < 0n ? -1 : 0;
  },
};

function integerRoot(number, degree) {
  const guess = BigInt(Math.round(Number(number) ** (1 / degree)));
  for (const each of [guess - 1n, guess, guess + 1n]) {
    if (each >= 0n && each ** BigInt(degree) === number) return each;
  }
  return null;
}

// The same operations on floats, for pictures: fast, and exact enough for a pixel.
const floatArithmetic = {
  zero: 0,
  one: 1,
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
  negate: (a) => -a,
  power: (a, exponent) => a ** exponent,
  root: (a, above, below) => (a < 0 ? null : a ** (above / below)),
  sign: (a) => Math.sign(a),
  compare: (a, b) => (Math.abs(a - b) <= 1e-12 * (1 + Math.abs(a)) ? 0 : a > b ? 1 : -1),
};

function formatExact(value) {
  if (value === null) return "undefined";
  if (typeof value === "number") return `≈ ${formatFloat(value)}`;
  return (value.d === 1n ? `${value.n}` : `${value.n}/${value.d}`).replace("-", "\u2212");
}

function formatFloat(value) {
  const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : 3;
  return String(Number(value.toFixed(digits))).replace("-", "\u2212");
}

// Exact where that is short, else to three places; `long` tells that something was left out.
function formatShort(value) {
  if (value === null) return "undefined";
  const exact = formatExact(value);
  return exact.length <= 6 ? exact : formatFloat(toFloat(value));
}

function formatBoth(value) {
  const exact = formatExact(value);
  if (value === null || typeof value === "number" || value.d === 1n) return exact;
  const close = formatFloat(toFloat(value));
  return exact.length > 24 ? `≈ ${close}` : `${exact} (${close})`;
}

// As a person would type it, and as parseNumber reads it.
function writeNumber(value) {
  return value.d === 1n ? `${value.n}` : `${value.n}/${value.d}`;
}
