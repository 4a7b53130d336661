"""Copies of a submission as somebody makes them who does not want to be found."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable

from grader.classroom.integrity.tokens import KEPT

WORDS = ("alpha", "beta", "gamma", "left", "right", "item", "thing", "total", "node_", "tmp")


def renamed(source: str, chance: random.Random) -> str:
    """All names that may be renamed are, attributes and functions too."""
    tree = ast.parse(source)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    new = {name: f"{chance.choice(WORDS)}{i}" for i, name in enumerate(sorted(names - KEPT))}
    pattern = re.compile(
        rf"\b({'|'.join(map(re.escape, sorted(new, key=len, reverse=True)))})\b(?!['\"])"
    )
    return pattern.sub(lambda match: new[match[1]], source) if new else source


def reordered(source: str, chance: random.Random) -> str:
    """The methods of classes, and the functions, in another order."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.Module)):
            functions = [part for part in node.body if isinstance(part, ast.FunctionDef)]
            rest = [part for part in node.body if not isinstance(part, ast.FunctionDef)]
            chance.shuffle(functions)
            node.body = [*rest, *functions]
    return ast.unparse(tree)


def commented(source: str, chance: random.Random) -> str:
    """Other comments, and other blank lines."""
    lines = []
    for line in ast.unparse(ast.parse(source)).splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        if chance.random() < 0.3 and not indent:
            lines.append(f"# {chance.choice(WORDS)} {chance.choice(WORDS)}")
        lines.append(line)
    return "\n".join(lines) + "\n"


def with_prints(source: str, chance: random.Random) -> str:
    """A print at the beginning of functions, and a docstring of their own."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and chance.random() < 0.5:
            word = chance.choice(WORDS)
            node.body[:0] = ast.parse(f'"""{word}"""\nprint("{word}", {len(word)})').body
    return ast.unparse(tree)


def split(source: str, chance: random.Random) -> str:
    """A line end behind each comma in brackets, and brackets that are not needed."""
    text = re.sub(r"return ([^\n()\[\]{}\"']+)\n", r"return (\1)\n", ast.unparse(ast.parse(source)))
    return _in_brackets(text, ", ", ",\n        ")


def _in_brackets(text: str, old: str, new: str) -> str:
    depth, found, quote = 0, "", ""
    at = 0
    while at < len(text):
        c = text[at]
        if quote:
            quote = "" if c == quote or c == "\n" else quote
        elif c in "\"'":
            quote = c
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif depth and text.startswith(old, at):
            found += new
            at += len(old)
            continue
        found += c
        at += 1
    return found


class _SpelledOut(ast.NodeTransformer):
    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        target = ast.parse(ast.unparse(node.target), mode="eval").body
        return ast.Assign([node.target], ast.BinOp(target, node.op, node.value), lineno=node.lineno)


def spelled_out(source: str, _: random.Random) -> str:
    """`x = x + y` for `x += y`"""
    return ast.unparse(ast.fix_missing_locations(_SpelledOut().visit(ast.parse(source))))


class _Hinted(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        for argument in node.args.args:
            if argument.arg != "self":
                argument.annotation = ast.Name("object")
        return node


def hinted(source: str, _: random.Random) -> str:
    """Type hints for all arguments."""
    return ast.unparse(ast.fix_missing_locations(_Hinted().visit(ast.parse(source))))


Disguise = Callable[[str, random.Random], str]
DISGUISES: dict[str, Disguise] = {
    "renamed": renamed,
    "reordered": reordered,
    "commented": commented,
    "with_prints": with_prints,
    "split": split,
    "spelled_out": spelled_out,
    "hinted": hinted,
}


def all_of_them(source: str, chance: random.Random) -> str:
    for disguise in DISGUISES.values():
        source = disguise(source, chance)
    return source
