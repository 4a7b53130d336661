"""`course`: an instructor's file is begun, and proved; other commands read it here."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.call import CallError, Commands, Parser, as_path

if TYPE_CHECKING:
    from grader.course.course import Course


def add(commands: Commands[Parser]) -> None:
    course = commands.add_parser("course", help="for instructors: points, deadlines, own checks")
    what = course.add_subparsers(required=True, metavar="init|check", parser_class=Parser)
    file = {"nargs": "?", "type": as_path, "metavar": "FILE", "help": "course.toml if not given"}
    init = what.add_parser("init", help="write a file to begin with, explained")
    init.add_argument("file", **file)  # type: ignore[arg-type]
    init.set_defaults(run=_init)
    check = what.add_parser("check", help="prove it, and show what it does")
    check.add_argument("file", **file)  # type: ignore[arg-type]
    check.set_defaults(run=_check)


def add_option(command: Parser) -> None:
    """Have a command take a course's file."""
    command.add_argument("--course", type=as_path, metavar="FILE", help="points, deadlines, checks")


def course_of(options: argparse.Namespace) -> Course | None:
    """The course of the file that a command was given; raises CallError."""
    return read(options.course) if options.course is not None else None


def read(file: Path) -> Course:
    """The course of a file; raises CallError."""
    from grader.course.reading import UnusableCourse, read_course

    try:
        return read_course(file)
    except UnusableCourse as error:
        raise CallError(str(error)) from None


def _init(options: argparse.Namespace) -> int:
    from grader.course import template

    path = options.file or Path(template.FILE)
    template.write_template(path)
    print(f"{path} is there; it changes nothing yet. Edit it, then: python -m grader course check")
    return 0


def _check(options: argparse.Namespace) -> int:
    from grader.checks.extra import UnusableChecks
    from grader.course import template
    from grader.upkeep import course_proof

    file = options.file or Path(template.FILE)
    try:
        return course_proof.main(file, read(file))
    except UnusableChecks as error:
        raise CallError(str(error)) from None
