"""The line that an exception came from, read as Python: what it calls, loops over, operates on."""

from __future__ import annotations

import ast
import re

from grader.trace import Raised

WALKERS = ("list", "tuple", "set", "sorted", "zip", "enumerate", "sum")


def arguments_of(raised: Raised, functions: tuple[str, ...]) -> list[str]:
    """What is handed to these functions on the line that failed."""
    found: list[str] = []
    for node in nodes_of_the_line(raised):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found += [ast.unparse(a) for a in node.args if node.func.id in functions]
    if not found and raised.frames:  # a line that goes on in the next one
        for function in functions:
            found += re.findall(rf"\b{function}\(([\w.]+)\)", raised.frames[-1].text)
    return found


def iterated(raised: Raised) -> list[str]:
    """What the line that failed walks through, by a loop or by a function that does."""
    found = []
    for node in nodes_of_the_line(raised):
        if isinstance(node, (ast.For, ast.comprehension)):
            found.append(ast.unparse(node.iter))
    if not found and raised.frames:
        found = re.findall(r"\bin ([\w.]+)\s*:?$", raised.frames[-1].text)
    found += arguments_of(raised, WALKERS)
    return [e for e in dict.fromkeys(found) if re.fullmatch(r"[\w.]+", e)]


def nodes_of_the_line(raised: Raised) -> list[ast.AST]:
    text = raised.frames[-1].text if raised.frames else ""
    for line in (text, f"{text} pass", f"[0 {text}]", f"{{{text}}}"):
        try:
            return list(ast.walk(ast.parse(line)))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return []


def file_of(raised: Raised) -> str:
    """The name of the file that the line is in, without its folder; "" where none is known."""
    return raised.frames[-1].file.rpartition("/")[2] if raised.frames else ""


def is_given_by_a_later_for(raised: Raised, name: str) -> bool:
    """Whether a list of two fors walks through something of name before it gives that name."""
    for node in nodes_of_the_line(raised):
        if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            asked = [_names_in(part.iter) for part in node.generators]
            given = [_names_in(part.target) for part in node.generators]
            if any(
                name in asked[i] and name in given[j] for j in range(len(given)) for i in range(j)
            ):
                return True
    return False


def _names_in(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def calls(raised: Raised) -> list[ast.Call]:
    return [node for node in nodes_of_the_line(raised) if isinstance(node, ast.Call)]


def calls_whose_result_is_used(raised: Raised) -> list[ast.Call]:
    """Those that do not stand alone, as `order.append(node)` does."""
    nodes = nodes_of_the_line(raised)
    alone = [node.value for node in nodes if isinstance(node, ast.Expr)]
    return [node for node in nodes if isinstance(node, ast.Call) and node not in alone]


def operands(raised: Raised, kind: type[ast.operator]) -> list[tuple[str, str]]:
    """The texts left and right of each operation of that kind on the line."""
    return [
        (ast.unparse(node.left), ast.unparse(node.right))
        for node in nodes_of_the_line(raised)
        if isinstance(node, ast.BinOp) and isinstance(node.op, kind)
    ]


def attributes_not_called(raised: Raised) -> list[ast.Attribute]:
    """What is asked of an object on the line, and not called, such as `layer.parameters`."""
    nodes = nodes_of_the_line(raised)
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    return [node for node in nodes if isinstance(node, ast.Attribute) and node not in called]
