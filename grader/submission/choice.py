"""Which of the files of a submission count, by their paths alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from grader.curriculum import FILES
from grader.paths import EXERCISES, HELPER_DRAW, SOLUTIONS
from grader.submission.listing import ending_of, folder_of, name_of
from grader.submission.names import is_copy_of, look_alike, number_of
from grader.submission.sources import MOST_FILES, own_modules

MOST_NOTEBOOKS = 5
MOST_FOLDERS = 8  # with files of the kata in them
# Beside exercises/ in a clone; solutions/ holds what is to be learned wherever it lies.
ROOMS = ("grader", "tests", HELPER_DRAW.name)
# Two files that lie beside one another in the grader, and nowhere else.
GRADER = ("curriculum.py", "python_source.py")


class Folder(Struct, frozen=True):
    """A folder in which files of the kata lie: {file: its path}; names are all that lie there."""

    path: str  # "" is the topmost
    files: dict[str, str]
    names: tuple[str, ...]

    @property
    def own(self) -> dict[str, str]:
        """{name: path} of the modules of the learner's own beside them."""
        kata = self.files.values()
        paths = ((name, below(self.path, name)) for name in own_modules(self.names))
        return {name: path for name, path in paths if path not in kata}

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """Sorts first what counts first: exercises/, then what lies least deep and holds most."""
        is_elsewhere = name_of(self.path) != EXERCISES.name
        return is_elsewhere, depth_of(self.path), -len(self.files), self.path


def learners_own(paths: Iterable[str]) -> list[str]:
    """The paths that are not in the kata's own rooms; those less deep come first."""
    paths = list(paths)
    rooms = _rooms(paths)
    found = [path for path in paths if not is_in_solutions(path) and not path.startswith(rooms)]
    return sorted(found, key=lambda path: (path.count("/"), path))


def is_in_solutions(path: str) -> bool:
    return f"/{SOLUTIONS.name}/" in f"/{path}"


def _rooms(paths: list[str]) -> tuple[str, ...]:
    """What paths in grader/, tests/ and helper_draw/ begin with, of each kata among these."""
    known = set(paths)
    names = [(folder_of(path), name_of(path)) for path in paths]
    graders = {
        folder for folder, name in names if name == GRADER[0] and below(folder, GRADER[1]) in known
    }
    katas = {
        folder_of(folder)
        for folder, name in names
        if name in FILES and name_of(folder) in (EXERCISES.name, SOLUTIONS.name)
    }
    rooms = {below(kata, room) for kata in katas for room in ROOMS}
    return tuple(f"{room}/" if room else "" for room in graders | rooms)


def folders_of(paths: Iterable[str], *, is_export: bool = False) -> list[Folder]:
    """The folders with files of the kata, of the learner's own paths; the first counts first.

    In a platform's export a file that was renamed in copying counts where it is missing.
    """
    names: dict[str, list[str]] = {}
    for path in paths:
        names.setdefault(folder_of(path), []).append(name_of(path))
    folders = []
    for folder, inside in names.items():
        files = {file: file for file in FILES if file in inside}
        if is_export:
            files |= {
                file: max(copies, key=lambda name: (number_of(name), name))
                for file in FILES
                if file not in files
                and (copies := [name for name in inside if is_copy_of(file, name)])
            }
        if files:
            at = {file: below(folder, files[file]) for file in FILES if file in files}
            others = tuple(name for name in inside if name not in files.values())
            folders.append(Folder(folder, at, (*files.values(), *others)))
    return sorted(folders, key=lambda folder: folder.order)


def wanted(paths: Iterable[str]) -> list[str]:
    """The paths of what may count, or tell of a file that is missing; no others are read."""
    own = learners_own(paths)
    found: dict[str, None] = {}
    folders = folders_of(own)
    exported = folders_of(own, is_export=True)
    for folder in [*folders[:MOST_FOLDERS], *exported[:MOST_FOLDERS]]:
        alike = (look_alike(file, folder.names) for file in FILES if file not in folder.files)
        near = (below(folder.path, name) for name in alike if name is not None)
        found |= dict.fromkeys([*folder.files.values(), *near, *folder.own.values()])
    if not folders:
        found |= dict.fromkeys(scripts_of(own))
    return [*found, *notebooks_of(own)]


def notebooks_of(paths: Iterable[str]) -> list[str]:
    """The notebooks, as many as are read."""
    return [path for path in paths if ending_of(path) == ".ipynb"][:MOST_NOTEBOOKS]


def scripts_of(paths: Iterable[str]) -> list[str]:
    """The Python files by any name, as many as are read."""
    return [path for path in paths if ending_of(path) == ".py"][:MOST_FILES]


def elsewhere(folder: Folder, folders: Iterable[Folder]) -> Mapping[str, str]:
    """{file: its path} of what is missing in a folder, and lies in another one."""
    found: dict[str, str] = {}
    for other in folders:
        for file, path in other.files.items():
            if file not in folder.files:
                found.setdefault(file, path)
    return found


def side_by_side(begun: Mapping[tuple[str, ...], set[str]]) -> list[str]:
    """The names side by side below which the same file of the kata was begun, if they are people's.

    begun is {the parts of a path: the kata's files that were begun there}. Where the kata lies on
    top, or in exercises/, all else is beside it.
    """
    above = 0  # how many folders all are in
    while all(parts[above:] for parts in begun) and len({parts[above] for parts in begun}) == 1:
        above += 1
    if not all(parts[above:] for parts in begun):
        return []
    names: dict[str, set[str]] = {}
    for parts, files in begun.items():
        names.setdefault(parts[above], set()).update(files)
    if EXERCISES.name in names:
        return []
    same = [[name for name in names if file in names[name]] for file in FILES]
    return max(same, key=len)


def depth_of(folder: str) -> int:
    return folder.count("/") + 1 if folder else 0


def below(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
