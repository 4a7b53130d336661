"""integrity.html: a report and no verdict, of which nothing that a learner wrote becomes part."""

from __future__ import annotations

import random
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.classroom.faces.integrity_page import (
    LONGEST_TEXT,
    MARK,
    METHOD,
    MOST_PAIRS,
    READY_MADE,
    REPORT,
    integrity_page,
)
from grader.classroom.integrity.beside import Row, beside
from grader.classroom.integrity.flag import Flag
from grader.classroom.integrity.integrity import Integrity
from grader.classroom.integrity.similar import groups
from grader.classroom.integrity.work import Work
from tests.browser import Chromium
from tests.classroom.integrity.copies import all_of_them, renamed
from tests.classroom.integrity.made_works import copied, honest, work
from tests.classroom.integrity.test_similar import OWN

USES_TORCH = Flag("ready-made", "uses torch")
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e\x1b[31m"


def found_of(works: list[Work], flags: dict[str, list[Flag]] | None = None) -> Integrity:
    return Integrity(groups(works), works, flags or {}, 0)


def two(source: str = OWN) -> list[Work]:
    anna = work("anna", {"by_hand.py": source})
    return [anna, copied("ben", anna, renamed, random.Random(0))]


def rows_of(kind: str, rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.right and row.right.kind == kind]


def test_it_says_first_that_it_is_no_verdict_and_last_how_it_was_found() -> None:
    page = unescape(integrity_page(found_of(two(), {"anna": [USES_TORCH]}), {}))
    parts = [REPORT, "Much alike", "uses torch", READY_MADE, "Side by side", *METHOD]

    assert [page.index(part) for part in parts] == sorted(page.index(part) for part in parts)


def test_of_whom_nothing_can_be_told_is_said_beside_what_was_found() -> None:
    found = Integrity([], two(), {}, unread=1, too_little=1)
    page = unescape(integrity_page(found, {}))

    assert "No two learners' code is much alike.</p>\n<p>We compared the files of 2" in page
    assert "1 of them wrote too little of their own" in page
    assert "The files of 1 learner could not be read." in page


def test_each_name_leads_to_the_page_of_that_learner() -> None:
    pages = {"anna": "feedback/anna.html"}
    page = integrity_page(found_of(two(), {"anna": [USES_TORCH]}), {}, pages)

    assert page.count('<a href="feedback/anna.html"><bdi>anna</bdi></a>') == 2
    assert "<bdi>ben</bdi>" in page


def test_the_same_lines_stand_beside_each_other_and_are_marked() -> None:
    (part,) = beside(*two())
    rows = [row for row in part.rows if row.left and row.right]

    assert {(row.left.kind, row.right.kind) for row in rows if row.left and row.right} >= {
        ("same", "same")
    }
    assert all(row.left.number == row.right.number for row in rows if row.left and row.right)
    page = integrity_page(found_of(two()), {})
    assert page.count(f'same">{MARK} ') == 2 * len(rows_of("same", part.rows)) > 20


def test_a_function_that_was_moved_is_marked_where_it_stands() -> None:
    first, second = OWN.strip().split("\n\n\n")
    works = [work("anna", {"by_hand.py": OWN}), work("ben", {"by_hand.py": f"{second}\n{first}"})]
    (part,) = beside(*works)
    (in_place,) = beside(*two())

    assert len(rows_of("same", part.rows)) >= len(rows_of("same", in_place.rows)) - 1


def test_code_in_another_file_is_marked_too() -> None:
    anna, ben = work("anna", {"by_hand.py": OWN}), work("ben", {"helpers.py": OWN})

    assert [(part.left, part.right) for part in beside(anna, ben)] == [
        ("by_hand.py", ""),
        ("", "helpers.py"),
    ]


def test_who_nobody_is_like_is_not_on_it() -> None:
    works = [*honest(10, random.Random(0)), *two()]
    page = integrity_page(found_of(works), {"learner 3": "Cleo", "anna": "Anna Smith"})

    assert "Anna Smith" in page
    assert "Cleo" not in page


def test_what_learners_wrote_stays_text() -> None:
    source = OWN.replace("this is no slope", MARKUP.replace('"', "'"))
    page = integrity_page(
        found_of(two(source), {"anna": [Flag("tried", MARKUP)]}),
        {"anna": f"Anna {MARKUP}", "ben": MARKUP},
    )
    names: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: names.add(tag)  # type: ignore[method-assign]
    parser.feed(page)

    assert "Anna &lt;script&gt;" in page
    assert not names & {"script", "img"}
    assert "\x1b" not in page and "\u202e" not in page


@pytest.mark.slow("makes up a class in which everybody copied")
def test_its_size_is_bounded() -> None:
    chance = random.Random(0)
    works = []
    for pair in range(2 * MOST_PAIRS):
        lines = [
            f"x = {' '.join(chance.choices(['a +', 'b *', 'c -'], k=9))} 1" for _ in range(450)
        ]
        source = "\n".join([*lines, f"y = '{'x' * 10**5}'"])
        anna = work(f"{pair} a", {"by_hand.py": source})
        works += [anna, copied(f"{pair} b", anna, renamed, chance)]
    page = integrity_page(found_of(works), {})

    assert page.count("<details") == MOST_PAIRS
    assert "more pairs are not shown" in page
    assert "x" * LONGEST_TEXT not in page and len(page) < 2_000_000


@pytest.mark.slow("starts a browser")
def test_a_browser_shows_it_quietly(chromium: Chromium, tmp_path: Path) -> None:
    path = tmp_path / "integrity.html"
    works = [*two(), copied("cleo", two()[0], all_of_them, random.Random(1))]
    found = found_of(works, {"anna": [Flag("ready-made", "uses torch")]})
    path.write_text(integrity_page(found, {}), encoding="utf-8")
    for is_dark in (False, True):
        with chromium.visit(path, width=420, is_dark=is_dark) as visit:
            visit.assert_quiet()
            visit.assert_readable()
            visit.assert_no_wider_than_the_window()
            cells = visit.page.locator("td.line.same").all()
            heights = [cell.evaluate("(e) => e.scrollWidth - e.clientWidth") for cell in cells]
            assert heights and max(heights) <= 0  # the mark and the number stand in one line
