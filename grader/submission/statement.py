"""One statement of a learner's text, and the names that it gives, needs and changes."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator, Sequence

from msgspec import Struct

from grader.curriculum import FILES, HOME

KATA = frozenset(name for name, module in HOME.items() if f"{module}.py" in FILES)
MODULES = tuple(file.removesuffix(".py") for file in FILES)
PACKAGES = ("", "exercises.", "solutions.")  # from which the kata's modules may be imported
ALWAYS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
AT_ONCE = ("listcomp", "setcomp", "dictcomp", "genexpr")  # what symtable calls these
# What fills a list, a set or a dictionary that a definition may need.
FILLING = ("append", "extend", "insert", "add", "update", "setdefault")
BUILTINS = frozenset(vars(builtins))
MAY_BE_A_FUNCTION = (ast.Lambda, ast.Name, ast.Attribute)


class Statement(Struct, frozen=True, eq=False):
    """A statement at the top of a text.

    gives are the names that it binds, surely if is_sure; at_once what it needs as it runs, and
    later what the functions in it need when they are called. changes are names whose objects
    it changes, as `Value.tanh = tanh` does; calls those that it calls by name as it runs.
    """

    node: ast.stmt
    text: str
    line: int  # in the whole text, from 1
    place: str  # as a person finds it, such as "cell 3, line 2"
    gives: frozenset[str] = frozenset()
    is_sure: bool = False
    at_once: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    has_loop: bool = False
    is_of_a_script: bool = False  # if __name__ == "__main__":

    @property
    def last_line(self) -> int:
        return self.line + self.text.count("\n")

    @property
    def is_import_of_all(self) -> bool:
        return isinstance(self.node, ast.ImportFrom) and self.node.names[0].name == "*"

    @property
    def is_future(self) -> bool:
        return isinstance(self.node, ast.ImportFrom) and self.node.module == "__future__"

    @property
    def is_import_from_the_kata(self) -> bool:
        return isinstance(self.node, ast.ImportFrom) and kata_module(self.node.module or "") != ""

    @property
    def defines(self) -> frozenset[str]:
        """The names of the kata that it defines, and does not merely import."""
        if isinstance(self.node, (ast.Import, ast.ImportFrom)):
            return frozenset()
        return self.gives & KATA


def statement(node: ast.stmt, text: str, line: int, place: str) -> Statement:
    """What a statement is; raises SyntaxError or ValueError where Python cannot compile it."""
    compile(ast.Module([node], []), "<text>", "exec", dont_inherit=True)
    table = symtable.symtable(text, "<text>", "exec")
    symbols = table.get_symbols()
    gives = {symbol.get_name() for symbol in symbols if _is_given(symbol)}
    at_once = {symbol.get_name() for symbol in symbols if symbol.is_referenced()}
    later: set[str] = set()
    for inner in table.get_children():
        _add_needs(inner, at_once, later, runs_now=True)
    inside = list(run_now(node))
    if not isinstance(node, ast.ImportFrom):
        gives -= _brought_from_the_kata(inside)
    if isinstance(node, ast.AugAssign):
        at_once |= gives
    if isinstance(node, ast.Assign):
        gives -= _not_given_by(node)
    return Statement(
        node,
        text,
        line,
        place,
        frozenset(gives),
        isinstance(node, (*ALWAYS, ast.Assign, ast.AnnAssign, ast.AugAssign)),
        frozenset(at_once),
        frozenset(later),
        frozenset(classes_it_is_put_into(node) if _is_made(node) else _changed(inside)),
        frozenset(_called(inside)),
        any(isinstance(inner, LOOPS) for inner in inside),
        isinstance(node, ast.If) and any(map(_is_of_a_script, run_now(node.test))),
    )


def _is_of_a_script(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "__name__"


def _is_given(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported()


def _brought_from_the_kata(inside: Sequence[ast.AST]) -> set[str]:
    """What is only imported inside of it, as in `try: from value import Value`, and is here."""
    known = {
        alias.asname or alias.name
        for one in inside
        if isinstance(one, ast.ImportFrom) and kata_module(one.module or "")
        for alias in one.names
    }
    return known - {getattr(one, "name", "") for one in inside if _is_made(one)}


def _is_made(node: ast.AST) -> bool:
    return isinstance(node, (ast.ClassDef, *FUNCTIONS))


def _not_given_by(assignment: ast.Assign) -> frozenset[str]:
    """Names that are called wherever they are needed, where this gives them nothing to call.

    `sum = a + b` further below in a notebook, or `train, test = halves(data)`, hides no function.
    """
    value, (target, *others) = assignment.value, assignment.targets
    if others or not isinstance(target, ast.Name):
        return BUILTINS | KATA
    if isinstance(value, MAY_BE_A_FUNCTION):
        return frozenset()
    return BUILTINS if isinstance(value, ast.Call) else BUILTINS | KATA


def _add_needs(
    table: symtable.SymbolTable, at_once: set[str], later: set[str], *, runs_now: bool
) -> None:
    """Add the names of the module that a scope, and those in it, need."""
    is_class = str(table.get_type()).rpartition(".")[2].lower() == "class"
    runs_now = runs_now and (is_class or table.get_name().strip("<>") in AT_ONCE)
    for symbol in table.get_symbols():
        is_of_both = is_class and symbol.is_referenced() and symbol.is_assigned()  # `tanh = tanh`
        if is_of_both or (symbol.is_referenced() and symbol.is_global()):
            (at_once if runs_now else later).add(symbol.get_name())
    for inner in table.get_children():
        _add_needs(inner, at_once, later, runs_now=runs_now)


def run_now(statement: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a statement without what is inside of functions."""
    to_visit = [statement]
    for node in to_visit:  # which grows
        inside = _body(node) if isinstance(node, FUNCTIONS) else ()
        to_visit += [inner for inner in ast.iter_child_nodes(node) if inner not in inside]
        yield node


def _body(node: ast.AST) -> list[ast.AST]:
    body = getattr(node, "body", [])
    return body if isinstance(body, list) else [body]


def classes_it_is_put_into(node: ast.AST) -> set[str]:
    """The kata's names in a function's decorators: `@add_to(Value)` makes a method of it."""
    decorators = getattr(node, "decorator_list", [])
    inside = (inner for decorator in decorators for inner in ast.walk(decorator))
    return {inner.id for inner in inside if isinstance(inner, ast.Name)} & KATA


def _changed(inside: Sequence[ast.AST]) -> Iterator[str]:
    for node in inside:
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
            yield from _root(node)
        elif isinstance(node, ast.Call) and _name(node.func) == "setattr" and node.args:
            yield from _root(node.args[0])
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in FILLING:
            yield from _root(node.func)


def _called(inside: Sequence[ast.AST]) -> Iterator[str]:
    """The names that are called, or of which something is."""
    for node in inside:
        if isinstance(node, ast.Call):
            yield from _root(node.func)
    for node in getattr(inside[0], "decorator_list", []):
        yield from _root(node.func if isinstance(node, ast.Call) else node)


def _root(node: ast.expr) -> Iterator[str]:
    """The name that an expression such as `a.b[0].c` begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def kata_module(name: str) -> str:
    """The kata's module that an import means by that name; "" where it means none."""
    found = (name.removeprefix(package) for package in PACKAGES if name.startswith(package))
    return next((module for module in found if module in MODULES), "")
