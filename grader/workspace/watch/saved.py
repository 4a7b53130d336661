"""What a learner has saved: the contents of a folder's files, looked at again and again.

The file system is asked, not told of changes: that works on every one, network mounts and
Windows' files under WSL2 too. Contents are compared, not times, and the folder is looked at, not
its files, which editors replace by others.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

ENDINGS = (".py", ".ipynb")
SECONDS_GONE = 0.3  # that a file is missing or empty before it counts: editors save in steps
SECONDS_UNREAD = 1.0  # after which a file is read though its time and size are as they were
LARGEST = 4_000_000  # bytes of a file that are looked at

Contents = dict[str, bytes]


class Saved:
    """The files of a folder, as they stand once nobody is writing them any more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[tuple[int, ...], float, bytes]] = {}
        self._pending: Contents | None = None
        self._since = 0.0
        self.contents = self._now()

    def has_changed(self) -> bool:
        """Whether other contents stand than when it was last asked; half a save is none."""
        now, clock = self._now(), time.monotonic()
        if now == self.contents:
            self._pending = None
            return False
        if now != self._pending:
            self._pending, self._since = now, clock
            return False
        if self._is_cut_short(now) and clock - self._since < SECONDS_GONE:
            return False
        self.contents, self._pending = now, None
        return True

    def _is_cut_short(self, now: Contents) -> bool:
        """Whether a file is gone or empty that had contents."""
        return any(content and not now.get(name) for name, content in self.contents.items())

    def _now(self) -> Contents:
        found: Contents = {}
        try:
            with os.scandir(self._folder) as entries:
                paths = [entry.path for entry in entries if entry.name.endswith(ENDINGS)]
        except OSError:
            return found  # gone, for a moment or for good
        for path in paths:
            try:
                found[path] = self._content(path)
            except OSError:
                continue  # replaced just now, or not for us to read
        self._read = {path: read for path, read in self._read.items() if path in found}
        return found

    def _content(self, path: str) -> bytes:
        status, clock = os.stat(path), time.monotonic()
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        before = self._read.get(path)
        if before and before[0] == stamp and clock - before[1] < SECONDS_UNREAD:
            return before[2]
        with open(path, "rb") as file:
            content = file.read(LARGEST)
        self._read[path] = (stamp, clock, content)
        return content
