"""The list of system calls as a filter in the kernel: a BPF program, which is for good.

Of our own making because the libraries on PyPI need libseccomp, which learners have not.
"""

from __future__ import annotations

import os

from .kernel import Kernel, packed
from .system_calls import (
    ALWAYS,
    ARCHITECTURES,
    FAIL_WITH,
    FOR_VALUES,
    NOT_PERMITTED,
    OWN,
    WITH_FLAG,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand

SECCOMP = {"x86_64": 317, "aarch64": 277}  # the call that sets a filter
SET_FILTER, ALL_THREADS = 1, 1  # SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC
LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06  # of 32 bits
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # where they stand in struct seccomp_data
ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000
X32 = 0x40000000  # x86-64's calls again, under other numbers


def restrict(kernel: Kernel) -> bool:
    """Have every call fail that is not on the list, in all threads; False where that fails."""
    if kernel.machine not in SECCOMP:
        return False
    program = b"".join(map(bytes_of, filter_for(kernel.machine, os.getpid())))
    address, kept = kernel.address(program)
    structure = packed((len(program) // 8, 8), (address, 8))
    done = kernel.call(SECCOMP[kernel.machine], SET_FILTER, ALL_THREADS, structure)
    del kept
    return done == 0


def bytes_of(instruction: Instruction) -> bytes:
    code, if_true, if_false, operand = instruction
    return packed((code, 2), (if_true, 1), (if_false, 1), (operand, 4))


def filter_for(machine: str, pid: int) -> list[Instruction]:
    """The program: what it returns says what becomes of a call."""
    column, architecture = ARCHITECTURES[machine]
    forbid = done(FAIL | NOT_PERMITTED)
    program = [
        *[load(ARCHITECTURE), (EQUAL, 1, 0, architecture), done(KILL)],
        *[load(NUMBER), (AT_LEAST, 0, 1, X32), forbid],
    ]
    for always in ALWAYS.values():
        program += when(always[column], [done(ALLOW)])
    for numbers, arguments, errno in FOR_VALUES.values():
        checks = [
            instruction
            for place, values in arguments.items()
            for instruction in unless_among(place, values, pid, done(FAIL | errno))
        ]
        program += when(numbers[column], [*checks, done(ALLOW)])
    for numbers, place, flag in WITH_FLAG.values():
        has_flag = [argument(place), (AND, 0, 0, flag), (EQUAL, 0, 1, flag)]
        program += when(numbers[column], [*has_flag, done(ALLOW), forbid])
    for failing, errno in FAIL_WITH.values():
        program += when(failing[column], [done(FAIL | errno)])
    return [*program, forbid]


def when(number: int | None, block: list[Instruction]) -> list[Instruction]:
    """The block, which returns, for that call; for others, whatever comes after it."""
    return [(EQUAL, 0, len(block), number), *block] if number is not None else []


def unless_among(
    place: int, values: tuple[int | str, ...], pid: int, otherwise: Instruction
) -> list[Instruction]:
    """Go on where an argument has one of these values."""
    checks = [
        (EQUAL, len(values) - number, 0, pid if value == OWN else int(value))
        for number, value in enumerate(values)
    ]
    return [argument(place), *checks, otherwise]


def load(offset: int) -> Instruction:
    return LOAD, 0, 0, offset


def argument(place: int) -> Instruction:
    """Its lower half, which is all that the kernel looks at in these arguments."""
    return load(ARGUMENTS + 8 * place)


def done(action: int) -> Instruction:
    return RETURN, 0, 0, action
