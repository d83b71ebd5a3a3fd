// All pure subgame-perfect equilibrium outcomes of the game at one point, ties included: subgame by
// subgame from the last (Selten 1965), every equilibrium of a subgame continued upwards.
//
// A class is {payoffs, played, plan}: `played` are the actions at the information sets that play
// reaches, `plan` those everywhere, of which the rest is one way among several to hold the class.

const MOST_PROFILES = 20000;

// Why a point has no answer, in a sentence for the reader.
class Unsolved extends Error {}

const TOO_MANY = "there are too many equilibria here to list";

function keyOf(played) {
  return Object.keys(played)
    .sort((a, b) => a - b)
    .map((set) => `${set}:${played[set]}`)
    .join(" ");
}

function distinct(classes) {
  const seen = new Map();
  for (const each of classes) {
    const key = keyOf(each.played);
    if (!seen.has(key)) seen.set(key, { ...each, key });
  }
  return [...seen.values()];
}

// `point` gives payoffs(node), probability(node) and available(node); null where undefined.
function solveGame(game, point, numbers) {
  const solved = new Map();
  const roots = new Set(game.subgames);
  for (const root of [...game.subgames].sort((a, b) => b - a)) {
    solved.set(root, solveSubgame(game, point, numbers, solved, roots, root));
  }
  return solved.get(0);
}

function children(game, node) {
  return Array.from({ length: game.width[node] }, (_, place) => game.first[node] + place);
}

function continuations(game, point, solved, node) {
  if (game.mover[node] !== "outcome") return solved.get(node);
  return [{ payoffs: point.payoffs(node), played: {}, plan: {} }];
}

function solveSubgame(game, point, numbers, solved, roots, root) {
  const below = children(game, root);
  const simple = below.every((node) => game.mover[node] === "outcome" || roots.has(node));
  if (simple && game.mover[root] === "chance") return chanceClasses(game, point, numbers, solved, below);
  if (simple) return decisionClasses(game, point, numbers, solved, root, below);
  return stageClasses(game, point, numbers, solved, roots, root);
}

function decisionClasses(game, point, numbers, solved, root, below) {
  const player = game.mover[root];
  const set = game.infoset[root];
  const open = below.filter((node) => point.available(node));
  if (!open.length) throw new Unsolved(`no action is available at ${game.infosets[set].name}`);
  const offers = open.map((node) => continuations(game, point, solved, node));
  // What deters best from an action is the continuation that is worst for who would take it.
  const worst = offers.map((classes) =>
    classes.reduce((a, b) => (numbers.compare(b.payoffs[player], a.payoffs[player]) < 0 ? b : a)),
  );
  const found = [];
  offers.forEach((classes, place) => {
    const plan = Object.assign({}, ...worst.filter((_, other) => other !== place).map((each) => each.plan));
    for (const each of classes) {
      const best = worst.every(
        (threat, other) =>
          other === place || numbers.compare(each.payoffs[player], threat.payoffs[player]) >= 0,
      );
      if (!best) continue;
      const own = { [set]: open[place] - game.first[root] };
      found.push({
        payoffs: each.payoffs,
        played: { ...each.played, ...own },
        plan: { ...plan, ...each.plan, ...own },
      });
    }
  });
  return distinct(found);
}

function chanceClasses(game, point, numbers, solved, below) {
  let found = [{ payoffs: null, played: {}, plan: {} }];
  for (const node of below) {
    const chance = point.probability(node);
    const reached = numbers.sign(chance) !== 0;
    const classes = continuations(game, point, solved, node);
    const taken = reached ? classes : classes.slice(0, 1);
    const next = [];
    for (const before of found) {
      for (const each of taken) {
        const part = each.payoffs.map((payoff) => numbers.multiply(chance, payoff));
        next.push({
          payoffs: before.payoffs ? before.payoffs.map((a, i) => numbers.add(a, part[i])) : part,
          played: reached ? { ...before.played, ...each.played } : before.played,
          plan: { ...before.plan, ...each.plan },
        });
        if (next.length > MOST_PROFILES) throw new Unsolved(TOO_MANY);
      }
    }
    found = next;
  }
  return distinct(found);
}

// A subgame whose information sets hold several nodes: every choice of continuations and every
// pure profile, tested against every deviation of every player.
function stageClasses(game, point, numbers, solved, roots, root) {
  const inner = [root];
  const leaves = [];
  for (const node of inner) {
    for (const child of children(game, node)) {
      if (game.mover[child] === "outcome" || roots.has(child)) leaves.push(child);
      else inner.push(child);
    }
  }
  const sets = [...new Set(inner.filter((node) => game.mover[node] !== "chance").map((n) => game.infoset[n]))];
  const actions = sets.map((set) =>
    game.infosets[set].actions
      .map((_, place) => place)
      .filter((place) => game.infosets[set].nodes.every((node) => point.available(game.first[node] + place))),
  );
  const profiles = product(actions).map((row) => Object.fromEntries(row.map((place, i) => [sets[i], place])));
  const tables = product(leaves.map((leaf) => continuations(game, point, solved, leaf)));
  if (profiles.length * tables.length > MOST_PROFILES) throw new Unsolved(TOO_MANY);
  const found = [];
  for (const row of tables) {
    const after = new Map(leaves.map((leaf, place) => [leaf, row[place]]));
    const values = new Map(profiles.map((profile) => [keyOf(profile), expected(game, point, numbers, after, profile, root)]));
    for (const profile of profiles) {
      const value = values.get(keyOf(profile));
      const tempted = profiles.some((other) => {
        const changed = sets.filter((set) => other[set] !== profile[set]);
        const movers = new Set(changed.map((set) => game.infosets[set].player));
        if (movers.size !== 1) return false;
        const [player] = movers;
        return numbers.compare(values.get(keyOf(other)).payoffs[player], value.payoffs[player]) > 0;
      });
      if (!tempted) {
        const plan = Object.assign({}, ...row.map((each) => each.plan), profile);
        found.push({ payoffs: value.payoffs, played: value.played, plan });
      }
    }
  }
  return distinct(found);
}

function product(lists) {
  let rows = [[]];
  for (const list of lists) {
    rows = rows.flatMap((row) => list.map((each) => [...row, each]));
    if (rows.length > MOST_PROFILES) throw new Unsolved(TOO_MANY);
  }
  return rows;
}

function expected(game, point, numbers, after, profile, root) {
  let payoffs = null;
  const played = {};
  const open = [[root, numbers.one]];
  while (open.length) {
    const [node, weight] = open.pop();
    const known = after.get(node);
    if (known) {
      const part = known.payoffs.map((payoff) => numbers.multiply(weight, payoff));
      payoffs = payoffs ? payoffs.map((a, i) => numbers.add(a, part[i])) : part;
      Object.assign(played, known.played);
    } else if (game.mover[node] === "chance") {
      for (const child of children(game, node)) {
        const chance = point.probability(child);
        if (numbers.sign(chance) !== 0) open.push([child, numbers.multiply(weight, chance)]);
      }
    } else {
      const set = game.infoset[node];
      played[set] = profile[set];
      open.push([game.first[node] + profile[set], weight]);
    }
  }
  return { payoffs, played };
}
