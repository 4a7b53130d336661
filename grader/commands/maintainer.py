"""What those who work on the kata call: what is derived, recorded, measured."""

from __future__ import annotations

import argparse

from grader.commands.call import (
    CallError,
    Commands,
    Parser,
)
from grader.paths import EXERCISES, README, near
from grader.workspace import reset


def add(commands: Commands[Parser]) -> None:
    stubs = commands.add_parser("stubs", help="for maintainers: derive exercises/ anew")
    stubs.set_defaults(run=_stubs)

    answers = commands.add_parser("answers", help="for maintainers: record the answers anew")
    answers.set_defaults(run=_answers)

    mutants = commands.add_parser("mutants", help="for maintainers: the grader's mutation score")
    mutants.set_defaults(run=_mutants)

    readme = commands.add_parser("readme", help="for maintainers: make README's example anew")
    readme.set_defaults(run=_readme)

    pictures = commands.add_parser("pictures", help="for maintainers: make README's pictures anew")
    pictures.set_defaults(run=_pictures)


def _stubs(options: argparse.Namespace) -> int:
    from grader.upkeep import write_stubs

    for file, text in write_stubs.derived().items():
        path = EXERCISES / file
        if path.exists() and path.read_bytes() == text.encode():
            continue
        _, kept = reset.reset(file)
        print(f"{near(path)} is fresh" + (f"; the old one is {near(kept)}" if kept else ""))
    return 0


def _answers(options: argparse.Namespace) -> int:
    from grader.answers import answers, random_answers, two_moons
    from grader.upkeep import proof

    pools = proof.recomputed_random_answers()
    random_answers.save(pools)
    record = proof.recomputed_answers()
    answers.save(record)
    two_moons.save(two_moons.recomputed())
    print(f"{len(record.torch)} answers by torch, {len(record.reference)} by the reference")
    print(f"{sum(map(len, pools.values()))} random programs answered by torch")
    return 0


def _mutants(options: argparse.Namespace) -> int:
    try:
        from grader.upkeep import mutation_score
    except ModuleNotFoundError as error:
        raise CallError(f"{error.name} is not installed; make .venv/.test gets it") from None
    return mutation_score.main()


def _readme(options: argparse.Namespace) -> int:
    from grader.upkeep import readme_example

    readme_example.write()
    print(near(README))
    return 0


def _pictures(options: argparse.Namespace) -> int:
    try:
        from grader.upkeep import readme_pictures

        made = readme_pictures.write()
    except ModuleNotFoundError as error:
        raise CallError(f"{error.name} is not installed; make .venv/.test gets it") from None
    except readme_pictures.NoBrowser as error:
        raise CallError(str(error)) from None
    for path, count in made.items():
        print(f"{near(path)} has {count:,} bytes")
    return 0
