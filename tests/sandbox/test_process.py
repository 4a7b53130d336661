"""The learner's process, against code that crashes, hangs, floods, forges and lies."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.sandbox.process import Died, Garbled, LearnerProcess, OutOfTime, ProcessFailed
from grader.trace import Many, NodeRef, NotFinite, Other, SetOrder, Trace, shown
from tests.sandbox.forger import FORGER

SOON = 0.3  # seconds for a program that never ends
LOCATED = 0.6  # seconds for one that must get to the line where it never ends
AMPLE = 20.0  # seconds for one that does, on a busy machine

VALUE = """
class Value:
    def __init__(self, data, _prev=()):
        self.data = data
        self._prev = _prev
"""

# How a program gets at the loop that runs it.
LOOP = "next(f for f, _ in traceback.walk_stack(sys._getframe()) if 'request' in f.f_locals)"

Learn = Callable[..., LearnerProcess]


@pytest.fixture
def learn() -> Iterator[Learn]:
    """Makes a learner's process out of the text of value.py."""
    with contextlib.ExitStack() as stack:

        def process(source: str = VALUE, *, with_torch: bool = False) -> LearnerProcess:
            files = {"value": ("value.py", textwrap.dedent(source))}
            return stack.enter_context(LearnerProcess(files, with_torch=with_torch))

        yield process


def trace_of(process: LearnerProcess, program: str, **options: SetOrder) -> Trace:
    return process.run(textwrap.dedent(program), AMPLE, **options)


def answers(process: LearnerProcess) -> bool:
    """Whether the process, or the one in its place, runs the next program."""
    return trace_of(process, "x = 6 * 7").number("x") == 42


# What a program raises comes back as data.


@pytest.mark.parametrize(
    ("line", "kind", "message"),
    [
        ("sys.exit(3)", "SystemExit", "3"),
        ("os._exit(0)", "EndedProcess", "0"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", ""),
        ("raise BaseException('no')", "BaseException", "no"),
        ("1 / 0", "ZeroDivisionError", "division by zero"),
        ("bomb = [bytearray(1 << 26) for _ in range(1000)]", "MemoryError", ""),
        ("input()", "EOFError", "EOF when reading a line"),
    ],
)
def test_what_a_file_raises_on_import_is_reported_with_its_line(
    learn: Learn, line: str, kind: str, message: str
) -> None:
    process = learn(f"import os, sys\n\n{line}\n")

    raised = trace_of(process, "import value").raised

    assert raised
    assert (raised.kind, raised.message) == (kind, message)
    assert (raised.frames[-1].file, raised.frames[-1].line) == ("value.py", 3)
    assert raised.frames[-1].text == line


def test_a_recursion_without_end_is_reported_with_its_line(learn: Learn) -> None:
    process = learn("def f():\n    return f()\n")

    raised = trace_of(process, "import value\nvalue.f()").raised

    assert raised
    assert raised.kind == "RecursionError"
    assert (raised.frames[-1].file, raised.frames[-1].line) == ("value.py", 2)


def test_a_deep_recursion_keeps_few_of_its_lines(learn: Learn) -> None:
    process = learn("def f(n):\n    return f(n - 1) if n else 1 / 0\n")

    raised = trace_of(process, "import value\nvalue.f(500)").raised

    assert raised
    assert len(raised.frames) <= 12
    assert raised.frames[0].file == "<program>"


def test_a_syntax_error_is_reported_with_its_line(learn: Learn) -> None:
    process = learn("a = 1\nb = = 2\n")

    raised = trace_of(process, "import value").raised

    assert raised
    assert raised.kind == "SyntaxError"
    assert (raised.frames[-1].file, raised.frames[-1].line) == ("value.py", 2)
    assert raised.frames[-1].text == "b = = 2"


def test_an_exception_knows_what_it_derives_from(learn: Learn) -> None:
    process = learn("class Cycle(ValueError):\n    pass\n")

    raised = trace_of(process, "import value\nraise value.Cycle('round')").raised

    assert raised
    assert raised.bases == ("ValueError",)


def test_what_was_there_before_an_exception_is_kept(learn: Learn) -> None:
    trace = trace_of(learn(), "a = 1.5\n1 / 0\nb = 2.5")

    assert trace.names == {"a": 1.5}


def test_escape_codes_in_an_exception_are_plain_text(learn: Learn) -> None:
    raised = trace_of(learn(), r'raise ValueError("\x1b[2J\x07 200 passed \ud800")').raised

    assert raised
    assert raised.message == "\x1b[2J\x07 200 passed ?"


def test_an_exception_whose_text_raises_is_reported(learn: Learn) -> None:
    process = learn("class Odd(Exception):\n    def __str__(self):\n        raise SystemExit\n")

    raised = trace_of(process, "import value\nraise value.Odd").raised

    assert raised
    assert (raised.kind, raised.message) == ("Odd", "(its own text cannot be shown)")


# What ends the process costs one program, and no more.


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("posix._exit(0)", "it ended with exit code 0"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "it was ended by SIGKILL"),
        ("os.kill(os.getpid(), 40)", "it was ended by signal 40"),
        ("os.closerange(0, 32); time.sleep(60)", "it closed its connection to the grader"),
        ("os.closerange(0, 32)", "it ended with exit code 1"),
        (f"{LOOP}.f_globals['send'] = None", "it ended with exit code 1"),
        (
            "resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
            "it was ended by SIG",
        ),
    ],
)
def test_a_process_that_ends_says_how_and_is_replaced(learn: Learn, line: str, words: str) -> None:
    process = learn()

    with pytest.raises(Died) as failure:
        trace_of(process, f"import os, posix, resource, signal, sys, time, traceback\n{line}")

    assert str(failure.value).startswith(words)
    assert answers(process)


def test_a_segmentation_fault_is_located(learn: Learn) -> None:
    process = learn("import ctypes\n\ndef crash():\n    ctypes.string_at(0)\n")

    with pytest.raises(Died, match="SIGSEGV") as failure:
        trace_of(process, "import value\nvalue.crash()")

    innermost = failure.value.frames[-1]
    assert (innermost.file, innermost.line, innermost.function) == ("value.py", 4, "crash")
    assert innermost.text == "ctypes.string_at(0)"
    assert answers(process)


def test_recursion_past_every_limit_costs_one_program(learn: Learn) -> None:
    process = learn("""
        import sys
        sys.setrecursionlimit(10**9)

        class Value:
            def __repr__(self):
                return repr(self)
        """)

    try:
        raised = trace_of(process, "from value import Value\nrepr(Value())").raised
        outcome = raised.kind if raised else "nothing"
    except Died as failure:  # the stack overflowed before Python saw it
        outcome = f"{failure}, in {failure.frames[-1].file}"

    assert outcome in ("it was ended by SIGSEGV, in value.py", "RecursionError", "MemoryError")
    assert answers(process)


# What never ends is stopped at its deadline.


@pytest.mark.slow("waits for each to run out of time")
@pytest.mark.parametrize(
    ("source", "program", "line"),
    [
        ("while True:\n    pass\n", "import value", (1, 2)),
        (
            "class Value:\n    def __repr__(self):\n        while True: pass\n",
            "from value import Value\nrepr(Value())",
            (3,),
        ),
        (
            "class Value:\n    def __eq__(self, other):\n        while True: pass\n",
            "from value import Value\nValue() == Value()",
            (3,),
        ),
        (
            "class Value:\n    @property\n    def data(self):\n        while True: pass\n",
            "from value import Value\na = Value()",
            (4,),
        ),
        (
            "class Value:\n    def __del__(self):\n        while True: pass\n",
            "from value import Value\nValue()",
            (3,),
        ),
        (
            "class E(Exception):\n    def __str__(self):\n        while True: pass\n",
            "from value import E\nraise E",
            (3,),
        ),
        (
            "class L(list):\n    def __iter__(self):\n        while True: pass\n",
            "from value import L\na = L([1])",
            (3,),
        ),
        ("def f():\n    return 7 ** 10**9\n", "from value import f\nf()", (2,)),
    ],
    ids=["import", "repr", "eq", "property", "del", "text", "iter", "arithmetic"],
)
def test_an_endless_loop_is_stopped_and_located(
    learn: Learn, source: str, program: str, line: tuple[int, ...]
) -> None:
    process = learn(source)

    with pytest.raises(OutOfTime) as failure:
        process.run(program, LOCATED)

    assert failure.value.frames[-1].file == "value.py"
    assert failure.value.frames[-1].line in line


def test_an_endless_loop_in_the_program_costs_that_program(learn: Learn) -> None:
    process = learn()

    with pytest.raises(OutOfTime):
        process.run("while True: pass", SOON)

    assert answers(process)


def test_a_loop_that_ignores_every_signal_is_stopped(learn: Learn) -> None:
    process = learn()
    began = time.monotonic()

    with pytest.raises(OutOfTime):
        process.run(
            "import signal\n"
            "for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:\n"
            "    signal.signal(number, signal.SIG_IGN)\n"
            "while True: pass",
            SOON,
        )

    assert time.monotonic() - began < 10
    assert answers(process)


def test_a_loop_that_catches_everything_is_stopped(learn: Learn) -> None:
    process = learn()

    with pytest.raises(OutOfTime):
        process.run("while True:\n    try: 1 / 0\n    except BaseException: pass", SOON)

    assert answers(process)


def test_a_process_that_stops_itself_is_ended(learn: Learn) -> None:
    process = learn()

    with pytest.raises(OutOfTime):
        process.run("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", SOON)

    assert answers(process)


def test_the_judge_sleeps_while_a_program_runs(learn: Learn) -> None:
    process = learn()
    assert answers(process)
    before = time.process_time()

    process.run("import time\ntime.sleep(0.5)", AMPLE)

    assert time.process_time() - before < 0.1


# What is printed is kept in part.


def test_output_is_kept_in_order_from_both_streams(learn: Learn) -> None:
    trace = trace_of(learn(), "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint(3)")

    assert trace.output == "one\ntwo\n3\n"


def test_a_hundred_megabytes_of_output_are_cut_and_counted(learn: Learn) -> None:
    trace = trace_of(learn(), "for _ in range(100):\n    print('x' * 1_000_000)")

    assert len(trace.output) < 11_000
    assert trace.output.endswith("\n... and 99990100 characters more")


def test_output_past_python_goes_nowhere(learn: Learn) -> None:
    process = learn()

    trace = trace_of(process, "import os\nos.write(1, b'x' * 10**6)\nos.write(2, b'y' * 10**6)")

    assert (trace.output, trace.raised) == ("", None)
    assert answers(process)


def test_output_does_not_leak_into_the_next_program(learn: Learn) -> None:
    process = learn("def say(text=None):\n    print('said')\n")
    trace_of(process, "import value\nvalue.say()")

    assert trace_of(process, "x = 1").output == ""


# A forged reply is refused, or read as the plain data that it is.


@pytest.mark.parametrize(
    "line",
    [
        "write(b'\\xff' * 4)",
        "write(framed(b'[' * 100_000))",
        "write(framed(b'{\"names\": ' * 50_000))",
        "write(framed(b'not json'))",
        "write(framed(b''))",
        "forge(answers='0' * 16)",
        "forge(answers=None)",
        "forge(points=10)",
        "forge(names={'c': float('nan')})",
        "forge(names={'c': {'type': 'node', 'index': 0}})",
        "forge(names={'c': {'type': 'node', 'index': -1}}, nodes=[{'data': 1.0}])",
        "forge(names={'c': {'type': 'pickle', 'text': ''}})",
        "forge(nodes=[{'data': 1.0, 'parents': {'type': 'node', 'index': 7}}])",
        "forge(nodes=[{}])",
        "forge(nodes=None)",
        "forge(output=7)",
        "write(framed(json.dumps({'answers': number(), 'stubs': {}}).encode()))",
    ],
)
def test_a_malformed_reply_is_refused(learn: Learn, line: str) -> None:
    process = learn(FORGER)

    with pytest.raises(Garbled):
        trace_of(process, f"from value import *\n{line}")

    assert answers(process)


def test_a_reply_nested_beyond_reason_can_be_shown(learn: Learn) -> None:
    process = learn(FORGER)

    trace = trace_of(
        process,
        """
        from value import *
        deep = 1.0
        for _ in range(300):
            deep = {"type": "many", "kind": "list", "items": [deep]}
        forge(names={"deep": deep})
        """,
    )

    assert "..." in str(shown(trace.names["deep"], trace))


def test_a_dripped_reply_has_one_deadline(learn: Learn) -> None:
    process = learn(FORGER)
    began = time.monotonic()

    with pytest.raises(OutOfTime):
        process.run(
            "from value import *\n"
            "write(struct.pack('>I', 1000))\n"
            "while True:\n"
            "    write(b' ')\n"
            "    time.sleep(0.05)\n",
            SOON,
        )

    assert time.monotonic() - began < 10
    assert answers(process)


def test_a_late_reply_is_no_answer_to_the_next_program(learn: Learn) -> None:
    process = learn()
    with pytest.raises(OutOfTime):
        process.run("import time\ntime.sleep(0.7)\nx = 'late'", SOON)
    time.sleep(0.4)

    assert trace_of(process, "x = 'next'").names == {"x": "next"}


def test_a_reply_that_nobody_asked_for_costs_the_next_program_nothing(learn: Learn) -> None:
    process = learn(FORGER)
    trace_of(
        process,
        """
        from value import *
        threading.Timer(0.1, write, [framed(b'{"answers": "0", "names": {"x": 1}}')]).start()
        """,
    )
    time.sleep(0.5)

    assert answers(process)


def test_a_process_that_ends_after_its_reply_costs_the_next_program_nothing(
    learn: Learn,
) -> None:
    process = learn()
    trace_of(process, "import posix, threading\nthreading.Timer(0.1, posix._exit, [0]).start()")
    time.sleep(0.5)

    assert answers(process)


def test_a_fork_that_replies_too_costs_the_next_program_nothing(learn: Learn) -> None:
    process = learn()
    trace_of(process, "import os\nos.fork()")
    time.sleep(0.5)

    assert answers(process)


def test_forged_last_words_are_read_with_care(learn: Learn) -> None:
    process = learn(FORGER)

    with pytest.raises(ProcessFailed) as failure:
        trace_of(
            process,
            """
            import posix
            from value import *
            line = '  File "value.py", line %s in f\\n'
            write(("\\n" + line % ("9" * 5000) + line % 99999 + line % 1).encode())
            posix._exit(1)
            """,
        )

    assert all(0 < frame.line < 10**9 for frame in failure.value.frames)


# Names and Values are read as plain data, whatever they claim to be.


@pytest.mark.parametrize(
    ("expression", "datum"),
    [
        ("float('nan')", NotFinite("nan")),
        ("-float('inf')", NotFinite("-inf")),
        ("1e308 * 10", NotFinite("inf")),
        ("10 ** 20_000", Other("an int too large to compare")),
        ("2 ** 1000", 2**1000),
        ("-(2 ** 70)", -(2**70)),
        ("True", True),
        ("None", None),
        ("0.1", 0.1),
        ("5e-324", 5e-324),
        ("3", 3),
        ("(1, [2.5, 'x'])", Many("tuple", (1, Many("list", (2.5, "x"))))),
        ("1j", Other("a complex")),
        ("object()", Other("an object")),
        ("'\\ud800'", "?"),
        ("'x' * 5000", "x" * 1000 + "..."),
        ("[0] * 30_000", Other("a list of 30000")),
    ],
)
def test_a_datum_is_plain(learn: Learn, expression: str, datum: object) -> None:
    found = trace_of(learn(), f"x = {expression}").names["x"]

    assert (type(found), found) == (type(datum), datum)


def test_numbers_cross_the_pipe_unchanged(learn: Learn) -> None:
    trace = trace_of(learn(), "import math\nx = [math.pi, 1e-300, -0.0, 1 / 3]")

    found = trace.names["x"]
    assert isinstance(found, Many)
    assert found.items[0] == math.pi
    assert [str(item) for item in found.items[1:]] == ["1e-300", "-0.0", repr(1 / 3)]


def test_a_float_that_lies_about_itself_is_read_as_it_is(learn: Learn) -> None:
    process = learn("""
        class Liar(float):
            def __eq__(self, other): return True
            def __float__(self): return 7.0
            def __sub__(self, other): return 0.0
            def __repr__(self): return "7.0"
            __rsub__ = __sub__
            __hash__ = float.__hash__
        """)

    found = trace_of(process, "from value import Liar\nx = Liar(1.5)").names["x"]

    assert (type(found), found) == (float, 1.5)


def test_an_int_that_lies_about_itself_is_read_as_it_is(learn: Learn) -> None:
    process = learn("class Liar(int):\n    def __int__(self): return 7\n    __index__ = __int__\n")

    assert trace_of(process, "from value import Liar\nx = Liar(2)").names["x"] == 2


def test_a_string_that_lies_about_itself_is_read_as_it_is(learn: Learn) -> None:
    process = learn(
        "class Liar(str):\n    def __str__(self): return 'lie'\n    __repr__ = __str__\n"
    )

    assert trace_of(process, "from value import Liar\nx = Liar('truth')").names["x"] == "truth"


def test_an_object_that_equals_everything_is_no_number(learn: Learn) -> None:
    process = learn("class Same:\n    def __eq__(self, other): return True\n")

    trace = trace_of(process, "from value import Same\nx = Same()")

    assert trace.names["x"] == Other("a Same")
    assert trace.number("x") is None


def test_true_is_no_number(learn: Learn) -> None:
    assert trace_of(learn(), "x = True").number("x") is None


def test_values_that_all_equal_each_other_stay_apart(learn: Learn) -> None:
    process = learn(
        VALUE + "    def __eq__(self, other): return True\n    __hash__ = lambda s: 1\n"
    )

    trace = trace_of(process, "from value import Value\na = Value(1.0)\nb = Value(2.0, [a])")

    assert [node.data for node in trace.nodes] == [1.0, 2.0]
    assert trace.node("a") is not trace.node("b")


def test_cyclic_parents_are_walked_once(learn: Learn) -> None:
    trace = trace_of(
        learn(),
        """
        from value import Value
        a = Value(1.0)
        b = Value(2.0, (a,))
        a._prev = [b, a]
        """,
    )

    assert len(trace.nodes) == 2
    assert trace.nodes[0].parents == Many("list", (NodeRef(1), NodeRef(0)))


def test_a_value_whose_data_is_itself_can_be_shown(learn: Learn) -> None:
    trace = trace_of(learn(), "from value import Value\na = Value(1.0)\na.data = a")

    assert shown(trace.names["a"], trace) == "Value(data=a Value)"


def test_a_list_that_holds_itself_has_an_end(learn: Learn) -> None:
    trace = trace_of(learn(), "x = []\nx.append(x)")

    assert isinstance(trace.names["x"], Many)


def test_an_attribute_that_raises_is_told_in_words(learn: Learn) -> None:
    process = learn("""
        class Value:
            @property
            def data(self): raise ValueError("no")
            @property
            def grad(self): raise AttributeError("none")
        """)

    node = trace_of(process, "from value import Value\na = Value()").node("a")

    assert node
    assert node.data == Other("raises ValueError")
    assert not trace_of(process, "from value import Value\na = Value()").has("grad")


def test_an_attribute_that_exits_costs_that_program(learn: Learn) -> None:
    process = learn("class Value:\n    @property\n    def data(self): raise SystemExit(0)\n")

    raised = trace_of(process, "from value import Value\na = Value()").raised

    assert raised
    assert raised.kind == "SystemExit"


@pytest.mark.slow("makes a million Values")
def test_a_million_values_are_refused(learn: Learn) -> None:
    process = learn("""
        class Value:
            __slots__ = ("data", "_prev")
            def __init__(self, data, _prev=()):
                self.data, self._prev = data, _prev
        """)

    with contextlib.suppress(OutOfTime):
        trace = trace_of(
            process,
            """
            from value import Value
            a = Value(1.0)
            for _ in range(10**6):
                a = Value(1.0, (a,))
            """,
        )
        assert trace.raised
        assert trace.raised.kind in ("TooManyValues", "MemoryError")
    assert answers(process)


def test_a_reply_too_long_to_read_is_refused(learn: Learn) -> None:
    program = "x = [['y' * 1000 for _ in range(2000)] for _ in range(10)]"

    with pytest.raises(Garbled, match="bytes"):
        trace_of(learn(), program)


def test_patched_builtins_harm_nobody_else(learn: Learn) -> None:
    process = learn("""
        import builtins, json
        json.dumps = lambda *a, **k: "{}"
        builtins.isinstance = lambda *a: True
        """)

    with pytest.raises(ProcessFailed):
        trace_of(process, "import value\nx = 1")

    assert answers(process)


# What may be imported.


def test_numpy_may_be_imported(learn: Learn) -> None:
    pytest.importorskip("numpy")

    trace = trace_of(
        learn(),
        """
        import numpy as np
        scalar, whole, array = np.float64(2.5), np.int64(3), np.array([1.5])
        half, undefined = np.float32(0.5), np.float64("nan")
        matrix = np.eye(2)
        """,
    )

    assert trace.names == {
        "scalar": 2.5,
        "whole": 3,
        "array": 1.5,
        "half": 0.5,
        "undefined": NotFinite("nan"),
        "matrix": Other("a ndarray"),
    }


@pytest.mark.parametrize("module", ["torch", "msgspec", "pytest", "grader", "solutions", "nn"])
def test_other_packages_are_not_there(learn: Learn, module: str) -> None:
    raised = trace_of(learn(), f"import {module}").raised

    assert raised
    assert raised.kind == "ModuleNotFoundError"


def test_torch_says_where_it_belongs(learn: Learn) -> None:
    raised = trace_of(learn("import torch\ntorch.tensor(1.0)\n"), "import value").raised

    assert raised
    assert raised.message == "No module named 'torch' (value.py, line 1, imports it)"
    assert raised.frames[-1].file == "value.py"


@pytest.mark.slow("imports torch")
def test_torch_may_be_imported_where_it_is_allowed(learn: Learn) -> None:
    pytest.importorskip("torch")

    trace = trace_of(learn(with_torch=True), "import torch\nx = torch.tensor(2.5) * 2")

    assert trace.names["x"] == 5.0


# A program finds the world as the one before it did.


def test_modules_are_made_anew_for_each_program(learn: Learn) -> None:
    process = learn("count = 0\n")
    program = "import value\nvalue.count += 1\nx = value.count"

    assert [trace_of(process, program).number("x") for _ in range(3)] == [1, 1, 1]


def test_names_do_not_outlive_their_program(learn: Learn) -> None:
    process = learn()
    trace_of(process, "left = 1")

    raised = trace_of(process, "left").raised

    assert raised
    assert raised.kind == "NameError"


def test_random_numbers_are_the_same_for_every_program(learn: Learn) -> None:
    process = learn()
    program = "import random\nx = random.random()"
    first = trace_of(process, program).number("x")
    trace_of(process, "import random\nrandom.seed(7)\nrandom.random()")

    assert trace_of(process, program).number("x") == first
    assert trace_of(learn(), program).number("x") == first


def test_numpys_random_numbers_are_the_same_for_every_program(learn: Learn) -> None:
    pytest.importorskip("numpy")
    process = learn("import numpy\n")
    program = "import numpy\nx = float(numpy.random.rand())"

    assert trace_of(process, program).names == trace_of(process, program).names


SET_OF_VALUES = """
from value import Value
a, b, c, d = Value(1), Value(2), Value(3), Value(4)
order = [value.data for value in {c, a, d, b}]
"""


def test_a_set_of_values_follows_the_order_in_which_they_first_were_in_one(learn: Learn) -> None:
    trace = trace_of(learn(), SET_OF_VALUES)

    assert trace.names["order"] == Many("list", (3, 1, 4, 2))


def test_a_set_of_values_may_follow_that_order_in_reverse(learn: Learn) -> None:
    trace = trace_of(learn(), SET_OF_VALUES, set_order="reverse")

    assert trace.names["order"] == Many("list", (2, 4, 1, 3))


def test_a_set_of_values_has_its_order_where_others_have_gone(learn: Learn) -> None:
    trace = trace_of(
        learn(),
        """
        from value import Value
        for _ in range(7):
            {Value(0.0)}
        a = Value(1)
        b = Value(2)
        c = Value(3)
        orders = [[value.data for value in values] for values in ({a, b, c}, {c, b, a})]
        """,
    )

    assert trace.names["orders"] == Many("list", (Many("list", (1, 2, 3)),) * 2)


@pytest.mark.parametrize("set_order", ["forward", "reverse"])
def test_a_large_set_of_values_has_the_same_order_in_every_process(
    learn: Learn, set_order: SetOrder
) -> None:
    program = """
        from value import Value
        values = [Value(i) for i in range(50) if Value(i)]
        order = [value.data for value in set(values[::-3])]
    """

    orders = {trace_of(learn(), program, set_order=set_order).names["order"] for _ in range(4)}

    assert len(orders) == 1


def test_a_hash_of_the_learners_own_is_left_alone(learn: Learn) -> None:
    process = learn(VALUE + "    def __hash__(self): return 100 - self.data\n")

    assert trace_of(process, "from value import Value\nx = hash(Value(1))").number("x") == 99


# The judge's side.


def test_the_stubs_that_are_left_are_known_without_running_them(learn: Learn) -> None:
    process = learn("""
        print("hello")
        class Value:
            def backward(self):
                '''Stage 4: x'''
                raise NotImplementedError("stage 4: Value.backward")
            def tanh(self):
                raise NotImplementedError("later")
        1 / 0
        """)

    stubs = process.stubs()

    assert list(stubs) == ["Value.backward"]
    assert (stubs["Value.backward"].file, stubs["Value.backward"].line) == ("value.py", 4)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, TimeoutError])
def test_an_exception_of_the_caller_drops_the_process(
    learn: Learn, interruption: type[BaseException]
) -> None:
    def interrupt(*_: object) -> None:
        raise interruption

    process = learn()
    assert answers(process)
    before = signal.signal(signal.SIGUSR1, interrupt)
    alarm = threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGUSR1])
    try:
        alarm.start()
        with pytest.raises(interruption):
            process.run("import time\ntime.sleep(0.6)\nx = 'late'", AMPLE)
    finally:
        alarm.join()
        signal.signal(signal.SIGUSR1, before)

    time.sleep(0.5)
    assert trace_of(process, "x = 'next'").names == {"x": "next"}


def test_an_exception_while_a_process_loads_drops_it(
    learn: Learn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    process = learn()
    with monkeypatch.context() as patch:
        patch.setattr("grader.sandbox.process.library", interrupted)
        with pytest.raises(KeyboardInterrupt):
            process.run("x = 1")

    assert answers(process)


def test_closing_leaves_no_process_behind(learn: Learn) -> None:
    process = learn()
    pid = trace_of(process, "import os\npid = os.getpid()").number("pid")

    process.close()

    assert pid
    assert not is_alive(int(pid))


def test_what_a_program_started_ends_with_it(learn: Learn) -> None:
    process = learn()
    trace = trace_of(
        process,
        """
        import os, time
        try:
            pid = os.fork()
        except PermissionError:  # as it should be, where the process is confined
            pid = None
        if pid == 0:
            while True: time.sleep(1)
        """,
    )
    pid = trace.number("pid")

    assert pid is None or ends(int(pid))


def test_a_process_that_ran_out_of_time_is_gone(learn: Learn) -> None:
    process = learn()
    pid = trace_of(process, "import os\npid = os.getpid()").number("pid")
    with pytest.raises(OutOfTime):
        process.run("while True: pass", SOON)

    assert pid
    assert not is_alive(int(pid))


def test_many_failures_leave_no_descriptor_open(learn: Learn) -> None:
    process = learn()
    assert answers(process)
    process.close()
    before = len(os.listdir("/proc/self/fd"))

    for _ in range(3):
        with pytest.raises(Died):
            trace_of(process, "import posix\nposix._exit(1)")

    assert len(os.listdir("/proc/self/fd")) == before


def test_closing_twice_is_harmless(learn: Learn) -> None:
    process = learn()
    assert answers(process)
    process.close()
    process.close()

    assert answers(process)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(pid)
