// The frame of the region map: axes, the point that can be dragged, the marks of calibrations.

function buildMap(explorer) {
  const { data } = explorer;
  if (data.parameters.length < 2) {
    fill("map", element("p", {}, "A map needs two parameters."));
    return;
  }
  fill("axes", [0, 1].map((axis) => axisChoice(explorer, axis)));
  const canvas = element("canvas", { id: "raster", width: MAP.width, height: MAP.height, "aria-hidden": "true" });
  const cover = shape("svg", { id: "cover", viewBox: `0 0 ${MAP.width} ${MAP.height}`, "aria-hidden": "true" });
  const frame = element(
    "div",
    { id: "frame", class: "frame", tabindex: 0, role: "application", "aria-roledescription": "region map", onkeydown: (event) => stepPoint(explorer, event) },
    canvas,
    cover,
  );
  // A finger drags the point where it lies, and scrolls the page elsewhere; a tap moves the point.
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" && !event.target.closest("#handle")) return;
    frame.setPointerCapture(event.pointerId);
    dragPoint(explorer, event);
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) dragPoint(explorer, event);
  });
  frame.addEventListener("click", (event) => dragPoint(explorer, event));
  explorer.handle = shape(
    "g",
    { id: "handle" },
    shape("circle", { r: 24, class: "grip" }),
    shape("circle", { r: 11, class: "halo" }),
    shape("circle", { r: 7, class: "handle" }),
  );
  cover.append(shape("g", { id: "numbers" }), explorer.handle);
  fill(
    "map",
    element(
      "div",
      { class: "chart" },
      element("div", { class: "y-name", id: "y-name" }),
      element("div", { class: "y-axis", id: "y-axis" }),
      frame,
      element("div", { class: "x-axis", id: "x-axis" }),
      element("div", { class: "x-name", id: "x-name" }),
    ),
  );
  // Numbers and marks keep their size, however small the map is drawn.
  new ResizeObserver(() => {
    explorer.mapScale = MAP.width / Math.max(1, frame.clientWidth);
    frame.style.setProperty("--scale", explorer.mapScale.toFixed(3));
    if (explorer.answer) showCover(explorer, explorer.answer);
  }).observe(frame);
}

// The pair of parameters whose map shows the most conditions, rather those where both matter, and of
// these the one with most inside the assumptions: what a reader should see first.
function liveliestAxes(explorer) {
  const { data, state } = explorer;
  const [across, down] = [12, 9];
  const points = Array.from({ length: across * down }, (_, each) => [
    (((each % across) + 0.5) * MAP.width) / across,
    ((Math.floor(each / across) + 0.5) * MAP.height) / down,
  ]);
  let best = { axes: state.axes, score: 0 };
  for (let first = 0; first < data.parameters.length; first += 1) {
    for (let second = first + 1; second < data.parameters.length; second += 1) {
      const cells = cellsAtPixels({ data, state: { ...state, axes: [first, second] } }, points);
      const counts = new Map();
      for (const cell of cells) counts.set(cell, (counts.get(cell) || 0) + 1);
      const seen = [...counts].filter(([cell, count]) => cell >= 0 && count >= 4).length;
      const changes = (distance) => cells.some((cell, each) => {
        const other = distance === 1 && each % across === 0 ? undefined : cells[each - distance];
        return cell >= 0 && other >= 0 && other !== cell;
      });
      const both = changes(1) && changes(across) ? 0.9 : 0;
      const score = seen + both + (cells.length - (counts.get(OUTSIDE) || 0)) / cells.length;
      if (score > best.score) best = { axes: [first, second], score };
    }
  }
  return best.axes;
}

function axisChoice(explorer, axis) {
  const words = axis === 0 ? "Across" : "Upwards";
  return element(
    "label",
    {},
    `${words} `,
    element(
      "select",
      { id: `axis-${axis}`, onchange: (event) => explorer.setAxis(axis, Number(event.target.value)) },
      explorer.data.parameters.map((parameter, number) => element("option", { value: number }, asWords(parameter.name))),
    ),
  );
}

function axisValue(explorer, axis, share) {
  const steps = explorer.data.steps;
  const step = Math.max(0, Math.min(steps, Math.round(share * steps)));
  return sliderValue(explorer, explorer.state.axes[axis], step);
}

function dragPoint(explorer, event) {
  const box = byId("frame").getBoundingClientRect();
  const across = (event.clientX - box.left) / box.width;
  const up = 1 - (event.clientY - box.top) / box.height;
  explorer.setPoint(axisValue(explorer, 0, across), axisValue(explorer, 1, up));
}

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, -1], ArrowUp: [1, 1] };

function stepPoint(explorer, event) {
  if (!(event.key in ARROWS)) return;
  event.preventDefault();
  const [axis, sign] = ARROWS[event.key];
  const share = shareOf(explorer, axis, toFloat(explorer.state.values[explorer.state.axes[axis]]));
  const moved = share + (sign * (event.shiftKey ? 10 : 1)) / explorer.data.steps;
  explorer.setValue(explorer.state.axes[axis], axisValue(explorer, axis, moved));
}

function shareOf(explorer, axis, value) {
  const [low, high] = mapEnds(explorer, axis);
  return (value - low) / (high - low);
}

function place(explorer, values) {
  const [x, y] = [0, 1].map((axis) => shareOf(explorer, axis, toFloat(values[explorer.state.axes[axis]])));
  return [x * MAP.width, (1 - y) * MAP.height];
}

function calibrationPlaces(explorer) {
  const { parameters, calibrations } = explorer.data;
  return Object.values(calibrations).map((values) => place(explorer, parameters.map((each) => parseNumber(values[each.name]))));
}

// What the raster depends on: everything but the two parameters along the axes.
function mapKey(explorer) {
  const { state } = explorer;
  const held = state.values.filter((_, number) => !state.axes.includes(number)).map(writeNumber);
  return [versionKey(state), state.axes.join(), held.join(), explorer.theme()].join("|");
}

function showMap(explorer, answer) {
  if (!byId("frame")) return;
  const key = mapKey(explorer);
  if (explorer.mapKey !== key) {
    explorer.mapKey = key;
    showAxes(explorer);
    clearTimeout(explorer.refining);
    if (hasConditions(explorer)) {
      showPixels(explorer, rasterCells(explorer, false));
      explorer.refining = setTimeout(() => {
        showPixels(explorer, rasterCells(explorer, true));
        showCover(explorer, explorer.answer);
      }, 90);
    } else {
      explorer.labels = new Map();
      startPointMap(explorer, key);
    }
  }
  showCover(explorer, answer);
}

function showPixels(explorer, pixels) {
  paintRegions(byId("raster"), pixels, explorer.theme());
  explorer.labels = labelPlaces(pixels, calibrationPlaces(explorer));
  showLegend(explorer, [...explorer.labels.keys()]);
}

function showAxes(explorer) {
  explorer.state.axes.forEach((number, axis) => {
    const parameter = explorer.data.parameters[number];
    byId(`axis-${axis}`).value = number;
    const [low, high] = [parseNumber(parameter.low), parseNumber(parameter.high)];
    const ticks = [0, 1, 2, 3, 4].map((quarter) =>
      element("span", { style: `${axis === 0 ? "left" : "bottom"}: ${25 * quarter}%` }, formatFloat(toFloat(between(low, high, quarter, 4)))),
    );
    fill(axis === 0 ? "x-axis" : "y-axis", ticks);
    fill(axis === 0 ? "x-name" : "y-name", asWords(parameter.name));
  });
}

function showCover(explorer, answer) {
  const { data, state } = explorer;
  const names = Object.keys(data.calibrations);
  const marks = calibrationPlaces(explorer).map(([x, y], number) => {
    const name = names[number];
    return shape("g", { style: `transform: translate(${x}px, ${y}px) scale(var(--scale, 1))` }, shape("path", { class: "calibration", d: "M0 -7l6 7l-6 7l-6 -7z" }, shape("title", {}, asWords(name))));
  });
  const [x, y] = place(explorer, state.values);
  const numbers = [...explorer.labels]
    .filter(([cell, { size }]) => cell >= 0 && size >= 4 * (explorer.mapScale || 1))
    .map(([cell, { spots }]) => {
      const free = spots.find(([left, top]) => Math.hypot(left - x, top - y) > 30) || spots[0];
      return shape("text", { class: "cell-number", style: `transform: translate(${free[0]}px, ${free[1]}px) scale(var(--scale, 1))`, dy: "0.35em" }, String(cell + 1));
    });
  byId("numbers").replaceChildren(...numbers, ...marks);
  explorer.handle.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px) scale(var(--scale, 1))`;
  const [across, up] = state.axes.map((number) => `${asWords(data.parameters[number].name)} ${formatExact(state.values[number])}`);
  byId("frame").setAttribute("aria-label", `Region map. Point at ${across}, ${up}. ${placeWords(answer)} Arrow keys move the point, with shift ten steps.`);
}

function placeWords(answer) {
  if (!answer.admitted) return "Outside the assumptions.";
  return answer.cell === null ? "No single condition." : `Condition ${answer.cell + 1}.`;
}

function showLegend(explorer, cells) {
  const version = versionOf(explorer);
  const shown = cells.filter((cell) => cell >= 0).sort((a, b) => a - b);
  const items = shown.map((cell) =>
    element("li", {}, cellChip(cell), cellTitle(version.cells[cell])),
  );
  if (cells.includes(OUTSIDE)) {
    items.push(element("li", {}, element("span", { class: "chip hatched" }), "an assumption is broken, or a parameter leaves its domain"));
  }
  if (Object.keys(explorer.data.calibrations).length) items.push(element("li", {}, element("span", { class: "diamond" }, "◆"), "calibrations"));
  fill("map-legend", items);
}

function cellTitle(cell) {
  return titleOf(cell.equilibria.map((each) => each.name || each.play));
}

function titleOf(titles) {
  const distinct = [...new Set(titles)];
  if (!distinct.length) return "no pure equilibrium";
  return distinct.length > 3 ? `${distinct.slice(0, 2).join("; or ")}; or one of ${distinct.length - 2} others` : distinct.join("; or ");
}

// Without conditions each point of a coarse grid is solved, a few at a time so that nothing waits.
function startPointMap(explorer, key) {
  const canvas = byId("raster");
  canvas.getContext("2d").clearRect(0, 0, MAP.width, MAP.height);
  const block = 12;
  const pixels = new Int16Array(MAP.width * MAP.height).fill(OUTSIDE);
  const kinds = new Map();
  const [across, down] = [MAP.width / block, MAP.height / block];
  let next = 0;
  const work = () => {
    if (explorer.mapKey !== key) return;
    const until = performance.now() + 12;
    while (next < across * down && performance.now() < until) {
      const [column, row] = [next % across, Math.floor(next / across)];
      const kind = kindAt(explorer, kinds, (column + 0.5) * block, (row + 0.5) * block);
      for (let dy = 0; dy < block; dy += 1) {
        const start = (row * block + dy) * MAP.width + column * block;
        pixels.fill(kind, start, start + block);
      }
      next += 1;
    }
    if (next < across * down) {
      setTimeout(work, 4);
      return;
    }
    explorer.labels = labelPlaces(pixels, calibrationPlaces(explorer));
    paintRegions(canvas, pixels, explorer.theme());
    fill("map-legend", [...kinds.values()].map(({ number, title }) => element("li", {}, cellChip(number), title)));
    showCover(explorer, explorer.answer);
  };
  fill("map-legend", element("li", {}, "solving point by point …"));
  setTimeout(work, 150);
}

function kindAt(explorer, kinds, px, py) {
  const { data, state } = explorer;
  const values = state.values.map(toFloat);
  const [x, y] = [mapEnds(explorer, 0), mapEnds(explorer, 1)];
  values[state.axes[0]] = x[0] + ((x[1] - x[0]) * px) / MAP.width;
  values[state.axes[1]] = y[1] + ((y[0] - y[1]) * py) / MAP.height;
  data.pointOrder ||= closure(data.program, basePlaces(data));
  const store = runProgram(data.program, data.pointOrder, values, floatArithmetic);
  if (!data.assumed.every((place) => store[place] === true)) return OUTSIDE;
  const ends = domainPlaces(data);
  if (values.some((value, number) => (ends[number][0] !== null && value < ends[number][0]) || (ends[number][1] !== null && value > ends[number][1]))) return OUTSIDE;
  let classes;
  try {
    classes = solveGame(data.tree, pointOf(data.tree, store, state.lifted), floatArithmetic);
  } catch (error) {
    if (error instanceof Unsolved) return OPEN;
    throw error;
  }
  const titles = classes.map((each) => playText(playedHistories(data.tree, each.played)));
  const key = classes.map((each) => each.key).sort().join("; ");
  if (!kinds.has(key)) kinds.set(key, { number: kinds.size, title: titleOf(titles) });
  return kinds.get(key).number;
}

// The histories of the outcomes that pure play can reach.
function playedHistories(tree, played) {
  const found = [];
  const open = [0];
  for (const node of open) {
    if (tree.mover[node] === "outcome") found.push(historyOf(tree, node));
    else if (tree.mover[node] === "chance") open.push(...children(tree, node));
    else open.push(tree.first[node] + played[tree.infoset[node]]);
  }
  return found;
}
