"""A teacher's sheet, cell by cell, of which all that is not filled in stays byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from grader.classroom.finding.names import shown

LARGEST = 16 << 20  # bytes
DELIMITERS = (",", ";", "\t")
MOST_LOOKED_AT = 50  # rows that tell the delimiter
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# What begins like this is no text: .xlsx and .ods, the old .xls, PDF.
NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
LINE_END = re.compile(r"\r\n|\r|\n")


class UnusableSheet(Exception):
    """The sheet cannot be filled in; the text is one line with the remedy."""


class Cell(Struct, frozen=True):
    """What a cell says, and where in the text it is written, quotes and all."""

    text: str
    start: int
    end: int


class Record(Struct, frozen=True):
    """A row in which there is something, and the line that it begins on."""

    line: int
    cells: list[Cell]

    def text(self, column: int | None) -> str:
        """What stands in a column; "" where there is none."""
        if column is None or column >= len(self.cells):
            return ""
        return unwrapped(self.cells[column].text.strip())


class Sheet(Struct, frozen=True):
    """A sheet as it was read. where is its path as it is shown."""

    where: str
    ending: str
    source: str
    mark: bytes  # the byte order mark
    encoding: str
    delimiter: str
    header: list[str]
    rows: list[Record]  # those below the header

    def filled(self, cells: Mapping[tuple[int, int], str]) -> bytes:
        """The whole anew, with these texts in the cells {(which of the rows, column)}."""
        changes = []
        for (at, column), text in cells.items():
            found = self.rows[at].cells
            if column < len(found):
                cell = found[column]
                was_quoted = self.source[cell.start : cell.end].lstrip()[:1] == '"'
                changes.append((cell.start, cell.end, self._written(text, was_quoted)))
            else:
                missing = self.delimiter * (column + 1 - len(found))
                end = found[-1].end
                changes.append((end, end, missing + self._written(text, False)))
        parts, done = [], 0
        for start, end, text in sorted(changes):
            parts += [self.source[done:start].encode(self.encoding)]
            parts += [text.encode(self.encoding, "replace")]
            done = end
        return b"".join([self.mark, *parts, self.source[done:].encode(self.encoding)])

    def _written(self, text: str, was_quoted: bool) -> str:
        needs = any(c in text for c in ('"', "\r", "\n", self.delimiter)) or text != text.strip()
        return '"' + text.replace('"', '""') + '"' if was_quoted or needs else text


def unwrapped(text: str) -> str:
    """A cell without what keeps a spreadsheet from making a number of it: ="00123"."""
    return text[2:-1] if text.startswith('="') and text.endswith('"') else text


def read_sheet(path: Path) -> Sheet:
    """A sheet in any of the usual encodings, with any of the usual delimiters.

    Raises UnusableSheet.
    """
    where = shown(str(path))
    mark, encoding, source = _decoded(_content(path, where), where)
    delimiter = max(DELIMITERS, key=lambda each: _fits(source, each))
    found = [each for each in _records(source, delimiter, where) if _says_something(each)]
    if not found:
        raise UnusableSheet(f"{where}: nothing in it; download the sheet from the platform again")
    header = [cell.text.strip() for cell in found[0].cells]
    for record in found[1:]:
        if any(cell.text.strip() for cell in record.cells[len(header) :]):
            raise UnusableSheet(
                f"{where}, line {record.line}: {len(record.cells)} cells where the first line has "
                f"{len(header)}; download the sheet again, and let no other program save it"
            )
    ending = path.suffix.lower()
    return Sheet(where, ending, source, mark, encoding, delimiter, header, found[1:])


def _content(path: Path, where: str) -> bytes:
    try:
        if path.is_dir():
            raise UnusableSheet(f"{where}: a folder; give the sheet that the platform exported")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnusableSheet(
            f"{where}: no such file; give the sheet that the platform exported"
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnusableSheet(f"{where}: cannot be read ({why})") from None
    if len(content) > LARGEST:
        raise UnusableSheet(
            f"{where}: larger than {LARGEST >> 20} MB, as no gradebook is; give the sheet alone"
        )
    if content.startswith(NOT_TEXT):
        raise UnusableSheet(
            f"{where}: a spreadsheet program's own form; "
            "give the CSV or tab-delimited file as the platform exported it"
        )
    return content


def _decoded(content: bytes, where: str) -> tuple[bytes, str, str]:
    """The byte order mark, the encoding, and the text after the mark."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            candidates: tuple[str, ...] = (encoding,)
            break
    else:
        mark, candidates = b"", _encodings(content)
    for encoding in candidates:
        try:
            text = content[len(mark) :].decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return mark, encoding, text
    raise UnusableSheet(f"{where}: not text; give the file as the platform exported it")


def _encodings(content: bytes) -> tuple[str, ...]:
    """The encodings to try where no mark tells one; every second byte of UTF-16 is mostly 0."""
    start = content[:100]
    if 4 * start.count(0) >= len(start) > 0:
        return ("utf-16-le", "utf-16-be") if start[1:2] == b"\0" else ("utf-16-be", "utf-16-le")
    return ("utf-8", "cp1252", "latin-1")


def _fits(source: str, delimiter: str) -> tuple[bool, int]:
    """How well a delimiter parts the first rows: into as many cells each, into many."""
    counts = []
    try:
        for record in _records(source, delimiter, ""):
            if _says_something(record):
                counts.append(len(record.cells))
            if len(counts) == MOST_LOOKED_AT:
                break
    except UnusableSheet:  # which is raised if it is this delimiter after all
        return False, counts[0] if counts else 0
    return len(set(counts)) == 1 and counts[0] > 1, counts[0] if counts else 0


def _records(source: str, delimiter: str, where: str) -> Iterator[Record]:
    """All rows; as csv reads them, but with the place of each cell."""
    plain = rf"[^{delimiter}\r\n]*"
    cell = re.compile(rf'"([^"]*(?:""[^"]*)*)"(?!")({plain})|({plain})')
    at, line, begun, cells = 0, 1, 1, []
    while at < len(source):
        match = cell.match(source, at)
        assert match is not None  # the last form is anything, or nothing
        quoted, rest, bare = match.groups()
        if bare is not None and bare.startswith('"'):
            raise UnusableSheet(
                f"{where}, line {line}: a quote is opened that nothing closes; "
                "download the sheet again, and let no other program save it"
            )
        text = bare if bare is not None else quoted.replace('""', '"') + rest
        cells.append(Cell(text, match.start(), match.end()))
        line += len(LINE_END.findall(match[0]))
        at = match.end()
        if source[at : at + 1] == delimiter:
            at += 1
            if at < len(source):
                continue
            cells.append(Cell("", at, at))
        yield Record(begun, cells)
        end = LINE_END.match(source, at)
        at, cells = (end.end() if end else at), []
        line += 1
        begun = line


def _says_something(record: Record) -> bool:
    return any(cell.text.strip() for cell in record.cells)


def some_titles(titles: Iterable[str]) -> str:
    """A few titles of columns, for an error."""
    listed = [f'"{shown(title)}"' for title in titles if title]
    more = len(listed) - 6
    return ", ".join(listed[:6]) + (f" and {more} more" if more > 0 else "") or "none"
