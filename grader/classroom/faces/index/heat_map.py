"""The table of the page, a row for each learner and a cell for each stage; and its filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from grader.classroom.faces.index.held import Held
from grader.classroom.faces.index.learner import SIGNS, Cell, Learner, clipped
from grader.classroom.faces.index.overview import legend, people
from grader.classroom.integrity.flag import Flag, Kind
from grader.classroom.row import Row
from grader.course.rounding import shown
from grader.report.html.markup import Child, Markup, element

FOLDER = "feedback"
SEEN: dict[Kind, str] = {
    "tried": "tried what the sandbox stops",
    "ready-made": "ready-made autograd",
}

# What can be asked of a stage, or of any: (in the address, in words).
ASKED = (
    ("", "anything"),
    ("not right", "not right"),
    ("right", "right"),
    ("wrong", "wrong, or an error"),
    ("first", "the first mistake"),
    ("error", "an error or a crash, or it never ends"),
    ("to do", "still to do"),
    ("not run", "not run or graded"),
)
MARKS = (
    ("late", "late work"),
    ("override", "points or comments of yours"),
    ("flag", "a reason for a second look"),
    ("not run", "a file that could not be run"),
    ("note", "a remark"),
    ("none", "no points"),
)
MANY = 200  # rows, from which on a browser lays out those in sight alone


def heat_map(
    learners: Sequence[Learner],
    stages: Mapping[int, str],
    held: Iterable[Held],
) -> Markup:
    """The section with the controls, which need the script, and the table, which does not."""
    has_late = any(learner.row.came_late is not None for learner in learners)
    names = {learner.row.learner: learner.name for learner in learners}
    rows = (_row(learner, names, has_late=has_late) for learner in learners)
    table = element(
        "table",
        element("thead", _head(stages, has_late=has_late)),
        element("tbody", *rows),
        id="map",
        class_="many" if len(learners) > MANY else None,
        aria_labelledby="learners",
    )
    return element(
        "section",
        element("h2", "Learners", id="learners", tabindex=-1),
        _controls(stages, held, list(_marks_there(learners))),
        legend(learners),
        _stage_names(stages),
        element("p", people(len(learners)), id="shown", role="status"),
        element("div", table, class_="map-box"),
        class_="learners",
    )


def _marks_there(learners: Sequence[Learner]) -> Iterator[str]:
    """What can be asked for with an answer."""
    for learner in learners:
        row = learner.row
        yield from ["late"] if row.came_late else []
        yield from ["override"] if row.overrides else []
        yield from ["flag"] if learner.flags else []
        yield from ["not run"] if learner.not_run else []
        yield from ["none"] if row.total is None else []
        yield "note"  # some remarks are the page's own


def _stage_names(stages: Mapping[int, str]) -> Markup:
    """What the heads stand for, where they are numbers alone."""
    names = [
        element("li", element("b", str(number)), f" {name}") for number, name in stages.items()
    ]
    return element("ul", *names, class_="legend stage-names", aria_label="Stages")


def _controls(stages: Mapping[int, str], held: Iterable[Held], there: Sequence[str]) -> Markup:
    in_stages = [("", "any"), *((str(n), f"{n} {title}") for n, title in stages.items())]
    named = [("", "any"), *((h.name, f"{h.name} ({h.learners})") for h in held)]
    marks = [("", "anything"), *(mark for mark in MARKS if mark[0] in there)]
    search = element("input", type="search", id="q", autocomplete="off", spellcheck="false")
    return element(
        "form",
        element("label", "Search for a name", search),
        _select("stage", "Stage", in_stages),
        _select("is", "Status there", list(ASKED)),
        _select("misconception", "Misconception", named),
        _select("mark", "Marked as", marks),
        element("button", "Clear filters", type="reset", id="clear"),
        id="controls",
        hidden=True,
        aria_label="Filters",
    )


def _select(name: str, label: str, options: list[tuple[str, str]]) -> Markup:
    inner = [element("option", text, value=value) for value, text in options]
    return element("label", label, element("select", *inner, id=name))


def _head(stages: Mapping[int, str], *, has_late: bool) -> Markup:
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
    late = [element("th", "Late", scope="col", data_sort="late", class_="late")] if has_late else []
    return element("tr", name, total, *columns, *late)


def _late(row: Row) -> str:
    """Whether it came late, and what that cost."""
    cost = f" −{shown(row.late_deduction)}" if row.late_deduction else ""
    return f"late{cost}" if row.came_late else ""


def _row(learner: Learner, names: Mapping[str, str], *, has_late: bool) -> Markup:
    row = learner.row
    name: Child = element("bdi", clipped(learner.name))
    if learner.page:
        name = element("a", name, href=f"{FOLDER}/{quote(learner.page)}")
    said: list[Child] = [name]
    if row.learner != learner.name:
        said.append(element("small", element("bdi", clipped(row.learner))))
    marks = list(_marks(learner, names))
    if marks:
        said.append(element("small", " · ".join(marks), class_="marks"))
    if row.came_late:
        said.append(element("small", "late", class_="late-mark"))
    total = "–" if row.total is None else shown(row.total)
    return element(
        "tr",
        element("th", *said, scope="row"),
        element("td", total, class_="total"),
        *map(_cell, learner.cells),
        *([element("td", _late(row), class_="late")] if has_late else []),
        class_="row",
    )


def _marks(learner: Learner, names: Mapping[str, str]) -> Iterator[str]:
    if learner.not_run:
        yield "could not be run"
    yield from dict.fromkeys(_seen(flag, names) for flag in learner.flags)
    if any(own.comment for own in learner.row.overrides):
        yield "comment of yours"
    if learner.why_not_graded:
        yield clipped(learner.why_not_graded)


def _seen(flag: Flag, names: Mapping[str, str]) -> str:
    """What kind of second look a learner deserves."""
    if flag.kind == "alike":
        first, *others = [clipped(names.get(other, other)) for other in flag.others] or [
            "another’s"
        ]
        return f"much like {first}" + (f" and {len(others)} more" if others else "")
    return SEEN[flag.kind]


def _cell(cell: Cell) -> Markup:
    """A sign, and the points where they are not what the sign says already."""
    parts: list[Child] = [element("span", "✎ ", class_="own")] if cell.is_own else []
    parts.append(SIGNS[cell.status])
    if cell.points is not None and not cell.is_full and (cell.points or cell.is_wrong):
        parts.append(element("span", f" {shown(cell.points)}", class_="given"))
    return element("td", *parts, class_=_kind(cell))


def _kind(cell: Cell) -> str:
    """The class that gives a cell its colour."""
    if cell.is_wrong:
        return f"w{cell.step}" if cell.step else "r"
    return {"right": "r", "to do": "t"}.get(cell.status, "n")
