"""A program with other names for its variables."""

from __future__ import annotations

import ast
import random
import re

LETTERS = "abcdefghjkmnpqrstuvwxyz"  # none that looks like a digit
SHORT = re.compile(r"[A-Za-z]\d?")  # the name of a Value, most often


def rename(tree: ast.Module, fresh: list[str]) -> dict[str, str]:
    """Rename what the program names, in place; {name: the new one}. Takes names from fresh.

    A short name becomes a letter; a longer one, which says what it is for, gets a letter more.
    Texts that are such a name go with it.
    """
    names = dict.fromkeys(name for node in ast.walk(tree) for name in _named_by(node))
    suffix = fresh.pop()
    renamed = {
        name: fresh.pop() if SHORT.fullmatch(name) else f"{name}_{suffix}"
        for name in names
        if not name.startswith("_")
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = renamed.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = renamed.get(node.arg, node.arg)
        elif isinstance(node, ast.FunctionDef):
            node.name = renamed.get(node.name, node.name)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = renamed.get(node.value, node.value)
    return renamed


def fresh_names(program: str, source: random.Random) -> list[str]:
    """Letters that the program does not use, shuffled."""
    used = set(re.findall(r"[A-Za-z_]\w*", program))
    fresh = [letter for letter in LETTERS if letter not in used]
    source.shuffle(fresh)
    return fresh


def _named_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return [node.id]
    if isinstance(node, ast.FunctionDef):
        return [node.name, *(argument.arg for argument in node.args.args)]
    return []
