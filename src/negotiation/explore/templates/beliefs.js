// All pure perfect Bayesian equilibrium outcomes at one point of a game in which each player moves
// once in a play: best replies everywhere, beliefs by Bayes' rule where play goes and free elsewhere.
//
// The conditions of the classes are for open regions under the assumptions; on their edges and
// outside the assumptions the definition itself is tried on every pure profile.

function solveWithBeliefs(game, point, numbers) {
  const options = game.infosets.map((set) =>
    set.actions.map((_, place) => place).filter((place) => set.nodes.every((node) => point.available(game.first[node] + place))),
  );
  const ends = game.mover.map((mover, node) => (mover === "outcome" ? node : null)).filter((node) => node !== null);
  const leaves = new Map(ends.map((node) => [node, { payoffs: point.payoffs(node), played: {} }]));
  const found = [];
  for (const row of product(options)) {
    const profile = { ...row };
    const reach = reachUnder(game, point, numbers, profile);
    const replies = game.infosets.every((_, set) => isBestReply(game, point, numbers, leaves, profile, options, reach, set));
    if (replies) found.push({ ...expected(game, point, numbers, leaves, profile, 0), plan: profile });
  }
  return distinct(found);
}

function reachUnder(game, point, numbers, profile) {
  const reach = [numbers.one];
  for (let node = 1; node < game.parent.length; node += 1) {
    const above = game.parent[node];
    if (game.mover[above] === "chance") reach.push(numbers.multiply(reach[above], point.probability(node)));
    else reach.push(profile[game.infoset[above]] === node - game.first[above] ? reach[above] : numbers.zero);
  }
  return reach;
}

function isBestReply(game, point, numbers, leaves, profile, options, reach, set) {
  const { nodes, player } = game.infosets[set];
  const own = profile[set];
  const others = options[set].filter((place) => place !== own);
  const value = (node, place) => expected(game, point, numbers, leaves, profile, game.first[node] + place).payoffs[player];
  // What the action gains over each other one, at each node.
  const gains = others.map((place) => nodes.map((node) => numbers.add(value(node, own), numbers.negate(value(node, place)))));
  const onPath = nodes.some((node) => numbers.sign(reach[node]) > 0);
  if (!onPath) return someBelief(gains, nodes.length, numbers);
  const mean = (row) => row.map((gain, at) => numbers.multiply(gain, reach[nodes[at]])).reduce((a, b) => numbers.add(a, b));
  return gains.every((row) => numbers.sign(mean(row)) >= 0);
}

// Whether some belief makes every mean gain at least 0: the last weight is 1 less the others, and
// these are eliminated one by one (Fourier and Motzkin).  A row is [weights ..., constant] >= 0.
function someBelief(gains, count, numbers) {
  const free = count - 1;
  const less = (a, b) => numbers.add(a, numbers.negate(b));
  let rows = gains.map((row) => [...row.slice(0, free).map((gain) => less(gain, row[free])), row[free]]);
  for (let at = 0; at < free; at += 1) rows.push(Array.from({ length: count }, (_, place) => (place === at ? numbers.one : numbers.zero)));
  rows.push(Array.from({ length: count }, (_, place) => (place === free ? numbers.one : numbers.negate(numbers.one))));
  for (let at = 0; at < free; at += 1) {
    const [above, below] = [1, -1].map((sign) => rows.filter((row) => numbers.sign(row[at]) === sign));
    const rest = rows.filter((row) => numbers.sign(row[at]) === 0);
    if (rest.length + above.length * below.length > MOST_PROFILES) throw new Unsolved(TOO_MANY);
    const joined = above.flatMap((up) =>
      below.map((down) => up.map((each, place) => less(numbers.multiply(down[place], up[at]), numbers.multiply(each, down[at])))),
    );
    rows = [...rest, ...joined];
  }
  return rows.every((row) => numbers.sign(row[free]) >= 0);
}
