"""A path of any shape, opened: what is there becomes a bundle, and no more of it is read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from grader.curriculum import FILES
from grader.submission.archive import BadArchive, list_archive, open_archives
from grader.submission.bundle import Bundle
from grader.submission.choice import is_in_solutions, wanted
from grader.submission.folder import closed, is_folder
from grader.submission.listing import ENDINGS, Listing, Open, ending_of, limit_of, named
from grader.submission.names import shown_from_here
from grader.submission.submission import Problem, UnusableSubmission
from grader.submission.walk import list_folder, open_regular

ANYTHING = "give a folder, a .py, an .ipynb or a .zip"


def bundle_of(path: Path) -> Bundle:
    """What was handed in at a path: a folder, a .zip, a .py or an .ipynb.

    Raises UnusableSubmission where there is no such thing, or nothing of the kata in it.
    """
    shown = shown_from_here(path)
    with Listing() as listing:
        if is_folder(path, shown):
            try:
                list_folder(listing, path)
            except OSError as error:
                raise UnusableSubmission(closed(shown, error)) from None
            open_archives(listing)
        elif ending_of(path.name) not in ENDINGS or not path.is_file():
            raise UnusableSubmission(f"{shown}: not a folder, nor a submission; {ANYTHING}")
        else:
            _list_file(listing, path, shown)
        return read_listing(listing, shown)


def opened(bundle: Bundle) -> Bundle:
    """The same bundle, without what cannot count, and with what is in its archives."""
    with Listing() as listing:
        listing.add_all(
            [
                (path, content if isinstance(content, Problem) else _in_memory(content))
                for path, content in bundle.files.items()
            ]
        )
        open_archives(listing)
        found = read_listing(listing, bundle.name, bundle.notes)
    return Bundle(bundle.name, found.files, (*bundle.notes, *found.notes))


def read_listing(listing: Listing, shown: str, notes: Sequence[str] = ()) -> Bundle:
    """A bundle of what may count of a listing; raises UnusableSubmission where nothing may.

    notes say what was left out before it came here.
    """
    files = {path: listing.read(path) for path in wanted(listing.files)}
    if not files:
        raise UnusableSubmission(about(shown, _nothing(listing, [*notes, *listing.notes])))
    return Bundle(shown, files, tuple(listing.notes))


def _list_file(listing: Listing, path: Path, shown: str) -> None:
    """List a file that was handed in alone, or what is in it; raises UnusableSubmission."""
    try:
        file = listing.closing.enter_context(open_regular(path))
        if ending_of(path.name) == ".zip":
            list_archive(listing, file)
            open_archives(listing, around=1)
            return
        content = file.read(limit_of(path.name) + 1)
    except BadArchive as error:
        raise UnusableSubmission(f"{shown}: {error}") from None
    except OSError as error:
        raise UnusableSubmission(closed(shown, error)) from None
    listing.add(path.name, _in_memory(content))


def _in_memory(content: bytes) -> Open:
    return lambda _: io.BytesIO(content)


def _nothing(listing: Listing, notes: Sequence[str]) -> str:
    """That there is nothing of the kata, what there is, and what should be there."""
    in_solutions = sorted(filter(is_in_solutions, listing.files))
    if in_solutions:
        return (
            f"no file of the kata but in solutions/ ({named(in_solutions)}), where the reference "
            "lies; hand in exercises/"
        )
    if notes:
        return f"no file of the kata; {'; '.join(notes[:2])}"
    return nothing_in([*listing.files, *listing.passed_over])


def about(name: str, text: str) -> str:
    """A line about a submission, where it has a name."""
    return f"{name}: {text}" if name else text


def nothing_in(paths: Sequence[str]) -> str:
    """That none of these is a file of the kata, and what should be there."""
    what = f"found {named(paths)}" if paths else "there is nothing in it"
    return f"no file of the kata; {what}; expected {', '.join(FILES)}, or a notebook"
