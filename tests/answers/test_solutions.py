"""The solutions as sources: the kata's files alone, and extra credit laid over them."""

from __future__ import annotations

import pytest

from grader.answers.solutions import EXTRA_CREDIT, solution_sources, with_extra_credit
from grader.curriculum import FILES
from grader.python_source import functions
from grader.sandbox.process import LearnerProcess
from grader.submission.submission import of_sources

CHAIN = """\
from value import Value
a = Value(1.0)
b = a
for i in range(2_000):
    b = b + a
b.backward()
b = None
"""


def raised(sources: dict[str, str]) -> str:
    with LearnerProcess(of_sources("solutions", sources).files) as process:
        trace = process.run(CHAIN)
    return trace.raised.kind if trace.raised else ""


def test_the_plain_solutions_are_the_files_of_the_kata() -> None:
    assert tuple(solution_sources()) == FILES


def test_a_long_chain_is_beyond_the_plain_solutions_alone() -> None:
    plain = solution_sources()

    assert raised(plain) == "RecursionError"
    assert raised(with_extra_credit(plain)) == ""


def test_each_function_of_extra_credit_stands_where_its_namesake_stood() -> None:
    plain = solution_sources()
    extra, laid = EXTRA_CREDIT.read_text(encoding="utf-8"), with_extra_credit(plain)
    replaced = list(functions(extra))

    assert replaced == ["Value.backward", "topological_sort", "MLP.__init__"]
    assert [file for file in FILES if laid[file] != plain[file]] == [
        "value.py",
        "topological_sort.py",
        "nn.py",
    ]
    for file in FILES:
        assert list(functions(laid[file])) == list(functions(plain[file]))
        for name in functions(laid[file]):
            holder = extra if name in replaced else plain[file]
            assert of(name, laid[file]) == of(name, holder)


def of(name: str, source: str) -> str:
    (function,) = functions(source)[name]
    return "\n".join(source.splitlines()[function.lineno - 1 : function.end_lineno])


def test_a_function_without_a_namesake_is_an_error() -> None:
    with pytest.raises(LookupError, match=r"Value\.backward replaces 0 functions"):
        with_extra_credit({"nn.py": solution_sources()["nn.py"]})
