"""The SVG: well-formed whatever the labels, nothing overlapping, at home on any page."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helper_draw import Box, Drawing, Graph, draw_dot

any_text = st.text(st.characters(exclude_categories=()), max_size=50)
WIDEST_COLUMN = 0.6023 * 12  # of the common monospace fonts, in pixels at this size


@st.composite
def graphs(draw, cyclic=False):
    count = draw(st.integers(1, 12))
    boxes = []
    for at in range(count):
        highest = count - 1 if cyclic else at - 1
        parents = st.lists(st.integers(0, highest), max_size=3) if highest >= 0 else st.just([])
        boxes.append(
            Box(
                data=draw(st.sampled_from([1.0, -123456.0, float("nan")])),
                grad=draw(st.sampled_from([None, 0.0])),
                label=draw(st.sampled_from(["", "x", "x1*w1 + x2*w2"])),
                op=draw(st.sampled_from(["", "+", "*", "tanh"])),
                parents=tuple(draw(parents)),
                unordered=draw(st.booleans()),
            )
        )
    return Graph(boxes)


def arrows_expected(graph):
    return sum(len(box.parents) + bool(box.op) for box in graph.boxes)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(point, box, slack):
    return box[0] + slack < point[0] < box[2] - slack and box[1] + slack < point[1] < box[3] - slack


@given(any_text, any_text, any_text, any_text)
def test_any_text_gives_well_formed_xml(look, label, op, note, data):
    graph = Graph([Box(data, label=label, op=op, parents=(1,), note=note), Box(1.0, label=label)])
    drawing = Drawing(graph)
    look(drawing.svg)
    drawing.svg.encode()
    drawing.source.encode()
    drawing.text.encode()
    assert len(drawing.text.splitlines()) == 2


def test_labels_are_shown_as_they_are_but_for_what_no_page_may_hold(look):
    labels = ["<script>", "a & b", 'say "x"', "]]>", "a\nb\tc", "\x00\x1b[31m", "\ud800", "x" * 99]
    picture = look(Drawing(Graph([Box(1.0, label=label) for label in labels])).svg)
    shown = ["<script>", "a & b", 'say "x"', "]]>", "a↵b c", "��[31m", "�", "x" * 31 + "…"]
    assert [cells[0] for cells in picture.cells] == shown


@settings(max_examples=50, deadline=None)
@given(graphs(), st.sampled_from(["LR", "TB"]))
def test_shapes_do_not_overlap_and_lie_within_the_picture(look, graph, rankdir):
    picture = look(Drawing(graph, rankdir, fold=False).svg)
    assert len(picture.boxes) == len(graph.boxes)
    assert not [pair for pair in combinations(picture.shapes, 2) if overlap(*pair)]
    width, height = picture.size
    for left, top, right, bottom in picture.shapes:
        assert 0 < left < right < width
        assert 0 < top < bottom < height


@settings(max_examples=50, deadline=None)
@given(st.one_of(graphs(), graphs(cyclic=True)), st.sampled_from(["LR", "TB"]))
def test_every_use_has_one_arrow_with_one_head(look, graph, rankdir):
    picture = look(Drawing(graph, rankdir, fold=False).svg)
    assert len(picture.lines) == len(picture.heads) == arrows_expected(graph)


@pytest.mark.slow("measures every arrow against every shape")
@settings(max_examples=100, deadline=None)
@given(graphs(), st.sampled_from(["LR", "TB"]))
def test_arrows_pass_through_no_shape(look, graph, rankdir):
    picture = look(Drawing(graph, rankdir, fold=False).svg)
    for line in picture.lines:
        for box in picture.boxes:
            assert not [point for point in line if within(point, box, 0.2)]
        for left, top, right, bottom in picture.ovals:
            x, y, rx, ry = (
                (left + right) / 2,
                (top + bottom) / 2,
                (right - left) / 2,
                (bottom - top) / 2,
            )
            assert not [p for p in line if ((p[0] - x) / rx) ** 2 + ((p[1] - y) / ry) ** 2 < 0.95]


@settings(max_examples=50, deadline=None)
@given(graphs())
def test_arrow_heads_touch_a_shape(look, graph):
    picture = look(Drawing(graph, fold=False).svg)
    for tip in picture.heads:
        assert any(
            abs(tip[0] - shape[0]) < 6 and shape[1] <= tip[1] <= shape[3]
            for shape in picture.shapes
        )


@settings(max_examples=50, deadline=None)
@given(graphs())
def test_text_fits_its_box(look, graph):
    picture = look(Drawing(graph, fold=False).svg)
    for (left, _, right, _), cells in zip(picture.boxes, picture.cells):
        assert sum(map(len, cells)) * WIDEST_COLUMN + 8 * len(cells) <= right - left


def test_a_tree_is_drawn_without_crossings(neuron, look):
    lines = look(draw_dot(neuron).svg).lines
    for one, other in combinations(lines, 2):
        if one[0][0] == other[0][0] and one[-1][0] == other[-1][0]:
            assert (one[0][1] < other[0][1]) == (one[-1][1] < other[-1][1])


def test_the_arrow_from_an_operation_to_its_result_is_level(neuron, look):
    picture = look(draw_dot(neuron).svg)
    leaving = [
        line
        for line in picture.lines
        if any(abs(line[0][0] - oval[2]) < 1 for oval in picture.ovals)
    ]
    assert len(leaving) == 5
    assert all(abs(line[0][1] - line[-1][1]) < 1 for line in leaving)


def test_many_values_used_early_and_late_stay_within_bounds(look):
    count = 400
    early = [Box(1.0, label=f"w{at}") for at in range(count)]
    boxes = [*early]
    for at in [*range(count), *range(count)]:
        boxes.append(Box(1.0, op="*", parents=(at, len(boxes) - 1)))
    svg = Drawing(Graph(boxes), fold=False).svg
    assert len(look(svg).lines) == arrows_expected(Graph(boxes))
    assert len(svg) < 3_000_000


def test_drawings_on_one_page_share_no_id_and_no_style(look, lecture, neuron):
    page = [look(draw_dot(root).svg).root for root in (lecture, neuron, lecture)]
    ids = [element.get("id") for root in page for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    sheets = {
        element.text for root in page for element in root.iter() if element.tag.endswith("}style")
    }
    assert len(sheets) == 1  # the same in all, and only of what a picture's class is about
    rules = sheets.pop().removeprefix("@media (prefers-color-scheme:dark){").split("}")
    assert all(rule.startswith(".kata-drawing ") for rule in rules if rule)


def test_it_says_what_it_is_to_those_who_cannot_see_it(lecture, look):
    root = look(draw_dot(lecture).svg).root
    assert root.get("role") == "img"
    assert root[0].tag.endswith("}title")
    assert root[0].text == "Expression graph of L: 7 values"


def test_it_brings_its_own_ground_for_dark_notebooks(lecture, look):
    picture = look(draw_dot(lecture).svg)
    ground = picture.root[1]
    assert (ground.get("fill"), ground.get("rx")) == ("#ffffff", "8")
    assert float(ground.get("width")) >= picture.size[0] - 1


def test_pointing_at_a_box_shows_its_numbers_in_full():
    assert (
        "<title>a, data = 0.1234567, grad = 1e-17</title>"
        in Drawing(Graph([Box(0.1234567, 1e-17, "a")])).svg
    )


def test_no_boxes_is_a_picture_too(look):
    assert look(Drawing(Graph([])).svg).shapes == []
