// Replay: the numbers forward, and the steps of backward() on grads of its own.
//
// A value is { name, isNamed, op, rule, exponent, operands, given, yours: { data, grad } }; rule is
// "" of a leaf and "?" where the operation is not known. Numbers that cannot be told are null.

function read(row) {
  const [name, isNamed, op, rule, exponent, operands, given, data, grad] = row;
  return {
    name, isNamed, op, rule, exponent, operands,
    given: asNumber(given),
    yours: { data: asNumber(data), grad: asNumber(grad) },
  };
}

// The data of all values, with those of some leaves replaced.
function forward(values, passes, replaced) {
  const data = values.map((value) => value.given);
  for (const [leaf, amount] of replaced) data[leaf] = amount;
  for (const order of passes) {
    for (const at of order) {
      const { rule, exponent, operands } = values[at];
      if (rule && rule !== "?") data[at] = RULES[rule].make(operands.map((each) => data[each]), exponent);
    }
  }
  return data;
}

// All steps, each with what it changes; grads holds the last ones.
function stepsOf(values, passes, data) {
  const grads = values.map(() => 0);
  const made = new Set();
  const steps = [{ kind: "start" }];
  for (const order of passes) {
    for (const at of order) {
      if (values[at].rule && !made.has(at)) steps.push({ kind: "forward", node: at });
      made.add(at);
    }
  }
  const firstBackward = steps.length;
  passes.forEach((order, pass) => {
    const root = order[order.length - 1];
    grads[root] = 1;
    steps.push({ kind: "seed", node: root, pass });
    for (const at of [...order].reverse()) {
      if (values[at].rule) steps.push(backwardStep(values, data, grads, at, pass));
    }
  });
  steps.push({ kind: "end" });
  return { steps, grads, firstBackward };
}

function backwardStep(values, data, grads, at, pass) {
  const { rule, exponent, operands } = values[at];
  const own = grads[at];
  const numbers = operands.map((each) => data[each]);
  const isKnown = rule !== "?" && own !== null;
  const slopes = isKnown ? RULES[rule].slopes(numbers, exponent, data[at]) : [];
  const uses = operands.map((operand, place) => {
    const before = grads[operand];
    const part = isKnown ? slopes[place] * own : null;
    grads[operand] = part === null || before === null ? null : before + part;
    return { operand, local: isKnown ? slopes[place] : null, own, part, before, after: grads[operand] };
  });
  return { kind: "backward", node: at, pass, own, uses };
}

// What is there after a step: which values are computed, which have passed on, all grads.
function stateAfter(values, run, number) {
  const computed = values.map((value) => !value.rule);
  const passedOn = values.map(() => false);
  const received = values.map(() => false);
  const grads = values.map(() => 0);
  run.steps.slice(0, number + 1).forEach((step) => {
    if (step.kind === "forward") computed[step.node] = true;
    if (step.kind === "seed") {
      grads[step.node] = 1;
      received[step.node] = true;
    }
    if (step.kind !== "backward") return;
    passedOn[step.node] = true;
    for (const use of step.uses) {
      grads[use.operand] = use.after;
      received[use.operand] = true;
    }
  });
  return { computed, passedOn, received, grads };
}

// What a leaf does to the result: the number at the end of each pass, added up.
function resultOf(values, passes, replaced) {
  const data = forward(values, passes, replaced);
  return passes.reduce((sum, order) => sum + data[order[order.length - 1]], 0);
}
