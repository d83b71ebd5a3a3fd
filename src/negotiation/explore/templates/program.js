// A straight-line program: parameters, then steps, each a constant or an operation on earlier
// places of the store.  The same steps run on exact numbers (the point shown)
// and on whole columns of floats (the region map and the bands under the sliders).

// The steps that some places need, in order.
function closure(program, places) {
  const start = program.parameters;
  const wanted = new Set();
  const open = [...places];
  while (open.length) {
    const place = open.pop();
    if (place < start || wanted.has(place)) continue;
    wanted.add(place);
    const [, arguments_] = program.steps[place - start];
    open.push(...arguments_);
  }
  return [...wanted].sort((a, b) => a - b);
}

const TESTS = {
  "<": (sign) => sign < 0,
  "<=": (sign) => sign <= 0,
  ">": (sign) => sign > 0,
  ">=": (sign) => sign >= 0,
  "=": (sign) => sign === 0,
  "!=": (sign) => sign !== 0,
};

function applyStep(numbers, operation, values, extra) {
  if (operation === "and" || operation === "or") {
    const settled = operation === "or";
    if (values.includes(settled)) return settled;
    return values.includes(null) ? null : !settled;
  }
  if (operation === "first") {
    for (let each = 0; each < values.length; each += 2) {
      if (values[each] === null) return null;
      if (values[each]) return values[each + 1];
    }
    return null;
  }
  if (values.includes(null)) return null;
  switch (operation) {
    case "number":
      return numbers === exactArithmetic ? parseNumber(extra[0]) : toFloat(parseNumber(extra[0]));
    case "truth":
      return extra[0];
    case "+":
      return values.reduce((a, b) => numbers.add(a, b));
    case "*":
      return values.reduce((a, b) => numbers.multiply(a, b));
    case "^":
      return numbers.power(values[0], extra[0]);
    case "root":
      return numbers.root(values[0], extra[0], extra[1]);
    case "min":
      return values.reduce((a, b) => (numbers.compare(a, b) <= 0 ? a : b));
    case "max":
      return values.reduce((a, b) => (numbers.compare(a, b) >= 0 ? a : b));
    case "abs":
      return numbers.sign(values[0]) < 0 ? numbers.negate(values[0]) : values[0];
    case "not":
      return !values[0];
    default:
      return TESTS[operation](numbers.sign(values[0]));
  }
}

// The store after the steps in `order`, on exact numbers or on floats.
function runProgram(program, order, parameters, numbers = exactArithmetic) {
  const store = parameters.slice();
  const start = store.length;
  for (const place of order) {
    const [operation, places, ...extra] = program.steps[place - start];
    store[place] = applyStep(
      numbers,
      operation,
      places.map((each) => store[each]),
      extra,
    );
  }
  return store;
}

// The store for many points at once.  A parameter is a float, or a Float64Array with a float a
// point; what does not depend on an array is computed once.  Truth is 1 or 0, undefined is NaN.
function runColumns(program, order, parameters, count) {
  const store = parameters.slice();
  const start = store.length;
  let used = 0;
  for (const place of order) {
    const [operation, places, ...extra] = program.steps[place - start];
    const inputs = places.map((each) => store[each]);
    if (inputs.every((each) => typeof each === "number")) {
      store[place] = columnStep(operation, inputs, extra, new Float64Array(1))[0];
    } else {
      store[place] = columnStep(operation, inputs, extra, column(used, count));
      used += 1;
    }
  }
  return store;
}

// Columns are used again in the next run: a slider moves often, and garbage would stall it.
const columns = [];

function column(number, count) {
  if (!columns[number] || columns[number].length < count) columns[number] = new Float64Array(Math.max(count, 4096));
  return columns[number].subarray(0, count);
}

const COLUMN_SINGLES = {
  abs: () => Math.abs,
  not: () => (a) => 1 - a,
  "^": ([exponent]) => (exponent === 2 ? (a) => a * a : (a) => a ** exponent),
  root: ([above, below]) => (a) => a ** (above / below),
  "<=": () => (a) => (a <= 0 ? 1 : a > 0 ? 0 : NaN),
  ">=": () => (a) => (a >= 0 ? 1 : a < 0 ? 0 : NaN),
  "=": () => (a) => (a === 0 ? 1 : Number.isNaN(a) ? NaN : 0),
  "!=": () => (a) => (a === 0 ? 0 : Number.isNaN(a) ? NaN : 1),
};

// Loops are written out for the operations that fill a program, so that each is compiled alone.
const COLUMN_LOOPS = {
  "<"(result, a) {
    for (let i = 0; i < result.length; i += 1) result[i] = a[i] < 0 ? 1 : a[i] >= 0 ? 0 : NaN;
  },
  ">"(result, a) {
    for (let i = 0; i < result.length; i += 1) result[i] = a[i] > 0 ? 1 : a[i] <= 0 ? 0 : NaN;
  },
};

const COLUMN_FOLDS = {
  "+"(result, a) {
    if (typeof a === "number") for (let i = 0; i < result.length; i += 1) result[i] += a;
    else for (let i = 0; i < result.length; i += 1) result[i] += a[i];
  },
  "*"(result, a) {
    if (typeof a === "number") for (let i = 0; i < result.length; i += 1) result[i] *= a;
    else for (let i = 0; i < result.length; i += 1) result[i] *= a[i];
  },
  and(result, a) {
    if (typeof a === "number") for (let i = 0; i < result.length; i += 1) result[i] = both(result[i], a);
    else for (let i = 0; i < result.length; i += 1) result[i] = both(result[i], a[i]);
  },
  or(result, a) {
    if (typeof a === "number") for (let i = 0; i < result.length; i += 1) result[i] = either(result[i], a);
    else for (let i = 0; i < result.length; i += 1) result[i] = either(result[i], a[i]);
  },
  min(result, a) {
    for (let i = 0; i < result.length; i += 1) result[i] = Math.min(result[i], typeof a === "number" ? a : a[i]);
  },
  max(result, a) {
    for (let i = 0; i < result.length; i += 1) result[i] = Math.max(result[i], typeof a === "number" ? a : a[i]);
  },
};

function both(a, b) {
  return a === 0 || b === 0 ? 0 : a * b;
}

function either(a, b) {
  return a === 1 || b === 1 ? 1 : a + b;
}

function columnStep(operation, inputs, extra, result) {
  if (operation === "first") return firstTrue(inputs, result);
  if (operation === "number") return result.fill(toFloat(parseNumber(extra[0])));
  if (operation === "truth") return result.fill(Number(extra[0]));
  const [head, ...rest] = inputs;
  if (operation in COLUMN_FOLDS) {
    if (typeof head === "number") result.fill(head);
    else result.set(head);
    for (const each of rest) COLUMN_FOLDS[operation](result, each);
    return result;
  }
  const given = typeof head === "number" ? [head] : head;
  if (operation in COLUMN_LOOPS) {
    COLUMN_LOOPS[operation](result, given);
    return result;
  }
  const single = COLUMN_SINGLES[operation](extra);
  for (let i = 0; i < result.length; i += 1) result[i] = single(given[i]);
  return result;
}

function firstTrue(inputs, result) {
  const at = (column, each) => (typeof column === "number" ? column : column[each]);
  for (let each = 0; each < result.length; each += 1) {
    result[each] = NaN;
    for (let branch = 0; branch < inputs.length; branch += 2) {
      const holds = at(inputs[branch], each);
      if (Number.isNaN(holds)) break;
      if (holds) {
        result[each] = at(inputs[branch + 1], each);
        break;
      }
    }
  }
  return result;
}
