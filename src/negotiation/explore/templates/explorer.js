// Puts the parts together: one state, one way to change it, everything shown anew after a change.

class Explorer {
  constructor(data) {
    this.data = data;
    this.state = readState(data, location.hash, startState(data));
    this.labels = new Map();
    this.names = new Set(data.parameters.map((each) => each.name).filter((name) => name.includes("_")));
    Object.entries(data.capitals).forEach(([word, written]) => CAPITALS.set(word, written));
  }

  start() {
    buildControls(this);
    buildTree(this);
    buildMap(this);
    buildSources(this);
    if (!location.hash.includes("axis=")) this.state.axes = liveliestAxes(this);
    byId("share").addEventListener("click", () => this.share());
    document.querySelector(".skip").addEventListener("click", (event) => follow(event, "answer"));
    byId("theme").addEventListener("click", () => this.nextTheme());
    this.showTheme("");
    window.addEventListener("hashchange", () => this.change(readState(this.data, location.hash, this.state)));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.show());
    byId("tree-list").parentElement.addEventListener("toggle", () => showTreeList(this, this.answer));
    this.show();
  }

  // The answer is shown at once, the pictures of whole ranges in the next frame: however fast a
  // slider moves, they are painted once a frame.
  change(more) {
    const began = performance.now();
    this.state = { ...this.state, unread: [], ...more };
    this.showAnswer();
    const report = document.documentElement.dataset;
    report.answered = (performance.now() - began).toFixed(2);
    if (!this.painting) {
      this.painting = true;
      requestAnimationFrame(() => {
        const start = performance.now();
        this.painting = false;
        this.showRanges();
        report.painted = (performance.now() - start).toFixed(2);
      });
    }
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), 300);
  }

  show() {
    this.showAnswer();
    this.showRanges();
  }

  showAnswer() {
    this.answer = computeAnswer(this.data, this.state);
    this.state.shown = Math.min(this.state.shown, Math.max(0, this.answer.equilibria.length - 1));
    showControls(this, this.answer);
    showAnswer(this, this.answer);
    showTree(this, this.answer);
    if (byId("tree-list").parentElement.open) showTreeList(this, this.answer);
    showConditions(this, this.answer);
    showAssumptions(this, this.answer);
  }

  showRanges() {
    showMap(this, this.answer);
    showBands(this);
  }

  setValue(number, value) {
    this.change({ values: this.state.values.with(number, value) });
  }

  setPoint(x, y) {
    const [first, second] = this.state.axes;
    this.change({ values: this.state.values.with(first, x).with(second, y) });
  }

  takeValues(named) {
    const values = this.data.parameters.map((parameter, number) => parseNumber(named[parameter.name] || "") || this.state.values[number]);
    this.change({ values });
  }

  takeCalibration(name) {
    this.takeValues(this.data.calibrations[name]);
  }

  setRule(number, imposed) {
    const lifted = new Set(this.state.lifted);
    if (imposed) lifted.delete(number);
    else lifted.add(number);
    this.change({ lifted, shown: 0 });
  }

  setAxis(axis, number) {
    const axes = [...this.state.axes];
    if (axes[1 - axis] === number) axes[1 - axis] = axes[axis];
    axes[axis] = number;
    this.change({ axes });
  }

  showEquilibrium(number) {
    this.change({ shown: number });
  }

  // What the page's own tests, and a curious reader at the console, ask of it.
  address() {
    return writeState(this.data, this.state);
  }

  exactValues() {
    return this.state.values.map(writeNumber);
  }

  cells() {
    return versionOf(this).cells;
  }

  save() {
    history.replaceState(null, "", `#${this.address()}`);
  }

  async share() {
    this.save();
    const button = byId("share");
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Link copied";
    } catch {
      button.textContent = "The address bar has the link";
    }
    setTimeout(() => (button.textContent = said), 2000);
  }

  theme() {
    const chosen = document.documentElement.dataset.theme;
    if (chosen) return chosen;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  nextTheme() {
    this.takeTheme(this.theme() === "dark" ? "light" : "dark");
  }

  // A page that holds this one in a frame may call it, so that both look alike.
  takeTheme(theme) {
    this.showTheme(theme);
    this.show();
  }

  showTheme(theme) {
    if (theme) document.documentElement.dataset.theme = theme;
    const other = this.theme() === "dark" ? "light" : "dark";
    byId("theme").textContent = other === "dark" ? "Dark colours" : "Light colours";
  }
}

if (typeof document !== "undefined") {
  const explorer = new Explorer(JSON.parse(byId("data").textContent));
  window.explorer = explorer;
  explorer.start();
}
