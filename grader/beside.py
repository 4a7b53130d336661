"""How to start a process of ours: it runs the grader beside us, whichever is installed."""

from __future__ import annotations

import os
import sys

from grader.paths import ROOT

PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from {} import main; sys.exit(main(int(sys.argv[2])))"
)


def command(module: str) -> list[str]:
    """What calls main(our pid) of a module."""
    return [sys.executable, "-I", "-c", PROGRAM.format(module), str(ROOT), str(os.getpid())]
