"""Classes as platforms export them: each layout written into a folder, for learners made up."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

FIRST_NUMBER = 1001
SLUG = "micrograd"


class MadeLearner(Struct, frozen=True):
    """Somebody who hands in sources, {path: content}. The number is every platform's id."""

    first: str
    last: str
    number: int
    sources: Mapping[str, bytes]
    handed_in_at: str = "2026-11-20T18:00:00"
    is_late: bool = False

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()

    @property
    def username(self) -> str:
        return f"user{self.number}"

    @property
    def email(self) -> str:
        return f"{self.username}@example.org"


class MadeLayout(Struct, frozen=True):
    """How a platform writes a class, and by what its learners are then identified."""

    write: Callable[[Path, Sequence[MadeLearner]], None]
    identity: Callable[[MadeLearner], str]


def made_class(folder: Path, layout: str, learners: Sequence[MadeLearner]) -> Path:
    """Write a class in a layout of MADE_LAYOUTS; returns the folder that a teacher would give."""
    folder.mkdir(parents=True, exist_ok=True)
    MADE_LAYOUTS[layout].write(folder, learners)
    return folder


def zipped(folder: Path, *, says_utf_8: bool = True) -> Path:
    """The class in a folder as the .zip that it was downloaded as; with its names unflagged too."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                info = zipfile.ZipInfo(file.relative_to(folder).as_posix())
                if not says_utf_8:
                    info = _Unflagged(info.filename)
                archive.writestr(info, file.read_bytes())
    return path


class _Unflagged(zipfile.ZipInfo):
    """A name in UTF-8 that does not say so, as many tools write it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("utf-8"), self.flag_bits & ~0x800


NAMES = (
    *("Anna Smith", "Ben Okafor", "Chloé Dubois", "Đorđe Petrović", "Elif Yılmaz", "Fatima Zahra"),
    *("Georg Müller", "Hana Nováková", "Ines O'Brien", "Jean-Luc Moreau", "Kei Tanaka"),
    *("Liam O’Connor", "Mia van der Berg", "Noor Al-Amin", "Ørjan Solbakken", "Pia Ångström"),
    *("Qiang Li", "Rosa María López García", "Søren Kjær", "Thomas James", "James Thomas"),
    *("Ursula Weiß", "Václav Dvořák", "Wen 王", "Xavier Núñez", "Yuki 田中", "Zoë Łukasik"),
    *("Alex Kim", "Alex Kim", "José Peña"),
)


def thirty(sources: Sequence[Mapping[str, bytes]]) -> list[MadeLearner]:
    """Thirty learners: two of one name, two whose names are each other's turned round; one late.

    Each hands in one of the sources, in turn.
    """
    learners = []
    for i, name in enumerate(NAMES):
        first, _, last = name.partition(" ")
        at = f"2026-11-{10 + i % 15:02}T18:{i:02}:00"
        learners.append(
            MadeLearner(first, last, FIRST_NUMBER + i, sources[i % len(sources)], at, i == 4)
        )
    return learners


def _put(folder: Path, path: str, content: bytes) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _clean(name: str) -> str:
    """A name as Moodle's clean_filename leaves it."""
    return re.sub(r"[\x00-\x1f\x7f&<>\"`|':\\/]", "", name).replace("..", "")


def _moodle_name(learner: MadeLearner) -> str:
    return _clean(learner.name.replace("_", " "))


def _moodle(prefix: Callable[[MadeLearner], str], ending: str) -> Callable[..., None]:
    """Moodle's folders, or where the ending goes on with the file's name, its flat files."""

    def write(folder: Path, learners: Sequence[MadeLearner]) -> None:
        for learner in learners:
            for path, content in learner.sources.items():
                tail = ending.format(path=path, file=path.rpartition("/")[2])
                _put(folder, f"{prefix(learner)}_assignsubmission_file{tail}", content)

    return write


def _by_name(learner: MadeLearner) -> str:
    return f"{_moodle_name(learner)}_{learner.number}"


def _blind(learner: MadeLearner) -> str:
    return f"Participant_{learner.number}"


def canvas_name(learner: MadeLearner) -> str:
    """A name as Canvas writes it: sortable, in small letters, without all that is no letter."""
    sortable = re.sub(r"_(\d+)_", r"\1", f"{learner.last}, {learner.first}").lower()
    return "".join(c for c in sortable if unicodedata.category(c)[0] in "LMN" or c == "_")


def _canvas(folder: Path, learners: Sequence[MadeLearner]) -> None:
    for learner in learners:
        late = "_LATE" if learner.is_late else ""
        for at, (path, content) in enumerate(learner.sources.items()):
            file = path.replace("/", "_")
            prefix = f"{canvas_name(learner)}{late}_{learner.number}_{learner.number}{at}"
            _put(folder, f"{prefix}_{file}", content)


def _anonymous_id(learner: MadeLearner) -> str:
    return f"x{learner.number}Z"


def _canvas_anonymous(folder: Path, learners: Sequence[MadeLearner]) -> None:
    for learner in learners:
        late = "LATE_" if learner.is_late else ""
        for at, (path, content) in enumerate(learner.sources.items()):
            prefix = f"{late}anon_{_anonymous_id(learner)}_{learner.number}{at}"
            _put(folder, f"{prefix}_{path.replace('/', '_')}", content)


def _blackboard(folder: Path, learners: Sequence[MadeLearner]) -> None:
    for learner in learners:
        stamp = re.sub("[T:]", "-", learner.handed_in_at)
        prefix = f"Build_micro grad_{learner.username}_attempt_{stamp}"
        _put(folder, f"{prefix}.txt", f"Name: {learner.name} ({learner.username})\n".encode())
        for path, content in learner.sources.items():
            _put(folder, f"{prefix}_{path.replace('/', '_')}", content)


def _gradescope(folder: Path, learners: Sequence[MadeLearner]) -> None:
    import yaml

    top = folder / "assignment_77_export"
    about = {}
    for learner in learners:
        about[f"submission_{learner.number}"] = {
            ":submitters": [
                {":name": learner.name, ":sid": f"0{learner.number}", ":email": learner.email}
            ],
            ":created_at": f"{learner.handed_in_at.replace('T', ' ')}.123456000 Z",
            ":score": 0.0,
            ":results": {"tests": [{"name": "a", "score": 1.0}]},
        }
        for path, content in learner.sources.items():
            _put(top, f"submission_{learner.number}/{path}", content)
    text = yaml.safe_dump(about, allow_unicode=True).replace("Z'", "Z").replace("at: '", "at: ")
    _put(top, "submission_metadata.yml", text.encode("utf-8"))


def _clones(folder: Path, learners: Sequence[MadeLearner]) -> None:
    for learner in learners:
        for path, content in {**learner.sources, ".git/HEAD": b"ref: refs/heads/main\n"}.items():
            _put(folder, f"{SLUG}-submissions/{SLUG}-{learner.username}/{path}", content)


def _nbgrader(folder: Path, learners: Sequence[MadeLearner]) -> None:
    for learner in learners:
        at = f"{learner.handed_in_at.replace('T', ' ')}.123456 UTC".encode()
        for path, content in {**learner.sources, "timestamp.txt": at}.items():
            _put(folder, f"submitted/{learner.username}/{SLUG}/{path}", content)


def plain_name(learner: MadeLearner) -> str:
    """A folder's name that a person would make of a name."""
    return learner.name.replace("/", " ").replace("\0", "").lstrip(".~")


def _folders(folder: Path, learners: Sequence[MadeLearner]) -> None:
    for learner in learners:
        for path, content in learner.sources.items():
            _put(folder, f"{plain_name(learner)}/{path}", content)


def _zips(folder: Path, learners: Sequence[MadeLearner]) -> None:
    for learner in learners:
        with zipfile.ZipFile(folder / f"{plain_name(learner)}.zip", "w") as archive:
            for path, content in learner.sources.items():
                archive.writestr(f"exercises/{path}", content)


def _files(folder: Path, learners: Sequence[MadeLearner]) -> None:
    """One file each, of the first of the sources."""
    for learner in learners:
        _put(folder, f"{plain_name(learner)}.py", next(iter(learner.sources.values())))


MADE_LAYOUTS = {
    "Moodle, folders": MadeLayout(_moodle(_by_name, "/{path}"), _moodle_name),
    "Moodle, folders of 3.1": MadeLayout(_moodle(_by_name, "_/{path}"), _moodle_name),
    "Moodle, flat": MadeLayout(_moodle(_by_name, "_{file}"), _moodle_name),
    "Moodle, blind": MadeLayout(
        _moodle(_blind, "/{path}"), lambda each: f"Participant {each.number}"
    ),
    "Canvas": MadeLayout(_canvas, lambda each: str(each.number)),
    "Canvas, anonymous": MadeLayout(_canvas_anonymous, lambda each: f"anon_{_anonymous_id(each)}"),
    "Blackboard": MadeLayout(_blackboard, lambda each: each.username),
    "Gradescope": MadeLayout(_gradescope, lambda each: f"0{each.number}"),
    "classroom clones": MadeLayout(_clones, lambda each: each.username),
    "nbgrader": MadeLayout(_nbgrader, lambda each: each.username),
    "plain folders": MadeLayout(_folders, plain_name),
    "plain zips": MadeLayout(_zips, plain_name),
    "plain files": MadeLayout(_files, plain_name),
}
