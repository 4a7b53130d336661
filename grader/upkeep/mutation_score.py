"""The mutation score of the grader: of all mutants of solutions/, how many lose a check.

The extra credit is laid over, so that its checks are measured too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from grader import files, grading
from grader.answers.solutions import solution_sources, with_extra_credit
from grader.curriculum import STAGES
from grader.report.model import CheckResult, Report
from grader.submission.submission import of_sources
from grader.upkeep import proof
from grader.upkeep.mutants import Mutant, mutants

FILE = Path(__file__).with_name("mutation_score.json")

Verdict = Literal["survived", "killed", "killed by extra credit"]


class Survivor(Struct):
    """A mutant that passes every check, and why it may."""

    place: str
    diff: tuple[str, ...]
    reason: str = ""


class FileScore(Struct):
    """What became of the mutants of one file; fingerprint tells these mutants from others."""

    mutants: int
    killed: int
    by_extra_credit_alone: int
    fingerprint: str
    survivors: list[Survivor]


Score = dict[str, FileScore]


def load() -> Score:
    """The score on record."""
    return msgspec.json.decode(FILE.read_bytes(), type=Score)


def all_mutants() -> dict[str, list[Mutant]]:
    """{file: its mutants}, of all files of the solutions."""
    sources = with_extra_credit(solution_sources())
    return {file: mutants(file, sources[file]) for file in sorted(sources)}


def fingerprint(made: Iterable[Mutant]) -> str:
    """A hash of what was changed and where, the same wherever the lines have moved to."""
    digest = hashlib.sha256()
    for mutant in made:
        digest.update("\n".join([mutant.place, *mutant.diff, ""]).encode())
    return digest.hexdigest()[:12]


def verdicts(group: Sequence[Mutant]) -> list[Verdict]:
    """What the checks say of mutants of one file.

    The file's own stages come first; only what survives them, or falls to extra credit
    alone, is put to the others that use it, which take longer and seldom see more.
    """
    found: list[Verdict] = ["survived"] * len(group)
    for stages in _rounds(group[0].file):
        left = [i for i, verdict in enumerate(found) if verdict != "killed"]
        for i, lost in zip(left, _lost([group[i] for i in left], stages)):
            if any(not check.bonus for check in lost):
                found[i] = "killed"
            elif lost:
                found[i] = "killed by extra credit"
    return found


def _rounds(file: str) -> Iterator[list[int]]:
    own = [stage for stage in STAGES if stage.file == file]
    yield [stage.number for stage in own]
    if not any(stage.stands_alone for stage in own):
        yield [s.number for s in STAGES if s.file != file and not s.stands_alone]


def _lost(group: Sequence[Mutant], stages: list[int]) -> list[list[CheckResult]]:
    """The checks that each mutant fails.

    A mutant that has only run out of time is given all of it, for a busy machine must not
    count as a sharp check.
    """
    sources = with_extra_credit(solution_sources())
    submissions = [of_sources(m.place, {**sources, m.file: m.source}) for m in group]
    found = [_not_passed(report) for report in proof.graded(submissions, stages=stages)]
    slow = [i for i, lost in enumerate(found) if lost and all(c.status == "timeout" for c in lost)]
    for i in slow:
        found[i] = _not_passed(grading.grade(submissions[i], stages=stages))
    return found


def _not_passed(report: Report) -> list[CheckResult]:
    return [c for stage in report.stages for c in stage.checks if c.status != "passed"]


def measure(known: Score) -> Iterator[tuple[str, FileScore]]:
    """Grade every mutant, file by file; survivors that are known already keep their reasons."""
    for file, made in all_mutants().items():
        survivors = known[file].survivors if file in known else []
        yield file, _file_score(made, verdicts(made), survivors)


def _file_score(
    made: Sequence[Mutant], outcome: Sequence[Verdict], known: Iterable[Survivor]
) -> FileScore:
    reasons = {(survivor.place, survivor.diff): survivor.reason for survivor in known}
    survivors = [
        Survivor(mutant.place, mutant.diff, reasons.get((mutant.place, mutant.diff), ""))
        for mutant, verdict in zip(made, outcome)
        if verdict == "survived"
    ]
    return FileScore(
        mutants=len(made),
        killed=len(made) - len(survivors),
        by_extra_credit_alone=outcome.count("killed by extra credit"),
        fingerprint=fingerprint(made),
        survivors=survivors,
    )


def main() -> int:
    """Measure, record and print the score; 0 where every survivor has its reason, 1 otherwise."""
    print("\n  Is every line of solutions/ checked? Every mutant is a grading run.\n", flush=True)
    lost = _not_passed(grading.grade(proof.solutions_with_extra_credit()))
    if lost:
        print(f"  ✘ solutions/ itself fails {lost[0].name}: make check says more\n")
        return 1
    score = {}
    for file, row in measure(load() if FILE.exists() else {}):
        score[file] = row
        print(f"  {file}: {row.mutants} mutants graded", flush=True)
    files.write(FILE, msgspec.json.format(msgspec.json.encode(score), indent=1).decode() + "\n")
    unexplained = list(without_reason(score))
    print("\n".join([*unexplained, "", *table(score), ""]))
    return 1 if unexplained else 0


def without_reason(score: Score) -> Iterator[str]:
    """The lines to print of survivors that wait for a reason; none where all have one."""
    waiting = [(file, s) for file, row in score.items() for s in row.survivors if not s.reason]
    if waiting:
        yield f"\n  ✘ {len(waiting)} without a reason: sharpen a check, or write it in {FILE.name}"
    for file, survivor in waiting:
        yield from _shown(file, survivor)


def table(score: Score) -> Iterator[str]:
    """The lines to print: a row for each file, then the survivors beneath their reasons."""
    yield f"  {'file':21}{'mutants':>8}{'killed':>8}{'by extra credit alone':>23}{'survived':>10}"
    for file, row in score.items():
        yield _row(file, row)
    yield _row("all", _total(score.values()))
    for reason, group in groupby(_explained(score), key=lambda pair: pair[0]):
        yield f"\n  {reason}"
        for _, (file, survivor) in group:
            yield from _shown(file, survivor)


def _shown(file: str, survivor: Survivor) -> Iterator[str]:
    yield f"    {file}, {survivor.place or 'outside of any function'}"
    yield from (f"      {line}" for line in survivor.diff)


def _row(name: str, row: FileScore) -> str:
    survived = row.mutants - row.killed
    return f"  {name:21}{row.mutants:8}{row.killed:8}{row.by_extra_credit_alone:23}{survived:10}"


def _total(rows: Iterable[FileScore]) -> FileScore:
    total = FileScore(0, 0, 0, "", [])
    for row in rows:
        total.mutants += row.mutants
        total.killed += row.killed
        total.by_extra_credit_alone += row.by_extra_credit_alone
    return total


def _explained(score: Score) -> list[tuple[str, tuple[str, Survivor]]]:
    """Every survivor that has a reason, behind it; those with the same reason together."""
    survivors = [(file, s) for file, row in score.items() for s in row.survivors]
    pairs = [(s.reason, (file, s)) for file, s in survivors if s.reason]
    return sorted(pairs, key=lambda pair: pair[0])
