// The answer in words and numbers: equilibria, conditions with margins, assumptions, sources.

function showAnswer(explorer, answer) {
  const { data, state } = explorer;
  const notices = [];
  const note = (kind, ...parts) => notices.push(element("p", { class: `notice ${kind}` }, parts));
  if (state.unread.length) note("", `The address says what this page cannot read, so it was left out: ${state.unread.slice(0, 3).join(", ")}${state.unread.length > 3 ? ", …" : ""}. The link may be cut off, or lead to another game.`);
  answer.outside.forEach((each) => note("bad", `${asWords(each.name)} lies outside its domain (${domainWords(each)}).`));
  answer.broken.forEach((each) => note("bad", "Assumption broken: ", element("b", {}, asWords(each.name)), each.words ? [": ", prose(each.words, explorer.names), "."] : "."));
  if (answer.disagrees) note("bad", "The conditions and the solution of the game at this point disagree. Please report this.");
  if (answer.version.missing) note("", `${sentence(answer.version.missing)} The page solves the game itself at the point shown, for subgame-perfect equilibria in pure strategies; the command below finds mixed ones too.`);
  if (answer.problem) note("bad", sentence(answer.problem));
  if (answer.edge) note("edge", edgeWords(answer));
  if (!answer.admitted && answer.beliefs && !answer.problem) note("", "The conditions of this game hold under its assumptions only. Shown are the equilibria in pure strategies, solved at this point; the command below finds mixed ones too.");
  else if (!answer.admitted && !answer.beliefs && answer.version.cells.length) note("", "The conditions below are meant under the assumptions; the equilibria shown are solved at this point.");
  fill("notices", notices);
  fill("equilibria", equilibriaParts(explorer, answer));
  sayLater(liveWords(answer));
  fill("summary", summaryParts(explorer, answer));
  byId("answer").dataset.concept = answer.beliefs ? "perfect Bayesian" : "subgame perfect";
  byId("answer").dataset.admitted = String(answer.admitted);
  byId("answer").dataset.edge = String(answer.edge);
  byId("answer").dataset.cell = answer.cell === null ? "" : String(answer.cell);
  byId("answer").dataset.problem = answer.problem;
  showCommands(data, state, answer);
}

// What is read out: once the reader pauses, and only where it differs from what was said last.
function sayLater(words) {
  clearTimeout(sayLater.waiting);
  const say = () => {
    if (byId("live").textContent !== words) byId("live").textContent = words;
  };
  sayLater.waiting = setTimeout(say, 300);
}

// On a narrow screen this line stays in sight while a slider further down is moved.
function summaryParts(explorer, answer) {
  const shown = answer.equilibria[explorer.state.shown];
  if (!shown) return liveWords(answer);
  const chip = answer.cell === null ? null : cellChip(answer.cell);
  const more = answer.equilibria.length > 1 ? ` (1 of ${answer.equilibria.length})` : "";
  const pays = explorer.data.players.map((player, place) => element("span", { class: `who player-${place % 6}` }, `${player} ${formatShort(shown.payoffs[place])} `));
  const title = shown.found && shown.found.name ? sentence(shown.found.name).slice(0, -1) : shown.play;
  return [chip, element("b", {}, title), more, answer.admitted ? null : element("span", { class: "error" }, " assumption broken"), element("span", { class: "pays" }, pays)];
}

function sentence(text) {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/u.test(start) ? start : `${start}.`;
}

function edgeWords(answer) {
  if (answer.beliefs) return "Exactly on an edge between conditions: somebody is indifferent, and the classes of equilibria change. Shown are the equilibria in pure strategies, solved at this point; the command below finds mixed ones too.";
  return "Exactly on an edge between conditions: somebody is indifferent. All equilibria are listed, ties included.";
}

function liveWords(answer) {
  if (answer.problem) return sentence(answer.problem);
  if (!answer.equilibria.length) return answer.admitted ? "No equilibrium is shown here." : "An assumption is broken.";
  const [first] = answer.equilibria;
  const many = answer.equilibria.length > 1 ? `${answer.equilibria.length} equilibria; the first: ` : "";
  return `${many}${first.play}${answer.broken.length ? "; an assumption is broken" : ""}`;
}

function equilibriaParts(explorer, answer) {
  const found = answer.equilibria;
  if (!found.length) return answer.problem ? [] : [element("p", {}, "There is no equilibrium in pure strategies here.")];
  const shown = Math.min(explorer.state.shown, found.length - 1);
  const chip = answer.cell === null ? null : cellChip(answer.cell);
  const count = element("p", { class: "count" }, chip, `${found.length} equilibria; which of them is played, the game leaves open.`);
  return [found.length > 1 ? count : null, ...found.map((each, number) => equilibriumCard(explorer, answer, each, number, number === shown))];
}

function equilibriumCard(explorer, answer, equilibrium, number, shown) {
  const { players, tree } = explorer.data;
  const several = answer.equilibria.length > 1;
  const chip = answer.cell === null ? null : cellChip(answer.cell);
  const choose = element("button", { type: "button", class: "choose", "aria-pressed": String(shown), onclick: () => explorer.showEquilibrium(number) }, shown ? "in the tree" : "show in the tree");
  return element(
    "article",
    { class: shown ? "equilibrium shown" : "equilibrium", "data-equilibrium": number },
    element("h3", {}, several ? null : chip, titleParts(explorer, equilibrium)),
    several ? choose : null,
    element(
      "table",
      { class: "payoffs" },
      element("caption", { class: several && !shown ? "visually-hidden" : "" }, equilibrium.outcomes.length > 1 ? "Expected payoffs" : "Payoffs"),
      element(
        "tbody",
        {},
        players.map((player, place) =>
          element(
            "tr",
            {},
            element("th", { scope: "row", class: `player-${place % 6} who` }, player),
            element("td", { class: "number", "data-player": player, "data-exact": writeExact(equilibrium.payoffs[place]) }, formatBoth(equilibrium.payoffs[place])),
            element("td", { class: "as-formula" }, payoffFormula(equilibrium, place)),
          ),
        ),
      ),
    ),
    outcomeList(players, tree, equilibrium),
    classNotes(answer, equilibrium),
  );
}

// The name of its class, who does what where only one play can happen, or else the play in short.
function titleParts({ data }, { found, outcomes, play }) {
  if (found && found.name) return sentence(found.name).slice(0, -1);
  return outcomes.length === 1 ? stepsOf(data.players, data.tree, outcomes[0].node) : play;
}

// A payoff that is a number whatever the parameters needs no formula beside it.
function payoffFormula(equilibrium, place) {
  if (!equilibrium.found) return "";
  const { text } = equilibrium.found.payoffs[place];
  return parseNumber(text) === null ? formula(text) : "";
}

function writeExact(value) {
  return typeof value === "number" ? String(value) : writeNumber(value);
}

function outcomeList(players, tree, equilibrium) {
  const items = equilibrium.outcomes.map(({ node, chance }) => {
    return element(
      "li",
      { "data-history": JSON.stringify(historyOf(tree, node)), "data-chance": writeExact(chance) },
      element("span", { class: "weight" }, formatBoth(chance)),
      element("span", {}, stepsOf(players, tree, node)),
    );
  });
  const single = items.length === 1 ? "outcomes single" : "outcomes";
  return [items.length > 1 ? element("p", { class: "meaning outcome-words" }, "What happens, with which probability:") : null, element("ul", { class: single }, items)];
}

// A play as who does what: Russia transfer → chance wants base → United States station.
function stepsOf(players, tree, node) {
  const path = [];
  for (let at = node; at > 0; at = tree.parent[at]) path.unshift(at);
  return path.map((at, place) => {
    const mover = tree.mover[tree.parent[at]];
    const named = mover === "chance" ? [] : [element("span", { class: `who player-${mover % 6}` }, players[mover]), " "];
    return [element("span", { class: "step" }, place ? "→ " : "", named, tree.label[at]), " "];
  });
}

function classNotes(answer, equilibrium) {
  const { found } = equilibrium;
  if (!found || !found.name) return null;
  const lines = found.offPath.map((each) => ["Off the path, at ", element("b", {}, each.set), ": ", each.text === "always" ? "any reply will do" : formula(each.text)]);
  found.free.forEach((text) => lines.push(["Play may vary within ", formula(text)]));
  found.refinements.forEach((each) => lines.push([answer.store[each.place] === true ? "Survives " : "Is ruled out by ", each.name === "intuitive" ? "the intuitive criterion" : each.name]));
  return element("ul", { class: "notes" }, lines.map((parts) => element("li", {}, parts)));
}

function showConditions(explorer, answer) {
  const { version } = answer;
  if (!version.cells.length) {
    fill("conditions", element("p", {}, sentence(version.missing || "there are no conditions for this choice of rules")));
    return;
  }
  const cards = version.cells.map((cell, number) => conditionCard(explorer, answer, cell, number));
  const near = (number) => (number === answer.cell ? 2 : answer.edge && onEdgeOf(version.cells[number], answer.store) ? 1 : 0);
  const order = version.cells.map((_, number) => number).sort((a, b) => near(b) - near(a) || a - b);
  fill("conditions", order.map((number) => cards[number]));
}

function onEdgeOf(cell, store) {
  const { margin } = judge(cell.condition, store);
  return margin !== null && exactArithmetic.sign(margin) === 0;
}

function conditionCard(explorer, answer, cell, number) {
  const holds = answer.cell === number;
  const { margin } = judge(cell.condition, answer.store);
  const verdict = holds ? "holds" : shortVerdict(margin);
  const content = conditionTree(cell.condition, answer.store);
  const head = [
    cellChip(number),
    element("span", {}, element("b", {}, cellTitle(cell)), " ", element("span", { class: holds ? "verdict holds" : "verdict" }, verdict)),
  ];
  const visit = cell.witness && !holds
    ? element("button", { type: "button", class: "visit", "data-visit": number, onclick: () => explorer.takeValues(cell.witness) }, "Go to an example")
    : null;
  return element(
    "details",
    { class: holds ? "condition now" : "condition", open: holds || answer.version.cells.length <= 3, "data-cell": number, "data-holds": String(holds) },
    element("summary", {}, head),
    content,
    visit,
  );
}

function shortVerdict(margin) {
  const sign = margin === null ? 1 : exactArithmetic.sign(margin);
  if (sign > 0) return "does not hold";
  return sign === 0 ? "begins exactly here" : `short by ${formatShort(exactArithmetic.negate(margin))}`;
}

function cellChip(cell) {
  return element("span", { class: "chip", style: `background: ${cellColour(cell)}` }, String(cell + 1));
}

function conditionTree(condition, store) {
  if (condition.always !== undefined) return element("p", {}, condition.always ? "always, under the assumptions" : "never");
  if (condition.gap !== undefined) return element("ul", { class: "relations" }, element("li", {}, relationLine(condition, store)));
  const words = condition.all ? "all of" : "one of";
  return element("div", { class: "group" }, element("span", { class: "group-name" }, words), element("ul", { class: "relations" }, (condition.all || condition.any).map((part) => element("li", {}, part.gap === undefined ? conditionTree(part, store) : relationLine(part, store)))));
}

function marginWords(holds, margin) {
  if (margin === null) return "undefined";
  const sign = exactArithmetic.sign(margin);
  if (sign === 0) return holds ? "holds, exactly on the edge" : "exactly on the edge";
  return `${holds ? "holds by" : "short by"} ${formatBoth(sign < 0 ? exactArithmetic.negate(margin) : margin)}`;
}

function relationLine(relation, store) {
  const { holds, margin } = judge(relation, store);
  const edge = !holds && margin !== null && exactArithmetic.sign(margin) === 0;
  const mark = holds === null ? "?" : holds ? "✓" : edge ? "=" : "✗";
  const by = marginWords(holds, margin);
  return element(
    "span",
    { class: `relation ${holds ? "yes" : edge ? "even" : "no"}` },
    element("span", { class: "mark", role: "img", "aria-label": holds ? "holds" : edge ? "equal" : "fails" }, mark),
    element("span", {}, formula(relation.left), ` ${TEST_WORDS[relation.test]} `, formula(relation.right), " ", element("span", { class: "margin" }, by)),
  );
}

function showAssumptions(explorer, answer) {
  const items = explorer.data.assumptions.map((each) => {
    const verdict = each.condition ? judge(each.condition, answer.store).holds : null;
    const kind = verdict === null ? "structural" : verdict ? "yes" : "no";
    const mark = verdict === null ? "•" : verdict ? "✓" : "✗";
    const speaks = each.calibrations.length ? ` (of ${each.calibrations.map(asWords).join(", ")})` : "";
    return element(
      "li",
      { class: `assumption ${kind}`, "data-assumption": each.name, "data-holds": String(verdict) },
      element("span", { class: "mark", role: "img", "aria-label": verdict === false ? "broken" : verdict ? "holds" : "about the structure" }, mark),
      element("span", {}, element("b", {}, asWords(each.name)), each.words ? [": ", prose(each.words, explorer.names)] : "", speaks, each.text ? element("span", { class: "condition-text" }, formula(each.text)) : ""),
      sourceParts(explorer.data, each.source),
    );
  });
  fill("assumptions", items);
}

function sourceParts(data, source) {
  const words = source.origin === "modeller" ? "modeller's choice" : source.origin === "literature" ? source.reference : "article";
  return element(
    "span",
    { class: "source" },
    words,
    source.claims.map((claim) => [" ", element("a", { href: `#claim-${claim}`, onclick: (event) => follow(event, `claim-${claim}`), title: data.claims[claim] ? data.claims[claim].claim : "" }, claim)]),
  );
}

function buildSources(explorer) {
  const { data } = explorer;
  const rows = data.parameters.map((parameter) => {
    const resting = data.assumptions.filter((each) => parameter.assumptions.includes(each.name));
    return element(
      "li",
      { id: `source-${parameter.name}`, tabindex: "-1" },
      element("b", {}, asWords(parameter.name)),
      parameter.meaning ? [": ", prose(parameter.meaning, explorer.names), ". "] : " ",
      element("span", { class: "source" }, "Values: ", sourceParts(data, parameter.source)),
      resting.length ? element("ul", {}, resting.map((each) => element("li", {}, "assumed: ", each.words ? prose(each.words, explorer.names) : formula(each.text), " ", sourceParts(data, each.source)))) : null,
    );
  });
  const claims = Object.entries(data.claims).map(([id, claim]) =>
    element("li", { id: `claim-${id}`, tabindex: "-1" }, element("b", {}, id), ` (paragraph ${claim.paragraph}): ${claim.claim}`, claim.quote ? element("q", {}, claim.quote) : null),
  );
  fill(
    "sources",
    element("ul", { class: "plain" }, rows),
    claims.length ? [element("h3", {}, "Claims of the article"), element("p", { class: "meaning" }, data.article), element("ul", { class: "plain" }, claims)] : [],
    data.propositions.length ? [element("h3", {}, "What the model is said to imply"), element("ul", {}, data.propositions.map((each) => element("li", {}, element("b", {}, asWords(each.name)), ": ", prose(each.words, explorer.names))))] : [],
  );
}

function showCommands(data, state, answer) {
  const { beliefs } = answer;
  const values = data.parameters.map((parameter, number) => [parameter.name, writeNumber(state.values[number])]);
  const lifted = data.constraints.filter((_, number) => state.lifted.has(number)).map((each) => each.name);
  const imposed = data.constraints.filter((each, number) => !each.imposed && !state.lifted.has(number)).map((each) => each.name);
  byId("shell").hidden = !data.talk;
  byId("shell").textContent = [
    `negotiation solve ${data.name}`,
    ...(beliefs ? ["--concept perfect_bayesian"] : []),
    ...data.options.map((option) => `--option ${option.name}=${option.shell}`),
    ...lifted.map((name) => `--without ${JSON.stringify(name)}`),
    ...(answer.admitted ? [] : ["--no-check"]),
    ...values.map(([name, value]) => `--set ${name}=${value}`),
  ].join(" \\\n  ");
  const options = data.options.map((option) => `${option.name}=${option.python}`).join(", ");
  const made = [
    data.talk ? `ng.talks.${data.name}(${options})` : "model",
    lifted.length ? `.without(${lifted.map((name) => JSON.stringify(name)).join(", ")})` : "",
    imposed.length ? `.assuming(${imposed.map((name) => JSON.stringify(name)).join(", ")})` : "",
  ];
  byId("python").textContent = [
    "import negotiation as ng",
    "",
    `model = ${made.join("")}`,
    "game = model.at(",
    ...values.map(([name, value]) => `    ${name}="${value}",`),
    ...(answer.admitted ? [] : ["    check=False,"]),
    ")",
    `equilibria = ng.solve.${beliefs ? "perfect_bayesian" : "subgame_perfect"}(game)`,
  ].join("\n");
}
