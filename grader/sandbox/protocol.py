"""What goes over the pipes: requests and replies, each a length of 4 bytes and JSON.

A learner's process may write what it likes, so a reply is plain data of exactly these types,
at most LONGEST_REPLY long, and repeats the number of the request it answers.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from grader.trace import SetOrder, Trace

Layer: TypeAlias = Literal["landlock", "seccomp"]

HEADER = 4  # bytes, that hold the length of what follows
LONGEST_REPLY = 8 << 20  # bytes


class Sources(Struct, frozen=True):
    """What a learner's process is made of: {module: (path to show, source text)}.

    library is what we let a learner import of ours. packages may be imported from the
    folders of site; "all" loads torch too. own are names that are the kata's, be they in files
    or not.
    """

    files: dict[str, tuple[str, str]]
    library: dict[str, tuple[str, str]]
    packages: tuple[str, ...] | Literal["all"]
    site: tuple[str, ...]
    own: tuple[str, ...]


class Load(Struct, frozen=True, tag_field="request", tag="load"):
    """Be made of these sources, within these limits: {name in resource: number}.

    readable are the only paths that can still be read then, where Landlock is.
    """

    number: str
    sources: Sources
    limits: dict[str, int]
    readable: tuple[str, ...]


class FindStubs(Struct, frozen=True, tag_field="request", tag="stubs"):
    """Say which functions are left as handed out; seconds of computing are allowed."""

    number: str
    seconds: float


class Run(Struct, frozen=True, tag_field="request", tag="run"):
    """Run this program, and describe what it leaves; seconds of computing are allowed."""

    number: str
    seconds: float
    program: str
    set_order: SetOrder


class Place(Struct, frozen=True):
    """A line of a learner's file."""

    file: str
    line: int


class Loaded(Struct, frozen=True, forbid_unknown_fields=True):
    """The reply to Load, said before any learner code ran: the layers that confine it."""

    answers: str
    layers: tuple[Layer, ...]


class Stubs(Struct, frozen=True, forbid_unknown_fields=True):
    """The reply to FindStubs: the functions that are left as handed out."""

    answers: str
    stubs: dict[str, Place]


class Ran(Trace, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The reply to Run. is_worn says that the program left something a next one would feel."""

    answers: str
    is_worn: bool


Request: TypeAlias = Load | FindStubs | Run


def framed(request: Request) -> bytes:
    text = msgspec.json.encode(request)
    return len(text).to_bytes(HEADER, "big") + text


to_loaded = msgspec.json.Decoder(Loaded)
to_stubs = msgspec.json.Decoder(Stubs)
to_ran = msgspec.json.Decoder(Ran)
