"""A bundle made into a submission: which of its files count, and what is said of that."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from grader.curriculum import FILES, HOME
from grader.paths import EXERCISES, HELPER_DRAW, ROOT, SOLUTIONS
from grader.python_source import functions, is_stub, parsed
from grader.submission import choice
from grader.submission.archive import MARK
from grader.submission.begun import ASKED_FOR, has_begun_notebook
from grader.submission.bundle import Bundle
from grader.submission.choice import Folder
from grader.submission.files_at_fault import not_there
from grader.submission.folder import expected, notebooks_in, read_folder
from grader.submission.listing import ending_of, folder_of, name_of, named, why_not
from grader.submission.names import as_folder, one_line
from grader.submission.opening import about, bundle_of, nothing_in, opened
from grader.submission.sources import source_of, submission_in
from grader.submission.submission import Problem, Submission, UnusableSubmission

if TYPE_CHECKING:
    from grader.submission.one_file import OneFile

THE_REFERENCE = "the reference to the letter"  # which a file may equal
CLASS = 3  # submissions side by side, which are too many to be one learner's


def read_path(path: Path) -> Submission:
    """The submission at a path of any shape; raises UnusableSubmission where there is none.

    Code in the repository is of whoever grades it, unless somebody has packed it up.
    """
    if path.resolve() == EXERCISES.resolve() and not has_begun_notebook(notebooks_in(path)):
        return read_folder(path)
    bundle = bundle_of(path)
    is_others = not path.resolve().is_relative_to(ROOT) or ending_of(path.name) == ".zip"
    submission = submission_of(bundle, is_others=is_others)
    missing = not_there(submission) if is_others else ()
    return replace(submission, notes=(*submission.notes, *missing))


def submission_of(bundle: Bundle, *, is_export: bool = False, is_others: bool = True) -> Submission:
    """The submission that a bundle is; raises UnusableSubmission where there is none in it.

    is_export says that a platform may have renamed files in copying them: value-1.py counts as
    value.py where that is missing. What looks like a whole class is refused but there, where it
    is known to be one learner's.
    """
    name = unicodedata.normalize("NFC", one_line(bundle.name))
    bundle = opened(replace(bundle, name=name))
    reader = _Reader(bundle, is_export, is_others)
    submission = reader.submission()
    return replace(submission, notes=tuple(dict.fromkeys([*bundle.notes, *reader.notes])))


class _Held(NamedTuple):
    """One file, at that path, and what of the kata it holds."""

    path: str
    one: OneFile

    @property
    def sources(self) -> list[str]:
        return [source for _, source in self.one.files.values()]

    @property
    def order(self) -> tuple[int, int]:
        """How much of the kata is written in it, and how much is there at all."""
        found = [functions(source) for source in self.sources]
        defined = [(name, all(map(is_stub, f[name]))) for f in found for name in ASKED_FOR & set(f)]
        written = {name for name, is_open in defined if not is_open}
        return len(written), len(dict(defined))

    @property
    def begun(self) -> set[str]:
        """The kata's files of which anything is written in it."""
        parts = self.one.files.items()
        return {f"{module}.py" for module, (_, source) in parts if source and _written(source)}

    @property
    def is_begun(self) -> bool:
        """Whether anything is written in it, be it that Python cannot read it."""
        is_unreadable = any(parsed(source) is None for source in self.sources)
        return self.order[0] > 0 or is_unreadable or self.one.is_unreadable


class _Reader:
    """The files of a bundle, and the rules by which they count."""

    def __init__(self, bundle: Bundle, is_export: bool, is_others: bool) -> None:
        self.bundle = bundle
        self.is_export = is_export
        self.is_others = is_others
        self.notes: list[str] = []
        self.refusals: list[str] = []  # why single files are not read
        self.paths = choice.learners_own(bundle.files)
        real = [path for path in self.paths if not self._is_no_file(path)]
        self.folders = choice.folders_of(real, is_export=is_export) or choice.folders_of(self.paths)
        self.notebooks = choice.notebooks_of(real)
        self.scripts = choice.scripts_of(real)

    def submission(self) -> Submission:
        if not self.is_export:
            self._assert_no_class()
        if not self.folders:
            if not self.notebooks and len(self.scripts) != 1:
                self._assert_none_is_misnamed()
            return self._of_one([*self.scripts, *self.notebooks])
        begun = [folder for folder in self.folders if self._has_work(folder)]
        notebook = self._best(self.notebooks)
        is_notebook_begun = notebook is not None and notebook.is_begun
        if notebook and is_notebook_begun and not begun:
            shown = self._shown(notebook.path)
            self.notes.append(f"{shown} counts: the .py files are as they were handed out")
            return self._of_one([notebook.path])
        if self.notebooks and not notebook and not begun:
            self.notes += self.refusals[:1]
        folder, first = begun[0] if begun else self.folders[0], self.folders[0]
        place = self._place(folder.path)
        if folder is not first:
            handed_out = self._place(first.path)
            self.notes.append(f"{place} counts: {handed_out} is as it was handed out")
        if notebook and is_notebook_begun:
            other = self._shown(notebook.path)
            self.notes.append(f"the .py files in {place} count, and {other} does not")
        return self._of_folder(folder)

    # A folder with files of the kata

    def _of_folder(self, folder: Folder) -> Submission:
        """The submission in a folder, with what is missing there from elsewhere."""
        elsewhere = choice.elsewhere(folder, self.folders)
        paths = {**folder.files, **elsewhere}
        if len(paths) == 1:
            (file, path), *_ = paths.items()
            if self._is_more_than(path, file.removesuffix(".py")):
                return self._of_one([path])
        for file, path in folder.files.items():
            if name_of(path) != file:
                self.notes.append(f"{self._shown(path)} counts as {file}")
        taken = [path for path in elsewhere.values() if self._written(path)]
        if taken:
            names = named(map(self._shown, taken))
            self.notes.append(f"missing in {self._place(folder.path)}, taken: {names}")
        self._say_what_else_was_begun(folder, paths)
        for file in FILES:
            path = choice.below(folder.path, file)
            if file not in paths and path in self.bundle.files:
                paths[file] = path
        found = {
            name: (self._shown(path), self.bundle.files[path])
            for name, path in {**paths, **folder.own}.items()
        }
        submission = submission_in(
            self.bundle.name,
            self._folder(folder.path),
            found,
            folder.names,
            is_others=self.is_others,
        )
        return self._compared(submission) if self.is_others else submission

    def _say_what_else_was_begun(self, folder: Folder, counting: dict[str, str]) -> None:
        """Name the folders with other work than what counts, {file: its path}."""
        others = [
            self._place(other.path)
            for other in self.folders
            if any(self._is_other(path, counting[file]) for file, path in other.files.items())
        ]
        if others:
            do_not = "does not" if len(others) == 1 else "do not"
            names = ", ".join(others[:-1]) + " and " * (len(others) > 1) + others[-1]
            self.notes.append(f"{self._place(folder.path)} counts, and {names} {do_not}")

    def _is_other(self, path: str, counting: str) -> bool:
        """Whether something was written in a file that is not in the one that counts."""
        content, counted = self.bundle.files[path], self.bundle.files[counting]
        return path != counting and content != counted and self._written(path)

    def _assert_no_class(self) -> None:
        """Raise UnusableSubmission where many have begun the same, side by side."""
        alone = [*self.notebooks, *([] if self.folders else self.scripts)]
        if len(self.folders) + len(alone) < CLASS:
            return
        begun = {
            tuple(folder.path.split("/")) if folder.path else (): {
                file for file, path in folder.files.items() if self._written(path)
            }
            for folder in self.folders
        }
        for path in alone:
            held = self._best([path])
            begun[tuple(path.split("/"))] = held.begun if held else set()
        names = choice.side_by_side({parts: files for parts, files in begun.items() if files})
        if len(names) >= CLASS:
            from shlex import quote

            raise UnusableSubmission(
                f"{self.bundle.name}: looks like a class ({named(names)}): "
                f"make class DIR={quote(self.bundle.name)}, or give one of them"
            )

    def _has_work(self, folder: Folder) -> bool:
        return any(self._written(path) for path in folder.files.values())

    def _written(self, path: str) -> bool:
        """Whether anything was written in a file, be it that it cannot be read."""
        source = source_of(self.bundle.files[path], path)
        if isinstance(source, Problem):
            return not source.is_missing and source.kind != "not_a_file"
        return _written(source)

    def _is_more_than(self, path: str, module: str) -> bool:
        """Whether a module of the kata defines what belongs into another one, or is an archive."""
        content = self.bundle.files[path]
        if isinstance(content, bytes) and content.startswith(MARK):
            return True
        source = source_of(content, path)
        tree = None if isinstance(source, Problem) else parsed(source)
        names = {getattr(node, "name", "") for node in tree.body} if tree else set()
        return any(HOME.get(name, module) not in (module, HELPER_DRAW.name) for name in names)

    def _compared(self, submission: Submission) -> Submission:
        """The same submission, where it is said which files are the reference's."""
        same = []
        for file in FILES:
            _, source = submission.files.get(file.removesuffix(".py"), ("", ""))
            try:
                reference = (SOLUTIONS / file).read_text(encoding="utf-8")
            except (OSError, UnicodeError):
                continue  # a kata without solutions
            if _bare(source) == _bare(reference):
                same.append(file)
        if len(same) == len(FILES):
            self.notes.append(f"every file equals {THE_REFERENCE}")
        elif len(same) > 1:
            names = f"{', '.join(same[:-1])} and {same[-1]}"
            self.notes.append(f"{names} equal {THE_REFERENCE}")
        elif same:
            self.notes.append(f"{same[0]} equals {THE_REFERENCE}")
        return replace(submission, like_reference=tuple(same))

    # One file that holds all

    def _of_one(self, paths: list[str]) -> Submission:
        """The submission in that of these files in which most of the kata is."""
        best = self._best(paths)
        if best is None:
            if len(paths) == 1:
                raise UnusableSubmission(self.refusals[-1])
            raise UnusableSubmission(about(self.bundle.name, nothing_in(paths)))
        path, one = best
        shown, folder = self._shown(path), folder_of(path)
        others = [self._shown(other) for other in paths if other != path]
        if others:
            self.notes.append(f"{shown} counts, in which most of the kata is; not {named(others)}")
        self.notes += one.notes
        names = [name_of(p) for p in self.paths if folder_of(p) == folder]
        own = {
            name: (self._shown(p), self.bundle.files[p])
            for name, p in Folder(folder, {}, tuple(names)).own.items()
            if p != path
        }
        rest = submission_in(self.bundle.name, shown, own, (), is_others=self.is_others)
        from grader.submission.one_file import laid_over

        return laid_over(rest, one, shown)

    def _best(self, paths: Iterable[str]) -> _Held | None:
        """The one of these files in which most of the kata is; None where none can be read."""
        found = []
        for path in paths:
            try:
                found.append(_Held(path, self._one_file(path)))
            except UnusableSubmission as error:
                self.refusals.append(str(error))
        return max(found, key=lambda held: held.order, default=None)

    def _one_file(self, path: str) -> OneFile:
        """What one file holds; raises UnusableSubmission."""
        from grader.submission.notebook import read_notebook
        from grader.submission.one_file import read_one_file

        shown, content = self._shown(path), self.bundle.files[path]
        if isinstance(content, Problem):
            raise UnusableSubmission(f"{shown}: {why_not(content)}")
        if content.startswith(MARK):
            raise UnusableSubmission(f"{shown}: it is a .zip archive; rename it to .zip")
        is_notebook = ending_of(path) == ".ipynb"
        return (read_notebook if is_notebook else read_one_file)(content, shown)

    def _assert_none_is_misnamed(self) -> None:
        names = [name_of(path) for path in self.bundle.files]
        advice = expected(names)
        if advice.startswith("rename") or not self.scripts:
            raise UnusableSubmission(about(self.bundle.name, f"no file of the kata; {advice}"))

    # Paths

    def _shown(self, path: str) -> str:
        folder, _, name = path.rpartition("/")
        if self._is_alone(path):
            return self.bundle.name
        return choice.below(self._folder(folder), one_line(name))

    def _folder(self, folder: str) -> str:
        name = self.bundle.name
        if any(map(self._is_alone, self.bundle.files)):
            return as_folder(folder_of(name) or ".")
        if folder:
            name = one_line(folder if name in (".", "") else f"{name}/{folder}")
        return as_folder(name)

    def _place(self, folder: str) -> str:
        """How a note speaks of a folder."""
        shown = self._folder(folder)
        if ending_of(shown) == ".zip":
            return shown
        return f"{shown}/" if shown else "the topmost folder"

    def _is_alone(self, path: str) -> bool:
        """Whether that file itself was handed in, and not something that it is in."""
        return one_line(path) == name_of(self.bundle.name) and len(self.bundle.files) == 1

    def _is_no_file(self, path: str) -> bool:
        content = self.bundle.files[path]
        return isinstance(content, Problem) and content.kind == "not_a_file"


def _written(source: str) -> bool:
    """Whether more than stubs is there of what the kata asks for, or no stub at all."""
    if parsed(source) is None:
        return True
    defined = functions(source)
    stubs = [all(map(is_stub, defined[name])) for name in defined if name in ASKED_FOR]
    return not stubs or not all(stubs)


def _bare(source: str) -> str:
    """A source but for its line ends, and for spaces that nobody sees."""
    return "\n".join(line.rstrip() for line in source.splitlines()).strip()
