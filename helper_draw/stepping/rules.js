// Rules: what each operation makes of its operands, and its derivative by each of them.
//
// make    the result of the operands' numbers; k is the exponent of a power by a plain number
// slopes  the derivative by each operand, given the result too
// write   the operation in the operands' names
// by      each derivative in names; "" where it is a plain number

const one = (make, slope, write, by) => ({
  make: ([a]) => make(a),
  slopes: ([a], _, out) => [slope(a, out)],
  write: ([a]) => write(a),
  by: ([a], _, out) => [by(a, out)],
});
const call = (name) => (a) => (/^\(.*\)$/.test(a) ? `${name}${a}` : `${name}(${a})`);

const RULES = {
  "+": {
    make: (all) => all.reduce((sum, each) => sum + each, 0),
    slopes: (all) => all.map(() => 1),
    write: (names) => names.join(" + "),
    by: (names) => names.map(() => ""),
  },
  "*": {
    make: ([a, b]) => a * b,
    slopes: ([a, b]) => [b, a],
    write: (names) => names.join(" × "),
    by: ([a, b]) => [b, a],
  },
  "-": {
    make: ([a, b]) => a - b,
    slopes: () => [1, -1],
    write: (names) => names.join(" − "),
    by: () => ["", ""],
  },
  "/": {
    make: ([a, b]) => a / b,
    slopes: ([a, b]) => [1 / b, -a / (b * b)],
    write: (names) => names.join(" / "),
    by: ([a, b]) => [`1 / ${b}`, `−${a} / ${b}²`],
  },
  "**": {
    make: ([a, b], k) => Math.pow(a, k === null ? b : k),
    slopes: ([a, b], k, out) =>
      k === null
        ? [b * Math.pow(a, b - 1), out * Math.log(a)]
        : [k === 0 ? 0 : k * Math.pow(a, k - 1)],
    write: ([a, b], k) => (k === null ? `${a} ** ${b}` : `${a} ** ${after(k)}`),
    by: ([a, b], k, out) => {
      if (k === null) return [`${b} × ${a} ** (${b} − 1)`, `${out} × log(${a})`];
      if (k === 2) return [`2 × ${a}`];
      return [`${told(k)} × ${a} ** ${after(k - 1)}`];
    },
  },
  neg: one((a) => -a, () => -1, (a) => `−${a}`, () => ""),
  tanh: one(Math.tanh, (a, out) => 1 - out * out, call("tanh"), (a, out) => `1 − ${out}²`),
  exp: one(Math.exp, (a, out) => out, call("exp"), (a, out) => out),
  log: one(Math.log, (a) => 1 / a, call("log"), (a) => `1 / ${a}`),
  relu: one((a) => Math.max(a, 0), (a) => (a > 0 ? 1 : 0), call("relu"), (a) => `1 if ${a} > 0 else 0`),
  sigmoid: one((a) => 1 / (1 + Math.exp(-a)), (a, out) => out * (1 - out), call("sigmoid"), (a, out) => `${out} × (1 − ${out})`),
  sqrt: one(Math.sqrt, (a, out) => 0.5 / out, call("sqrt"), (a, out) => `1 / (2 × ${out})`),
  sin: one(Math.sin, Math.cos, call("sin"), (a) => `cos(${a})`),
  cos: one(Math.cos, (a) => -Math.sin(a), call("cos"), (a) => `−sin(${a})`),
};
