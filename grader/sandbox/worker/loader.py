"""A learner's modules, made from their sources, and made anew for every program."""

from __future__ import annotations

import importlib
import importlib.machinery
import sys

from .compiled import compiled, compiled_in_parts
from .one_namespace import together
from .set_order import order_sets_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType
else:
    Loader = object  # importing it takes as long as all the rest

HOME, VALUE = "value", "Value"


class LearnerModules(Loader):
    """Finds and makes a learner's modules and ours that they may import; torch only if asked."""

    def __init__(self) -> None:
        self.replace({}, {}, [], [], [])

    def replace(
        self,
        files: dict[str, tuple[str, str]],
        library: dict[str, tuple[str, str]],
        packages: list[str] | str,
        site: list[str],
        own: list[str],
    ) -> None:
        """Offer other sources from now on.

        files and library are {module: (path to show, source)}; the library is ours and stays
        loaded. packages may be imported from the folders of site; "all" loads torch too. own are
        the kata's names, whose imports are never put off.
        """
        self.files, self.library, self.own = files, library, own
        self.packages, self.site = packages, site
        self.together = together(files, self, VALUE)
        self.whole = {module: one for one in self.together for module in one.modules}
        self.import_packages()

    def import_packages(self) -> None:
        """Import what takes long now: on no program's time, and not from the learner's files.

        What packages import must not be theirs: this process is not confined yet.
        """
        files, self.files = self.files, {}
        try:
            if self.packages == "all":
                sys.path.extend(path for path in self.site if path not in sys.path)
                importlib.import_module("torch").set_num_threads(1)
            elif any("numpy" in source for _, source in files.values()):
                try:
                    importlib.import_module("numpy")
                except Exception:
                    pass  # whoever imports it is told why
        finally:
            self.files = files

    def forget(self) -> None:
        """Have the learner's modules made anew when they are imported next."""
        for name in self.files:
            sys.modules.pop(name, None)
        for one in self.together:
            one.forget()

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in self.files:
            return importlib.machinery.ModuleSpec(name, self, origin=self.files[name][0])
        if name in self.library:
            is_package = any(other.startswith(name + ".") for other in self.library)
            return importlib.machinery.ModuleSpec(name, self, is_package=is_package)
        if path is None and self.packages != "all":
            if name in self.packages:
                return importlib.machinery.PathFinder.find_spec(name, self.site)
            if name == "torch":
                raise ModuleNotFoundError("No module named 'torch'", name=name)
        return None

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        if name in self.whole:
            self.whole[name].bring(name)
            return
        if name not in self.files:
            exec(compiled(*self.library[name]), module.__dict__)
            return
        module.__file__ = self.files[name][0]
        for part in compiled_in_parts(*self.files[name], VALUE):
            exec(part, module.__dict__)
            order_sets_of(module.__dict__.get(VALUE), VALUE)  # before the module makes any

    def source_of(self, path: str) -> str | None:
        """The text of a learner's file; None where it is no such path."""
        return next((text for shown, text in self.files.values() if shown == path), None)

    def code(self, name: str) -> CodeType:
        """Of a learner's module. Raises what compile() raises."""
        return compiled(*self.files[name])

    def get_source(self, name: str) -> str:
        """What inspect and traceback show of a learner's code."""
        if name in self.whole:
            return self.whole[name].source()
        return (self.files.get(name) or self.library[name])[1]

    def value_class(self) -> object:
        """What the learner's value.py calls Value, where a program has imported it."""
        return vars(sys.modules[HOME]).get(VALUE) if HOME in sys.modules else None
