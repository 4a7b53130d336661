"""One program: run against a learner's modules, and described."""

from __future__ import annotations

import builtins
import random
import sys
from mmap import mmap

from .compiled import compiled
from .description import describe
from .errors import PROGRAM, describe_error
from .loader import LearnerModules
from .output import output
from .set_order import numbers

RESERVE = 8 << 20  # bytes, to say that there is no more memory


def run(program: str, modules: LearnerModules, set_order: str) -> dict[str, object]:
    """The reply: names, nodes, output, and what was raised, or None."""
    reserve = mmap(-1, RESERVE)
    numbers.start(set_order)
    modules.forget()
    seed()
    output.start()
    namespace: dict[str, object] = {"__name__": "__main__", "__builtins__": builtins}
    raised = None
    try:
        try:
            exec(compiled(PROGRAM, program), namespace)
        finally:
            sys.settrace(None)
            sys.setprofile(None)
    except BaseException as error:
        reserve.close()
        raised = describe_error(error, program, modules)
    finally:
        output.stop()
    try:
        reply = describe(namespace, modules.value_class())
    except BaseException as error:
        reply = {}
        raised = raised or describe_error(error, program, modules)
    reply.update(output=output.text(), raised=raised)
    return reply


def seed() -> None:
    """The same random numbers for every program."""
    random.seed(0)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)
    if "torch" in sys.modules:
        sys.modules["torch"].default_generator.manual_seed(0)
