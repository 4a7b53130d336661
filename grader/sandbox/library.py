"""What of ours a learner's program may import: helper_draw, as sources."""

from __future__ import annotations

from functools import cache

from grader.paths import HELPER_DRAW


@cache
def library() -> dict[str, tuple[str, str]]:
    """{module: (path to show, source text)}"""
    modules = {}
    for path in sorted(HELPER_DRAW.rglob("*.py")):
        shown = path.relative_to(HELPER_DRAW.parent)
        name = ".".join(shown.with_suffix("").parts).removesuffix(".__init__")
        modules[name] = (shown.as_posix(), path.read_text(encoding="utf-8"))
    return modules
