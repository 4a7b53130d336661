"""`from value import Value` in a notebook means the Value of its cells, as it does to the grader.

So a function that was written for files, with an import inside of it, does the same in a cell.
What no cell has defined comes from the file of that name, where there is one.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import module_from_spec
from types import ModuleType
from typing import Any

from grader.curriculum import FILES

MODULES = tuple(file.removesuffix(".py") for file in FILES)


class OwnNames(MetaPathFinder, Loader):
    """Finds the kata's modules in a namespace, where cells have defined what is in them."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name in MODULES else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _OfCells(spec.name, self.namespace)

    def exec_module(self, module: ModuleType) -> None:
        pass  # it has nothing of its own


class _OfCells(ModuleType):
    """A module whose names are looked up in the cells, and then in the file of its name."""

    def __init__(self, name: str, namespace: dict[str, Any]) -> None:
        super().__init__(name)
        self._cells = namespace
        self._file: ModuleType | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = self._cells.get(name)
        if getattr(found, "__module__", "") == "__main__":
            return found
        return getattr(self._of_file(), name)

    def _of_file(self) -> ModuleType:
        if self._file is None:
            spec = PathFinder.find_spec(self.__name__)
            if spec is None or spec.loader is None:
                raise AttributeError(f"no cell that was run defines it, and no {self.__name__}.py")
            self._file = module_from_spec(spec)
            spec.loader.exec_module(self._file)
        return self._file


def prefer_cells(namespace: dict[str, Any]) -> None:
    """From now on the kata's modules are what the cells define."""
    if not any(isinstance(finder, OwnNames) for finder in sys.meta_path):
        sys.meta_path.insert(0, OwnNames(namespace))
