"use strict";
// Sorts and filters the table, and opens its rows. What is asked for stands in the address, after
// the #, so that it can be kept and passed on. Text becomes text alone: textContent, never markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const table = byId("map");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const learners = data.learners;
  const placeOf = new Map(data.stages.map(([number], place) => [number, place]));
  const CONTROLS = ["q", "stage", "is", "misconception", "mark"];
  const KEYS = [...CONTROLS, "sort", "open"];
  const GROUPS = { wrong: ["wrong", "error"], "not run": ["not run", "needs torch", "not graded"] };
  const columns = table.tHead.rows[0].cells.length;
  const FIRST_STAGE = 2; // the column, after the name and the total
  let state = {};
  let order = rows.map((_, place) => place);
  let active = null; // the cell that the arrow keys have reached
  let panel = null; // the row that is open below a learner's

  learners.forEach((learner, place) => {
    rows[place].dataset.place = place;
    learner.kinds = [...learner.statuses].map((sign) => data.signs[sign][0]);
    learner.held = (learner.held || []).map(([stage, name]) => [stage, data.names[name]]);
    learner.text = [learner.name, learner.who, learner.source, ...(learner.ids || [])]
      .join(" ").toLowerCase();
  });

  // Elements, made of text.
  function made(name, { className, ...attributes } = {}, ...children) {
    const element = document.createElement(name);
    if (className) element.className = className;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  // A sentence with code between backticks.
  function prose(name, text) {
    const parts = text.split("`");
    const isWhole = parts.length % 2 === 1;
    return made(name, {}, ...parts.map((part, place) =>
      isWhole && place % 2 ? made("code", {}, part) : part));
  }

  function code(text) {
    return made("pre", {}, made("code", {}, text));
  }

  const people = (count) => (count === 1 ? "1 learner" : `${count} learners`);
  const short = (number) => String(Math.round(number * 100) / 100);

  // What is asked for, and who that leaves.
  function read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const found = Object.fromEntries(KEYS.map((key) => [key, asked.get(key) || ""]));
    // What no control offers is not asked for.
    for (const id of CONTROLS.slice(1)) {
      if (![...byId(id).options].some((option) => option.value === found[id])) found[id] = "";
    }
    const heads = [...table.tHead.rows[0].cells].map((head) => head.dataset.sort);
    if (!heads.includes(found.sort.replace(/^-/, ""))) found.sort = "";
    return found;
  }

  function addressOf(asked) {
    const text = new URLSearchParams(KEYS.filter((key) => asked[key])
      .map((key) => [key, asked[key]])).toString();
    return text ? `#${text}` : location.pathname + location.search;
  }

  function write() {
    history.replaceState(history.state, "", addressOf(state));
  }

  function isOf(kind, asked) {
    if (asked === "not right") return kind !== "right";
    return (GROUPS[asked] || [asked]).includes(kind);
  }

  function hasStage(learner) {
    if (!state.is) return true;
    const stage = Number(state.stage);
    if (state.is === "first") return stage ? learner.first === stage : learner.first > 0;
    if (!stage) return learner.kinds.some((kind) => isOf(kind, state.is));
    const place = placeOf.get(stage);
    return place !== undefined && isOf(learner.kinds[place], state.is);
  }

  function hasMisconception(learner) {
    const stage = Number(state.stage);
    return !state.misconception || learner.held.some(([where, name]) =>
      name === state.misconception && (!stage || where === stage));
  }

  const MARKS = {
    late: (learner) => learner.late,
    override: (learner) => learner.overrides,
    flag: (learner) => learner.flags,
    "not run": (learner) => learner.not_run,
    note: (learner) => learner.notes,
    none: (learner) => learner.total === null,
  };

  function isShown(learner, words) {
    const mark = MARKS[state.mark];
    return words.every((word) => learner.text.includes(word)) && hasStage(learner) &&
      hasMisconception(learner) && (!mark || Boolean(mark(learner)));
  }

  // The order of the rows.
  const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;

  function keyOf(sort) {
    if (sort === "name") return null;
    if (sort === "total") return (learner) => learner.total;
    if (sort === "late") return (learner) => Number(learner.late);
    const place = placeOf.get(Number(sort.replace("stage-", "")));
    return place === undefined ? null : (learner) => learner.points[place];
  }

  function sorted() {
    const isDescending = state.sort.startsWith("-");
    const sort = state.sort.replace(/^-/, "");
    const key = sort ? keyOf(sort) : null;
    const places = rows.map((_, place) => place);
    if (!sort) return places;
    const sign = isDescending ? -1 : 1;
    if (!key) {
      return places.sort((a, b) => sign * compare(learners[a].name, learners[b].name) || a - b);
    }
    return places.sort((a, b) => {
      const [one, other] = [key(learners[a]), key(learners[b])];
      if (one === null || other === null) return (one === null) - (other === null) || a - b;
      return sign * (one - other) || a - b;
    });
  }

  function showOrder() {
    for (const head of table.tHead.rows[0].cells) {
      const isIt = state.sort.replace(/^-/, "") === head.dataset.sort;
      const direction = state.sort.startsWith("-") ? "descending" : "ascending";
      if (isIt) head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
      head.classList.toggle("asked", head.dataset.sort === `stage-${state.stage}`);
    }
    const wanted = sorted();
    if (wanted.every((place, at) => place === order[at])) return;
    order = wanted;
    body.append(...order.map((place) => rows[place]));
  }

  // The page, as it is asked for.
  function show() {
    for (const id of CONTROLS) {
      const control = byId(id);
      if (control.value !== state[id]) control.value = state[id];
    }
    showOrder();
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    learners.forEach((learner, place) => {
      const shown = isShown(learner, words);
      if (shown) count += 1;
      if (rows[place].hidden === shown) rows[place].hidden = !shown;
    });
    const isFiltered = CONTROLS.some((id) => state[id]);
    byId("shown").textContent = !isFiltered ? people(rows.length)
      : count ? `${count} of ${people(rows.length)}` : `None of ${people(rows.length)}; clear filters to see all`;
    byId("clear").disabled = !isFiltered;
    showPanel();
    showActive();
  }

  function change(changes) {
    state = { ...state, ...changes };
    write();
    show();
  }

  // One learner, opened below the row.
  function showPanel() {
    const place = learners.findIndex((learner) => nameOf(learner) === state.open);
    const row = state.open && place >= 0 && !rows[place].hidden ? rows[place] : null;
    if (panel && panel.of === place && row) {
      if (row.nextSibling !== panel) row.after(panel);
      return;
    }
    if (panel) {
      rows[panel.of].removeAttribute("aria-expanded");
      panel.remove();
      panel = null;
    }
    if (!row) return;
    panel = made("tr", { className: "panel" },
      made("td", { colspan: columns }, opened(learners[place])));
    panel.of = place;
    row.setAttribute("aria-expanded", "true");
    row.after(panel);
  }

  const nameOf = (learner) => learner.who || learner.name;

  function open(place, stage, isByKey) {
    const name = nameOf(learners[place]);
    const isOpen = state.open === name;
    if (isOpen && !stage) return close();
    // The way back from the first panel that is opened is the page without one.
    if (!state.open) history.pushState({ closed: addressOf(state) }, "", location.href);
    change({ open: name });
    const wanted = stage && panel.querySelector(`[data-stage="${stage}"]`);
    if (wanted) wanted.open = true;
    if (isByKey) {
      const target = wanted ? wanted.querySelector("summary") : panel.querySelector("h3");
      target.focus({ preventScroll: true });
    }
    bringUp(rows[place], wanted);
  }

  // A panel that has no room below its row, and a stage that is low in it.
  function bringUp(row, wanted) {
    const room = innerHeight / 2;
    const isAbove = row.getBoundingClientRect().top < 0;
    if (isAbove || panel.getBoundingClientRect().top > room) row.scrollIntoView({ block: "start" });
    if (wanted && wanted.getBoundingClientRect().top > room) wanted.scrollIntoView({ block: "start" });
  }

  function close() {
    const hadFocus = panel && panel.contains(document.activeElement);
    const place = panel && panel.of;
    const isWhatWas = history.state && history.state.closed === addressOf({ ...state, open: "" });
    state = { ...state, open: "" };
    if (isWhatWas) history.back();
    else write();
    show();
    if (hadFocus) focusOn(active && active.isConnected ? active : rows[place].cells[0]);
  }

  function opened(learner) {
    const close_ = made("button", { type: "button", className: "close" }, "Close");
    close_.addEventListener("click", close);
    const title = made("h3", { tabindex: -1 }, made("bdi", {}, learner.name));
    const said = [learner.who, ...(learner.ids || [])].filter(Boolean);
    const at = [learner.at && `Handed in ${learner.at}`, learner.late && "late"].filter(Boolean);
    const from = [...said, learner.source].filter(Boolean);
    const total = learner.total === null ? "no points" : `${short(learner.total)} points`;
    const extra = (learner.bonus ? `, ${learner.bonus}` : "") +
      (learner.deducted ? `, ${short(learner.deducted)} off for being late` : "");
    const parts = [
      made("div", { className: "panel-head" }, title, close_),
      made("p", {}, total + extra, ...(learner.page ? [" · ", made("a", {
        href: `feedback/${encodeURIComponent(learner.page)}`,
      }, "Open the feedback page, with pictures")] : [])),
      at.length ? made("p", { className: "muted" }, at.join(" · ")) : null,
      listOf("It could not be run in full", learner.not_run ? [learner.not_run] : [], "flags"),
      listOf("It deserves a second look", learner.flags, "flags"),
      listOf("By you", (learner.overrides || []).map(overrideText), "own"),
      listOf("Remarks", (learner.notes || []).map((note) => data.texts[note]), "notes"),
      ...stagesOf(learner),
      from.length ? made("details", { className: "muted" }, made("summary", {}, "Where it came from"),
        made("p", {}, from.join(" · "))) : null,
    ];
    if (!(learner.stages || []).length && learner.total !== null) {
      parts.push(made("p", {}, "Nothing is wrong or to do."));
    }
    return made("div", { className: "panel-inner" }, ...parts);
  }

  function overrideText([stage, points, comment]) {
    const given = points === null ? "" : `${short(points)} points`;
    const said = [given, comment].filter(Boolean).join(": ");
    return stage ? `Stage ${stage}: ${said}` : said;
  }

  function listOf(title, texts, className) {
    if (!texts || !texts.length) return null;
    return made("div", { className: `said ${className}` }, made("h4", {}, title),
      made("ul", {}, ...texts.map((text) => prose("li", text))));
  }

  // Those that could not be run at all are named in a line: why stands above.
  function* stagesOf(learner) {
    const parts = (learner.stages || []).map((part) => data.parts[part]);
    const isWaiting = ([number, checks, notRun, toWrite]) =>
      learner.not_run && notRun && !checks.length && !toWrite.length;
    for (const part of parts) if (!isWaiting(part)) yield stageOf(learner, part);
    const waiting = parts.filter(isWaiting).map(([number]) => number);
    if (waiting.length) {
      const what = waiting.length === 1 ? "Stage" : "Stages";
      yield made("p", {}, made("b", {}, "Not run: "), `${what} ${waiting.join(", ")}`);
    }
  }

  function stageOf(learner, [number, checks, notRun, toWrite]) {
    const place = placeOf.get(number);
    const title = place === undefined ? "" : data.stages[place][1];
    const status = place === undefined ? "" : learner.kinds[place];
    const points = place === undefined ? null : learner.points[place];
    const sign = place === undefined ? "" : learner.statuses[place];
    const of = points === null ? "" : ` · ${short(points)} of ${short(data.stages[place][2])}`;
    const count = checks.length === 1 ? " · 1 check fails" : checks.length ? ` · ${checks.length} checks fail` : "";
    const summary = made("summary", {}, made("h4", {}, `${sign} ${number} ${title}`),
      made("span", { className: "muted" }, `${of}${count || ` · ${status}`}`));
    const inner = made("details", { className: "stage", "data-stage": number }, summary);
    if (learner.first === number || !learner.first && status === "to do" &&
        !(learner.stages || []).some((part) => data.parts[part][0] < number)) inner.open = true;
    // Most are never looked at: they are made when they are.
    const fill = () => {
      if (inner.open && inner.children.length === 1) inner.append(...stageParts(checks, notRun, toWrite));
    };
    inner.addEventListener("toggle", fill);
    fill();
    return inner;
  }

  function* stageParts(checks, notRun, toWrite) {
    const names = [...new Set(checks.flatMap(([, named]) => named || []))];
    const places = [...new Set(checks.flatMap(([, , found]) => found || []))];
    for (const name of names) {
      yield made("p", { className: "diagnosis" }, prose("b", data.explanations[name] || ""), " ",
        made("small", { className: "name" }, data.names[name]));
    }
    for (const [at, place] of places.entries()) yield placeAtFault(data.places[place], at > 0);
    if (toWrite.length) {
      yield made("p", {}, made("b", {}, "Still to write: "),
        toWrite.map((text) => data.texts[text]).join(", "));
    }
    for (const [at, [check]] of checks.entries()) yield checkOf(data.checks[check], at === 0);
    if (notRun) yield made("p", { className: "muted" }, `${notRun} of its checks were not run.`);
  }

  function placeAtFault({ function: name, file, line, lines, more }, isAnother) {
    const where = `${file}, line ${line}`;
    const said = made("p", {}, made("b", {}, isAnother ? "and " : "The fault is "),
      name ? `in ${name} (${where})` : `in ${file}`);
    if (!lines.length) return said;
    const width = String(lines[lines.length - 1][0]).length;
    const gap = `${" ".repeat(width)}  …`;
    const text = lines.flatMap(([number, source], at) => [
      ...(at && number > lines[at - 1][0] + 1 ? [gap] : []),
      `${String(number).padStart(width)}  ${source}`,
    ]);
    if (more) text.push(gap);
    return made("div", { className: "fault" }, said, code(text.join("\n")));
  }

  function checkOf(check, isOpen) {
    const title = data.texts[check.title];
    const mark = made("span", { className: "wrong" }, "✗ ");
    const parts = checkParts(check);
    if (!parts.length) return made("p", { className: "check" }, mark, title);
    const inner = made("details", { className: "check" }, made("summary", {}, mark, title), ...parts);
    inner.open = isOpen;
    return inner;
  }

  function checkParts(check) {
    const beside = made("div", { className: "beside" });
    if ("program" in check) beside.append(code(data.texts[check.program]));
    const results = made("div");
    if (check.rows) results.append(rowsOf(check));
    for (const [name, text] of check.lines || []) results.append(named(name, text));
    if (check.output) results.append(made("p", { className: "muted" }, "Printed"), code(check.output));
    if (check.has_picture) {
      results.append(made("p", { className: "muted" }, "A picture of it is on the feedback page."));
    }
    if (results.children.length) beside.append(results);
    const parts = beside.children.length ? [beside] : [];
    if (check.counterexample) {
      parts.push(made("p", {}, "A smaller program that is wrong:"), code(check.counterexample));
    }
    return parts;
  }

  function named(name, text) {
    const said = prose("p", text);
    said.prepend(made("b", {}, `${name}: `));
    return said;
  }

  function rowsOf(check) {
    const head = ["", "theirs", check.source].map((text, at) =>
      made("th", { scope: "col", className: at ? "number" : "" }, text));
    const lines = check.rows.map(([what, yours, expected]) => made("tr", {},
      made("th", { scope: "row", className: "mono" }, what),
      made("td", { className: "number mono wrong" }, `✗ ${yours}`),
      made("td", { className: "number mono right" }, expected)));
    const more = check.more ? made("p", { className: "muted" }, `and ${check.more} rows more`) : null;
    return made("div", { className: "wide" }, made("table", {},
      made("thead", {}, made("tr", {}, ...head)), made("tbody", {}, ...lines)), more);
  }

  // The arrow keys.
  const shownRows = () => order.map((place) => rows[place]).filter((row) => !row.hidden);

  function showActive() {
    if (active && active.isConnected && !active.parentElement.hidden) return;
    if (active) active.removeAttribute("tabindex");
    const first = shownRows()[0];
    active = first ? first.cells[0] : null;
    if (active) active.tabIndex = 0;
  }

  function focusOn(cell) {
    if (active) active.removeAttribute("tabindex");
    active = cell;
    active.tabIndex = 0;
    describe(active);
    active.focus();
  }

  // What a cell says to who cannot see its column and colour.
  function describe(cell) {
    const learner = learners[cell.parentElement.dataset.place];
    const at = cell.cellIndex - FIRST_STAGE;
    if (at < 0 || at >= data.stages.length) return;
    const [number, title, most] = data.stages[at];
    const points = learner.points[at];
    const given = points === null ? "" : `, ${short(points)} of ${short(most)} points`;
    const own = (learner.overrides || []).some(([stage, given]) => stage === number && given !== null);
    const text = `Stage ${number}, ${title}: ${data.signs[learner.statuses[at]][1]}${given}` +
      (own ? ", your points" : "");
    cell.setAttribute("aria-label", text);
    cell.title = text;
  }

  function reached(key, row, column) {
    const all = shownRows();
    const at = all.indexOf(row);
    const last = all.length - 1;
    const rowOf = { ArrowUp: at - 1, ArrowDown: at + 1, PageUp: at - 10, PageDown: at + 10 };
    const end = [...row.cells].filter((cell) => cell.offsetParent).length - 1; // of those in sight
    const columnOf = { ArrowLeft: column - 1, ArrowRight: column + 1, Home: 0, End: end };
    if (key in rowOf) return all[Math.min(Math.max(rowOf[key], 0), last)].cells[column];
    if (key in columnOf) return row.cells[Math.min(Math.max(columnOf[key], 0), end)];
    return null;
  }

  const stageOfCell = (cell) => {
    const at = cell.cellIndex - FIRST_STAGE;
    return at < 0 || at >= data.stages.length ? 0 : data.stages[at][0];
  };

  body.addEventListener("keydown", (event) => {
    const cell = event.target.closest("th, td");
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== cell) return;
    const row = cell.parentElement;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(Number(row.dataset.place), stageOfCell(cell), true);
      return;
    }
    const next = reached(event.key, row, cell.cellIndex);
    if (next) {
      event.preventDefault();
      focusOn(next);
    }
  });

  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (!row || !row.dataset.place || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (String(getSelection())) return;
    event.preventDefault();
    const cell = event.target.closest("th, td");
    if (active) active.removeAttribute("tabindex");
    active = cell;
    active.tabIndex = 0;
    open(Number(row.dataset.place), stageOfCell(cell), false);
  });

  body.addEventListener("pointerover", (event) => {
    const cell = event.target.closest("td");
    if (cell && cell.parentElement.dataset.place) describe(cell);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.open) {
      event.preventDefault();
      close();
    }
  });

  // Links to filters, the controls, and the heads of columns.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const asked = link.getAttribute("href");
    if (asked.includes("=")) {
      history.pushState(null, "", asked);
      state = { ...read(), sort: state.sort };
      write();
      show();
    }
    // To those who are left, past the controls; else to these.
    byId(asked.includes("=") ? "shown" : "learners").scrollIntoView();
    byId("learners").focus({ preventScroll: true });
    if (panel) panel.previousSibling.scrollIntoView({ block: "start" });
  });

  for (const id of CONTROLS) {
    byId(id).addEventListener("input", () => {
      const value = byId(id).value;
      // A stage alone leaves everybody: most often it is asked who has not got it right.
      const is = id === "stage" && value && !state.is ? { is: "not right" } : {};
      change({ [id]: value, ...is });
    });
  }
  const form = byId("controls");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    change(Object.fromEntries(CONTROLS.map((id) => [id, ""])));
    byId("q").focus();
  });

  for (const head of table.tHead.rows[0].cells) {
    const button = made("button", { type: "button" }, ...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const sort = head.dataset.sort;
      const first = sort === "late" ? `-${sort}` : sort;
      const second = sort === "late" ? sort : `-${sort}`;
      change({ sort: state.sort === first ? second : first });
    });
  }
  for (const link of body.querySelectorAll("th a")) link.tabIndex = -1;
  table.setAttribute("role", "grid");
  form.hidden = false;

  window.addEventListener("popstate", () => {
    state = read();
    show();
  });
  // What is folded to spare room unfolds where there is room beside the points.
  const alone = byId("alone");
  if (alone && matchMedia("screen and (min-width: 60rem)").matches) {
    alone.open = true;
    alone.open = byId("misconceptions").offsetHeight < 1.4 * byId("points").offsetHeight;
  }
  state = read();
  show();
  if (panel) panel.previousSibling.scrollIntoView({ block: "start" });
})();
