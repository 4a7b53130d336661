"""The page of a training: made by the learner's code in its process, or one line says why not."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from grader.answers.solutions import solution_sources
from grader.answers.two_moons import EPOCHS, HIDDEN, NoRecord, losses_of_torch, numbers
from grader.paths import ROOT, SOLUTIONS
from grader.sandbox.launcher import PLAIN, Launcher
from grader.sandbox.process import LearnerProcess
from grader.submission.submission import Submission, of_sources
from grader.trace import Many, Trace
from grader.workspace import training_page
from grader.workspace.training_page import NoTraining, model_of, page_of, trained

SECONDS = 0.3  # for what does not end by itself
NN = """
class Parameter:
    data = 0.5

class Neuron:
    def __init__(self, nin):
        self.w, self.b = [Parameter() for _ in range(nin)], Parameter()

class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]

class MLP:
    def __init__(self, nin, nouts):
        self.layers = [Layer(a, b) for a, b in zip([nin, *nouts], nouts)]
"""
RIGHT = "def train(model, xs, ys, steps, learning_rate):\n    return [1.0] * steps\n"


def submission(train: str = RIGHT, nn: str = NN) -> Submission:
    """Code that learns nothing, and so at once."""
    return of_sources("exercises", {"nn.py": nn, "training.py": train})


@pytest.fixture(scope="module")
def reference() -> Trace:
    """What the solutions do, with time enough for a machine that is busy."""
    return trained(of_sources("solutions", solution_sources()), 60.0)


@pytest.mark.slow("trains an MLP of Values")
def test_the_solutions_curve_is_torchs(reference: Trace) -> None:
    assert numbers(reference.names["losses"]) == pytest.approx(losses_of_torch(), rel=1e-9)


@pytest.mark.slow("trains an MLP of Values")
def test_the_page_shows_the_learners_own_numbers(reference: Trace) -> None:
    page = page_of(reference)
    assert page.count('id="ground-') == 11
    assert "Yours lies on torch's line" in page
    assert "Epoch 0: loss 79.1, 20 of 40 points are on the right side" in page
    assert "Epoch 60: loss 2.02, all 40 points are on the right side" in page
    assert "from nn import MLP" in page


def test_plain_floats_give_what_an_mlp_of_values_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SOLUTIONS))
    try:
        from nn import MLP  # type: ignore[import-not-found]

        model, draw = MLP(2, [HIDDEN, 1]), random.Random(1)
        parameters = [draw.uniform(-2, 2) for _ in model.parameters()]
        for parameter, number in zip(model.parameters(), parameters):
            parameter.data = number
        for x in ([0.0, 0.0], [1.5, -0.5], [-3.0, 2.0]):
            assert model_of(parameters)(x) == pytest.approx(model(x).data, rel=1e-12)
    finally:
        for name in ("nn", "value", "topological_sort"):
            sys.modules.pop(name, None)


@pytest.mark.slow("trains an MLP of Values")
def test_the_program_that_is_shown_makes_a_page_of_its_own(tmp_path: Path) -> None:
    shorter = training_page.TO_RUN.replace(f"range(6, {EPOCHS + 1}, 6)", "range(6, 7, 6)")
    assert shorter != training_page.TO_RUN
    paths = f"import sys; sys.path[:0] = [{str(SOLUTIONS)!r}, {str(ROOT)!r}]\n"
    subprocess.run([sys.executable, "-c", paths + shorter], cwd=tmp_path, check=True)
    assert "25 of 40 points are" in (tmp_path / "training.html").read_text("utf-8")


def test_a_line_far_from_torchs_is_called_so() -> None:
    assert "torch's line, from the same weights, lies apart" in page_of(trained(submission()))


def training(body: str) -> Submission:
    return submission(f"def train(model, xs, ys, steps, learning_rate):\n    {body}\n")


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (
            training("while True: pass"),
            "still learning after 0.3 seconds; make draw STAGE=11 gives",
        ),
        (training("__import__('time').sleep(9)"), "still learning after 0.3 seconds"),
        (training("raise KeyError('<b>' * 999)"), "the training broke off: KeyError: '<b>"),
        (
            training("__import__('os').abort()"),
            "the training broke off: it was ended by SIGABRT",
        ),
        (training("return []"), f"the training gave 0 losses, not {EPOCHS + 1}"),
        (training("return ['<b>']"), f"the training gave 0 losses, not {EPOCHS + 1}"),
        (training("xs.clear(); return [1.0] * steps"), "0 points"),
        (training("xs[0] = [1.0]; return [1.0] * steps"), "xs[0] has 1 number;"),
        (training("del model.layers[1:]; return [1.0] * steps"), "an MLP of 24 parameters cannot"),
        (training("model.layers[0].neurons[0].b.data = ''; return [1.0] * steps"), "of 0 param"),
        (
            submission("raise ImportError('of mine')"),
            "the training broke off: ImportError: of mine",
        ),
    ],
)
def test_what_gives_no_page_gives_one_clear_line(work: Submission, said: str) -> None:
    with pytest.raises(NoTraining) as caught:
        page_of(trained(work, SECONDS))
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300


def test_the_line_says_where_the_page_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_page.kept_file, "write", lambda path, text, say: None)
    line = training_page.line_on(submission(), lambda text: None)
    assert line.text.startswith(".kata/training.html (")


def test_the_line_says_why_there_is_none_in_one_line() -> None:
    work = training("raise ValueError('a\\n\\x1b[31m')")
    line = training_page.line_on(work, lambda text: None)
    assert line.text.startswith("there is no page of it: the training broke off: ValueError: a")
    assert line.text.isprintable()


def test_parameters_that_ran_away_give_a_page_all_the_same() -> None:
    away = "model.layers[1].neurons[0].b.data = float('nan'); return [1.0] * steps"
    assert "1600 answers were no finite number" in page_of(trained(training(away)))


def test_the_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    training_page.write_training_page(submission(), tmp_path / "drawn.html")
    assert (tmp_path / "drawn.html").read_text("utf-8").startswith("<!doctype html>")


def test_other_peoples_code_is_started_as_for_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def launcher_for(*, is_others: bool) -> Launcher:
        asked.append(is_others)
        return PLAIN

    monkeypatch.setattr(training_page, "launcher_for", launcher_for)
    trained(msgspec.structs.replace(submission(), is_others=True))
    assert asked == [True]


def test_a_forged_trace_of_other_shape_gives_no_page() -> None:
    losses = Many("list", (1.0,) * (EPOCHS + 1))
    many = Many("list", (losses,) * 10_000)  # each a map, of some hundredths of a second
    for names in ({}, {"losses": losses, "kept": many}, {"losses": losses, "xs": 3, "ys": losses}):
        with pytest.raises(NoTraining):
            page_of(Trace(names))


def test_a_learners_process_has_the_picture_and_says_why_it_has_no_page() -> None:
    program = (
        "from helper_draw import Boundaries, training\n"
        "seen = Boundaries([[0, 0], [1, 1]], [0, 1]).keep(1, lambda x: x[0])\n"
        "drawn = training([2.0, 1.0], boundaries=seen)\n"
        "size, text = len(drawn.svg), drawn.text\n"
        "drawn.page\n"
    )
    with LearnerProcess({}) as process:
        trace = process.run(program)
    assert (trace.number("size") or 0) > 1000
    assert trace.names["text"].startswith("The loss falls from 2 to 1 in 1 epoch, and all 2")
    assert trace.raised and trace.raised.message.startswith(
        "training: the page cannot be made here"
    )


def test_without_a_record_there_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> list[float]:
        raise NoRecord("make answers")

    monkeypatch.setattr(training_page.two_moons, "losses_of_torch", none)
    with pytest.raises(NoTraining, match="make answers"):
        page_of(trained(submission()))
