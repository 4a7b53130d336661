"""What this process may do with files, sockets and other processes, by Linux's Landlock.

What it has open stays open. Of our own making because the library on PyPI knows files only.
"""

from __future__ import annotations

import os

from .kernel import (
    LANDLOCK_ADD_RULE,
    LANDLOCK_CREATE_RULESET,
    LANDLOCK_RESTRICT_SELF,
    Kernel,
    packed,
)

VERSION = 1  # LANDLOCK_CREATE_RULESET_VERSION
PATH_BENEATH = 1  # LANDLOCK_RULE_PATH_BENEATH

EXECUTE, WRITE_FILE, READ_FILE, READ_FOLDER = 1, 2, 4, 8
READ = READ_FILE | READ_FOLDER
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE  # what can be granted on one; all else is of folders
# By the version of Landlock that knows them first: how many rights over files there are, over TCP
# (bind and connect), and what is out of reach that is not below us (abstract sockets, signals).
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
NETWORK_RIGHTS = {4: 2}
SCOPES = {6: 2}


def restrict(kernel: Kernel, grants: dict[str, int]) -> bool:
    """Allow {path: rights there and below}; nothing else, for good.

    A path that is not there is left out. False where the kernel has no Landlock.
    """
    version = kernel.call(LANDLOCK_CREATE_RULESET, 0, 0, VERSION)
    if version < 1:
        return False
    ruleset = kernel.call(LANDLOCK_CREATE_RULESET, *attributes(version))
    if ruleset < 0:
        return False
    try:
        for path, rights in grants.items():
            grant(kernel, ruleset, path, rights)
        return kernel.call(LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def attributes(version: int) -> tuple[bytes, int, int]:
    """The structure of a ruleset that forbids all this version knows of, its size, no flags."""
    rights = [all_known(known, version) for known in (FILE_RIGHTS, NETWORK_RIGHTS, SCOPES)]
    count = 1 if version < 4 else 2 if version < 6 else 3
    structure = packed(*((right, 8) for right in rights[:count]))
    return structure, len(structure), 0


def all_known(counts: dict[int, int], version: int) -> int:
    return (1 << max([0, *(count for since, count in counts.items() if since <= version)])) - 1


def grant(kernel: Kernel, ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):
            rights &= OF_A_FILE
        rule = packed((rights, 8), (descriptor, 4))
        kernel.call(LANDLOCK_ADD_RULE, ruleset, PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)
