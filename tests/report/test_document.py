"""The frame of every page: nothing that a learner wrote becomes markup, runs or styles."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.html.document import document
from grader.report.html.markup import code, data_block, element, joined
from tests.browser import Chromium

MARKUP = "</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>'\"&amp;"
CONTROLS = "\x00\x1b[31m\x07\r\u202e\x9b2J\x7f\U000e0001\ud800\ufeff"


class Elements(HTMLParser):
    """The names of the elements of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(codec=None)))
def test_a_text_is_read_back_as_it_was_or_with_what_is_not_printable_spelled_out(text: str) -> None:
    found = Elements(element("p", text).html)

    assert found.names == ["p"]
    assert found.text.isprintable()
    assert not text.isprintable() or found.text == text


@given(st.text(st.characters(codec=None)))
def test_a_text_stays_in_its_attribute(text: str) -> None:
    seen: list[list[tuple[str, str | None]]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: seen.append(attrs)  # type: ignore[method-assign]

    parser.feed(element("p", title=text).html)

    ((pair,),) = seen
    assert pair[0] == "title"
    assert not text.isprintable() or pair[1] == text


@given(st.text(st.characters(codec=None)))
def test_code_has_an_element_for_each_line_of_it(text: str) -> None:
    names = Elements(code(text).html).names

    assert names == ["pre", "code", *["span"] * (text.rstrip("\n").count("\n") + 1)]


def test_what_is_markup_already_is_not_escaped_again() -> None:
    inner = element("b", "a < b")

    assert joined([inner, " & c"]).html == "<b>a &lt; b</b> &amp; c"


@given(st.text(st.characters(codec=None)))
def test_data_in_a_page_cannot_end_its_element(text: str) -> None:
    block = data_block("rows", {"name": text}).html

    inner = block.removeprefix('<script type="application/json" id="rows">')
    inner = inner.removesuffix("</script>")
    assert not set("<>&") & set(inner)
    assert json.loads(inner) == {"name": text}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("onclick", "alert(1)"),
        ("style", "color: red"),
        ("href", "javascript:alert(1)"),
        ("href", " JavaScript:alert(1)"),
        ("href", "https://example.org/"),
        ("href", "//example.org/"),
        ("href", "/\\example.org/"),
        ("src", "data:text/html,x"),
    ],
)
def test_an_attribute_that_runs_styles_or_leads_away_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        element("a", **{name: value})


@pytest.mark.parametrize("address", ["#stage-1", "feedback/anna.html", "data:image/svg+xml,x"])
def test_an_address_on_or_beside_the_page_is_taken(address: str) -> None:
    assert address in element("a", href=address).html


@pytest.mark.parametrize("text", ["</style>", "</STYLE x", "<!-- "])
def test_a_style_that_would_end_early_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="style"):
        document("A page", "", style=text)


@pytest.mark.slow("starts a browser")
def test_style_and_script_of_ours_hold_and_what_is_injected_does_not(
    chromium: Chromium, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    body = element("main", element("h1", MARKUP + CONTROLS), code(MARKUP), title=MARKUP)
    script = "document.body.dataset.ran = 'yes';"
    path.write_text(document(MARKUP, body, style="h1 { color: #010203; }", script=script))

    with chromium.visit(path) as visit:
        visit.assert_quiet()
        assert visit.page.evaluate("document.body.dataset.ran") == "yes"
        assert visit.page.evaluate("document.scripts.length") == 1
        assert visit.page.evaluate("document.images.length") == 0
        colour = "getComputedStyle(document.querySelector('h1')).color"
        assert visit.page.evaluate(colour) == "rgb(1, 2, 3)"


@pytest.mark.slow("starts a browser")
def test_the_policy_stops_what_an_escape_that_is_missing_would_let_in(
    chromium: Chromium, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    injected = (
        "<script>document.title = 'ran'</script>"
        "<img src=x onerror=\"document.title = 'ran'\">"
        "<p id=p style='color: #010203'>p</p>"
        "<iframe src='https://example.org/'></iframe>"
    )
    page = document("Still", element("p", "HERE"))
    path.write_text(page.replace("<p>HERE</p>", injected))

    with chromium.visit(path) as visit:
        assert visit.page.title() == "Still"
        assert visit.said
        assert visit.page.evaluate("getComputedStyle(p).color") != "rgb(1, 2, 3)"
        assert not [url for url in visit.asked if url.startswith("http")]
