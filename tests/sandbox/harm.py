"""An attack is tried on a judge, and every harm that it did is found."""

from __future__ import annotations

import os
import re
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from grader.paths import ROOT, SOLUTIONS
from grader.trace import Limit
from tests.sandbox.judge import Asked, Told

Harm = Literal["marks", "secret", "reach", "network", "judge", "process", "file", "text"]

SECONDS = 200.0  # for a judge to answer, before it counts as silent
WON = "WON: "  # what an attack says that got where it should not
# What would steer a terminal, what a workflow runs, and what is taken for pytest's own result.
FORGED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]|^::|^\d+ passed", re.MULTILINE)
FULL = 10.0
PLACES = Path("/dev/shm"), Path("/tmp"), Path("/var/tmp"), Path("/"), ROOT, Path.home()

HEAD = """
import os, sys

JUDGE, PORT, PORT_OF_DATAGRAMS = {judge}, {ports}
FOLDER, ROOT, LEFT = {folder!r}, {root!r}, {left!r}
SECRET, LINK, UNIX = FOLDER + "/secret", FOLDER + "/link", "\\0" + LEFT

class Value:
    def __init__(self, *_):
        pass

class Won(BaseException):
    pass

def won(what="there"):
    raise Won("won".upper() + ": " + str(what))

def each(*tries):
    for one in tries:
        try:
            one()
        except (Exception, SystemExit):
            pass
"""


class Attack(Struct, frozen=True):
    """Text for value.py, and what it would gain.

    gains is what it does to a judge where learner code is not confined, None where limits and
    the judge's own care are all that is against it. earns is what it deserves. told is the limit
    that the report names.
    """

    code: str
    gains: Harm | None = None
    earns: float = 0.0
    told: Limit | None = None


class Surroundings:
    """What there is to harm: a secret, a folder, and servers that note who comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secret = secrets.token_hex(16)
        self.left = f"left-{secrets.token_hex(8)}"
        (folder / "secret").write_text(self.secret)
        (folder / "link").symlink_to(SOLUTIONS / "value.py")
        self.before = self._content()
        self.servers = [
            socket.create_server(("127.0.0.1", 0)),
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
        ]
        self.servers[1].bind(("127.0.0.1", 0))
        self.servers[2].bind("\0" + self.left)
        self.servers[2].listen()
        self.servers[3].bind("\0" + self.left + "-datagrams")

    def head(self, judge: int) -> str:
        ports = ", ".join(str(server.getsockname()[1]) for server in self.servers[:2])
        return HEAD.format(
            judge=judge, ports=ports, folder=str(self.folder), root=str(ROOT), left=self.left
        )

    def _content(self) -> list[object]:
        return [
            (path.name, path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
            for path in sorted(self.folder.rglob("*"))
        ]

    def are_changed(self) -> bool:
        found = [path for place in PLACES if place.is_dir() for path in place.glob(f"{self.left}*")]
        for path in found:
            path.unlink(missing_ok=True)  # two of these places may be one
        return bool(found) or self._content() != self.before

    def were_reached(self) -> bool:
        return bool(select.select(self.servers, [], [], 0)[0])

    def close(self) -> None:
        for server in self.servers:
            server.close()


class Judge:
    """A judge in a process of its own, made anew where an attack ended it."""

    def __init__(self, worker: Path | None = None) -> None:
        self._worker = worker
        self._secret = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None

    def harms(self, attack: Attack, *, is_others: bool) -> tuple[set[Harm], Told]:
        """Every harm that an attack does, and what the judge tells of it."""
        process = self._started()
        with tempfile.TemporaryDirectory(prefix="attacked-") as folder:
            around = Surroundings(Path(folder))
            try:
                source = around.head(process.pid) + attack.code
                told = self._answer(Asked(source, is_others))
                found = self._found(attack, told or Told(), around)
                return ({*found, "judge"} if told is None else found), told or Told()
            finally:
                around.close()

    def _found(self, attack: Attack, told: Told, around: Surroundings) -> set[Harm]:
        page = "".join(told.faces)
        signs: dict[Harm, bool] = {
            "marks": told.earned != attack.earns,
            "secret": around.secret in page or self._secret in page,
            "reach": WON in page,
            "network": around.were_reached(),
            "judge": told.honest != FULL or bool(told.signals),
            "process": bool(told.left),
            "file": around.are_changed(),
            "text": bool(FORGED.search(page)),
        }
        for pid in told.left:
            os.kill(pid, signal.SIGKILL)
        return {harm for harm, is_found in signs.items() if is_found}

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.sandbox.judge", str(self._worker or "")],
                cwd=ROOT,
                env={**os.environ, "SECRET": self._secret},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process

    def _answer(self, asked: Asked) -> Told | None:
        """None where it is dead or silent, and then it is gone."""
        assert self._process and self._process.stdin and self._process.stdout
        self._process.stdin.write(msgspec.json.encode(asked) + b"\n")
        self._process.stdin.flush()
        if select.select([self._process.stdout], [], [], SECONDS)[0]:
            line = self._process.stdout.readline()
            if line:
                return msgspec.json.decode(line, type=Told)
        self.close()
        return None

    def close(self) -> None:
        if self._process and self._process.stdin and self._process.stdout:
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()
            self._process.stdout.close()
            self._process = None


def without_layers(worker: Path, folder: Path) -> Path:
    """A copy of the worker that confines nothing, as where the kernel knows no layer."""
    copy = Path(shutil.copytree(worker, folder / "worker"))
    source = copy / "confinement.py"
    head, line, body = source.read_text().partition(
        "def applied(grants: dict[str, int]) -> list[str]:\n"
    )
    assert line
    unused = "    return []\n\n\ndef unused(grants: dict[str, int]) -> list[str]:\n"
    source.write_text(head + line + unused + body)
    return copy
