"""The moving page of a failing check: that it says where the fault is, and what it looks like."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from msgspec.structs import replace

from grader.report.model import Blame, Diagnosis
from grader.report.wrong_step import FirstWrongStep, WrongStepKind
from grader.workspace.moving_page import PARTS, moving_page
from tests.made_reports import made_check
from tests.workspace.test_pictures import moving


def failing(kind: WrongStepKind, **more: Any) -> dict[str, Any]:
    """What the page is told of a check with that first wrong step."""
    step = FirstWrongStep(kind, "`b` received 1.0", "b", "a", 1.0, 2.0, (1, 0))
    values = replace(moving(), kind="gave", node=1, operand=0)
    page = moving_page(5, made_check(moving=values, first_wrong_step=step, **more))
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page or "")
    assert block
    told: dict[str, Any] = json.loads(block[1])["failing"]
    return told


def test_it_names_the_function_and_the_cause() -> None:
    told = failing(
        "overwritten",
        blame=[Blame("Value.__add__", "exercises/value.py", 35)],
        diagnosis=[Diagnosis("sum-assigns-gradient", "Your `+` assigns.")],
    )
    assert told["place"] == "in the `_backward` of `+`, in Value.__add__ (value.py:35)"
    assert told["cause"] == "Your `+` assigns."


@pytest.mark.parametrize("kind", PARTS)
def test_where_no_function_is_known_it_names_the_part(kind: WrongStepKind) -> None:
    told = failing(kind)
    assert told["place"] == f"in {PARTS[kind].format('`+`')}" and told["cause"] == ""


def test_of_a_wrong_order_it_says_topological_order() -> None:
    assert "topological order" in failing("wrong order")["place"]
