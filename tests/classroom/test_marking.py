"""What a row counts in a course: scaled, with extra credit, late; and never out of bounds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.gradebook import LATE, as_csv
from grader.classroom.marking import marked
from grader.classroom.row import Override, Row
from grader.course.course import DECIMALS, POINTS, Amount, Course, ExtraCredit, Late
from grader.course.rounding import rounded
from tests.classroom.test_gradebook import cells, row

DUE = datetime.fromisoformat("2026-11-20T18:00:00+01:00")
A_TENTH = Late(Amount(10.0), grace=900.0)
HOUR, DAY = 60 * 60, 24 * 60 * 60


def came(seconds: float) -> str:
    """A time so long after the deadline."""
    return (DUE + timedelta(seconds=seconds)).isoformat()


def late(seconds: float, policy: Late, **changed: object) -> Row:
    return marked(row(handed_in_at=came(seconds), **changed), Course(due=DUE, late=policy))


def test_without_a_course_a_row_is_as_it_was() -> None:
    one = row(is_late=True)

    assert marked(one, None) is one
    assert (one.most, one.worth, one.extra_credit, one.late_deduction) == (110, POINTS, 4, 0)


def test_a_stage_is_worth_what_the_course_says() -> None:
    points = {**POINTS, 5: 20.0, 7: 0.0}
    one = marked(row(stages={**POINTS, 5: 7.5, 7: 10.0}), Course(points=points))

    assert (one.points(5), one.points(7), one.worth[5]) == (15, 0, 20)
    assert (one.total, one.most) == (105, 110)


def test_a_stage_that_was_not_graded_has_no_points() -> None:
    one = marked(row(stages={**POINTS, 7: None}), Course(points={**POINTS, 1: 5.0}))

    assert (one.points(7), one.total) == (None, 95)


def test_thirds_are_rounded_to_what_a_sheet_shows_and_add_up() -> None:
    course = Course(points={**POINTS, 1: 3.33, 2: 3.34})
    one = marked(row(stages={1: 5.0, 2: 5.0}), course)

    assert (one.points(1), one.points(2), one.total) == (1.67, 1.67, 3.34)
    assert marked(row(stages={1: 5.0, 2: 5.0}), Course(decimals=0)).total == 10


@pytest.mark.parametrize(("number", "to"), [(0.5, 1), (1.5, 2), (2.4999999999, 3), (2.49, 2)])
def test_halves_go_up(number: float, to: int) -> None:
    assert rounded(number, 0) == to


@pytest.mark.parametrize(
    ("credit", "bonus", "of_five", "total"),
    [
        (ExtraCredit(), 4, 5.0, 105),
        (ExtraCredit("added"), 4, 5.0, 109),
        (ExtraCredit("added", 3), 3, 5.0, 108),
        (ExtraCredit("added", 3, 0.5), 2, 10.0, 112),
        (ExtraCredit("fills"), 4, 5.0, 109),
        (ExtraCredit("fills", 3), 3, 5.0, 108),
        (ExtraCredit("fills"), 2, 8.0, 110),
        (ExtraCredit("fills"), 0, 10.0, 110),
    ],
)
def test_extra_credit(credit: ExtraCredit, bonus: float, of_five: float, total: float) -> None:
    one = marked(row(stages={**POINTS, 5: of_five}), Course(extra_credit=credit))

    assert (one.extra_credit, one.total) == (bonus, total)


@pytest.mark.parametrize(
    ("seconds", "policy", "lost"),
    [
        (-1, A_TENTH, 0),
        (0, A_TENTH, 0),
        (900, A_TENTH, 0),
        (901, A_TENTH, 11),
        (900 + DAY, A_TENTH, 11),
        (901 + DAY, A_TENTH, 22),
        (1, Late(Amount(1.0, is_percent=False), "hour"), 1),
        (3 * HOUR, Late(Amount(1.0, is_percent=False), "hour"), 3),
        (30 * DAY, A_TENTH, 110),
        (30 * DAY, Late(Amount(10.0), at_most=Amount(50.0)), 55),
        (30 * DAY, Late(Amount(10.0), at_most=Amount(20.0, is_percent=False)), 20),
        (30 * DAY, Late(Amount(10.0), floor=40.0), 70),
        (30 * DAY, Late(Amount(10.0), floor=200.0), 0),
        (7 * DAY, Late(Amount(1.0), floor=40.0, cut_off=7.0 * DAY), 7.7),
        (7 * DAY + 1, Late(Amount(1.0), floor=40.0, cut_off=7.0 * DAY), 110),
        (1, Late(cut_off=1.0), 0),
    ],
)
def test_late_work_loses_what_the_file_says(seconds: float, policy: Late, lost: float) -> None:
    one = late(seconds, policy)

    assert one.late_deduction == lost
    assert one.total == rounded(110 - lost)


@pytest.mark.parametrize(
    ("seconds", "policy", "said"),
    [
        (0, A_TENTH, ""),
        (600, A_TENTH, "10 min late, within the grace period"),
        (30, Late(), "1 min late"),
        (2 * HOUR, A_TENTH, "2 h late: 10 % off for each day begun, 110 → 99"),
        (DAY + 1, A_TENTH, "1 day late: 10 % off for each day begun, 110 → 99"),
        (
            2 * DAY + 3 * HOUR + 90,
            A_TENTH,
            "2 days 3 h late: 10 % off for each day begun, 110 → 77",
        ),
        (HOUR, Late(Amount(1.0, is_percent=False), "hour"), "1 h late: 1 point off for each hour"),
        (DAY, Late(cut_off=60.0), "1 day late, after all time that there was, 110 → 0"),
    ],
)
def test_what_was_taken_off_is_said(seconds: float, policy: Late, said: str) -> None:
    assert cells(late(seconds, policy))["remarks"].startswith(said)
    assert bool(cells(late(seconds, policy))["remarks"]) == bool(said)


def test_a_mark_without_a_time_costs_what_the_file_says() -> None:
    course = Course(due=DUE, late=Late(Amount(50.0), bare_mark=Amount(10.0)))
    marks = [marked(row(is_late=is_late), course) for is_late in (None, False, True)]

    assert [one.total for one in marks] == [110, 110, 99]
    assert [cells(one)["remarks"] for one in marks] == ["", "", "called late: 10 % off, 110 → 99"]


def test_a_time_says_more_than_a_mark() -> None:
    course = Course(due=DUE, late=Late(Amount(50.0), bare_mark=Amount(10.0)))

    assert marked(row(is_late=True, handed_in_at=came(-60)), course).total == 110
    assert marked(row(is_late=False, handed_in_at=came(60)), course).total == 55


@pytest.mark.parametrize(
    ("handed_in_at", "zone", "total"),
    [
        ("2026-11-20T18:30:00+01:00", "", 55),
        ("2026-11-20T17:30:00Z", "", 55),
        ("2026-11-20T16:30:00Z", "", 110),
        ("2026-11-20T18:30:00", "", 55),  # in the deadline's zone
        ("2026-11-20T18:30:00", "Europe/Helsinki", 110),
        ("2026-11-20", "", 110),  # of a day its beginning: what is not known is not held against
        ("2026-11-21", "", 55),
        ("yesterday", "", 110),
    ],
)
def test_times_are_compared_in_their_zones(handed_in_at: str, zone: str, total: float) -> None:
    course = Course(due=DUE, time_zone=zone, late=Late(Amount(50.0)))

    assert marked(row(handed_in_at=handed_in_at), course).total == total


def test_an_extension_is_another_deadline() -> None:
    course = Course(due=DUE, late=A_TENTH, extensions={"anna": DUE + timedelta(days=7)})

    assert marked(row(handed_in_at=came(7 * DAY)), course).total == 110
    assert marked(row(handed_in_at=came(7 * DAY), learner="ben"), course).total == 33
    assert marked(row(handed_in_at=came(8 * DAY)), course).total == 99


def test_a_mark_alone_does_not_know_of_an_extension() -> None:
    extensions = {"anna": DUE + timedelta(days=7)}
    course = Course(due=DUE, late=Late(bare_mark=Amount(10.0)), extensions=extensions)
    one = marked(row(is_late=True), course)

    assert one.total == 110
    assert cells(one)["remarks"] == "called late, which says nothing of your extension"


def test_the_instructors_points_count_as_they_are() -> None:
    points = {**POINTS, 5: 20.0}
    own = (Override(5, 18.0, "by hand", 20.0),)
    for reduces, total in ((False, 18 + 50), (True, 59)):
        policy = Late(Amount(50.0), reduces_own_points=reduces)
        course = Course(points=points, due=DUE, late=policy)
        one = marked(row(overrides=own, handed_in_at=came(60)), course)
        assert (one.points(5), one.total) == (18, total)


@pytest.mark.parametrize(
    ("given", "worth", "counts", "said"),
    [
        (Override(5, 8.0, ""), 10.0, 8, "8 points by the instructor"),
        (Override(5, 8.0, "", 10.0), 20.0, 16, "8 of 10 points by the instructor, now 16 of 20"),
        (Override(5, 18.0, "", 20.0), 20.0, 18, "18 points by the instructor"),
        (Override(5, 18.0, "", 20.0), 12.0, 10.8, "18 of 20 points by the instructor, now 10.8 o"),
        (Override(5, 1.0, "", 3.0), 10.0, 3.33, "1 of 3 points by the instructor, now 3.33 of 10"),
        (Override(5, 8.0, ""), 0.0, 0, "8 of 10 points by the instructor, in a stage that does n"),
    ],
)
def test_the_instructors_points_go_along_with_what_a_stage_is_worth(
    given: Override, worth: float, counts: float, said: str
) -> None:
    one = marked(row(overrides=(given,)), Course(points={**POINTS, 5: worth}))

    assert (one.points(5), one.own_points, one.total) == (counts, {5: counts}, 100 + counts)
    assert one.does_count(5) == (worth > 0)
    assert cells(one)["remarks"].startswith(f"stage 5: {said}")


def test_they_do_so_where_the_course_is_taken_away() -> None:
    one = marked(row(overrides=(Override(5, 16.0, "", 20.0),)), None)

    assert (one.points(5), one.total) == (8, 108)
    assert cells(one)["remarks"].endswith("16 of 20 points by the instructor, now 8 of 10")


def test_halves_go_to_the_learner_when_something_is_taken_off() -> None:
    stages = {1: 7.25, 2: 10.0, 3: 10.0, 4: 10.0, 5: 10.0, 6: 10.0, 8: 10.0}
    course = Course(due=DUE, late=Late(Amount(10.0)))
    one = marked(row(stages=stages, handed_in_at=came(60)), course)

    assert (one.total, one.late_deduction) == (60.53, 6.72)
    assert cells(one)["remarks"].endswith("67.25 → 60.53")


def test_where_nothing_was_graded_nothing_counts() -> None:
    nothing = {"earned": None, "bonus": None, "is_right": False, "stages": {}, "is_late": True}
    course = Course(due=DUE, late=A_TENTH, extra_credit=ExtraCredit("added"))

    one = marked(row(missing="sent nothing", **nothing), course)
    assert (one.total, one.late_deduction) == (None, 0)
    assert (cells(one)["total"], cells(one)[LATE], cells(one)["remarks"]) == (
        *("", "", "sent nothing"),
    )
    given = marked(row(**nothing, overrides=(Override(1, 3.0, ""),)), course)
    assert (given.total, given.points(1), given.points(2)) == (3, 3, None)


def test_a_gradebook_gains_a_column_and_its_cells_add_up() -> None:
    course = Course(
        points={**POINTS, 5: 20.0},
        due=DUE,
        late=A_TENTH,
        extra_credit=ExtraCredit("added", 3.0),
    )
    found = cells(marked(row(handed_in_at=came(HOUR)), course))

    assert list(found)[-2:] == [LATE, "remarks"]
    assert [column for column in cells(row()) if column not in found] == []
    stages = sum(float(found[f"stage_{number}"]) for number in POINTS)
    assert float(found["total"]) == stages + float(found["bonus"]) - float(found[LATE]) == 110.7
    assert LATE not in as_csv([row()])


amounts = st.builds(Amount, st.floats(0, 100).map(lambda n: round(n, 2)), st.booleans())
hundreds = st.floats(0, 100).map(lambda n: round(n, 2))
times = st.none() | st.integers(60, 20 * DAY).map(float)
policies = st.builds(
    Late,
    off=amounts,
    per=st.sampled_from(["day", "hour"]),
    grace=st.integers(0, 3 * DAY).map(float),
    at_most=amounts,
    floor=hundreds,
    cut_off=times,
    bare_mark=amounts,
    reduces_own_points=st.booleans(),
)
credits = st.builds(
    ExtraCredit, st.sampled_from(["no", "added", "fills"]), st.none() | hundreds, hundreds
)
courses = st.builds(
    Course,
    points=st.fixed_dictionaries(dict.fromkeys(POINTS, hundreds)),
    decimals=st.integers(0, 2),
    extra_credit=credits,
    due=st.just(DUE),
    late=policies,
)
tens = st.floats(0, 10).map(lambda n: round(n, 3))
stages = st.fixed_dictionaries(dict.fromkeys(POINTS, st.none() | tens))
overrides = st.lists(
    st.builds(
        Override,
        st.sampled_from(list(POINTS)),
        hundreds,
        st.just(""),
        st.none() | st.floats(0.01, 100).map(lambda n: round(n, 2)),
    ),
    unique_by=lambda override: override.stage,
).map(tuple)
rows = st.builds(
    lambda stages, bonus, is_late, overrides: row(
        stages=stages,
        earned=sum(filter(None, stages.values())),
        bonus=bonus,
        is_late=is_late,
        overrides=overrides,
    ),
    *(stages, tens, st.booleans(), overrides),
)
seconds = st.integers(-DAY, 30 * DAY)


def at(one: Row, when: int, course: Course) -> Row:
    from msgspec.structs import replace

    return marked(replace(one, handed_in_at=came(when)), course)


@given(rows, courses, seconds)
def test_a_total_is_never_below_0_nor_above_what_there_is(
    one: Row, course: Course, when: int
) -> None:
    for found in (marked(one, course), at(one, when, course)):
        credit = course.extra_credit
        extra = (found.extra_credit or 0.0) if credit.counts == "added" else 0.0
        assert found.total is not None and 0 <= found.total <= rounded(course.most + extra)
        assert credit.most is None or (found.extra_credit or 0.0) <= credit.most
        for stage, worth in course.points.items():
            assert 0 <= (found.points(stage) or 0.0) <= worth
        assert found.late_deduction >= 0


@given(rows, courses, seconds, seconds)
def test_who_is_later_has_no_more(one: Row, course: Course, when: int, later: int) -> None:
    first, second = (at(one, time, course) for time in sorted((when, later)))

    assert first.total is not None and second.total is not None
    assert second.total <= first.total
    assert second.late_deduction >= first.late_deduction


@given(rows, courses, seconds)
def test_what_a_row_shows_adds_up(one: Row, course: Course, when: int) -> None:
    found = at(one, when, course)

    credit = 0.0 if course.extra_credit.counts == "no" else found.extra_credit or 0.0
    total = sum(found.points(stage) or 0.0 for stage in POINTS) + credit - found.late_deduction
    most = course.most + (credit if course.extra_credit.counts == "added" else 0.0)
    assert found.total == min(rounded(total, course.decimals), rounded(most))
    if course.decimals == DECIMALS:
        assert found.total == rounded(total)


@given(rows, st.integers(0, 100))
def test_a_percentage_leaves_what_it_says_and_halves_go_up(one: Row, percent: int) -> None:
    course = Course(due=DUE, late=Late(Amount(float(percent)), reduces_own_points=True))
    found, before = at(one, 60, course), at(one, -60, course).total

    assert before is not None
    cents = (round(before * 100) * (100 - percent) + 50) // 100
    assert found.total == cents / 100


@given(rows)
def test_a_course_that_says_nothing_counts_as_no_course_does(one: Row) -> None:
    found, plain = marked(one, Course()), one.total

    assert found.total is not None and plain is not None
    assert found.total == pytest.approx(plain, abs=0.11)  # each stage has two decimals
