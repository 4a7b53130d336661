"""What is run in this kernel: told by IPython as each cell begins and ends."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from grader.notebook.messages import Ran

OF_VS_CODE = "__vsc_ipynb_file__"  # the notebook's path, in the namespace
OF_JUPYTER = "JPY_SESSION_NAME"  # the same, in the environment


class Kernel:
    """The shell that we are in, and the cells that were run in it, in the order of first runs."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.is_console = not hasattr(shell, "kernel")
        self.here = ""  # the key of the cell that runs, or ran last
        self._ran: dict[str, Ran] = {}
        self.folder = Path.cwd()  # of the notebook, unless a cell changes it later
        self._look_back()
        shell.events.register("pre_run_cell", self._begins)
        shell.events.register("post_run_cell", self._ends)

    @property
    def ran(self) -> list[Ran]:
        return list(self._ran.values())

    @property
    def path(self) -> str:
        """The notebook's file, as far as whoever started the kernel says; else ""."""
        said = self.shell.user_ns.get(OF_VS_CODE) or os.environ.get(OF_JUPYTER) or ""
        path = self.folder / str(said)
        is_there = bool(said) and path.suffix == ".ipynb" and path.is_file()
        return "" if self.is_console or not is_there else str(path)

    def _look_back(self) -> None:
        """Take note of what ran before: of that there are but texts, the last of which runs now."""
        texts = list(self.shell.history_manager.input_hist_raw)[1:]
        for count, text in enumerate(texts, 1):
            is_now = count == len(texts)
            key = self._cell_id() if is_now else ""
            self._add(key, text, count, is_before=not is_now)

    def _cell_id(self) -> str:
        """The notebook's name for the cell that runs; "" where it has none."""
        try:
            return str(self.shell.kernel.get_parent()["metadata"].get("cellId") or "")
        except (AttributeError, KeyError, TypeError):
            return ""

    def _begins(self, info: Any) -> None:
        if info.store_history and not info.silent:
            key = getattr(info, "cell_id", None) or self._cell_id()
            self._add(key, info.raw_cell, self.shell.execution_count)

    def _ends(self, result: Any) -> None:
        error = result.error_before_exec or result.error_in_exec
        if result.info is not None and result.info.store_history and self.here in self._ran:
            self._ran[self.here].error = type(error).__name__ if error else ""

    def _add(self, key: str, text: str, count: int, *, is_before: bool = False) -> None:
        key = key or f"[{count}]"
        known = self._ran.get(key)
        texts = [*(known.texts if known else ()), text]
        after = known.after if known else self.here
        self._ran[key] = Ran(key, texts, count, time.time(), after, "", is_before)
        self.here = key
