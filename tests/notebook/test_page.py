"""The page in a notebook: HTML that stays as it is where Jupyter trusts nothing of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from grader import grading
from grader.notebook.page import page
from grader.report.model import Report
from grader.report.told import Line
from grader.submission.notebook import read_notebook
from grader.submission.submission import Submission
from tests.notebook.solved import solved_cells, solved_notebook

WRONG = solved_cells()["stage-1-stubs"].replace("self.grad += out.grad", "self.grad = out.grad", 1)
HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\x1b[31m"
# What JupyterLab 4 lets through of an output that it does not trust, as far as we use it.
KEPT = {"div", "p", "b", "span", "pre", "code", "table", "tbody", "tr", "td", "th", "img"}


class Elements(HTMLParser):
    """The elements of a page, and whether all are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def report_on(cell: str) -> Report:
    one = read_notebook(solved_notebook({"stage-1-stubs": cell}), "kata.ipynb")
    submission = Submission("hw", one.files, cells={"kata.ipynb": one.cells})
    return grading.grade(submission, stages=[1, 4, 5], with_diagnosis=True)


@pytest.fixture(scope="module")
def wrong() -> Report:
    line = "        out = Value(self.data + other.data"
    return report_on(WRONG.replace(line, f"        print({HOSTILE!r})\n{line}"))


@pytest.fixture(scope="module")
def pages(wrong: Report) -> list[str]:
    """Pages on what is wrong, on what is to do, on what fails as it runs, and on hostile words."""
    told = report_on(WRONG)
    stage, check = next((s, c) for s in told.stages for c in s.checks if c.is_wrong)
    check.title = check.program = stage.title = HOSTILE
    broken = f"{solved_cells()['stage-1-stubs']}\nValue.zero = {HOSTILE!r} / 2"
    return [
        page(report, 5, [Line("Note", HOSTILE, (HOSTILE,))], [HOSTILE]).html
        for report in (wrong, told, report_on(broken), report_on("class Value: ..."))
    ]


def test_it_has_nothing_that_an_untrusted_notebook_is_stripped_of(pages: list[str]) -> None:
    for html in pages:
        elements = Elements(html)
        assert elements.open == []
        assert {name for name, _ in elements.found} <= KEPT
        names = {key for _, attributes in elements.found for key in attributes}
        assert names <= {"style", "class", "src", "alt", "aria-hidden"}


def test_whatever_a_learner_wrote_is_text(pages: list[str]) -> None:
    for html in pages:
        assert "&lt;script&gt;" in html
        assert "<script" not in html and "<img src=x" not in html
        assert not re.search("[\u202e\x1b]", html)


def test_pictures_are_images_of_their_own(pages: list[str]) -> None:
    images = [a["src"] or "" for name, a in Elements(pages[0]).found if name == "img"]
    assert len(images) == 1
    assert images[0].startswith("data:image/svg+xml;base64,")


def test_text_is_in_the_colour_of_the_theme_and_grounds_are_but_shades(pages: list[str]) -> None:
    for html in pages:
        styles = {a.get("style") or "" for _, a in Elements(html).found}
        grounds = set(re.findall(r"background(?:-color)?: ([^;]+)", ";".join(styles)))
        assert grounds <= {"transparent", "rgba(128, 128, 128, 0.14)"}
        coloured = {s for s in styles if re.search(r"(?<!-)color:", s)}
        assert all(re.fullmatch(r"color: #[0-9a-f]{6}; font-weight: bold", s) for s in coloured)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear))


def contrast(colour: str, ground: str) -> float:
    dark, light = sorted([luminance(colour), luminance(ground)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["#ffffff", "#111111", "#1e1e1e"])
def test_signs_stand_out_in_light_and_in_dark(pages: list[str], ground: str) -> None:
    signs = set(re.findall(r"color: (#\w{6})", "".join(pages)))
    assert len(signs) == 3
    assert min(contrast(sign, ground) for sign in signs) >= 3.4


def test_it_says_what_the_terminal_says(pages: list[str], wrong: Report) -> None:
    text = re.sub(r"<[^>]+>", "", pages[0])
    check = next(c for s in wrong.stages for c in s.checks if c.is_wrong)
    blame = check.blame[0]
    assert f"Value.__add__ ({blame.cell})" in text
    assert re.fullmatch(r"cell 4, line \d+", str(blame.cell))
    assert "assigns gradients (=)" in text
    assert "← you are here" in text and "You printed" in text
    assert "cell 4 of kata.ipynb fails as it is run" in re.sub(r"<[^>]+>", "", pages[2])
