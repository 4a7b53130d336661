"""What the diagnosis costs, and how often two bugs at once get a wrong name."""

from __future__ import annotations

import itertools
import os
import random
import statistics
import time

import pytest

from grader import grading
from grader.answers.solutions import solution_sources
from grader.curriculum import WITHOUT_TORCH
from grader.diagnosis.recognition.catalogue import ALL, EditFailed, Misconception, apply
from grader.submission.submission import Submission, of_sources
from grader.upkeep import proof
from tests.variations.bugs import are_right, is_wrong, names_of, variation_bugs

pytestmark = pytest.mark.timeout(10_000)  # seconds

TYPICAL = ("sum-assigns-gradient", "tanh-slope-from-input", "breadth-first", "sub-flipped")
BUGS = int(os.environ.get("BUGS", "300"))  # of some 2,500; all of them take an hour
PAIRS = int(os.environ.get("PAIRS", "300"))  # of some 13,000; all of them take an hour


def test_what_the_diagnosis_of_a_typical_bug_adds() -> None:
    added, alone = [], []
    for misconception in (m for m in ALL if m.name in TYPICAL):
        mutant = proof.mutant(misconception)
        seconds = []
        for with_diagnosis in (False, True):
            began = time.perf_counter()
            grading.grade(mutant, stages=WITHOUT_TORCH, with_diagnosis=with_diagnosis)
            seconds.append(time.perf_counter() - began)
        alone.append(seconds[0])
        added.append(seconds[1] - seconds[0])
    print(f"\n  grading a bug: {statistics.median(alone):.2f} s")
    print(f"  its diagnosis adds: {statistics.median(added):.2f} s, at most {max(added):.2f} s")
    assert statistics.median(added) < 4 * statistics.median(alone)


def test_two_bugs_at_once_get_no_wrong_name() -> None:
    pairs = list(itertools.combinations([m for m in ALL if m.stage in WITHOUT_TORCH], 2))
    random.Random(0).shuffle(pairs)
    mutants = list(itertools.islice(filter(None, map(_both, pairs)), PAIRS))
    wrong, named = [], 0
    for pair, report in zip(mutants, proof.graded(mutants, stages=WITHOUT_TORCH, diagnosed=True)):
        checks = [check for stage in report.stages for check in stage.checks]
        names = {d.misconception for check in checks for d in check.diagnosis}
        named += bool(names)
        if names - set(pair.name.split(" + ")):
            wrong.append(f"{pair.name}: {', '.join(names)}")
    print(f"\n  of {len(mutants)} pairs of bugs {named} got a name, {len(wrong)} a wrong one")
    for line in wrong:
        print(f"    {line}")
    assert not wrong


def test_bugs_in_unusual_styles_are_named() -> None:
    bugs = list(variation_bugs())
    random.Random(0).shuffle(bugs)
    bugs = bugs[:BUGS]
    bugs = [bug for bug, right in zip(bugs, are_right(bugs)) if right]
    submissions = [of_sources(bug.name, bug.sources) for bug in bugs]
    wrong, missed, named = [], [], 0
    for bug, report in zip(bugs, proof.graded(submissions, stages=WITHOUT_TORCH, diagnosed=True)):
        names = names_of(report)
        if names - {bug.misconception.name}:
            wrong.append(f"{bug.name}: {', '.join(names)}")
        elif names:
            named += 1
        elif is_wrong(report):
            missed.append(bug.name)
    print(f"\n  of {len(bugs)} bugs in unusual styles {named} got their name, {len(wrong)} another")
    for line in (*wrong, *missed):
        print(f"    {line}")
    assert not wrong
    assert len(missed) <= 0.1 * (named + len(missed))


def _both(pair: tuple[Misconception, Misconception]) -> Submission | None:
    """A submission with both bugs, where they do not touch the same lines."""
    first, second = pair
    try:
        sources = apply(second.edits, apply(first.edits, solution_sources()))
    except EditFailed:
        return None
    return of_sources(f"{first.name} + {second.name}", sources)
