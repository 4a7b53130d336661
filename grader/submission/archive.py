"""A .zip archive, listed and never unpacked: no path leads out of it, and no size is believed."""

from __future__ import annotations

import errno
import io
import itertools
import re
import stat
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from grader.submission.listing import (
    LARGEST_ARCHIVE,
    Listing,
    Open,
    ending_of,
    named,
    why_not,
)
from grader.submission.names import one_line
from grader.submission.submission import Problem

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

LARGEST_INDEX = 8 << 20  # bytes of the list that an archive ends with
LARGEST_END = 1 << 17  # bytes of what comes after that list
PIECE = 1 << 16  # bytes that are read at once
SMALLEST_HEADER = 30  # bytes before each file in an archive
STORED, DEFLATED = 0, 8
ENCRYPTED = 0x2041  # flags of a file: with a password, strongly, and its name too
NAME_IS_UTF8 = 0x800
MOST_NESTED = 2  # an archive, and one in it
MARK = b"PK\x03\x04"  # what an archive begins with
TOO_MANY = "there are too many files in it; hand in exercises/ alone"
OTHERS = {b"Rar!": "RAR", b"7z\xbc\xaf": "7-Zip", b"\x1f\x8b": "gzip"}


class BadArchive(Exception):
    """An archive of which nothing can be read; the text is one line, without its name."""


def open_archives(listing: Listing, around: int = 0) -> None:
    """List what is in the archives of a listing, in the place of each, and in those in them.

    around is how many archives are around the listing already.
    """
    for level in range(around, MOST_NESTED + 1):
        for path in [path for path in listing.files if ending_of(path) == ".zip"]:
            found = listing.files.pop(path)
            shown = one_line(path)
            if isinstance(found, Problem):
                listing.note(f"{shown} is left out: {why_not(found)}")
            elif level == MOST_NESTED:
                listing.note(f"{shown} is left out: an archive in an archive in an archive")
            elif not listing.archives_left:
                listing.note(f"{shown} is left out: there are too many archives")
            else:
                listing.archives_left -= 1
                try:
                    file = listing.closing.enter_context(found(LARGEST_ARCHIVE))
                    list_archive(listing, file, f"{path}/")
                except BadArchive as error:
                    listing.note(f"{shown} is left out: {error}")
                except OSError as error:
                    listing.note(f"{shown} is left out: {error.strerror or 'it is damaged'}")


def list_archive(listing: Listing, file: BinaryIO, prefix: str = "") -> None:
    """List what may count of an archive, below a path; raises BadArchive."""
    archive, entries = _opened(listing, file)
    found, leading_out = [], []
    for entry in entries:
        name = _name(entry)
        path = _path(name)
        if path is None:
            leading_out.append(name)
        else:
            found.append((prefix + path, _found(listing, archive, entry, prefix + path)))
    listing.add_all(found)
    if leading_out:
        listing.note(f"{named(leading_out)}: left out, as that path leads out of the archive")


class _Guarded:
    """An archive's file, of which no large piece is read at once: its list could be that large."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def read(self, size: int = -1) -> bytes:
        if size > LARGEST_INDEX:
            raise BadArchive(TOO_MANY)
        return self.file.read(size if size >= 0 else LARGEST_END)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def seekable(self) -> bool:
        return True


def _opened(listing: Listing, file: BinaryIO) -> tuple[ZipFile, list[ZipInfo]]:
    """An archive and its files; raises BadArchive where none of them could be read."""
    import zipfile

    try:
        begin = file.read(len(MARK))
        archive = listing.closing.enter_context(zipfile.ZipFile(_Guarded(file)))
        entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    except BadArchive:
        raise
    except Exception:  # whatever zipfile makes of bytes that are no archive
        raise BadArchive(_what_else(begin)) from None
    if not entries:
        raise BadArchive("there is nothing in it")
    if len(entries) > listing.entries_left:
        raise BadArchive(TOO_MANY)
    listing.entries_left -= len(entries)
    if all(entry.flag_bits & ENCRYPTED for entry in entries):
        raise BadArchive("it is encrypted; make one without a password")
    if not any(entry.compress_type in (STORED, DEFLATED) for entry in entries):
        raise BadArchive("it is compressed in a way that is not read here; make an ordinary .zip")
    if _overlap(entries):
        raise BadArchive("its files overlap, which no honest archive's do")
    return archive, entries


def _what_else(begin: bytes) -> str:
    """What to say of a file that is no archive, by the bytes that it begins with."""
    if not begin:
        return "it is empty"
    for mark, kind in OTHERS.items():
        if begin.startswith(mark):
            return f"it is a {kind} archive; make a .zip"
    if begin == MARK:
        return "it is damaged; make it anew"
    return "it is no .zip archive; make one, or hand in the files"


def _overlap(entries: list[ZipInfo]) -> bool:
    """Whether two files are made of the same bytes: a bomb is small on disk by that."""
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    return any(
        one.header_offset + SMALLEST_HEADER + one.compress_size > other.header_offset
        for one, other in itertools.pairwise(in_order)
    )


def _name(entry: ZipInfo) -> str:
    """The name of a file: UTF-8 is not always flagged, and is told from the old encoding."""
    name = entry.orig_filename
    if not entry.flag_bits & NAME_IS_UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass  # it is in the old one
    return name.replace("\\", "/")


def _path(name: str) -> str | None:
    """A file's path in its archive; None where it would lead out of it."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or ".." in parts or re.match("[A-Za-z]:", name) or "\0" in name:
        return None
    return "/".join(parts)


def _found(listing: Listing, archive: ZipFile, entry: ZipInfo, path: str) -> Open | Problem:
    """How to read a file of an archive, or what is wrong with it."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return Problem(path, "leads_out")
    if kind not in (0, stat.S_IFREG):
        return Problem(path, "not_a_file")
    if entry.flag_bits & ENCRYPTED:
        return Problem(path, "unreadable", {"why": "it is encrypted"})
    if entry.compress_type not in (STORED, DEFLATED):
        return Problem(path, "unreadable", {"why": "it is compressed in a way not read here"})
    return partial(_read, listing, archive, entry, ending_of(path) == ".zip")


def _read(
    listing: Listing, archive: ZipFile, entry: ZipInfo, is_archive: bool, most: int
) -> BinaryIO:
    """A file of an archive, as far as it is wanted, in memory; raises OSError."""
    content = io.BytesIO()
    try:
        with archive.open(entry) as file:
            while (size := content.tell()) <= most:
                piece = file.read(min(PIECE, most + 1 - size))
                if not piece:
                    break
                content.write(piece)
    except Exception:  # whatever zipfile makes of a damaged one
        raise OSError(errno.EIO, "it is damaged in the archive") from None
    if is_archive and (size > most or not listing.take(size)):
        raise OSError(errno.EFBIG, f"an archive in another is no larger than {most >> 20} MB")
    content.seek(0)
    return content
