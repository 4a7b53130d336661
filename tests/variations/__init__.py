"""Correct submissions in an unusual style: folders of their own, and edits of a plain base."""

from __future__ import annotations

from pathlib import Path

from tests.variations.networks import NETWORKS
from tests.variations.operations import OPERATIONS
from tests.variations.values import VALUES
from tests.variations.variation import SUBMISSIONS, Variation, edited

FOLDERS = SUBMISSIONS / "variations"
EDITED: tuple[Variation, ...] = (*VALUES, *OPERATIONS, *NETWORKS)


def sources(folder: Path) -> dict[str, str]:
    """{file: text} of the Python files in a folder."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}


def variations() -> dict[str, dict[str, str]]:
    """{name: {file: text}} of all variations, without the files they share with `solutions/`.

    Every text opens with the line that says what is unusual about it. Raises EditFailed where
    an edit does not fit its base.
    """
    found = {folder.name: sources(folder) for folder in FOLDERS.iterdir()}
    for variation in EDITED:
        found.setdefault(variation.name, {}).update(edited(variation))
    return dict(sorted(found.items()))
