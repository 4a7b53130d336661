"""What an instructor calls: a class, what becomes of it, and the proof of the grader."""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path
from typing import Literal

from grader.commands.call import (
    CallError,
    Commands,
    Parser,
    as_count,
    as_path,
    stage_number,
)
from grader.commands.course import add_option, course_of
from grader.sandbox.admission import unheld

PLATFORMS = "canvas, moodle or blackboard: fill in the grades (needs --sheet)"


def add(commands: Commands[Parser]) -> None:
    classes = commands.add_parser("class", help="for instructors: grade a whole class")
    classes.add_argument("folder", type=as_path, metavar="DIR", help="what a platform exported")
    classes.add_argument("--out", type=as_path, metavar="OUT", help="DIR-graded if not given")
    classes.add_argument(
        "--roster", type=_as_roster, metavar="CSV|none", help="who is in the class; none: no list"
    )
    classes.add_argument("--seed", metavar="N|new", help="another seed than OUT has")
    classes.add_argument("--only", metavar="LEARNER", help="grade this one once more")
    classes.add_argument("--workers", type=as_count, metavar="N", help="as many as processors")
    classes.add_argument("--dask", metavar="ADDRESS", help="on a Dask cluster")
    classes.add_argument("--dry-run", action="store_true", help="only say who handed in what")
    classes.add_argument("--anonymise", action="store_true", help="numbers for names")
    classes.add_argument("--trust", action="store_true", help="you trust all of this code")
    add_option(classes)
    classes.set_defaults(run=_class)

    faces = commands.add_parser("faces", help="for instructors: pages and gradebooks of a class")
    faces.add_argument("out", type=as_path, metavar="OUT", help="where the class is kept")
    add_option(faces)
    faces.add_argument("--for", dest="platforms", metavar="PLATFORM", help=PLATFORMS)
    faces.add_argument(
        "--sheet",
        type=as_path,
        action="append",
        metavar="FILE",
        help="exported by that platform, to be filled in",
    )
    faces.add_argument("--column", action="append", metavar="TITLE", help="where several could be")
    faces.set_defaults(run=_faces)

    appeal = commands.add_parser("appeal", help="for instructors: one row once more, and why")
    appeal.add_argument("out", type=as_path, metavar="OUT", help="where the class is kept")
    appeal.add_argument("learner", metavar="LEARNER")
    appeal.add_argument("--sources", type=as_path, metavar="DIR", help="write the files there")
    appeal.add_argument("--brief", action="store_true", help="without the learner's page")
    appeal.add_argument("--trust", action="store_true", help="you trust this code")
    appeal.set_defaults(run=_appeal)

    override = commands.add_parser("override", help="for instructors: your own points")
    override.add_argument("out", type=as_path, metavar="OUT")
    override.add_argument("learner", metavar="LEARNER")
    override.add_argument("--stage", metavar="N", help="else a comment is on the whole")
    override.add_argument("--points", type=float, metavar="P", help="of that stage")
    override.add_argument("--comment", default="", metavar="TEXT")
    override.add_argument("--remove", action="store_true", help="take it back")
    override.set_defaults(run=_override)

    canary = commands.add_parser("canary", help="what holds other people's code on this machine")
    canary.set_defaults(run=_canary)

    check = commands.add_parser("check", help="for instructors: prove the grader")
    check.set_defaults(run=_check)

    student = commands.add_parser(
        "student-edition", help="for instructors: the kata without its solutions"
    )
    student.add_argument("--out", type=as_path, metavar="DIR", help="student-edition/ if not given")
    student.add_argument("--seed", type=int, default=0, metavar="N", help="the only one it has")
    student.set_defaults(run=_student_edition)

    gradescope = commands.add_parser("gradescope", help="for instructors: Gradescope's archive")
    gradescope.add_argument("--out", type=as_path, metavar="ZIP", help="else kata-gradescope.zip")
    gradescope.add_argument("--seed", type=int, default=0, metavar="N", help="what it grades with")
    gradescope.add_argument("--index", default="", metavar="ADDRESS", help="where torch is, for 7")
    gradescope.set_defaults(run=_gradescope)


def _as_roster(text: str) -> Path | Literal["none"]:
    """A roster's path (./none is one too), or that there is none any more."""
    return "none" if text == "none" else as_path(text)


def _class(options: argparse.Namespace) -> int:
    from grader.classroom import door
    from grader.classroom.class_grading import Wanted

    seed: int | Literal["new"] | None = None
    if options.seed == "new":
        seed = "new"
    elif options.seed is not None:
        try:
            seed = int(options.seed)
        except ValueError:
            raise CallError(f"--seed {options.seed}: give a number, or new") from None
    only = options.only and unicodedata.normalize("NFC", options.only)
    course = course_of(options)
    wanted = Wanted(seed, only, options.anonymise, options.trust, course)
    try:
        if options.dry_run and options.anonymise:
            raise CallError("--dry-run names people; leave out --anonymise, or --dry-run")
        where = options.out or door.out_of(options.folder)
        if options.dry_run:
            return door.dry_run(options.folder, where, roster=options.roster)
        return door.grade_class(
            options.folder,
            where,
            wanted,
            roster=options.roster,
            workers=options.workers,
            dask=options.dask,
        )
    except door.ERRORS as error:
        raise CallError(str(error)) from None


def _faces(options: argparse.Namespace) -> int:
    from grader.classroom import door
    from grader.classroom.faces.gradebooks.writing import asked

    sheets, columns = options.sheet or [], options.column or []
    if options.platforms is None and (sheets or columns):
        what = "--sheet, or SHEET=" if sheets else "--column, or COLUMN="
        raise CallError(f"{what}: of which platform? add --for canvas, or FOR=canvas with make")
    try:
        wanted = asked(options.platforms, sheets, columns) if options.platforms else []
        return door.faces(options.out, course_of(options), wanted)
    except door.ERRORS as error:
        raise CallError(str(error)) from None


def _appeal(options: argparse.Namespace) -> int:
    from grader.classroom import door

    try:
        return door.appeal(
            options.out,
            options.learner,
            is_trusted=options.trust,
            is_brief=options.brief,
            sources=options.sources,
        )
    except door.ERRORS as error:
        raise CallError(str(error)) from None


def _override(options: argparse.Namespace) -> int:
    from grader.classroom import door
    from grader.classroom.row import Override

    stage = 0 if options.stage is None else stage_number(options.stage)
    if options.points is not None and not stage:
        raise CallError("--points: of which stage? add --stage N")
    if options.points is None and not options.comment and not options.remove:
        raise CallError("nothing to keep: give --stage N --points P, --comment TEXT, or --remove")
    changed = Override(stage, options.points, options.comment)
    try:
        return door.override(options.out, options.learner, changed, is_removal=options.remove)
    except door.ERRORS as error:
        raise CallError(str(error)) from None


def _canary(options: argparse.Namespace) -> int:
    from grader.sandbox.canary import canary

    found = canary()
    for layer in found.layers:
        print(f"{layer.name:12}{layer.stops:44}{layer.missing or 'holds'}")
    for what in found.succeeded:
        print(f"not stopped: a submission of ours {what}")
    if not found.is_held:
        raise CallError(unheld(found.succeeded))
    print("Nothing that was tried succeeded: other people's code can be graded here.")
    return 0


def _check(options: argparse.Namespace) -> int:
    from grader.upkeep import proof

    return proof.main()


def _student_edition(options: argparse.Namespace) -> int:
    from grader.upkeep import student_edition

    folder: Path = options.out or student_edition.DEFAULT
    try:
        paths = student_edition.build(folder, seed=options.seed)
    except student_edition.CannotBuild as error:
        raise CallError(str(error)) from None
    print(f"{folder}: {len(paths)} files, with the answers for seed {options.seed}")
    return 0


def _gradescope(options: argparse.Namespace) -> int:
    from grader.upkeep import gradescope, student_edition

    path: Path = options.out or Path(gradescope.DEFAULT)
    try:
        names = gradescope.build(path, seed=options.seed, index=options.index)
    except student_edition.CannotBuild as error:
        raise CallError(str(error)) from None
    print(f"{path}: {len(names)} files; upload it to Gradescope as the autograder, as it is")
    return 0
