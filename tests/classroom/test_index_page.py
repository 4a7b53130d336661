"""The page of a class, in a real browser: what it says, how it is asked, and text stays text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from grader.checks.collection import checks_of
from grader.classroom.database import Database
from grader.classroom.faces.faces import write_faces
from grader.classroom.faces.index.heat_map import MANY
from grader.classroom.faces.index.held import OF_MANY, Misconceptions
from grader.classroom.faces.index.learner import learner_of
from grader.classroom.faces.index.source_lines import MOST_LINES, lines_at
from grader.classroom.faces.index.standing_out import standing_out
from grader.classroom.integrity.flag import Flag
from grader.classroom.row import POINTS, Override
from grader.curriculum import STAGES
from grader.report.model import Blame, CheckResult, Diagnosis, Report
from grader.report.outcome import Outcome
from grader.report.wrong_step import FirstWrongStep
from grader.trace import Difference
from tests.browser import Chromium, Visit
from tests.classroom import pages
from tests.classroom.pages import Made, Work, made_class, row
from tests.made_reports import made_check, made_report, made_stage

# Which work each has: three share a mistake in stage 5, two make others, three are right, then
# one is not finished, one cannot be imported, one is not begun; the last sent nothing.
KINDS = (1, 1, 1, 2, 3, 0, 0, 4, 5, 6, 7, 0)
MOST_BYTES = 5_000_000
HOSTILE = '</script></style><img src=x onerror="window.ran=1"><!--\'`&amp;\u2028\u202e=cmd|'

browser = pytest.mark.slow("grades a few submissions, and starts a browser")


@pytest.fixture(scope="module")
def works() -> list[Work]:
    return pages.works()


@pytest.fixture(scope="module")
def path(works: list[Work], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a class of twelve."""
    path = tmp_path_factory.mktemp("page") / "index.html"
    flags = {
        "learner-0003": [Flag("alike", "value.py is like that of Mei 0009", ("learner-0009",))],
        "learner-0005": [Flag("tried", "the program tried to open a socket")],
    }
    made = made_class(works, len(KINDS), KINDS.__getitem__)
    path.write_text(made.page(flags=flags), encoding="utf-8")
    return path


@contextmanager
def opened(chromium: Chromium, path: Path, asked: str = "", **options: Any) -> Iterator[Visit]:
    """The page, quiet from the beginning to the end, asked for what stands in the address."""
    with chromium.visit(path, **options) as visit:
        if asked:
            visit.page.goto("about:blank")
            visit.page.goto(f"{path.resolve().as_uri()}#{asked}")
        yield visit
        assert visit.said == []
        assert [url for url in visit.asked if not url.startswith(("file:", "data:"))] in (
            [],
            ["about:blank"],
        )


def shown(visit: Visit) -> list[int]:
    """The numbers of the learners in sight, in their order."""
    names = visit.page.locator("#map .row:not([hidden]) > th > :first-child").all_text_contents()
    return [int(name.rpartition(" ")[2]) for name in names]


def of(visit: Visit, number: int, column: int = 0) -> Any:
    """A cell of a learner."""
    row_ = visit.page.locator("#map .row", has_text=f"learner-{number:04}")
    return row_.locator("th, td").nth(column)


def fragment(visit: Visit) -> str:
    return str(visit.page.evaluate("location.hash"))


@browser
def test_the_top_says_which_stage_needs_help_and_why(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        said = visit.page.locator(".headline").inner_text()

        assert "Stage 5, Topological sort, is where help is needed most" in said
        assert "3 of 12 learners" in said
        assert "sum-assigns-gradient" in said
        assert "keeps only its last contribution" in said
        assert ".backward()" in said  # the example
        visit.assert_quiet()


@browser
def test_the_card_says_why_and_says_it_once(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        said = visit.page.locator("main").inner_text()

        assert "values that are used more than once" in said
        assert "what builds on it may fail with it" in said
        assert said.count("keeps only its last contribution") == 1
        assert "random expressions" not in said  # an example that is run as it stands is preferred


@browser
def test_what_one_learner_holds_is_a_line_that_leads_to_the_learner(
    chromium: Chromium, path: Path
) -> None:
    with opened(chromium, path, width=390) as visit:
        alone = visit.page.locator("#alone")
        assert alone.get_attribute("open") is None
        alone.locator("summary").click()
        item = alone.locator("li", has_text="step-uphill")
        assert item.inner_text().startswith("Dario 0003: ")

        item.locator("a").click()
        assert fragment(visit) == "#open=learner-0003"
        assert visit.page.locator(".panel h3").inner_text() == "Dario 0003"
        assert is_in_sight(visit, ".panel h3")


@browser
def test_what_could_not_be_run_is_no_mistake_in_a_stage(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        header = visit.page.locator("body > header")
        assert "12 learners · 10 graded · 1 could not be run in full · 3 " in header.inner_text()
        stage_8 = visit.page.locator("#stages tr", has_text="Neuron").locator("td.number")
        assert stage_8.all_inner_texts()[3:5] == ["2", "0"]

        header.locator("a").click()
        assert shown(visit) == [9]
        assert "could not be run" in of(visit, 9).inner_text()
        of(visit, 9).locator("a").click()
        said = visit.page.locator(".panel").inner_text()
        assert said.count("nn.py, which cannot be imported") == 1
        assert "Not run: Stages 8, 9, 10, 11" in said
        assert "fail" not in said


@browser
def test_a_second_look_says_what_it_is_for(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        assert "much like Mei 0009" in of(visit, 3).inner_text()
        assert "tried what the sandbox stops" in of(visit, 5).inner_text()


@browser
def test_back_closes_what_was_opened(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path, "stage=5&is=wrong") as visit:
        panel = visit.page.locator(".panel")
        of(visit, 0).locator("a").click()
        of(visit, 1).locator("a").click()
        visit.page.go_back()
        assert panel.count() == 0
        assert shown(visit) == [0, 1, 2]

        entries = visit.page.evaluate("history.length")
        of(visit, 0).locator("a").click()
        panel.locator("button", has_text="Close").click()
        assert panel.count() == 0
        visit.page.wait_for_function("!location.hash.includes('open')")
        of(visit, 1).locator("a").click()
        assert visit.page.evaluate("history.length") == entries  # closing has left none behind

        visit.page.fill("#q", "ben")
        panel.locator("button", has_text="Close").click()
        assert fragment(visit) == "#q=ben&stage=5&is=wrong"  # what was asked since is kept


@browser
@pytest.mark.parametrize("width", [320, 390, 700])
def test_a_narrow_page_shows_all_of_both_tables(chromium: Chromium, path: Path, width: int) -> None:
    with opened(chromium, path, width=width) as visit:
        for table in ("#map", "#stages table"):
            cells = f"[...document.querySelectorAll('{table} :is(th, td)')]"
            ends = f"Math.max(...{cells}.map((cell) => cell.getBoundingClientRect().right))"
            assert visit.page.evaluate(ends) <= width, table
        overflow = "getComputedStyle(document.querySelector('.map-box')).overflowY"
        assert visit.page.evaluate(overflow) == "visible"
        assert of(visit, 6).locator(".late-mark").is_visible()
        assert of(visit, 0, 6).locator(".given").is_visible() == (width > 640)
        assert visit.page.locator(".stage-names").is_visible()

        of(visit, 9).locator("th, td").nth(0).or_(of(visit, 9)).first.click()
        assert is_in_sight(visit, ".panel h3")


@browser
def test_a_filter_brings_up_those_who_are_left(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path, width=390) as visit:
        visit.page.locator(".headline a").first.click()

        assert is_in_sight(visit, "#shown")
        assert is_in_sight(visit, "#map .row:not([hidden])")
        assert visit.page.locator("#map th.asked").inner_text().startswith("5")


@browser
def test_a_picture_of_the_whole_page_has_all_rows(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        row_ = "getComputedStyle(document.querySelector('#map .row:last-child')).contentVisibility"
        assert visit.page.evaluate(row_) == "visible"


def is_in_sight(visit: Visit, what: str) -> bool:
    """Whether it stands within the window, below the head of the table."""
    box = visit.page.locator(what).first.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 900


@browser
def test_its_numbers_lead_to_the_learners(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        visit.page.locator(".headline a").first.click()

        assert shown(visit) == [0, 1, 2]
        assert fragment(visit) == "#stage=5&is=first"
        assert visit.page.locator("#shown").inner_text() == "3 of 12 learners"

        visit.page.locator("#misconceptions .held a", has_text="3").click()
        assert shown(visit) == [0, 1, 2]


# What the address asks for, and who is shown then.
ASKED: list[tuple[str, list[int]]] = [
    ("q=łuk", [6]),
    ("q=learner-0003", [3]),
    ("q=moodle 1005", [5]),
    ("stage=5&is=wrong", [0, 1, 2]),
    ("stage=5&is=right", [3, 4, 5, 6, 7, 8, 9]),
    ("stage=8&is=not run", [9, 11]),
    ("is=to do", [8, 10]),
    ("is=first", [0, 1, 2, 3, 4]),
    ("misconception=step-uphill", [3]),
    ("misconception=sum-assigns-gradient&stage=11", []),
    ("mark=late", [6]),
    ("mark=override", [2]),
    ("mark=flag", [3, 5]),
    ("mark=not run", [9]),
    ("mark=none", [11]),
    ("misconception=sum-assigns-gradient&mark=override", [2]),
    ("q=ben&stage=5&is=wrong&misconception=sum-assigns-gradient", [1]),
    ("sort=-total&is=wrong&stage=11", [3, 2, 0, 1, 4, 9]),
]


@browser
def test_what_the_address_asks_for_is_what_is_shown(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        for asked, learners in ASKED:
            visit.page.evaluate("(asked) => (location.hash = asked)", asked)
            visit.page.wait_for_function(
                "(n) => document.querySelectorAll('#map .row:not([hidden])').length === n",
                arg=len(learners),
            )
            assert shown(visit) == learners, asked


@browser
def test_controls_filter_and_are_cleared(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        page = visit.page
        page.select_option("#stage", "5")
        assert page.input_value("#is") == "not right"
        assert shown(visit) == [0, 1, 2, 10, 11]

        page.fill("#q", "anna")
        assert shown(visit) == [0, 10]
        assert "q=anna" in fragment(visit)

        page.reload()
        assert shown(visit) == [0, 10]
        assert page.input_value("#q") == "anna"

        page.click("#clear")
        assert shown(visit) == list(range(12))
        assert fragment(visit) == ""


@browser
def test_a_head_sorts_up_and_down_and_says_so(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        head = visit.page.locator("#map thead th")
        head.filter(has_text="Total").locator("button").click()
        assert head.filter(has_text="Total").get_attribute("aria-sort") == "ascending"
        assert shown(visit)[0] == 10
        assert shown(visit)[-1] == 11  # without points: the last whichever way

        head.filter(has_text="Total").locator("button").click()
        assert head.filter(has_text="Total").get_attribute("aria-sort") == "descending"
        assert set(shown(visit)[:3]) == {5, 6, 7}
        assert shown(visit)[-1] == 11

        head.filter(has_text="Late").locator("button").click()
        assert shown(visit)[0] == 6
        head.filter(has_text="Learner").locator("button").click()
        assert shown(visit) == [0, 10, 1, 11, 2, 3, 4, 5, 6, 9, 8, 7]
        head.filter(has_text="Topological").locator("button").click()
        assert shown(visit)[0] == 10


@browser
def test_a_row_opens_in_place_with_all_there_is_to_say(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        of(visit, 2).locator("a").click()
        panel = visit.page.locator(".panel")
        said = panel.inner_text()

        assert "self.grad = out.grad" in said  # the function at fault, as it was handed in
        assert "Stage 1:" not in said  # but for its docstring
        assert "Your + assigns gradients" in said
        assert ".backward()" in said
        assert "theirs\texpected" in said
        assert "First wrong" in said
        assert "By you" in said
        assert "Stage 5: 8 points: Explained at the desk" in said
        link = panel.locator("a", has_text="feedback page")
        assert link.get_attribute("href") == "feedback/learner-0002.html"
        assert fragment(visit) == "#open=learner-0002"

        visit.page.reload()
        assert "Explained at the desk" in panel.inner_text()
        panel.locator("button", has_text="Close").click()
        assert panel.count() == 0


@browser
def test_a_cell_opens_its_stage(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        of(visit, 0, 12).click()  # the name, the total, eleven stages

        assert visit.page.locator(".panel details[data-stage='11']").get_attribute("open") == ""
        assert "whole loss curve" in visit.page.locator(".panel").inner_text()


@browser
def test_what_was_not_put_to_learners_is_no_mistake(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        of(visit, 8).locator("a").click()
        assert "Still to write" in visit.page.locator(".panel").inner_text()
        of(visit, 9).locator("a").click()
        assert "cannot be imported" in visit.page.locator(".panel").inner_text()
        of(visit, 11).locator("th, td").first.or_(of(visit, 11)).first.click()
        assert "nothing was handed in" in visit.page.locator(".panel").inner_text()
        of(visit, 3).locator("a").click()
        assert "like that of Mei 0009" in visit.page.locator(".panel").inner_text()


@browser
def test_the_keyboard_alone_will_do(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        page = visit.page

        def focused() -> str:
            return str(page.evaluate("document.activeElement.textContent"))

        page.keyboard.press("Tab")
        assert focused() == "Skip to the learners"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "q"
        for _ in range(40):
            if page.evaluate("document.activeElement.closest('#map tbody') !== null"):
                break
            page.keyboard.press("Tab")
        assert focused().startswith("Anna 0000")
        page.keyboard.press("ArrowDown")
        assert focused().startswith("Ben 0001")
        for _ in range(6):
            page.keyboard.press("ArrowRight")
        label = page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert label == "Stage 5, Topological sort: wrong, 7.75 of 10 points"

        page.keyboard.press("Enter")
        assert focused().startswith("✗ 5 Topological sort")
        page.keyboard.press("Escape")
        assert page.locator(".panel").count() == 0
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label

        page.keyboard.press("End")
        page.keyboard.press("Home")
        page.keyboard.press("PageDown")
        assert focused().startswith("Ben 0011")
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) == "solid"


@browser
def test_it_is_a_table_to_who_hears_it(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path) as visit:
        heard = visit.page.locator("#map").aria_snapshot()

        assert heard.startswith('- grid "Learners"')
        assert heard.count("- row ") + heard.count("- row:") == 13
        assert 'columnheader "Total"' in heard
        assert heard.count("gridcell") == 12 * 13
        assert visit.page.locator("#shown").get_attribute("role") == "status"


@browser
@pytest.mark.parametrize("width", [320, 390, 800, 1200])
def test_no_width_scrolls_the_page_sideways(chromium: Chromium, path: Path, width: int) -> None:
    with opened(chromium, path, "open=learner-0002", width=width) as visit:
        visit.page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        visit.assert_no_wider_than_the_window()
        box = visit.page.locator(".panel-inner").bounding_box()
        assert box is not None and box["width"] <= width


@browser
@pytest.mark.parametrize("is_dark", [False, True])
def test_all_text_can_be_read(chromium: Chromium, path: Path, is_dark: bool) -> None:
    with chromium.visit(path, is_dark=is_dark) as visit:
        of(visit, 2).locator("a").click()
        visit.assert_readable()


@browser
def test_no_colour_is_needed(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path, forced_colors="active") as visit:
        cells = [of(visit, number, 6).text_content() for number in (0, 5, 10, 11)]
        assert cells == ["✗ 7.75", "✓", "○", "?"]
        assert of(visit, 2, 6).text_content() == "✎ ✗ 8"
        assert of(visit, 9, 9).text_content() == "–"


@browser
def test_what_is_printed_is_the_table_without_its_controls(chromium: Chromium, path: Path) -> None:
    with opened(chromium, path, "stage=5&is=wrong") as visit:
        visit.page.emulate_media(media="print")

        assert not visit.page.locator("#controls").is_visible()
        assert visit.page.locator(".headline").is_visible()
        assert visit.page.locator("#map .row:visible").count() == 3
        assert (
            visit.page.evaluate(
                "getComputedStyle(document.querySelector('#map .row')).contentVisibility"
            )
            == "visible"
        )


@browser
def test_without_scripts_there_are_the_table_and_its_links(chromium: Chromium, path: Path) -> None:
    with chromium.visit(path, has_scripts=False) as visit:
        assert visit.page.locator("#map .row").count() == 12
        assert not visit.page.locator("#controls").is_visible()
        assert of(visit, 0).locator("a").get_attribute("href") == "feedback/learner-0000.html"
        visit.assert_quiet()


def hostile() -> Made:
    """A class in which every text that anybody writes is one."""
    check = CheckResult(
        name="test_it",
        title=HOSTILE,
        bonus=False,
        points=10.0,
        outcome=Outcome(
            status="failed",
            reason="differs",
            differences=(Difference(HOSTILE, "data", HOSTILE, HOSTILE * 2, "torch"),),
        ),
        program=f"a = '{HOSTILE}'\nb = a",
        output=HOSTILE,
        picture=f"<svg onload='window.ran=1'>{HOSTILE}</svg>",
        diagnosis=[Diagnosis(HOSTILE, HOSTILE)],
        blame=[Blame(HOSTILE, HOSTILE, 1)],
        first_wrong_step=FirstWrongStep("wrong value", HOSTILE, "a", "", 1.0, 2.0, ()),
        counterexample=HOSTILE,
    )
    report = made_report(made_stage(1, check))
    fields = {
        "ids": {HOSTILE: HOSTILE},
        "source": HOSTILE,
        "handed_in_at": HOSTILE,
        "notes": (HOSTILE,),
        "overrides": (Override(0, None, HOSTILE), Override(1, 3.0, HOSTILE)),
    }
    rows = [
        row(HOSTILE, f"name {HOSTILE}", report, **fields),
        row("javascript:alert(1)", "", report),
        row("b", HOSTILE, None, missing=HOSTILE),
    ]
    return Made(rows, {one.learner: Work({}, report) for one in rows[:2]})


@browser
def test_nothing_that_is_written_becomes_markup(chromium: Chromium, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    page = hostile().page(
        HOSTILE,
        flags={HOSTILE: [Flag("alike", HOSTILE, (HOSTILE,))]},
        source_lines=lambda learner, file, line: [(1, HOSTILE)],
    )
    path.write_text(page, encoding="utf-8")

    with opened(chromium, path) as visit:
        for number in range(3):
            visit.page.locator("#map .row > th").nth(number).click(position={"x": 2, "y": 2})
            visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            said = visit.page.locator(".panel").inner_text()
            assert "</script></style><img src=x" in said
            assert "\\u2028\\u202e=cmd|" in said
        assert visit.page.evaluate("window.ran") is None
        assert visit.page.evaluate("document.images.length") == 0
        assert visit.page.evaluate("document.scripts.length") == 2
        visit.page.fill("#q", HOSTILE)
        visit.page.select_option("#misconception", index=1)
        visit.page.reload()
        assert visit.page.evaluate("window.ran") is None
        visit.page.goto("about:blank")
        visit.page.goto(
            f"{path.as_uri()}#open=<img>&sort=<b>&stage=-1&is=constructor&mark=__proto__"
        )
        assert visit.page.locator("#shown").inner_text() == "3 learners"


@browser
def test_a_thousand_learners_fit(chromium: Chromium, works: list[Work], tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    page = made_class(works, 1000).page()
    path.write_text(page, encoding="utf-8")

    assert len(page.encode()) < MOST_BYTES
    with opened(chromium, path) as visit:
        assert visit.page.locator("#shown").inner_text() == "1000 learners"
        visit.page.fill("#q", "0777")
        assert shown(visit) == [777]


def test_a_thousand_who_share_nothing_fit_too() -> None:
    rows, have = [], {}
    for number in range(1000):
        checks = [
            made_check(
                title=f"Check {at}.",
                program=f"x = {number}\n" * 300,
                output=f"{number}\n" * 300,
                points=1.0,
                blame=[Blame("f", f"{number}.py", at)],
            )
            for at in range(10)
        ]
        report = made_report(*(made_stage(stage, *checks) for stage in range(1, 12)))
        rows.append(row(f"learner {number}", "", report, notes=("n" * 5000,) * 50))
        have[rows[-1].learner] = Work({}, report)
    page = Made(rows, have).page(source_lines=lambda *_: [(1, "x" * 9999)] * 99)

    assert len(page.encode()) < MOST_BYTES
    assert any(f"x = {last}\\n" in page for last in range(980, 1000))  # there is room to the end


def test_one_stage_stands_out_where_most_make_their_first_mistake() -> None:
    def failing(stage: int, *diagnosis: str) -> Report:
        named = [Diagnosis(name, "Why.") for name in diagnosis]
        return made_report(
            *(made_stage(n, made_check("passed")) for n in range(1, stage)),
            *(
                made_stage(n, made_check(diagnosis=named if n == stage else []))
                for n in range(stage, 12)
            ),
        )

    reports = [failing(3, "a"), failing(5, "b"), failing(5, "c"), failing(5, "c"), failing(11, "d")]
    rows = [row(str(at), "", report) for at, report in enumerate(reports)]
    held = Misconceptions()
    learners = []
    for one, report in zip(rows, reports):
        held.add(one, report)
        learners.append(learner_of(one, report, POINTS))

    found = standing_out(learners, held)

    assert found is not None and found.held is not None
    assert (found.stage, found.learners, found.held.name, found.alike) == (5, 3, "c", 2)
    assert [one.name for one in held] == ["c", "a", "b", "d"]


def test_where_nothing_was_recognised_the_check_stands_out() -> None:
    report = made_report(made_stage(1, made_check(title="It adds.")))
    one = row("a", "", report)
    held = Misconceptions()
    held.add(one, report)

    found = standing_out([learner_of(one, report, POINTS)], held)

    assert found is not None and found.held is None and found.example is not None
    assert (found.title, found.alike) == ("It adds.", 1)


def test_nothing_stands_out_of_a_class_without_mistakes() -> None:
    report = made_report(made_stage(1, made_check("to do")))
    assert (
        standing_out([learner_of(row("a", "", report), report, POINTS)], Misconceptions()) is None
    )
    assert "Nobody has made a mistake" in Made([row("a", "", report)], {}).page()


def test_it_is_written_with_the_other_faces(tmp_path: Path) -> None:
    with Database(tmp_path / "class.sqlite") as database:
        said = list(write_faces(tmp_path, database))

    assert f"Overview: {tmp_path / 'index.html'}" in said
    assert (tmp_path / "index.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_an_empty_class_has_a_page() -> None:
    assert "0 learners" in Made([], {}).page()


def test_an_own_mark_takes_the_colour_off_but_not_the_sign() -> None:
    report = made_report(made_stage(1, made_check()))
    one = row("a", "", report)
    full = replace(one, overrides=(Override(1, 10.0, ""),))

    assert learner_of(one, report, POINTS).cells[0].step == 4
    assert learner_of(full, report, POINTS).cells[0].step == 0
    assert learner_of(full, report, POINTS).cells[0].status == "wrong"


@pytest.mark.parametrize(
    ("source", "line", "numbers"),
    [
        ('def f():\n    """Doc\n\n    doc"""\n    return 1\n\nx = 1\n', 1, [1, 5]),
        ("def f(): return 1\n", 1, [1]),
        ('def f():\n    """Doc"""\n', 1, [1, 2]),
        ('def f(): """Doc"""; return 1\n', 1, [1]),
        ("x = 1\ny = 2\n", 2, [2, 3]),
        ("def (:\n", 1, [1, 2]),
        ("x = 1\n" * 99, 1, list(range(1, MOST_LINES + 2))),
        ("", 7, []),
        ("x = 1", 2, []),
        ("x\0", 1, [1]),
        ("x = 1", -3, [1]),
    ],
)
def test_lines_at_fault_are_those_of_the_function_without_its_docstring(
    source: str, line: int, numbers: list[int]
) -> None:
    assert [number for number, _ in lines_at(source, line)] == numbers


def test_signs_and_columns_are_those_of_the_class() -> None:
    report = made_report(made_stage(1, made_check("passed")))
    page = Made([row("a", "", report)], {"a": Work({}, report)}).page()

    assert "needs torch" not in page.partition('class="legend"')[2].partition("</ul>")[0]
    assert 'data-sort="late"' not in page
    late = Made([row("a", "", report, is_late=False)], {"a": Work({}, report)}).page()
    assert 'data-sort="late"' in late


def test_many_rows_are_laid_out_as_they_come_in_sight() -> None:
    assert 'class="many"' in Made([row(str(at), "", None) for at in range(MANY + 1)], {}).page()
    assert 'class="many"' not in Made([row(str(at), "", None) for at in range(MANY)], {}).page()


def test_a_program_that_is_run_as_it_stands_is_the_example_rather_than_a_random_one() -> None:
    named = [Diagnosis("a", "Why. And how.")]
    outcome = made_check().outcome
    fixed = made_check(outcome, program="a\nb\nc\n", diagnosis=named)
    random = made_check(outcome, name=OF_MANY, program="a\n", diagnosis=named)
    held = Misconceptions()
    report = made_report(made_stage(5, random, fixed))
    held.add(row("a", "Anna", report), report)

    (one,) = held
    assert one.example == fixed
    assert (one.idea, one.rest, one.who, one.called) == ("Why.", "And how.", "a", "Anna")


def test_the_check_of_random_programs_is_called_what_the_page_takes_it_for() -> None:
    numbers = [stage.number for stage in STAGES if stage.has_random_programs]
    named = [s.number for s in STAGES if OF_MANY in {check.name for check in checks_of(s.number)}]
    assert named == numbers


def test_extra_credit_says_of_how_much_and_whether_it_counts() -> None:
    bonus = made_check("passed", bonus=True, points=2.0)
    report = made_report(made_stage(1, made_check("passed"), bonus))
    made = Made([row("a", "", report)], {"a": Work({}, report)})

    assert "extra credit 2 of 2, not in the total" in made.page()
    assert "2 of them for extra credit" in made.page(extra_counts=True)


def test_each_function_at_fault_shows_its_lines_and_a_whole_file_none() -> None:
    blame = [Blame("f", "value.py", 1), Blame("g", "value.py", 5), Blame("", "nn.py", 1)]
    report = made_report(made_stage(1, made_check(blame=blame)))
    made = Made([row("a", "", report)], {"a": Work({}, report)})
    page = made.page(source_lines=lambda _, file, line: [(line, f"line {line} of {file}")])

    assert "line 1 of value.py" in page
    assert "line 5 of value.py" in page
    assert "line 1 of nn.py" not in page
