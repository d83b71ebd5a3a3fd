// The tree as a picture, drawn once; afterwards only texts and classes change.

function buildTree(explorer) {
  const { tree, players } = explorer.data;
  const { width, height, shapes } = tree.picture;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", id: "tree-picture" });
  explorer.drawn = new Map();
  for (const [kind, name, ...rest] of shapes) {
    const drawn = drawShape(tree, kind, name, rest);
    if (!explorer.drawn.has(name)) explorer.drawn.set(name, []);
    explorer.drawn.get(name).push(drawn);
    svg.append(drawn);
  }
  for (let node = 1; node < tree.parent.length; node += 1) {
    const [edge] = explorer.drawn.get(`edge ${node}`);
    edge.append(shape("title", {}, tree.label[node]));
  }
  tree.infosets.forEach((set) => {
    for (const node of set.nodes) explorer.drawn.get(`node ${node}`)[0].append(shape("title", {}, `${set.player}: ${set.name}`));
  });
  for (const [node, row] of Object.entries(tree.payoffs)) {
    row.forEach((payoff, player) => {
      for (const text of explorer.drawn.get(`payoff ${node} ${player}`)) text.append(shape("title", {}, `${players[player]}: ${payoff.text}`), shape("tspan", {}));
    });
  }
  fill("tree", svg);
  const several = players.length > 1;
  fill(
    "tree-legend",
    players.map((player, number) => element("span", { class: `player-${number % 6} who` }, player)),
    tree.mover.includes("chance") ? element("span", { class: "who chance" }, "chance") : null,
    element("span", { class: "thick" }, "played"),
    element("span", { class: "dashed" }, "would be played"),
    tree.infosets.some((set) => set.nodes.length > 1) ? element("span", { class: "dotted" }, "cannot be told apart") : null,
    Object.keys(tree.guards).length ? element("span", { class: "crossed" }, element("s", {}, "closed"), " by a rule") : null,
    element("span", {}, several ? `at the ends: payoffs of ${listed(players)}` : "at the ends: the payoff"),
  );
}

function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}, in this order`;
}

function drawShape(tree, kind, name, rest) {
  const style = { class: shapeClass(tree, name) };
  if (kind === "path") return shape("path", { ...style, d: `M${rest[0].map((point) => point.join(" ")).join("L")}` });
  if (kind === "box") {
    const [x, y, width, height, rx] = rest;
    return shape("rect", { ...style, x, y, width, height, rx });
  }
  const [x, y, size, anchor, text] = rest;
  const filled = name.startsWith("payoff") || name.startsWith("odds");
  return shape("text", { ...style, x, y, "font-size": size, "text-anchor": anchor }, filled ? "" : text);
}

function shapeClass(tree, name) {
  const [what, node, player] = name.split(" ");
  const owner = what === "payoff" ? Number(player) : tree.mover[node];
  const whose = typeof owner === "number" ? ` player-${owner % 6}` : ` ${owner}`;
  return ["node", "player", "payoff", "set"].includes(what) ? `${what}-shape${whose}` : `${what}-shape`;
}

function showTree(explorer, answer) {
  const { tree } = explorer.data;
  const shown = answer.equilibria[explorer.state.shown] || null;
  for (let node = 1; node < tree.parent.length; node += 1) {
    const above = tree.parent[node];
    const closed = !answer.point.available(node);
    const reached = Boolean(shown && shown.reach[node]);
    const chosen = shown && !reached && tree.mover[above] !== "chance" && !shown.reach[above] && isChosen(tree, shown, node);
    for (const what of ["edge", "move", "odds"]) {
      for (const drawn of explorer.drawn.get(`${what} ${node}`) || []) {
        drawn.classList.toggle("played", reached);
        drawn.classList.toggle("would", Boolean(chosen));
        drawn.classList.toggle("closed", closed);
      }
    }
    for (const text of explorer.drawn.get(`odds ${node}`) || []) text.textContent = oddsText(tree, answer, shown, node);
  }
  for (const [node, row] of Object.entries(tree.payoffs)) {
    const reached = Boolean(shown && shown.reach[node]);
    row.forEach((payoff, player) => {
      for (const text of explorer.drawn.get(`payoff ${node} ${player}`)) {
        text.lastChild.textContent = formatShort(answer.store[payoff.place]);
        text.classList.toggle("reached", reached);
      }
    });
  }
}

function isChosen(tree, shown, node) {
  const above = tree.parent[node];
  const row = shown.chance[tree.infoset[above]];
  return exactArithmetic.sign(row[node - tree.first[above]]) > 0;
}

function oddsText(tree, answer, shown, node) {
  if (tree.probability[node]) return formatShort(answer.store[tree.probability[node].place]);
  const above = tree.parent[node];
  const weight = shown ? shown.chance[tree.infoset[above]][node - tree.first[above]] : ZERO;
  const mixed = exactArithmetic.sign(weight) > 0 && exactArithmetic.compare(weight, ONE) < 0;
  return mixed ? formatShort(weight) : "";
}

// The same for a screen reader: nested lists with the numbers of the point.
function showTreeList(explorer, answer) {
  const { tree, players } = explorer.data;
  const shown = answer.equilibria[explorer.state.shown] || null;
  const lists = new Map([[-1, element("ul", {})]]);
  tree.parent.forEach((above, node) => {
    const words = [];
    if (node) words.push(tree.label[node]);
    if (tree.probability[node]) words.push(`(chance ${formatExact(answer.store[tree.probability[node].place])})`);
    if (!answer.point.available(node)) words.push(`(closed by ${tree.guards[node].name})`);
    if (shown && shown.reach[node] && node) words.push("(played)");
    const end = tree.mover[node] === "outcome";
    if (end) words.push(`: ${tree.payoffs[node].map((each, player) => `${players[player]} ${formatExact(answer.store[each.place])}`).join(", ")}`);
    else words.push(tree.mover[node] === "chance" ? "– chance" : `– ${players[tree.mover[node]]} moves`);
    const below = element("ul", {});
    lists.get(above).append(element("li", {}, words.join(" "), end ? null : below));
    lists.set(node, below);
  });
  fill("tree-list", lists.get(-1));
}
