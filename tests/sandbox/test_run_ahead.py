"""Programs asked for ahead: their traces are taken later, and one that fails costs only itself."""

from __future__ import annotations

import pytest

from grader.sandbox.process import Died, LearnerProcess, OutOfTime

FILES = {"value": ("exercises/value.py", "import os\n\n\ndef double(x):\n    return 2 * x\n")}
DOUBLE = "from value import double\na = double(3)\n"
ENDLESS = "while True:\n    pass\n"
DEADLY = "import ctypes\nctypes.string_at(0)\n"


def test_traces_are_those_that_run_alone_gives() -> None:
    with LearnerProcess(FILES) as process:
        process.run_ahead([(DOUBLE, "forward"), ("b = 1\n", "reverse")])
        ahead = process.run(DOUBLE), process.run("b = 1\n", set_order="reverse")
        alone = process.run(DOUBLE), process.run("b = 1\n", set_order="reverse")

    assert [trace.names for trace in ahead] == [trace.names for trace in alone]
    assert ahead[0].number("a") == 6.0


def test_other_programs_and_stubs_can_be_asked_for_in_between() -> None:
    stub = 'def f():\n    raise NotImplementedError("stage 1: f")\n'
    with LearnerProcess({"value": ("exercises/value.py", stub)}) as process:
        process.run_ahead([("a = 1\n", "forward"), ("b = 2\n", "forward")])
        assert list(process.stubs()) == ["f"]
        assert process.run("c = 3\n").number("c") == 3.0
        assert process.run("b = 2\n").number("b") == 2.0
        assert process.run("a = 1\n").number("a") == 1.0


@pytest.mark.parametrize(("program", "failure"), [(ENDLESS, OutOfTime), (DEADLY, Died)])
def test_a_program_that_fails_is_named_when_it_is_asked_for(
    program: str, failure: type[Exception]
) -> None:
    with LearnerProcess(FILES) as process:
        process.run_ahead([(DOUBLE, "forward"), (program, "forward"), ("b = 2\n", "forward")])
        assert process.run("b = 2\n").number("b") == 2.0  # asked for first, and no worse for it
        assert process.run(DOUBLE).number("a") == 6.0
        with pytest.raises(failure):
            process.run(program)
        assert process.run("b = 2\n").number("b") == 2.0


def test_what_was_never_asked_for_does_no_harm() -> None:
    with LearnerProcess(FILES) as process:
        process.run_ahead([(ENDLESS, "forward")])
        assert process.run("b = 2\n").number("b") == 2.0


def test_nothing_is_left_of_a_process_that_is_closed_before_it_answers() -> None:
    process = LearnerProcess(FILES)
    process.run_ahead([(DOUBLE, "forward")])
    process.close()

    assert process.run(DOUBLE).number("a") == 6.0
    process.close()
