"""Answers as a file: JSON with one program a line, so that a changed answer is a changed line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from grader import files


def write_record(path: Path, record: Mapping[str, Mapping[str, object]]) -> None:
    """Write {interpreter or stage: {program: answer}}, in that order; raises CannotWrite."""
    groups = [
        f"{_json(name)}:{{\n"
        + ",\n".join(f"{_json(program)}:{_json(answer)}" for program, answer in answers.items())
        + "\n}"
        for name, answers in record.items()
    ]
    files.write(path, "{" + ",\n".join(groups) + "}\n")


def _json(thing: object) -> str:
    return msgspec.json.encode(thing).decode()
