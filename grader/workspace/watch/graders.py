"""Two graders, of which one is always free: a save waits for nothing that came before it."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile

import msgspec

from grader import frames
from grader.beside import command
from grader.grading import GraderFailed
from grader.workspace.watch.messages import Answer, Request

WARMING_UP = 0  # the number of a request whose answers nobody waits for


class _Grader:
    """One grader, whether it is at work, and whether it has ever been."""

    def __init__(self) -> None:
        self.is_at_work = self.is_warm = False
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self.process = subprocess.Popen(
            command("grader.workspace.watch.grader"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for us, who end it
        )

    def ask(self, request: Request) -> None:
        """Raises BrokenPipeError where it is gone."""
        assert self.process.stdin
        self.is_warm = True
        frames.send(self.process.stdin.fileno(), msgspec.msgpack.encode(request))

    def end(self) -> None:
        self.process.kill()  # its learners' processes end with it
        self.process.wait()
        for file in (self.process.stdin, self.process.stdout, self._complaints):
            if file:
                file.close()

    def last_word(self) -> str:
        """The last line that it complained of, now that it is gone."""
        self.process.wait()
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "no word of why"


class Graders:
    """Whoever is asked last is the one whose answers count."""

    def __init__(self) -> None:
        self._asked, self._other = _Grader(), _Grader()
        self._request: Request | None = None

    def __enter__(self) -> Graders:
        return self

    def __exit__(self, *_: object) -> None:
        self._asked.end()
        self._other.end()

    @property
    def descriptor(self) -> int:
        """From which the next answer can be read."""
        assert self._asked.process.stdout
        return self._asked.process.stdout.fileno()

    def ask(self, request: Request) -> None:
        """Have this graded now, and nothing else any more; raises GraderFailed."""
        if self._asked.is_at_work:
            busy, self._asked = self._asked, self._other
            busy.end()
            self._other = _Grader()
        self._request, self._asked.is_at_work = request, True
        try:
            self._asked.ask(request)
        except BrokenPipeError:
            raise self._ended() from None

    def answer(self) -> Answer:
        """The next answer, which must be there; of number 0 is what nobody waits for.

        Raises GraderFailed.
        """
        message = frames.receive(self.descriptor)
        if message is None:
            raise self._ended()
        answer = msgspec.msgpack.decode(message, type=Answer)
        if answer.number != WARMING_UP and answer.is_explained:
            self._asked.is_at_work = False
            self._warm_up_the_other()
        return answer

    def _warm_up_the_other(self) -> None:
        """Have it grade what has been graded, so that it is as quick when it is needed."""
        if not self._other.is_warm and self._request:
            with contextlib.suppress(BrokenPipeError):  # it will be told when it is asked
                self._other.ask(msgspec.structs.replace(self._request, number=WARMING_UP))

    def _ended(self) -> GraderFailed:
        self._asked.process.kill()
        return GraderFailed(f"a grader ended: {self._asked.last_word()}")
