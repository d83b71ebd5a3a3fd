// What the reader has chosen, and how it is written into the address: #v.loss=1/3&lift=no+charity.

function startState(data) {
  const names = Object.keys(data.calibrations);
  const first = data.calibrations.baseline || data.calibrations[names[0]] || {};
  const values = data.parameters.map((parameter) => parseNumber(first[parameter.name] || parameter.start));
  const lifted = data.constraints.map((constraint, number) => (constraint.imposed ? null : number));
  return {
    values,
    lifted: new Set(lifted.filter((number) => number !== null)),
    axes: startAxes(data),
    shown: 0,
    unread: [],
  };
}

// Two parameters that most conditions speak of; `liveliestAxes` looks closer once there is a map.
function startAxes(data) {
  const weight = data.parameters.map(() => 0);
  const version = Object.values(data.versions)[0];
  const speaks = (place, seen, found) => {
    if (seen.has(place)) return;
    seen.add(place);
    if (place < data.program.parameters) found.add(place);
    else data.program.steps[place - data.program.parameters][1].forEach((each) => speaks(each, seen, found));
  };
  for (const cell of version.cells) {
    const found = new Set();
    speaks(cell.place, new Set(), found);
    found.forEach((parameter) => (weight[parameter] += 1));
  }
  const order = data.parameters.map((_, number) => number).sort((a, b) => weight[b] - weight[a] || a - b);
  return order.length > 1 ? [order[0], order[1]] : [0, 0];
}

function writeState(data, state) {
  const query = new URLSearchParams();
  data.parameters.forEach((parameter, number) => query.set(`v.${parameter.name}`, writeNumber(state.values[number])));
  data.constraints.forEach((constraint, number) => {
    if (state.lifted.has(number)) query.append("lift", constraint.name);
  });
  if (data.parameters.length > 1) state.axes.forEach((axis) => query.append("axis", data.parameters[axis].name));
  return query.toString();
}

// Reads an address into a state; what it does not know it leaves as it is, and says so: the address
// may be cut off, or be that of another game.
function readState(data, fragment, state) {
  const query = new URLSearchParams(fragment.replace(/^#/, ""));
  const unread = unreadParts(data, query);
  const known = [...query].length > unread.length;
  if (!known) return { ...state, unread };
  const numbers = Object.fromEntries(data.parameters.map((parameter, number) => [parameter.name, number]));
  const values = state.values.map((value, number) => parseNumber(query.get(`v.${data.parameters[number].name}`) || "") || value);
  const named = query.getAll("lift");
  const lifted = new Set(data.constraints.map((_, number) => number).filter((number) => named.includes(data.constraints[number].name)));
  const axes = query.getAll("axis").filter((name) => Object.hasOwn(numbers, name)).map((name) => numbers[name]);
  return { ...state, values, lifted, unread, axes: axes.length === 2 && axes[0] !== axes[1] ? axes : state.axes };
}

function unreadParts(data, query) {
  const names = new Set(data.parameters.map(({ name }) => name));
  const rules = new Set(data.constraints.map(({ name }) => name));
  const read = ([key, value]) => {
    if (key.startsWith("v.")) return names.has(key.slice(2)) && parseNumber(value) !== null;
    return (key === "lift" && rules.has(value)) || (key === "axis" && names.has(value));
  };
  return [...query].filter((part) => !read(part)).map(([key, value]) => shorten(value ? `${key}=${value}` : key, 40));
}

function versionKey(state) {
  return [...state.lifted].sort((a, b) => a - b).join(" ");
}
