"""Keys, one at a time and unseen, as long as somebody sits at a terminal."""

from __future__ import annotations

import os
import re
import signal
from types import FrameType

# An arrow, say: it is one key, and none of ours.
SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.)")
LONGEST = 256  # bytes that are taken at once


class Keys:
    """The keys that are pressed; none where standard input is no terminal."""

    def __init__(self) -> None:
        self._before: list[object] | None = None
        self._handler: object = None
        self.descriptor = 0 if _is_terminal() else None

    def __enter__(self) -> Keys:
        if self.descriptor is not None:
            self._begin()
            self._handler = signal.signal(signal.SIGCONT, self._again)
        return self

    def __exit__(self, *_: object) -> None:
        if self.descriptor is not None:
            import termios

            signal.signal(signal.SIGCONT, self._handler)  # type: ignore[arg-type]
            termios.tcsetattr(0, termios.TCSADRAIN, self._before)  # type: ignore[arg-type]

    def pressed(self) -> list[str]:
        """What waits to be read; [""] where the terminal is gone."""
        try:
            waiting = os.read(0, LONGEST)
        except OSError:
            waiting = b""
        if not waiting:
            return [""]
        return list(SEQUENCE.sub("", waiting.decode("utf-8", "replace")))

    def _begin(self) -> None:
        import termios
        import tty

        if self._before is None:
            self._before = termios.tcgetattr(0)
        tty.setcbreak(0)

    def _again(self, number: int, frame: FrameType | None) -> None:
        """Set the terminal as it was before we were stopped; a shell has set it its own way."""
        self._begin()


def _is_terminal() -> bool:
    try:
        import termios
    except ImportError:  # Windows
        return False
    try:
        termios.tcgetattr(0)
    except termios.error:
        return False
    return True
