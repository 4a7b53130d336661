"""The commands about a class: what was asked in, lines and an exit code out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from shlex import quote

from msgspec.structs import replace

from grader.answers.answers import torch_is_installed
from grader.checks.extra import UnusableChecks, extra_checks
from grader.classroom import class_grading, out
from grader.classroom.class_grading import CannotGrade, Wanted
from grader.classroom.database import CannotKeep, Database
from grader.classroom.executor import Executor, ThisMachine, processors
from grader.classroom.faces.faces import rewrite_faces_of, write_faces
from grader.classroom.faces.gradebooks.before import outdated, remember
from grader.classroom.faces.gradebooks.fill import Filled
from grader.classroom.faces.gradebooks.sheet import UnusableSheet
from grader.classroom.faces.gradebooks.writing import Asked, filled_in, write_sheets
from grader.classroom.finding.handed_in import HandedIn, UnusableClass, find, read
from grader.classroom.finding.roster import UnusableRoster
from grader.classroom.finding.times import told
from grader.classroom.graded import Graded, Setup
from grader.classroom.on_dask import NoCluster, OnDask
from grader.classroom.progress import Shown
from grader.classroom.roster_kept import Given, as_before, keep_roster, roster_for
from grader.classroom.row import Override
from grader.classroom.summary import counts, of_one, summary
from grader.classroom.worker_process import WorkersRefuse
from grader.course.course import Course
from grader.report.safe_text import safe_line
from grader.report.terminal.layout import console
from grader.submission.bundle import Bundle
from grader.submission.files_at_fault import files_at_fault
from grader.submission.submission import UnusableSubmission

# Each is one line, with the remedy.
ERRORS = (
    CannotGrade,
    CannotKeep,
    NoCluster,
    UnusableChecks,
    UnusableClass,
    UnusableRoster,
    UnusableSheet,
    WorkersRefuse,
)

Say = Callable[[str], None]


def out_of(folder: Path) -> Path:
    """Where a class is kept if nothing else is said: beside its folder."""
    return folder.resolve().with_name(f"{folder.resolve().name}-graded")


def grade_class(
    folder: Path,
    where: Path,
    wanted: Wanted,
    *,
    roster: Given,
    workers: int | None,
    dask: str | None,
) -> int:
    """Grade a class into OUT, with what is to be said on standard output; raises ERRORS."""
    if where.resolve().is_relative_to(folder.resolve()):
        raise CannotGrade(f"{where}: lies in {folder}, and would be graded too; name another OUT")
    extra_checks(wanted.course.checks if wanted.course else {})  # or raise what is wrong with them
    people = roster_for(roster, where)
    found = find(folder, people)
    shown = console()

    def say(line: str) -> None:
        shown.print(f"  {safe_line(line)}", markup=False, soft_wrap=True)

    is_trusted = wanted.is_trusted
    if not is_trusted and dask is None:  # where it is graded, each worker asks for itself
        _assert_held(say)
        is_trusted = True
    if not torch_is_installed():
        say("Stage 7 will not be graded: torch is not installed here (make torch)")
    with out.opened(where, is_new=True) as database:
        for note in class_grading.take_in(folder, found, wanted, database, where):
            say(note)
        for note in keep_roster(roster, people, database, where):
            say(note)
        course = database.course() or Course()
        setup = Setup(class_grading.seed_of(database), is_trusted, course.checks)
        say(f"seed {setup.seed}")
        executor: Executor = (
            OnDask(setup, dask) if dask else ThisMachine(setup, workers or processors())
        )
        progress = Shown(shown)

        def tell(_: Graded) -> None:
            progress.advance()

        try:
            if wanted.only is not None:
                meant = class_grading.learner_meant(wanted.only, database, "--only ")
                wanted = replace(wanted, only=meant)
            with executor:
                class_grading.grade(wanted, database, executor, progress.begin, tell)
        finally:
            progress.close()
            out.write_gradebook(where, database)
        rows = list(database.rows())
        if wanted.only:
            lines: Iterable[str] = [of_one(row) for row in rows if row.learner == wanted.only]
        else:
            lines = summary(database)
        for line in lines:
            say(line)
        for line in chain(write_faces(where, database), outdated(where, database)):
            say(line)
        return 0 if all(row.is_right for row in rows) else 1


def faces(where: Path, course: Course | None = None, sheets: Sequence[Asked] = ()) -> int:
    """Make all faces of a class anew, keep the course where one is given, and fill in sheets.

    1 where somebody has a grade that is in one of the teacher's sheets nowhere. Raises ERRORS.
    """
    with out.opened(where) as database:
        for note in class_grading.give_course(course, database, where) if course else ():
            print(safe_line(note))
        filled = _filled_in(where, sheets, database) if sheets else []
        for line in write_sheets(where, filled):
            print(safe_line(line))
        remember(database, filled)
        for line in chain(outdated(where, database), write_faces(where, database)):
            print(safe_line(line))
    return 1 if any(sheet.unmatched_learners for sheet in filled) else 0


def _filled_in(where: Path, sheets: Sequence[Asked], database: Database) -> list[Filled]:
    """The teacher's sheets with the grades of a class, though it be anonymised."""
    people = class_grading.people(database, where)
    kept_as = {row.learner: learner for row, learner in zip(people, database.learners())}
    most = (database.course() or Course()).most
    return filled_in(where, sheets, people, most, lambda who: database.report(kept_as[who]))


def _assert_held(say: Say) -> None:
    """Say what holds other people's code here; raises CannotGrade where nothing does."""
    from grader.sandbox.admission import unheld
    from grader.sandbox.canary import canary

    found = canary()
    if not found.is_held:
        raise CannotGrade(f"{unheld(found.succeeded)}; --trust grades all the same")
    say(f"This code is held by {', '.join(found.holding)}")


def dry_run(folder: Path, where: Path, *, roster: Given) -> int:
    """Say who was recognised as whom, when it came, and from which files it was.

    Nothing is graded or written; the roster may be one that OUT has.
    """
    people = roster_for(roster, where)
    found = find(folder, people)
    print(f"  {class_grading.headline(found)}")
    if people is not None and roster is None:
        print(f"  {safe_line(as_before(people))}")
    for note in found.notes:
        print(f"  {safe_line(note)}")
    for handed_in in found.handed_in:
        names = dict.fromkeys([handed_in.learner, handed_in.name])
        print("\n  " + "  ".join(map(safe_line, filter(None, names))))
        lines = [f"from {handed_in.source}"] if handed_in.source else []
        lines += _came(handed_in)
        taken = [handed_in.missing] if handed_in.missing else _taken(read(folder, handed_in))
        for line in dict.fromkeys([*lines, *taken, *handed_in.notes]):
            print(f"    {safe_line(line)}")
    return 0


def _came(handed_in: HandedIn) -> Iterator[str]:
    """When it was handed in, where that is known; where it is not, a note says so."""
    parts = [f"handed in {told(handed_in.handed_in_at)}"] if handed_in.handed_in_at else []
    if handed_in.is_late is not None:
        parts.append("late" if handed_in.is_late else "not late")
    if parts:
        yield ", ".join(parts)


def _taken(bundle: Bundle) -> list[str]:
    """Which files of a bundle count, what is wrong with some, and what is to be said of others."""
    from grader.submission.reading import submission_of

    try:
        submission = submission_of(replace(bundle, name=""), is_export=True)
    except UnusableSubmission as error:
        return [str(error), *bundle.notes]
    folders: dict[str, list[str]] = {}
    for path, source in submission.files.values():
        folder, _, name = path.rpartition("/")
        if source:  # a notebook has an empty part for what it does not define
            folders.setdefault(folder, []).append(name)
    taken = [
        f"{folder}: {', '.join(n)}" if folder else ", ".join(n) for folder, n in folders.items()
    ]
    return [*taken, *files_at_fault(submission), *submission.notes]


def appeal(
    where: Path, learner: str, *, is_trusted: bool, is_brief: bool, sources: Path | None
) -> int:
    """Grade a learner's work once more and say whether it comes to the same; raises ERRORS."""
    from grader.classroom import appeal as appeals
    from grader.classroom.sources_out import write_sources
    from grader.report.terminal.page import show

    with out.opened(where) as database:
        learner = class_grading.learner_meant(unicodedata.normalize("NFC", learner), database)
        row = next(row for row in database.rows() if row.learner == learner)
        bundle, kept = database.handed_in(learner), database.kept(learner)
        if sources is not None and bundle is not None:
            for note in write_sources(sources, bundle):
                print(f"  {safe_line(note)}")
            seed = kept.seed if kept else class_grading.seed_of(database)
            command = f"make grade FROM={quote(str(sources))} SEED={seed}"
            print(f"  {safe_line(str(sources))}: what was handed in; {safe_line(command)}")
        if bundle is not None and not is_trusted:
            _assert_held(lambda line: print(f"  {safe_line(line)}"))
        course = database.course() or Course()
        setup = Setup(0, is_trusted=True, checks=course.checks)
        found = appeals.appeal(database, learner, setup)
        for line in appeals.lines(found):
            print(f"  {safe_line(line)}")
        print(f"  {safe_line(counts(row))}")
        if found.report is not None and not is_brief:
            show(found.report, console(), is_own=False)
        return 1 if found.differences else 0


def override(where: Path, learner: str, changed: Override, *, is_removal: bool) -> int:
    """Keep an instructor's own points or comment, or take them back; raises ERRORS."""
    with out.opened(where) as database:
        learner = unicodedata.normalize("NFC", learner)
        if learner not in database.overrides_of_nobody():
            learner = class_grading.learner_meant(learner, database)
        of_what = f"stage {changed.stage}" if changed.stage else "the whole"
        if is_removal:
            if not database.remove_override(learner, changed.stage):
                raise CannotGrade(f"{learner}: has nothing of yours for {of_what}")
        else:
            worth = (database.course() or Course()).points
            most = {0: 0.0, **worth}[changed.stage]
            if changed.points is not None and not 0 <= changed.points <= most:
                given = f"--points {changed.points:g}"
                raise CannotGrade(f"{given}: stage {changed.stage} has {most:g}")
            database.override(learner, changed)
        path = rewrite_faces_of(where, database, learner)
        row = next((row for row in database.rows() if row.learner == learner), None)
        print(f"{path}: {of_one(row) if row else f'{learner} is not in this class'}")
        for line in outdated(where, database):
            print(safe_line(line))
    return 0
