"""The notebook with the solutions in its cells, or with other texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import nbformat

from grader.curriculum import FILES, STAGES, first_stage
from grader.paths import SOLUTIONS
from grader.workspace import kata_notebook


@cache
def solved_cells() -> dict[str, str]:
    """{id: text} of the cells of stubs, with the solutions in the place of the stubs."""
    sources = [(SOLUTIONS / file).read_text(encoding="utf-8") for file in FILES]
    found: dict[str, list[str]] = {}
    for one in (one for source in sources for one in kata_notebook._definitions(source)):
        name = f"stage-{first_stage(kata_notebook._asked(one))}-stubs"
        found.setdefault(name, []).append(kata_notebook._in_a_cell(one))
    assert set(found) <= {f"stage-{stage.number}-stubs" for stage in STAGES}
    return {name: "\n\n\n".join(texts) for name, texts in found.items()}


def solved_notebook(others: Mapping[str, str] | None = None) -> bytes:
    """The saved notebook with these cells, and the solutions in all others."""
    texts = {**solved_cells(), **(others or {})}
    found = kata_notebook._notebook()
    for cell in found.cells:
        cell.source = texts.get(cell.id, cell.source)
    return str(nbformat.writes(found)).encode()
