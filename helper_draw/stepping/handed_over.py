"""Handed over: a graph as the page's script reads it, and the markup around that."""

import math
from typing import Any, NamedTuple

from ..graph import Box, Graph
from ..page import page
from ..parts import part
from ..wording import one_line
from ..xml import escaped
from .failing import Failing
from .rules import Rule, rule_of
from .views import LARGE, SIZE, views_of

WHAT = "step_through"
SCRIPTS = ("numbers", "rules", "replay", "picture", "words", "wiggle", "yours", "page")
LONGEST_TEXT = 600
LONGEST_LABEL = 32
LONGEST_FORMULA = 10
LINE_BENEATH = 14.0  # pixels below a box, for a grad that is not what the rules come to


class Page(NamedTuple):
    """name is what the page calls the result; data is what JSON can hold."""

    name: str
    data: dict[str, Any]

    def page(self, theme: str) -> str:
        """The text of the page."""
        body = part("stepping/body.html", WHAT).replace("{name}", escaped(self.name))
        script = "".join(part(f"stepping/{name}.js", WHAT) for name in SCRIPTS)
        script = f'(() => {{\n"use strict";\n{script}}})();\n'
        title = f"Step through {self.name}"
        style = part("stepping/page.css", WHAT)
        return page(title, body, style=style, script=script, data=self.data, theme=theme)


def handed_over(graph: Graph, orders: list[list[int]], failing: Failing | None) -> Page:
    """What the page needs to know; positions are those among the values that it has."""
    union = list(dict.fromkeys(at for order in orders for at in order))
    place = {at: number for number, at in enumerate(union)}
    wanted = {at: _wanted(graph, at, failing) for at in union}
    names = _names(graph, union)
    rules = {at: rule_of(graph.boxes[at], wanted.get, wanted[at]) for at in union}
    compares = failing is not None or _has_own_grads(graph, orders)
    values = []
    for at in union:
        box, rule = graph.boxes[at], rules[at]
        operands = rule.operands if rule else box.parents
        values.append(
            [
                names[at],
                int(bool(box.label)),
                one_line(box.op, 16),
                _rule(box, rule),
                rule.exponent if rule else None,
                [place[operand] for operand in operands],
                _number(box.data if wanted[at] is None else wanted[at]),
                _number(box.data) if failing else None,
                _number(box.grad) if compares else None,
            ]
        )
    size = LARGE if failing else SIZE
    room = (size[0], size[1] + (LINE_BENEATH if compares and not failing else 0.0))
    views = views_of(graph, union, room)
    for view in views:
        for box_ in view["boxes"]:
            box_[0] = place[box_[0]] if box_[0] is not None and box_[0] >= 0 else -1
            box_[5] = [place[each] for each in box_[5]]
    name = " and ".join(names[order[-1]] for order in orders)
    data: dict[str, Any] = {
        "name": name,
        "values": values,
        "passes": [[place[at] for at in order] for order in orders],
        "views": views,
        "box": size,
    }
    if failing:
        data["failing"] = _failing(failing, place)
    return Page(name, data)


def _wanted(graph: Graph, at: int, failing: Failing | None) -> float | None:
    """The number that a value should have: of a failing check what was expected, if it is known."""
    expected = failing.expected.get(at, (None, None))[0] if failing else None
    if expected is not None:
        return expected
    data = graph.boxes[at].data
    if isinstance(data, str):
        return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}.get(data)
    try:
        return None if data is None else float(data)
    except OverflowError:
        return None


def _names(graph: Graph, union: list[int]) -> dict[int, str]:
    """The labels; else what it was made of, if that is short; else v1, v2, and so on."""
    taken = {box.label for box in graph.boxes}
    names, number = {}, 0
    for at in union:
        label = one_line(graph.boxes[at].label, LONGEST_LABEL).strip() or _formula(graph, at)
        while not label:
            number += 1
            label = f"v{number}" if f"v{number}" not in taken else ""
        names[at] = label
    return names


def _formula(graph: Graph, at: int) -> str:
    """What it was made of, such as "(a * b)", where that is short and all of it has labels."""
    box = graph.boxes[at]
    names = [graph.boxes[operand].label for operand in box.parents]
    op = one_line(box.op, LONGEST_FORMULA)
    names *= 1 + box.uses_one_operand_twice
    if not op or not all(names) or not 1 <= len(names) <= 2:
        return ""
    if len(names) == 2:
        text = f"({names[0]} {op} {names[1]})"
    else:
        text = f"{op}({names[0]})" if op.isalpha() else f"({names[0]}{op})"
    return text if len(text) <= LONGEST_FORMULA and text.isprintable() else ""


def _rule(box: Box, rule: Rule | None) -> str:
    """What the page's rules call it; "" for a leaf, and "?" for what they do not know."""
    if rule:
        return rule.name
    is_leaf = not box.parents and not box.op and not isinstance(box.data, str)
    return "" if is_leaf else "?"


def _has_own_grads(graph: Graph, orders: list[list[int]]) -> bool:
    """Whether backward() was called on the result itself, so that its own grads are there."""
    return all(graph.boxes[order[-1]].grad == 1 for order in orders)


def _number(amount: object) -> object:
    """A number as JSON has it; what is none, in a list."""
    if amount is None:
        return None
    if isinstance(amount, str):
        return amount if amount in ("nan", "inf", "-inf") else [one_line(amount)]
    try:
        number = float(amount)  # type: ignore[arg-type]  # a Box has numbers and texts
    except OverflowError:
        return ["a large int"]
    return number if math.isfinite(number) else str(number)


def _failing(failing: Failing, place: dict[int, int]) -> dict[str, Any]:
    """As JSON; what is of other values than the page has is left out."""
    wrong = failing.wrong
    is_there = wrong is not None and wrong.node in place
    return {
        "title": one_line(failing.title, LONGEST_TEXT),
        "program": "".join(char for char in failing.program if char.isprintable() or char == "\n"),
        "source": failing.source,
        "text": one_line(wrong.text, LONGEST_TEXT) if wrong else "",
        "place": one_line(failing.place, LONGEST_TEXT),
        "cause": one_line(failing.cause, LONGEST_TEXT),
        "expected": {
            place[at]: [_number(each) for each in pair]
            for at, pair in failing.expected.items()
            if at in place
        },
        "wrong": [wrong.kind, place[wrong.node], place.get(wrong.operand, -1)]
        if wrong and is_there
        else None,
        "ran": [
            [
                place[ran.node],
                _number(ran.grad),
                [
                    [place[operand], _number(before), _number(after)]
                    for operand, before, after in ran.given
                    if operand in place
                ],
            ]
            for ran in failing.ran
            if ran.node in place
        ],
    }
