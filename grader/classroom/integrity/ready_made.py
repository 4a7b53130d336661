"""Ready-made autograd where the kata asks for one's own: which package, and where it is used.

Only the source is looked at. An import of which nothing is used is passed over: a notebook often
has torch at its top for stage 7.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from grader.curriculum import TORCH_FILES
from grader.python_source import parsed

# What computes gradients by itself; and the kata's own answers.
PACKAGES = frozenset(
    [
        *("torch", "jax", "jaxlib", "autograd", "tensorflow", "keras", "micrograd", "tinygrad"),
        *("theano", "aesara", "pytensor", "mxnet", "paddle", "chainer", "mindspore", "flax"),
        *("haiku", "optax", "casadi", "algopy", "numdifftools", "sympy", "autodiff", "dynet"),
        *("solutions", "extra_credit", "grader"),
    ]
)
IMPORTERS = frozenset(["__import__", "import_module", "find_spec", "run_module", "reload"])
RUNNERS = frozenset(["exec", "eval"])
LONGEST_TEXT = 5_000  # of a text that is put together
DEEPEST = 50  # parts of one
MOST_LINES = 5  # of a learner
LONGEST_LINE = 80
_DOTTED = re.compile(r"\w+(\.\w+)*")


def ready_made(files: Mapping[str, tuple[str, str]]) -> list[str]:
    """A line for each place in {module: (path, source)} outside of stage 7's file."""
    found: dict[str, None] = {}
    for module, (path, source) in files.items():
        if f"{module}.py" in TORCH_FILES:
            continue
        lines = source.split("\n")
        for number, what in sorted(set(_seen(source))):
            line = lines[number - 1].strip() if number <= len(lines) else ""
            found[f"{what}: {path}, line {number}: {line[:LONGEST_LINE]}"] = None
    more = len(found) - MOST_LINES
    return [*list(found)[:MOST_LINES], *([f"and {more} more such lines"] if more > 0 else [])]


def _seen(source: str, depth: int = 0) -> Iterator[tuple[int, str]]:
    """(line, what is there), in any order."""
    tree = parsed(source)
    if tree is None:
        return
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # and texts that nothing is done with
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from _of_import(node, used)
        elif isinstance(node, ast.Call):
            yield from _of_call(node, depth)
        elif isinstance(node, ast.expr) and id(node) not in docstrings:
            text = _text(node)
            if text and _DOTTED.fullmatch(text) and _package(text):
                yield node.lineno, f"names {_package(text)} in a text"


def _of_import(node: ast.Import | ast.ImportFrom, used: set[str]) -> Iterator[tuple[int, str]]:
    for alias in node.names:
        module = alias.name if isinstance(node, ast.Import) else node.module or ""
        package = _package(module) if not getattr(node, "level", 0) else ""
        name = alias.asname or alias.name.partition(".")[0]
        if package and (name in used or name == "*"):
            yield node.lineno, f"uses {package}"


def _of_call(node: ast.Call, depth: int) -> Iterator[tuple[int, str]]:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if not node.args or name not in IMPORTERS | RUNNERS:
        return
    text = _text(node.args[0])
    if text is None:
        what = "imports what only shows as it runs" if name in IMPORTERS else "runs a made text"
        yield node.lineno, what
    elif name in RUNNERS and depth < 2:
        yield from ((node.lineno, what) for _, what in _seen(text, depth + 1))


def _package(module: str) -> str:
    """The package of the list that a module is of; or ""."""
    package = module.partition(".")[0]
    return package if package in PACKAGES else ""


def _text(node: ast.expr, depth: int = 0) -> str | None:
    """The text that an expression of nothing but texts is; None of any other."""
    if depth > DEEPEST:
        return None
    parts: list[ast.expr]
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [node.left, node.right]
    elif isinstance(node, ast.JoinedStr):
        parts = node.values
    elif isinstance(node, ast.FormattedValue):
        parts = [node.value]
    else:
        return None
    texts = [_text(part, depth + 1) for part in parts]
    found = "".join(text for text in texts if text is not None)
    return None if None in texts or len(found) > LONGEST_TEXT else found
