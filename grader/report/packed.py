"""A report in some ten thousand bytes, with nothing left out: to keep it, or to send it."""

from __future__ import annotations

import zlib

import msgspec

from grader.report.model import Report


def packed(report: Report) -> bytes:
    """The report as bytes."""
    return zlib.compress(msgspec.msgpack.encode(report))


def unpacked(whole: bytes) -> Report:
    """The report that packed() made this of."""
    return msgspec.msgpack.decode(zlib.decompress(whole), type=Report)
