// Yours: of a failing check, what the code itself did, beside what the rules come to.

// What the code itself left, where that is something else: of a grad, once the replay's is
// complete. Once a leaf is moved nothing compares.
function differing(value, at, isComplete) {
  if (value.yours.grad === null && value.yours.data === null) return "";
  if (wiggle.moved.size) return "";
  if (failing) {
    const [wantedData, wantedGrad] = (failing.expected[at] || []).map(asNumber);
    if (wantedData !== null && wantedData !== undefined && value.yours.data !== null && !isClose(value.yours.data, wantedData)) return `yours ${told(value.yours.data)}${cross(at)}`;
    if (isComplete && wantedGrad !== null && wantedGrad !== undefined && value.yours.grad !== null && !isClose(value.yours.grad, wantedGrad)) return `yours ${told(value.yours.grad)}${cross(at)}`;
    return "";
  }
  const grad = run.grads[at];
  if (!isComplete || grad === null || value.yours.grad === null || isClose(value.yours.grad, grad)) return "";
  return `yours ${told(value.yours.grad)}`;
}

// The grad that the code itself handed on, where it ran at another time.
function atItsTurn(at) {
  const call = calls.find(([node]) => node === at);
  return call ? `ran at grad ${told(asNumber(call[1]))} ✗` : "did not run ✗";
}

// Of a failing check, what the code's own step did, in the rows of the replay's. It is wrong where
// the rules give something else for the grad that it had; else what differs only follows.
function besideYours(rows, step) {
  const own = calls.find(([node]) => node === step.node);
  const isTheFault = Boolean(failing.wrong) && failing.wrong[1] === step.node && failing.wrong[0] !== "value";
  for (const row of rows) {
    const given = own && own[2].find(([each]) => each === row.operand);
    if (calls.length && !own) row.yours = "did not run";
    if (!given && row.yours === undefined) continue;
    const uses = rows.filter((each) => each.operand === row.operand);
    const last = uses[uses.length - 1];
    const [before, then] = given ? [asNumber(given[1]), asNumber(given[2])] : [null, null];
    const slope = uses.reduce((sum, each) => sum + each.local, 0);
    if (given) row.yours = `${told(before)} → ${told(then)}`;
    row.given = given && [before, then];
    if (last.after === null) continue; // nobody knows what is right
    row.differs = !isClose(then, last.after) || !isClose(before, uses[0].before);
    row.isWrong = row.differs && (isTheFault || !own || !isClose(then, before + slope * asNumber(own[1])));
    row.yours += row.isWrong ? " ✗" : row.differs ? ", follows" : " ✓";
    if (row.differs) row.lines = [...row.lines, `${["yours ", "both: "][uses.length - 1] || "all: "}${row.yours.replace(", follows", "")}`];
  }
}

// Where the code went wrong by itself; what else differs follows from that.
function faults() {
  if (!failing || !failing.wrong) return null;
  if (failing.wrong[0] === "value") return new Set(values.map((_, at) => at).filter(isMiscomputed));
  if (!calls.length) return null;
  const found = new Set(failing.wrong[0] === "gave" ? [failing.wrong[2]] : [failing.wrong[1]]);
  for (const step of run.steps) {
    for (const row of rowsOf(step)) if (row.isWrong) found.add(row.operand);
  }
  return found;
}

// Whether a value is not what the rules make of its operands, as the code itself has these.
function isMiscomputed(at) {
  const { rule, exponent, operands, yours } = values[at];
  const known = rule && rule !== "?";
  return at === failing.wrong[1] || (known && !isClose(RULES[rule].make(operands.map((each) => values[each].yours.data), exponent), yours.data));
}

const cross = (at) => (!guilty || guilty.has(at) ? " ✗" : "");

// Whether the code ran each `_backward` once, after those of all that is made from it.
function isOrdered() {
  const turns = new Map(calls.map(([node], turn) => [node, turn]));
  const made = values.map((_, at) => at).filter((at) => values[at].rule);
  if (turns.size !== calls.length || turns.size !== made.length) return false;
  return made.every((at) => values[at].operands.every((each) => !values[each].rule || turns.get(at) < turns.get(each)));
}

// When the code itself ran what this step runs.
function turnOf(step) {
  if (failing.wrong[0] !== "turn" || step.kind !== "backward") return "";
  const { name } = values[step.node];
  const turns = calls.map(([node], turn) => (node === step.node ? turn : -1)).filter((turn) => turn >= 0);
  if (!turns.length) return `In your run ${name}._backward() was never called.`;
  const again = turns.length > 1 ? `, and ${turns.length} times in all` : "";
  return `In your run ${name} came ${ordinal(turns[0] + 1)} of ${calls.length}${again}, when its grad was ${told(asNumber(calls[turns[0]][1]))}.`;
}

const ordinal = (count) => `${count}${(count % 100 > 10 && count % 100 < 14 ? "" : ["", "st", "nd", "rd"][count % 10]) || "th"}`;

// What the code's own number is like, where that is plain to see.
function likeness() {
  const step = run.steps[faulty()];
  if (!step) return "";
  const rows = rowsOf(step);
  const row = rows.find((each) => each.isWrong && each.given);
  if (!row) return "";
  const [before, then] = row.given;
  const got = then - before;
  const name = words.name(row.data.node);
  const whole = rows.filter((each) => each.operand === row.operand).reduce((sum, each) => sum + each.part, 0);
  if (isClose(then, row.part) && !isClose(before + whole, then)) return `It set ${words.name(row.operand)}.grad to ${told(then)} (=), where it should add to it (+=).`;
  if (isClose(got, row.local) && !isClose(row.own, 1)) return `It gave ${told(got)}, the local derivative alone: × ${name}.grad is missing.`;
  if (isClose(got, row.own) && !isClose(row.local, 1)) return `It gave ${told(got)}, ${name}.grad alone: × the local derivative is missing.`;
  if (isClose(got, 0)) return `It gave ${words.name(row.operand)} nothing.`;
  return "";
}
