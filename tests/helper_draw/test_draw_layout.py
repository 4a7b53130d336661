"""The stages of the layout, where a picture alone would not show which one is at fault."""

from __future__ import annotations

from helper_draw.layout import Extent, arrange
from helper_draw.layout.lanes import Lanes
from helper_draw.layout.order import order
from helper_draw.layout.ranks import ranks, turned


def test_a_leaf_stands_beside_its_first_use():
    # 0 -> 1 -> 2 -> 3, and two leaves: 4 is used by 3 alone, 5 by 1 and 3.
    assert ranks(6, [(0, 1), (1, 2), (2, 3), (4, 3), (5, 1), (5, 3)]) == [0, 1, 2, 3, 2, 0]


def test_the_arrow_that_makes_a_result_its_own_operand_is_the_one_turned():
    # 3 is the end; 0 -> 1 -> 2 -> 3, and 2 also leads back to 0.
    assert turned(4, [(0, 1), (1, 2), (2, 3), (2, 0)]) == [False, False, False, True]


def test_sweeps_remove_a_crossing_that_the_order_of_operands_has():
    a, b, c, first, second = range(5)
    arrows = [(a, first), (b, first), (c, second), (a, second)]
    assert order(Lanes([0, 0, 0, 1, 1], arrows)) == [[b, a, c], [first, second]]


def test_long_arrows_from_one_shape_share_a_lane_and_parallel_ones_do_not():
    rank = [0, 1, 2, 3]
    chain = [(0, 1), (1, 2), (2, 3)]
    assert len(Lanes(rank, [*chain, (0, 2), (0, 3)]).rank) == 4 + 2
    assert len(Lanes(rank, [*chain, (0, 3), (0, 3)]).rank) == 4 + 2 + 2


def test_a_lane_is_drawn_once():
    paths = Lanes([0, 1, 2, 3], [(0, 1), (1, 2), (2, 3), (0, 2), (0, 3)]).paths
    assert paths == [[0, 1], [1, 2], [2, 3], [4, 2], [0, 4, 5, 3]]


def test_two_operands_stand_level_around_their_result():
    layout = arrange([Extent(80, 20), Extent(80, 20), Extent(30, 30, oval=True)], [(0, 2), (1, 2)])
    heights = [across for _, across in layout.middles]
    assert heights[1] - heights[0] >= 20
    assert abs(heights[2] - (heights[0] + heights[1]) / 2) < 0.1
