"""A limit names itself, and costs the program that broke it: none that comes later."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox import fault_report, launcher, time_limit
from grader.sandbox.launcher import PLAIN, WORKER, PlainProcess
from grader.sandbox.needs import Needs
from grader.sandbox.process import Died, LearnerProcess, OutOfTime
from grader.sandbox.time_limit import TimeLimit, Usage
from grader.trace import Limit
from tests.sandbox.harm import without_layers

pytestmark = pytest.mark.slow("waits for programs to run out of time")

AMPLE = 20.0  # seconds
SOON = 0.3  # seconds


@pytest.fixture
def process() -> Iterator[LearnerProcess]:
    with LearnerProcess({}) as process:
        yield process


def out_of_time(process: LearnerProcess, program: str, seconds: float = SOON) -> OutOfTime:
    with pytest.raises(OutOfTime) as failure:
        process.run(program, seconds)
    return failure.value


def pid(process: LearnerProcess) -> float | None:
    return process.run("import os\npid = os.getpid()", AMPLE).number("pid")


# Time.


def test_a_program_that_computes_for_too_long_says_so(process: LearnerProcess) -> None:
    assert out_of_time(process, "while True: pass").limit == "computing"


@pytest.mark.parametrize(
    "program",
    [
        "import time\ntime.sleep(100)",
        "import time\nwhile True: time.sleep(0.001)",
        "import threading\nthreading.Lock().acquire() and threading.Event().wait()",
        "import os\nos.read(os.pipe()[0], 1)",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    ],
    ids=["sleep", "many sleeps", "lock", "pipe", "stopped"],
)
def test_a_program_that_waits_for_too_long_says_so(process: LearnerProcess, program: str) -> None:
    assert out_of_time(process, program).limit == "waiting"


class _FallsWhenAsked(PlainProcess):
    """Python's fault handler found a frame half made."""

    def ask_where_it_stands(self) -> None:
        self._send(signal.SIGSEGV)


class _FallsLauncher:
    def start(self, needs: Needs) -> PlainProcess:
        started = PLAIN.start(needs)
        started.__class__ = _FallsWhenAsked
        return started


TAKES_LONG = """
import time
number, began = 0, time.process_time()
while time.process_time() < began + 0.8:
    number += 1
number = 7
"""


def test_being_asked_where_it_stands_costs_a_program_nothing() -> None:
    with LearnerProcess({}, launcher=_FallsLauncher()) as process:
        assert process.run(TAKES_LONG, 1.2).number("number") == 7
        assert out_of_time(process, "while True: pass").limit == "computing"
        with pytest.raises(Died, match="SIGSEGV"):  # it falls when it is not asked, too
            process.run(TAKES_LONG + "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", 1.2)


def test_threads_that_compute_while_the_first_waits_are_counted(process: LearnerProcess) -> None:
    program = """
import threading
def work():
    while True: pass
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""

    assert out_of_time(process, program).limit == "computing"


def test_one_program_has_as_much_time_as_the_one_before_it(process: LearnerProcess) -> None:
    burn = "import time\nwhile time.process_time() % 0.6 < 0.5: pass"  # up to half a second
    pids = {pid(process)}

    for _ in range(8):
        process.run(burn)

    assert {pid(process)} == pids


def test_where_the_judge_sees_nothing_the_process_limits_itself(
    process: LearnerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Usage, "is_known", False)
    monkeypatch.setattr(time_limit, "OUTER_NET_ALONE", 60.0)

    assert out_of_time(process, "while True: pass").limit == "computing"


def test_where_the_judge_sees_nothing_a_wall_clock_ends_what_waits(
    process: LearnerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Usage, "is_known", False)
    monkeypatch.setattr(time_limit, "OUTER_NET_ALONE", 0.5)

    assert out_of_time(process, "import time\ntime.sleep(100)").limit == "wall"


class Told:
    """A process of which the system says what a test wants."""

    is_known = True

    def __init__(self, computed: float, queued: float, may_be_queued: bool = False) -> None:
        self.figures = computed, queued, may_be_queued
        self.is_begun = False

    def computed(self) -> float:
        return self.figures[0] if self.is_begun else 0.0

    def queued_first_thread(self) -> float:
        return 0.0

    def queued(self) -> float:
        return self.figures[1]

    def may_be_queued(self) -> bool:
        return self.figures[2]


@pytest.mark.parametrize(
    ("told", "passed", "broken"),
    [
        (Told(computed=0.9, queued=20.0), 21.0, None),
        (Told(computed=0.003, queued=19.9), 20.0, None),
        (Told(computed=1.0, queued=20.0), 21.0, "computing"),
        (Told(computed=0.1, queued=0.0), 1.2, "waiting"),
        (Told(computed=0.1, queued=0.0, may_be_queued=True), 1.2, None),
        (Told(computed=0.1, queued=0.0), 1.0, None),
        (Told(computed=0.1, queued=70.0), 70.0, "wall"),
    ],
    ids=["starved", "starved, and short", "slow", "waits", "in a queue", "in time", "net"],
)
def test_starving_is_told_from_waiting(
    told: Told, passed: float, broken: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    limit = TimeLimit(told, 1.0)  # type: ignore[arg-type]
    told.is_begun, now = True, now + passed

    assert limit.look() == broken


# Where a loop stands.

SOURCES = {"nn.py": "one\ntwo\nthree\n", "value.py": "four\nfive\nsix\n"}


def report(*lines: tuple[str, int, str]) -> str:
    """One of the fault handler's, of frames that are given outermost first."""
    rows = "".join(f'  File "{path}", line {line} in {name}\n' for path, line, name in lines[::-1])
    return f"Stack (most recent call first):\n{rows}"


def test_a_report_that_the_next_one_cut_short_says_nothing() -> None:
    begins = ("worker/__main__.py", 38, "<module>"), ("<frozen runpy>", 198, "_run_module_as_main")
    whole = report(begins[1], begins[0], ("nn.py", 3, "train"), ("value.py", 1, "__add__"))
    cut = report(("nn.py", 3, "train"), ("value.py", 1, "__add__"), ("value.py", 2, "__mul__"))

    frames = fault_report.frames(whole + cut.rstrip()[:-5] + "\nFatal Python error", SOURCES)

    assert [frame.function for frame in frames] == ["train", "__add__"]


CALLS_ITSELF = {
    "sort.py": "def visit(node):\n    seen\n    for o in node:\n        visit(o)\n    done\n"
}


@pytest.mark.parametrize("lines", [(4,), (3,), (2,), (5, 2), (4, 2)])
def test_a_function_that_calls_itself_without_end_stands_at_that_call(
    lines: tuple[int, ...],
) -> None:
    calls = [("sort.py", 4, "visit")] * 3
    words = "".join(report(*calls, ("sort.py", line, "visit")) for line in lines)

    frame = fault_report.frames(words, CALLS_ITSELF, is_loop=True)[-1]

    assert (frame.line, frame.text) == (4, "visit(o)")


def test_a_loop_within_such_a_function_is_a_loop() -> None:
    source = {"sort.py": "def visit(node):\n    visit(o)\n    while True:\n        pass\n"}
    words = report(("sort.py", 2, "visit"), ("sort.py", 4, "visit"))

    assert fault_report.frames(words, source, is_loop=True)[-1].line == 3


def test_a_loop_stands_in_the_innermost_function_that_every_report_has() -> None:
    words = report(("nn.py", 1, "<module>"), ("nn.py", 3, "train"), ("value.py", 1, "__add__"))
    words += report(("nn.py", 1, "<module>"), ("nn.py", 3, "train"), ("value.py", 2, "__mul__"))
    words += report(("nn.py", 1, "<module>"), ("nn.py", 2, "train"))

    frames = fault_report.frames(words, SOURCES)

    assert [(frame.file, frame.function, frame.text) for frame in frames] == [
        ("nn.py", "<module>", "one"),
        ("nn.py", "train", "two"),
    ]


def test_what_a_line_of_a_loop_calls_is_not_where_it_stands() -> None:
    words = report(("nn.py", 2, "train"), ("value.py", 1, "__add__"))
    words += report(("nn.py", 3, "train"), ("value.py", 1, "__add__"))

    assert fault_report.frames(words, SOURCES)[-1].function == "train"


def test_a_single_report_says_it_all() -> None:
    words = report(("nn.py", 2, "train"), ("value.py", 1, "__add__"))

    assert fault_report.frames(words, SOURCES)[-1].function == "__add__"


def test_a_loop_that_calls_other_files_is_found_in_its_own() -> None:
    value = "class Value:\n    def __init__(self, data):\n        self.data = float(data)\n"
    nn = "from value import Value\n\ndef train():\n    while True:\n        Value(1)\n"
    files = {"value": ("value.py", value), "nn": ("nn.py", nn)}

    with LearnerProcess(files) as process:
        frame = out_of_time(process, "import nn\nnn.train()").frames[-1]

    assert (frame.file, frame.function) == ("nn.py", "train")


# Memory, threads, files.


@pytest.mark.parametrize(
    ("program", "limit"),
    [
        ("bomb = []\nwhile True: bomb.append(bytearray(1 << 24))", "memory"),
        ("x = 'x' * 10**10", "memory"),
        (
            "import threading, time\n"
            "for _ in range(10_000):\n"
            "    threading.Thread(target=time.sleep, args=(100,), daemon=True).start()",
            "threads",
        ),
        ("files = [open('/dev/null') for _ in range(100)]", "open_files"),
    ],
    ids=["memory", "at once", "threads", "open files"],
)
def test_a_limit_names_itself(process: LearnerProcess, program: str, limit: Limit) -> None:
    raised = process.run(program, AMPLE).raised

    assert raised
    assert raised.limit == limit


def test_a_file_that_is_written_names_its_limit_where_no_layer_stops_it_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher, "WORKER", without_layers(WORKER, tmp_path))
    with LearnerProcess({}) as process:
        raised = process.run(f"open({str(tmp_path / 'file')!r}, 'wb', 0).write(b'x')", AMPLE).raised

    assert raised
    assert raised.limit == "file_size"


def test_an_exception_of_the_learners_own_names_no_limit(process: LearnerProcess) -> None:
    raised = process.run("raise RuntimeError('start a new thread')", AMPLE).raised

    assert raised
    assert raised.limit is None


LEAVE = {
    "threads": (
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(100,), daemon=True).start()"
    ),
    "memory": "import sys\nvars(sys).setdefault('kept', []).append(bytearray(100 << 20))",
    "files": "import sys\nvars(sys).setdefault('kept', []).extend(map(open, ['/dev/null'] * 10))",
    "children": (  # where a process may have any
        "import os, posix\ntry:\n    os.fork() or posix._exit(0)\nexcept PermissionError: pass"
    ),
}


@pytest.mark.parametrize("name", LEAVE)
def test_what_earlier_programs_left_is_not_charged_to_a_later_one(
    process: LearnerProcess, name: str
) -> None:
    raised = [process.run(LEAVE[name], AMPLE).raised for _ in range(12)]

    assert raised == [None] * 12


@pytest.mark.parametrize(
    "line",
    [
        "sys.setrecursionlimit(100_000)",
        "sys.settrace(lambda *_: 1 / 0)",
        "sys.setprofile(lambda *_: None)",
        "signal.setitimer(signal.ITIMER_REAL, 0.2)",
        "faulthandler.dump_traceback_later(0.2, exit=True)",
    ],
)
def test_what_reaches_into_a_later_program_is_undone(process: LearnerProcess, line: str) -> None:
    process.run(f"import faulthandler, signal, sys\n{line}", AMPLE)

    trace = process.run(
        "import sys, time\ntime.sleep(0.3)\n"
        "left = [sys.getrecursionlimit(), sys.gettrace(), sys.getprofile()]",
        AMPLE,
    )

    assert trace.raised is None
    assert getattr(trace.names["left"], "items", None) == (1000, None, None)


def test_importing_numpy_is_on_no_programs_time() -> None:
    pytest.importorskip("numpy")
    program = "import time\nbefore = time.process_time()\nimport value\n"

    with LearnerProcess({"value": ("value.py", "import numpy\n")}) as process:
        trace = process.run(f"{program}is_quick = time.process_time() - before < 0.02", AMPLE)

    assert trace.names["is_quick"] is True


def test_a_comprehension_stands_in_the_function_that_it_is_in() -> None:
    inside = report(("nn.py", 1, "train"), ("nn.py", 2, "zero"), ("nn.py", 2, "<listcomp>"))
    outside = report(("nn.py", 1, "train"), ("nn.py", 2, "zero"))

    for words in (inside, outside, inside + outside, outside + inside):
        assert fault_report.frames(words, SOURCES)[-1].function == "zero"


LOOP = {
    "nn.py": "def train():\n    for x in xs:\n        while True:\n            a()\n        b()\n"
}


@pytest.mark.parametrize(
    ("lines", "stands"), [((3,), 3), ((4,), 3), ((4, 3), 3), ((4, 5), 2), ((1,), 1)]
)
def test_a_loop_stands_on_its_first_line_whichever_was_met(
    lines: tuple[int, ...], stands: int
) -> None:
    words = "".join(report(("nn.py", line, "train")) for line in lines)

    frame = fault_report.frames(words, LOOP, is_loop=True)[-1]

    assert (frame.line, frame.text) == (stands, LOOP["nn.py"].split("\n")[stands - 1].strip())


def test_a_crash_is_told_by_its_own_line() -> None:
    assert fault_report.frames(report(("nn.py", 4, "train")), LOOP)[-1].line == 4
