// Wiggle: a leaf is moved, and the slope of the result is measured, beside what backward() says.
// `changed` is called when a leaf has moved, `chose` when another one is looked at.

const POINTS = 60; // of the curve; fewer of an expression that is large
const PLOT = { width: 300, height: 160, edge: 10, above: 22, below: 22 };

class Wiggle {
  constructor(values, passes, changed, chose) {
    Object.assign(this, { values, passes, changed, chose });
    this.leaves = values.map((_, at) => at).filter((at) => !values[at].rule && typeof values[at].given === "number" && Number.isFinite(values[at].given));
    this.moved = new Map();
    this.isOn = this.leaves.length > 0 && values.every((value) => value.rule !== "?") && values.some((value) => value.rule);
    this.leaf = this.leaves.find((at) => values[at].isNamed) ?? this.leaves.find((at) => values[at].given) ?? this.leaves[0];
    this.range = document.getElementById("leaf-range");
    this.exact = document.getElementById("leaf-number");
    this.choice = document.getElementById("leaf");
    document.getElementById("wiggle").dataset.on = this.isOn ? "yes" : "no";
    if (!this.isOn) return;
    for (const at of this.leaves) {
      const option = document.createElement("option");
      option.value = String(at);
      option.textContent = values[at].isNamed ? values[at].name : `${values[at].name} (${told(values[at].given)})`;
      this.choice.append(option);
    }
    this.choice.addEventListener("change", () => this.choose(Number(this.choice.value)));
    this.range.addEventListener("input", () => this.move(Number(this.range.value)));
    this.exact.addEventListener("input", () => {
      if (this.exact.value !== "" && Number.isFinite(Number(this.exact.value))) this.move(Number(this.exact.value), true);
    });
    document.getElementById("leaf-back").addEventListener("click", () => {
      this.moved.clear();
      this.changed();
      this.choose(this.leaf);
    });
  }

  now() {
    return this.moved.has(this.leaf) ? this.moved.get(this.leaf) : this.values[this.leaf].given;
  }

  choose(leaf) {
    if (!this.isOn || !this.leaves.includes(leaf)) return;
    this.leaf = leaf;
    this.choice.value = String(leaf);
    const start = this.values[leaf].given;
    this.reach = Math.max(1, Math.abs(start));
    [this.from, this.to] = [start - this.reach, start + this.reach];
    Object.assign(this.range, { min: String(this.from), max: String(this.to), step: String(this.reach / 100) });
    this.show();
    this.chose();
  }

  move(amount, isTyped) {
    this.moved.set(this.leaf, amount);
    this.changed();
    this.show(isTyped);
  }

  at(amount) {
    return resultOf(this.values, this.passes, new Map([...this.moved, [this.leaf, amount]]));
  }

  slope() {
    const h = 1e-4 * Math.max(1, Math.abs(this.now()));
    return (this.at(this.now() + h) - this.at(this.now() - h)) / (2 * h);
  }

  show(isTyped) {
    if (!this.isOn) return;
    const now = this.now();
    this.range.value = String(now);
    if (!isTyped) this.exact.value = String(+now.toPrecision(6));
    this.range.setAttribute("aria-valuetext", `${this.values[this.leaf].name} = ${told(now)}`);
  }

  // The lines below the slider, and the curve.
  tell(grad) {
    if (!this.isOn) return;
    const name = this.values[this.leaf].name;
    const result = this.passes.map((order) => this.values[order[order.length - 1]].name).join(" + ");
    const slope = this.slope();
    const put = (id, content) => (document.getElementById(id).textContent = content);
    put("result-name", result);
    put("result-now", told(this.at(this.now())));
    put("grad-name", `${name}.grad`);
    put("grad-now", told(grad));
    put("slope-rule", `(${result}(${name} + h) − ${result}(${name} − h)) / 2h`);
    put("slope-now", told(slope));
    const moved = [...this.moved].filter(([at, amount]) => amount !== this.values[at].given);
    put("leaf-was", moved.length ? `moved: ${moved.map(([at]) => `${this.values[at].name} was ${told(this.values[at].given)}`).join(", ")}` : "");
    document.getElementById("leaf-back").disabled = moved.length === 0;
    this.plot(grad, name, result);
  }

  plot(grad, name, result) {
    const plot = document.getElementById("plot");
    const now = this.now();
    const [from, to] = [Math.min(this.from, now), Math.max(this.to, now)];
    const curve = [];
    const points = this.values.length > 400 ? POINTS / 3 : POINTS;
    for (let i = 0; i <= points; i += 1) {
      const x = from + ((to - from) * i) / points;
      const y = this.at(x);
      if (Number.isFinite(y)) curve.push([x, y]);
    }
    const heights = curve.map(([, y]) => y);
    let [low, high] = [Math.min(...heights), Math.max(...heights)];
    if (!(high - low > 1e-12)) [low, high] = [low - 1, high + 1];
    const across = (x) => PLOT.edge + ((x - from) / (to - from)) * (PLOT.width - 2 * PLOT.edge);
    const up = (y) => PLOT.height - PLOT.below - ((y - low) / (high - low)) * (PLOT.height - PLOT.above - PLOT.below);
    const path = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${across(x).toFixed(1)} ${up(y).toFixed(1)}`).join("");
    const y = this.at(now);
    const tangent = [from, to].map((x) => [x, y + grad * (x - now)]);
    plot.setAttribute("viewBox", `0 0 ${PLOT.width} ${PLOT.height}`);
    plot.setAttribute("aria-label", `${result} as ${name} goes from ${told(from)} to ${told(to)}: at ${told(now)} it is ${told(y)}, with the slope ${told(grad)}`);
    plot.replaceChildren(
      drawn("path", { d: path(curve), class: "curve" }),
      drawn("path", { d: Number.isFinite(grad) && grad !== null ? path(tangent) : "", class: "tangent" }),
      drawn("circle", { cx: across(now), cy: up(y), r: 5, class: "point" }),
      text(`${name} →`, PLOT.width - 6, PLOT.height - 6, "axis end"),
      text(`${result} ↑`, 6, 14, "axis"),
    );
  }
}
