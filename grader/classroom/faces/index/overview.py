"""The top of the page: what stands out, what is misunderstood, how stages and points lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from grader.classroom.faces.index.held import Held
from grader.classroom.faces.index.learner import SIGNS, WORDS, Learner, Status
from grader.classroom.faces.index.shown_check import ShownCheck, shown_check
from grader.classroom.faces.index.standing_out import StandingOut
from grader.report.html.markup import Child, Markup, code, element, prose
from grader.report.model import CheckResult

BINS = 10  # of the points that can be had; those who have all are one more
FIRST = 8  # misconceptions that are shown at once; the others unfold
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
    where = f"Stage {found.stage}, {stages[found.stage]}"
    filtered = f"stage={found.stage}&is=first"
    said: list[Child] = [
        element("h2", f"{where}, is where help is needed most"),
        element(
            "p",
            _link(filtered, f"{found.learners} of {_people(len(learners))}"),
            f" {'make their' if several else 'makes the'} first mistake there. ",
            *_cause(found),
            class_="lead",
        ),
    ]
    if found.held and found.held.explanation:
        said.append(element("blockquote", prose(found.held.explanation)))
    if found.example:
        said.append(example(found.example))
    return element("section", *said, class_="headline", id="help")


def _cause(found: StandingOut) -> Iterator[Child]:
    if found.held:
        link = f"stage={found.stage}&misconception={quote(found.held.name)}"
        if found.learners == 1:
            yield "It is "
        elif found.alike == found.learners:
            yield "It is the same for all of them: "
        else:
            yield _link(link, f"{found.alike} of them")
            yield " share one misconception, " if found.alike > 1 else " holds "
        yield element("b", found.held.name)
        yield ". What they are told:" if found.learners > 1 else ". What is told:"
    elif found.alike > 1:
        yield f"No misconception was recognised; {found.alike} of them fail first at: "
        yield element("b", found.title)
    else:
        yield "No misconception was recognised, and no two fail first at the same check."


def _nothing_wrong(learners: Sequence[Learner]) -> Iterator[Child]:
    right = sum(all(c.status == "right" for c in one.cells) for one in learners)
    yield element("h2", "Nobody has made a mistake")
    yield element("p", f"{right} of {_people(len(learners))} have all stages right.", class_="lead")


def example(check: CheckResult) -> Markup:
    """One failing check, as an example: its program, and what came of it."""
    shown = shown_check(check)
    parts: list[Child] = [element("p", element("b", "For example: "), shown.title)]
    results: list[Child] = []
    if shown.rows:
        results.append(_rows(shown))
    results += [element("p", element("b", name), " ", prose(text)) for name, text in shown.lines]
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


def misconceptions(all_held: Sequence[Held], learners: int) -> Markup:
    """How many hold each, what it is, and where it shows."""
    if not all_held:
        said = element("p", "None was recognised.")
        return element("section", element("h2", "Misconceptions"), said)
    most = max(held.learners for held in all_held)
    items = [_held(held, most) for held in all_held]
    parts: list[Child] = [
        element("h2", "Misconceptions"),
        element("p", "A number shows who, below; a name, an example.", class_="muted note"),
        element("ol", *items[:FIRST], class_="held"),
    ]
    if len(items) > FIRST:
        more = element("summary", f"{len(items) - FIRST} more, held by fewer")
        parts.append(element("details", more, element("ol", *items[FIRST:], class_="held")))
    return element("section", *parts, id="misconceptions")


def _held(held: Held, most: int) -> Markup:
    stages = ", ".join(map(str, sorted(held.by_stage)))
    link = _link(
        f"misconception={quote(held.name)}",
        str(held.learners),
        f"Show the {_people(held.learners)} with {held.name}",
    )
    several = "stages" if len(held.by_stage) > 1 else "stage"
    name: list[Child] = [element("b", held.name), " ", element("small", f"{several} {stages}")]
    said = element("p", prose(held.explanation), class_="muted") if held.explanation else ""
    if not held.example:
        return element("li", link, bar(held.learners, most), element("div", *name, said))
    folded = element("details", element("summary", *name), example(held.example))
    return element("li", link, bar(held.learners, most), element("div", folded, said))


def stage_table(
    learners: Sequence[Learner], stages: Mapping[int, str], points: Mapping[int, float]
) -> Markup:
    """For each stage, how many have it right, wrong, to do or not run, and begin to fail there."""
    head = [
        element("th", "Stage", scope="col"),
        element("th", _unseen("Shares"), scope="col", class_="shares"),
        *(element("th", name, scope="col", class_="number") for name, _ in COLUMNS),
        element("th", "first mistake", scope="col", class_="number"),
        element("th", "points on average", scope="col", class_="number"),
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
    mean = f"{sum(earned) / len(earned):.1f} of {most:g}" if earned else "–"
    return element(
        "tr",
        element("th", f"{number} {title}", scope="row"),
        element("td", _shares(sums, len(learners)), class_="shares"),
        *(element("td", link, class_="number") for link in links),
        element("td", _counted(first, f"stage={number}&is=first"), class_="number"),
        element("td", mean, class_="number"),
    )


def _counted(count: int, filtered: str) -> Child:
    return _link(filtered, str(count)) if count else element("span", "0", class_="muted")


def _shares(sums: Iterable[tuple[str, int]], total: int) -> Markup:
    """A bar of parts; the numbers beside it say the same."""
    at, parts = 0.0, []
    for name, count in sums:
        width = BAR * count / max(total, 1)
        kind = f"part-{name.replace(' ', '-')}"
        if count:
            parts.append(
                element("rect", x=f"{at:.2f}", width=f"{width:.2f}", height=10, class_=kind)
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
    said = [element("p", f"{_people(ungraded)} without points", class_="muted")] if ungraded else []
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
    labels = [f"from {round(width * at, 2):g}" for at in range(BINS)]
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


def legend() -> Markup:
    """What the signs of the table mean."""
    items = [element("li", element("b", SIGNS[s]), f" {WORDS[s]}") for s in SIGNS]
    swatch = element("b", "✗", class_="w4 swatch")
    colour = element("li", swatch, " the darker, the more points are lost")
    own = element("li", element("b", "✎"), " the instructor’s points")
    return element("ul", *items, colour, own, class_="legend", aria_label="Signs")


def _link(filtered: str, text: str, label: str | None = None) -> Markup:
    """To the learners whom a filter leaves: the script reads it from the address."""
    return element("a", text, href=f"#{filtered}", aria_label=label)


def _unseen(text: str) -> Markup:
    """The head of a column that is plain to see, for who cannot."""
    return element("span", text, class_="hidden-text")


def _people(count: int) -> str:
    return "1 learner" if count == 1 else f"{count} learners"
