"""Submissions that do nothing right, whatever a check asks them: each must earn nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.answers.solutions import solution_sources
from grader.python_source import Function
from grader.submission.submission import Submission, of_sources

FIRST = "the first argument"
ANSWERS = ("0", "1", "0.0", '""', "[]", "{}", "None", "self", FIRST, '"Value(data=2.0)"')
# What knows every key, so that no gradient by hand is missing.
ZEROS = '__import__("collections").defaultdict(float)'
RAISED = ("ValueError", 'ValueError("the graph has a cycle")')

# What a Value, a Neuron, a Layer and an MLP are asked for, with nothing in it.
NOTHING = 'data = grad = b = 0.0; _op = label = ""; _prev = (); w = neurons = layers = []'


def worthless() -> Iterator[Submission]:
    """Files that are empty, that only raise, or whose functions all give the same answer."""
    sources = solution_sources()
    yield of_sources("empty files", dict.fromkeys(sources, ""))
    for error in RAISED:
        yield of_sources(f"raise {error}", dict.fromkeys(sources, f"raise {error}\n"))
        yield _all_with(f"raise {error}", attributes="pass", where=" in each function")
    for answer in (*ANSWERS, ZEROS):
        for attributes in ("pass", NOTHING):
            yield _all_with(f"return {answer}", attributes)


def _all_with(statement: str, attributes: str, where: str = "") -> Submission:
    """Every function with that statement for a body, every class with these attributes."""
    sources = {}
    for file, text in solution_sources().items():
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                node.body = [*ast.parse(attributes).body, *node.body]
            if isinstance(node, ast.FunctionDef):
                node.body = ast.parse(_fitting(statement, node)).body
        sources[file] = ast.unparse(tree) + "\n"
    has = "" if attributes == "pass" else ", and attributes of nothing"
    return of_sources(f"{statement}{where}{has}", sources)


def _fitting(statement: str, function: Function) -> str:
    """The statement as that function can have it."""
    if function.name == "__init__" and statement.startswith("return"):
        return "return None"  # all else is a TypeError
    arguments = [argument.arg for argument in function.args.args]
    others = [name for name in arguments if name != "self"] or arguments or ["None"]
    return statement.replace(FIRST, others[0]).replace("self", (arguments or ["None"])[0])
