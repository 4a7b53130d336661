"""Errors in plain words: what is said when buggy code really runs."""

from __future__ import annotations

import pytest

from grader.answers.answers import Answers, Record
from grader.checks.fixtures import Fixtures
from grader.checks.learner import Learner
from grader.checks.not_passed import NotPassed
from grader.curriculum import STAGES
from grader.paths import SOLUTIONS
from grader.report import exceptions, words
from grader.report.outcome import Outcome
from grader.submission.folder import read_folder
from grader.submission.submission import Submission
from grader.trace import Frame, Raised

OWN_COUNT = "self.neurons = [Neuron(nin) for _ in range(nout)]"
OWN_OUTPUTS = "return outputs[0] if len(outputs) == 1 else outputs"
LIST_OF_ONE = "        if isinstance(x, (int, float, Value)):\n            x = [x]\n"
LENGTH_GUARD = (
    "        if len(x) != len(self.w):\n"
    '            raise ValueError(f"expected {len(self.w)} inputs, got {len(x)}")\n'
)
SIZES = "sizes = [nin] + nouts"
RULE = "a single number or Value counts as a list of one"


def fail(program: str, *edits: tuple[str, str], seconds: float = 20.0) -> Outcome:
    """How a program fails with the solutions, once these texts in them are replaced."""
    found = read_folder(SOLUTIONS)
    files = {module: (f"exercises/{module}.py", text) for module, (_, text) in found.files.items()}
    for old, new in edits:
        holders = [module for module, (_, text) in files.items() if old in text]
        assert holders, f"an edit that no longer applies: {old}"
        path, text = files[holders[0]]
        files[holders[0]] = (path, text.replace(old, new, 1))
    learner = Learner(Submission("edited", files), time_factor=seconds)
    try:
        with pytest.raises(NotPassed) as failure:
            Fixtures(learner, Answers(Record()), STAGES[0]).run(program)
    finally:
        learner.close()
    return failure.value.outcome


# The length of an int


@pytest.mark.parametrize(
    ("program", "edits", "asked", "name"),
    [
        ("Layer(3, 2)", [("range(nout)", "range(len(nout))")], "len(nout)", "nout"),
        (
            "Layer(3, 2)",
            [(OWN_COUNT, "self.neurons = [\n Neuron(nin)\n for _ in range(len(nout))\n ]")],
            "len(nout)",
            "nout",
        ),
        (
            "Layer(3, 2)",
            [
                (
                    OWN_COUNT,
                    "self.nout = nout\n"
                    "        self.neurons = []\n"
                    "        for _ in range(len(self.nout)):\n"
                    "            self.neurons.append(Neuron(nin))",
                )
            ],
            "len(self.nout)",
            "self.nout",
        ),
        (
            "Layer(3, 2)([1.0, 2.0, 3.0])",
            [
                (OWN_COUNT, f"self.nout = nout\n        {OWN_COUNT}"),
                (OWN_OUTPUTS, OWN_OUTPUTS.replace("outputs)", "self.nout)")),
            ],
            "len(self.nout)",
            "self.nout",
        ),
        (
            "Layer(3, 2)([1.0, 2.0, 3.0])",
            [
                (
                    OWN_OUTPUTS,
                    "size = len(outputs)\n"
                    "        if len(size) == 1:\n"
                    "            return outputs[0]\n"
                    "        return outputs",
                )
            ],
            "len(size)",
            "size",
        ),
        (
            "MLP(3, 4)",
            [(SIZES, f"count = len(nouts)\n        {SIZES}")],
            "len(nouts)",
            "nouts",
        ),
    ],
)
def test_the_int_whose_length_was_taken_is_named(
    program: str, edits: list[tuple[str, str]], asked: str, name: str
) -> None:
    outcome = fail(program, *edits)

    assert words.message(outcome).startswith("TypeError: object of type 'int' has no len()\nin ")
    assert words.remark(outcome).startswith(f"{asked} took the length of {name}, which is an int")
    assert f"range({name})" in words.remark(outcome)
    assert outcome.file == "exercises/nn.py"
    assert outcome.line


@pytest.mark.parametrize("program", ["Layer(1, 2)(2.0)", "Layer(3, 2)(5)", "Neuron(1)(2)"])
def test_the_length_of_a_single_number_names_the_rule(program: str) -> None:
    remark = words.remark(fail(program, (LIST_OF_ONE, "")))

    assert remark.startswith("len(x) took the length of a single number.")
    assert RULE in remark
    assert "x = [x]" in remark


def test_the_length_of_a_bare_value_names_the_rule() -> None:
    remark = words.remark(fail("Layer(1, 2)(Layer(3, 1)([1.0, 2.0, 3.0]))", (LIST_OF_ONE, "")))

    assert remark.startswith("len(x) took the length of a single Value.")
    assert RULE in remark


def test_the_length_of_a_value_that_is_no_input_is_told_without_the_rule() -> None:
    remark = words.remark(
        fail(
            "Layer(3, 1)([1.0, 2.0, 3.0])",
            (OWN_OUTPUTS, f"outputs = outputs[0]\n        {OWN_OUTPUTS}"),
        )
    )

    assert remark.startswith("len(outputs) took the length of a single Value, which has none")
    assert RULE not in remark


# A loop over what is no list


@pytest.mark.parametrize(
    "loop",
    [
        "sizes = [nin]\n        for n in nouts:\n            sizes.append(n)",
        "sizes = [nin] + [n for n in nouts]",
        "sizes = [nin] + list(nouts)",
        "sizes = [nin, *(n for n in nouts)]",
    ],
)
def test_a_loop_over_an_int_names_it(loop: str) -> None:
    outcome = fail("MLP(3, 4)", (SIZES, loop))

    assert words.message(outcome).startswith("TypeError: 'int' object is not iterable")
    assert words.remark(outcome).startswith("nouts is an int here.")
    assert "nouts = [nouts]" in words.remark(outcome)


def test_a_loop_over_a_count_says_range() -> None:
    remark = words.remark(fail("Layer(3, 2)", ("in range(nout)", "in nout")))

    assert remark == "nout is an int here. To count up to it, write range(nout)."


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("Layer(1, 2)(Layer(3, 1)([1.0, 2.0, 3.0]))", "Value"),
        ("Layer(1, 2)(2.0)", "number"),
        ("Layer(1, 2)(2)", "number"),
    ],
)
@pytest.mark.parametrize(
    "instead", ["", "        for xi in x:\n            pass\n", "        x = list(x)\n"]
)
def test_a_loop_over_a_single_input_names_the_rule(program: str, kind: str, instead: str) -> None:
    outcome = fail(program, (LIST_OF_ONE, instead), (LENGTH_GUARD, ""))

    assert f"x is a single {kind} here" in words.remark(outcome)
    assert RULE in words.remark(outcome)


def test_a_list_plus_a_number_says_brackets() -> None:
    assert "self.w + [self.b]" in words.remark(
        fail("Neuron(2).parameters()", ("self.w + [self.b]", "self.w + self.b"))
    )


def test_a_list_plus_a_count_says_brackets() -> None:
    remark = words.remark(fail("MLP(3, 4)"))

    assert "an int is none" in remark
    assert "[nin] + [nout]" in remark


def test_an_error_of_plain_numbers_alone_is_not_blamed_on_values() -> None:
    outcome = fail("Value(1.0)", ("self.data = data", "self.data = data + None"))

    assert "unsupported operand" in words.message(outcome)
    assert "Value" not in words.remark(outcome)


# Other errors that beginners meet


@pytest.mark.parametrize(
    ("program", "edit", "said"),
    [
        (
            "Value(1.0) + 2",
            ("other = other if isinstance(other, Value) else Value(other)\n", "pass\n"),
            "A plain number has no .data",
        ),
        ("1 + Value(1.0)", ("__radd__", "radd"), "__radd__, and finds none"),
        ("sum([Value(1.0)])", ("__radd__", "radd"), "sum() begins with 0"),
        ("2 / Value(1.0)", ("__rtruediv__", "rtruediv"), "__rtruediv__, and finds none"),
        ("Value(1.0) - 1", ("__sub__", "sub"), "__sub__, and finds none"),
        ("-Value(1.0)", ("__neg__", "neg"), "__neg__, and finds none"),
        ("Value(1.0).tanh()", ("import math\n", ""), "Add `import math` to the top of the file."),
        (
            "Value(1.0).tanh()",
            ("import math\n", "import maths as math\n"),
            "the grader offers Python's standard",
        ),
        (
            "Value(1.0).tanh()",
            ("import math\n", "import torch as math\n"),
            "only torch_neuron.py may import torch",
        ),
        ("Value(1.0)", ("self.data = data", "self.data = dta"), "or is spelled differently"),
        (
            "repr(Value(1.0))",
            ('return f"Value(data={self.data})"', "print(self.data)"),
            "__repr__ must return a string",
        ),
        (
            "c = Value(1.0) + 1\nc.backward()",
            ("out._backward = _backward", "out._backward = _backward()"),
            "else its name, without parentheses",
        ),
        (
            "{Value(1.0)}",
            ("def __repr__", "def __eq__(self, other): return True\n    def __repr__"),
            "A Value class that defines __eq__ loses it",
        ),
        (
            "x = (Value(1.0) + Value(2.0)).data",
            ("        return out\n", ""),
            "a function that ends without return does",
        ),
    ],
)
def test_a_common_error_is_followed_by_what_it_means(
    program: str, edit: tuple[str, str], said: str
) -> None:
    assert said.lower() in words.remark(fail(program, edit)).lower()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def f((a, b)):\n    return a\n", "a parenthesis too many"),
        ("def f(a:\n    return a\n", "bracket"),
        ("f(1))\n", "fitting opening one"),
        ("x = 'one\n", "never closed"),
        ("x = “one”\n", "Type it anew"),
        ("if x = 1:\n    pass\n", "== compares"),
        ("f() = 1\n", "name"),
        ("def f()\n    pass\n", "colon"),
        ("def f():\nreturn 1\n", "four spaces"),
        ("x = 1\n  y = 2\n", "indented"),
        ("if 1:\n    x = 1\n  y = 2\n", "indented"),
        ("return 1\n", "indented"),
        ("def f(a=1, b): pass\n", "without one"),
        ("f(a=1, 2)\n", "without one"),
        ("x = [1 2]\n", "comma"),
        ("x = = 1\n", "at the end of the line above"),
    ],
)
def test_what_python_cannot_read_is_explained(text: str, said: str) -> None:
    """Where this Python has words of its own for it, and not invalid syntax alone."""
    with pytest.raises(SyntaxError) as caught:
        compile(text, "value.py", "exec")
    raised = Raised(type(caught.value).__name__, str(caught.value))

    remark = exceptions.remark(raised)
    assert said in remark or ("invalid syntax" in raised.message and "Python could read" in remark)


def test_calls_that_go_too_deep_have_a_cure() -> None:
    raised = Raised("RecursionError", "maximum", frames=(Frame("value.py", 3, "visit"),))

    assert "does visit() end without calling itself" in exceptions.remark(raised)
    assert "keep a list" in exceptions.remark(raised)


@pytest.mark.parametrize(
    ("edit", "message", "line"),
    [
        ("import os; os._exit(0)", "os._exit(0) would have ended Python", None),
        ("import sys; sys.exit(1)", "sys.exit(1) was called", None),
        ("import sys; sys.exit('{x} {0}')", "sys.exit({x} {0}) was called", None),
        ("exit()", "sys.exit() was called", None),
        ("self.data = Value(data)", "RecursionError: a function calls itself without end", None),
        ("self.data = [0] * 10**9", "the program used more memory", None),
        ("self.data = input()", "the code asks for keyboard input", None),
        ("raise KeyboardInterrupt", "the code raised KeyboardInterrupt", None),
        ("raise NotImplementedError('later')", "NotImplementedError: later", None),
        ("raise StopIteration", "StopIteration", None),
        ("raise ValueError('one\\ntwo')", "ValueError: one", None),
        ("self.data = = data", "Python cannot read the file: invalid syntax", "<module>"),
        ("  self.data = data", "Python cannot read the file: unexpected indent", "<module>"),
    ],
)
def test_an_end_of_its_own_is_told_plainly_with_its_line(
    edit: str, message: str, line: str | None
) -> None:
    outcome = fail("Value(1.0)", ("        self.data = data\n", f"        pass\n        {edit}\n"))

    first, where = words.message(outcome).split("\n")
    assert outcome.status == "error"
    first = first.removeprefix("waits for exercises/value.py, which cannot be imported: ")
    assert first.startswith(message)
    assert where.startswith(f"in {line or '__init__'}, exercises/value.py, line {outcome.line}: ")
    assert where.endswith(edit.strip())
    assert outcome.file == "exercises/value.py"


@pytest.mark.parametrize(
    ("edit", "status", "message"),
    [
        ("while True: pass", "timeout", "still running after 0.5 s of computing, and was"),
        (
            "import ctypes; ctypes.string_at(0)",
            "crashed",
            "the program took Python down: it was ended by SIGSEGV",
        ),
    ],
)
def test_what_had_to_be_stopped_is_told_with_its_line(edit: str, status: str, message: str) -> None:
    outcome = fail("Value(1.0)", ("self.data = data", edit), seconds=0.5)

    first, where = words.message(outcome).split("\n")
    assert outcome.status == status
    assert first.startswith(message)
    assert where == f"in __init__, exercises/value.py, line {outcome.line}: {edit}"
    assert outcome.file == "exercises/value.py"


def test_a_silent_end_is_told() -> None:
    outcome = fail("Value(1.0)", ("self.data = data", "import posix; posix._exit(0)"))

    assert outcome.status == "crashed"
    assert words.message(outcome) == "the program took Python down: it ended with exit code 0"


def test_an_error_in_the_program_itself_names_its_line() -> None:
    outcome = fail("a = Value(1.0)\na.nothing")

    assert words.message(outcome).endswith("\nin the program, line 3: a.nothing")
    assert (outcome.file, outcome.line) == (None, None)
