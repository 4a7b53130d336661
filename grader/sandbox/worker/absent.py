"""A package that is not here: its import is put off until something is done with it.

Graphviz or matplotlib at the top of a notebook must cost nothing where no program draws. An
import that a `try` stands around raises as ever: whoever wrote that has an answer to it.
"""

from __future__ import annotations

import builtins
import sys

from .compiled import ONLY_TREE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from .loader import LearnerModules

python_import = builtins.__import__
CATCHING = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")
USES = (
    *("call", "iter", "next", "len", "bool", "contains", "getitem", "setitem", "delitem"),
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
            if line in caught(path, source):
                raise
            return Absent(package, path, line)

    builtins.__import__ = import_  # type: ignore[assignment]


def caught(path: str, source: str) -> set[int]:
    """The lines inside a `try` that catches an import's failure, or inside suppress()."""
    try:
        tree: Any = compile(source, path, "exec", ONLY_TREE, dont_inherit=True)
    except Exception:
        return set()
    lines: set[int] = set()
    to_visit = [tree]
    while to_visit:
        node = to_visit.pop()
        kind = type(node).__name__
        if (kind == "Try" and any(map(catches, node.handlers))) or (
            kind == "With" and any(names(item.context_expr) & {"suppress"} for item in node.items)
        ):
            lines.update(range(node.lineno, node.body[-1].end_lineno + 1))
        for field in getattr(node, "_fields", ()):
            inner = getattr(node, field, None)
            to_visit += inner if isinstance(inner, list) else [inner]
    return lines


def catches(handler: Any) -> bool:
    return handler.type is None or bool(names(handler.type) & set(CATCHING))


def names(node: Any) -> set[str]:
    """The names in an expression, the last ones of dotted names among them."""
    found: set[str] = set()
    to_visit = [node]
    while to_visit:
        here = to_visit.pop()
        found |= {getattr(here, "id", ""), getattr(here, "attr", "")}
        for field in getattr(here, "_fields", ()):
            inner = getattr(here, field, None)
            to_visit += inner if isinstance(inner, list) else [inner]
    return found - {""}
