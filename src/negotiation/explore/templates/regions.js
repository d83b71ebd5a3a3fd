// The region map: two parameters, the rest held where they are, coloured by the condition that
// holds.  First a coarse grid, at once; then, when the reader pauses, blocks whose corners differ are
// looked at pixel by pixel.

const OUTSIDE = -1; // an assumption or a domain is broken
const OPEN = -2; // no condition holds: an edge

const MAP = { width: 480, height: 360, block: 8 };

function cellColour(cell) {
  if (cell === OUTSIDE) return "var(--outside)";
  return cell === OPEN ? "var(--faint)" : `var(--cell-${cell % 10})`;
}

function domainPlaces(data) {
  return data.parameters.map((parameter) => [parameter.lower, parameter.upper].map((end) => (end === null ? null : toFloat(parseNumber(end)))));
}

// Whether each of `count` points keeps the assumptions and the domains.
function admittedColumns(explorer, store, values, count) {
  const { data } = explorer;
  const ends = domainPlaces(data);
  const at = (column, each) => (typeof column === "number" ? column : column[each]);
  const bounded = data.parameters
    .map((_, number) => number)
    .filter((number) => typeof values[number] !== "number" || outsideDomain(data.parameters[number], explorer.state.values[number]));
  const admitted = new Uint8Array(count).fill(1);
  for (const place of data.assumed) {
    const column = store[place];
    for (let each = 0; each < count; each += 1) if (at(column, each) !== 1) admitted[each] = 0;
  }
  for (const number of bounded) {
    const [low, high] = ends[number];
    for (let each = 0; each < count; each += 1) {
      const value = at(values[number], each);
      if ((low !== null && value < low) || (high !== null && value > high)) admitted[each] = 0;
    }
  }
  return admitted;
}

// The cell at each of `count` points, by number; all are open where the version has no conditions.
function cellsOfColumns(explorer, values, count) {
  const { data } = explorer;
  const version = versionOf(explorer);
  version.order ||= closure(data.program, [...data.assumed, ...version.cells.map((cell) => cell.place)]);
  const store = runColumns(data.program, version.order, values, count);
  const admitted = admittedColumns(explorer, store, values, count);
  const cells = new Int16Array(count).fill(OPEN);
  for (let cell = version.cells.length - 1; cell >= 0; cell -= 1) {
    const column = store[version.cells[cell].place];
    if (typeof column === "number") {
      if (column === 1) cells.fill(cell);
      continue;
    }
    for (let each = 0; each < count; each += 1) if (column[each] === 1) cells[each] = cell;
  }
  for (let each = 0; each < count; each += 1) if (!admitted[each]) cells[each] = OUTSIDE;
  return cells;
}

const UNSOLVED = { method: "point", cells: [], missing: "this choice of rules was not solved for all parameters" };

function versionOf(explorer) {
  return explorer.data.versions[versionKey(explorer.state)] || UNSOLVED;
}

function hasConditions(explorer) {
  return versionOf(explorer).cells.length > 0;
}

function mapEnds(explorer, axis) {
  const parameter = explorer.data.parameters[explorer.state.axes[axis]];
  return [parameter.low, parameter.high].map((end) => toFloat(parseNumber(end)));
}

function cellsAtPixels(explorer, points) {
  const [x, y] = [mapEnds(explorer, 0), mapEnds(explorer, 1)];
  const values = explorer.state.values.map(toFloat);
  const [first, second] = explorer.state.axes;
  values[first] = Float64Array.from(points, ([px]) => x[0] + ((x[1] - x[0]) * px) / MAP.width);
  values[second] = Float64Array.from(points, ([, py]) => y[1] + ((y[0] - y[1]) * py) / MAP.height);
  return cellsOfColumns(explorer, values, points.length);
}

// The cell at every pixel, in rows from the top.
function rasterCells(explorer, fine) {
  const { width, height, block } = MAP;
  const [across, down] = [width / block, height / block];
  const corners = [];
  for (let row = 0; row <= down; row += 1) {
    for (let column = 0; column <= across; column += 1) corners.push([column * block || 0.01, row * block || 0.01]);
  }
  const coarse = cellsAtPixels(explorer, corners);
  const pixels = new Int16Array(width * height);
  const mixed = [];
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const place = row * (across + 1) + column;
      const cell = coarse[place];
      const same = cell !== OPEN && coarse[place + 1] === cell && coarse[place + across + 1] === cell && coarse[place + across + 2] === cell;
      for (let dy = 0; dy < block; dy += 1) {
        const start = (row * block + dy) * width + column * block;
        pixels.fill(cell, start, start + block);
        if (same || !fine) continue;
        for (let dx = 0; dx < block; dx += 1) mixed.push([column * block + dx + 0.5, row * block + dy + 0.5]);
      }
    }
  }
  if (mixed.length) {
    const found = cellsAtPixels(explorer, mixed);
    mixed.forEach(([px, py], each) => (pixels[Math.floor(py) * width + Math.floor(px)] = found[each]));
  }
  return pixels;
}

// Where the number of each cell may stand: the middle of its widest square that keeps clear of the
// marks, and a second place for when the point covers the first.
function labelPlaces(pixels, marks) {
  const widest = bestSquares(pixels, []);
  const clear = bestSquares(pixels, marks);
  const roomy = (squares, cell) => squares.has(cell) && squares.get(cell).size >= 4;
  const first = new Map([...widest].map(([cell, square]) => [cell, (roomy(clear, cell) ? clear.get(cell) : square).spot]));
  const other = bestSquares(pixels, [...marks, ...first.values()]);
  return new Map(
    [...widest].map(([cell, { size }]) => [cell, { size, spots: [first.get(cell), ...(roomy(other, cell) ? [other.get(cell).spot] : [])] }]),
  );
}

const CLEARANCE = 20;

function bestSquares(pixels, marks) {
  const step = 4;
  const [across, down] = [MAP.width / step, MAP.height / step];
  const taken = new Uint8Array(across * down);
  const reach = (at, most) => [Math.max(0, Math.ceil((at - CLEARANCE) / step)), Math.min(most - 1, Math.floor((at + CLEARANCE) / step))];
  for (const [x, y] of marks) {
    const [[left, right], [top, bottom]] = [reach(x, across), reach(y, down)];
    for (let row = top; row <= bottom; row += 1) taken.fill(1, row * across + left, Math.max(row * across + left, row * across + right + 1));
  }
  const size = new Int16Array(across * down);
  const best = new Map();
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const cell = pixels[row * step * MAP.width + column * step];
      const place = row * across + column;
      if (taken[place]) continue;
      const same = (other, r, c) => r >= 0 && c >= 0 && pixels[r * step * MAP.width + c * step] === cell && size[r * across + c] > 0;
      size[place] =
        same(0, row - 1, column) && same(0, row, column - 1) && same(0, row - 1, column - 1)
          ? 1 + Math.min(size[place - across], size[place - 1], size[place - across - 1])
          : 1;
      const known = best.get(cell);
      const half = (size[place] - 1) / 2;
      const spot = [(column - half) * step, (row - half) * step];
      if (!known || size[place] > known.size) best.set(cell, { size: size[place], spots: [spot] });
      else if (size[place] === known.size) known.spots.push(spot);
    }
  }
  // Of several widest squares, as in a strip, the one in the middle.
  return new Map(
    [...best].map(([cell, { size: width, spots }]) => [cell, { size: width, spot: spots[Math.floor(spots.length / 2)] }]),
  );
}

// The colours of the theme as packed pixels; reading a style is slow, so once a theme.
function mapColours(theme) {
  mapColours.known ||= new Map();
  if (!mapColours.known.has(theme)) {
    const style = getComputedStyle(document.documentElement);
    const packed = (name) => {
      const hex = style.getPropertyValue(name).trim();
      const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
      return (255 << 24) | (blue << 16) | (green << 8) | red;
    };
    const cells = Array.from({ length: 10 }, (_, number) => packed(`--cell-${number}`));
    mapColours.known.set(theme, { cells, outside: packed("--outside"), ink: packed("--ink") });
  }
  return mapColours.known.get(theme);
}

function paintRegions(canvas, pixels, theme) {
  const { cells, outside, ink } = mapColours(theme);
  const colour = (cell) => (cell === OUTSIDE ? outside : cell === OPEN ? ink : cells[cell % 10]);
  const line = ink;
  const faint = (line & 0xffffff) | (70 << 24);
  const { width, height } = MAP;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const packed = new Int32Array(image.data.buffer);
  let [last, shade] = [null, 0];
  for (let y = 0, place = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, place += 1) {
      const cell = pixels[place];
      if (cell !== last) [last, shade] = [cell, colour(cell)];
      const edge = (x + 1 < width && pixels[place + 1] !== cell) || (y + 1 < height && pixels[place + width] !== cell);
      packed[place] = edge ? line : cell === OUTSIDE && (x + y) % 12 === 0 ? faint : shade;
    }
  }
  context.putImageData(image, 0, 0);
}
