"""The commands of `python -m grader`: what each takes, and its exit code.

0 all that was graded is right; 1 something is wrong or to do; 2 the call or the environment
is at fault; 3 the grader itself failed.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import signal
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

from grader import files, grading, streams
from grader.checks.collection import checks_of, hints_of
from grader.curriculum import STAGES
from grader.paths import EXERCISES, KATA, PYTHON, README, ROOT
from grader.report.faces import FACES, FORMATS, TERMINAL
from grader.report.model import report_of
from grader.sandbox.admission import admitted, unheld
from grader.submission.submission import UnusableSubmission
from grader.workspace import (
    failing_program,
    hints,
    history,
    kept_verdicts,
    last_score,
    pictures,
    reset,
    solution,
    stub_changes,
)

if TYPE_CHECKING:
    from grader.report.model import Report, StageResult
    from grader.report.terminal.layout import Line
    from grader.submission.submission import Submission


# What is no fault of ours: limits, rights, and a machine that is full.
REFUSALS = (
    *(errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM),
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT),
)
LONGEST_LINE = 300  # characters of an error
SHAPES = "a folder, .py, .ipynb or .zip"

_ALL = [stage.number for stage in STAGES]


class CallError(Exception):
    """The call or the environment is at fault; the text is one line with the remedy."""


class Parser(argparse.ArgumentParser):
    """argparse, but with errors of one line."""

    def error(self, message: str) -> NoReturn:
        raise CallError(f"{message}; see python -m grader --help")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    streams.prepare()
    _stop_when_told()
    try:
        return _run(arguments)
    except (
        CallError,
        UnusableSubmission,
        files.CannotWrite,
        reset.NoSuchFile,
        streams.CannotPrint,
    ) as error:
        return _complain(str(error), 2)
    except grading.GraderFailed as error:
        return _complain(f"the grader itself failed, please report it: {error}", 3)
    except KeyboardInterrupt:
        return _complain("stopped", 2)
    except streams.ReaderGone:
        return 2
    except MemoryError:
        return _complain("there is too little memory here; end other programs, then try again", 2)
    except OSError as error:
        if error.errno not in REFUSALS:
            return _complain(f"the grader itself failed, please report it: {error!r}", 3)
        what = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
        return _complain(f"the operating system refuses what this needs ({what})", 2)
    except Exception as error:
        return _complain(f"the grader itself failed, please report it: {error!r}", 3)


def _run(arguments: list[str] | None) -> int:
    """The exit code of a command; raises what main() tells."""
    try:
        os.getcwd()
    except OSError as error:
        raise CallError(
            f"the folder you are in is gone or closed to you ({error.strerror}); cd to another"
        ) from None
    try:
        options = _parser().parse_args(arguments)
    except SystemExit:  # of --help
        code = 0
    else:
        code = int(options.run(options))
    sys.stdout.flush()
    return code


def _stop_when_told() -> None:
    """End as Ctrl-C ends us, learner processes and all, when we are told to end."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _complain(message: str, code: int) -> int:
    line = " ".join(message.split())
    if len(line) > LONGEST_LINE:
        line = f"{line[: LONGEST_LINE // 2]} ... {line[-LONGEST_LINE // 2 :]}"
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    streams.complain(f"grader: {shown}")
    return code


def _parser() -> Parser:
    parser = Parser(prog="python -m grader", description="Grades the kata.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)

    grade = commands.add_parser("grade", help="grade exercises/, or what lies elsewhere")
    grade.add_argument("path", nargs="?", type=_path, metavar="PATH", help=SHAPES)
    grade.add_argument("--stage", metavar="N", help="only this stage")
    grade.add_argument("--format", default="terminal", help="of " + ", ".join(FORMATS))
    grade.add_argument("--out", type=_path, metavar="DIR", help="write reports there")
    grade.add_argument(
        "--seed",
        type=int,
        default=0,
        metavar="N",
        help="other numbers, names and sizes in every check",
    )
    grade.add_argument("--no-diagnosis", action="store_true", help="only what is wrong, not why")
    grade.add_argument("--no-cache", action="store_true", help="stage 7 too, if it was right")
    grade.add_argument("--trust", action="store_true", help="you trust this code: no warning")
    grade.set_defaults(run=_grade)

    hint = commands.add_parser("hint", help="the next hint for the first check that fails")
    hint.add_argument("--stage", metavar="N", help="all hints of that stage")
    hint.set_defaults(run=_hint)

    reset = commands.add_parser("reset", help="a fresh stub; the old file is kept")
    reset.add_argument("file", nargs="?", metavar="FILE", help="such as nn; else all missing")
    reset.set_defaults(run=_reset)

    solution = commands.add_parser("solution", help="the reference beside your file")
    solution.add_argument("file", metavar="FILE", help="such as nn")
    solution.add_argument("--anyway", action="store_true", help="though it is not right yet")
    solution.set_defaults(run=_solution)

    classes = commands.add_parser("class", help="for instructors: grade a whole class")
    classes.add_argument("folder", type=_path, metavar="DIR", help="what a platform exported")
    classes.add_argument("--out", type=_path, metavar="OUT", help="DIR-graded if not given")
    classes.add_argument("--roster", type=_path, metavar="CSV", help="who is in the class")
    classes.add_argument("--seed", metavar="N|new", help="another seed than OUT has")
    classes.add_argument("--only", metavar="LEARNER", help="grade this one once more")
    classes.add_argument("--workers", type=_count, metavar="N", help="as many as processors")
    classes.add_argument("--dask", metavar="ADDRESS", help="on a Dask cluster")
    classes.add_argument("--dry-run", action="store_true", help="only say who handed in what")
    classes.add_argument("--anonymise", action="store_true", help="numbers for names")
    classes.add_argument("--trust", action="store_true", help="you trust all of this code")
    classes.set_defaults(run=_class)

    override = commands.add_parser("override", help="for instructors: your own points")
    override.add_argument("out", type=_path, metavar="OUT")
    override.add_argument("learner", metavar="LEARNER")
    override.add_argument("--stage", metavar="N", help="else a comment is on the whole")
    override.add_argument("--points", type=float, metavar="P", help="of that stage")
    override.add_argument("--comment", default="", metavar="TEXT")
    override.add_argument("--remove", action="store_true", help="take it back")
    override.set_defaults(run=_override)

    canary = commands.add_parser("canary", help="what holds other people's code on this machine")
    canary.set_defaults(run=_canary)

    fuzz = commands.add_parser("fuzz", help="search for a program that your code gets wrong")
    fuzz.add_argument("path", nargs="?", type=_path, metavar="PATH", help=SHAPES)
    fuzz.add_argument("--seconds", type=_seconds, default=20.0, metavar="S", help="20 if not given")
    fuzz.add_argument("--seed", type=int, metavar="N", help="the same programs each time")
    fuzz.add_argument("--only-ask", action="store_true", help="whether there is anything to search")
    fuzz.add_argument("--trust", action="store_true", help="you trust this code: no warning")
    fuzz.set_defaults(run=_fuzz)

    check = commands.add_parser("check", help="for instructors: prove the grader")
    check.set_defaults(run=_check)

    stubs = commands.add_parser("stubs", help="for maintainers: derive exercises/ anew")
    stubs.set_defaults(run=_stubs)

    answers = commands.add_parser("answers", help="for maintainers: record the answers anew")
    answers.set_defaults(run=_answers)

    mutants = commands.add_parser("mutants", help="for maintainers: the grader's mutation score")
    mutants.set_defaults(run=_mutants)

    readme = commands.add_parser("readme", help="for maintainers: make README's example anew")
    readme.set_defaults(run=_readme)
    return parser


def _path(text: str) -> Path:
    """A path; an empty one would be taken for the folder we are in."""
    if not text:
        raise argparse.ArgumentTypeError(f"it is empty; give {SHAPES}")
    return Path(text)


def _count(text: str) -> int:
    """How many; argparse tells of what is no such number."""
    number = int(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and 1000")
    return number


def _seconds(text: str) -> float:
    """A time that a search may take; argparse tells of another."""
    seconds = float(text)
    if not 0 < seconds <= 1e6:
        raise argparse.ArgumentTypeError(f"{text} is no time to search for; give 20, say")
    return seconds


def _grade(options: argparse.Namespace) -> int:
    formats = options.format.split(",")
    for name in formats:
        if name not in FORMATS:
            raise CallError(f"--format {name}: no such format; there are {', '.join(FORMATS)}")
    if len(formats) > 1 and options.out is None:
        raise CallError("several formats need a folder for their files: add --out DIR")
    if options.out is not None and formats == [TERMINAL]:
        raise CallError(f"--out {options.out}: which format? add --format json")
    stages = _ALL if options.stage is None else [_stage(options.stage)]

    own = options.path is None
    notes: list[str] = []
    submission = _admitted(options, notes.append)
    if options.out is not None:
        for name in formats:
            if name in FACES:
                files.assert_writable(options.out / FACES[name].file)
    standing: dict[int, StageResult] = {}
    if own and formats == [TERMINAL] and options.seed == 0 and not options.no_cache:
        standing = kept_verdicts.standing(submission, stages, notes.append)
    notes += submission.notes
    if TERMINAL not in formats:
        for line in submission.notes:
            _warn(line)
    report = _grade_rest(
        submission,
        stages,
        standing,
        seed=options.seed,
        with_diagnosis=not options.no_diagnosis,
    )
    for name in formats:
        if name == TERMINAL:
            is_exercises = own or options.path.resolve() == EXERCISES.resolve()
            _show(submission, report, own, notes, is_exercises=is_exercises)
        elif options.out is None:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8")  # JSON knows no other
            sys.stdout.write(FACES[name].render(report))
        else:
            files.write(options.out / FACES[name].file, FACES[name].render(report))
    return 0 if report.is_right else 1


def _admitted(options: argparse.Namespace, note: Callable[[str], None]) -> Submission:
    """The submission that a command is about, where it is said what holds others' code."""
    path = getattr(options, "path", None) or EXERCISES
    is_trusted = getattr(options, "trust", False)
    return admitted(path, note, _warn, is_trusted=is_trusted)


def _warn(text: str) -> None:
    streams.complain(f"grader: {text}")


def _grade_rest(
    submission: Submission,
    stages: Sequence[int],
    standing: dict[int, StageResult],
    *,
    seed: int = 0,
    with_diagnosis: bool = False,
) -> Report:
    """The report of these stages, of which those with a verdict that stands are not graded."""
    rest = [number for number in stages if number not in standing]
    if not rest:
        return report_of(submission.name, grading.fingerprint(), seed, list(standing.values()))
    report = grading.grade(submission, stages=rest, seed=seed, with_diagnosis=with_diagnosis)
    results = {result.number: result for result in report.stages} | standing
    in_order = [results[number] for number in stages]
    return report_of(report.submission, report.grader, report.seed, in_order)


def _stage(text: str) -> int:
    numbers = {str(stage.number): stage.number for stage in STAGES}
    if text not in numbers:
        raise CallError(f"--stage {text}: there are stages 1 to {len(STAGES)}")
    return numbers[text]


def _show(
    submission: Submission, report: Report, own: bool, notes: list[str], *, is_exercises: bool
) -> None:
    from grader.report.terminal.layout import Line, console
    from grader.report.terminal.page import show

    lines: list[Line] = []
    kept: dict[int, str] = {}
    turned_right: list[int] = []
    last = ""
    if own:
        try:
            paths = pictures.keep_pictures(report, notes.append)
            kept = {number: str(_near(path)) for number, path in paths.items()}
            lines += _remember(submission, report, notes)
            turned_right += history.History(KATA, notes.append).keep(submission, report)
            score = last_score.before(report, notes.append)
            last = f"{score.earned:g}/{score.points:g}" if score else ""
        except files.CannotWrite as error:
            notes.append(f"{error}; grading goes on without it")
    lines += [Line("Note", note) for note in dict.fromkeys(notes)]
    shown = console()
    show(report, shown, lines, kept, turned_right, submission.hidden, last, is_own=is_exercises)


def _remember(submission: Submission, report: Report, notes: list[str]) -> Iterator[Line]:
    """Keep what the learner may want later, and say what is there now."""
    from grader.report.terminal.layout import Line

    past, first = history.History(KATA, notes.append), report.first_to_look_at()
    change = past.since(submission, first[0].number) if first and first[1].is_wrong else None
    if change:
        yield Line("Changed", change.words, change.diff)
    kept_verdicts.keep(submission, report, notes.append)
    script = failing_program.keep_failing_program(report, notes.append)
    if script:
        warning = failing_program.warning(first[1].outcome) if first else ""
        yield Line("Try it", f"{PYTHON} {_near(script)}{warning and f' ({warning})'}")
    for stub in stub_changes.stub_changes(submission, notes.append):
        yield Line("New", stub.words, stub.new)


def _hint(options: argparse.Namespace) -> int:
    if options.stage is not None:
        return _hints_of_stage(_stage(options.stage))
    from grader.report import words
    from grader.report.safe_text import safe

    notes: list[str] = []
    submission = _admitted(options, notes.append)
    if submission.hidden:  # nothing else can be understood before they are gone
        print("\n" + "\n".join(f"  {safe(words.hidden(file))}" for file in submission.hidden))
    standing = kept_verdicts.standing(submission, _ALL, notes.append)
    report = _grade_rest(submission, _ALL, standing)
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
        print(f"{_near(path)} is fresh" + (f"; your old one is {_near(kept)}" if kept else ""))
        return 0
    restored = reset.restore_missing()
    for path in restored:
        print(f"{_near(path)} is fresh")
    if not restored:
        print("nothing is missing; make reset FILE=nn gives you a fresh nn.py")
    return 0


def _solution(options: argparse.Namespace) -> int:
    file = reset.exercise(options.file)
    submission = _admitted(options, print)
    if not options.anyway:
        _assert_right(submission, file)
    lines = solution.beside(submission, file)
    if len(lines) == 2:
        print(f"but for docstrings, {submission.name}/{file} is the reference, word by word")
        return 0
    from rich.console import Console

    from grader.report.terminal.diff import print_diff

    print_diff(Console(highlight=False), lines)
    return 0


def _assert_right(submission: Submission, file: str) -> None:
    """Raise CallError where a stage that is built in a file is not right."""
    numbers = solution.stages_of(file)
    report = _grade_rest(submission, numbers, kept_verdicts.standing(submission, numbers))
    wrong = [str(stage.number) for stage in report.stages if stage.status != "passed"]
    if wrong:
        stages = f"stage{'s' if len(wrong) > 1 else ''} {', '.join(wrong)}"
        raise CallError(
            f"{file} is not right yet in {stages}; make grade says what is missing; to see the "
            f"solution all the same: make solution FILE={file.removesuffix('.py')} ANYWAY=1"
        )


def _near(path: Path) -> Path:
    return path.relative_to(ROOT)


def _fuzz(options: argparse.Namespace) -> int:
    from grader.answers import random_programs
    from grader.diagnosis.searchable import vocabulary

    notes: list[str] = []
    submission = _admitted(options, notes.append)
    report = grading.grade(submission, stages=list(random_programs.VOCABULARIES))
    drawn = vocabulary(report)
    if drawn is None:
        raise CallError("stage 1 is not right yet, so there is nothing to search; make grade")
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


def _class(options: argparse.Namespace) -> int:
    from grader.classroom import door
    from grader.classroom.class_grading import Wanted

    seed: int | Literal["new"] | None = None
    if options.seed == "new":
        seed = "new"
    elif options.seed is not None:
        try:
            seed = int(options.seed)
        except ValueError:
            raise CallError(f"--seed {options.seed}: give a number, or new") from None
    only = options.only and unicodedata.normalize("NFC", options.only)
    wanted = Wanted(seed, only, options.anonymise, options.trust)
    try:
        if options.dry_run and options.anonymise:
            raise CallError("--dry-run names people; leave out --anonymise, or --dry-run")
        if options.dry_run:
            return door.dry_run(options.folder, roster=options.roster)
        return door.grade_class(
            options.folder,
            options.out or door.out_of(options.folder),
            wanted,
            roster=options.roster,
            workers=options.workers,
            dask=options.dask,
        )
    except door.ERRORS as error:
        raise CallError(str(error)) from None


def _override(options: argparse.Namespace) -> int:
    from grader.classroom import door
    from grader.classroom.row import Override

    stage = 0 if options.stage is None else _stage(options.stage)
    if options.points is not None and not stage:
        raise CallError("--points: of which stage? add --stage N")
    if options.points is None and not options.comment and not options.remove:
        raise CallError("nothing to keep: give --stage N --points P, --comment TEXT, or --remove")
    changed = Override(stage, options.points, options.comment)
    try:
        return door.override(options.out, options.learner, changed, is_removal=options.remove)
    except door.ERRORS as error:
        raise CallError(str(error)) from None


def _canary(options: argparse.Namespace) -> int:
    from grader.sandbox.canary import canary

    found = canary()
    for layer in found.layers:
        print(f"{layer.name:12}{layer.stops:44}{layer.missing or 'holds'}")
    for what in found.succeeded:
        print(f"not stopped: a submission of ours {what}")
    if not found.is_held:
        raise CallError(unheld(found.succeeded))
    print("Nothing that was tried succeeded: other people's code can be graded here.")
    return 0


def _check(options: argparse.Namespace) -> int:
    from grader.upkeep import proof

    return proof.main()


def _stubs(options: argparse.Namespace) -> int:
    from grader.upkeep import write_stubs

    for file, text in write_stubs.derived().items():
        path = EXERCISES / file
        if path.exists() and path.read_bytes() == text.encode():
            continue
        _, kept = reset.reset(file)
        print(f"{_near(path)} is fresh" + (f"; the old one is {_near(kept)}" if kept else ""))
    return 0


def _answers(options: argparse.Namespace) -> int:
    from grader.answers import answers, random_answers
    from grader.upkeep import proof

    pools = proof.recomputed_random_answers()
    random_answers.save(pools)
    record = proof.recomputed_answers()
    answers.save(record)
    print(f"{len(record.torch)} answers by torch, {len(record.reference)} by the reference")
    print(f"{sum(map(len, pools.values()))} random programs answered by torch")
    return 0


def _mutants(options: argparse.Namespace) -> int:
    try:
        from grader.upkeep import mutation_score
    except ModuleNotFoundError as error:
        raise CallError(f"{error.name} is not installed; make .venv/.test gets it") from None
    return mutation_score.main()


def _readme(options: argparse.Namespace) -> int:
    from grader.upkeep import readme_example

    readme_example.write()
    print(_near(README))
    return 0
