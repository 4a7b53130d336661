"""The archive that Gradescope grades with: the student edition, and two scripts: `make gradescope`.

It holds no solutions, since where a container confines nothing, learner code can read all of it.
The same kata and seed make the same bytes.
"""

from __future__ import annotations

import io
import shlex
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from grader import edition, files
from grader.upkeep import student_edition

DEFAULT = "kata-gradescope.zip"  # in the folder that the command is called from
SCRIPTS = Path(__file__).with_name("autograder")  # what Gradescope looks for in an archive's root
SETUP = "setup.sh"
INDEX = b"\nINDEX=\n"  # the line of it that says where torch is
TIME = (1980, 1, 1, 0, 0, 0)  # of every file: the first that an archive can name
FILE, SCRIPT = 0o100644, 0o100755


def build(path: Path, *, seed: int = edition.AS_WRITTEN, index: str = "") -> list[str]:
    """Write the archive, as a whole or not at all; the names in it.

    index is where pip finds torch there; without it stage 7 is not graded. Raises CannotBuild,
    CannotWrite and OSError.
    """
    files.assert_writable(path)
    with tempfile.TemporaryDirectory(prefix="gradescope-") as folder:
        made = Path(folder) / "kata"
        student_edition.build(made, seed=seed)
        content = dict(sorted(_content(made)))
    content[SETUP] = content[SETUP].replace(INDEX, INDEX[:-1] + shlex.quote(index).encode() + b"\n")
    files.write(path, _packed(content))
    return list(content)


def _content(made: Path) -> Iterator[tuple[str, bytes]]:
    for folder in (made, SCRIPTS):
        for path in folder.rglob("*"):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path.read_bytes()


def _packed(content: dict[str, bytes]) -> bytes:
    """An archive of these files, in which the scripts may be run."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name, TIME)
            entry.create_system = 3  # Unix, wherever it is made: it keeps who may run what
            is_script = (SCRIPTS / name).is_file()
            entry.external_attr = (SCRIPT if is_script else FILE) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
