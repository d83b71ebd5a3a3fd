// Sliders, entry boxes, calibrations and constraints.

function buildControls(explorer) {
  const { data } = explorer;
  fill(
    "calibrations",
    Object.keys(data.calibrations).map((name) =>
      element(
        "button",
        { type: "button", "data-calibration": name, onclick: () => explorer.takeCalibration(name) },
        asWords(name),
      ),
    ),
  );
  byId("start").hidden = !Object.keys(data.calibrations).length;
  if (data.constraints.length) {
    fill(
      "constraints",
      element("fieldset", {}, element("legend", {}, "Rules"), data.constraints.map((each, number) => ruleBox(explorer, each, number))),
    );
  }
  fill("parameters", data.parameters.map((parameter, number) => parameterBox(explorer, parameter, number)));
}

function ruleBox(explorer, constraint, number) {
  return element(
    "label",
    { class: "rule" },
    element("input", {
      type: "checkbox",
      id: `rule-${number}`,
      "data-constraint": constraint.name,
      onchange: (event) => explorer.setRule(number, event.target.checked),
    }),
    element("span", {}, element("b", {}, constraint.name), constraint.words ? [": ", prose(constraint.words, explorer.names)] : ""),
  );
}

function parameterBox(explorer, parameter, number) {
  const id = `parameter-${number}`;
  const entry = element("input", {
    type: "text",
    id,
    class: "entry",
    "data-parameter": parameter.name,
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-domain ${id}-error`,
    oninput: (event) => enter(explorer, number, event.target, false),
    onchange: (event) => enter(explorer, number, event.target, true),
  });
  const slider = element("input", {
    type: "range",
    id: `${id}-slider`,
    min: 0,
    max: explorer.data.steps,
    step: 1,
    "aria-label": `${asWords(parameter.name)}, slider`,
    "aria-describedby": `${id}-domain`,
    "data-slider": parameter.name,
    oninput: (event) => explorer.setValue(number, sliderValue(explorer, number, Number(event.target.value))),
  });
  return element(
    "div",
    { class: "parameter", id: `${id}-box` },
    element("div", { class: "name" }, element("label", { for: id }, asWords(parameter.name)), entry),
    element("p", { class: "meaning" }, parameter.meaning, unitWords(parameter)),
    element("div", { class: "track" }, element("div", { class: "band", id: `${id}-band`, "aria-hidden": "true" }), slider),
    element(
      "p",
      { class: "domain" },
      element("span", {}, formatExact(parseNumber(parameter.low))),
      element("span", { class: "bounds" }, element("span", { id: `${id}-domain` }, domainWords(parameter)), sourceLine(parameter)),
      element("span", {}, formatExact(parseNumber(parameter.high))),
    ),
    element("p", { class: "error", id: `${id}-error`, role: "alert" }),
  );
}

// The unit, where the meaning does not say it: "probability that ..." needs no "(probability)".
function unitWords({ meaning, unit }) {
  return unit && !meaning.toLowerCase().includes(unit.toLowerCase()) ? ` (${unit})` : "";
}

// The numbers that a parameter can take: any number, above 0, at least 1, from 0 to below 1.
function domainWords({ lower, upper, lowerOpen, upperOpen }) {
  const [low, high] = [lower, upper].map((end) => (end === null ? null : formatExact(parseNumber(end))));
  if (low === null && high === null) return "any number";
  if (high === null) return lowerOpen ? `above ${low}` : `${low} or more`;
  if (low === null) return upperOpen ? `below ${high}` : `${high} or less`;
  if (lowerOpen && upperOpen) return `between ${low} and ${high}`;
  return `from ${lowerOpen ? "above " : ""}${low} to ${upperOpen ? "below " : ""}${high}`;
}

function sourceLine(parameter) {
  return element("a", { href: `#source-${parameter.name}`, class: "why", onclick: (event) => follow(event, `source-${parameter.name}`) }, "source");
}

// The fragment of the address holds the point, so links inside the page move without it.
function follow(event, id) {
  event.preventDefault();
  byId(id).scrollIntoView({ block: "center" });
  byId(id).focus({ preventScroll: true });
}

function enter(explorer, number, entry, finished) {
  const value = parseNumber(entry.value);
  const error = byId(`${entry.id}-error`);
  entry.setAttribute("aria-invalid", String(value === null));
  if (value === null) {
    error.textContent = finished ? `Not a number, or too long a one. Write 2, -1/3, 0.25 or 1e-3. It stays ${formatExact(explorer.state.values[number])}.` : "";
    return;
  }
  error.textContent = "";
  explorer.setValue(number, value);
}

function sliderEnds(explorer, number) {
  const parameter = explorer.data.parameters[number];
  let [low, high] = [parseNumber(parameter.low), parseNumber(parameter.high)];
  const value = explorer.state.values[number];
  if (exactArithmetic.compare(value, low) < 0) low = value;
  if (exactArithmetic.compare(value, high) > 0) high = value;
  return [low, high];
}

function between(low, high, step, steps) {
  const width = exactArithmetic.add(high, exactArithmetic.negate(low));
  return exactArithmetic.add(low, exactArithmetic.multiply(width, rational(BigInt(step), BigInt(steps))));
}

function sliderValue(explorer, number, step) {
  const { low, high } = explorer.data.parameters[number];
  return between(parseNumber(low), parseNumber(high), step, explorer.data.steps);
}

function showControls(explorer, answer) {
  const { data, state } = explorer;
  data.parameters.forEach((parameter, number) => {
    const value = state.values[number];
    const entry = byId(`parameter-${number}`);
    if (document.activeElement !== entry) {
      entry.value = writeNumber(value);
      entry.removeAttribute("aria-invalid");
      byId(`parameter-${number}-error`).textContent = "";
    }
    const slider = byId(`parameter-${number}-slider`);
    const [low, high] = [parseNumber(parameter.low), parseNumber(parameter.high)].map(toFloat);
    slider.value = Math.round(((toFloat(value) - low) / (high - low)) * data.steps);
    slider.setAttribute("aria-valuetext", formatBoth(value));
    const outside = answer.outside.includes(parameter);
    byId(`parameter-${number}-box`).classList.toggle("outside", outside);
    byId(`parameter-${number}-domain`).textContent = outside
      ? `must be: ${domainWords(parameter)}`
      : domainWords(parameter);
  });
  data.constraints.forEach((_, number) => (byId(`rule-${number}`).checked = !state.lifted.has(number)));
  for (const button of byId("calibrations").children) {
    const chosen = data.calibrations[button.dataset.calibration];
    const same = data.parameters.every(
      (parameter, number) => exactArithmetic.compare(parseNumber(chosen[parameter.name]), state.values[number]) === 0,
    );
    button.setAttribute("aria-pressed", String(same));
  }
}

// Under each slider a band says which condition would hold if that parameter alone moved.  All
// bands are computed in one run: every parameter has a stretch of points in which it moves.
function showBands(explorer) {
  const { data, state } = explorer;
  const samples = 60;
  const count = samples * data.parameters.length;
  const values = state.values.map((value) => new Float64Array(count).fill(toFloat(value)));
  data.parameters.forEach((parameter, number) => {
    const [low, high] = [parameter.low, parameter.high].map((end) => toFloat(parseNumber(end)));
    for (let each = 0; each < samples; each += 1) {
      values[number][number * samples + each] = low + ((high - low) * (each + 0.5)) / samples;
    }
  });
  const cells = cellsOfColumns(explorer, values, count);
  data.parameters.forEach((_, number) => {
    const band = byId(`parameter-${number}-band`);
    band.style.background = hasConditions(explorer) ? bandOf(cells.subarray(number * samples, (number + 1) * samples)) : "var(--outside)";
  });
}

function bandOf(cells) {
  const stops = [];
  for (let place = 0; place < cells.length; place += 1) {
    if (place && cells[place] === cells[place - 1]) continue;
    const at = `${((100 * place) / cells.length).toFixed(2)}%`;
    if (stops.length) stops.push(`${cellColour(cells[place - 1])} ${at}`);
    stops.push(`${cellColour(cells[place])} ${at}`);
  }
  stops.push(`${cellColour(cells.at(-1))} 100%`);
  return `linear-gradient(to right, ${stops.join(", ")})`;
}
