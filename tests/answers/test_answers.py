"""The answers on record are those of the live torch and reference, all of them and no others."""

from __future__ import annotations

import math
from typing import Any, get_args

import msgspec
import pytest

from grader import grading
from grader.answers import answers
from grader.answers.answers import Answers, Record, Source
from grader.trace import Trace
from grader.upkeep import proof

TOLERANCE = 1e-12  # relative: torch's last bits differ between processors
SOURCES: tuple[Source, ...] = get_args(Source)

NEW = "a = Value(2.0)\nb = a * Value(-12345.0)\nb.backward()\n"


@pytest.fixture(scope="module")
def recomputed() -> Record:
    pytest.importorskip("torch")
    return proof.recomputed_answers()


def of(record: Record, source: Source) -> dict[str, Trace]:
    traces: dict[str, Trace] = getattr(record, source)
    return traces


def apart(found: Any, expected: Any, where: str = "") -> list[str]:
    """Where two values of JSON are not the same, numbers up to TOLERANCE."""
    if isinstance(expected, dict) and isinstance(found, dict):
        keys = list(found.keys() ^ expected.keys())
        return keys + [
            place
            for key in found.keys() & expected.keys()
            for place in apart(found[key], expected[key], f"{where}.{key}")
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        pairs = enumerate(zip(found, expected))
        return [place for i, pair in pairs for place in apart(*pair, f"{where}[{i}]")]
    if isinstance(expected, float) and isinstance(found, (int, float)):
        same = math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        return [] if same else [f"{where}: {found!r} and not {expected!r}"]
    return [] if found == expected else [f"{where}: {found!r} and not {expected!r}"]


RECORDED = [(source, program) for source in SOURCES for program in of(answers.load(), source)]


def plain(trace: Trace) -> Any:
    return msgspec.to_builtins({"names": trace.names, "nodes": trace.nodes})


@pytest.mark.slow("computes every answer anew, with torch")
@pytest.mark.parametrize("source", SOURCES)
def test_no_answer_is_missing_or_stale(source: Source, recomputed: Record) -> None:
    """Else: make answers."""
    assert of(recomputed, source).keys() == of(answers.load(), source).keys()


@pytest.mark.slow("computes every answer anew, with torch")
@pytest.mark.parametrize(("source", "program"), RECORDED, ids=range(len(RECORDED)))
def test_an_answer_on_record_is_the_live_one(
    source: Source, program: str, recomputed: Record
) -> None:
    recorded, live = of(answers.load(), source)[program], of(recomputed, source)[program]

    assert live.raised is recorded.raised is None
    assert apart(plain(recorded), plain(live)) == []


def test_two_answers_that_are_apart_are_told_apart() -> None:
    trace = plain(answers.compute("reference", "a = Value(2.0)\nb = [a * a, 3]\n"))
    other = plain(answers.compute("reference", "a = Value(2.00000000001)\nb = [a * a, 3]\n"))

    assert apart(trace, trace) == []
    assert apart(trace, other) != []
    assert apart(trace, {**trace, "names": {}}) != []


@pytest.mark.slow("grades stage 7, with torch")
def test_grading_asks_for_every_answer_on_record_and_no_other() -> None:
    asked = Answers()
    grading.grade(proof.solutions_with_extra_credit(), answers=asked)

    recorded = {(source, program) for source in SOURCES for program in of(asked.record, source)}
    assert asked.asked == recorded
    assert asked.computed == Record()


def test_a_program_that_is_not_on_record_goes_to_torch() -> None:
    pytest.importorskip("torch")
    trace, source = Answers().of("torch", NEW)

    assert source == "torch"
    a = trace.node("a")
    assert a and a.grad == -12345.0
    assert all(node.op is msgspec.UNSET for node in trace.nodes)  # which torch knows nothing of


def test_where_there_is_no_torch_it_goes_to_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "torch_is_installed", lambda: False)
    trace, source = Answers().of("torch", NEW)

    assert source == "reference"
    a, b = trace.node("a"), trace.node("b")
    assert a and b
    assert (a.grad, b.op) == (-12345.0, "*")


def test_what_is_on_record_needs_no_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "torch_is_installed", lambda: False)
    known = Answers()
    program = next(iter(known.record.torch))

    assert known.of("torch", program) == (known.record.torch[program], "torch")


def test_an_answer_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    computed = []

    def compute(source: Source, program: str) -> Trace:
        computed.append((source, program))
        return Trace()

    monkeypatch.setattr(answers, "compute", compute)
    known = Answers(Record())
    for _ in range(2):
        known.of("reference", NEW)

    assert computed == [("reference", NEW)]
    assert known.asked == {("reference", NEW)}


def test_what_is_saved_is_loaded_again(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    record = answers.load()
    monkeypatch.setattr(answers, "FILE", tmp_path / "answers.json")
    assert answers.load() == Record()
    answers.save(record)

    assert answers.load() == record
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]
