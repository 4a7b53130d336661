"""A class on a Dask cluster: the same marks, and what kills its workers is one row."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.classroom import fingerprint
from grader.classroom.graded import Setup, Task
from grader.classroom.on_dask import NoCluster, OnDask, grade_there
from grader.submission.bundle import Bundle
from tests.classroom import submissions
from tests.classroom.running import run
from tests.classroom.test_executor import OBEDIENT

distributed = pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow("starts a cluster"), pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of a cluster of two workers, each a process with one thread."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def test_the_gradebook_is_that_of_this_machine(address: str, tmp_path: Path) -> None:
    for number in range(6):
        sources = submissions.right(number)
        if number % 2:
            file, old, new = submissions.WRONG[number // 2]
            assert old in sources[file]
            sources[file] = sources[file].replace(old, new)
        submissions.write(tmp_path / "class" / f"learner {number}", sources)
    (tmp_path / "class" / "empty").mkdir()

    by_cluster = ("--dask", address, "--out", tmp_path / "cluster")
    here, there = (
        run("class", tmp_path / "class", "--seed", "3", "--trust", *where)
        for where in (("--out", tmp_path / "here", "--workers", "1"), by_cluster)
    )

    assert (here[0], there[0]) == (1, 1), there
    assert here[2] == there[2] == ""
    books = [(tmp_path / name / "gradebook.csv").read_bytes() for name in ("here", "cluster")]
    assert books[0] == books[1]
    assert books[0].count(b'"110"') == 3


class Obedient(distributed.WorkerPlugin):  # type: ignore[name-defined,misc]
    """Has a cluster's workers do what a submission says, in place of grading it."""

    name = "obedient"

    def __init__(self, command: tuple[str, ...]) -> None:
        self.command = command

    def setup(self, worker: object) -> None:
        from grader.classroom import worker_process

        worker_process.COMMAND = self.command  # type: ignore[assignment]

    def teardown(self, worker: object) -> None:
        from grader.classroom import worker_process

        worker_process.COMMAND = (sys.executable, "-I", "-m", "grader.classroom.worker")


KILLS_ITS_CLUSTER = OBEDIENT.replace("what.isdigit()", 'what == "kill"').replace(
    "os.kill(os.getpid(), int(what))", "os.kill(os.getppid(), 9)"
)


def test_what_kills_the_clusters_workers_is_one_row_and_no_neighbours(address: str) -> None:
    what = ["a", "b", "kill", "c", "d", "e"]
    tasks = [Task(str(n), Bundle("", {"value.py": w.encode()})) for n, w in enumerate(what)]
    with distributed.Client(address, set_as_default=False) as client:
        client.register_plugin(Obedient((sys.executable, "-c", KILLS_ITS_CLUSTER)))
        try:
            with OnDask(Setup(0), address) as executor:
                found = {result.key: result for result in executor.graded(tasks)}
        finally:
            client.unregister_worker_plugin("obedient")

    assert [found[str(n)].failed for n in range(6)] == [
        *("", "", "each of the cluster's workers ended with it", "", "", ""),
    ]
    assert [found[str(n)].notes[0] for n in (0, 1, 3, 4, 5)] == ["a", "b", "c", "d", "e"]


def test_where_no_cluster_answers_it_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.classroom.on_dask.SECONDS_TO_CONNECT", 1)

    with pytest.raises(NoCluster, match=r"--dask tcp://127\.0\.0\.1:9: no cluster answers there"):
        OnDask(Setup(0), "tcp://127.0.0.1:9")


def test_a_cluster_with_another_kata_is_refused() -> None:
    with pytest.raises(NoCluster, match="differs from this one's"):
        grade_there(b"", ("another", fingerprint.of_torch()), b"")
