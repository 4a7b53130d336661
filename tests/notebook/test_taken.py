"""Which cells count: of what ran in a kernel, and of the file that was saved before or after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.notebook.messages import Ran, Request
from grader.notebook.saved import Saved, saved
from grader.notebook.standing import Notebook, notebook
from grader.notebook.taken import NotThereYet, Taken, taken

INIT = "class Value:\n    def __init__(self, data):\n        self.data = data"
TANH = "def tanh(self):\n    return 1\n\nValue.tanh = tanh"
RELU = "def relu(self):\n    return 2\n\nValue.relu = relu"
STUB = 'def exp(self):\n    raise NotImplementedError("stage 6: Value.exp")\n\nValue.exp = exp'
GRADE = "grade(4)"
CELLS = {"a": INIT, "b": TANH, "c": RELU, "g": GRADE}


def ran(key: str, *texts: str, at: float = 1.0, count: int = 0, after: str = "") -> Ran:
    return Ran(key, list(texts) or [CELLS[key]], count, at, after)


def file(*cells: str, at: float = 0.0, **others: str) -> Saved:
    """A file with these cells of CELLS, or others, below a cell of text."""
    texts = {**CELLS, **others}
    return Saved(at, (("", ""), *((name, texts[name]) for name in cells)))


def book(runs: Sequence[Ran], of: Saved | None, *, is_console: bool = False) -> Notebook:
    return notebook(Request(list(runs), "g", "", is_console=is_console), of)


def of(runs: Sequence[Ran], saved: Saved | None, *, is_console: bool = False) -> Taken:
    return taken(book(runs, saved, is_console=is_console), "g", "kata.ipynb")


def source(found: Taken) -> str:
    return found.one.files["value"][1]


ALL = (ran("a"), ran("b"), ran("c"), ran("g"))


def test_cells_count_where_the_file_has_them() -> None:
    found = of([ran("c"), ran("b"), ran("a"), ran("g")], file("a", "b", "c", "g"))
    assert found.cells == "cells 2 to 4, counted from the top, texts too"
    assert source(found).index("tanh") < source(found).index("relu")


def test_a_cell_that_ran_again_counts_as_it_ran_last() -> None:
    found = of([*ALL[:1], ran("b", TANH, TANH.replace("1", "7")), *ALL[2:]], file(*CELLS))
    assert "return 7" in source(found)
    assert found.notes == []


def test_a_cell_that_was_changed_and_saved_since_it_ran_counts_as_saved() -> None:
    changed = file("a", "b", "c", "g", at=9.0, b=TANH.replace("1", "7"))
    found = of(ALL, changed)
    assert "return 7" in source(found)
    (note,) = found.notes
    assert note.startswith("cell 3 was changed and saved since it ran: graded as saved")


def test_a_file_that_is_older_than_the_run_has_no_say_in_the_text() -> None:
    found = of(ALL, file("a", "b", "c", "g", at=0.5, b="def other(): ..."))
    assert "return 1" in source(found)
    assert found.notes == []


def test_what_was_taken_out_of_the_file_does_not_count() -> None:
    found = of([*ALL[:2], ran("c", count=8), ran("g")], file("a", "b", "g", at=9.0))
    assert "relu" not in source(found)
    (note,) = found.notes
    assert (
        note == "left out, as the saved notebook has it no more: what ran as [8] (def relu(self):)"
    )


def test_a_cell_that_is_not_saved_yet_counts_below_the_one_that_ran_before_it() -> None:
    runs = [ran("a"), ran("c"), ran("b", after="a"), ran("g")]
    found = of(runs, file("a", "c", "g"))
    assert source(found).index("tanh") < source(found).index("relu")
    assert found.cells == "cells 2 to 4, counted from the top, texts too"
    (note,) = found.notes
    assert note.startswith("cell 3 is newer than the saved notebook, and taken to stand below cell")


def test_cells_without_names_are_known_by_their_text() -> None:
    runs = [
        ran("[1]", INIT),
        ran("[2]", "def old(): ...", TANH),  # saved with its first text, and run with another
        ran("[3]", RELU),
        ran("g"),
    ]
    found = of(runs, file("a", "b", "c", "g", b="def old(): ..."))
    assert found.cells == "cells 2 to 4, counted from the top, texts too"
    assert found.notes == []


def test_a_cell_without_a_name_that_ran_twice_is_one_cell() -> None:
    runs = [ran("[1]", INIT), ran("[2]", TANH), ran("[3]", TANH, at=2.0), ran("g")]
    found = of(runs, file("a", "b", "g"))
    assert found.cells == "cells 2 and 3, counted from the top, texts too"
    assert found.notes == []


def test_what_stands_above_and_was_not_run_is_asked_for() -> None:
    with pytest.raises(NotThereYet, match="Value is not there yet: cell 2 was not run since") as it:
        of([ran("b"), ran("g")], file("a", "b", "g"))
    assert "Run All Above" in str(it.value)
    with pytest.raises(NotThereYet, match=r"^cells 3 and 4 were not run since"):
        of([ran("a"), ran("g")], file("a", "b", "c", "g"))


def test_what_stands_below_and_was_not_run_is_left_out_with_a_word() -> None:
    found = of([ran("a"), ran("g")], file("a", "g", "b", "c"))
    assert found.notes == ["cells 4 and 5 were not run since the kernel started, and so left out"]
    assert "tanh" not in source(found)


def test_stubs_that_were_not_run_are_not_spoken_of() -> None:
    assert of([ran("a"), ran("g")], file("a", "d", "g", d=STUB)).notes == []


def test_where_nothing_was_run_it_says_what_to_run() -> None:
    with pytest.raises(NotThereYet, match="the cells with the stubs were not run; run the cells"):
        of([ran("g")], file("d", "g", d=STUB))
    with pytest.raises(NotThereYet, match=r"nothing that was run here .* make grade in a terminal"):
        of([ran("g")], file("g"))


def test_a_cell_that_failed_counts_as_it_stands_and_that_is_said() -> None:
    failed = Ran("b", [TANH], 2, 1.0, "a", "NameError")
    found = of([ran("a"), failed, ran("g")], file("a", "b", "g"))
    assert "tanh" in source(found)
    assert found.notes == ["cell 3 ended with NameError as it ran: graded as it stands there"]


def test_a_cell_that_is_no_python_takes_away_what_it_defined_before() -> None:
    found = of([ran("a"), ran("b", TANH, "def tanh(self:"), ran("g")], file("a", "b", "g"))
    assert "tanh" not in source(found)
    (note,) = found.notes
    assert note.startswith("cell 3 was left out: it is not Python (line 1: ")


def test_a_class_that_was_made_anew_is_told_of() -> None:
    runs = [ran("a", at=5.0), ran("b", at=2.0), ran("c", at=6.0), ran("g", at=7.0)]
    found = of(runs, file("a", "b", "c", "g"))
    (note,) = found.notes
    assert note.startswith("cell 2 has made Value anew after cell 3: run that again, so that Value")


def test_of_two_definitions_the_one_below_counts_and_that_is_said() -> None:
    other = TANH.replace("1", "7")
    runs = [ran("a"), ran("b", at=5.0), ran("d", other, at=2.0), ran("g", at=6.0)]
    found = of(runs, file("a", "b", "d", "g", d=other))
    assert "return 7" in source(found)
    (note,) = found.notes
    assert note.startswith("cells 3 and 4 both define Value.tanh: the one further below counts")


def test_what_ran_before_anybody_looked_on_counts_where_the_file_has_it() -> None:
    early = [Ran("[1]", [INIT], 1, 3.0, is_before=True), Ran("[2]", [RELU], 2, 3.0, is_before=True)]
    found = of([*early, ran("b", at=4.0), ran("g")], file("a", "b", "g"))
    assert "class Value" in source(found) and "relu" not in source(found)
    (note,) = found.notes
    assert note.startswith("left out, as it ran before grade was imported: [2]; run it again")


def test_without_a_file_cells_are_called_by_their_numbers() -> None:
    runs = [ran("a", count=3), ran("b", count=7), ran("g", count=8)]
    found = of(runs, None)
    assert found.cells == "cells [3] and [7]"
    assert found.one.cells[1] == (5, 7)


def test_in_a_console_all_that_was_put_in_counts() -> None:
    runs = [
        Ran("[1]", [INIT], 1, 1.0, is_before=True),
        ran("[2]", TANH, count=2),
        ran("[3]", TANH.replace("1", "7"), count=3),
        ran("g", count=4),
    ]
    found = of(runs, None, is_console=True)
    assert found.cells == "cells [1], [2] and [3]"
    assert "return 7" in source(found)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": 3}', '{"cells": [1]}'])
def test_a_file_that_is_no_notebook_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kata.ipynb"
    path.write_text(content)
    assert saved(str(path)) is None
    assert saved(str(tmp_path / "gone.ipynb")) is None
    assert saved("") is None


def test_a_file_is_read_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "kata.ipynb"
    cells = [
        {"cell_type": "markdown", "id": "t", "source": "# Hello"},
        {"cell_type": "code", "id": "a", "source": ["x = 1\n", "y = 2"]},
        {"cell_type": "code", "source": "z = 3"},
    ]
    path.write_text(json.dumps({"cells": cells}))
    found = saved(str(path))
    assert found is not None
    assert found.cells == (("", ""), ("a", "x = 1\ny = 2"), ("", "z = 3"))
    assert found.at == path.stat().st_mtime


def test_stubs_that_were_not_run_are_to_do_and_not_missing() -> None:
    found = of([ran("a"), ran("g")], file("a", "g", "s", s=STUB))
    assert "stage 6: Value.exp" in source(found)
    assert found.cells == "cell 2, counted from the top, texts too"
    assert found.notes == []


@pytest.mark.parametrize("cells", [("a", "b", "g"), ("a", "g")])
def test_a_cell_that_is_no_python_is_to_be_mended_first(cells: Sequence[str]) -> None:
    broken = INIT.replace("data):", "data)")
    runs = [ran("a", broken), *map(ran, cells[1:])]
    with pytest.raises(NotThereYet) as error:
        of(runs, file(*cells, a=broken))
    assert str(error.value) == "cell 2 is not Python (line 2: expected ':'): mend it and run it"


def test_another_class_below_loses_the_methods_in_between_and_that_is_said() -> None:
    found = of(
        [ran("a"), ran("b"), ran("n", INIT, at=2.0), ran("g")], file("a", "b", "n", "g", n=INIT)
    )
    (note,) = found.notes
    assert note == (
        "cells 2 and 4 both define Value: the one further below counts, without the methods of "
        "cell 3; delete one of them"
    )


def test_going_on_with_a_class_is_no_second_one() -> None:
    more = "class Value(Value):\n    def relu(self): return 2"
    found = of([ran("a"), ran("n", more), ran("g")], file("a", "n", "g", n=more))
    assert found.notes == []


def test_a_function_defined_again_below_is_named_once_with_both_cells() -> None:
    other = TANH.replace("1", "7")
    found = of(
        [ran("a"), ran("b"), ran("n", other, at=2.0), ran("g")], file("a", "b", "n", n=other)
    )
    assert "return 7" in source(found)
    assert found.notes == [
        "cells 3 and 4 both define Value.tanh: the one further below counts; delete one of them"
    ]


def test_in_a_console_what_is_put_in_again_is_no_second_one() -> None:
    runs = [ran("[1]", INIT), ran("[2]", TANH), ran("[3]", TANH.replace("1", "7"), at=2.0)]
    assert of(runs, None, is_console=True).notes == []
