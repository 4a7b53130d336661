"""integrity.html: who is much alike, side by side, and what was seen of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.classroom.database import Database
from grader.classroom.integrity.beside import Beside, Row, Side, beside
from grader.classroom.integrity.integrity import PAGE, Integrity, in_words
from grader.classroom.integrity.similar import Group, Pair
from grader.files import write
from grader.report.html.document import document
from grader.report.html.markup import Child, Markup, element, joined

FILE = PAGE
STYLE = Path(__file__).with_name("integrity.css")
MOST_PAIRS = 20  # that are laid side by side
MOST_IN_GROUP = 3  # of one group
OPEN = 2  # of them unfolded
MOST_ROWS = 300  # of a pair
LONGEST_TEXT = 200  # characters of a line
MARK = "≡"  # so that colour is not alone

REPORT = (
    "This page is a report, never a verdict. It says what is alike and what was seen, not how it "
    "came to be: two may have learnt together, from the same page, or one from the other. Ask them."
)
COMPARED = (
    "Compared is the shape of the code: names, numbers, texts, comments, type hints, prints, line "
    "breaks and the order of functions make no difference. A share is of what the one has who has "
    "less of their own."
)
EXCLUDED = (
    "Left out is what nobody need have copied: the stubs, the reference with its extra credit, the "
    "lecture's code with usual variants, the mistakes that the kata knows by name, what a fifth "
    "of the class writes alike, and files of a team that handed in together. Of who has hardly "
    "anything beyond that, nothing can be told, unless all files are the same to the letter or "
    "comments are."
)


def integrity_page(found: Integrity, names: Mapping[str, str]) -> str:
    """The page; names are what to call each learner, {learner: text}."""
    count = sum(len(work.learners) for work in found.works)
    body = [
        element("header", element("h1", "Work that deserves a second look")),
        element("main", joined(_main(found, names, count), "\n")),
    ]
    return document("Integrity", joined(body, "\n"), style=STYLE.read_text(encoding="utf-8"))


def write_integrity(out: Path, database: Database, found: Integrity) -> Iterator[str]:
    """Write the page into OUT, and say where it is; raises CannotWrite."""
    names = {row.learner: row.called for row in database.rows()}
    write(out / PAGE, integrity_page(found, names))
    yield f"Much alike, or odd: {out / PAGE}"


def _main(found: Integrity, names: Mapping[str, str], count: int) -> Iterator[Markup]:
    yield element("p", element("strong", REPORT), class_="verdict")
    yield element("p", COMPARED)
    yield element("p", EXCLUDED)
    unread = f", and those of {found.unread} could not be read" if found.unread else ""
    yield element("p", f"The files of {count} learners were compared{unread}.", class_="muted")
    yield element("h2", "Much alike")
    if not found.groups:
        yield element("p", "No two learners' code is much alike.")
    else:
        yield element("ul", joined((_group(group, names) for group in found.groups), "\n"))
    yield from _pairs(found, names)
    yield element("h2", "Seen in the code, or as it ran")
    flags = list(_flags(found, names))
    yield element("ul", joined(flags, "\n")) if flags else element("p", "Nothing.")


def _group(group: Group, names: Mapping[str, str]) -> Markup:
    who = _listed([names.get(learner, learner) for learner in group.learners])
    return element("li", who, f": {in_words(group.pairs[0])}")


def _listed(names: list[str]) -> Markup:
    parts: list[Child] = []
    for at, name in enumerate(names):
        parts += [" and " if at == len(names) - 1 else ", "] if at else []
        parts.append(element("bdi", name))
    return joined(parts)


def _pairs(found: Integrity, names: Mapping[str, str]) -> Iterator[Markup]:
    """The pairs in full, as many as there is room for, of each group its first."""
    if not found.groups:
        return
    yield element("h2", "Side by side")
    yield element(
        "p",
        f"{MARK} marks what both have in common and is not left out; what is grey is left out. "
        "Lines far from anything that is marked are folded away.",
        class_="muted",
    )
    chosen = [pair for group in found.groups for pair in group.pairs[:MOST_IN_GROUP]]
    for at, pair in enumerate(chosen[:MOST_PAIRS]):
        yield _pair(found, pair, names, is_open=at < OPEN)
    more = len(found.pairs) - len(chosen[:MOST_PAIRS])
    if more:
        yield element("p", f"{more} more {'pair is' if more == 1 else 'pairs are'} not shown.")


def _pair(found: Integrity, pair: Pair, names: Mapping[str, str], *, is_open: bool) -> Markup:
    one, other = names.get(pair.first, pair.first), names.get(pair.second, pair.second)
    head = element("h3", _listed([one, other]), f": {in_words(pair)}")
    inside: list[Markup] = []
    if pair.comments:
        comments = [element("li", element("code", text[:LONGEST_TEXT])) for text in pair.comments]
        inside.append(element("p", "Comments that both have, as words alone:"))
        inside.append(element("ul", joined(comments[:10], "\n")))
    room = MOST_ROWS
    if not pair.is_equal:
        for part in beside(found.work_of(pair.first), found.work_of(pair.second)):
            if room > 0:
                inside.append(_module(part, (one, other), room))
                room -= len(part.rows)
    summary = element("summary", head)
    return element("details", summary, joined(inside, "\n"), open=is_open)


def _module(part: Beside, names: tuple[str, str], room: int) -> Markup:
    heads = [
        element("th", element("bdi", name), f": {path or 'has no such file'}", colspan=2)
        for name, path in zip(names, (part.left, part.right))
    ]
    rows = [_row(row) for row in part.rows[:room]]
    beyond = part.beyond + len(part.rows[room:])
    if beyond:
        rows.append(_left_out(f"{beyond} more lines are not shown"))
    columns = [element("col", class_=name) for name in ("line", "text") * 2]
    table = element(
        "table",
        element("colgroup", *columns),
        element("thead", element("tr", *heads)),
        element("tbody", joined(rows, "\n")),
        class_="beside",
    )
    return element("div", table, class_="wide")


def _row(row: Row) -> Markup:
    if row.left_out:
        return _left_out(f"{row.left_out} line{'' if row.left_out == 1 else 's'}")
    return element("tr", *_side(row.left), *_side(row.right))


def _left_out(text: str) -> Markup:
    return element("tr", element("td", f"… {text} …", colspan=4, class_="left-out"))


def _side(side: Side | None) -> tuple[Markup, Markup]:
    if side is None:
        return element("td", class_="line"), element("td", class_="text")
    kind = "" if side.kind == "own" else f" {side.kind}"
    mark = f"{MARK} " if side.kind == "same" else ""
    text = side.text.expandtabs(4)
    cut = " …" if len(text) > LONGEST_TEXT else ""
    return (
        element("td", f"{mark}{side.number}", class_=f"line{kind}"),
        element("td", text[:LONGEST_TEXT] + cut, class_=f"text{kind}"),
    )


def _flags(found: Integrity, names: Mapping[str, str]) -> Iterator[Markup]:
    for learner, flags in sorted(found.flags.items()):
        shown = [flag.text for flag in flags if flag.kind != "alike"]
        if shown:
            items = joined((element("li", line) for line in shown), "\n")
            name = element("bdi", names.get(learner, learner))
            yield element("li", element("strong", name), element("ul", items))
