"""The parts of one file, such as hw.ipynb/value.py and hw.ipynb/nn.py: run in one namespace."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.machinery import ModuleSpec

from .compiled import FUTURES, MOST_KEPT, binds, compiled, in_module, tree_of
from .set_order import order_sets_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, TracebackType
    from typing import Any

    Part = tuple[str, str, str]  # module, path to show and source
    Step = tuple[str, CodeType, bool]  # module, a statement of it, whether that binds the name

ENDINGS = (".ipynb", ".py")
ModuleType = type(sys)


def together(files: dict[str, tuple[str, str]], loader: Any, name: str) -> list[OneNamespace]:
    """The modules of files, {module: (path to show, source)}, that are parts of one file.

    name is what the class is called that needs its sets ordered.
    """
    found: dict[str, list[Part]] = {}
    for module, (path, source) in files.items():
        if file_of(path):
            found.setdefault(file_of(path), []).append((module, path, source))
    return [OneNamespace(tuple(parts), loader, name) for parts in found.values()]


def file_of(path: str) -> str:
    """The file that a path shows a part of; "" of a file in a folder, which shows as "x.py/./"."""
    file = path.rpartition("/")[0]
    return file if file.lower().endswith(ENDINGS) else ""


class OneNamespace:
    """Parts that one module stands for, under all their names.

    The first of them to be imported runs the statements of all, in the order of their lines. A
    part in which one of them raises cannot be imported, and the others can.
    """

    def __init__(self, parts: tuple[Part, ...], loader: Any, name: str) -> None:
        self.parts, self.loader, self.name = parts, loader, name
        self.modules = [module for module, _, _ in parts]
        self.forget()

    def forget(self) -> None:
        """Have the module made anew when a part is imported next."""
        self.made: Any = None
        self.errors: dict[str, tuple[BaseException, TracebackType | None]] = {}

    def bring(self, module: str) -> None:
        """Have sys.modules hold a part. Raises what it raised as it ran."""
        if self.made is None:
            self.run()
        if module in self.errors:
            error, traceback = self.errors[module]
            raise error.with_traceback(traceback)
        sys.modules[module] = self.made

    def run(self) -> None:
        module, path, _ = self.parts[0]
        self.made = ModuleType(module)
        self.made.__file__, self.made.__loader__ = path, self.loader
        self.made.__spec__ = ModuleSpec(module, self.loader, origin=path)
        sys.modules.update(dict.fromkeys(self.modules, self.made))
        for module, path, source in self.parts:
            try:
                compiled(path, source)
            except Exception as error:
                self.fail(module, error)
        namespace = self.made.__dict__
        for module, code, may_bind in steps(self.parts, self.name):
            try:
                exec(code, namespace)
            except BaseException as error:
                self.fail(module, error)
            if may_bind:
                order_sets_of(namespace.get(self.name), self.name)  # before any is made

    def fail(self, module: str, error: BaseException) -> None:
        self.errors.setdefault(module, (error, error.__traceback__))
        sys.modules.pop(module, None)

    def source(self) -> str:
        """The text of all parts, each on its lines."""
        lines: list[str] = []
        for _, _, source in self.parts:
            own = source.split("\n")
            lines += [""] * (len(own) - len(lines))
            lines[: len(own)] = [mine or other for mine, other in zip(own, lines)]
        return "\n".join(lines)


@lru_cache(MOST_KEPT)
def steps(parts: tuple[Part, ...], name: str) -> tuple[Step, ...]:
    """The statements of all parts that compile, in the order of their lines."""
    found = []
    for place, (module, path, source) in enumerate(parts):
        try:
            flags = compiled(path, source).co_flags & FUTURES
        except Exception:
            continue  # which says so when it is imported
        tree = tree_of(path, source)
        for node in tree.body:
            if getattr(node, "module", "") == "__future__":
                continue  # it is in the flags
            one = in_module(tree, [node], is_later=True)
            code = compile(one, path, "exec", flags, dont_inherit=True)
            found.append((node.lineno, place, (module, code, binds(node, name))))
    return tuple(step for _, _, step in sorted(found, key=lambda each: each[:2]))
