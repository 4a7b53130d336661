"""What a learner calls beside `grade`: hints, fresh stubs, a search."""

from __future__ import annotations

import argparse

from grader import files, grading
from grader.checks.collection import checks_of, hints_of
from grader.commands.call import (
    ALL_STAGES,
    SHAPES,
    CallError,
    Commands,
    Parser,
    admitted_submission,
    as_path,
    as_seconds,
    stage_number,
)
from grader.commands.grade import graded_rest
from grader.curriculum import STAGES
from grader.paths import near
from grader.workspace import hints, kept_verdicts, reset


def add(commands: Commands[Parser]) -> None:
    watch = commands.add_parser("watch", help="grade at every save")
    watch.set_defaults(run=_watch)

    hint = commands.add_parser("hint", help="the next hint for the first check that fails")
    hint.add_argument("--stage", metavar="N", help="all hints of that stage")
    hint.set_defaults(run=_hint)

    reset = commands.add_parser("reset", help="a fresh stub; the old file is kept")
    reset.add_argument("file", nargs="?", metavar="FILE", help="such as nn; else all missing")
    reset.set_defaults(run=_reset)

    notebook = commands.add_parser("notebook", help="the exercises as a notebook")
    notebook.add_argument("--out", type=as_path, metavar="FILE", help="else exercises/kata.ipynb")
    notebook.set_defaults(run=_notebook)

    fuzz = commands.add_parser("fuzz", help="search for a program that your code gets wrong")
    fuzz.add_argument("path", nargs="?", type=as_path, metavar="PATH", help=SHAPES)
    fuzz.add_argument(
        "--seconds", type=as_seconds, default=20.0, metavar="S", help="20 if not given"
    )
    fuzz.add_argument("--seed", type=int, metavar="N", help="the same programs each time")
    fuzz.add_argument("--only-ask", action="store_true", help="whether there is anything to search")
    fuzz.add_argument("--trust", action="store_true", help="you trust this code: no warning")
    fuzz.set_defaults(run=_fuzz)


def _watch(options: argparse.Namespace) -> int:
    from grader.workspace.watch.watching import watch

    return watch()


def _hint(options: argparse.Namespace) -> int:
    if options.stage is not None:
        return _hints_of_stage(stage_number(options.stage))
    from grader.report import words
    from grader.report.safe_text import safe

    notes: list[str] = []
    submission = admitted_submission(options, notes.append)
    if submission.hidden:  # nothing else can be understood before they are gone
        print("\n" + "\n".join(f"  {safe(words.hidden(file))}" for file in submission.hidden))
    standing = kept_verdicts.standing(submission, ALL_STAGES, notes.append)
    report = graded_rest(submission, ALL_STAGES, standing)
    found = report.first_to_look_at()
    if found is None:
        print("\n  Nothing is wrong, and nothing to do.\n")
        return 0
    stage, result = found
    if result.needs_torch:
        print("\n  Only what needs torch is left. Next: make torch\n")
        return 1
    if result.outcome.waits:
        from grader.report.terminal.block import print_blocks
        from grader.report.terminal.layout import console

        print_blocks(console(), report)
        return 1
    check = next(check for check in checks_of(stage.number) if check.name == result.name)
    try:
        number = hints.next_hint(f"{stage.number}:{check.name}", check.hints, notes.append)
    except files.CannotWrite as error:
        number = 0
        notes.append(f"{error}; so this is the first hint, each time")
    for note in notes:
        print(f"\n  Note: {safe(note)}")
    print(f"\n  Stage {stage.number}, {stage.title}: {check.title}\n")
    if result.outcome.raised or result.status in ("timeout", "crashed"):
        message, remark = words.message(result.outcome), words.remark(result.outcome)
        print(f"  First of all: {safe(message)}\n  {safe(remark)}\n")
    print(f"  Hint {number + 1} of {len(check.hints)}: {check.hints[number]}\n")
    if number + 1 < len(check.hints):
        print("  Next: make grade; make hint again says more\n")
    else:
        print("  Next: make grade (that was the last hint for this check)\n")
    return 1


def _hints_of_stage(number: int) -> int:
    print(f"\n  Stage {number}, {STAGES[number - 1].title}")
    for title, texts in hints_of(number):
        print(f"\n  {title}")
        for hint in texts:
            print(f"    - {hint}")
    print()
    return 0


def _reset(options: argparse.Namespace) -> int:
    if options.file:
        path, kept = reset.reset(options.file)
        print(f"{near(path)} is fresh" + (f"; your old one is {near(kept)}" if kept else ""))
        return 0
    restored = reset.restore_missing()
    for path in restored:
        print(f"{near(path)} is fresh")
    if not restored:
        print("nothing is missing; make reset FILE=nn gives you a fresh nn.py")
    return 0


def _notebook(options: argparse.Namespace) -> int:
    from grader.workspace import kata_notebook

    path = options.out or kata_notebook.FILE
    if path.suffix != ".ipynb":
        raise CallError(f"--out {path}: a notebook's name ends in .ipynb")
    kata_notebook.write(path)
    opened = "; make jupyter opens it" if path == kata_notebook.FILE else ""
    print(f"{kata_notebook.shown(path)} is fresh{opened}")
    return 0


def _fuzz(options: argparse.Namespace) -> int:
    from grader.answers import random_programs
    from grader.answers.answers import assert_any_program_is_answered
    from grader.diagnosis.searchable import vocabulary

    notes: list[str] = []
    submission = admitted_submission(options, notes.append)
    report = grading.grade(submission, stages=list(random_programs.VOCABULARIES))
    drawn = vocabulary(report)
    if drawn is None:
        raise CallError("stage 1 is not right yet, so there is nothing to search; make grade")
    assert_any_program_is_answered()
    if options.only_ask:
        return 0
    try:
        from grader.diagnosis import counterexample
    except ModuleNotFoundError as error:
        raise CallError(
            f"{error.name} is not installed here; python -m pip install hypothesis gets it"
        ) from None
    for note in (*notes, *submission.notes):
        print(f"\n  Note: {note}")
    return counterexample.main(submission, drawn, options.seconds, options.seed)
