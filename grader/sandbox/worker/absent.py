"""A package that is not here: its import is put off until something is done with it.

Graphviz or matplotlib at the top of a notebook must cost nothing where no program draws. An
import that a `try` stands around raises as ever: whoever wrote that has an answer to it.
"""

from __future__ import annotations

import builtins
import sys
from functools import lru_cache

from .compiled import MOST_KEPT, nodes, tree_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from .loader import LearnerModules

python_import = builtins.__import__
NEARLY = 0.75  # of difflib's ratio
CATCHING = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")
USES = (
    *("call", "iter", "next", "len", "bool", "contains", "setitem", "delitem"),
    *("enter", "exit", "mro_entries", "instancecheck", "subclasscheck", "index", "int", "float"),
    *("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "pow", "rpow", "neg"),
    *("matmul", "rmatmul", "lt", "le", "gt", "ge"),
)


class Absent:
    """Stands for a package, or for something of it, and raises when anything is done with it."""

    _name: str
    _path: str
    _line: int

    def __init__(self, name: str, path: str, line: int) -> None:
        vars(self).update(_name=name, _path=path, _line=line, __name__=name, __all__=[])

    def __getattr__(self, attribute: str) -> Absent:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return Absent(self._name, self._path, self._line)

    def _as_annotation(self, *_: object) -> Absent:
        return self  # `x: np.ndarray | None`, `NDArray[np.float64]`

    __getitem__ = __or__ = __ror__ = _as_annotation

    def _raise(self, *_: object, **__: object) -> NoReturn:
        text = f"No module named {self._name!r} ({self._path}, line {self._line}, imports it)"
        raise ModuleNotFoundError(text, name=self._name)


for use in USES:
    setattr(Absent, f"__{use}__", Absent._raise)


def put_off_imports(modules: LearnerModules) -> None:
    """Have imports in the learner's modules that find no package put off."""

    def import_(
        name: str,
        globals: dict[str, object] | None = None,
        locals: dict[str, object] | None = None,
        fromlist: tuple[str, ...] = (),
        level: int = 0,
    ) -> object:
        try:
            return python_import(name, globals, locals, fromlist, level)
        except ModuleNotFoundError as error:
            package = name.partition(".")[0]
            caller = sys._getframe(1)
            path, line = caller.f_code.co_filename, caller.f_lineno
            source = modules.source_of(path)
            is_own = package in modules.files or package in modules.own
            is_absent = (error.name or "").partition(".")[0] == package and not level
            if source is None or is_own or not is_absent or package in sys.stdlib_module_names:
                raise
            if line in caught(path, source) or is_misspelt(package, tuple(modules.own)):
                raise
            return Absent(package, path, line)

    builtins.__import__ = import_  # type: ignore[assignment]


@lru_cache(MOST_KEPT)
def is_misspelt(package: str, own: tuple[str, ...]) -> bool:
    """Whether it is almost one of the kata's own names, which is never a package."""
    from difflib import get_close_matches  # takes 2 ms, where an import fails at all

    return bool(get_close_matches(package, own, 1, NEARLY))


@lru_cache(MOST_KEPT)
def caught(path: str, source: str) -> set[int]:
    """The lines inside a `try` that catches an import's failure, or inside suppress()."""
    lines: set[int] = set()
    for node in nodes(tree_of(path, source), in_functions=True):
        kind = type(node).__name__
        if (kind == "Try" and any(map(catches, node.handlers))) or (
            kind == "With" and any("suppress" in names(item.context_expr) for item in node.items)
        ):
            lines.update(range(node.lineno, node.body[-1].end_lineno + 1))
    return lines


def catches(handler: Any) -> bool:
    return handler.type is None or bool(names(handler.type) & set(CATCHING))


def names(node: Any) -> set[str]:
    """The names in an expression, the last ones of dotted names among them."""
    return {getattr(inner, "id", "") or getattr(inner, "attr", "") for inner in nodes(node)}
