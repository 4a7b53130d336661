"""The catalogue of misconceptions: each applies, reads well, and behaves like no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from textwrap import dedent

import pytest

from grader.answers.solutions import solution_sources
from grader.curriculum import STAGES, imports
from grader.diagnosis.recognition.catalogue import (
    ALL,
    LECTURE,
    Edit,
    EditFailed,
    Misconception,
    apply,
)
from grader.diagnosis.recognition.distinguishing_programs import PROGRAMS, RUNAWAY
from grader.sandbox.process import LearnerProcess, ProcessFailed
from grader.trace import Many, Node, NodeRef, NotFinite, Table, Trace

SOLUTIONS = solution_sources()

NOT_IN_THE_LECTURE = re.compile(
    r"\b(adjoint|alias|BFS|closure|DAG|DFS|dunder|idempotent|immutable|invariant|iterator|memoize"
    r"|mutable|mutate|polymorphic|recursion|recursive|semantics|traverse|traversal|vertex)\b"
)

# Told apart by nothing a program can see; each pair with its reason.
INDISTINGUISHABLE: dict[frozenset[str], str] = {
    frozenset({"gradients-zeroed-after-backward", "training-without-backward"}): "All gradients "
    "are 0 at the step; whether backward() is called is looked up in the source.",
    frozenset({"step-before-backward", "training-without-step"}): "The step is by zeros, or none; "
    "whether there is one is looked up in the source.",
    frozenset({"cycle-error-returned", "cycle-not-noticed"}): "Nothing is raised; whether an error "
    "is made at all is looked up in the source.",
    frozenset({"step-not-kept", "step-on-a-new-value", "step-on-a-number"}): "Nothing moves; what "
    "became of the number is looked up in the source.",
    **{
        frozenset({f"{name}-backward-never-assigned", f"{name}-returns-too-early"}): "No "
        "`_backward` is kept; whether a line below the return would is looked up in the source."
        for name in ("sum", "product", "tanh", "power", "exp", "relu")
    },
}


Behaviours = dict[str, tuple[object, ...]]


def modules(sources: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {name[:-3]: (f"exercises/{name}", text) for name, text in sources.items()}


def behaviour(misconception: Misconception) -> tuple[object, ...]:
    """What the programs of the file it edits do with it."""
    files = modules(apply(misconception.edits, SOLUTIONS))
    with LearnerProcess(files) as process:
        return tuple(outcomes(process, PROGRAMS[misconception.edits[0].file]))


def outcomes(process: LearnerProcess, programs: list[str]) -> Iterator[object]:
    for program in programs:
        text = dedent(program).strip() + "\n"
        try:
            trace = process.run(imports(text) + text, 0.5 if RUNAWAY in text else 2.0)
        except ProcessFailed as error:
            yield type(error).__name__
        else:
            yield seen(trace)


def seen(trace: Trace) -> tuple[object, ...]:
    """A trace without its line numbers, and with numbers to nine digits."""
    raised = trace.raised and (trace.raised.kind, trace.raised.message)
    names = tuple((name, plain(datum)) for name, datum in trace.names.items())
    return (names, tuple(plain(node) for node in trace.nodes), trace.output, raised)


def plain(thing: object) -> object:
    if isinstance(thing, float):
        return f"{thing:.9g}"
    if isinstance(thing, NodeRef):
        return ("node", thing.index)
    if isinstance(thing, Many):
        return (thing.kind, *(plain(item) for item in thing.items))
    if isinstance(thing, Table):
        return tuple((key, plain(item)) for key, item in thing.items.items())
    if isinstance(thing, Node):
        return tuple(plain(part) for part in (thing.data, thing.grad, thing.op, thing.parents))
    return thing.text if isinstance(thing, NotFinite) else repr(thing)


@pytest.fixture(scope="module")
def behaviours() -> Behaviours:
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(behaviour, (m for m in ALL if m.stage != 7))
        return dict(zip((m.name for m in ALL if m.stage != 7), found))


def alike(behaviours: Behaviours) -> set[frozenset[str]]:
    groups: dict[tuple[object, ...], set[str]] = {}
    for name, outcome in behaviours.items():
        groups.setdefault(outcome, set()).add(name)
    return {frozenset(names) for names in groups.values() if len(names) > 1}


def test_there_are_more_than_150_and_some_of_every_stage() -> None:
    """As README.md promises."""
    assert len(ALL) > 150
    assert {m.stage for m in ALL} == {stage.number for stage in STAGES}


def test_each_has_a_name_of_its_own() -> None:
    names = [misconception.name for misconception in ALL]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_they_come_in_the_order_of_stages_and_are_caught_where_taught_or_earlier() -> None:
    stages = [misconception.stage for misconception in ALL]
    assert stages == sorted(stages)
    assert {m.name for m in ALL if not 1 <= m.caught <= m.stage <= 11} == set()


@pytest.mark.parametrize("misconception", ALL, ids=lambda m: m.name)
def test_it_applies_and_compiles(misconception: Misconception) -> None:
    for base in (SOLUTIONS, apply(LECTURE, SOLUTIONS)):
        edited = apply(misconception.edits, base)
        assert edited != SOLUTIONS
        for name, text in edited.items():
            compile(text, name, "exec", dont_inherit=True)


@pytest.mark.parametrize("misconception", ALL, ids=lambda m: m.name)
def test_it_is_explained_in_whole_sentences_a_beginner_understands(
    misconception: Misconception,
) -> None:
    text = misconception.explanation
    assert re.match(r"[A-Z]", text)
    assert re.search(r"[^ .]\.\Z", text)
    assert "  " not in text
    assert not NOT_IN_THE_LECTURE.search(text)
    assert len(text) <= 240
    assert re.search(r"\byour?\b", text, re.IGNORECASE)


@pytest.mark.slow("runs every misconception")
def test_each_differs_from_the_solution(behaviours: Behaviours) -> None:
    with LearnerProcess(modules(SOLUTIONS)) as process:
        right = {file: tuple(outcomes(process, PROGRAMS[file])) for file in PROGRAMS}
    assert [m.name for m in ALL if behaviours.get(m.name) == right.get(m.edits[0].file, ())] == []


@pytest.mark.slow("runs every misconception")
def test_no_two_behave_alike(behaviours: Behaviours) -> None:
    assert alike(behaviours) == set(INDISTINGUISHABLE)


@pytest.mark.slow("imports torch")
def test_each_in_torch_differs_from_the_solution_and_the_others() -> None:
    """All in one process, which imports torch once, as modules of different names."""
    pytest.importorskip("torch")
    mutants = {m.name: apply(m.edits, SOLUTIONS)["torch_neuron.py"] for m in ALL if m.stage == 7}
    mutants["the-solution"] = SOLUTIONS["torch_neuron.py"]
    files = {
        name.replace("-", "_"): (f"exercises/{name}.py", text) for name, text in mutants.items()
    }
    found = {}
    with LearnerProcess(files, with_torch=True) as process:
        for name in files:
            program = f"from {name} import torch_neuron\nneuron = torch_neuron()\n"
            found[name] = seen(process.run(program, 15.0))
    assert alike(found) == set()


def test_an_edit_whose_text_is_gone_or_there_twice_raises() -> None:
    sources = {"value.py": 'def f(a):\n    """a + a"""\n    return a + b + b\n'}
    assert apply([Edit("value.py", "f", "a + b", "a")], sources) == {
        "value.py": 'def f(a):\n    """a + a"""\n    return a + b\n'
    }
    with pytest.raises(EditFailed, match=r"value\.py: f: 'c' is there not at all"):
        apply([Edit("value.py", "f", "c", "d")], sources)
    with pytest.raises(EditFailed, match=r"'\+ b' is there twice, expected once"):
        apply([Edit("value.py", "f", "+ b", "")], sources)
    with pytest.raises(EditFailed, match="g is there not at all"):
        apply([Edit("value.py", "g", "a", "b")], sources)
    with pytest.raises(EditFailed, match=r"nn\.py: no such file"):
        apply([Edit("nn.py", "", "a", "b")], sources)


def test_an_edit_gives_a_new_body_or_takes_a_method_away() -> None:
    sources = {"value.py": "class A:\n    def f(self):\n        return 1\n\n    x = 2\n"}
    assert apply([Edit("value.py", "A.f", "", "y = 2\nreturn y")], sources) == {
        "value.py": "class A:\n    def f(self):\n        y = 2\n        return y\n\n    x = 2\n"
    }
    assert apply([Edit("value.py", "A.f", "", "")], sources) == {
        "value.py": "class A:\n\n    x = 2\n"
    }
