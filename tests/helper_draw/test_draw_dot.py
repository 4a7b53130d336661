"""draw_dot on live objects: what the lecture shows, and whatever a learner may pass."""

from __future__ import annotations

import sys

import pytest

from helper_draw import draw_dot


def boxes(root, **options):
    return draw_dot(root, **options).graph.boxes


def test_the_lectures_expression_is_shown_with_four_decimals(lecture, look):
    lecture.grad = 1
    picture = look(draw_dot(lecture).svg)
    assert ["L", "data -8.0000", "grad 1.0000"] in picture.cells
    assert ["c", "data 10.0000", "grad 0.0000"] in picture.cells
    assert len(picture.boxes) == 7
    assert sorted(set(picture.texts) - {cell for cells in picture.cells for cell in cells}) == [
        "*",
        "+",
    ]
    assert len(picture.ovals) == 3
    assert len(picture.lines) == len(picture.heads) == 3 * 2 + 3


def test_operands_stand_left_of_their_result_or_above_it(neuron, look):
    sideways, upright = look(draw_dot(neuron).svg), look(draw_dot(neuron, rankdir="TB").svg)

    def spot(picture, name):
        return picture.boxes[[cells[0] for cells in picture.cells].index(name)]

    assert spot(sideways, "x1")[2] < spot(sideways, "n")[0] < spot(sideways, "o")[0]
    assert spot(upright, "x1")[3] < spot(upright, "n")[1] < spot(upright, "o")[1]


def test_the_lectures_signature_is_accepted(lecture):
    assert (
        draw_dot(lecture, "svg", "TB").source
        == draw_dot(lecture, format="svg", rankdir="TB").source
    )
    assert "rankdir=TB" in draw_dot(lecture, "svg", "TB").source


@pytest.mark.parametrize("wrong", [{"format": "png"}, {"rankdir": "RL"}, {"engine": "neato"}])
def test_an_unknown_option_is_named(lecture, wrong):
    with pytest.raises(ValueError, match=next(iter(wrong.values()))):
        draw_dot(lecture, **wrong)


def test_cells_are_left_out_where_there_is_no_grad_and_no_label(value, look):
    a = value(1.0)
    del a.grad, a.label
    assert look(draw_dot(a).svg).cells == [["data 1.0000"]]


def test_a_stage_one_value_is_a_single_box(look):
    class Bare:
        def __init__(self, data):
            self.data = data

    picture = look(draw_dot(Bare(3)).svg)
    assert (picture.cells, picture.lines) == ([["data 3.0000"]], [])


@pytest.mark.parametrize("op", ["", None, "missing"])
def test_operands_without_an_operation_point_at_their_result(value, look, op):
    a, b = value(1.0), value(2.0)
    c = value(3.0, (a, b), op)
    if op == "missing":
        del c._op
    picture = look(draw_dot(c).svg)
    assert (len(picture.ovals), len(picture.lines)) == (0, 2)


def test_an_operation_without_operands_shows_that_they_are_not_remembered(value, look):
    picture = look(draw_dot(value(3.0, (), "+")).svg)
    assert (len(picture.boxes), len(picture.ovals), len(picture.lines)) == (1, 1, 1)


@pytest.mark.parametrize("container", [tuple, list])
def test_a_value_used_twice_has_two_visibly_separate_arrows(value, look, container):
    a = value(3.0)
    picture = look(draw_dot(value(6.0, (a, a), "+", container=container)).svg)
    into_oval = [line for line in picture.lines if line[-1][0] < picture.ovals[0][0] + 15]
    assert len(into_oval) == 2
    middles = [line[len(line) // 2][1] for line in into_oval]
    assert abs(middles[0] - middles[1]) > 12  # ten of which are at their ends already
    assert "×2" not in picture.texts


@pytest.mark.parametrize("container", [set, frozenset])
def test_a_set_that_hides_the_second_use_is_marked(value, look, container):
    a = value(3.0)
    picture = look(draw_dot(value(6.0, (a, a), "+", container=container)).svg)
    assert len(picture.lines) == 2
    assert picture.texts.count("×2") == 1


def test_one_operand_of_tanh_or_in_a_tuple_is_not_marked(value):
    a = value(3.0)
    assert "×2" not in draw_dot(value(1.0, {a}, "tanh", container=set)).svg
    assert "×2" not in draw_dot(value(6.0, (a,), "+")).svg


def test_a_set_is_drawn_in_the_same_order_every_time(value):
    def picture(padding):
        keep = [object() for _ in range(padding)]  # so that addresses differ
        leaves = [value(float(at), label=f"x{at}") for at in range(8)]
        keep.append(leaves)
        return draw_dot(value(0.0, leaves, "+", container=set)).svg

    assert len({picture(padding) for padding in range(0, 400, 23)}) == 1


def test_the_objects_own_equality_hash_and_repr_are_never_called(value):
    class Proud(value):
        def __eq__(self, other):
            raise AssertionError("__eq__ was called")

        def __hash__(self):
            raise AssertionError("__hash__ was called")

        def __repr__(self):
            raise AssertionError("__repr__ was called")

        __bool__ = __len__ = __str__ = __lt__ = __repr__

    a, b = Proud(1.0), Proud(Proud(2.0))
    drawing = draw_dot(Proud(3.0, (a, b, a), "+", container=list))
    assert len(drawing.graph.boxes) == 3
    assert "data <Proud>" in drawing.text


class Raises:
    @property
    def data(self):
        return 1 / 0

    grad = label = _op = _prev = data

    def __float__(self):
        raise RuntimeError("no number")


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (2, "2.0000"),
        (-0.125, "-0.1250"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (123456789.5, "123456789.5000"),
        (1e300, "1.0000e+300"),
        (10**400, "an int of 1329 bits"),
        (True, "True"),
        (None, "None"),
        ("2.0", "'2.0'"),
        (b"2", "<bytes>"),
        ([1.0], "<list>"),
        (1 + 2j, "<complex>"),
        (Raises(), "<Raises>"),
    ],
)
def test_data_and_grad_of_any_kind_are_shown(value, look, data, shown):
    a = value(data)
    a.grad = data
    assert look(draw_dot(a).svg).cells == [[f"data {shown}", f"grad {shown}"]]


def test_numpy_numbers_are_numbers(value):
    numpy = pytest.importorskip("numpy")
    for number in (numpy.float32(0.5), numpy.int64(1), numpy.array(0.25), numpy.array([0.75])):
        assert f"data {float(number.item()):.4f}" in draw_dot(value(number)).svg
    assert "data <ndarray>" in draw_dot(value(numpy.zeros(3))).text


def test_an_attribute_that_raises_is_shown_as_such(look):
    assert look(draw_dot(Raises()).svg).cells == [
        ["data raises ZeroDivisionError", "grad raises ZeroDivisionError"]
    ]


def test_whatever_objects_do_there_is_a_picture(value, look, monkeypatch):
    monkeypatch.setattr("helper_draw.walk.MOST_BOXES", 500)

    class Named(type):
        @property
        def __name__(cls):
            raise RuntimeError("no name")

    class Leaves(metaclass=Named):
        @property
        def data(self):
            raise SystemExit(3)

        def __repr__(self):
            while True:
                pass

    class Anything:
        def __getattr__(self, name):
            return Anything()

    root = value(1.0, (Leaves(), value(Leaves(), label="<svg onload=1>" * 99)), "+")
    cells = look(draw_dot(root).svg).cells
    assert ["data raises SystemExit"] in cells
    assert len(look(draw_dot(Anything()).svg).boxes) <= 60


@pytest.mark.parametrize("prev", [None, 5, "ab", iter([1]), {1: 2}])
def test_what_is_no_container_of_operands_is_no_operand(value, prev):
    a = value(1.0)
    a._prev = prev
    assert len(boxes(a)) == 1


def test_a_missing_comma_and_a_bare_number_among_the_operands_are_drawn(value):
    a, b = value(1.0), value(2.0, label="b")
    a._prev = b
    assert [box.label for box in boxes(a)] == ["", "b"]
    a._prev = (b, 2.0, 2.0)
    assert [box.data for box in boxes(a)] == [1.0, 2.0, 2.0, 2.0]


@pytest.mark.parametrize(
    "root", [None, 2.0, [1], "L", object(), Raises], ids=lambda root: type(root).__name__
)
def test_what_is_no_value_is_refused_in_one_line(root):
    if root is Raises:
        root = type("Value", (), {})
    with pytest.raises(TypeError, match=r"^draw_dot: got .*no `data`; pass ") as refusal:
        draw_dot(root)
    assert "\n" not in str(refusal.value)


def test_a_numpy_number_is_no_value():
    numpy = pytest.importorskip("numpy")
    with pytest.raises(TypeError, match="float64"):
        draw_dot(numpy.float64(2.0))


def test_a_cycle_is_drawn_with_an_arrow_back(value, look):
    a = value(1.0, label="a")
    b = a + a
    a._prev, a._op = (b,), "*"
    picture = look(draw_dot(b).svg)
    assert len(picture.lines) == 5
    # An arrow of its own runs against the others.
    assert sum(line[-1][0] < line[0][0] for line in picture.lines) == 1
    assert "shown above" in str(draw_dot(b))


def test_a_value_that_is_its_own_operand_is_drawn_with_a_loop(value, look):
    a = value(1.0)
    a._prev = (a,)
    picture = look(draw_dot(a).svg)
    assert len(picture.lines) == 1
    assert min(y for _, y in picture.lines[0]) >= 0


@pytest.mark.slow("lays out 10,000 nodes")
def test_a_chain_of_ten_thousand_is_drawn_in_full(value):
    assert sys.getrecursionlimit() < 10_000
    x = value(0.0)
    for _ in range(10_000):
        x = value(x.data + 1, (x,), "+")
    drawing = draw_dot(x, fold=False)
    assert drawing.svg.count("<rect") == 10_001 + 1  # and the ground
    assert drawing.svg.count("<ellipse") == 10_000
    assert drawing.svg.count('class="line"') == 20_000 + 10_001  # one in each box
    assert drawing.source.count("->") == 20_000
    assert len(str(drawing)) < 1_000_000


def test_operands_made_anew_at_every_look_come_to_an_end(monkeypatch):
    class Endless:
        data = 1.0

        @property
        def _prev(self):
            return (Endless(), Endless())

    monkeypatch.setattr("helper_draw.walk.MOST_BOXES", 50)
    assert 50 <= len(boxes(Endless())) <= 53


def test_notes_and_highlights_belong_to_the_nodes_named_by_id(lecture, look):
    d = lecture._prev[0]
    drawing = draw_dot(lecture, notes={id(d): "expected 2.0"}, highlight={id(d)})
    picture = look(drawing.svg)
    assert [cells for cells in picture.cells if "expected 2.0" in cells] == [
        ["d", "data 4.0000", "grad 0.0000", "expected 2.0"]
    ]
    assert drawing.svg.count('stroke-width="2.5"') == drawing.source.count("color=red") == 1
    assert [box.highlighted for box in drawing.graph.boxes].count(True) == 1
