"""Source text, compiled: once, however often it runs."""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

MOST_KEPT = 500  # modules and programs; most take some kilobytes


@lru_cache(MOST_KEPT)
def compiled(path: str, source: str) -> CodeType:
    """Raises what compile() raises: mostly a SyntaxError, a ValueError for a null byte."""
    return compile(source, path, "exec", dont_inherit=True)
