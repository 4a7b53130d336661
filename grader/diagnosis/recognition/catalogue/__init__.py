"""The misconceptions, in the order of the stages that teach them.

They prove the grader (each is caught) and explain bugs (a trace like theirs is named).
"""

from __future__ import annotations

from grader.diagnosis.recognition.catalogue.arithmetic import ARITHMETIC
from grader.diagnosis.recognition.catalogue.by_hand import BY_HAND
from grader.diagnosis.recognition.catalogue.edits import Edit, EditFailed, apply
from grader.diagnosis.recognition.catalogue.layers import LAYERS
from grader.diagnosis.recognition.catalogue.lecture import LECTURE
from grader.diagnosis.recognition.catalogue.losses import LOSSES
from grader.diagnosis.recognition.catalogue.misconception import Misconception
from grader.diagnosis.recognition.catalogue.neurons import NEURONS
from grader.diagnosis.recognition.catalogue.operations import OPERATIONS
from grader.diagnosis.recognition.catalogue.plain_numbers import NUMBERS
from grader.diagnosis.recognition.catalogue.torch_neuron import TORCH_NEURON
from grader.diagnosis.recognition.catalogue.training import TRAINING
from grader.diagnosis.recognition.catalogue.traversal import TRAVERSAL

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
            *LAYERS,
            *LOSSES,
            *TRAINING,
        ),
        key=lambda misconception: misconception.stage,
    )
)

__all__ = ["ALL", "LECTURE", "Edit", "EditFailed", "Misconception", "apply"]
