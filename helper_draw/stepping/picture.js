// Picture: one view as SVG: the arrows at once, a box when it is first written, and what changes.

const SVG = "http://www.w3.org/2000/svg";
const GAP = { least: 140, most: 190, side: 20 }; // between two layers: a tag, its arrow on both sides
const MARGIN = 14;
const LINE = 17;
const TALL = 80; // a box of more than this has room for a third line, in larger letters
const CHARACTER = 8; // the width of a letter; in a tall box
const LARGER = 8.8;
const MANY = 400; // arrows that are not put in another order at every step
const TAG = { width: 84, line: 15.5, character: 7.6, apart: 12 };
const LOWEST = 200; // of a picture: room for two tags, one above the other

function drawn(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const cut = (text, most) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

class Picture {
  constructor(view, values, size, longest, chosen) {
    this.view = view;
    this.values = values;
    [this.boxWidth, this.boxHeight] = size;
    this.character = this.boxHeight > TALL ? LARGER : CHARACTER;
    this.gap = Math.max(GAP.least, Math.min(GAP.most, widthOf(longest) + 2 * GAP.side));
    this.spread(view);
    this.width = this.across(view.width) + 2 * MARGIN;
    this.height = Math.max(view.height + 2 * MARGIN, LOWEST);
    this.top = (this.height - view.height) / 2;
    this.standsFor = new Map(); // of a value, its box
    view.boxes.forEach((box, at) => box[5].forEach((value) => this.standsFor.set(value, at)));
    this.svg = drawn("svg", { viewBox: `0 0 ${this.width} ${this.height}`, role: "group" });
    if (this.boxHeight > TALL) this.svg.setAttribute("class", "tall");
    this.svg.setAttribute("aria-label", "The expression: boxes are values, arrows lead from operands to results");
    const lines = drawn("g", { "aria-hidden": "true" });
    this.group = drawn("g", {});
    this.chosen = chosen;
    this.tags = drawn("g", { "aria-hidden": "true" });
    this.svg.append(lines, this.group, this.tags);
    this.edges = view.edges.map((edge) => this.edge(edge, lines));
    this.entering = new Map(); // of a box, the arrows that enter it
    for (const edge of this.edges) this.entering.set(edge.head, [...(this.entering.get(edge.head) || []), edge]);
    this.boxes = view.boxes.map((box) => this.planned(box));
  }

  // Layers stand as far apart as the gap says: along(x) leads from the layout to the picture.
  spread(view) {
    const half = this.boxWidth / 2;
    const layers = [...new Set(view.boxes.map((box) => box[1]))].sort((a, b) => a - b);
    const stops = [];
    layers.forEach((middle, at) => {
      const left = at * (this.boxWidth + this.gap);
      stops.push([middle - half, left], [middle + half, left + this.boxWidth]);
    });
    this.across = (x) => {
      let at = stops.findIndex((stop) => stop[0] >= x);
      if (at < 0) return stops[stops.length - 1][1] + x - stops[stops.length - 1][0];
      if (at === 0) return stops[0][1] + x - stops[0][0];
      const [[x1, y1], [x2, y2]] = [stops[at - 1], stops[at]];
      return x2 === x1 ? y2 : y1 + ((x - x1) * (y2 - y1)) / (x2 - x1);
    };
  }

  edge([tail, head, mark, bow, flat], parent) {
    const points = [];
    for (let at = 0; at < flat.length; at += 2) {
      points.push([this.across(flat[at]) + MARGIN, flat[at + 1] + this.top]);
    }
    const group = drawn("g", { class: "edge" });
    const whole = lineOf(points, bow);
    const line = drawn("path", { d: whole, class: "line" });
    const [x, y] = points[points.length - 1];
    const [x0, y0] = points[0];
    group.append(
      line,
      drawn("path", { d: `M${x} ${y}l-8 -3.6v7.2Z`, class: "onward" }),
      drawn("path", { d: `M${x0} ${y0}l8 -3.6v7.2Z`, class: "back" }), // shown when a gradient comes back
    );
    if (mark) {
      const [mx, my] = [(points[points.length - 2][0] + x) / 2 - 14, y - 8];
      group.append(text(mark, mx, my, "mark"));
    }
    parent.append(group);
    return { tail, head, group, points, line, whole };
  }

  // A box that is not drawn yet: of a large picture most are out of sight.
  planned([value, x, y, band, inside, members]) {
    const left = this.across(x) + MARGIN - this.boxWidth / 2;
    const top = y + this.top - this.boxHeight / 2;
    const name = band || (value >= 0 ? this.values[value].name : "");
    return { value, left, top, band, inside, members, name, isFolded: Boolean(band), group: null, parts: {}, said: {} };
  }

  draw(box) {
    const { value, left, top, band, inside, members, name, isFolded, parts } = box;
    const group = drawn("g", { class: `box${isFolded ? " folded" : ""}`, tabindex: "0", role: "button" });
    if (isFolded) group.append(rectangle(left + 5, top + 5, this.boxWidth, this.boxHeight, "behind"));
    group.append(rectangle(left, top, this.boxWidth, this.boxHeight, "card"));
    const known = value >= 0 ? this.values[value] : null;
    const op = known && !isFolded ? cut(known.op, 6) : isFolded ? "▸" : "";
    const title = text(cut(name, isFolded ? 15 : Math.floor((this.boxWidth - 20) / this.character) - op.length - 1), left + 9, top + 17, isFolded ? "band" : known && known.isNamed ? "name" : "name unnamed");
    group.append(title);
    if (op) group.append(text(op, left + this.boxWidth - 9, top + 17, "op"));
    if (value >= 0) {
      group.append(drawn("path", { d: `M${left} ${top + 25}h${this.boxWidth}`, class: "rule" }));
      const isTall = this.boxHeight > TALL; // else what was left stands beneath
      const lines = [["data", 42], ["grad", 42 + LINE], ["yours", isTall ? 42 + 2 * LINE : this.boxHeight + 12]];
      for (const [line, down] of lines) {
        parts[line] = text("", left + 9, top + down, line);
        group.append(parts[line]);
      }
    }
    const choose = (event) => {
      event.preventDefault();
      this.chosen(value, inside, isFolded, members);
    };
    group.addEventListener("click", choose);
    group.addEventListener("keydown", (event) => {
      if (event.key === "Enter") choose(event);
    });
    this.group.append(group);
    box.group = group;
  }

  // Write what a box shows, if that is new.
  write(box, said) {
    if (!box.group) this.draw(box);
    for (const [line, content] of Object.entries(said.lines)) {
      if (box.said[line] !== content && box.parts[line]) {
        box.parts[line].textContent = content;
        squeeze(box.parts[line], this.character, this.boxWidth - 16);
        box.said[line] = content;
      }
    }
    const kind = `box${box.isFolded ? " folded" : ""} ${said.kinds.join(" ")}`;
    if (box.said.kind !== kind) box.group.setAttribute("class", (box.said.kind = kind));
    if (box.said.label !== said.label) box.group.setAttribute("aria-label", (box.said.label = said.label));
  }

  // Mark the arrows of a step and put a tag on each; rows are those of its uses.
  mark(kind, node, rows) {
    for (const edge of this.marked || []) {
      edge.group.setAttribute("class", "edge");
      edge.line.setAttribute("d", edge.whole);
    }
    this.marked = [];
    this.tags.replaceChildren();
    const head = this.standsFor.get(node);
    if (head === undefined) return;
    const placed = [];
    for (const row of rows) {
      const tail = this.standsFor.get(row.operand);
      if (tail === undefined || tail === head) continue;
      const all = (this.entering.get(head) || []).filter((each) => each.tail === tail);
      const edge = all.find((each) => !this.marked.includes(each)) || all[0];
      if (!edge) continue;
      this.marked.push(edge);
      edge.group.setAttribute("class", `edge ${kind}${row.isWrong ? " wrong" : ""}`);
      if (this.edges.length < MANY) edge.group.parentNode.append(edge.group); // upon the others
      if (row.lines && !this.boxes[head].isFolded) placed.push(this.tag(edge, row, head));
    }
    settle(placed, this.height);
    for (const tag of placed) {
      this.tags.append(tagged(tag));
      tag.edge.line.setAttribute("d", lineThrough(tag));
    }
  }

  // A tag stands in the gap before the box, as high as its arrow comes from.
  tag(edge, row, head) {
    const count = edge.points.length;
    const from = edge.points[Math.max(0, count - 3)];
    const to = edge.points[count - 2];
    const height = row.lines.length * TAG.line + 8;
    const x = this.boxes[head].left - this.gap / 2;
    const width = Math.min(this.gap - GAP.side, Math.max(TAG.width, ...row.lines.map((line) => widthOf(line.length))));
    return { x, y: (from[1] * 2 + to[1]) / 3, width, height, row, edge };
  }
}

// Straight and curved pieces in turn, as helper_draw's pictures have them.
function lineOf(points, bow) {
  const at = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  let line = `M${at(points[0])}L${at(points[1])}`;
  let bent = bow;
  for (let i = 1; i + 2 < points.length; i += 2) {
    const [start, end] = [points[i], points[i + 1]];
    const half = (start[0] + end[0]) / 2;
    line += `C${at([half, start[1] + bent])} ${at([half, end[1] + bent])} ${at(end)}L${at(points[i + 2])}`;
    bent = 0;
  }
  return line;
}

// The arrow of a tag: to its left side and on from its right one, so that it is seen on both.
function lineThrough({ x, y, width, edge }) {
  const [left, right] = [x - width / 2, x + width / 2];
  const [before, head] = [edge.points.slice(0, -2), edge.points[edge.points.length - 1]];
  const [end] = before.splice(-1);
  const from = [Math.min(end[0], left - 14), end[1]];
  return `${lineOf([...before, from], 0)}${curve(from, [left, y])}M${right} ${y}${curve([right, y], head)}`;
}

function curve(start, end) {
  const half = (start[0] + end[0]) / 2;
  return `C${half} ${start[1]} ${half} ${end[1]} ${end.join(" ")}`;
}

// Push tags apart that would lie on each other, and keep them in the picture.
function settle(tags, height) {
  if (!tags.length) return;
  tags.sort((one, other) => one.y - other.y);
  const mean = () => tags.reduce((sum, tag) => sum + tag.y, 0) / tags.length;
  const wanted = mean();
  for (let i = 1; i < tags.length; i += 1) {
    const least = tags[i - 1].y + (tags[i - 1].height + tags[i].height) / 2 + TAG.apart;
    tags[i].y = Math.max(tags[i].y, least);
  }
  const [first, last] = [tags[0], tags[tags.length - 1]];
  let shift = wanted - mean();
  shift = Math.min(shift, height - 4 - last.y - last.height / 2);
  shift = Math.max(shift, 4 + first.height / 2 - first.y);
  for (const tag of tags) tag.y += shift;
}

function tagged({ x, y, width, height, row }) {
  const group = drawn("g", { class: `tag${row.isWrong ? " wrong" : ""}` });
  for (const [key, value] of Object.entries(row.data)) group.dataset[key] = String(value);
  group.append(rectangle(x - width / 2, y - height / 2, width, height, "tag-card"));
  row.lines.forEach((line, at) => {
    const written = text(line, x, y - height / 2 + 15.5 + at * TAG.line, `tag-line line-${at}`);
    squeeze(written, TAG.character, width - 8);
    group.append(written);
  });
  return group;
}

const widthOf = (letters) => letters * TAG.character + 10; // of a tag

// Of a line that would leave its room, the letters are drawn narrower.
function squeeze(line, character, room) {
  if (line.textContent.length * character <= room) return line.removeAttribute("textLength");
  line.setAttribute("lengthAdjust", "spacingAndGlyphs");
  return line.setAttribute("textLength", String(room));
}

const rectangle = (x, y, width, height, kind) => drawn("rect", { x, y, width, height, rx: 7, class: kind });

function text(content, x, y, kind) {
  const element = drawn("text", { x, y, class: kind });
  element.textContent = content;
  return element;
}
