"""Of a process that is lent functions of ours nothing is kept but how it compares."""

from __future__ import annotations

import msgspec
import pytest

from grader import grading
from grader.answers.answers import Answers
from grader.answers.solutions import solution_sources
from grader.checks.collection import checks_of
from grader.diagnosis.effort import Effort
from grader.diagnosis.substitution import Lent, Substituted, reference_parts
from grader.report.faces import FACES
from grader.report.model import Report
from grader.submission.submission import Submission, of_sources

pytestmark = pytest.mark.slow("diagnoses submissions")

MARK = "STOLEN"
# Collects what it is lent, and says it wherever text may stand. `loud` says when that is.
THIEF = """
import marshal, sys
python_loads, stolen = marshal.loads, []

def texts_of(code):
    yield from code.co_names
    for constant in code.co_consts:
        if hasattr(constant, "co_names"):
            yield from texts_of(constant)
        yield repr(constant)

def loads(data):
    code = python_loads(data)
    if code.co_filename == __file__:  # ours claims to be theirs; all else is Python's
        stolen.append(":".join(["STOLEN", *texts_of(code)]))
    return code

marshal.loads = loads

def loot():
    return stolen[-1] if stolen else ""

class Label(str):
    pass

def spill(how):
    if not stolen:
        return
    print(loot())
    frame = sys._getframe()
    while frame:  # a name, a text and a type of the program's own
        if frame.f_code.co_filename == "<program>":
            frame.f_globals[loot()] = frame.f_globals["STOLEN"] = loot()
            frame.f_globals["kind"] = type(loot(), (), {})()
            frame.f_globals["table"] = {loot(): loot()}
        frame = frame.f_back
    if how == "raises":
        kind = type(loot(), (Exception,), {})
        lines = "\\n" * 50 + "def STOLEN(): raise kind(text)\\nSTOLEN()"
        exec(compile(lines, __file__, "exec"), {"kind": kind, "text": loot()})
    if how == "misses":
        class Misses: pass
        setattr(Misses, loot() + "a", 1)
        getattr(Misses(), loot() + "b")
"""
WAYS = ("prints", "labels", "shows", "raises", "misses")


def thief(how: str) -> Submission:
    """A submission that multiplies wrongly, and is someone else's."""
    sources = solution_sources()
    text = sources["value.py"].replace("self.data * other.data", "self.data + other.data")
    head = "    def __add__("
    spilling = f"    def __pos__(self): spill({how!r}); return self\n\n{head}"
    text = text.replace(head, spilling, 1)
    text = text.replace("        out = Value(", f"        spill({how!r})\n        out = Value(")
    assert f"spill({how!r})\n        out" in text
    end = "\n"
    if how == "labels":
        end += "Value._op = property(lambda self: loot() or self.__dict__['o'], "
        end += "lambda self, op: self.__dict__.update(o=op))\n"
    if how == "shows":
        end += "old = Value.__repr__\nValue.__repr__ = lambda self: loot() or old(self)\n"
    future = "from __future__ import annotations\n"
    text = future + THIEF + text.replace(future, "") + end
    submission = of_sources("thief", {**sources, "value.py": text})
    return msgspec.structs.replace(submission, is_others=True, is_held=True)


def said(report: Report) -> str:
    shown = [face.render(report) for face in FACES.values()]
    return "\n".join([repr(report), *shown])


@pytest.mark.parametrize("how", WAYS)
def test_nothing_that_is_lent_reaches_a_report(how: str) -> None:
    report = grading.grade(thief(how), stages=[1, 2], with_diagnosis=True)

    assert not report.is_right
    assert MARK not in said(report)


@pytest.mark.parametrize("how", WAYS)
def test_the_thief_does_steal(how: str) -> None:
    """Else the test above would hold whatever is kept."""
    parts = [part for part in reference_parts() if part.name == "Value.__mul__"]
    effort = Effort(checks=1_000, timeouts=5)
    with Substituted(thief(how), Answers(), effort) as learner:
        lent = [learner.attempt(check, parts) for n in (1, 2) for check in checks_of(n)]

    inside = "".join(repr(one._Lent__attempt) for one in lent)  # type: ignore[attr-defined]
    assert MARK in inside
    assert MARK not in repr(lent)


def test_no_report_can_hold_what_is_lent() -> None:
    """It is no data: nothing encodes it, and it has no text but Python's own."""
    assert not issubclass(Lent, msgspec.Struct)
    check = checks_of(1)[0]
    with Substituted(of_sources("right", solution_sources()), Answers(), _effort()) as learner:
        lent = learner.attempt(check, ())

    with pytest.raises((TypeError, NotImplementedError)):
        msgspec.json.encode(lent)
    public = {name for name in dir(lent) if not name.startswith("_")}
    assert public == {"check", "is_like", "is_wrong", "passes"}


def test_what_is_held_by_nothing_is_lent_nothing() -> None:
    others = msgspec.structs.replace(thief("prints"), is_held=False)

    with pytest.raises(ValueError, match="nothing holds"):
        Substituted(others, Answers(), _effort())
    report = grading.grade(others, stages=[1], with_diagnosis=True)
    checks = [check for stage in report.stages for check in stage.checks]
    assert not any(check.diagnosis or check.blame for check in checks)
    assert not report.is_right


def _effort() -> Effort:
    return Effort(checks=100, timeouts=5)
