"""Which paths this process may use: one that asks for another is told so, be it there or not.

In bubblewrap's namespaces nothing else is there, so that Linux says of a file that is kept from
a learner what it says of one that nobody has. Neither can be read here, and that is what is told.
What learner code keeps to itself (an error that it catches, os.path.exists()) nobody is told.
"""

from __future__ import annotations

from os import getcwd
from os.path import normpath


class Reach:
    """Everything, until it is limited."""

    def __init__(self) -> None:
        self.paths: tuple[str, ...] | None = None

    def limit(self, paths: list[str]) -> None:
        self.paths = tuple(normpath(path) for path in paths)

    def is_beyond(self, path: object) -> bool:
        """Whether a path, as an error of the system names it, is out of reach."""
        if self.paths is None or type(path) is not str or "\0" in path:
            return False
        try:
            whole = normpath(path if path.startswith("/") else f"{getcwd()}/{path}")
        except OSError:
            return True  # it left for a folder that is gone
        return not any(whole == within or whole.startswith(within + "/") for within in self.paths)


reach = Reach()
