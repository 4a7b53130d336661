"""feedback/: a page for each learner, and all of them in the zip that Moodle takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.classroom.database import Database
from grader.classroom.faces.feedback import feedback_page
from grader.classroom.faces.moodle_zip import feedback_zip, moodle_folders
from grader.classroom.faces.page_names import page_names
from grader.classroom.finding.names import some
from grader.classroom.row import Row
from grader.course.course import Course
from grader.files import CannotWrite, write

FOLDER = "feedback"
ZIP = "feedback-moodle.zip"


def write_feedback(out: Path, database: Database) -> Iterator[str]:
    """Write the pages into OUT, and say where they are; raises CannotWrite.

    Pages of those who are not in the class any more are deleted.
    """
    rows = list(database.rows())
    names = page_names(row.learner for row in rows)
    for row in rows:
        _write_page(out / FOLDER / names[row.learner], row, database)
    _delete_others(out / FOLDER, set(names.values()))
    yield f"Feedback: {out / FOLDER}, a page for each learner"
    yield from _write_zip(out, rows, names)


def rewrite_page(out: Path, database: Database, learner: str) -> None:
    """Write one learner's page anew, and the zip that it is in; raises CannotWrite."""
    rows = list(database.rows())
    names = page_names(row.learner for row in rows)
    for row in rows:
        if row.learner == learner:
            _write_page(out / FOLDER / names[learner], row, database)
    for _ in _write_zip(out, rows, names):
        pass  # where it is has been said


def _write_page(path: Path, row: Row, database: Database) -> None:
    course = database.course() or Course()
    report, notes = database.report(row.learner), database.notes_on_work(row.learner)
    page = feedback_page(row, report, course.text, notes, course.extra_credit)
    write(path, page)


def _write_zip(out: Path, rows: Sequence[Row], names: Mapping[str, str]) -> Iterator[str]:
    """Write the zip of all pages that Moodle can tell whose they are."""
    folders, without = moodle_folders(rows)
    paths = {folder: out / FOLDER / names[learner] for learner, folder in folders.items()}
    pages = [(folder, _read(path)) for folder, path in paths.items() if path.exists()]
    if not pages:
        _delete(out / ZIP)
        return
    write(out / ZIP, feedback_zip(pages))
    yield f"Feedback for Moodle: {out / ZIP}"
    if without:
        yield f"not in {ZIP}, for they have no participant number: {some(without)}"


def _read(page: Path) -> str:
    try:
        return page.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise CannotWrite(f"{page}: cannot be read again ({error}); run it again") from None


def _delete_others(folder: Path, names: set[str]) -> None:
    if folder.is_dir():
        for page in folder.glob("*.html"):
            if page.name not in names:
                _delete(page)


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(f"{path}: cannot be deleted ({error.strerror})") from None
