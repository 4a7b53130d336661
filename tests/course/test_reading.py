"""A course's file: what it comes to, and the one line that names what is wrong with it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from grader.course.course import Amount, Course, ExtraCredit, from_json, to_json
from grader.course.lines import line_of
from grader.course.reading import LARGEST, UnusableCourse, read_course

WHOLE = """\
decimals = 0

[points]
5 = 20
7 = 0

[extra_credit]
counts = "added"
most = 5
each = 2

[deadline]
time_zone = "Europe/Berlin"
due = 2026-11-20T18:00:00

[late]
off = "10 %"
per = "hour"
grace = "15 minutes"
at_most = "5 points"
floor = 20
cut_off = "1.5 days"
bare_mark = "2.5 percent"
reduces_own_points = true

[extensions]
"a.smith" = 2026-11-27
17 = 2026-11-28T00:00:00Z

[checks]
folder = "ours"

[text]
title = "Programming 1"
opening = \"\"\"
Two
lines.\"\"\"

[text.stages]
5 = "The bug of the lecture."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "stage_05_ours.py").write_text("text", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "misnamed").mkdir()
    (tmp_path / "misnamed" / "stage_12_more.py").touch()
    return tmp_path


def read(folder: Path, text: str) -> Course:
    file = folder / "course.toml"
    file.write_text(text, encoding="utf-8", newline="")
    return read_course(file)


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(UnusableCourse) as caught:
        read(folder, text)
    return str(caught.value).replace(f"{folder}/", "")


def test_all_that_a_file_can_say(folder: Path) -> None:
    course = read(folder, WHOLE)

    assert (course.points[4], course.points[5], course.points[7]) == (10, 20, 0)
    assert (course.most, course.decimals) == (110, 0)
    assert course.extra_credit == ExtraCredit("added", 5, 2)
    assert course.due == datetime.fromisoformat("2026-11-20T18:00:00+01:00")
    late = course.late
    assert (late.off, late.per, late.grace) == (Amount(10), "hour", 900)
    assert (late.at_most, late.floor) == (Amount(5, is_percent=False), 20)
    assert (late.cut_off, late.bare_mark, late.reduces_own_points) == (129_600, Amount(2.5), True)
    assert course.extensions == {
        "a.smith": datetime.fromisoformat("2026-11-28T00:00:00+01:00"),
        "17": datetime.fromisoformat("2026-11-28T00:00:00+00:00"),
    }
    assert course.checks == {"stage_05_ours.py": "text"}
    assert course.text.opening == "Two\nlines."
    assert course.text.stages == {5: "The bug of the lecture."}


def test_it_is_kept_as_it_was(folder: Path) -> None:
    course = read(folder, WHOLE)

    assert from_json(to_json(course)) == course


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing\r\n", "[points]\r\n1 = 10\r\n"])
def test_what_says_nothing_new_is_no_course(folder: Path, text: str) -> None:
    assert read(folder, text) == Course()


DUE = "[deadline]\ndue = 2026-11-20T18:00:00Z\n"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("a = 1\nb = \n", "2: there is no such value; a text has quotes"),
        ('a = "x\nb = 1\n', "1: a text that begins with quotes ends with quotes"),
        ('a = """x\nb = c', "2: a text that begins with quotes ends with quotes"),
        ("[late\n", "1: it is no TOML (Expected ']'"),
        ("5 = 20x", '1: 20x is no number; write digits alone, or if it is a text: "20x"'),
        ("a = 1\n5 = 7,5 # half", "2: 7,5 is no number; write 7.5"),
        ("5 = 007", "1: 007 is no number; write 7"),
        ("[late]\noff = 10 %", '2: a text needs plain quotes; write "10 %"'),
        ("title = Hello there", '1: a text needs plain quotes; write "Hello there"'),
        ('title = it is "x"', "1: a text needs plain quotes; write 'it is \"x\"'"),
        ("title = \u201cHello\u201d", '1: a text needs plain quotes; write "Hello"'),
        ("title = " + "a" * 500, '1: a text needs plain quotes; write "' + "a" * 60 + '..."'),
        (
            "Hana Kim = 2026-11-27",
            '1: a key with a space or a sign in it needs quotes; write "Hana Kim"',
        ),
        (
            "h@x.org = 2026-11-27",
            '1: a key with a space or a sign in it needs quotes; write "h@x.org"',
        ),
        ("due = 20.11.2026", "1: 20.11.2026 is no date or time; write one as 2026-11-20 or"),
        ("due = 2026-11-20 9:00", "1: 2026-11-20 9:00 is no date or time; write one as 2026-11-20"),
        ("yes = True", "1: True is no value; write true"),
        ("[late]\n\n[late]\n", "3: this key or table is there already; keep one of the two"),
        ("decimals = 1\ndecimals = 2", "2: this key or table is there already"),
        ("deadlines = 1", "1: deadlines: there is no such key; did you mean deadline?"),
        ("[late]\nper = 'day'\npenalty = 3\n", "3: late.penalty: there is no such key; here may"),
        ("[late]\noff = 10\n", '2: late.off: it is a number, which does not say of what; write "'),
        ("[late]\noff = '10'\n", '2: late.off: "10" is no amount; write "10 %", or "5 points"'),
        ("[late]\noff = '101 %'\n", '2: late.off: "101 %" is more than all; write'),
        ("[late]\noff = '-1 %'\n", '2: late.off: "-1 %" is no amount; write'),
        ("[late]\nper = 'week'\n", '2: late.per: "week" is none of what it may be; write "day" or'),
        ("[late]\ngrace = '9 parsecs'\n", '2: late.grace: "9 parsecs" is no time; write "15 min'),
        ("[late]\ncut_off = '999 weeks'", '2: late.cut_off: "999 weeks" is longer than a year'),
        (DUE + "[late]\ngrace='2 days'\ncut_off='1 day'", "5: late.cut_off: it comes before the"),
        (DUE + "[late]\ncut_off='0 days'", "4: late.cut_off: it leaves no time; write one such"),
        ("[late]\ngrace='2 days'", "2: late.grace: there is no deadline to be late for; add a"),
        ("[late]\nreduces_own_points = 'no'", "2: late.reduces_own_points: it is a text; write t"),
        ("[points]\n12 = 1", "2: points.12: there is no such stage; there are 1 to 11"),
        ("[points]\n01 = 1", "2: points.01: there is no such stage"),
        ("[points]\n1 = 1\n3 = -1", "3: points.3: -1 is below 0; write 0 where nothing is to"),
        ("[points]\n1 = inf", "2: points.1: it is not finite; write a number"),
        ("[points]\n1 = true", "2: points.1: it is true or false; write a number, such as 10"),
        ("[points]\n1 = 0.125", "2: points.1: 0.125 has more than 2 decimals; write 0.12, say"),
        ("[points]\n1 = 1e7", "2: points.1: 1e+07 is more than 1,000,000; write fewer"),
        ("points = 3", "1: points: it is a number; write its keys below a line [points]"),
        ("points = {1 = 10, 2 = 'a'}", "1: points.2: it is a text; write a number"),
        ("text.title = 3", "1: text.title: it is a number; write a text, in quotes"),
        ("# one\n[text]\n\ntitle = [\n1,\n]\n", "4: text.title: it is a list; write a text"),
        ("decimals = 3", "1: decimals: it is not 0, 1 or 2; write 0 for whole points"),
        ("[extra_credit]\nmost = 3", "2: extra_credit.most: it counts not at all; write counts ="),
        ("[deadline]\ndue = 2026-11-20", "2: deadline.due: it has no time zone; name one for all"),
        ("[deadline]\ndue = '2026-11-20'", "2: deadline.due: it is a text, and no date; write 2"),
        ("[deadline]\ndue = 9999-12-31", "2: deadline.due: it is no deadline that anybody can"),
        ("[deadline]\ntime_zone='Europe/Berlni'", '2: deadline.time_zone: "Europe/Berlni" is no'),
        ("[deadline]\ntime_zone='../x'", '2: deadline.time_zone: "../x" is no time zone that is'),
        ("[extensions]\na = 2026-11-27T18:00:00Z", "2: extensions.a: there is no deadline to ext"),
        (DUE + "[extensions]\na = 2026-11-19T18:00:00Z", "4: extensions.a: it is not after the d"),
        (DUE + "[extensions]\na.b = 2026-11-29T18:00:00Z", "4: extensions.a: a dot made it a tab"),
        ("[checks]\nfolder = 'nowhere'", "2: checks.folder: nowhere cannot be read (No such file"),
        ("[checks]\nfolder = 'a\\u0000b'", "2: checks.folder: "),
        ("[checks]\nfolder = 'empty'", "2: checks.folder: empty has none of modules; put 1 to 100"),
    ],
)
def test_what_is_wrong_is_a_line_with_its_place_and_the_remedy(
    folder: Path, text: str, begins: str
) -> None:
    said = complaint(folder, text)

    assert said.startswith(f"course.toml:{begins}")
    assert "; " in said and "\n" not in said


def test_a_module_that_is_no_stages_is_named(folder: Path) -> None:
    said = complaint(folder, "[checks]\nfolder = 'misnamed'")

    assert said.startswith("misnamed/stage_12_more.py: a module of checks is named stage_NN_")


def test_what_is_no_text_or_too_large_or_not_there(folder: Path) -> None:
    file = folder / "course.toml"
    file.write_bytes(b"decimals = 2\n# caf\xe9\n")
    with pytest.raises(UnusableCourse, match=r"course.toml:2: it is not UTF-8; save it as UTF-8"):
        read_course(file)
    file.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(UnusableCourse, match=r"larger than 256 KiB"):
        read_course(file)
    file.unlink()
    with pytest.raises(UnusableCourse, match=r"cannot be read \(No such file.*course init"):
        read_course(file)
    with pytest.raises(UnusableCourse, match=r"cannot be read \(Is a directory\)"):
        read_course(folder)


def test_tables_within_tables_end_in_a_line(folder: Path) -> None:
    said = complaint(folder, "a = " + "[" * 5000)

    assert re.match(r"course.toml(:1)?: ", said)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[late]\noff = 1", 2),
        ("late.off = 1", 1),
        ("\nlate = {\toff = 1}", 2),
        ('# [late]\n["late"]\n# off = 1\n\n"off" = 1', 5),
        ('[text]\ntitle = """\n[late]\noff = 1\n"""\n[late]\noff = 1', 7),
        ("[other]\noff = 1\n[late]\noff = 1", 4),
    ],
)
def test_a_line_is_found_in_whatever_form_it_is_written(text: str, line: int) -> None:
    assert line_of(text, ("late", "off")) == line
