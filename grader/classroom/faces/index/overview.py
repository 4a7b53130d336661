"""The top of the page: what stands out, what is misunderstood, how stages and points lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from urllib.parse import quote

from grader.classroom.faces.index.held import Held, is_of_many
from grader.classroom.faces.index.learner import SIGNS, WORDS, Learner, Status, clipped
from grader.classroom.faces.index.shown_check import ShownCheck, shown_check
from grader.classroom.faces.index.standing_out import StandingOut
from grader.curriculum import STAGES
from grader.report.html.markup import Child, Markup, code, element, joined, prose
from grader.report.model import CheckResult

BINS = 10  # of the points that can be had; those who have all are one more
FIRST = 8  # misconceptions that are shown at once; the others unfold
STORIES = {stage.number: stage.story for stage in STAGES}
# The stages that others build on.
USED = {stage.number for stage in STAGES[:-1] if not stage.stands_alone}
BAR = 100  # units of the longest bar

# The columns of the stages, each the sum of some statuses.
COLUMNS: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("right", ("right",)),
    ("wrong", ("wrong", "error")),
    ("to do", ("to do",)),
    ("not run", ("not run", "needs torch", "not graded")),
)


def headline(
    found: StandingOut | None, learners: Sequence[Learner], stages: Mapping[int, str]
) -> Markup:
    """What to teach next, and why, with an example."""
    if found is None:
        return element("section", *_nothing_wrong(learners), class_="headline", id="help")
    several = found.learners != 1
    later = "; what builds on it may fail with it" if found.stage in USED else ""
    heading = f"Stage {found.stage}, {stages[found.stage]}, is where help is needed most"
    said: list[Child] = [
        element("p", element("b", STORIES[found.stage]), class_="lead"),
        element(
            "p",
            _link(f"stage={found.stage}&is=first", f"{found.learners} of {people(len(learners))}"),
            f" {'make their' if several else 'makes the'} first mistake there{later}. ",
            *_cause(found),
        ),
    ]
    if found.held and found.held.explanation:
        name = element("small", found.held.name, class_="name")
        said.append(element("blockquote", prose(found.held.explanation), " ", name))
    parts = [element("div", *said)]
    if found.example:
        parts.append(example(found.example))
    inner = element("div", *parts, class_="beside")
    return element("section", element("h2", heading), inner, class_="headline", id="help")


def _cause(found: StandingOut) -> Iterator[Child]:
    if found.held:
        link = f"stage={found.stage}&misconception={quote(found.held.name)}"
        who = "All" if found.alike == found.learners > 1 else str(found.alike)
        yield _link(link, f"{who} of them" if found.learners > 1 else "The learner")
        yield " are told:" if found.alike > 1 else " is told:"
        if not found.held.explanation:
            yield f" {found.held.name}"
    elif found.alike > 1:
        yield f"No misconception was recognised; {found.alike} of them fail first at: "
        yield element("b", found.title)
    else:
        yield "No misconception was recognised, and no two fail first at the same check."


def _nothing_wrong(learners: Sequence[Learner]) -> Iterator[Child]:
    right = sum(all(c.status == "right" for c in one.cells) for one in learners)
    not_run = sum(bool(one.not_run) for one in learners)
    yield element("h2", "Nobody has made a mistake")
    said: list[Child] = [f"{right} of {people(len(learners))} have all stages right."]
    if not_run:
        said += [" ", _link("mark=not%20run", f"{not_run} could not be run in full"), "."]
    yield element("p", *said, class_="lead")


def example(check: CheckResult) -> Markup:
    """One failing check, as an example: its program, and what came of it."""
    shown = shown_check(check)
    label = "The shortest that fails of: " if is_of_many(check) else "For example: "
    parts: list[Child] = [element("p", element("b", label), shown.title)]
    results: list[Child] = []
    if shown.rows:
        results.append(_rows(shown))
    results += [element("p", element("b", f"{name}: "), prose(text)) for name, text in shown.lines]
    columns = [code(shown.program)] if shown.program else []
    columns += [element("div", *results)] if results else []
    return element("div", *parts, element("div", *columns, class_="beside"), class_="example")


def _rows(shown: ShownCheck) -> Markup:
    head = element(
        "tr",
        element("th", _unseen("what"), scope="col"),
        element("th", "one learner’s", scope="col", class_="number"),
        element("th", shown.source, scope="col", class_="number"),
    )
    rows = [
        element(
            "tr",
            element("th", what, scope="row", class_="mono"),
            element("td", "✗ ", yours, class_="number mono wrong"),
            element("td", expected, class_="number mono right"),
        )
        for what, yours, expected in shown.rows
    ]
    more = [element("p", f"and {shown.more} rows more", class_="muted")] if shown.more else []
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("div", table, *more, class_="wide")


def misconceptions(all_held: Sequence[Held], told: Held | None) -> Markup:
    """How many hold each, what it is, and where it shows; told is the one told already."""
    heading = element("h2", "Misconceptions")
    if not all_held:
        return element("section", heading, element("p", "None was recognised."))
    shared = [held for held in all_held if held.learners > 1]
    items = [_held(held, all_held[0].learners, is_told=held is told) for held in shared]
    leads = ", ▸ to an example" if any(h.example and h is not told for h in shared) else ""
    parts: list[Child] = [heading]
    if items:
        parts += [
            element("p", f"The numbers lead to the learners{leads}.", class_="muted note"),
            element("ol", *items[:FIRST], class_="held"),
        ]
    if items[FIRST:]:
        most = shared[FIRST].learners
        more = element("summary", f"{len(items) - FIRST} more, held by {people(most)} at most")
        parts.append(element("details", more, element("ol", *items[FIRST:], class_="held")))
    alone = all_held[len(shared) :]
    if alone:
        count = f"{len(alone)} more" if items else str(len(alone))
        of_each = "one learner" if len(alone) == 1 else "one learner each"
        more = element("summary", f"{count}, held by {of_each}")
        held = element("ul", *map(_alone, alone), class_="alone")
        parts.append(element("details", more, held, id="alone"))
    return element("section", *parts, id="misconceptions")


def _held(held: Held, most: int, *, is_told: bool) -> Markup:
    link = _link(
        f"misconception={quote(held.name)}",
        str(held.learners),
        f"Show the {people(held.learners)} with {held.name}",
    )
    idea = element("b", "The one shown above" if is_told else prose(held.idea))
    parts: list[Child] = [idea, " ", _where(held)]
    if held.example and not is_told:  # its example stands above, too
        parts = [element("details", element("summary", *parts), example(held.example))]
    if held.rest and not is_told:
        parts.append(element("p", prose(held.rest), class_="muted"))
    return element("li", link, bar(held.learners, most), element("div", *parts))


def _alone(held: Held) -> Markup:
    """One that only one learner holds, in a line."""
    link = _link(f"open={quote(clipped(held.who))}", clipped(held.called))
    return element("li", element("bdi", link), ": ", prose(held.idea), " ", _where(held))


def _where(held: Held) -> Markup:
    """Its name and stages, which are small print."""
    several = "stages" if len(held.by_stage) > 1 else "stage"
    stages = ", ".join(map(str, sorted(held.by_stage)))
    where = element("span", f"{several} {stages}", class_="whole")
    return element("small", held.name, " · ", where)


def stage_table(
    learners: Sequence[Learner], stages: Mapping[int, str], points: Mapping[int, float]
) -> Markup:
    """For each stage, how many have it right, wrong, to do or not run, and begin to fail there."""
    head = [
        element("th", "Stage", scope="col"),
        element("th", _unseen("Shares"), scope="col", class_="shares"),
        *(element("th", _key(name), name, scope="col", class_="number") for name, _ in COLUMNS),
        element("th", "first mistake", scope="col", class_="number"),
        element("th", "points", _wide(" on average"), scope="col", class_="number"),
    ]
    rows = [
        _stage(place, number, learners, stages[number], points[number])
        for place, number in enumerate(points)
    ]
    table = element("table", element("thead", element("tr", *head)), element("tbody", *rows))
    return element(
        "section",
        element("h2", "Stages"),
        element("div", table, class_="wide"),
        id="stages",
        class_="stages",
    )


def _stage(place: int, number: int, learners: Sequence[Learner], title: str, most: float) -> Markup:
    cells = [learner.cells[place] for learner in learners]
    counts = Counter(cell.status for cell in cells)
    sums = [(name, sum(counts[s] for s in statuses)) for name, statuses in COLUMNS]
    earned = [cell.points for cell in cells if cell.points is not None]
    first = sum(learner.first == number for learner in learners)
    links = [_counted(count, f"stage={number}&is={quote(name)}") for name, count in sums]
    mean: list[Child] = ["–"]
    if earned:
        mean = [f"{sum(earned) / len(earned):.1f}", _wide(f" of {most:g}")]
    return element(
        "tr",
        element("th", f"{number} {title}", scope="row"),
        element("td", _shares(sums, len(learners)), class_="shares"),
        *(element("td", link, class_="number") for link in links),
        element("td", _counted(first, f"stage={number}&is=first"), class_="number"),
        element("td", *mean, class_="number"),
    )


def _wide(text: str) -> Markup:
    """What is left out where the page is narrow."""
    return element("span", text, class_="wide-only")


def _key(name: str) -> Markup:
    """The colour that a part of a bar has."""
    rect = element("rect", width=BAR, height=10, class_=_part(name))
    return element("span", _svg(rect), class_="key")


def _part(name: str) -> str:
    return f"part-{name.replace(' ', '-')}"


def _counted(count: int, filtered: str) -> Child:
    return _link(filtered, str(count)) if count else element("span", "0", class_="muted")


def _shares(sums: Iterable[tuple[str, int]], total: int) -> Markup:
    """A bar of parts; the numbers beside it say the same."""
    at, parts = 0.0, []
    for name, count in sums:
        width = BAR * count / max(total, 1)
        if count:
            parts.append(
                element("rect", x=f"{at:.2f}", width=f"{width:.2f}", height=10, class_=_part(name))
            )
        at += width
    return _svg(*parts)


def distribution(learners: Sequence[Learner], points: Mapping[int, float]) -> Markup:
    """How many have how many points in all."""
    most = sum(points.values())
    totals = [one.row.total for one in learners if one.row.total is not None]
    rows = []
    bins = _bins(totals, most)
    largest = max((count for _, count in bins), default=0)
    for label, count in bins:
        rows.append(
            element(
                "tr",
                element("th", label, scope="row", class_="number"),
                element("td", bar(count, largest), class_="shares"),
                element("td", str(count), class_="number"),
            )
        )
    ungraded = len(learners) - len(totals)
    said = [element("p", f"{people(ungraded)} without points", class_="muted")] if ungraded else []
    caption = element("caption", _middle(totals, most), class_="muted")
    head = element(
        "tr",
        element("th", "points", scope="col", class_="number"),
        element("th", _unseen("Bar"), scope="col"),
        element("th", "learners", scope="col", class_="number"),
    )
    table = element("table", caption, element("thead", head), element("tbody", *rows))
    return element("section", element("h2", "Points"), table, *said, id="points", class_="points")


def _middle(totals: Sequence[float], most: float) -> str:
    if not totals:
        return "Nobody has points yet."
    ordered = sorted(totals)
    half = len(ordered) // 2
    median = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return f"Half have {median:g} of {most:g} or more."


def _bins(totals: Iterable[float], most: float) -> list[tuple[str, int]]:
    """(points, how many have so many), the most points first."""
    width = most / BINS or 1.0
    counts = Counter(min(BINS, int(total / width)) for total in totals)
    edges = [f"{round(width * at, 2):g}" for at in range(BINS + 1)]
    labels = [f"{low} to under {high}" for low, high in pairwise(edges)]
    labels.append(f"all {most:g}")
    return [(labels[at], counts[at]) for at in reversed(range(BINS + 1))]


def bar(count: int, most: int) -> Markup:
    """A bar as long as a count; the number stands beside it."""
    width = f"{BAR * count / max(most, 1):.2f}"
    return _svg(element("rect", width=width, height=10, class_="part-count"))


def _svg(*shapes: Child) -> Markup:
    return element(
        "svg",
        *shapes,
        viewBox=f"0 0 {BAR} 10",
        preserveAspectRatio="none",
        class_="bar",
        aria_hidden="true",
    )


def legend(learners: Sequence[Learner]) -> Markup:
    """What those signs mean that are in the table."""
    cells = [cell for learner in learners for cell in learner.cells]
    there = {cell.status for cell in cells}
    items = [element("li", element("b", SIGNS[s]), f" {WORDS[s]}") for s in SIGNS if s in there]
    if any(cell.step for cell in cells):
        lost = " the stronger the colour, the more points a mistake cost"
        to_do = "; what is still to do has none" if "to do" in there else ""
        items.append(element("li", element("b", "✗", class_="w4 swatch"), lost + to_do))
    if any(cell.is_own for cell in cells):
        items.append(element("li", element("b", "✎"), " your points"))
    return element("ul", *items, class_="legend", aria_label="Signs") if items else joined([])


def _link(filtered: str, text: str, label: str | None = None) -> Markup:
    """To the learners whom a filter leaves: the script reads it from the address."""
    return element("a", text, href=f"#{filtered}", aria_label=label)


def _unseen(text: str) -> Markup:
    """The head of a column that is plain to see, for who cannot."""
    return element("span", text, class_="hidden-text")


def people(count: int) -> str:
    """So many learners, in words."""
    return "1 learner" if count == 1 else f"{count} learners"
