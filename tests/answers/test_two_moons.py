"""The two moons: what is on record is torch's own training, from the same weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.answers import two_moons
from grader.answers.two_moons import EPOCHS, PROGRAM, NoRecord, losses_of_torch, numbers
from grader.trace import Many, Other

TOLERANCE = 1e-9  # relative: what two processors' last bits come to over 60 epochs


class Parameter:
    def __init__(self) -> None:
        self.data = 0.0


class Neuron:
    def __init__(self, nin: int) -> None:
        self.w, self.b = [Parameter() for _ in range(nin)], Parameter()


class MLP:
    """Holds the weights that the program gives it, and computes nothing."""

    def __init__(self, nin: int, nouts: list[int]) -> None:
        sizes = [nin, *nouts]
        self.layers = [
            type("Layer", (), {"neurons": [Neuron(size) for _ in range(count)]})()
            for size, count in zip(sizes, sizes[1:])  # noqa: RUF007
        ]


def given() -> dict[str, object]:
    """What the program begins with: points, labels and weights."""
    namespace: dict[str, object] = {"MLP": MLP}
    exec(PROGRAM.partition("losses, kept")[0], namespace)
    return namespace


@pytest.mark.slow("imports torch")
def test_the_record_is_what_torch_gives_with_its_own_layers_and_its_own_optimiser() -> None:
    torch = pytest.importorskip("torch")
    start = given()
    layers = [
        torch.nn.Linear(2, 8, dtype=torch.float64),
        torch.nn.Linear(8, 1, dtype=torch.float64),
    ]
    for layer, ours in zip(layers, start["model"].layers):  # type: ignore[attr-defined]
        with torch.no_grad():
            layer.weight.copy_(torch.tensor([[w.data for w in n.w] for n in ours.neurons]))
            layer.bias.copy_(torch.tensor([n.b.data for n in ours.neurons]))
    model = torch.nn.Sequential(layers[0], torch.nn.Tanh(), layers[1], torch.nn.Tanh())
    xs, ys = (torch.tensor(start[name], dtype=torch.float64) for name in ("xs", "ys"))
    descent = torch.optim.SGD(model.parameters(), lr=0.01)

    losses = []
    for _ in range(EPOCHS + 1):
        loss = ((model(xs)[:, 0] - ys) ** 2).sum()
        losses.append(loss.item())
        descent.zero_grad()
        loss.backward()
        descent.step()

    assert losses_of_torch() == pytest.approx(losses, rel=TOLERANCE)


def test_the_record_is_of_the_program_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(losses_of_torch()) == EPOCHS + 1
    monkeypatch.setattr(two_moons, "PROGRAM", PROGRAM + "\n")
    with pytest.raises(NoRecord, match="make answers"):
        losses_of_torch()


def test_what_is_put_on_record_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(two_moons, "FILE", tmp_path / "two_moons.json")
    with pytest.raises(NoRecord):
        losses_of_torch()
    two_moons.save([2.5, 1.25], two_moons.FILE)
    assert losses_of_torch() == [2.5, 1.25]


def test_only_a_list_of_numbers_is_numbers() -> None:
    assert numbers(Many("list", (1, 2.5))) == [1.0, 2.5]
    for none in (None, 1.0, Many("list", (1, "a")), Many("list", (Other("a list of 3"),))):
        assert numbers(none) == []
