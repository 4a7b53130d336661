"""The report as a page: it says what the terminal says, and all that is not right in full."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.curriculum import STAGES
from grader.report import words
from grader.report.faces import FACES
from grader.report.html.as_html import to_html
from grader.report.model import Blame, CheckResult, Diagnosis, Report, ToWrite
from grader.report.outcome import Outcome
from grader.report.wrong_step import FirstWrongStep
from grader.trace import Difference, Frame, Raised
from tests.browser import Chromium
from tests.made_reports import NOT_RUN, OUTCOMES, made_check, made_report, made_stage
from tests.report.test_escaping import INJECTED, hostile_check, hostile_report

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="40"></svg>'
WAITS = Outcome(
    status="error",
    reason="waits",
    file="exercises/value.py",
    raised=Raised("SyntaxError", "'(' was never closed", column=5),
    frame=Frame("exercises/value.py", 3, "<module>", "x = ("),
)
EXPLAINED = made_check(
    title="a value used twice",
    program="from value import Value\na = Value(3.0)\n",
    output="one\ntwo <b>\n",
    picture=SVG,
    diagnosis=[Diagnosis("assigned", "Your `+` assigns gradients.")],
    blame=[Blame("Value.__add__", "exercises/value.py", 62)],
    first_wrong_step=FirstWrongStep("overwritten", "`b` gave `a` 2.0", "b", "a", 1, 2, (1,)),
)
MARKUP = "</span></style></script><script>alert(1)</script><img src=x onerror=alert(1)>"


class Read(HTMLParser):
    """A page as it is read: its elements in order, and the text, each with what it stands in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page.partition("<body>")[2])
        self.text = " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


def read(*checks: CheckResult) -> Read:
    return Read(to_html(made_report(made_stage(1, *checks))))


def of_all_kinds() -> Report:
    """A report with a check of each status, in the order of the stages, and hostile texts."""
    stages = [
        made_stage(number, made_check(status, title=f"{status} {MARKUP}", output=MARKUP))
        for number, status in enumerate(OUTCOMES, 1)
    ]
    waiting = made_stage(9, made_check(NOT_RUN), made_check(WAITS))
    return made_report(*stages, waiting, made_stage(10, EXPLAINED, EXPLAINED))


def test_it_is_a_face_of_its_own_file() -> None:
    report = made_report(made_stage(1, EXPLAINED))

    assert FACES["html"].file == "report.html"
    assert FACES["html"].render(report) == to_html(report)


def test_the_check_to_look_at_first_is_told_as_on_the_terminal() -> None:
    text = read(EXPLAINED).text

    for said in [
        "not right: a value used twice",
        "a = Value(3.0)",
        "yours torch a.data 1.0 ✗ 2.0",
        "First wrong b gave a 2.0",
        "Looks like Your + assigns gradients.",
        "The fault is in Value.__add__ (value.py:62)",
        "You printed one two <b>",
    ]:
        assert said in text


def test_every_check_that_is_not_right_is_there_in_full_but_folded() -> None:
    other = made_check("error", title="another", program="b = Value(2.0)\n")
    page = to_html(made_report(made_stage(1, EXPLAINED), made_stage(2, other)))

    folded = re.findall(r"<details>.*?</details>", page, re.DOTALL)
    (full,) = [part for part in folded if "another" in part]
    assert "b = Value(2.0)" in full
    assert words.what(other.outcome) in Read(f"<body>{full}").text
    assert page.count("First wrong") == 1  # that is above, and not said again


def test_what_is_right_is_a_short_list() -> None:
    page = read(made_check("passed", title="It adds."), made_check("passed"), EXPLAINED)

    assert "Right: 2 checks" in page.text
    assert "It adds. ✓" in page.text  # the stage has points, and not each line


def test_what_was_not_put_is_never_marked_wrong() -> None:
    page = to_html(
        made_report(made_stage(1, made_check(NOT_RUN)), made_stage(2, made_check(WAITS)))
    )
    signs = re.findall(r'class="sign (\w+)" aria-hidden="true">(.)', page)

    assert "Not run: 1 check" in Read(page).text
    assert "Waits: 1 check" in Read(page).text
    blocked, *others = [sign for sign in signs if sign[0] == "wrong"]
    assert blocked == ("wrong", "✗")  # the file that all wait for
    assert others == []


def test_a_file_that_cannot_be_imported_comes_first() -> None:
    text = read(made_check(WAITS), made_check(WAITS)).text

    assert "✗ exercises/value.py cannot be imported" in text
    assert "3 │ x = ( ^" in text
    assert "Next correct line 3 of exercises/value.py; 2 checks wait for it" in text


def test_what_is_to_write_is_named_with_its_place() -> None:
    stage = made_stage(1, made_check("to do"))
    stage.to_write = [ToWrite("Value.__add__", "its op", "exercises/value.py", 30)]

    text = Read(to_html(made_report(stage))).text

    assert "Value.__add__: its op exercises/value.py:30" in text


def test_all_is_right() -> None:
    report = made_report(*(made_stage(n, made_check("passed")) for n in range(1, 12)))

    text = Read(to_html(report)).text
    assert "All 11 stages are right." in text
    assert f"{STAGES[-1].meaning} Try it now from nn import MLP" in text


def signs(page: str) -> list[tuple[str, str]]:
    return re.findall(r'class="sign (\w+)" aria-hidden="true">(.)', page)


def test_extra_credit_that_is_not_earned_is_open_and_never_wrong() -> None:
    bonus = made_check(bonus=True, points=1.0, title="Extra credit: more")
    page = to_html(made_report(made_stage(1, made_check("passed"), bonus)))

    assert "Not earned: 1 check" in Read(page).text
    assert ("wrong", "✗") not in signs(page.partition("Every check")[2].partition("<table")[0])


def test_what_may_follow_from_the_first_stage_that_is_wrong_is_said_and_softer() -> None:
    other, alone = made_check("error", title="another"), made_check(title="by hand")
    stages = [made_stage(1, EXPLAINED), made_stage(2, other), made_stage(3, alone)]
    page = to_html(made_report(*stages))
    _, follows, stands_alone = page.partition("Every check")[2].split("<section")[1:]

    assert "Correct stage 1 first , in Value.__add__ (value.py:62): this" in Read(page).text
    assert "what is not right here may follow from it" in follows
    assert signs(follows)[:2] == [("follows", "✗"), ("follows", "✗")]
    assert "may follow" not in stands_alone  # stage 3 uses nothing of the others
    assert "2 Memory 0/10 may follow from stage 1" in Read(page).text


def test_a_later_fault_that_is_known_to_be_its_own_follows_from_nothing() -> None:
    own = made_check(blame=[Blame("Value.__mul__", "exercises/value.py", 80)])

    page = to_html(made_report(made_stage(1, EXPLAINED), made_stage(2, own)))

    assert "may follow" not in page


def test_checks_of_a_stage_that_have_the_same_fault_are_told_together() -> None:
    own = made_check(blame=[Blame("Value.__mul__", "exercises/value.py", 80)], title="apart")
    same = [replace(EXPLAINED, title=f"same {at}") for at in range(3)]

    text = read(EXPLAINED, own, *same).text

    assert "The same fault: 3 more checks" in text
    assert "apart (in Value.__mul__)" in text


def test_the_head_names_the_file_of_the_fault() -> None:
    text = Read(to_html(made_report(made_stage(5, EXPLAINED)))).text

    assert "Look here first: Stage 5 · Topological sort · value.py" in text


def test_why_checks_are_open_is_said_once_and_in_a_sentence() -> None:
    text = read(*[made_check("to do", title=f"check {at}") for at in range(3)]).text

    assert text.count("needs Value.__add__, which is not written yet (stage 1)") == 1
    assert "Each of these needs" in text


def test_a_stage_that_is_to_do_and_has_points_says_why() -> None:
    text = read(made_check("passed"), made_check("to do")).text

    assert "1 check is right with what is written so far." in text
    assert "so far" not in read(made_check("to do")).text


def test_a_stub_of_another_stage_is_named_with_it() -> None:
    stage = made_stage(4, made_check("to do"))
    stage.to_write = [ToWrite("topological_sort", "", "topological_sort.py", 4)]

    assert "topological_sort.py:4 : stage 5 asks for it" in Read(to_html(made_report(stage))).text


@pytest.mark.parametrize("right", [True, False])
def test_extra_credit_is_told_once_it_is_earned_or_all_else_is_right(right: bool) -> None:
    bonus = made_check("to do", bonus=True, points=2.0, title="Extra credit: more")
    text = read(made_check("passed" if right else "to do"), bonus).text

    assert ("Extra credit: 0 of 2, beside the 10" in text) == right
    assert ("still open, if you like ○ more (stage 1)" in text) == right


def test_another_seed_is_told() -> None:
    report = made_report(made_stage(1, EXPLAINED))
    report.seed = 17

    assert "Graded with seed 17" in Read(to_html(report)).text
    report.seed = 0
    assert "seed" not in Read(to_html(report)).text


def test_the_picture_is_an_image_that_can_do_nothing() -> None:
    page = read(EXPLAINED)

    (image,) = page.named("img")
    kind, _, content = str(image["src"]).partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(content).decode() == SVG
    assert image["alt"] == "The graph of this program's values. `b` gave `a` 2.0"


@pytest.mark.parametrize(("width", "can_grow"), [("100", False), ("400.5", True), ("1000", True)])
def test_a_picture_that_a_phone_makes_smaller_can_be_seen_large(width: str, can_grow: bool) -> None:
    page = read(made_check(picture=SVG.replace("2000", width)))

    assert ("Show it larger" in page.text) == can_grow


def test_a_picture_that_is_no_text_is_an_image_all_the_same() -> None:
    assert read(made_check(picture="<svg>\ud800")).named("img")


def test_headings_are_in_order_and_the_landmarks_are_there() -> None:
    page = Read(to_html(of_all_kinds()))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for name in ("header", "nav", "main"):
        assert len(page.named(name)) == 1


def test_every_way_on_the_page_leads_somewhere_and_ids_are_unique() -> None:
    page = Read(to_html(of_all_kinds()))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]

    assert len(ids) == len(set(ids))
    assert {str(a["href"]).removeprefix("#") for a in page.named("a")} <= set(map(str, ids))
    labels = {a["aria-labelledby"] for _, a in page.elements if "aria-labelledby" in a}
    assert labels <= set(ids)


def test_markup_in_any_text_of_a_report_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.report.test_escaping.HOSTILE", f"{MARKUP}\x1b\u202e\ud800{INJECTED}")
    checks = [hostile_check(key, "chain_rule") for key in words.WORDS]

    page = Read(to_html(hostile_report(*checks)))

    assert MARKUP in page.text
    assert INJECTED in page.text
    assert page.named("script") == []
    assert all(str(image["src"]).startswith("data:") for image in page.named("img"))
    assert not [a for _, a in page.elements for name in a if name.startswith("on")]


def test_values_are_shown_apart() -> None:
    row = Difference("a", "data", 1.00000001, 1.00000002, "torch")
    check = made_check(Outcome(status="failed", reason="differs", differences=(row,)))

    assert "1.00000001 ✗ 1.00000002" in read(check).text


# In a real browser


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(to_html(of_all_kinds()), encoding="utf-8")
    return path


@pytest.mark.slow("starts a browser")
@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("width", [320, 390, 1200])
def test_it_is_quiet_and_readable(
    chromium: Chromium, page: Path, width: int, is_dark: bool
) -> None:
    with chromium.visit(page, width=width, is_dark=is_dark) as visit:
        visit.assert_readable()
        visit.assert_no_wider_than_the_window()
        visit.assert_quiet()
        assert visit.page.evaluate("document.scripts.length") == 0


@pytest.mark.slow("starts a browser")
def test_hostile_text_is_quiet_and_no_wider_than_the_window(
    chromium: Chromium, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = f"{MARKUP}{'x' * 3000}\x1b\u202e\ud800{INJECTED}"
    monkeypatch.setattr("tests.report.test_escaping.HOSTILE", hostile)
    path = tmp_path / "report.html"
    checks = [hostile_check(key, "chain_rule") for key in words.WORDS]
    path.write_text(to_html(hostile_report(*checks)), encoding="utf-8")

    with chromium.visit(path, width=320) as visit:
        visit.assert_readable()
        visit.assert_no_wider_than_the_window()
        visit.assert_quiet()
        assert visit.page.evaluate("document.scripts.length") == 0


@pytest.mark.slow("starts a browser")
def test_without_scripts_and_by_keyboard_it_unfolds(chromium: Chromium, page: Path) -> None:
    with chromium.visit(page, has_scripts=False) as visit:
        folded = visit.page.locator("details").first
        folded.locator("summary").focus()
        visit.page.keyboard.press("Enter")

        assert folded.get_attribute("open") is not None
        visit.page.keyboard.press("Tab")
        assert visit.page.locator(":focus-visible").count() == 1
        visit.assert_quiet()


@pytest.mark.slow("starts a browser")
@pytest.mark.parametrize("width", [390, 1000, 1400])
def test_a_picture_is_whole_and_as_large_as_it_is_when_asked_for(
    chromium: Chromium, tmp_path: Path, width: int
) -> None:
    path = tmp_path / "report.html"
    picture = SVG.replace('width="2000" height="40"', 'width="1000" height="40"')
    path.write_text(to_html(made_report(made_stage(1, made_check(picture=picture)))), "utf-8")

    with chromium.visit(path, width=width) as visit:
        image, box = visit.page.locator("img"), visit.page.locator(".picture .wide")
        shown = "(e) => [e.getBoundingClientRect().width, e.scrollWidth - e.clientWidth]"
        assert box.evaluate(shown)[1] == 0
        visit.page.locator(".picture > summary").click()

        assert image.evaluate(shown)[0] == 1000
        assert (box.evaluate(shown)[1] > 0) == (width < 1040)
        assert visit.page.locator(".swipe").is_visible() == (width < 1040)
        visit.assert_no_wider_than_the_window()


@pytest.mark.slow("starts a browser")
def test_what_to_look_at_first_is_above_the_map_on_a_phone_and_beside_it_elsewhere(
    chromium: Chromium, page: Path
) -> None:
    for width in (390, 1200):
        with chromium.visit(page, width=width) as visit:
            first, nav = (visit.page.locator(name).bounding_box() for name in (".first", "nav"))
            assert first and nav
            assert (first["y"] + first["height"] <= nav["y"]) == (width == 390)


@pytest.mark.slow("starts a browser")
def test_on_paper_what_is_not_right_is_there_unfolded(chromium: Chromium, page: Path) -> None:
    with chromium.visit(page) as visit:
        inner = visit.page.locator("details:not(.list) .check").first
        assert not inner.is_visible()

        visit.page.emulate_media(media="print", color_scheme="dark")

        assert inner.evaluate("(e) => e.getBoundingClientRect().height") > 0
        ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(255, 255, 255)"
