"""The order of the rooms: each imports only from rooms before it, and no file goes in a circle.

Imports are read from the syntax tree, those inside functions and under TYPE_CHECKING too.
There is no list of exceptions.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from grader.paths import ROOT

# From the ground floor up; what stands on one line is one room.
ROOMS: tuple[tuple[str, ...], ...] = (
    ("helper_draw",),
    (
        "grader",
        "grader.edition",
        "grader.paths",
        "grader.curriculum",
        "grader.trace",
        "grader.python_source",
        "grader.files",
        "grader.frames",
        "grader.beside",
        "grader.streams",
    ),
    ("grader.course",),
    ("grader.submission",),
    ("grader.sandbox",),
    ("grader.answers",),
    ("grader.report",),
    ("grader.checks",),
    ("grader.diagnosis",),
    ("grader.grading",),
    ("grader.classroom",),
    ("grader.workspace",),
    ("grader.upkeep",),
    ("grader.commands",),
    ("grader.notebook",),
    ("grader.__main__",),
)
FLOOR = {name: floor for floor, names in enumerate(ROOMS) for name in names}
WORKER = "grader.sandbox.worker"
ALONE = ("helper_draw", WORKER)  # what runs beside learner code: the standard library is enough


def module_of(path: Path) -> str:
    """The dotted name of a file, by its path in the repository."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def files() -> dict[str, Path]:
    """{module: its path in the repository}, of all that is ours and no test."""
    found = [path for top in ("grader", "helper_draw") for path in (ROOT / top).rglob("*.py")]
    return {module_of(path.relative_to(ROOT)): path.relative_to(ROOT) for path in found}


def imported(source: str, package: str) -> Iterator[str]:
    """The modules that a source in a package imports, wherever in it; of ours, to the file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level]
            parts = [*(above if node.level else ()), *([node.module] if node.module else [])]
            for alias in node.names:
                inner = ".".join([*parts, alias.name])
                yield inner if inner in files() else ".".join(parts)


@cache
def imports() -> dict[str, set[str]]:
    """{module: the modules that it imports}, of all that is ours."""
    found = {}
    for module, path in files().items():
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        source = (ROOT / path).read_text(encoding="utf-8")
        found[module] = set(imported(source, package))
    return found


def room_of(module: str) -> str:
    """The folder or file of the house that a module stands in, such as "grader.checks"."""
    return ".".join(module.split(".")[: 1 if module.startswith("helper_draw") else 2])


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("import grader.trace", "grader.trace"),
        ("from grader import trace", "grader.trace"),
        ("from grader.trace import Node", "grader.trace"),
        ("def f():\n    from grader.trace import Node", "grader.trace"),
        ("if TYPE_CHECKING:\n    from grader.trace import Node", "grader.trace"),
        ("from .loop import serve", "grader.sandbox.worker.loop"),
        ("from . import loop", "grader.sandbox.worker.loop"),
        ("from ..process import LearnerProcess", "grader.sandbox.process"),
        ("import os.path", "os.path"),
    ],
)
def test_an_import_is_seen_wherever_it_stands(source: str, module: str) -> None:
    assert list(imported(source, WORKER)) == [module]


def test_every_file_stands_in_a_room_and_every_room_is_there() -> None:
    assert {room_of(module) for module in files()} == set(FLOOR)


def test_a_room_imports_only_from_rooms_before_it() -> None:
    upwards = [
        f"{module} imports {other}"
        for module, others in imports().items()
        for other in others & set(files())
        if room_of(other) != room_of(module) and FLOOR[room_of(other)] > FLOOR[room_of(module)]
    ]

    assert upwards == []


def test_no_file_imports_itself_by_way_of_others() -> None:
    ours = {module: others & set(files()) for module, others in imports().items()}

    try:
        TopologicalSorter(ours).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize("folder", ALONE)
def test_what_runs_beside_learner_code_imports_the_standard_library_alone(folder: str) -> None:
    others = {
        other
        for module in files()
        if f"{module}.".startswith(f"{folder}.")
        for other in imports()[module]
        if not f"{other}.".startswith(f"{folder}.")
    }

    assert others
    assert {
        other for other in others if other.split(".")[0] not in sys.stdlib_module_names
    } == set()
