"""A check's program as it is for a seed: other numbers, names and lines that ask the same.

So nobody passes by heart who passes with any seed. Seed 0 leaves every program as it is. What
asks the same is for the reference to say, so a student edition has its programs on record, in
variations.json beside this file.
"""

from __future__ import annotations

import ast
import random
import re
from functools import cache
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from grader import edition
from grader.checks.other_lines import change_lines
from grader.checks.other_names import fresh_names, rename
from grader.checks.other_numbers import with_other_numbers
from grader.trace import Trace

FILE = Path(__file__).with_name("variations.json")

# They take no input, so their numbers are the exercise.
WITHOUT_INPUT = ("expression_gradients", "neuron_gradients", "torch_neuron")


class Variation(Struct, frozen=True):
    """A program, and what it calls the variables of the one it was made from."""

    program: str
    names: dict[str, str] = {}  # {name in the check's own program: name in this one}

    def named(self, text: str) -> str:
        """A piece of the check's own program, such as "a * b", with the names of this one."""
        return re.sub(r"[A-Za-z_]\w*", lambda match: self.names.get(match[0], match[0]), text)

    def answering_to_both(self, trace: Trace) -> Trace:
        """This program's trace, whose names can also be asked for as the check calls them."""
        theirs = {name: trace.names[new] for name, new in self.names.items() if new in trace.names}
        return replace(trace, names={**trace.names, **theirs}) if theirs else trace


Record: TypeAlias = dict[str, dict[str, Variation]]  # {check: {its own program: the variation}}

made: dict[int, Record] = {}  # by seed


def varied(program: str, seed: int, check: str, *, keeps_numbers: bool = False) -> Variation:
    """The program of a check for a seed: always the same, and as written with AS_WRITTEN."""
    if seed == edition.AS_WRITTEN or any(name in program for name in WITHOUT_INPUT):
        return Variation(program)
    known = on_record() if edition.IS_STUDENT else made.setdefault(seed, {})
    of_check = known.setdefault(check, {})
    if program not in of_check:
        of_check[program] = _made(program, seed, check, keeps_numbers=keeps_numbers)
    return of_check[program]


@cache
def on_record() -> Record:
    """The variations that came with a student edition; none where its seed is AS_WRITTEN."""
    return msgspec.json.decode(FILE.read_bytes(), type=Record)


def _made(program: str, seed: int, check: str, *, keeps_numbers: bool) -> Variation:
    source = random.Random(f"{seed}, {check}, {program}")
    if not keeps_numbers:
        program = with_other_numbers(program, source)
    tree, fresh = ast.parse(program), fresh_names(program, source)
    names = rename(tree, fresh)
    change_lines(tree, fresh, source)
    return Variation(ast.unparse(tree) + "\n", names)
