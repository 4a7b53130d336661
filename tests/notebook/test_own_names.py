"""`from value import Value` in a cell: the cells' own, and what they lack from the file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.notebook.own_names import MODULES, OwnNames, prefer_cells

NAMES = {"__name__": "__main__"}


@pytest.fixture
def cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    """The namespace of a notebook, beside a file of the kata."""
    (tmp_path / "nn.py").write_text("class Neuron: ...\nMINE = 3\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    kept = {name: sys.modules.pop(name) for name in MODULES if name in sys.modules}
    namespace: dict[str, object] = dict(NAMES)
    prefer_cells(namespace)
    yield namespace
    for name in MODULES:
        sys.modules.pop(name, None)
    sys.modules.update(kept)


def test_what_a_cell_defines_comes_first(cells: dict[str, object]) -> None:
    exec("class Neuron: cell = 1", cells)
    exec("def made():\n    from nn import Neuron\n    return Neuron", cells)
    assert eval("made() is Neuron", cells)
    exec("class Neuron: cell = 2", cells)  # and always what it defines now
    assert eval("made().cell", cells) == 2
    exec("import nn", cells)
    assert eval("nn.Neuron is Neuron", cells)


def test_what_no_cell_defines_is_the_files(cells: dict[str, object]) -> None:
    exec("from nn import Neuron, MINE", cells)
    assert eval("MINE, Neuron.__module__", cells) == (3, "nn")
    with pytest.raises(ImportError):
        exec("from nn import Layer", cells)
    with pytest.raises(ImportError):
        exec("from training import train", cells)


def test_it_is_asked_once_and_for_the_kata_alone(cells: dict[str, object]) -> None:
    prefer_cells(cells)
    assert sum(isinstance(finder, OwnNames) for finder in sys.meta_path) == 1
    finder = next(finder for finder in sys.meta_path if isinstance(finder, OwnNames))
    assert finder.find_spec("json") is None
