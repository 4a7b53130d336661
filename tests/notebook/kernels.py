"""A real kernel, as Jupyter starts one, and what a cell that runs in it puts out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from grader.paths import ROOT

SECONDS = 120.0  # until what is waited for is there, however busy the machine is


class Shown(Struct):
    """What a cell put out: its streams and texts; the HTML of what it displayed; its exception."""

    text: str = ""
    html: str = ""
    error: str = ""


class RunningKernel:
    """A kernel beside a notebook, which is saved at that path, or not yet; end it with close()."""

    def __init__(self, path: Path) -> None:
        client = pytest.importorskip("jupyter_client", reason="ipykernel is not installed")
        pytest.importorskip("ipykernel", reason="ipykernel is not installed")
        found = os.pathsep.join([str(ROOT), str(path.parent)])
        environment = {**os.environ, "PYTHONPATH": found, "JPY_SESSION_NAME": str(path)}
        self._manager = client.KernelManager(kernel_name="python3")
        self._manager.start_kernel(env=environment, cwd=str(path.parent))
        self._client = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=SECONDS)

    def run(self, text: str, cell: str = "") -> Shown:
        """Run a cell of that id, as JupyterLab does; without one, as VS Code or nbclient."""
        content = {"code": text, "silent": False, "store_history": True, "allow_stdin": False}
        metadata = {"cellId": cell} if cell else {}
        message = self._client.session.msg("execute_request", content, metadata=metadata)
        self._client.shell_channel.send(message)
        shown = Shown()
        while self._take(message["header"]["msg_id"], shown):
            pass
        self._client.get_shell_msg(timeout=SECONDS)
        return shown

    def _take(self, number: str, shown: Shown) -> bool:
        """Take one message of a cell that runs; whether there are more."""
        message = self._client.get_iopub_msg(timeout=SECONDS)
        kind, content = message["msg_type"], message["content"]
        if message["parent_header"].get("msg_id") != number:
            return True
        if kind == "stream":
            shown.text += content["text"]
        elif kind in ("display_data", "execute_result"):
            data: dict[str, Any] = content["data"]
            shown.text += data.get("text/plain", "")
            shown.html += data.get("text/html", "")
        elif kind == "error":
            shown.error = content["ename"]
        return not (kind == "status" and content["execution_state"] == "idle")

    def restart(self) -> None:
        self._manager.restart_kernel()
        self._client.wait_for_ready(timeout=SECONDS)

    def close(self) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)
