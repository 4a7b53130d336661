"""What an explanation says of the learner's source, and whether it is so."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeAlias

from grader.python_source import Function, functions, parsed
from grader.submission.submission import Submission

Claim: TypeAlias = Callable[[Submission], bool]


def _tree(submission: Submission, file: str) -> ast.AST:
    source = submission.files.get(file.removesuffix(".py"), ("", ""))[1]
    return parsed(source) or ast.Module(body=[], type_ignores=[])


def _functions(submission: Submission, file: str, name: str) -> list[Function]:
    source = submission.files.get(file.removesuffix(".py"), ("", ""))[1]
    return functions(source).get(name, [])


def imports_not(file: str, module: str) -> Claim:
    """The file uses that name, and never imports a module of that name."""

    def holds(submission: Submission) -> bool:
        used = imported = False
        for node in ast.walk(_tree(submission, file)):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                imported |= any((a.asname or a.name) == module for a in node.names)
            used |= isinstance(node, ast.Name) and node.id == module
        return used and not imported

    return holds


def lacks(file: str, function: str) -> Claim:
    """The file defines no such function, and gives nothing that name."""
    name = function.rpartition(".")[2]

    def names(node: ast.AST) -> bool:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return node.name == name
        if isinstance(node, ast.Name):
            return node.id == name and isinstance(node.ctx, ast.Store)
        if isinstance(node, ast.Attribute):
            return node.attr == name and isinstance(node.ctx, ast.Store)
        return calls("setattr")(node) and any(
            isinstance(inner, ast.Constant) and inner.value == name for inner in ast.walk(node)
        )

    return lambda submission: not any(names(node) for node in ast.walk(_tree(submission, file)))


def has(file: str, function: str, what: Callable[[ast.AST], bool]) -> Claim:
    """Somewhere in that function, or what is nested in it, is such a piece of code."""
    return lambda submission: any(
        what(node)
        for defined in _functions(submission, file, function)
        for line in defined.body
        for node in ast.walk(line)
    )


def has_twice(file: str, function: str, what: Callable[[ast.AST], bool]) -> Claim:
    """Such a piece of code is in that function, or what is nested in it, at least twice."""
    return lambda submission: any(
        sum(what(node) for node in ast.walk(defined)) > 1
        for defined in _functions(submission, file, function)
    )


def has_not(file: str, function: str, what: Callable[[ast.AST], bool]) -> Claim:
    """The function is there, and nowhere in it is such a piece of code."""
    holds = has(file, function, what)
    return lambda submission: bool(_functions(submission, file, function)) and not holds(submission)


def in_order(
    file: str, function: str, first: Callable[[ast.AST], bool], then: Callable[[ast.AST], bool]
) -> Claim:
    """In that function both are there, and the first stands above the other."""

    def holds(submission: Submission) -> bool:
        for defined in _functions(submission, file, function):
            nodes = list(ast.walk(defined))
            above = [node.lineno for node in nodes if first(node)]  # type: ignore[attr-defined]
            below = [node.lineno for node in nodes if then(node)]  # type: ignore[attr-defined]
            if above and below and min(above) < max(below):
                return True
        return False

    return holds


def is_function(node: ast.AST) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.Lambda))


def calls(name: str) -> Callable[[ast.AST], bool]:
    """A call of a function or method of that name."""

    def is_call(node: ast.AST) -> bool:
        if not isinstance(node, ast.Call):
            return False
        called = node.func
        return (isinstance(called, ast.Name) and called.id == name) or (
            isinstance(called, ast.Attribute) and called.attr == name
        )

    return is_call


def stores(attribute: str, owner: str = "") -> Callable[[ast.AST], bool]:
    """An assignment to an attribute of that name, of anything or of one name."""

    def is_stored(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and node.attr == attribute
            and (not owner or (isinstance(node.value, ast.Name) and node.value.id == owner))
        )

    return is_stored


def operates(kind: type[ast.operator] | type[ast.unaryop]) -> Callable[[ast.AST], bool]:
    """An operation of that kind, such as ast.Pow or ast.USub."""
    return lambda node: isinstance(node, (ast.BinOp, ast.UnaryOp)) and isinstance(node.op, kind)


def keeps_a_call(node: ast.AST) -> bool:
    """`x._backward = f()`, with parentheses."""
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and any(
            isinstance(target, ast.Attribute) and target.attr == "_backward"
            for target in node.targets
        )
    )


def asks_for_gradients(node: ast.AST) -> bool:
    """`requires_grad=...`, `.requires_grad = ...` or `.requires_grad_()`."""
    if isinstance(node, ast.keyword):
        return node.arg == "requires_grad"
    return isinstance(node, ast.Attribute) and node.attr in ("requires_grad", "requires_grad_")


def asks_of_value(node: ast.AST) -> bool:
    """`isinstance(Value, ...)`."""
    return (
        calls("isinstance")(node)
        and isinstance(node, ast.Call)
        and bool(node.args)
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id == "Value"
    )


def changes_its_variable(node: ast.AST) -> bool:
    """A `for` whose variable gets another meaning inside of it."""
    if not isinstance(node, ast.For):
        return False
    given = {inner.id for inner in ast.walk(node.target) if isinstance(inner, ast.Name)}
    return any(
        isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store) and inner.id in given
        for line in node.body
        for inner in ast.walk(line)
    )


def has_no_effect(node: ast.AST) -> bool:
    """A line that only computes or compares, and keeps nothing."""
    return isinstance(node, ast.Expr) and isinstance(node.value, (ast.BinOp, ast.Compare))


def names_for_nothing(method: str) -> Callable[[ast.AST], bool]:
    """A line that names a method, and does not call it."""
    return lambda node: (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == method
    )


def takes_the_number(node: ast.AST) -> bool:
    """`d = p.data`."""
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "data"
    )


def returns_in_a_loop(node: ast.AST) -> bool:
    return isinstance(node, (ast.For, ast.While)) and any(
        isinstance(inner, ast.Return) for line in node.body for inner in ast.walk(line)
    )


def assigns_in_a_loop(node: ast.AST) -> bool:
    """`=` inside of a loop."""
    return isinstance(node, (ast.For, ast.While)) and any(
        isinstance(inner, ast.Assign) for line in node.body for inner in ast.walk(line)
    )


def returns_an_error(node: ast.AST) -> bool:
    """`return ValueError(...)`."""
    return (
        isinstance(node, ast.Return)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id.endswith("Error")
    )


def generates(node: ast.AST) -> bool:
    """A generator, which can be walked through once."""
    return isinstance(node, ast.GeneratorExp) or calls("map")(node) or calls("filter")(node)


def has_list_for_default(file: str, function: str) -> Claim:
    """A parameter of that function has a list for a default."""
    return lambda submission: any(
        isinstance(default, (ast.List, ast.Set, ast.Dict, ast.Call))
        for defined in _functions(submission, file, function)
        for default in (*defined.args.defaults, *defined.args.kw_defaults)
    )


def has_shared_list(file: str, class_name: str) -> Claim:
    """A list for a default in that class's __init__, or one that stands in the class itself."""
    in_default = has_list_for_default(file, f"{class_name}.__init__")

    def holds(submission: Submission) -> bool:
        return in_default(submission) or any(
            isinstance(line, (ast.Assign, ast.AnnAssign)) and isinstance(line.value, ast.List)
            for node in ast.walk(_tree(submission, file))
            if isinstance(node, ast.ClassDef) and node.name == class_name
            for line in node.body
        )

    return holds


def never_begins(file: str, function: str) -> Claim:
    """A function is nested in that one, and nothing outside of the nested one calls it."""

    def holds(submission: Submission) -> bool:
        for defined in _functions(submission, file, function):
            nested = [line for line in defined.body if isinstance(line, ast.FunctionDef)]
            others = [line for line in defined.body if line not in nested]
            mentioned = {n.id for x in others for n in ast.walk(x) if isinstance(n, ast.Name)}
            if nested and not mentioned & {inner.name for inner in nested}:
                return True
        return False

    return holds


def puts_a_call_into_a_list(node: ast.AST) -> bool:
    """`[layer(x)]`."""
    return isinstance(node, ast.List) and any(isinstance(item, ast.Call) for item in node.elts)


def goes_backwards(node: ast.AST) -> bool:
    """`reversed(...)`, `.reverse()` or a slice."""
    return calls("reversed")(node) or calls("reverse")(node) or isinstance(node, ast.Slice)


def hands_over(function: str, argument: str) -> Callable[[ast.AST], bool]:
    """`model(xs)`."""
    return lambda node: (
        calls(function)(node)
        and isinstance(node, ast.Call)
        and any(isinstance(given, ast.Name) and given.id == argument for given in node.args)
    )


def returns_a_name(node: ast.AST) -> bool:
    """`return out`."""
    return isinstance(node, ast.Return) and isinstance(node.value, ast.Name)


def names(*wanted: str) -> Callable[[ast.AST], bool]:
    """One of these names, or an attribute of that name."""
    return lambda node: (
        (isinstance(node, ast.Name) and node.id in wanted)
        or (isinstance(node, ast.Attribute) and node.attr in wanted)
    )


def makes_a_value_of_a_name(node: ast.AST) -> bool:
    """`Value(other)`."""
    return (
        calls("Value")(node)
        and isinstance(node, ast.Call)
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Name)
    )


def multiplies_gradients(node: ast.AST) -> bool:
    """`other.grad * out.grad`."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and all(isinstance(x, ast.Attribute) and x.attr == "grad" for x in (node.left, node.right))
    )


def any_of(*kinds: Callable[[ast.AST], bool]) -> Callable[[ast.AST], bool]:
    return lambda node: any(kind(node) for kind in kinds)
