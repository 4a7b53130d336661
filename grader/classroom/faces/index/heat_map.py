"""The table of the page, a row for each learner and a cell for each stage; and its filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from grader.classroom.faces.index.details import clipped
from grader.classroom.faces.index.held import Held
from grader.classroom.faces.index.learner import SIGNS, Cell, Learner
from grader.classroom.faces.index.overview import legend
from grader.course.rounding import shown
from grader.report.html.markup import Child, Markup, element

FOLDER = "feedback"

# What can be asked of a stage, or of any: (in the address, in words).
ASKED = (
    ("", "anything"),
    ("not right", "not right"),
    ("right", "right"),
    ("wrong", "wrong, or an error"),
    ("first", "the first mistake"),
    ("error", "an error, a crash or no end"),
    ("to do", "still to do"),
    ("not run", "not run or graded"),
)
MARKS = (
    ("", "anything"),
    ("late", "late"),
    ("override", "points or comments of yours"),
    ("flag", "work like another’s"),
    ("note", "a remark"),
    ("none", "no points"),
)


def heat_map(
    learners: Sequence[Learner],
    stages: Mapping[int, str],
    held: Iterable[Held],
) -> Markup:
    """The section with the controls, which need the script, and the table, which does not."""
    has_flags = any(learner.flags for learner in learners)
    table = element(
        "table",
        element("thead", _head(stages)),
        element("tbody", *map(_row, learners)),
        id="map",
        aria_labelledby="learners",
    )
    return element(
        "section",
        element("h2", "Learners", id="learners", tabindex=-1),
        _controls(stages, held, has_flags),
        element("p", f"{len(learners)} learners", id="shown", role="status"),
        legend(),
        element("div", table, class_="map-box"),
        class_="learners",
    )


def _controls(stages: Mapping[int, str], held: Iterable[Held], has_flags: bool) -> Markup:
    in_stages = [("", "any"), *((str(n), f"{n} {title}") for n, title in stages.items())]
    named = [("", "any"), *((h.name, f"{h.name} ({h.learners})") for h in held)]
    marks = [mark for mark in MARKS if has_flags or mark[0] != "flag"]
    search = element("input", type="search", id="q", autocomplete="off", spellcheck="false")
    return element(
        "form",
        element("label", "Search", search),
        _select("stage", "Stage", in_stages),
        _select("is", "is", list(ASKED)),
        _select("misconception", "Misconception", named),
        _select("mark", "With", marks),
        element("button", "Clear filters", type="reset", id="clear"),
        id="controls",
        hidden=True,
        aria_label="Filters",
    )


def _select(name: str, label: str, options: list[tuple[str, str]]) -> Markup:
    inner = [element("option", text, value=value) for value, text in options]
    return element("label", label, element("select", *inner, id=name))


def _head(stages: Mapping[int, str]) -> Markup:
    columns = [
        element(
            "th",
            element("b", str(number)),
            " ",
            element("span", title),
            scope="col",
            data_sort=f"stage-{number}",
        )
        for number, title in stages.items()
    ]
    name = element("th", "Learner", scope="col", data_sort="name")
    total = element("th", "Total", scope="col", data_sort="total", class_="number")
    late = element("th", "Late", scope="col", data_sort="late")
    return element("tr", name, total, *columns, late)


def _row(learner: Learner) -> Markup:
    row = learner.row
    name: Child = element("bdi", clipped(learner.name))
    if learner.page:
        name = element("a", name, href=f"{FOLDER}/{quote(learner.page)}")
    said: list[Child] = [name]
    if row.learner != learner.name:
        said.append(element("small", element("bdi", clipped(row.learner))))
    marks = _marks(learner)
    if marks:
        said.append(element("small", marks, class_="marks"))
    total = "–" if row.total is None else shown(row.total)
    return element(
        "tr",
        element("th", *said, scope="row"),
        element("td", total, class_="total"),
        *map(_cell, learner.cells),
        element("td", "late" if row.is_late else ""),
        class_="row",
    )


def _marks(learner: Learner) -> str:
    row = learner.row
    marks = ["like another’s"] if learner.flags else []
    marks += ["comment of yours"] if any(o.comment for o in row.overrides) else []
    marks += [clipped(learner.why_not_graded)] if learner.why_not_graded else []
    return " · ".join(marks)


def _cell(cell: Cell) -> Markup:
    """A sign, and the points where they are not what the sign says already."""
    text = SIGNS[cell.status]
    if cell.points is not None and not cell.is_full and (cell.points or cell.is_wrong):
        text += f" {shown(cell.points)}"
    return element("td", f"✎ {text}" if cell.is_own else text, class_=_kind(cell))


def _kind(cell: Cell) -> str:
    """The class that gives a cell its colour."""
    if cell.is_wrong:
        return f"w{cell.step}" if cell.step else "r"
    return {"right": "r", "to do": "t"}.get(cell.status, "n")
