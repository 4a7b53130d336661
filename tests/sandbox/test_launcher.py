"""Starting a learner's process, asking it where it stands, and ending it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from grader.sandbox.launcher import PLAIN, Started
from grader.sandbox.needs import Needs
from grader.sandbox.process import Died, LearnerProcess

SECONDS = 20.0


class Recording:
    """Starts what the plain launcher does, and keeps what was asked of it."""

    def __init__(self) -> None:
        self.needs: list[Needs] = []

    def start(self, needs: Needs) -> Started:
        self.needs.append(needs)
        return PLAIN.start(needs)


@pytest.fixture
def started() -> Iterator[Started]:
    process = PLAIN.start(Needs())
    yield process
    process.end()


def read_once(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except BlockingIOError:
        time.sleep(0.01)
        return b""


def read(descriptor: int) -> bytes:
    """All that comes until the other end is closed."""
    parts, deadline = b"", time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            part = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            time.sleep(0.01)
            continue
        if not part:
            break
        parts += part
    return parts


def test_a_process_is_started_by_the_launcher_that_is_given() -> None:
    launcher = Recording()

    with LearnerProcess({}, launcher=launcher) as process:
        assert process.run("x = 1", SECONDS).number("x") == 1

    assert launcher.needs == [Needs(torch=False)]


def test_a_process_that_died_is_started_again_with_the_same_needs() -> None:
    launcher = Recording()

    with LearnerProcess({}, launcher=launcher) as process:
        with pytest.raises(Died):
            process.run("import posix\nposix._exit(1)", SECONDS)
        process.run("x = 1", SECONDS)

    assert launcher.needs == [Needs(torch=False)] * 2


def test_a_process_goes_on_until_it_is_ended(started: Started) -> None:
    assert started.exit_code(0.1) is None


def test_a_process_that_is_asked_where_it_stands_says_so_and_goes_on(started: Started) -> None:
    time.sleep(0.5)  # for its fault handler to be there

    started.ask_where_it_stands()
    words = b""
    while b"in serve" not in words:
        words += read_once(started.pipes.crashes)

    assert started.exit_code(0.1) is None


def test_a_process_that_is_asked_for_last_words_says_them_and_dies(started: Started) -> None:
    time.sleep(0.5)  # for its fault handler to be there

    started.ask_for_last_words()

    assert b"Aborted" in read(started.pipes.crashes)
    assert started.exit_code(SECONDS) == -signal.SIGABRT


def test_ending_closes_the_pipes(started: Started) -> None:
    pipes = started.pipes

    started.end()

    for descriptor in (pipes.requests, pipes.replies, pipes.crashes):
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(descriptor)


def test_ending_ends_it_by_a_signal_that_none_can_ignore(started: Started) -> None:
    started.end()

    assert started.exit_code(0) == -signal.SIGKILL
