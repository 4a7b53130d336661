"""Where no test may be skipped, one that is fails, and says why it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.paths import ROOT
from tests.no_skips import VARIABLE

SKIPPED = {
    "by a call": "import pytest\ndef test(): pytest.skip('for want of it')",
    "by a mark": "import pytest\n@pytest.mark.skipif(True, reason='for want of it')\ndef test(): 1",
    "as a whole": "import pytest\npytest.skip('for want of it', allow_module_level=True)",
}
NOT_SKIPPED = {
    "passed": "def test(): pass",
    "fails as is known": "import pytest\n@pytest.mark.xfail\ndef test(): assert False",
}
OF_ANOTHER = "import pytest\n@pytest.mark.ordinary_user\ndef test(): pass\ndef test_more(): pass"


def outcome(folder: Path, source: str, **variables: str) -> tuple[int, str]:
    """The exit code of pytest over a file, and what it says."""
    (folder / "test_it.py").write_text(source)
    options = ["-q", "-p", "tests.no_skips", "--rootdir", str(folder), "-W", "ignore"]
    others = {name: text for name, text in os.environ.items() if name != VARIABLE}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(folder)],
        cwd=ROOT,
        env={**others, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **variables},
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("source", SKIPPED.values(), ids=SKIPPED)
def test_a_skipped_test_fails_where_none_may_be(tmp_path: Path, source: str) -> None:
    may, _ = outcome(tmp_path, source)
    may_not, said = outcome(tmp_path, source, **{VARIABLE: "1"})

    assert may in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert may_not in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
    assert "it was skipped: Skipped: for want of it" in said


@pytest.mark.parametrize("source", [*NOT_SKIPPED.values(), OF_ANOTHER], ids=[*NOT_SKIPPED, "root"])
def test_any_other_test_is_as_ever(tmp_path: Path, source: str) -> None:
    code, _ = outcome(tmp_path, source, **{VARIABLE: "1"})

    assert code == 0
