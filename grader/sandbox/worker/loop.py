"""The loop: requests come in, replies go out, each a length of 4 bytes and JSON.

What is said here is never trusted: the judge reads it as plain data.
"""

from __future__ import annotations

import json
import os
import sys

from .absent import put_off_imports
from .confinement import Confinement
from .leftovers import Fresh
from .limits import allow_computing, set_limits
from .loader import LearnerModules
from .precautions import prepare
from .program import run
from .reach import reach
from .stubs import stubs_of

TYPE_CHECKING = False  # the typing module takes 2 ms to import
if TYPE_CHECKING:
    from typing import Any

LARGEST_READ = 1 << 20  # bytes at once
to_json = json.JSONEncoder(allow_nan=False).encode


def serve() -> None:
    """Answer requests until there are no more; the first is to load, all others may be."""
    requests, replies = prepare()
    modules = LearnerModules()
    sys.meta_path.insert(0, modules)
    put_off_imports(modules)
    fresh = Fresh()
    confinement = Confinement()
    while True:
        request = receive(requests)
        if request is None:
            return
        reply: dict[str, object]
        if request["request"] == "load":
            set_limits(request["limits"])
            sources = request["sources"]
            modules.replace(**sources)
            layers = confinement.apply(request["readable"], sources["site"])
            if "landlock" in layers:
                reach.limit([*request["readable"], *sources["site"], os.devnull])
            fresh.note(request["limits"].get("RLIMIT_AS", 0))
            reply = {"layers": layers}
        elif request["request"] == "stubs":
            allow_computing(request["seconds"])
            reply = {"stubs": stubs_of(modules)}
        else:
            allow_computing(request["seconds"])
            reply = run(request["program"], modules, request["set_order"])
            fresh.restore()
            reply["is_worn"] = fresh.is_worn()
        reply["answers"] = request["number"]
        send(replies, reply)


def receive(descriptor: int) -> dict[str, Any] | None:
    """The next request, or None where the judge has hung up."""
    header = read(descriptor, 4)
    text = header and read(descriptor, int.from_bytes(header, "big"))
    return json.loads(text) if text else None


def read(descriptor: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(descriptor, min(size, LARGEST_READ))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def send(descriptor: int, reply: dict[str, object]) -> None:
    text = to_json(reply).encode("ascii")
    view = memoryview(len(text).to_bytes(4, "big") + text)
    while view:
        view = view[os.write(descriptor, view) :]
