// Words: what is said of a step: a sentence, and a row for each use of an operand.

const NO_RULE = "This page does not know the operation";

class Words {
  constructor(values, passes, failing) {
    Object.assign(this, { values, passes, failing });
    this.roots = passes.map((order) => order[order.length - 1]);
  }

  name(at) {
    return this.values[at].name;
  }

  formula(at) {
    const { rule, exponent, operands, op } = this.values[at];
    const names = operands.map((each) => this.name(each));
    return rule === "?" ? `${op || "?"}(${names.join(", ")})` : RULES[rule].write(names, exponent);
  }

  inNumbers(at, data) {
    const { rule, exponent, operands } = this.values[at];
    const written = operands.map((each, place) => (place ? after(data[each]) : told(data[each])));
    return RULES[rule].write(written, exponent);
  }

  // [heading, sentence]
  of(step, data) {
    const name = step.node === undefined ? "" : this.name(step.node);
    if (step.kind === "start") return ["The leaves are given", this.start()];
    if (step.kind === "forward") return [`Forward: ${name}`, this.forwardStep(step.node, data)];
    if (step.kind === "seed") {
      return [`Backward begins: ${name}.grad = 1`, `Every grad is 0, but that of the result: if ${name} rises by a little, ${name} rises by just as much. Now each value hands its grad on to its operands, the last computed first.`];
    }
    if (step.kind === "backward") return [`Backward: ${name}`, this.backwardStep(step)];
    const result = this.roots.map((root) => this.name(root)).join(" + ");
    return ["All gradients are there", `The grad of a value says how fast ${result} grows when that value alone is raised. Move a leaf below, and see whether it is true.`];
  }

  start() {
    const operations = this.values.filter((value) => value.rule).length;
    if (!operations) return "There is no operation here: nothing to compute, and nothing to hand on.";
    const one = operations === 1;
    return `${operations} ${one ? "operation makes" : "operations make"} all else from them. Step forward, and each value appears as it is computed; then its gradients come back.`;
  }

  forwardStep(at, data) {
    if (this.values[at].rule === "?") return `${NO_RULE} “${this.values[at].op}”, or it makes another number than this: ${this.name(at)} keeps its ${told(data[at])}, and is neither computed nor judged.`;
    return `${this.name(at)} = ${this.formula(at)} = ${this.inNumbers(at, data)} = ${told(data[at])}`;
  }

  backwardStep(step) {
    const name = this.name(step.node);
    if (this.values[step.node].rule === "?") return `${NO_RULE} “${this.values[step.node].op}”: what its operands receive is not known here.`;
    if (step.own === null) return `${name} was given a grad that is not known here; so is what it hands on.`;
    return `${name} = ${this.formula(step.node)}, and its grad is complete: ${told(step.own)}. It adds to the grad of each operand: local derivative × ${name}.grad.`;
  }

  // The rows of a backward step, in numbers and in names.
  rows(step, data) {
    const { rule, exponent, operands } = this.values[step.node];
    const isKnown = rule !== "?" && step.own !== null;
    const names = operands.map((each) => this.name(each));
    const written = isKnown ? RULES[rule].by(names, exponent, this.name(step.node)) : [];
    return step.uses.map((use, place) => {
      const by = `∂${this.name(step.node)}/∂${this.name(use.operand)}`;
      const local = isKnown ? `${written[place] ? `${written[place]} = ` : ""}${told(use.local)}` : "?";
      return {
        ...use,
        name: this.name(use.operand),
        derivative: `${by} = ${local}`,
        product: isKnown ? `${told(use.local)} × ${after(use.own)} = ${told(use.part)}` : "?",
        change: `${told(use.before)} → ${told(use.after)}`,
        lines: isKnown
          ? [`${told(use.local)} × ${after(use.own)}`, `= ${told(use.part)}`, `grad ${told(use.before)} → ${told(use.after)}`]
          : ["?"],
        data: { place, operand: use.operand, node: step.node, part: use.part, before: use.before, after: use.after },
      };
    });
  }
}
