"""Archives as people make them, and as nobody should: what is read of each, and what is said."""

from __future__ import annotations

import io
import os
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.submission import archive, listing
from grader.submission.bundle import Bundle
from grader.submission.opening import bundle_of, opened
from grader.submission.submission import Problem, UnusableSubmission

VALUE = "class Value: pass\n"
Files = dict[str, "str | bytes"]


def packed(files: Files, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as made:
        for name, text in files.items():
            made.writestr(zipfile.ZipInfo(name), text, compression)
    return content.getvalue()


@pytest.fixture
def unpacked(tmp_path: Path) -> Callable[[bytes], Bundle]:
    """What is read of an archive of these bytes, which lies on disk."""
    path = tmp_path / "hw.zip"

    def read(content: bytes) -> Bundle:
        path.write_bytes(content)
        return bundle_of(path)

    return read


Unpacked = Callable[[bytes], Bundle]


def refused(read: Unpacked, content: bytes) -> str:
    """The one line with which an archive is refused, without its name."""
    with pytest.raises(UnusableSubmission) as caught:
        read(content)
    line = str(caught.value)
    assert line.isprintable()
    return line.partition("hw.zip: ")[2]


def test_an_archive_is_read_as_the_folder_that_it_was_made_of(unpacked: Unpacked) -> None:
    content = packed({"hw/exercises/": "", "hw/exercises/value.py": VALUE, "hw/README.md": "x"})

    assert unpacked(content).files == {"hw/exercises/value.py": VALUE.encode()}
    assert unpacked(content).notes == ()


# What is no archive


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b"class Value: pass\n", "it is no .zip archive; make one, or hand in the files"),
        (b"Rar!\x1a\x07\x01\x00rest", "it is a RAR archive; make a .zip"),
        (b"\x1f\x8b\x08rest", "it is a gzip archive; make a .zip"),
        (b"PK\x03\x04rest", "it is damaged; make it anew"),
        (packed({"value.py": VALUE})[:-30], "it is damaged; make it anew"),
        (packed({}), "there is nothing in it"),
        (packed({"exercises/": ""}), "there is nothing in it"),
    ],
)
def test_what_is_no_archive_is_told_in_one_line(
    unpacked: Unpacked, content: bytes, words: str
) -> None:
    assert refused(unpacked, content) == words


def test_a_file_that_is_damaged_in_its_archive_is_told(unpacked: Unpacked) -> None:
    content = packed({"value.py": VALUE * 9, "nn.py": VALUE})
    middle = content.index(b"value.py") + len("value.py") + 8
    damaged = content[:middle] + b"\xff\xff\xff" + content[middle + 3 :]

    found = unpacked(damaged).files

    why = {"why": "it is damaged in the archive"}
    assert found == {"value.py": Problem("value.py", "unreadable", why), "nn.py": VALUE.encode()}


def flagged(content: bytes, flag: int) -> bytes:
    """The same archive with a flag set for each of its files, in both places where it stands."""
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = content.split(mark)
        parts[1:] = [
            part[: offset - 4] + bytes([part[offset - 4] | flag]) + part[offset - 3 :]
            for part in parts[1:]
        ]
        content = mark.join(parts)
    return content


def test_an_archive_with_a_password_is_refused(unpacked: Unpacked) -> None:
    content = flagged(packed({"value.py": VALUE}), 1)

    assert refused(unpacked, content) == "it is encrypted; make one without a password"


def test_a_compression_that_is_not_read_is_told(unpacked: Unpacked) -> None:
    every = packed({"value.py": VALUE}, zipfile.ZIP_LZMA)
    some = io.BytesIO()
    with zipfile.ZipFile(some, "w") as made:
        made.writestr("value.py", VALUE, zipfile.ZIP_BZIP2)
        made.writestr("nn.py", VALUE)

    assert refused(unpacked, every).startswith("it is compressed in a way that is not read here")
    found = unpacked(some.getvalue()).files
    assert isinstance(problem := found["value.py"], Problem) and problem.kind == "unreadable"
    assert found["nn.py"] == VALUE.encode()


# Paths


@pytest.mark.parametrize(
    "name",
    [
        "/etc/value.py",
        "//host/value.py",
        "../value.py",
        "a/../../value.py",
        "C:/value.py",
        "c:value.py",
        "C:\\work\\value.py",
        "..\\value.py",
        "\\\\host\\value.py",
    ],
)
def test_a_path_that_leads_out_is_left_out_and_said(unpacked: Unpacked, name: str) -> None:
    found = unpacked(packed({name: "secret = 1\n", "nn.py": VALUE}))

    assert set(found.files) == {"nn.py"}
    (note,) = found.notes
    assert note.endswith(": left out, as that path leads out of the archive")


def test_backslashes_part_folders_as_some_windows_programs_write_them(unpacked: Unpacked) -> None:
    content = packed({"hw/exercises/value.py": VALUE})
    content = content.replace(b"hw/exercises/value", b"hw\\exercises\\value")

    assert set(unpacked(content).files) == {"hw/exercises/value.py"}


def test_a_link_in_an_archive_is_not_followed(unpacked: Unpacked) -> None:
    entry = zipfile.ZipInfo("value.py")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr(entry, "/etc/passwd")
        made.writestr("nn.py", VALUE)

    assert unpacked(content.getvalue()).files["value.py"] == Problem("value.py", "leads_out")


def test_a_pipe_in_an_archive_is_no_file(unpacked: Unpacked) -> None:
    entry = zipfile.ZipInfo("value.py")
    entry.external_attr = (stat.S_IFIFO | 0o777) << 16
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr(entry, "")
        made.writestr("nn.py", VALUE)

    assert unpacked(content.getvalue()).files["value.py"] == Problem("value.py", "not_a_file")


@pytest.mark.parametrize(
    "litter",
    [
        "__MACOSX/hw/._value.py",
        "hw/.value.py",
        "hw/.git/value.py",
        "hw/__pycache__/value.py",
        "hw/~value.py",
        "hw/lib/site-packages/value.py",
    ],
)
def test_litter_is_not_read(unpacked: Unpacked, litter: str) -> None:
    found = unpacked(packed({litter: "a = 1\n", "hw/nn.py": VALUE}))

    assert (set(found.files), found.notes) == ({"hw/nn.py"}, ())


def test_a_virtual_environment_is_not_read(unpacked: Unpacked) -> None:
    files: Files = {"hw/mine/pyvenv.cfg": "", "hw/mine/bin/value.py": VALUE, "hw/nn.py": VALUE}

    assert set(unpacked(packed(files)).files) == {"hw/nn.py"}


# Names


def with_name(name: bytes, flag: int = 0) -> bytes:
    """An archive with a notebook by a name of these bytes, flagged as UTF-8 or not."""
    content = packed({"x" * len(name): "{}"})
    return flagged_high(content.replace(b"x" * len(name), name), flag)


def flagged_high(content: bytes, flag: int) -> bytes:
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    changed = bytearray(content)
    changed[local + 7] |= flag >> 8
    changed[central + 9] |= flag >> 8
    return bytes(changed)


@pytest.mark.parametrize(
    ("name", "flag", "shown"),
    [
        ("José.ipynb".encode(), archive.NAME_IS_UTF8, "José.ipynb"),
        ("José.ipynb".encode(), 0, "José.ipynb"),
        ("Jose\u0301.ipynb".encode(), 0, "José.ipynb"),
        ("José.ipynb".encode("cp437"), 0, "José.ipynb"),
        ("Müller.ipynb".encode("cp437"), 0, "Müller.ipynb"),
        ("作业.ipynb".encode(), 0, "作业.ipynb"),
    ],
    ids=["flagged", "not flagged", "accents apart", "old encoding", "umlaut", "Chinese"],
)
def test_names_read_right_in_either_encoding(
    unpacked: Unpacked, name: bytes, flag: int, shown: str
) -> None:
    assert set(unpacked(with_name(name, flag)).files) == {shown}


def test_a_name_flagged_as_utf_8_that_is_none_is_damage(unpacked: Unpacked) -> None:
    content = with_name(b"\xff\xfe.ipynb", archive.NAME_IS_UTF8)

    assert refused(unpacked, content) == "it is damaged; make it anew"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_a_name_that_is_there_twice_the_last_counts(unpacked: Unpacked) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("value.py", "first = 1\n")
        made.writestr("value.py", "last = 1\n")

    found = unpacked(content.getvalue())

    assert found.files == {"value.py": b"last = 1\n"}
    assert found.notes == ("value.py is there twice: the last counts",)


def test_accents_apart_are_the_same_name(unpacked: Unpacked) -> None:
    found = unpacked(packed({"José/value.py": "first = 1\n", "Jose\u0301/value.py": "last = 1\n"}))

    assert found.files == {"José/value.py": b"last = 1\n"}
    assert found.notes == ("José/value.py is there twice: the last counts",)


# Archives in archives


def test_an_archive_in_an_archive_is_read(unpacked: Unpacked) -> None:
    inner = packed({"value.py": VALUE})

    assert set(unpacked(packed({"in/inner.zip": inner})).files) == {"in/inner.zip/value.py"}


def test_a_third_archive_within_is_left_out_and_said(unpacked: Unpacked) -> None:
    third = packed({"value.py": VALUE})
    second = packed({"third.zip": third, "nn.py": VALUE})

    found = unpacked(packed({"second.zip": second}))

    assert set(found.files) == {"second.zip/nn.py"}
    assert found.notes == (
        "second.zip/third.zip is left out: an archive in an archive in an archive",
    )


def test_a_bundle_may_hold_archives_as_bytes() -> None:
    inner = packed({"value.py": VALUE, "third.zip": packed({"second.zip": packed({"a.py": ""})})})

    found = opened(Bundle("anna", {"hw.zip": inner}))

    assert set(found.files) == {"hw.zip/value.py"}
    assert found.notes == (
        "hw.zip/third.zip/second.zip is left out: an archive in an archive in an archive",
    )


def test_an_archive_that_is_none_is_said_beside_what_is_read(unpacked: Unpacked) -> None:
    found = unpacked(packed({"value.py": VALUE, "rest.zip": b"Rar!..."}))

    assert set(found.files) == {"value.py"}
    assert found.notes == ("rest.zip is left out: it is a RAR archive; make a .zip",)


def test_an_archive_that_holds_itself_ends(unpacked: Unpacked) -> None:
    """The archive in it is its own bytes: its one file reaches from its beginning on."""
    content = packed({"a.zip": packed({"a.zip": packed({"a.zip": b"PK\x03\x04"})})})

    assert "no file of the kata; " in refused(unpacked, content)


def test_no_more_archives_are_opened_than_a_submission_needs(unpacked: Unpacked) -> None:
    inner = packed({"other.py": "a = 1\n"})
    files: Files = {f"{i:02}.zip": inner for i in range(listing.MOST_ARCHIVES + 1)}

    found = unpacked(packed({"value.py": VALUE} | files))

    assert found.notes == ("20.zip is left out: there are too many archives",)


# Bombs


def peak(read: Callable[[], object]) -> int:
    """The most bytes that Python held while it ran."""
    tracemalloc.start()
    try:
        read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_what_unpacks_to_far_more_than_a_file_is_not_unpacked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "hw.zip"
    path.write_bytes(packed({"value.py": bytes(100 << 20)}))
    assert path.stat().st_size < 1 << 20

    found: list[Bundle] = []
    most = peak(lambda: found.append(bundle_of(path)))

    assert found[0].files == {"value.py": Problem("value.py", "too_large", {"megabytes": 1})}
    assert most < 8 << 20


def test_a_size_that_the_archive_claims_is_not_believed(unpacked: Unpacked) -> None:
    content = packed({"value.py": bytes(50 << 20)})
    size = struct.pack("<L", 50 << 20)
    assert content.count(size) == 2

    (found,) = unpacked(content.replace(size, struct.pack("<L", 10))).files.values()

    assert isinstance(found, Problem)


def test_archives_full_of_archives_full_of_zeros_stay_small(tmp_path: Path) -> None:
    """A small 42.zip: 16 archives, each of 16 files that unpack to 60 MB."""
    path = tmp_path / "hw.zip"
    inner = packed({f"{i}/value.py": bytes(60 << 20) for i in range(2)})
    path.write_bytes(packed({f"{i}.zip": inner for i in range(16)}))

    found: list[Bundle] = []
    most = peak(lambda: found.append(bundle_of(path)))

    kinds = {problem.kind for problem in found[0].files.values() if isinstance(problem, Problem)}
    assert kinds == {"too_large"}
    assert most < 24 << 20


def test_files_made_of_the_same_bytes_are_refused(unpacked: Unpacked) -> None:
    """Each entry of the index leads to the one file there is."""
    content = packed({"value.py": VALUE})
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry, last = content[start:end], content[end:]
    index = entry * 100
    last = last[:8] + struct.pack("<HHL", 100, 100, len(index)) + last[16:]

    assert refused(unpacked, content[:start] + index + last) == (
        "its files overlap, which no honest archive's do"
    )


def test_an_archive_in_a_file_that_is_compressed_twice_is_bounded(unpacked: Unpacked) -> None:
    stored = packed({"value.py": VALUE, "rest.bin": bytes(30 << 20)}, zipfile.ZIP_STORED)

    found = unpacked(packed({"nn.py": VALUE, "inner.zip": stored}))

    assert set(found.files) == {"nn.py"}
    assert found.notes == ("inner.zip is left out: an archive in another is no larger than 20 MB",)


def test_too_many_files_are_refused(unpacked: Unpacked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_ENTRIES", 100)
    content = packed({f"{i}.py": "" for i in range(101)})

    assert refused(unpacked, content) == archive.TOO_MANY


def test_an_index_that_is_too_large_is_not_read(
    unpacked: Unpacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGEST_INDEX", 70_000)
    content = packed({f"{i}.py": "" for i in range(2000)})

    assert refused(unpacked, content) == archive.TOO_MANY


def test_no_more_is_read_of_a_submission_than_its_limit(
    unpacked: Unpacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LARGEST_SUBMISSION", 1 << 20)
    half = "a = 1\n" * 100_000
    found = unpacked(packed({"nn.py": half, "training.py": half, "value.py": "a = 1\n"})).files

    refused = {path for path, content in found.items() if isinstance(content, Problem)}
    assert len(refused) == 1
    assert found["value.py"] == b"a = 1\n"


# Anything


ENTRIES = st.dictionaries(
    st.text(max_size=12).map(lambda name: f"{name}.py") | st.sampled_from(["value.py", "a.zip"]),
    st.binary(max_size=60),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(ENTRIES, st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=6))
def test_an_archive_with_any_bytes_changed_is_read_or_refused_in_one_line(
    entries: dict[str, bytes], changes: list[tuple[int, int]]
) -> None:
    content = bytearray(packed({**entries}))
    for place, byte in changes:
        content[place % len(content)] = byte

    said: list[str] = []
    try:
        said += opened(Bundle("anna", {"hw.zip": bytes(content)})).notes
    except UnusableSubmission as error:
        said.append(str(error))

    assert all(line.isprintable() for line in said)


def test_an_archive_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "hw.zip")

    with pytest.raises(UnusableSubmission, match=r"hw\.zip: not a folder, nor a submission"):
        bundle_of(tmp_path / "hw.zip")
