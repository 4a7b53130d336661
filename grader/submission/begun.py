"""Whether anything of the kata is written in a text, or in a notebook beside the files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from grader.curriculum import STAGES
from grader.python_source import functions, is_stub, parsed
from grader.submission.listing import LARGEST_NOTEBOOK

ASKED_FOR = frozenset(part.function for stage in STAGES for part in stage.parts)


def is_begun(source: str) -> bool:
    """Whether more than stubs is there of what the kata asks for."""
    return any(
        not all(map(is_stub, defined))
        for name, defined in functions(source).items()
        if name in ASKED_FOR
    )


def has_begun_notebook(notebooks: Iterable[Path]) -> bool:
    """Whether one of these notebooks may hold work, or cannot be looked into so easily.

    One that is as it was handed out holds none: then nothing has to read it as a notebook.
    """
    return any(map(_may_hold_work, notebooks))


def _may_hold_work(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            cells = json.loads(file.read(LARGEST_NOTEBOOK + 1))["cells"]
        sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        texts = ["".join(source) for source in sources]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return True  # whatever is odd about it is told by who reads it in full
    return any(parsed(text) is None or is_begun(text) for text in texts)
