// The equilibria at the point shown, and which conditions and assumptions hold there.

function basePlaces(data) {
  const tree = data.tree;
  return [
    ...Object.values(tree.probability).map((each) => each.place),
    ...Object.values(tree.payoffs).flatMap((row) => row.map((each) => each.place)),
    ...Object.values(tree.guards).map((each) => each.place),
    ...data.assumed,
    ...data.assumptions.flatMap((each) => (each.condition ? conditionPlaces(each.condition) : [])),
  ];
}

function equilibriumPlaces(equilibrium) {
  return [
    ...equilibrium.payoffs.map((each) => each.place),
    ...Object.values(equilibrium.profile || {}).flatMap((row) => row.map((each) => each.place)),
    ...(equilibrium.refinements || []).map((each) => each.place),
  ];
}

function versionPlaces(version) {
  return version.cells.flatMap((cell) => [
    cell.place,
    ...conditionPlaces(cell.condition),
    ...cell.equilibria.flatMap(equilibriumPlaces),
  ]);
}

// How the tree's own numbers are found in a store.
function pointOf(tree, store, lifted) {
  const open = (guard) => !guard || lifted.has(guard.constraint) || store[guard.place] === true;
  return {
    payoffs: (node) => tree.payoffs[node].map((each) => store[each.place]),
    probability: (node) => store[tree.probability[node].place],
    available: (node) => open(tree.guards[node]),
  };
}

function outsideDomain(parameter, value) {
  const ends = [
    [parameter.lower, parameter.lowerOpen, 1],
    [parameter.upper, parameter.upperOpen, -1],
  ];
  return ends.some(([end, open, side]) => {
    if (end === null) return false;
    const order = exactArithmetic.compare(value, parseNumber(end)) * side;
    return order < 0 || (order === 0 && open);
  });
}

// The probability of each node under an equilibrium: chance[set][action], exact.
function reachOf(tree, point, chance) {
  const reach = { 0: ONE };
  for (let node = 0; node < tree.parent.length; node += 1) {
    if (!reach[node]) continue;
    children(tree, node).forEach((child, place) => {
      const weight = tree.mover[node] === "chance" ? point.probability(child) : chance[tree.infoset[node]][place];
      if (weight && exactArithmetic.sign(weight) !== 0) reach[child] = exactArithmetic.multiply(reach[node], weight);
    });
  }
  return reach;
}

function historyOf(tree, node) {
  const labels = [];
  for (let at = node; at > 0; at = tree.parent[at]) labels.unshift(tree.label[at]);
  return labels;
}

// The plays that can happen: what all begin with, then where they part; of more than three only
// the end of the longest is written.
function playText(histories) {
  if (histories.length === 1) return histories[0].join(" → ");
  let shared = 0;
  const alike = () => new Set(histories.map((each) => each[shared])).size === 1;
  while (histories.every((each) => each.length > shared + 1) && alike()) shared += 1;
  const start = histories[0].slice(0, shared);
  if (histories.length > 3) {
    const longest = histories.reduce((a, b) => (b.length > a.length ? b : a));
    const end = longest.slice(Math.max(shared, longest.length - 2));
    return `${[...start, "…", ...end].join(" → ")} (or ${histories.length - 1} other ends)`;
  }
  const ways = histories.map((each) => each.slice(shared).join(" → ")).join(" | ");
  return [...start, `(${ways})`].join(" → ");
}

function pure(tree, plan) {
  return Object.fromEntries(
    tree.infosets.map((set, number) => [
      number,
      set.actions.map((_, place) => (plan[number] === place ? ONE : ZERO)),
    ]),
  );
}

function written(data, point, chance, payoffs, more) {
  const reach = reachOf(data.tree, point, chance);
  const ends = Object.keys(reach).filter((node) => data.tree.mover[node] === "outcome");
  const outcomes = ends.map((node) => ({ node: Number(node), chance: reach[node] }));
  const play = playText(outcomes.map(({ node }) => historyOf(data.tree, node)));
  return { payoffs, chance, reach, outcomes, play, ...more };
}

function computeAnswer(data, state) {
  const key = versionKey(state);
  const version = versionOf({ data, state });
  data.orders ||= {};
  data.orders[key] ||= closure(data.program, [...basePlaces(data), ...versionPlaces(version)]);
  const store = runProgram(data.program, data.orders[key], state.values);
  const outside = data.parameters.filter((parameter, number) => outsideDomain(parameter, state.values[number]));
  const broken = data.assumptions.filter((each) => each.condition && judge(each.condition, store).holds !== true);
  const admitted = !outside.length && !broken.length;
  const holding = version.cells.map((_, number) => number).filter((number) => store[version.cells[number].place] === true);
  const answer = { version, store, outside, broken, admitted, problem: "", equilibria: [] };
  answer.cell = admitted && holding.length === 1 ? holding[0] : null;
  answer.edge = version.cells.length > 0 && admitted && holding.length === 0;
  const point = pointOf(data.tree, store, state.lifted);
  answer.point = point;
  answer.beliefs = version.method === "perfect Bayesian";
  if (answer.beliefs && answer.cell !== null) readClasses(data, answer);
  else solvePoint(data, answer);
  return answer;
}

function readClasses(data, answer) {
  const value = (each) => answer.store[each.place];
  answer.equilibria = answer.version.cells[answer.cell].equilibria.map((found) => {
    const chance = pure(data.tree, {});
    for (const [set, row] of Object.entries(found.profile)) chance[set] = row.map(value);
    return written(data, answer.point, chance, found.payoffs.map(value), { found });
  });
}

function solvePoint(data, answer) {
  if (basePlaces(data).some((place) => answer.store[place] === null)) {
    answer.problem = "a payoff, a probability or a rule is undefined here";
    return;
  }
  const chances = Object.values(data.tree.probability).map((each) => answer.store[each.place]);
  if (chances.some((chance) => exactArithmetic.sign(chance) < 0 || exactArithmetic.compare(chance, ONE) > 0)) {
    answer.problem = "a probability lies below 0 or above 1 here, so there is no game to solve";
    return;
  }
  let classes;
  try {
    classes = (answer.beliefs ? solveWithBeliefs : solveGame)(data.tree, answer.point, exactArithmetic);
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error;
    answer.problem = error.message;
    return;
  }
  const cell = answer.cell === null ? null : answer.version.cells[answer.cell];
  const known = new Map((cell ? cell.equilibria : []).map((each) => [keyOf(each.played), each]));
  answer.disagrees = cell !== null && (known.size !== classes.length || classes.some((each) => !known.has(each.key)));
  answer.equilibria = classes.map((each) =>
    written(data, answer.point, pure(data.tree, each.plan), each.payoffs, {
      found: known.get(each.key) || null,
      plan: each.plan,
      played: each.played,
    }),
  );
}
