"""The reference interpreter: solutions/ in a learner's process, so one loader serves both."""

from __future__ import annotations

import importlib.util
from functools import cache

from msgspec import UNSET
from msgspec.structs import replace

from grader.answers.solutions import solution_sources, with_extra_credit
from grader.curriculum import imports
from grader.python_source import loop_variables
from grader.sandbox.process import Died, LearnerProcess
from grader.submission.submission import of_sources
from grader.trace import Trace

SECONDS = 30.0  # for one program


@cache
def process(*, with_torch: bool = False) -> LearnerProcess:
    """The process that holds the reference solutions, which earn all extra credit too.

    It lives as long as the judge. Only stage 7 needs torch, which takes a second to import.
    """
    submission = of_sources("reference", with_extra_credit(solution_sources()))
    return LearnerProcess(submission.files, with_torch=with_torch)


def run(program: str) -> Trace:
    """The reference's trace of a program, without its loop variables, as torch's is."""
    trace, passing = _traced(program), loop_variables(program)
    names = {name: datum for name, datum in trace.names.items() if name not in passing}
    return replace(trace, names=names)


def _traced(program: str) -> Trace:
    with_torch = "torch_neuron" in program and importlib.util.find_spec("torch") is not None
    mine, text = process(with_torch=with_torch), imports(program) + program
    try:
        return mine.run(text, seconds=SECONDS)
    except Died:  # at the limit of all its programs together: the next one begins anew
        return mine.run(text, seconds=SECONDS)


def as_torch(program: str) -> Trace:
    """The reference's trace with what torch's would have: gradients where there are any."""
    trace = run(program)
    if any(node.grad not in (UNSET, 0) for node in trace.nodes):
        return trace
    return replace(trace, nodes=tuple(replace(node, grad=UNSET) for node in trace.nodes))
