"""The zip that Moodle takes as "Upload multiple feedback files in a zip"."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable

from grader.classroom.row import Row

FILE = "feedback.html"
# "Anna Smith_12345_assignsubmission_file_", as Moodle's own export has it.
EXPORTED = re.compile(r"(?:^|/)(?P<name>[^/]*?)_(?P<number>\d+)_assignsubmission_")
NUMBER = re.compile(r"\d+", re.ASCII)
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say: the same bytes every time
LONGEST_NAME = 100  # characters


def moodle_folders(rows: Iterable[Row]) -> tuple[dict[str, str], list[str]]:
    """({learner: the folder that Moodle knows them by}, the learners who have none).

    A number that several share is a group's, and would be taken for one participant's: nobody
    is given a file by it.
    """
    numbered = {row.learner: _name_and_number(row) for row in rows}
    count = Counter(found[1] for found in numbered.values() if found)
    folders = {
        learner: f"{found[0]}_{found[1]}_assignsubmission_file_"
        for learner, found in numbered.items()
        if found and count[found[1]] == 1
    }
    return folders, [learner for learner in numbered if learner not in folders]


def feedback_zip(pages: Iterable[tuple[str, str]]) -> bytes:
    """The archive of (folder, page), in the order of their folders."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for folder, page in sorted(pages):
            entry = zipfile.ZipInfo(f"{folder}/{FILE}", NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whatever it is made on
            entry.external_attr = 0o644 << 16
            file.writestr(entry, page.encode())
    return archive.getvalue()


def _name_and_number(row: Row) -> tuple[str, str] | None:
    """As the export has them, else as the roster does; Moodle looks at the number alone."""
    exported = EXPORTED.search(row.source)
    if exported:
        return _plain(exported["name"]), exported["number"]
    number = row.ids.get("moodle", "")
    return (_plain(row.name or row.learner), number) if NUMBER.fullmatch(number) else None


def _plain(name: str) -> str:
    """A name that is one part of a path, without the "_" that parts it from the number."""
    kept = "".join(c if c.isalnum() or c in " -'.," else " " for c in name)
    return " ".join(kept.split())[:LONGEST_NAME].strip() or "Participant"
