"""The DOT text, read by the real Graphviz where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helper_draw import Box, Drawing, Graph, draw_dot

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
NASTY = [
    '"',
    "\\",
    "\\\\",
    "{a}",
    "a|b",
    "<p>",
    "\\N",
    "&amp;",
    "&#65;",
    "a\nb",
    "\\n",
    "trail\\",
    "×é日",
]


def written_by_dot(source):
    """All texts of Graphviz' picture; what it says on standard error counts as a failure."""
    done = subprocess.run(
        ["dot", "-Tsvg"], input=source.encode(), capture_output=True, timeout=60, check=True
    )
    assert done.stderr == b""
    root = ElementTree.fromstring(done.stdout)
    return [element.text for element in root.iter() if element.tag.endswith("}text")]


def test_each_shape_and_arrow_has_a_line(lecture):
    source = draw_dot(lecture).source
    assert source.startswith("digraph")
    assert "rankdir=LR" in source
    assert 'label="{ L | data -8.0000 | grad 0.0000 }"' in source
    assert source.count("->") == 9
    assert source.count("shape=oval") == 3


@needs_dot
@pytest.mark.parametrize("nasty", NASTY)
def test_graphviz_writes_a_label_as_it_is(nasty):
    graph = Graph([Box(1.0, label=nasty, op=nasty, parents=(1,)), Box(2.0, note=nasty)])
    texts = written_by_dot(Drawing(graph).source)
    assert texts.count(nasty.replace("\n", "↵")) == 3


@needs_dot
@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=()), min_size=1, max_size=12),
        min_size=20,
        max_size=20,
    )
)
def test_graphviz_reads_any_label(labels):
    graph = Graph([Box(1.0, label=label, op=label) for label in labels])
    assert written_by_dot(Drawing(graph).source).count("data 1.0000") == len(labels)


@needs_dot
def test_graphviz_finds_the_same_cells_as_our_picture(neuron, look):
    drawing = draw_dot(neuron)
    assert sorted(written_by_dot(drawing.source)) == sorted(look(drawing.svg).texts)


@needs_dot
def test_the_graphviz_engine_gives_an_element_for_a_page(lecture):
    svg = draw_dot(lecture, engine="graphviz").svg
    root = ElementTree.fromstring(svg)
    assert svg.startswith("<svg")
    assert root.get("role") == "img"
    assert not [element for element in root.iter() if element.get("id")]
    assert "data -8.0000" in {element.text for element in root.iter()}


def test_without_graphviz_the_remedy_is_named_in_one_line(lecture, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError, match="install Graphviz") as refusal:
        draw_dot(lecture, engine="graphviz")
    assert "\n" not in str(refusal.value)
    assert "<svg" in draw_dot(lecture).svg


def test_a_graphviz_that_fails_is_one_line(lecture, monkeypatch, tmp_path):
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\necho 'no\nlibraries' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(RuntimeError, match=r"dot failed .*no libraries") as refusal:
        draw_dot(lecture, engine="graphviz")
    assert "\n" not in str(refusal.value)
