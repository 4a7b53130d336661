"""The exercises as a notebook, exercises/kata.ipynb, derived from what the stubs are derived from.

Methods that a later stage asks for are put into their class, `Value.tanh = tanh`. `class
Value(Value):` would make another class of it: Values from earlier cells would not be Values any
more (`isinstance` says False, so that `other` is wrapped once more), nor have the new method.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader import files
from grader.curriculum import FILES, STAGES, Part, Stage, first_stage
from grader.paths import EXERCISES, STUBS_FROM, near
from grader.python_source import Function, stub

if TYPE_CHECKING:
    from nbformat import NotebookNode

FILE = EXERCISES / "kata.ipynb"
INTRODUCTION = """\
# The micrograd kata

Eleven stages lead from a number in a box to a neural network that learns. Each has a story, a cell
of stubs to fill in, and a cell that grades what you wrote.

- Write in the cells, and run a cell (Shift+Enter) before you grade it. `grade(1)` takes what you
  have run, and says which cells that was.
- All cells share their names. What the docstrings say of importing one file into another is for
  files; here it is not needed, and does no harm.
- Cells of your own may stand anywhere.
- After the kernel was restarted, run the cells from the top again.
- Once it is saved, `make grade` in a terminal grades this notebook too, as long as the .py files
  beside it are as they were handed out; you hand it in as it is.

Run this first:"""
PUT_INTO = """\
A method is a function in a class. These are written on their own: the line below each, such as
`{line}`, puts it into `{owner}`, where the Values that you have made already find it too."""
AGAIN = """\
The cell of stage {made} makes `{owner}` anew, without what later cells have put into it. So after
it, run those again as well."""
IN_THE_END = """\
## All of it

`grade()` looks at the first stage that is not right, whichever that is."""


class Cell(NamedTuple):
    """A cell of the notebook; is_code says whether it is one of code, or of text."""

    name: str  # its id, which is the same each time
    text: str
    is_code: bool = True


class Definition(NamedTuple):
    """A function or a class of the stubs, by its dotted name."""

    name: str
    owner: str  # the class that a method is put into; else ""
    text: str

    @property
    def line(self) -> str:
        """What puts a method into its class."""
        return f"{self.name} = {self.name.rpartition('.')[2]}"


def write(path: Path) -> None:
    """Write a fresh notebook where no file is yet; raises CannotWrite."""
    if path.exists() or path.is_symlink():
        raise files.CannotWrite(
            f"{shown(path)} is there already and stays as it is; for a fresh one beside it: "
            f"make notebook OUT={shown(free_name(path))}"
        )
    files.write(path, text())


def free_name(path: Path) -> Path:
    """A name like that of a path at which nothing is yet."""
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, 10_000))
    return next(other for other in numbered if not other.exists() and not other.is_symlink())


def shown(path: Path) -> Path:
    """A path as a person in the repository names it, where it is in there."""
    is_ours = path.resolve().is_relative_to(EXERCISES.parent)
    return near(path.resolve()) if is_ours else path


def text() -> str:
    """The notebook as a file holds it: the same each time."""
    import nbformat  # takes 0.2 s

    return str(nbformat.writes(_notebook()))  # type: ignore[no-untyped-call]


def _notebook() -> NotebookNode:
    from nbformat import v4

    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = [
        (v4.new_code_cell if cell.is_code else v4.new_markdown_cell)(  # type: ignore[no-untyped-call]
            cell.text, id=cell.name
        )
        for cell in cells()
    ]
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return v4.new_notebook(cells=made, metadata=metadata)  # type: ignore[no-untyped-call,no-any-return]


def cells() -> list[Cell]:
    """Its cells, from the introduction to the end."""
    sources = [stub((STUBS_FROM / file).read_text(encoding="utf-8")) for file in FILES]
    imports = sorted({line for source in sources for line in _imports(source)})
    imports += ["", "from grader.notebook import grade", "from helper_draw import draw_dot"]
    found = [Cell("introduction", INTRODUCTION, False), Cell("imports", "\n".join(imports))]
    definitions = [one for source in sources for one in _definitions(source)]
    for stage in STAGES:
        own = [one for one in definitions if first_stage(_asked(one)) == stage.number]
        found += _of_stage(stage, own)
    return [*found, Cell("all", IN_THE_END, False), Cell("all-grade", "grade()")]


def _of_stage(stage: Stage, own: list[Definition]) -> Iterator[Cell]:
    name = f"stage-{stage.number}"
    yield Cell(name, "\n\n".join(_story(stage, own)), False)
    if own:
        yield Cell(f"{name}-stubs", "\n\n\n".join(_in_a_cell(one) for one in own))
    yield Cell(f"{name}-grade", f"grade({stage.number})")


def _in_a_cell(one: Definition) -> str:
    return f"{one.text}\n\n{one.line}" if one.owner else one.text


def _story(stage: Stage, own: list[Definition]) -> Iterator[str]:
    """What the stage is about, and what it asks for: below, and in cells of other stages."""
    yield f"## Stage {stage.number}: {stage.title}"
    yield stage.story
    earlier = [part for part in stage.parts if first_stage(part.function) < stage.number]
    lines = []
    if own:
        here = [part for part in stage.parts if part not in earlier]
        lines.append(f"- in the cell below: {', '.join(map(_named, here))}")
    for number in sorted({first_stage(part.function) for part in earlier}):
        parts = [part for part in earlier if first_stage(part.function) == number]
        lines.append(f"- in the cell of stage {number}: {'; '.join(map(_named, parts))}")
    yield "To write:\n\n" + "\n".join(lines)
    put = next((one for one in own if one.owner), None)
    if put and not any(_is_grown(before) for before in STAGES[: stage.number - 1]):
        yield PUT_INTO.format(line=put.line, owner=put.owner)
    for owner in sorted({part.function.partition(".")[0] for part in earlier}):
        made = min(first_stage(part.function) for part in earlier if _is_of(part, owner))
        if any(_is_grown(other, owner) for other in STAGES[: stage.number]):
            yield AGAIN.format(made=made, owner=owner)


def _named(part: Part) -> str:
    return f"`{part.function}`{part.words and f' ({part.words})'}"


def _is_of(part: Part, owner: str) -> bool:
    return part.function.startswith(f"{owner}.")


def _is_grown(stage: Stage, owner: str = "") -> bool:
    """Whether a stage puts methods into a class that one before it made; into that one."""
    return any(
        first_stage(part.function) == stage.number > _made_in(part.function)
        for part in stage.parts
        if "." in part.function and (not owner or _is_of(part, owner))
    )


def _made_in(function: str) -> int:
    """The number of the stage that a method's class is made in."""
    owner = function.partition(".")[0]
    return min(s.number for s in STAGES for part in s.parts if _is_of(part, owner))


def _asked(one: Definition) -> str:
    """The function by which a definition's stage is known: of a class the one first asked for."""
    methods = [p.function for s in STAGES for p in s.parts if _is_of(p, one.name)]
    return min(methods, key=first_stage, default=one.name)


def _imports(source: str) -> Iterator[str]:
    """The lines that import what is not the kata's own."""
    for node in ast.parse(source).body:
        is_own = isinstance(node, ast.ImportFrom) and f"{node.module}.py" in FILES
        if isinstance(node, (ast.Import, ast.ImportFrom)) and not is_own:
            yield ast.unparse(node)


def _definitions(source: str) -> Iterator[Definition]:
    """What a stub's file defines: each class with what its first stage asks for, and the rest."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            yield Definition(node.name, "", _text(lines, node))
        elif isinstance(node, ast.ClassDef):
            yield from _of_class(lines, node)


def _of_class(lines: list[str], node: ast.ClassDef) -> Iterator[Definition]:
    methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
    made = _made_in(f"{node.name}.{methods[0].name}")
    inside = [one for one in methods if first_stage(f"{node.name}.{one.name}") == made]
    head = "\n".join(lines[node.lineno - 1 : methods[0].lineno - 1]).rstrip()
    bodies = [textwrap.indent(_text(lines, one), "    ") for one in inside]
    yield Definition(node.name, "", "\n\n".join([head, *bodies]))
    for one in methods:
        if one not in inside:
            yield Definition(f"{node.name}.{one.name}", node.name, _text(lines, one))


def _text(lines: list[str], function: Function) -> str:
    return textwrap.dedent("\n".join(lines[function.lineno - 1 : function.end_lineno]))
