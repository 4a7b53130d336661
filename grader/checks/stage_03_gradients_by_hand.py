"""Stage 3, Gradients by hand: bump an input, and use the chain rule on paper."""

from grader.checks.draw import Draw
from grader.checks.fixtures import AddNote, Agree, Disagreements, RunProgram
from grader.checks.marks import cases, hints, points
from grader.checks.not_passed import assert_that, differs

PAPER = 1e-3  # the error of rounded paper arithmetic, and of forward differences
UNMOVED = 1e-12  # above the error of a + h - h, far below any h

NUMERICAL = (
    "The derivative says how much the output changes for a small change of one input.",
    "(f(a + h, b) - f(a, b)) / h is the derivative by a; b gets the same treatment.",
    "For each i: copy the list of inputs, add h to the copy's i-th, call f(*copy).",
)

EXPRESSION = {
    "L": "1, for L changes just as much as L does",
    "d": "f * dL/dL, for L = d * f",
    "f": "d * dL/dL, for L = d * f",
    "c": "1 * dL/dd, for d = e + c",
    "e": "1 * dL/dd, for d = e + c",
    "a": "b * dL/de, for e = a * b",
    "b": "a * dL/de, for e = a * b",
}

NEURON = {
    "o": "1",
    "n": "(1 - o**2) * do/do, for o = tanh(n)",
    "b": "1 * do/dn, for n = x1w1x2w2 + b",
    "x1w1x2w2": "1 * do/dn, for n = x1w1x2w2 + b",
    "x1w1": "1 * do/dx1w1x2w2, for x1w1x2w2 = x1w1 + x2w2",
    "x2w2": "1 * do/dx1w1x2w2, for x1w1x2w2 = x1w1 + x2w2",
    "x1": "w1 * do/dx1w1, for x1w1 = x1 * w1",
    "w1": "x1 * do/dx1w1, for x1w1 = x1 * w1",
    "x2": "w2 * do/dx2w2, for x2w2 = x2 * w2",
    "w2": "x2 * do/dx2w2, for x2w2 = x2 * w2",
}


@points(1)
@hints(*NUMERICAL)
def test_numerical_gradient_of_a_product(agree: Agree) -> None:
    """The numerical gradient of a product."""
    agree(
        """
        def f(a, b):
            return a * b

        gradient = numerical_gradient(f, [2.0, -3.0])
        """,
        relative=PAPER,
        absolute=PAPER,
    )


@points(1)
@hints("Bump one input at a time; the others stay where they were.", *NUMERICAL)
def test_numerical_gradient_of_three_inputs(agree: Agree) -> None:
    """The numerical gradient of the lecture's d = a * b + c, and of a square."""
    agree(
        """
        def f(a, b, c):
            return a * b + c

        def square(a):
            return a * a

        gradient = numerical_gradient(f, [2.0, -3.0, 10.0])
        of_square = numerical_gradient(square, [3.0])
        """,
        relative=PAPER,
        absolute=PAPER,
    )


@points(0.5)
@hints("h is a parameter: use it both for the bump and for the division.", *NUMERICAL)
def test_numerical_gradient_uses_h(run: RunProgram, draw: Draw) -> None:
    """The step h is the caller's to choose."""
    a, h = draw.number(3.0), draw.number(1.0)
    slope = run(f"""
        def f(a):
            return a * a

        gradient = numerical_gradient(f, [{a}], h={h})
        slope = gradient[0]
    """).number("slope")
    # (f(4) - f(3)) / 1 is 7; a step to both sides, or backwards, is a numerical gradient too.
    right = (2 * a + h, 2 * a, 2 * a - h)
    holds = slope is not None and min(abs(slope - number) for number in right) < 1e-6
    assert_that(holds, "step_is_used", slope=slope, a=a, h=h, forward=right[0])


@points(0.5)
@hints("list(inputs) is a copy that you may change.", *NUMERICAL)
def test_numerical_gradient_leaves_inputs_alone(agree: Agree, disagreements: Disagreements) -> None:
    """The list of inputs is as it was afterwards."""
    agree(
        """
        def f(a, b):
            return a * b

        inputs = [2.0, -3.0]
        gradient = numerical_gradient(f, inputs)
        """,
        relative=PAPER,
        absolute=PAPER,
    )
    moved = [row for row in disagreements(UNMOVED, UNMOVED) if row.name.startswith("inputs")]
    if moved:
        raise differs(moved)


@points(0.5)
@hints(
    "Multiply the local derivative by the gradient of the result it flows into.",
    "For a sum the local derivative is 1, for a product it is the other factor.",
)
@cases(node=EXPRESSION)
def test_expression(node: str, agree: Agree, note_if_wrong: AddNote) -> None:
    """L = (a*b + c) * f: the derivative of L by {node}."""
    note_if_wrong("chain_rule", gradient=f"dL/d{node}", rule=EXPRESSION[node])
    agree(f'gradient = expression_gradients()["{node}"]', relative=PAPER, absolute=PAPER)


@points(0.35)
@hints(
    "Begin at o and go backwards, one operation at a time.",
    "The derivative of tanh is 1 - o**2, which is 0.5 here: o is 0.7071.",
)
@cases(node=NEURON)
def test_neuron(node: str, agree: Agree, note_if_wrong: AddNote) -> None:
    """The neuron: the derivative of o by {node}."""
    note_if_wrong("chain_rule", gradient=f"do/d{node}", rule=NEURON[node])
    asked = {"gradient": node}
    if node == "w2":  # whose 0, x2's, is earned only where what it is multiplied by is right
        asked["arriving"] = "x2w2"
    agree(
        "\n".join(f'{name} = neuron_gradients()["{node}"]' for name, node in asked.items()),
        relative=PAPER,
        absolute=PAPER,
    )
