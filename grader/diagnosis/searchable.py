"""What random programs may be made of for a learner, and what they leave out."""

from __future__ import annotations

from grader.answers.random_programs import EVERYTHING, VOCABULARIES, Form, Vocabulary
from grader.checks.collection import names_beyond_the_lecture
from grader.report.model import Report

NEVER_SEARCHED = ("neurons", "training", "extra credit")


def vocabulary(report: Report) -> Vocabulary | None:
    """What may be drawn for a learner: all that the stages teach which are right.

    report is of the stages of VOCABULARIES. What a stage asks beyond the lecture is left out
    as long as not all of it is right. None where stage 1 is not right yet.
    """
    best = None
    for stage in report.stages:
        missed = {c.name for c in stage.checks if c.status != "passed" and not c.bonus}
        if not missed <= set(names_beyond_the_lecture(stage.number)):
            break
        is_last = stage.number == max(VOCABULARIES)
        best = EVERYTHING if is_last and not missed else VOCABULARIES[stage.number]
    return best


def not_searched(vocabulary: Vocabulary) -> list[str]:
    """What programs of a vocabulary are never about, in a reader's words."""
    left_out = [form for form in EVERYTHING.forms if form not in vocabulary.forms]
    words = list(dict.fromkeys(map(_example, left_out)))
    if not vocabulary.has_backward:
        words.append("gradients")
    elif vocabulary.is_tree:
        words.append("values used twice")
    return [*words, *NEVER_SEARCHED]


def _example(form: Form) -> str:
    values = iter("abc")
    return form.text.format(*(next(values) if kind == "v" else 2 for kind in form.kinds))
