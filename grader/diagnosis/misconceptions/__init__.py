"""The misconceptions, in the order of the stages that teach them.

They prove the grader (each is caught) and explain bugs (a trace like theirs is named).
"""

from __future__ import annotations

from grader.diagnosis.misconceptions.arithmetic import ARITHMETIC
from grader.diagnosis.misconceptions.by_hand import BY_HAND
from grader.diagnosis.misconceptions.edits import Edit, EditFailed, apply
from grader.diagnosis.misconceptions.lecture import LECTURE
from grader.diagnosis.misconceptions.misconception import Misconception
from grader.diagnosis.misconceptions.neurons import NEURONS
from grader.diagnosis.misconceptions.operations import OPERATIONS
from grader.diagnosis.misconceptions.plain_numbers import NUMBERS
from grader.diagnosis.misconceptions.torch_neuron import TORCH_NEURON
from grader.diagnosis.misconceptions.training import TRAINING
from grader.diagnosis.misconceptions.traversal import TRAVERSAL

ALL: tuple[Misconception, ...] = tuple(
    sorted(
        (
            *ARITHMETIC,
            *BY_HAND,
            *OPERATIONS,
            *TRAVERSAL,
            *NUMBERS,
            *TORCH_NEURON,
            *NEURONS,
            *TRAINING,
        ),
        key=lambda misconception: misconception.stage,
    )
)

__all__ = ["ALL", "LECTURE", "Edit", "EditFailed", "Misconception", "apply"]
