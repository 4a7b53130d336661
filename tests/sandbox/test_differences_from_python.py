"""A learner's program does what it does with `python` alone, but for what is listed.

The list is in grader/sandbox/worker/__init__.py; here are its tests, and programs that must not
notice where they run.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from grader.sandbox.process import Died, LearnerProcess, OutOfTime
from grader.trace import Many, Trace

AMPLE = 20.0  # seconds


def here(program: str, value: str = "") -> Trace:
    """What a program does in the learner's process, with that value.py."""
    with LearnerProcess({"value": ("value.py", textwrap.dedent(value))}) as process:
        return process.run(textwrap.dedent(program), AMPLE)


def with_python_alone(program: str, value: str, folder: Path) -> str:
    """What a program prints, and the exception that ends it."""
    (folder / "value.py").write_text(textwrap.dedent(value))
    (folder / "program.py").write_text(textwrap.dedent(program))
    done = subprocess.run(
        [sys.executable, "program.py"],
        cwd=folder,
        env={"PYTHONIOENCODING": "utf-8:strict"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + last_line(done.stderr)


def last_line(text: str) -> str:
    return text.strip().split("\n")[-1]


# Classes of Value in unusual dress.

BASE_WITH_NEW = """
class Base:
    def __new__(cls, *args):
        value = object.__new__(cls)
        value.grad = 0.0
        return value

class Value(Base):
    def __init__(self, data, _prev=()):
        self.data, self._prev = data, _prev
"""
FLOAT = """
class Value(float):
    def __new__(cls, data, _prev=()):
        return float.__new__(cls, data)
    def __init__(self, data, _prev=()):
        self.data, self.grad, self._prev = float(data), 0.0, _prev
"""
SCALAR = """
class Scalar:
    def __init__(self, data, _prev=()):
        self.data, self.grad, self._prev = data, 0.0, _prev
Value = Scalar
"""
EQUAL_WITHOUT_HASH = """
class Base:
    def __eq__(self, other):
        return self.data == other.data

class Value(Base):
    def __init__(self, data, _prev=()):
        self.data, self.grad, self._prev = data, 0.0, _prev
"""
COUNTED = """
class Value:
    made = 0
    def __new__(cls, *args):
        cls.made += 1
        return super().__new__(cls)
    def __init__(self, data, _prev=()):
        self.data, self.grad, self._prev = data, 0.0, _prev
"""
META = """
class Meta(type):
    def __setattr__(cls, name, thing):
        raise AttributeError(name)
    def __call__(cls, *args):
        value = super().__call__(*args)
        value.grad = 0.0
        return value

class Value(metaclass=Meta):
    def __init__(self, data, _prev=()):
        self.data, self._prev = data, _prev
"""
SLOTS = """
class Value:
    __slots__ = ("data", "grad", "_prev")
    def __init__(self, data, _prev=()):
        self.data, self.grad, self._prev = data, 0.0, _prev
"""
PLAIN = """
class Value:
    def __init__(self, data, _prev=()):
        self.data, self.grad, self._prev = data, 0.0, _prev
"""
MADE_ON_IMPORT = PLAIN + "ZERO = Value(0.0)\nKNOWN = {ZERO}\n'no docstring'\n"
ALIAS_MADE_BEFORE = SCALAR.replace("Value = ", "ZERO = Scalar(0.0)\nKNOWN = {ZERO}\nValue = ")
FUTURE = "'''The docstring.'''\nfrom __future__ import annotations\n" + PLAIN + "x: nowhere = 1\n"
CLASSES = {
    "a base with __new__": BASE_WITH_NEW,
    "a float": FLOAT,
    "another name": SCALAR,
    "equal, without a hash": EQUAL_WITHOUT_HASH,
    "a __new__ that counts": COUNTED,
    "a metaclass": META,
    "slots": SLOTS,
    "plain": PLAIN,
    "made on import": MADE_ON_IMPORT,
    "an alias, made before": ALIAS_MADE_BEFORE,
    "a future": FUTURE,
}
OF_A_CLASS = """
import value
from value import Value
a = Value(2.0)
b = Value(2.0, (a,))
print(Value.__name__, Value.__new__ is object.__new__, "__new__" in vars(Value))
print(value.__doc__, getattr(value, "__annotations__", None), getattr(Value, "made", None))
print(a.data, a.grad, b._prev == (a,), [a].index(a), isinstance(b, Value))
if hasattr(value, "KNOWN"):
    print(value.ZERO in value.KNOWN, {value.ZERO} == value.KNOWN)
if hasattr(a, "__dict__"):
    print(sorted(vars(a)))
print(len({a, b}), len({a: 1, b: 2}), a in {a})
"""


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_is_as_the_learner_wrote_it(name: str, tmp_path: Path) -> None:
    trace = here(OF_A_CLASS, CLASSES[name])
    raised = f"{trace.raised.kind}: {trace.raised.message}" if trace.raised else ""

    assert trace.output + raised == with_python_alone(OF_A_CLASS, CLASSES[name], tmp_path)


@pytest.mark.parametrize("name", CLASSES)
def test_its_values_are_described_as_values(name: str) -> None:
    trace = here("from value import Value\na = Value(2.0)\nb = Value(3.0, (a,))", CLASSES[name])

    nodes = [trace.node("a"), trace.node("b")]
    assert [node and node.data for node in nodes] == [2.0, 3.0]


def test_a_subclass_of_a_value_of_another_name_is_a_value() -> None:
    program = "from value import Value\nclass Weight(Value): pass\nw = Weight(2.0)"

    node = here(program, SCALAR).node("w")

    assert node
    assert node.data == 2.0


def test_a_built_in_class_that_is_called_value_makes_no_values() -> None:
    trace = here("from value import Value\na = Value(2.0)\nb = 3", "Value = float\n")

    assert trace.names == {"a": 2.0, "b": 3}


def test_a_class_called_value_that_is_somewhere_else_is_described_too() -> None:
    program = "from value import Value\nclass Other: pass\nOther.__name__ = 'Value'\na = Other()\n"

    trace = here(program + "a.data = 2.0", SCALAR)

    node = trace.node("a")
    assert node
    assert node.data == 2.0


# Innocent lines at the top of a file.

INNOCENT = [
    "import sys; sys.stdout.reconfigure(encoding='utf-8')",
    "import sys; sys.stdout.reconfigure(line_buffering=True, write_through=False)",
    "import sys; sys.stdout.reconfigure(errors='replace'); print('\\ud800')",
    "import sys; sys.stdout.buffer.write(b'bytes\\n'); sys.stdout.buffer.flush()",
    "import sys; print(sys.stdout.fileno(), sys.stderr.fileno())",
    "import sys; print(sys.stdout.isatty(), sys.stdout.writable(), sys.stdout.readable())",
    "import sys; print(sys.stdout.encoding, sys.stdout.errors, sys.stdout.name, sys.stdout.mode)",
    "import sys; print(type(sys.stdout).__name__, isinstance(sys.stdout.buffer, object))",
    "import io, sys; print(isinstance(sys.stdout, io.TextIOWrapper))",
    "import io, sys; print(isinstance(sys.stdout.buffer, io.BufferedWriter))",
    "import io, sys; sys.stdout = io.TextIOWrapper(sys.stdout.buffer, line_buffering=True)",
    "import sys; sys.__stdout__.write('once\\n')",
    "import sys; print(sys.stdout is sys.__stdout__)",
    "import faulthandler; faulthandler.enable()",
    "import faulthandler; faulthandler.enable(); faulthandler.disable()",
    "import logging; logging.basicConfig(); logging.getLogger().debug('no')",
    "import warnings; warnings.simplefilter('ignore')",
    "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()):\n    print('hidden')",
    "import sys; sys.setrecursionlimit(5000)",
    "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)",
    "import atexit; atexit.register(len, ())",
    "import gc; gc.disable()",
    "import os; os.chdir('/')",
    "import sys; print(sys.stdin.read() == '')",
    "import sys; print(len(sys.argv))",
    "import threading\nt = threading.Thread(target=print, args=('thread',))\nt.start()\nt.join()",
    "import inspect\ndef f():\n    return 1\nprint(inspect.getsource(f))",
    "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    print('caught')",
    "print('x', end='', flush=True)",
    "print(1, 2, sep=', ', file=None)",
    "import time; time.sleep(0.01)",
    "print(callable(help), callable(exit), callable(quit))",
    "print(sum(x for x in range(3)), [y for y in (1, 2)], locals() is globals())",
    "import sys; print('grader' in sys.modules, 'worker' in sys.modules)",
    "class Value:\n    pass\nprint(__name__, Value.__module__, Value.__qualname__)",
    "print(float('é' == 'é'), 'ünïcode ✔')",
]


@pytest.mark.parametrize("lines", INNOCENT)
def test_an_innocent_line_does_what_it_does_with_python_alone(lines: str, tmp_path: Path) -> None:
    program = "import value\nprint('end')\n"

    trace = here(program, lines)

    assert trace.raised is None
    assert trace.output == with_python_alone(program, lines, tmp_path)


def test_what_is_printed_to_a_stream_that_was_changed_is_kept() -> None:
    source = "import sys\nsys.stdout.reconfigure(write_through=False)\nprint('kept')\n"

    with LearnerProcess({"value": ("value.py", source)}) as process:
        outputs = [process.run("import value", AMPLE).output for _ in range(3)]

    assert outputs == ["kept\n"] * 3


@pytest.mark.parametrize("line", ["sys.stdout.close()", "sys.stdout.detach()", "del sys.stdout"])
def test_a_stream_that_is_gone_is_there_again_for_the_next_program(line: str) -> None:
    with LearnerProcess({}) as process:
        process.run(f"import sys\n{line}", AMPLE)

        assert process.run("print('there')", AMPLE).output == "there\n"


def test_a_crash_after_enabling_the_fault_handler_costs_one_program() -> None:
    source = "import faulthandler\nfaulthandler.enable()\n"
    with LearnerProcess({"value": ("value.py", source)}) as process:
        with pytest.raises(Died):
            process.run("import value, ctypes\nctypes.string_at(0)", AMPLE)

        assert process.run("x = 1", AMPLE).number("x") == 1


# The differences.


def test_sets_of_values_have_a_known_order() -> None:
    program = """
        from value import Value
        values = [Value(i) for i in range(50)]
        order = [value.data for value in set(values)]
    """

    assert {here(program, PLAIN).names["order"] for _ in range(3)} == {
        Many("list", tuple(range(50)))
    }


def test_the_number_of_a_value_that_is_gone_is_not_that_of_another() -> None:
    program = """
        from value import Value
        hashes = []
        for i in range(20):
            value = Value(i)
            hashes.append(hash(value) == hash(value))
            hashes.append(hash(value))
            del value
        different = len(set(hashes[1::2]))
    """

    assert here(program, PLAIN).names["different"] == 20
    assert here(program, SLOTS).names["different"] == 20


def test_random_numbers_begin_at_a_seed() -> None:
    program = "import random\nx = random.random()\ny = [*{'a', 'b', 'c', 'd', 'e'}]"

    assert here(program).names == here(program).names


def test_there_is_no_keyboard() -> None:
    raised = here("input()").raised

    assert raised
    assert raised.kind == "EOFError"


def test_time_is_limited() -> None:
    with LearnerProcess({}) as process, pytest.raises(OutOfTime):
        process.run("while True: pass", 0.2)


def test_nothing_ends_the_process() -> None:
    kinds = []
    for line in ("exit()", "quit()", "sys.exit()", "os._exit(0)"):
        raised = here(f"import os, sys\n{line}").raised
        kinds.append(raised.kind if raised else None)

    assert kinds == ["SystemExit"] * 3 + ["EndedProcess"]


def test_of_packages_there_are_few() -> None:
    raised = here("import msgspec").raised

    assert raised
    assert raised.kind == "ModuleNotFoundError"


def test_the_modules_of_a_notebook_are_one() -> None:
    files = {name: (f"hw.ipynb/{name}.py", "") for name in ("value", "nn")}
    with LearnerProcess(files) as process:
        trace = process.run("import value, nn\nsame = value is nn", AMPLE)
    assert trace.names["same"] is True


def test_what_is_printed_is_kept_in_part() -> None:
    assert here("print('é' * 20_000)").output.endswith("\n... and 10001 characters more")


@pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
def test_other_files_the_network_and_other_processes_are_out_of_reach() -> None:
    lines = ("open('/etc/passwd')", "socket.socket()", "os.kill(os.getppid(), 0)")
    raised = [here(f"import os, socket\n{line}").raised for line in lines]

    assert [error and error.limit for error in raised] == ["files", "network", "system"]
