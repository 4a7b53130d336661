"""integrity.html: who is much alike, side by side, and what was seen of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from grader.classroom.database import Database
from grader.classroom.faces.feedback_files import FOLDER
from grader.classroom.faces.page_names import page_names
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
    "This page accuses nobody. It says what is alike and what was seen, and not how that came to "
    "be: two learners may have worked together, or from the same page, or one from the other. Ask "
    "them. Nothing here has changed any points."
)
ATTEMPTS = (
    "Whatever the grader does not allow was stopped before it could do anything. It cost no more "
    "points than the checks that did not pass for it. It may be curiosity, a line left over from "
    "another exercise, or an attempt to get at the answers."
)
READY_MADE = (
    "A line that uses a ready-made package, runs a text or names a package in one was found in the "
    "code; whether it ran is not said. Outside of stage 7 the kata asks learners to compute "
    "gradients themselves."
)
METHOD = (
    "We compared the shape of the code. Names, numbers, texts, comments, type hints, prints, line "
    "breaks and the order of functions make no difference.",
    "We left out what nobody needs to copy: the stubs, the reference solution with its extra "
    "credit, the code of the lecture and its usual variants, the mistakes that the kata knows by "
    "name, and whatever a fifth of the class writes alike. We did not compare the members of a "
    "team that handed in together.",
    "A percentage says how much of one learner's own code the other has too. It is counted for "
    "the one of the two who has less code of their own.",
    "A learner who wrote hardly anything beyond what was left out can be compared in two ways "
    "only: whether all files are the same to the letter, and whether comments are the same.",
)


def integrity_page(
    found: Integrity, names: Mapping[str, str], pages: Mapping[str, str] | None = None
) -> str:
    """The page; names are what to call each learner, pages their feedback: {learner: text}."""
    body = [
        element("header", element("h1", "Similar code, and what code tried to do")),
        element("main", joined(_main(found, names, pages or {}), "\n")),
    ]
    return document("Integrity", joined(body, "\n"), style=STYLE.read_text(encoding="utf-8"))


def write_integrity(out: Path, database: Database, found: Integrity) -> Iterator[str]:
    """Write the page into OUT, and say where it is; raises CannotWrite."""
    rows = list(database.rows())
    files = page_names(row.learner for row in rows)
    pages = {learner: f"{FOLDER}/{quote(file)}" for learner, file in files.items()}
    write(out / PAGE, integrity_page(found, {row.learner: row.called for row in rows}, pages))
    yield f"Much alike, or odd: {out / PAGE}"


def _main(found: Integrity, names: Mapping[str, str], pages: Mapping[str, str]) -> Iterator[Markup]:
    """What was found, first in short, then side by side; and how it was found."""
    yield element("p", element("strong", REPORT), class_="verdict")
    yield element("h2", "Much alike")
    if not found.groups:
        yield element("p", "No two learners' code is much alike.")
    else:
        yield element("ul", joined((_group(group, names, pages) for group in found.groups), "\n"))
    yield element("p", _compared(found))
    yield element("h2", "Seen in the code, or as it ran")
    flags = list(_flags(found, names, pages))
    if flags:
        yield element("ul", joined(flags, "\n"))
        yield from (element("p", text, class_="muted") for text in _meanings(found))
    else:
        yield element("p", "Nothing.")
    yield from _pairs(found, names)
    yield element("h2", "How this was found")
    yield from (element("p", text) for text in METHOD)


def _meanings(found: Integrity) -> Iterator[str]:
    """What the kinds of lines mean that there are."""
    kinds = {flag.kind for flags in found.flags.values() for flag in flags}
    if "tried" in kinds:
        yield ATTEMPTS
    if "ready-made" in kinds:
        yield READY_MADE


def _compared(found: Integrity) -> str:
    """Of how many that is said, and of how many nothing can be."""
    count, few = sum(len(work.learners) for work in found.works), found.too_little
    said = [f"We compared the files of {_learners(count)}."]
    if few:
        whose = "1 of them" if few == 1 else f"{few} of them"
        said.append(
            f"{whose} wrote too little of their own to be found like anybody else, unless all "
            "files are the same to the letter."
        )
    if found.unread:
        said.append(f"The files of {_learners(found.unread)} could not be read.")
    return " ".join(said)


def _learners(count: int) -> str:
    return "1 learner" if count == 1 else f"{count} learners"


def _group(group: Group, names: Mapping[str, str], pages: Mapping[str, str]) -> Markup:
    who = _listed([_name(learner, names, pages) for learner in group.learners])
    return element("li", who, f": {in_words(group.pairs[0])}")


def _name(learner: str, names: Mapping[str, str], pages: Mapping[str, str]) -> Markup:
    """What a learner is called, which leads to the page that they are handed back."""
    name = element("bdi", names.get(learner, learner))
    return element("a", name, href=pages[learner]) if learner in pages else name


def _listed(names: list[Markup]) -> Markup:
    parts: list[Child] = []
    for at, name in enumerate(names):
        parts += [" and " if at == len(names) - 1 else ", "] if at else []
        parts.append(name)
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
    both = [element("bdi", name) for name in (one, other)]
    head = element("h3", _listed(both), f": {in_words(pair)}")
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


def _flags(
    found: Integrity, names: Mapping[str, str], pages: Mapping[str, str]
) -> Iterator[Markup]:
    for learner, flags in sorted(found.flags.items()):
        shown = [flag.text for flag in flags if flag.kind != "alike"]
        if shown:
            items = joined((element("li", line) for line in shown), "\n")
            name = _name(learner, names, pages)
            yield element("li", element("strong", name), element("ul", items))
