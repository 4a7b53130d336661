"""What a result came from: the grader, the submission, the seed, torch; as one short key."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import metadata

import msgspec

from grader.answers.answers import torch_is_installed
from grader.paths import HELPER_DRAW, ROOT, SOLUTIONS
from grader.submission.bundle import Bundle

LENGTH = 16  # hexadecimal digits: of a million results, two have the same in 1 of 10**7 cases
# Rooms that no report depends on.
WITHOUT = ("classroom", "course", "workspace", "upkeep")
NO_COURSE = ""


@cache
def of_grader() -> str:
    """A hash of all of the grader that may have a say in a report."""
    digest = hashlib.sha256()
    folders = (ROOT / "grader", HELPER_DRAW, SOLUTIONS)
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        is_without = name.startswith(tuple(f"grader/{room}/" for room in WITHOUT))
        if path.suffix in (".py", ".json") and path.is_file() and not is_without:
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:LENGTH]


@cache
def of_torch() -> str:
    """Its version; "" where it is not installed."""
    return metadata.version("torch") if torch_is_installed() else ""


def of_content(bundle: Bundle) -> str:
    """A hash of what was handed in, whoever did."""
    digest = hashlib.sha256()
    for path, file in sorted(bundle.files.items()):
        content = file if isinstance(file, bytes) else msgspec.json.encode(file)
        for part in (path.encode("utf-8", "surrogatepass"), content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:LENGTH]


def of_checks(modules: Mapping[str, str]) -> str:
    """A hash of an instructor's extra checks, {file name: source}; all of a course that has a
    say in a result.
    """
    if not modules:
        return NO_COURSE
    return hashlib.sha256(msgspec.json.encode(sorted(modules.items()))).hexdigest()[:LENGTH]


def of_result(content: str, seed: int, course: str = NO_COURSE) -> str:
    """The key of the result that this content comes to, with this grader and torch."""
    parts = (content, of_grader(), str(seed), of_torch(), course)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:LENGTH]
