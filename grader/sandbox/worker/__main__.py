"""What the learner's process starts with: loads the files beside it, hides them, and serves.

Its arguments are the judge's pid, or "" where the judge is not its parent; and for the one that
others are forked from (forking.py), "fork", a package to import or "", and where packages are.

A learner's modules may have any name, loop or output or limits too. So ours are a package of
a private name while they import each other, and after that no import finds them.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

TYPE_CHECKING = False  # the typing module takes 2 ms to import
if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "_worker"


def load() -> Callable[[], None]:
    """What serves requests; its modules are in no list that an import looks at."""
    folder = os.path.dirname(__file__)
    if folder in sys.path:  # Python puts it there when it runs a folder
        sys.path.remove(folder)
    package = type(sys)(PACKAGE)
    package.__path__ = [folder]
    sys.modules[PACKAGE] = package
    judge, *to_fork = sys.argv[1:] or [""]
    if judge:
        import_module(f"{PACKAGE}.parent").die_with(int(judge))
    serve: Callable[[], None] = import_module(f"{PACKAGE}.{'forking' if to_fork else 'loop'}").serve
    for name in list(sys.modules):
        if name.partition(".")[0] == PACKAGE:
            del sys.modules[name]
    sys.modules["__main__"] = type(sys)("__main__")
    return serve


load()()
