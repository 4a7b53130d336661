"""Writing files so that nothing is ever half written: a temporary file, then a rename."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class CannotWrite(Exception):
    """A file could not be written; the text is one line with the reason."""


def assert_writable(path: Path) -> None:
    """Make the folder of a file that is to be written later; raises CannotWrite now."""
    if path.is_dir():
        raise CannotWrite(f"{path}: cannot be written (a folder is in its place)")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent) as file:
            file.write(b"room")
            file.flush()
    except OSError as error:
        raise CannotWrite(f"{path}: cannot be written ({error.strerror})") from None


def write(path: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8, and the folders above it; raises CannotWrite, with no trace."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as error:
        raise CannotWrite(f"{path}: cannot be written ({error.strerror})") from None
    except UnicodeError:
        raise CannotWrite(f"{path}: cannot be written (it would not be text)") from None
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
