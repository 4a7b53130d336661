"""Which files of a submission a program runs, told from their text."""

from __future__ import annotations

from grader.answers.solutions import solution_sources
from grader.checks.files_needed import files_needed
from grader.curriculum import imports

SOURCES = {file.removesuffix(".py"): text for file, text in solution_sources().items()}


def called(program: str, **others: str) -> set[str]:
    return set(files_needed(imports(program) + program, {**SOURCES, **others}).called)


def test_arithmetic_needs_value_alone() -> None:
    assert called("a = Value(1.0) + Value(2.0)") == {"value"}


def test_backward_needs_the_sort_too() -> None:
    assert called("a = Value(1.0)\na.backward()") == {"value", "topological_sort"}


def test_a_neuron_needs_no_sort_until_it_goes_backward() -> None:
    assert called("x = Neuron(2)([1.0, 2.0])") == {"nn", "value"}


def test_training_needs_all_that_it_goes_through() -> None:
    program = "losses = train(MLP(2, [1]), [[1.0, 2.0]], [1.0], 1, 0.1)"

    assert called(program) == {"training", "nn", "value", "topological_sort"}


def test_gradients_by_hand_need_their_own_file() -> None:
    assert called("x = expression_gradients(1.0, 2.0, 3.0)") == {"by_hand"}


def test_programs_that_a_program_holds_as_text_count() -> None:
    assert called("x = Value\nexec('a = Value(1.0)\\na.backward()')") == {
        "value",
        "topological_sort",
    }


def test_a_file_that_is_imported_at_the_top_is_not_called_by_that() -> None:
    value = "from topological_sort import topological_sort\n" + SOURCES["value"]

    found = files_needed(imports("Value") + "Value(1.0)\n", {**SOURCES, "value": value})

    assert found.called == {"value"}
    assert found.imported == {"value", "topological_sort"}


def test_a_part_of_one_file_needs_what_the_others_hold() -> None:
    sources = {**SOURCES, "nn": SOURCES["nn"].replace("from value import Value\n", "")}
    program = imports("MLP") + "MLP(2, [1])([1.0, 2.0])\n"

    assert files_needed(program, sources).imported == {"nn"}
    found = files_needed(program, sources, lambda _: {"nn", "value", "training"})
    assert found.imported == {"nn", "value", "training"}
    assert found.called == {"nn", "value"}

    program = imports("neuron_gradients") + "neuron_gradients()\n"  # calls math.tanh
    found = files_needed(program, SOURCES, lambda _: set(SOURCES))
    assert found.imported == set(SOURCES)
    assert found.called == {"by_hand"}


def test_a_file_that_python_cannot_read_is_imported() -> None:
    found = files_needed("import value\n", {"value": "def ("})

    assert (found.imported, found.called) == ({"value"}, set())
