"""feedback/: a page for each learner, and all of them in the zip that Moodle takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.classroom.database import Database
from grader.classroom.faces.feedback import feedback_page
from grader.classroom.faces.moodle_zip import feedback_zip, moodle_folders
from grader.classroom.faces.page_names import page_names
from grader.classroom.finding.names import some
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
    folders, without = moodle_folders(rows)
    text = (database.course() or Course()).text
    zipped = []
    for row in rows:
        notes = database.notes_on_work(row.learner)
        page = feedback_page(row, database.report(row.learner), text, notes)
        write(out / FOLDER / names[row.learner], page)
        if row.learner in folders:
            zipped.append((folders[row.learner], page))
    _delete_others(out / FOLDER, set(names.values()))
    yield f"Feedback: {out / FOLDER}, a page for each learner"
    if zipped:
        write(out / ZIP, feedback_zip(zipped))
        yield f"Feedback for Moodle: {out / ZIP}"
        if without:
            yield f"not in {ZIP}, for they have no participant number: {some(without)}"
    else:
        _delete(out / ZIP)


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
