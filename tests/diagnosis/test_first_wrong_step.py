"""The first wrong step: found in what learners get wrong, and never in what is right."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from functools import cache
from textwrap import dedent

import pytest

from grader import grading
from grader.answers.answers import Answers, load
from grader.answers.solutions import solution_sources
from grader.curriculum import imports
from grader.diagnosis.first_wrong_step.find import find_first_wrong_step, wrong_steps
from grader.diagnosis.first_wrong_step.replay import RECORD, replay_program
from grader.diagnosis.recognition.catalogue import ALL, LECTURE, apply
from grader.paths import LECTURE as LECTURE_FOLDER
from grader.report.wrong_step import FirstWrongStep
from grader.sandbox.process import LearnerProcess
from grader.submission.submission import of_sources
from grader.trace import Many, NodeRef, Trace
from tests.variations import sources, variations

pytestmark = pytest.mark.slow("replays many programs")

SOLUTIONS = solution_sources()

PROGRAMS = {
    "product": "a = Value(2.0)\nb = Value(-3.0)\nc = a * b\nc.backward()\n",
    "sum": "a = Value(2.0)\nb = Value(-3.0)\nc = a + b\nc.backward()\n",
    "upstream": "a = Value(2.0)\nb = Value(-3.0)\nd = a * b\nL = d * Value(4.0)\nL.backward()\n",
    "sum upstream": "a = Value(2.0)\nb = Value(1.0)\nd = a + b\nL = d * Value(4.0)\nL.backward()\n",
    "twice": "a = Value(3.0)\nb = a + a\nb.backward()\n",
    "square": "a = Value(3.0)\nb = a * a\nb.backward()\n",
    "tanh": "a = Value(0.5)\nb = a.tanh()\nc = b * Value(3.0)\nc.backward()\n",
    "tanh alone": "a = Value(0.5)\nb = a.tanh()\nb.backward()\n",
    "tanh and more": "a = Value(0.5)\nb = a.tanh()\nc = b + a\nd = c + a\nd.backward()\n",
    "exp": "a = Value(0.5)\nb = a.exp()\nc = b * Value(3.0)\nc.backward()\n",
    "exp and more": "a = Value(0.5)\nb = a.exp()\nc = b + a\nc.backward()\n",
    "power": "a = Value(3.0)\nb = a**2\nc = b * Value(-2.0)\nc.backward()\n",
    "power and more": "a = Value(3.0)\nb = a**2\nc = b + a\nc.backward()\n",
    "relu": "a = Value(2.0)\nb = a.relu()\nc = b * Value(-2.0)\nc.backward()\n",
    "relu off": "a = Value(-2.0)\nb = a.relu()\nc = b * Value(3.0)\nc.backward()\n",
    "relu and more": "a = Value(2.0)\nb = a.relu()\nc = b + a\nc.backward()\n",
    "minus": "a = Value(2.0)\nb = Value(5.0)\nc = a - b\nc.backward()\n",
    "diamond": "a = Value(-2.0)\nb = Value(3.0)\nd = a * b\ne = a + b\nf = d * e\nf.backward()\n",
    "chain": (
        "a = Value(2.0)\nb = Value(-3.0)\nd = a * b\ne = d * Value(-2.0)\nL = e * a\nL.backward()\n"
    ),
    "two depths": (
        "a = Value(2.0)\nk = Value(3.0)\nb = a * k\nx = b * k\ny = x * k\nz = y * k\nc = b + z\n"
        "c.backward()\n"
    ),
    "two depths, flipped": (
        "a = Value(2.0)\nk = Value(3.0)\nb = a * k\nx = b * k\ny = x * k\nz = y * k\nc = z + b\n"
        "c.backward()\n"
    ),
    "shared": "a = Value(2.0)\nk = Value(3.0)\nb = a * k\nc = b * b\nd = c * b\nd.backward()\n",
    "two results": (
        "a = Value(2.0)\nb = a * Value(3.0)\nc = a * Value(-5.0)\nb.backward()\nc.backward()\n"
    ),
}

# misconception, program, kind, node, operand, yours, expected
FOUND = [
    ("product-own-factor", "product", "wrong contribution", "c", "a", 2.0, -3.0),
    ("product-grad-for-data", "product", "wrong contribution", "c", "a", 0.0, -3.0),
    ("product-forgets-upstream-gradient", "upstream", "wrong contribution", "d", "a", -3.0, -12.0),
    ("product-backward-never-assigned", "product", "wrong contribution", "c", "a", 0.0, -3.0),
    ("product-backward-on-self", "product", "wrong contribution", "c", "a", 0.0, -3.0),
    ("sum-forgets-upstream-gradient", "sum upstream", "wrong contribution", "d", "a", 1.0, 4.0),
    ("sum-backward-never-assigned", "sum", "wrong contribution", "c", "a", 0.0, 1.0),
    ("sum-backward-on-self", "sum", "wrong contribution", "c", "a", 0.0, 1.0),
    ("tanh-backward-never-assigned", "tanh alone", "wrong contribution", "b", "a", 0.0, 0.786448),
    ("tanh-backward-on-self", "tanh alone", "wrong contribution", "b", "a", 0.0, 0.786448),
    ("tanh-forgets-upstream-gradient", "tanh", "wrong contribution", "b", "a", 0.786448, 2.359343),
    ("tanh-slope-from-input", "tanh", "wrong contribution", "b", "a", 2.25, 2.359343),
    ("tanh-slope-without-square", "tanh", "wrong contribution", "b", "a", 1.613649, 2.359343),
    ("exp-backward-never-assigned", "exp", "wrong contribution", "b", "a", 0.0, 4.946164),
    ("exp-forgets-upstream-gradient", "exp", "wrong contribution", "b", "a", 1.648721, 4.946164),
    ("exp-slope-from-input", "exp", "wrong contribution", "b", "a", 1.5, 4.946164),
    ("power-backward-on-self", "power", "wrong contribution", "b", "a", 0.0, -12.0),
    ("power-forgets-upstream-gradient", "power", "wrong contribution", "b", "a", 6.0, -12.0),
    ("power-exponent-not-lowered", "power", "wrong contribution", "b", "a", -36.0, -12.0),
    ("power-factor-forgotten", "power", "wrong contribution", "b", "a", -6.0, -12.0),
    ("relu-forgets-upstream-gradient", "relu", "wrong contribution", "b", "a", 1.0, -2.0),
    ("relu-slope-from-gradient", "relu", "wrong contribution", "b", "a", 0.0, -2.0),
    ("relu-slope-always-one", "relu off", "wrong contribution", "b", "a", 3.0, 0.0),
    ("minus-sign-lost", "minus", "wrong contribution", "c", "b", 1.0, -1.0),
    ("sum-assigns-gradient", "twice", "overwritten", "b", "a", 1.0, 2.0),
    ("product-assigns-gradient", "square", "overwritten", "b", "a", 3.0, 6.0),
    ("tanh-assigns-gradient", "tanh and more", "overwritten", "b", "a", 0.786448, 2.786448),
    ("exp-assigns-gradient", "exp and more", "overwritten", "b", "a", 1.648721, 2.648721),
    ("power-assigns-gradient", "power and more", "overwritten", "b", "a", 6.0, 7.0),
    ("relu-assigns-gradient", "relu and more", "overwritten", "b", "a", 1.0, 2.0),
    ("gradients-zeroed-in-backward", "two results", "overwritten", "c", "a", -5.0, -2.0),
    ("root-not-seeded", "product", "not seeded", "c", "", 0.0, 1.0),
    ("gradients-stop-after-one-step", "chain", "wrong order", "e", "L", 0.0, 2.0),
    ("result-before-operands", "chain", "wrong order", "e", "L", 0.0, 2.0),
    ("direct-operands-only", "chain", "wrong order", "d", "", -4.0, None),
    ("breadth-first", "two depths", "wrong order", "b", "x", 1.0, 28.0),
    ("levels-by-shortest-path", "two depths", "wrong order", "b", "x", 1.0, 28.0),
    ("depth-first-from-the-result", "two depths", "wrong order", "b", "x", 1.0, 28.0),
    ("visited-forgotten", "shared", "wrong order", "b", None, None, None),
    ("append-outside-visited-guard", "shared", "wrong order", "b", None, None, None),
    ("walk-along-every-path", "shared", "wrong order", "b", None, None, None),
    ("order-kept-between-calls", "two results", "wrong order", "b", "c", None, None),
    ("operands-backward-called", "upstream", "seeded again", "d", "", 1.0, 4.0),
]

BASES = {"solution": (), "lecture": LECTURE}


def process_of(sources: dict[str, str]) -> LearnerProcess:
    return LearnerProcess(of_sources("learner", sources).files)


def of_value(source: str) -> LearnerProcess:
    return process_of({**SOLUTIONS, "value.py": source})


def edited(*edits: tuple[str, str]) -> str:
    """value.py of the solution, without docstrings, with texts replaced, each of them once."""
    source = re.sub(r'\n *""".*?"""', "", SOLUTIONS["value.py"], flags=re.DOTALL)
    for old, new in edits:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


def step_of(process: LearnerProcess, program: str, **order: bool) -> FirstWrongStep | None:
    program = dedent(program)
    return find_first_wrong_step(process, imports(program) + program, **order)


def given(name: str, base: str, program: str) -> FirstWrongStep | None:
    misconception = next(m for m in ALL if m.name == name)
    with process_of(apply(misconception.edits, apply(BASES[base], SOLUTIONS))) as process:
        return step_of(process, program)


# What learners get wrong


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(
    ("name", "program", "kind", "node", "operand", "yours", "expected"),
    FOUND,
    ids=[row[0] for row in FOUND],
)
def test_a_misconception_is_found_at_its_step(
    base: str,
    name: str,
    program: str,
    kind: str,
    node: str,
    operand: str | None,
    yours: float | None,
    expected: float | None,
) -> None:
    step = given(name, base, PROGRAMS[program])
    if name == "depth-first-from-the-result":  # wrong in one of the two orders of operands
        step = step or given(name, base, PROGRAMS["two depths, flipped"])

    assert step is not None
    assert (step.kind, step.node) == (kind, node)
    if operand is not None:
        assert step.operand == operand
        assert step.yours == (yours if yours is None else pytest.approx(yours, abs=1e-5))
        assert step.expected == (
            expected if expected is None else pytest.approx(expected, abs=1e-5)
        )


def test_a_grad_that_starts_at_one_is_found() -> None:
    step = given("grad-starts-at-one", "solution", PROGRAMS["sum"])

    assert step is not None
    assert (step.kind, step.yours, step.expected) == ("not zero", 1.0, 0.0)


def test_the_numbers_of_the_chain_rule_are_shown() -> None:
    step = given("product-own-factor", "solution", PROGRAMS["product"])

    assert step is not None
    assert step.text == (
        "`c = a * b` gave `a` 2.0; the chain rule gives `b.data * c.grad` = -3.0 * 1.0 = -3.0."
    )


def test_a_value_without_a_name_is_told_by_what_it_was_made_of() -> None:
    program = "a = Value(2.0)\nb = Value(-3.0)\nL = (a * b).tanh() * 4\nL.backward()\n"
    step = given("tanh-forgets-upstream-gradient", "solution", program)

    assert step is not None
    assert (step.node, step.operand) == ("(a * b).tanh()", "(a * b)")


def test_the_order_of_a_difference_is_not_lost_in_a_set() -> None:
    step = given("minus-sign-lost", "lecture", PROGRAMS["minus"])

    assert step is not None
    assert step.text.startswith("`c = a - b` gave `b` 1.0")


def test_a_mixed_assignment_is_told_by_its_operand() -> None:
    source = edited(("other.grad += self.data * out.grad", "other.grad = self.data * out.grad"))
    with of_value(source) as process:
        step = step_of(process, "a = Value(2.0)\nb = Value(3.0)\nc = b * a + a\nc.backward()\n")

    assert step is not None
    assert (step.kind, step.node, step.operand) == ("overwritten", "(b * a)", "a")
    assert (step.yours, step.expected) == (3.0, 4.0)


def test_a_walk_along_every_path_is_found_before_it_ends() -> None:
    """2**40 steps: the record is full long before, and its end is the program's."""
    program = "a = Value(1.0)\nb = a\nfor i in range(40):\n    b = b + b\nb.backward()\n"
    start = time.monotonic()
    step = given("walk-along-every-path", "solution", program)

    assert step is not None and step.kind == "wrong order"
    assert time.monotonic() - start < 2.0


def test_places_are_those_of_the_program_alone() -> None:
    step = given("product-own-factor", "solution", PROGRAMS["chain"])

    assert step is not None
    with process_of(SOLUTIONS) as process:
        trace = process.run(imports(PROGRAMS["chain"]) + PROGRAMS["chain"])
    names = [
        name
        for name, datum in trace.names.items()
        for place in step.nodes
        if datum == NodeRef(place)
    ]
    assert sorted(names) == sorted([step.node, step.operand])


# What the sentences say

WRONG_VALUES = {
    "relu": (
        ("self.data > 0", "self.data < 0"),
        "a = Value(2.0)\nb = a.relu()\n",
        "`b = a.relu()` gives 0.0 where `a` is 2.0; it should be 2.0.",
    ),
    "unnamed": (
        ("self.data > 0", "self.data < 0"),
        "a = Value(2.0)\nb = (a * 3).relu() + 1\nb.backward()\n",
        "`(a * 3).relu()` gives 0.0 where `a * 3` is 6.0; it should be 6.0.",
    ),
    "barely": (
        ("math.tanh(self.data)", "math.tanh(self.data) + 1e-6"),
        "a = Value(0.5)\nb = a.tanh()\n",
        "`b = a.tanh()` gives 0.462118 where `a` is 0.5; it should be 0.462117.",
    ),
    "reflected": (
        ("(-self) + other", "self + other"),
        "a = Value(2.0)\nb = 5 - a\n",
        "`b = 5 - a` gives 7.0 where `a` is 2.0; it should be 3.0.",
    ),
}


@pytest.mark.parametrize("name", WRONG_VALUES)
def test_a_wrong_value_is_told_with_its_numbers(name: str) -> None:
    slip, program, text = WRONG_VALUES[name]
    with of_value(edited(slip)) as process:
        step = step_of(process, program)

    assert step is not None
    assert (step.kind, step.text) == ("wrong value", text)


def test_a_wrong_value_needs_no_backward() -> None:
    """As in stages 1 to 3, where Value has none, nor any grad."""
    source = """
        class Value:
            def __init__(self, data):
                self.data = data
            def __mul__(self, other):
                return Value(self.data + other.data)
    """
    with of_value(dedent(source)) as process:
        step = step_of(process, "a = Value(2.0)\nb = Value(3.0)\nc = a * b\n")

    assert step is not None
    assert step.text == "`c = a * b` gives 5.0 where `a` is 2.0 and `b` is 3.0; it should be 6.0."


def test_what_a_loop_makes_again_is_told_with_the_numbers_of_that_time() -> None:
    program = "a = Value(2.0)\nfor _ in range(3):\n    a = a * Value(3.0)\na.backward()\n"
    with of_value(edited(("self.data * other.data", "min(20.0, self.data * other.data)"))) as wrong:
        step = step_of(wrong, program)

    assert step is not None
    assert step.text == "`a = a * Value(3.0)` gives 20.0 where `a` is 18.0; it should be 54.0."


def test_the_program_is_quoted_as_it_is_written() -> None:
    """Whatever order a set has; and not as a Value wraps its numbers."""
    program = "a = Value(2.0)\nd = Value(-3.0)\nL = (d * a) * 4\nM = 2 * L\nM.backward()\n"
    for set_order in ("forward", "reverse"):
        misconception = next(m for m in ALL if m.name == "product-forgets-upstream-gradient")
        sources = apply(misconception.edits, apply(LECTURE, SOLUTIONS))
        with process_of(sources) as process:
            step = step_of(process, program, set_order=set_order)

        assert step is not None
        assert step.text.startswith("`L = (d * a) * 4` gave `(d * a)` 4.0; the chain rule gives ")


@pytest.mark.parametrize("op", ['""', '"times"', '"NaN"', "None", "7"])
def test_the_op_that_a_value_keeps_is_not_needed(op: str) -> None:
    source = edited(('(self, other), "*")', f"(self, other), {op})"), ("other.data * out", "out"))
    with of_value(source.replace("self.data * other.data", "other.data * self.data")) as process:
        step = step_of(process, PROGRAMS["product"])

    assert step is not None
    assert step.text == (
        "`c = a * b` gave `a` 1.0; the chain rule gives `b.data * c.grad` = -3.0 * 1.0 = -3.0."
    )


def test_an_operation_inside_the_learners_code_is_known_by_its_values() -> None:
    """`a - b` as `a + b * -1`, where no Value keeps an op."""
    source = edited(("self._op = _op", "pass"), ("other.data * out.grad", "out.grad"))
    with of_value(source) as process:
        step = step_of(process, "a = Value(2.0)\nb = Value(5.0)\nc = a - b\nc.backward()\n")

    assert step is not None
    assert step.text == (
        "`Value(-5.0)` gave `b` 1.0; the chain rule gives `-1.0 * Value(-5.0).grad` = -1.0 * 1.0 = "
        "-1.0."
    )


def test_an_op_that_is_not_known_is_not_written_as_a_call() -> None:
    source = edited(("math.exp(self.data)", "math.exp(2 * self.data)"), ('"exp")', '"NaN")'))
    program = "a = Value(0.5)\nb = a * a\nfor _ in range(1):\n    b = b.exp() * 2\nb.backward()\n"
    with of_value(source) as process:
        steps = list(wrong_steps(replay_program(process, imports(program) + program)))

    assert steps and not any(".nan" in step.text for step in steps)


def test_a_grad_that_is_set_to_what_it_was_is_not_called_nothing() -> None:
    source = edited(("self.grad += other.data * out.grad", "self.grad = out.grad"))
    program = "a = Value(2.0)\nb = Value(3.0)\nc = (a * b) + a\nc.backward()\n"
    with of_value(source) as process:
        step = step_of(process, program)

    assert step is not None
    assert step.text == (
        "`a * b` left `a.grad` at 1.0; the chain rule adds `b.data * (a * b).grad` = 3.0 * 1.0 = "
        "3.0, which makes it 4.0."
    )


def test_a_sum_with_a_tiny_number_is_shown_in_enough_digits() -> None:
    misconception = next(m for m in ALL if m.name == "tanh-assigns-gradient")
    program = "a = Value(9.0)\nb = a.tanh()\nc = b + a\nc.backward()\n"
    with process_of(apply(misconception.edits, SOLUTIONS)) as process:
        step = step_of(process, program)

    assert step is not None
    assert "1.0 + 6.09199e-08 = 1.00000006." in step.text


# What is right


@cache
def fixed_programs() -> tuple[str, ...]:
    """The programs of stages 4 to 6 with a backward(): every one that their checks ask for."""
    answers = Answers()
    grading.grade(of_sources("solution", SOLUTIONS), stages=[4, 5, 6], answers=answers)
    asked = {program for source, program in answers.asked if source == "torch"}
    too_long = "range(2_000)"  # a graph of which there is no record
    return tuple(sorted(p for p in asked if ".backward()" in p and too_long not in p))


def correct() -> Iterator[tuple[str, dict[str, str]]]:
    for name, files in {"lecture": sources(LECTURE_FOLDER), **variations()}.items():
        if {"value.py", "topological_sort.py"} & set(files):
            yield name, {**SOLUTIONS, **files}


CORRECT = {"solution": SOLUTIONS, **dict(correct())}


@pytest.mark.slow("replays every program with every variation")
@pytest.mark.parametrize("name", CORRECT)
def test_nothing_is_found_in_a_right_submission(name: str) -> None:
    assert len(fixed_programs()) > 30
    with process_of(CORRECT[name]) as process:
        for program in fixed_programs():
            for set_order in ("forward", "reverse"):
                assert step_of(process, program, set_order=set_order) is None, program


# Not where _prev is a set made anew for whoever asks: its order follows who asked first.
@pytest.mark.parametrize("name", ["solution", "lecture", "prev_as_set", "slots"])
def test_the_record_leaves_the_program_alone(name: str) -> None:
    with process_of(CORRECT[name]) as process:
        for program in load().torch:
            program = imports(program) + program
            if "range(" in program or ".backward()" not in program:
                continue
            alone, found = process.run(program, 5.0), replay_program(process, program)
            assert found is None or _within(found.trace) == _shifted(alone)


def _shifted(trace: Trace) -> list[object]:
    return _described(trace, 0, len(trace.nodes))


def _within(trace: Trace) -> list[object]:
    """The same of a trace whose node 0 is the record, and whose last nodes only it reaches."""
    assert RECORD not in trace.names
    reached = {d.index for d in trace.names.values() if isinstance(d, NodeRef)}
    reached |= {
        item.index
        for d in trace.names.values()
        if isinstance(d, Many)
        for item in d.items
        if isinstance(item, NodeRef)
    }
    to_walk = list(reached)
    while to_walk:
        for parent in _parents(trace, to_walk.pop()):
            if parent not in reached:
                reached.add(parent)
                to_walk.append(parent)
    return _described(trace, 1, len(reached) + 1)


def _described(trace: Trace, first: int, last: int) -> list[object]:
    nodes = [
        (node.data, node.grad, node.op, [p - first for p in _parents(trace, first + i)])
        for i, node in enumerate(trace.nodes[first:last])
    ]
    names = [
        (name, datum.index - first if isinstance(datum, NodeRef) else None)
        for name, datum in trace.names.items()
    ]
    raised = trace.raised and (trace.raised.kind, trace.raised.message)
    return [names, nodes, trace.output, raised]


def _parents(trace: Trace, index: int) -> list[int]:
    parents = trace.nodes[index].parents
    items = parents.items if isinstance(parents, Many) else ()
    return [item.index for item in items if isinstance(item, NodeRef)]


def random_program(generator: random.Random) -> str:
    """Up to twelve operations over shared values, without what is ill-conditioned."""
    lines = [f"v{i} = Value({generator.uniform(-2, 2):.3f})" for i in range(3)]
    for i in range(3, generator.randint(5, 15)):
        x, y = (f"v{generator.randrange(i)}" for _ in "xy")
        lines.append(
            f"v{i} = "
            + generator.choice(
                [
                    f"{x} + {y}",
                    f"{x} * {y}",
                    f"{x} - {y}",
                    f"({x} * {y}).tanh()",
                    f"{x}.tanh().exp()",
                    f"{x}.tanh() ** 2 + {y}",
                    f"{x} / ({y}.exp() + 1)",
                    f"({x} + {y} + 0.0123).relu()",
                    f"2 * {x} - 3",
                ]
            )
        )
    return "\n".join([*lines, f"{lines[-1].split()[0]}.backward()", ""])


@pytest.mark.parametrize(
    "name", ["solution", "prev_as_set", "own_operations", "composed_operations"]
)
def test_nothing_is_found_in_right_answers_to_random_programs(name: str) -> None:
    generator = random.Random(3)
    with process_of(CORRECT[name]) as process:
        for _ in range(150):
            program = random_program(generator)
            assert step_of(process, program) is None, program


def test_a_slip_is_found_in_random_programs_whenever_it_changes_a_gradient() -> None:
    """`=` for `+=`: the step is found in every program whose gradients it spoils."""
    misconception = next(m for m in ALL if m.name == "all-assign-gradients")
    generator, spoiled = random.Random(4), 0
    with (
        process_of(SOLUTIONS) as right,
        process_of(apply(misconception.edits, SOLUTIONS)) as wrong,
    ):
        for _ in range(100):
            program = imports("Value topological_sort") + random_program(generator)
            if right.run(program).nodes != wrong.run(program).nodes:
                step = find_first_wrong_step(wrong, program)
                spoiled += 1
                assert step is not None and step.kind == "overwritten", program
    assert spoiled > 50


# What cannot be checked, and Values that are odd or hostile


def test_an_operation_that_is_not_known_is_not_wrong() -> None:
    source = edited(
        ("def exp(self)", "def growth(self)"),
        ("math.exp(self.data)", "math.exp(2 * self.data)"),
        ('(self,), "exp")', '(self,), "NaN")'),
    )
    program = PROGRAMS["exp"].replace(".exp()", ".growth()")
    with of_value(source) as process:
        assert step_of(process, program) is None


def test_an_operation_under_another_ones_name_is_not_wrong() -> None:
    """Its number is not what the name promises, so its slope is not judged by it."""
    source = edited(('(self,), "exp")', '(self,), "tanh")'))
    with of_value(source) as process:
        assert step_of(process, PROGRAMS["exp"]) is None


def test_what_follows_an_unknown_operation_is_still_found() -> None:
    source = edited(('(self,), "exp")', '(self,), "e")'), ("other.data * out.grad", "out.grad"))
    with of_value(source) as process:
        step = step_of(process, "a = Value(2.0)\nb = a * Value(3.0)\nc = b.exp()\nc.backward()\n")

    assert step is not None
    assert (step.kind, step.node, step.operand) == ("wrong contribution", "b", "a")


SLOPE = {
    "slots": ("self.grad += other.data * out.grad", "self.grad += self.data * out.grad"),
    "dispatch_on_op": ("left.grad += right.data * self.grad", "left.grad += left.data * self.grad"),
    "tape_of_derivatives": ("(self, other.data), (other", "(self, self.data), (other"),
    "properties": ("[(self, lambda: other.data)", "[(self, lambda: self.data)"),
    "numpy_scalars": ("product.grad * other.data", "product.grad * self.data"),
    "base_class": ("other.data * ", "self.data * "),
}


@pytest.mark.parametrize("name", SLOPE)
def test_a_slip_is_found_in_unusual_code(name: str) -> None:
    old, new = SLOPE[name]
    source = CORRECT[name]["value.py"]
    assert old in source
    with process_of({**CORRECT[name], "value.py": source.replace(old, new, 1)}) as process:
        step = step_of(process, PROGRAMS["product"])

    assert step is not None
    assert (step.kind, step.node, step.operand) == ("wrong contribution", "c", "a")
    assert (step.yours, step.expected) == (2.0, -3.0)


def test_gradients_found_without_any_backward_of_a_node_are_left_alone() -> None:
    sources = CORRECT["pulled_gradients"]
    wrong = sources["value.py"].replace("total += slope", "total = slope")
    with process_of({**sources, "value.py": wrong}) as process:
        assert step_of(process, PROGRAMS["twice"]) is None


ODD = {
    "backward only": """
        class Value:
            def __init__(self, data):
                self.data = data
            def __mul__(self, other):
                return Value(self.data * other.data)
            def backward(self):
                pass
    """,
    "nothing": "class Value:\n    def __init__(self, data): self.data = data\n",
    "no class": "Value = 3\n",
    "cannot be set": edited(
        (
            "    def __repr__",
            "    def __setattr__(self, name, thing):\n"
            "        if name == '_backward' and name in self.__dict__:\n"
            "            assert thing.__name__ == '_backward'\n"
            "        self.__dict__[name] = thing\n\n"
            "    def __repr__",
        )
    ),
    "grad of text": edited(("self.grad = 0.0", "self.grad = 'none'")),
    "grad is a Value": edited(("self.grad = 1.0", "self.grad = Value(1.0)")),
    "prev is itself": edited(("tuple(_children)", "self")),
    "prev is a number": edited(("tuple(_children)", "7")),
    "raises at once": edited(("self.grad = 1.0", "raise KeyError")),
    "raises in a step": edited(("other.grad += out.grad", "raise KeyError")),
    "hostile class": edited(
        (
            "    def __repr__",
            "    def __eq__(self, other):\n        raise ValueError\n"
            "    def __hash__(self):\n        return id(self)\n"
            "    def __bool__(self):\n        raise ValueError\n"
            "    def __iter__(self):\n        raise ValueError\n"
            "    def __float__(self):\n        raise SystemExit\n"
            "    def __len__(self):\n        raise ValueError\n\n"
            "    def __repr__",
        )
    ),
    "forged record": SOLUTIONS["value.py"]
    + "\n\nimport __main__\n__main__.Description.node = lambda self, value: {'data': 1, 'parents': "
    "{'type': 'many', 'kind': 'list', 'items': [{'type': 'node', 'index': 0}, 7]}}\n",
    "exits": edited(("self.grad = 1.0", "import os; os._exit(0)")),
    "dies": edited(("self.grad = 1.0", "import os; os.kill(os.getpid(), 9)")),
    "not finite": edited(("self.grad = 1.0", "self.grad = float('nan')")),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("program", ["product", "two depths"])
def test_odd_values_end_in_nothing_or_in_a_plain_finding(name: str, program: str) -> None:
    with of_value(dedent(ODD[name])) as process:
        step = step_of(process, PROGRAMS[program])
        assert step is None or (step.kind == "not seeded" and name == "not finite")
        assert process.run("x = 1").names == {"x": 1}


@pytest.mark.parametrize(
    "slip",
    [
        ("other.data * out.grad\n", "other.data * out.grad\n            while True: pass\n"),
        ("self.grad = 1.0", "while True: pass"),
    ],
    ids=["in a step", "in backward"],
)
def test_code_that_hangs_ends_in_nothing_and_in_time(slip: tuple[str, str]) -> None:
    with of_value(edited(slip)) as process:
        process.run("x = 1")
        start = time.monotonic()
        assert step_of(process, PROGRAMS["product"]) is None
        assert time.monotonic() - start < 1.5
        assert process.run("x = 1").names == {"x": 1}


def test_a_graph_with_a_cycle_ends_in_nothing() -> None:
    with process_of(SOLUTIONS) as process:
        program = "a = Value(2.0)\nb = a + a\nb._prev = (b, a)\nb.backward()\n"
        assert step_of(process, program) is None


def test_a_graph_too_large_to_record_ends_in_nothing() -> None:
    with of_value(edited(("other.data * out.grad", "out.grad"))) as process:
        program = """
            a = Value(1.0)
            b = a
            for i in range(3_000):
                b = b * a
            b.backward()
        """
        assert step_of(process, program) is None


def test_a_backward_by_hand_is_not_recorded() -> None:
    with process_of(SOLUTIONS) as process:
        program = "a = Value(2.0)\nb = a * a\nb.grad = 1.0\nb._backward()\n"
        assert step_of(process, program) is None


def test_a_bool_is_not_told_as_a_number() -> None:
    sources = solution_sources()
    right = 'out = Value(self.data if self.data > 0 else 0.0, (self,), "ReLU")'
    wrong = 'out = Value(self.data > 0, (self,), "ReLU")'
    assert right in sources["value.py"]
    sources["value.py"] = sources["value.py"].replace(right, wrong)

    report = grading.grade(of_sources("a bool", sources), stages=[6], with_diagnosis=True)

    check = next(check for check in report.stages[0].checks if check.name == "test_relu")
    assert [row.yours for row in check.outcome.differences] == [True]
    steps = [check.first_wrong_step for check in report.stages[0].checks]
    assert not any("gives 1" in step.text for step in steps if step)
