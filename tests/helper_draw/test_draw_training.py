"""Pictures of a training: the curve, the boundary, the words, and what cannot be drawn."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from helper_draw import Boundaries, training
from helper_draw.trained import words
from helper_draw.trained.boundaries import ACROSS, Kept
from helper_draw.trained.contours import open_lines, rings
from helper_draw.trained.curve import whole_steps
from helper_draw.trained.scale import Scale

POINTS = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
LABELS = [-1.0, 1.0, -1.0, 1.0]


class Value:
    def __init__(self, data):
        self.data = data


def kept(right, epoch=10, holes=0):
    return Kept(epoch, (), tuple(right), holes)


def is_within(found, x, y):
    """Whether a point is within the outlines, by the rule "evenodd"."""
    crossed = 0
    for ring in found:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossed += 1
    return crossed % 2 == 1


# Outlines


@pytest.mark.parametrize("seed", range(20))
def test_outlines_enclose_what_is_as_high_and_nothing_else(seed):
    numbers = random.Random(seed)
    rows = [[numbers.uniform(-1, 1) for _ in range(9)] for _ in range(7)]

    found = rings(rows, 0.1)

    for r in range(1, 6):  # those on the rim lie on the outline
        for c in range(1, 8):
            assert is_within(found, c, r) == (rows[r][c] >= 0.1)


def test_where_all_is_high_the_outline_is_the_rim():
    (ring,) = rings([[1.0] * 3] * 2, 0.0)
    assert {(round(x, 6), round(y, 6)) for x, y in ring} == {(0, 0), (0, 1), (2, 0), (2, 1)}


def test_where_nothing_is_high_there_is_no_outline():
    assert rings([[-1.0] * 3] * 3, 0.0) == []


def test_a_boundary_is_where_numbers_cross_the_level_and_not_the_rim():
    rows = [[-1.0, 1.0, 3.0]] * 3

    (line,) = open_lines(rings(rows, 0.0), 3, 3)

    assert [x for x, _ in line] == pytest.approx([0.5, 0.5])
    assert sorted(y for _, y in line) == pytest.approx([0, 2])


# Boundaries


@pytest.mark.parametrize("labels", [[-1, 1, -1, 1], [0.0, 1.0, 0.0, 1.0], [Value(3), 7, 3, 7]])
def test_a_boundary_lies_half_way_between_the_labels(labels):
    low, high = 3 if isinstance(labels[0], Value) else labels[0], labels[1]

    seen = Boundaries(POINTS, labels).keep(5, lambda x: Value(low + (high - low) * x[0]))

    (found,) = seen.kept
    assert (found.epoch, found.right, found.holes) == (5, (True,) * 4, 0)
    assert found.rows[0][0] == -1 and found.rows[0][-1] == 1  # cut off beyond the labels
    assert abs(found.rows[0][ACROSS // 2 - 1] + found.rows[0][ACROSS // 2]) < 1e-9


def test_the_top_of_the_map_is_where_y_is_largest():
    found = Boundaries(POINTS, LABELS).keep(0, lambda x: x[1]).kept[0]
    assert found.rows[0][0] > found.rows[-1][0]


def test_a_list_of_one_is_an_answer_too():
    assert Boundaries(POINTS, LABELS).keep(0, lambda x: [x[0] - 0.5]).kept[0].right == (True,) * 4


def test_what_is_no_finite_number_counts_as_undecided_and_is_told():
    seen = Boundaries(POINTS, LABELS).keep(0, lambda x: math.nan if x[0] < 0.5 else 10**400)
    (found,) = seen.kept
    assert found.holes == ACROSS * ACROSS
    assert "1600 answers were no finite number" in words.at_epoch(found, [])


def test_a_model_is_asked_when_it_is_kept_and_not_later():
    weight = [1.0]
    seen = Boundaries(POINTS, LABELS).keep(0, lambda x: weight[0] * (x[0] - 0.5))
    weight[0] = -1.0
    seen.keep(1, lambda x: weight[0] * (x[0] - 0.5))
    assert [all(each.right) for each in seen.kept] == [True, False]


def raises(x):
    raise KeyError("hidden\nlines")


@pytest.mark.parametrize(
    ("make", "kind", "said"),
    [
        (lambda: training(5), TypeError, "losses: expected a list of numbers, got an int"),
        (lambda: training([1.0, "2"]), TypeError, "losses[1]: expected a number or a Value"),
        (lambda: training([1.0], torch=[None]), TypeError, "torch[0]: expected a number"),
        (lambda: training([1.0], theme="blue"), ValueError, "theme is 'blue'"),
        (lambda: training([1.0], boundaries=max), ValueError, "training(losses, xs, ys, model)"),
        (lambda: Boundaries(3, LABELS), TypeError, "xs: expected a list of points"),
        (lambda: Boundaries([[1, 2, 3]] * 4, LABELS), ValueError, "xs[0] has 3 numbers"),
        (lambda: Boundaries([[1, math.inf]] * 4, LABELS), ValueError, "needs finite numbers"),
        (lambda: Boundaries([[-1e308, 0], [1e308, 0]], [0, 1]), ValueError, "too far apart"),
        (lambda: Boundaries(POINTS, [1, 0]), ValueError, "4 points, and ys 2 labels"),
        (lambda: Boundaries(POINTS, [1, 2, 3, 3]), ValueError, "3 different labels"),
        (lambda: Boundaries(POINTS, [0, math.nan, 0, 0]), ValueError, "between two"),
        (lambda: Boundaries([], []), ValueError, "0 points"),
        (lambda: Boundaries(POINTS, LABELS).keep(0, raises), ValueError, "fails at [-0.12, 1.12]"),
        (lambda: Boundaries(POINTS, LABELS).keep(0, lambda x: x), ValueError, "answer is a list"),
        (lambda: training([1.0]).save("loss.png"), ValueError, ".html, .svg or .txt"),
    ],
)
def test_what_cannot_be_drawn_is_one_line(make, kind, said):
    with pytest.raises(kind) as caught:
        make()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


# Words


def test_two_lines_that_are_one_are_called_so_with_what_they_differ_by():
    said = words.beside_torch([2.0, 1.0], [2.0, 1.0 + 4e-14])
    assert said.startswith("Yours lies on torch's line") and "4e\u201114" in said


def test_two_lines_that_lie_apart_are_called_so_with_where():
    assert "most at epoch 1, 1 where yours is 1.5" in words.beside_torch([2.0, 1.5], [2.0, 1.0])


@pytest.mark.parametrize(
    ("losses", "right", "idea"),
    [
        ([1.0, 4.0, math.nan], None, "ten times smaller"),
        ([1.0, 2.0, 3.0], None, "ten times smaller"),
        ([9.0, 3.0, 5.0, 2.0, 4.0, 1.0], None, "a smaller learning rate"),
        ([4.0, 3.0, 2.0], None, "twice as large"),
        ([4.0, 1.0, 1.0], None, "half of the neurons"),
        ([4.0, 1.0, 1.0], [True, False], "more neurons"),
        ([4.0, 2.0, 1.0], [True, False], "more epochs"),
        ([1.0], None, "some more epochs"),
        ([], None, "some more epochs"),
    ],
)
def test_one_idea_fits_how_the_training_went(losses, right, idea):
    assert idea in words.what_to_try(losses, kept(right) if right else None)


@pytest.mark.parametrize(
    ("right", "clause"),
    [
        ([True, True], "all 2 points are"),
        ([True, False], "1 of 2 points is"),
        ([False, False], "0 of 2 points are"),
    ],
)
def test_points_are_counted_in_good_english(right, clause):
    assert words.on_the_right_side(kept(right)).startswith(clause)


# The curve


def test_losses_far_apart_are_drawn_by_powers_of_ten_and_others_on_a_line():
    assert Scale([100.0, 1.0], 0, 100).is_logarithmic
    assert not Scale([10.0, 1.0], 0, 100).is_logarithmic
    assert not Scale([100.0, -1.0], 0, 100).is_logarithmic  # a loss of one's own


@pytest.mark.parametrize(
    "losses",
    [[79.1, 2.02], [5.0, 3.0], [0.0, 0.0], [1e300, 1e-300], [3.0], [-5.0, -1.0], [math.nan], []],
)
def test_every_tick_lies_within_the_picture_and_there_are_not_too_many(losses):
    scale = Scale(losses, 0, 100)
    heights = [scale.height(loss) for loss, _ in scale.ticks()]
    assert 1 <= len(heights) <= 15
    assert all(-1e-6 <= height <= 100 + 1e-6 for height in heights)
    assert len(set(heights)) == len(heights)


@pytest.mark.parametrize("last", [1, 2, 7, 10, 59, 60, 99, 1000, 123_456])
def test_epochs_are_counted_in_whole_numbers_up_to_the_last(last):
    steps = whole_steps(last)
    assert steps[0] == 0 and steps[-1] <= last and 2 <= len(steps) <= 8


@pytest.mark.parametrize(
    "losses", [[], [2.0], [math.nan], [1.0, math.inf, 2.0], [0.0] * 5, list(range(5000)), [1e999]]
)
def test_whatever_the_losses_are_there_is_a_picture(losses):
    drawn = training(losses)
    ElementTree.fromstring(drawn.svg)
    assert "nan" not in drawn.svg.replace("<desc>", "").split("</desc>")[1]
    assert "<h2>The loss</h2>" in drawn.page
    assert drawn.text


# Forms


@pytest.fixture
def drawn():
    """With all that can be there, and a title that would end what it stands in."""
    seen = Boundaries(POINTS, LABELS)
    for epoch in range(40):
        seen.keep(epoch, lambda x, epoch=epoch: (x[0] - 0.5) * epoch)
    return training(
        [4.0 / (epoch + 1) for epoch in range(40)],
        boundaries=seen,
        torch=[4.0] * 40,
        title="</title><script>alert(1)</script>\x00\ud800",
        code="print('<b>&\x1b')\n",
    )


def test_what_is_given_is_text_in_every_form(drawn):
    for form in (drawn.page, drawn.svg, drawn._repr_html_()):
        assert "alert(1)</script>" not in form
        form.encode()
    assert "print('&lt;b&gt;&amp;')" in drawn.page
    assert ElementTree.fromstring(drawn.svg)[0].text.startswith("</title><script>")


def test_of_many_boundaries_a_page_has_some_and_both_ends(drawn):
    assert drawn.page.count('id="ground-') == 24
    assert "Epoch 0: " in drawn.page and "Epoch 39: " in drawn.page


@pytest.mark.parametrize("form", ["html", "svg", "txt"])
def test_it_is_saved_by_the_ending_of_the_name(drawn, tmp_path, form):
    path = tmp_path / f"training.{form}"
    drawn.save(path)
    starts = {"html": "<!doctype html>", "svg": "<svg", "txt": "The loss falls from 4 to 0.1"}
    assert path.read_text("utf-8").startswith(starts[form])


def test_a_console_says_how_to_get_the_page(drawn):
    assert repr(drawn).endswith("The page that shows it: .save('training.html')")


def test_drawing_an_expression_loads_nothing_of_this():
    program = (
        "import sys, helper_draw; helper_draw.draw_dot; "
        "print([name for name in sys.modules if 'trained' in name])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_of_a_single_boundary_there_is_nothing_to_play():
    page = training([3.0, 2.0], POINTS, LABELS, lambda x: x[0] - 0.5).page
    assert 'id="map"' in page and 'id="said"' in page
    assert "<button" not in page and 'type="range"' not in page and "<kbd>" not in page
    assert "script-src 'none'" in page
