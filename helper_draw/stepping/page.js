// Page: what is shown now, and what changes it: buttons, keys, the slider, a click on a box.

const given = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const values = given.values.map(read);
const failing = given.failing || null;
const passes = given.passes;
const words = new Words(values, passes, failing);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const calls = failing ? failing.ran.filter(([node]) => values[node].rule) : []; // a leaf's do nothing

let data = forward(values, passes, new Map());
let run = stepsOf(values, passes, data);
let number = 0;
let timer = 0;
let wiggle = null; // made below
let scale = 1;
let shown = 0; // which of the views
let paint = () => {}; // write the boxes that are in sight, as they are after this step
const pictures = [];
const longest = longestLine();
const guilty = faults(); // the boxes with a cross; of all that differ, where it is not known

const SECOND = 1100; // milliseconds that a step stays while it plays
const ROOMY = 0.72; // of its size: a smaller picture is followed instead of shown whole
const CLOSE = 0.92;

// The picture

function picture() {
  pictures[shown] ||= new Picture(given.views[shown], values, given.box, longest, chosen);
  return pictures[shown];
}

function open(view) {
  shown = view;
  const now = picture();
  paint = () => {};
  $("picture").replaceChildren(now.svg);
  for (const button of $("views").children) button.setAttribute("aria-pressed", String(Number(button.dataset.view) === view));
  listViews();
  fit();
  show();
}

function listViews() {
  const listed = given.views.length > 1 ? [[1, "Folded"], [0, `Every value (${values.length.toLocaleString("en")})`]] : [];
  if (shown > 1) listed.push([shown, `Inside: ${given.views[shown].name}`]);
  $("views").replaceChildren(
    ...listed.map(([view, title]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = title;
      button.dataset.view = String(view);
      button.setAttribute("aria-pressed", String(view === shown));
      button.addEventListener("click", () => open(view));
      return button;
    }),
  );
}

function fit() {
  const now = picture();
  const room = $("picture").clientWidth - 2;
  const tallest = Math.max(220, innerHeight * (innerWidth < 700 ? 0.42 : 0.56));
  const whole = Math.min(room / now.width, tallest / now.height, 1.15);
  const step = 2 * now.boxWidth + now.gap + 24; // from an operand to its result
  zoom(whole >= ROOMY ? whole : Math.min(CLOSE, room / step));
}

function zoom(to) {
  const now = picture();
  scale = Math.min(2.5, Math.max(0.03, to));
  now.svg.setAttribute("width", String(Math.round(now.width * scale)));
  now.svg.setAttribute("height", String(Math.round(now.height * scale)));
  const tallest = Math.max(220, innerHeight * (innerWidth < 700 ? 0.42 : 0.56));
  $("picture").style.height = `${Math.round(Math.min(now.height * scale + 2, tallest))}px`;
  follow();
  paint();
}

// Keep the boxes of the step in sight, where not all of the picture is.
function follow(isSudden) {
  const now = picture();
  const frame = $("picture");
  if (now.width * scale <= frame.clientWidth + 1 && now.height * scale <= frame.clientHeight + 1) return;
  const step = run.steps[number];
  const about = step.node === undefined ? passes[0][passes[0].length - 1] : step.node;
  const group = [about, ...(step.uses || []).map((use) => use.operand), ...(step.kind === "forward" ? values[about].operands : [])];
  const boxes = [...new Set(group.map((each) => now.standsFor.get(each)))].filter((at) => at !== undefined).map((at) => now.boxes[at]);
  if (!boxes.length) return;
  const [own] = boxes;
  const wide = frame.clientWidth / scale;
  const left = Math.max(own.left + now.boxWidth + 8 - wide, Math.min(...boxes.map((box) => box.left)) - 8);
  const top = boxes.map((box) => box.top);
  const middle = (Math.min(...top) + Math.max(...top) + now.boxHeight) / 2;
  const isIn = left * scale >= frame.scrollLeft && (own.left + now.boxWidth) * scale <= frame.scrollLeft + frame.clientWidth;
  const target = {
    left: isIn ? frame.scrollLeft : Math.max(0, (left + own.left + now.boxWidth) / 2 * scale - frame.clientWidth / 2),
    top: Math.max(0, middle * scale - frame.clientHeight / 2),
  };
  frame.scrollTo({ ...target, behavior: calm.matches || isSudden || timer ? "auto" : "smooth" });
}

// Bring a box into the middle, and the keyboard to it.
function lookAt(value) {
  const now = picture();
  const box = now.boxes[now.standsFor.get(value)];
  if (!box) return;
  $("picture").scrollTo({
    left: (box.left + now.boxWidth / 2) * scale - $("picture").clientWidth / 2,
    top: (box.top + now.boxHeight / 2) * scale - $("picture").clientHeight / 2,
    behavior: "auto",
  });
  paint();
  box.group.focus({ preventScroll: true });
}

// A click on a box, or Enter.
function chosen(value, inside, isFolded, members) {
  if (inside) return open(inside);
  if (isFolded) {
    const target = value >= 0 ? value : members[members.length - 1];
    open(0);
    goTo(stepOf(target));
    return lookAt(target);
  }
  wiggle.choose(value);
  return goTo(stepOf(value));
}

// The step of a value: in the half that is looked at.
function stepOf(value) {
  if (!values[value].rule) return number;
  const kind = number < run.firstBackward ? "forward" : "backward";
  return run.steps.findIndex((step) => step.kind === kind && step.node === value);
}

// What a step shows

function isNowWrong(step) {
  return Boolean(failing) && number === faulty() && step !== undefined;
}

// The number of the first wrong step; -1 where it is not known.
function faulty() {
  if (!failing || !failing.wrong) return -1;
  const [kind, node] = failing.wrong;
  const wanted = { value: "forward", gave: "backward", turn: "backward", seed: "seed" }[kind];
  const found = run.steps.findIndex((step) => step.kind === wanted && (wanted === "seed" || step.node === node));
  return found < 0 && kind === "turn" ? run.steps.length - 1 : found;
}

function show() {
  const step = run.steps[number];
  const state = stateAfter(values, run, number);
  const now = picture();
  const wrongHere = isNowWrong(step);
  const rows = rowsOf(step);
  const lit = step.node === undefined ? -1 : now.standsFor.get(step.node) ?? -1;
  const gets = new Set(rows.map((row) => now.standsFor.get(row.operand)));
  paint = () => {
    const isSeen = seen(now);
    now.boxes.forEach((box, at) => {
      if (isSeen(box)) writeIfNew(now, box, state, at === lit, gets.has(at), step, wrongHere);
    });
  };
  paint();
  const uses = step.kind === "forward" ? values[step.node].operands.map((operand) => ({ operand })) : rows;
  const isGrey = step.kind === "backward" && (values[step.node].rule === "?" || step.own === null);
  now.mark(step.kind === "forward" ? "forward" : isGrey ? "grey" : "backward", step.node, uses);
  tell(step, rows, wrongHere);
  markStrip(step, state);
  $("slider").value = String(number);
  $("slider").setAttribute("aria-valuetext", `Step ${number} of ${run.steps.length - 1}: ${$("heading").textContent}`);
  $("count").textContent = `step ${number} of ${run.steps.length - 1}${counted(step)}`;
  $("jump").disabled = wrongHere;
  $("jump").textContent = wrongHere ? "✗ You are at the first wrong step" : "✗ Go to the first wrong step";
  $("first").disabled = $("back").disabled = number === 0;
  $("next").disabled = $("last").disabled = number === run.steps.length - 1;
  document.body.dataset.half = number < run.firstBackward ? "forward" : "backward";
}

// Which of its half a step is.
function counted({ kind, node }) {
  if (node === undefined || kind === "seed") return "";
  const half = run.steps.filter((each) => each.kind === kind);
  return `\n${kind} ${half.indexOf(run.steps[number]) + 1} of ${half.length}`;
}

// Whether a box is in sight, or nearly; of a picture that is not large, all are.
function seen(now) {
  if (now.boxes.length <= 120) return () => true;
  const frame = $("picture");
  const [left, top] = [frame.scrollLeft / scale, frame.scrollTop / scale];
  const [wide, high] = [frame.clientWidth / scale, frame.clientHeight / scale];
  return (box) => box.left > left - wide && box.left < left + 2 * wide && box.top > top - high && box.top < top + 2 * high;
}

// Of a large picture hardly anything changes in a step.
function writeIfNew(now, box, state, isLit, getsGrad, step, wrongHere) {
  const at = box.value;
  const flags = [isLit, getsGrad, isLit && step.kind === "forward", wrongHere, state.computed[at], state.passedOn[at], state.received[at], wiggle.moved.size > 0, state.complete[at]];
  const bits = flags.reduce((sum, flag, place) => sum + (flag ? 2 ** place : 0), 0);
  if (box.bits === bits && box.grad === state.grads[at] && box.data === data[at]) return;
  Object.assign(box, { bits, grad: state.grads[at], data: data[at] });
  now.write(box, saidOf(box, state, isLit, getsGrad, step, wrongHere));
}

function saidOf(box, state, isLit, getsGrad, step, wrongHere) {
  const at = box.value;
  if (at < 0) return { lines: {}, kinds: isLit ? ["lit"] : [], label: box.name };
  const value = values[at];
  const isThere = state.computed[at];
  const dataText = isText(value.given) ? told(value.given) : isThere ? told(data[at]) : "…";
  const isLate = wrongHere && failing.wrong[0] === "turn" && at === failing.wrong[1];
  const yours = isLate ? atItsTurn(at) : isThere ? differing(value, at, state.complete[at]) : "";
  const kinds = [];
  if (!isThere) kinds.push("ghost");
  if (value.rule === "?") kinds.push("grey");
  if (isLit) kinds.push(step.kind === "forward" ? "lit" : "lit from");
  else if (getsGrad) kinds.push("gets");
  else if (state.passedOn[at] || (state.received[at] && !value.rule)) kinds.push("done");
  if (state.received[at]) kinds.push("has-grad");
  if (yours.endsWith("✗")) kinds.push("at-fault");
  if (wrongHere && failing.wrong && at === failing.wrong[1]) kinds.push("wrong");
  const gradText = told(state.grads[at]);
  const opens = box.isFolded ? "; Enter opens it" : "";
  return {
    lines: { data: `data ${cut(dataText, 9)}`, grad: `grad ${gradText}`, yours },
    kinds,
    label: `${box.name}, data ${isThere ? dataText : "not computed yet"}, grad ${gradText}${yours ? `, ${yours.replace("✗", "")}` : ""}${opens}`,
  };
}

// The rows of a step, beside them what the code itself did.
function rowsOf(step) {
  const rows = step.kind === "backward" ? words.rows(step, data) : [];
  if (failing && !(wiggle && wiggle.moved.size)) besideYours(rows, step);
  return rows;
}

// The letters of the longest line that any tag will have.
function longestLine() {
  let most = 0;
  for (const step of run.steps) {
    for (const row of rowsOf(step)) most = Math.max(most, ...row.lines.map((line) => line.length));
  }
  return most;
}

function tell(step, rows, wrongHere) {
  const [heading, sentence] = words.of(step, data);
  $("heading").textContent = heading;
  $("sentence").textContent = sentence;
  $("sums").replaceChildren(...(rows.length ? [table(rows)] : []));
  $("yours-said").hidden = !wrongHere;
  $("yours-said").textContent = wrongHere ? `✗ Here your code first goes wrong. ${turnOf(step)}` : "";
  $("said").classList.toggle("is-wrong", wrongHere);
}

// The uses of one operand stand together: what the code itself gave it is told of all of them.
function table(all) {
  const rows = [...new Set(all.map((row) => row.operand))].flatMap((operand) => all.filter((row) => row.operand === operand));
  const hasYours = rows.some((row) => row.yours);
  const heads = ["to", "local derivative", "× own grad = contribution", "its grad", ...(hasYours ? ["your code"] : [])];
  const made = (name, content, kind) => {
    const element = document.createElement(name);
    element.textContent = content;
    if (kind) element.className = kind;
    return element;
  };
  const head = document.createElement("tr");
  head.append(...heads.map((each) => made("th", each)));
  const body = rows.map((row, at) => {
    const line = document.createElement("tr");
    const uses = rows.filter((each) => each.operand === row.operand).length;
    line.append(made("td", row.name, "who"), made("td", row.derivative), made("td", row.product, "product"), made("td", row.change, "change"));
    if (hasYours && row === rows.find((each) => each.operand === row.operand)) {
      const kind = row.isWrong ? " yours-wrong" : row.differs ? " yours-follows" : "";
      const cell = made("td", `${uses > 1 ? `${uses === 2 ? "both" : `all ${uses}`} uses: ` : ""}${row.yours || "?"}`, `yours-cell${kind}`);
      cell.rowSpan = uses;
      line.append(cell);
    }
    line.dataset.row = String(at);
    return line;
  });
  const whole = document.createElement("table");
  whole.append(head, ...body);
  return whole;
}

// The strips

const chips = new Map();
const kinds = new Map();

function makeStrips() {
  const seen = new Set();
  for (const order of passes) {
    for (const at of order) {
      if (seen.has(at)) continue;
      seen.add(at);
      chips.set(at, chip($("strip"), at));
    }
  }
  if (!failing || !calls.length || isOrdered()) return;
  $("ran-line").hidden = false;
  $("order-name").textContent = "correct order";
  $("strip").classList.add("reversed");
  $("strip").append(...[...$("strip").children].reverse());
  for (const [at, button] of chips) button.parentNode.hidden = !values[at].rule; // it has no _backward
  for (const [node] of calls) {
    const made = chip($("ran"), node);
    if (failing.wrong && failing.wrong[0] === "turn" && failing.wrong[1] === node) made.classList.add("wrong");
  }
}

function chip(list, at) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.textContent = cut(values[at].name, 12);
  if (!values[at].isNamed) button.classList.add("unnamed");
  if (!values[at].rule) button.classList.add("leaf");
  button.addEventListener("click", () => chosen(at, 0, false, []));
  item.append(button);
  list.append(item);
  return button;
}

function markStrip(step, state) {
  const isForward = number < run.firstBackward;
  for (const [at, button] of chips) {
    const isDone = isForward ? state.computed[at] : state.passedOn[at];
    const kind = at === step.node ? "now" : isDone ? "done" : "";
    if (kinds.get(at) !== kind) button.dataset.kind = kind;
    kinds.set(at, kind);
  }
  const now = chips.get(step.node);
  if (!now) return;
  const strip = $("strip");
  const left = now.parentNode.offsetLeft - strip.clientWidth / 2;
  strip.scrollTo({ left, behavior: calm.matches || timer || Math.abs(left - strip.scrollLeft) > 800 ? "auto" : "smooth" });
}

// What changes it

function goTo(to) {
  number = Math.max(0, Math.min(run.steps.length - 1, to));
  if (shown > 1) {
    const at = run.steps[number].node;
    if (at !== undefined && !picture().standsFor.has(at)) open(1);
  }
  show();
  follow();
  if (number === run.steps.length - 1) pause();
}

function pause() {
  clearInterval(timer);
  timer = 0;
  $("play").textContent = "Play";
}

function play() {
  if (timer) return pause();
  if (number === run.steps.length - 1) goTo(0);
  timer = setInterval(() => goTo(number + 1), SECOND);
  $("play").textContent = "Pause";
  return goTo(number + 1);
}

function jump() {
  pause();
  goTo(faulty());
}

const tellWiggle = () => wiggle.tell(run.grads[wiggle.leaf]);
wiggle = new Wiggle(
  values,
  passes,
  () => {
    data = forward(values, passes, wiggle.moved);
    run = stepsOf(values, passes, data);
    show();
    tellWiggle();
  },
  tellWiggle,
);

$("first").addEventListener("click", () => goTo(0));
$("back").addEventListener("click", () => goTo(number - 1));
$("play").addEventListener("click", play);
$("next").addEventListener("click", () => goTo(number + 1));
$("last").addEventListener("click", () => goTo(run.steps.length - 1));
$("slider").addEventListener("input", () => goTo(Number($("slider").value)));
$("jump").addEventListener("click", jump);
$("smaller").addEventListener("click", () => zoom(scale / 1.25));
$("larger").addEventListener("click", () => zoom(scale * 1.25));
$("whole").addEventListener("click", () => zoom(Math.min(($("picture").clientWidth - 2) / picture().width, ($("picture").clientHeight - 2) / picture().height)));

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const on = event.target;
  const isTyping = ["INPUT", "SELECT", "TEXTAREA"].includes(on.tagName) && on.id !== "slider";
  if (isTyping) return;
  const isButton = on.tagName === "BUTTON";
  const keys = {
    ArrowRight: () => goTo(number + 1),
    ArrowLeft: () => goTo(number - 1),
    Home: () => goTo(0),
    End: () => goTo(run.steps.length - 1),
    x: () => faulty() >= 0 && jump(),
    "+": () => zoom(scale * 1.25),
    "-": () => zoom(scale / 1.25),
  };
  if (!isButton) keys[" "] = play;
  const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

// Two fingers and Ctrl with the wheel zoom; the mouse drags; one finger scrolls by itself.
const frame = $("picture");
let drag = null;
let pinch = 0;
const apart = (touches) => Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);

function zoomAt(factor, x, y) {
  const box = frame.getBoundingClientRect();
  const [dx, dy] = [x - box.left, y - box.top];
  const [px, py] = [(frame.scrollLeft + dx) / scale, (frame.scrollTop + dy) / scale];
  zoom(scale * factor);
  frame.scrollTo({ left: px * scale - dx, top: py * scale - dy, behavior: "auto" });
}

frame.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  zoomAt(Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
}, { passive: false });
frame.addEventListener("touchstart", (event) => {
  pinch = event.touches.length === 2 ? apart(event.touches) : 0;
}, { passive: true });
frame.addEventListener("touchmove", (event) => {
  if (event.touches.length !== 2 || !pinch) return;
  event.preventDefault();
  const now = apart(event.touches);
  const [one, other] = event.touches;
  zoomAt(now / pinch, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
  pinch = now;
}, { passive: false });
frame.addEventListener("pointerdown", (event) => {
  if (event.pointerType === "mouse" && event.button === 0) drag = [event.clientX + frame.scrollLeft, event.clientY + frame.scrollTop];
});
let isPainting = false;
frame.addEventListener("scroll", () => {
  if (isPainting) return;
  isPainting = true;
  requestAnimationFrame(() => {
    isPainting = false;
    paint();
  });
}, { passive: true });
addEventListener("pointermove", (event) => {
  if (drag) frame.scrollTo({ left: drag[0] - event.clientX, top: drag[1] - event.clientY, behavior: "auto" });
});
addEventListener("pointerup", () => (drag = null));
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === width) return; // a phone's bar that comes and goes
  width = innerWidth;
  fit();
});

// A text of the grader's, its `code` as code, and its numbers as this page writes them.
function tellIn(id, said) {
  $(id).hidden = !said;
  const parts = said.split("`").map((part, place) => {
    if (place % 2 === 0) return part.replace(/(^|[\s(=])-(?=\d)/g, "$1−").replace(/(\d)\.0(?!\.?\d)/g, "$1");
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  });
  $(id).replaceChildren(...parts);
}

function tellFailing() {
  $("failing").hidden = false;
  $("failing-title").textContent = failing.title;
  tellIn("failing-text", failing.text);
  tellIn("failing-place", failing.place && `Where: ${failing.place}.`);
  tellIn("failing-cause", failing.cause || likeness());
  $("program").textContent = failing.program;
  $("wiggle").open = false;
  $("legend").append(` Step by step: the right gradients, by the rules, which are ${failing.source}’s. In red, with ✗: what your code did. Red without ✗ only follows from that.`);
  const at = faulty();
  $("jump").hidden = at < 0;
  $("key-jump").hidden = at < 0;
  if (at < 0) return;
  const tick = $("fault-tick");
  tick.hidden = false;
  tick.style.left = `${(100 * at) / Math.max(1, run.steps.length - 1)}%`;
  number = at;
}

makeStrips();
$("slider").max = String(run.steps.length - 1);
$("phase-forward").style.flexGrow = String(run.firstBackward);
$("phase-backward").style.flexGrow = String(run.steps.length - run.firstBackward);
if (values.some((value) => !value.isNamed && /^v\d+$/.test(value.name))) $("legend").append(" v1, v2, … are names for what has no label.");
if (!failing && values.some((value, at) => differing(value, at, true))) $("legend").append(" “yours” is the grad that your object has, where one backward() by the rules comes to another number.");
if (failing) tellFailing();
open(given.views.length > 1 ? 1 : 0);
follow(true);
wiggle.choose(wiggle.leaf);
