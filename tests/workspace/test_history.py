"""Since it last worked: what passed is kept, and a stage that broke is told what changed."""

import json

import pytest

from grader.files import CannotWrite
from grader.report.model import Report, StageResult
from grader.submission.submission import Submission
from grader.workspace import history
from grader.workspace.history import History

ADD = """\
class Value:
    def __add__(self, other):
        return 1

    def tanh(self):
        return 2
"""
SORT = "def topological_sort(root):\n    return [root]\n"


def submission(value=ADD, **others):
    files = {"value": ("exercises/value.py", value)}
    files.update({name: (f"exercises/{name}.py", text) for name, text in others.items()})
    return Submission("exercises", files)


def report(stage=4, status="passed"):
    result = StageResult(stage, "Backward", "value.py", 10.0, 10.0, status, [])
    return Report("exercises", "hash", 0, 10.0, 10.0, 0.0, [result])


def test_a_stage_that_never_passed_has_no_past(tmp_path):
    assert History(tmp_path).since(submission(), 4) is None


def test_a_stage_that_only_failed_is_not_kept(tmp_path):
    History(tmp_path).keep(submission(), report(status="failed"))
    assert History(tmp_path).since(submission("x = 1\n"), 4) is None


def test_the_function_that_changed_is_named_with_its_diff(tmp_path):
    History(tmp_path).keep(submission(), report())
    words, diff = History(tmp_path).since(submission(ADD.replace("return 1", "return 3")), 4)
    assert words.startswith("stage 4, Backward, was right at ")
    assert words.endswith("since then: Value.__add__")
    assert list(diff) == ["-        return 1", "+        return 3"]


def test_a_change_of_comments_alone_names_the_file(tmp_path):
    History(tmp_path).keep(submission(), report())
    words, _ = History(tmp_path).since(submission(ADD + "# why\n"), 4)
    assert "since then: exercises/value.py" in words


def test_what_did_not_change_is_not_spoken_of(tmp_path):
    History(tmp_path).keep(submission(), report())
    assert History(tmp_path).since(submission(), 4) is None


def test_files_that_the_stage_does_not_need_do_not_count(tmp_path):
    History(tmp_path).keep(submission(by_hand="a = 1\n"), report())
    assert History(tmp_path).since(submission(by_hand="a = 2\n"), 4) is None


def test_files_that_the_stage_imports_count(tmp_path):
    value = ADD + "\n\ndef late():\n    from topological_sort import topological_sort\n"
    History(tmp_path).keep(submission(value, topological_sort=SORT), report())
    changed = submission(value, topological_sort=SORT.replace("[root]", "[]"))
    assert "since then: topological_sort" in History(tmp_path).since(changed, 4).words


def test_many_changes_are_counted_and_a_long_diff_is_cut(tmp_path):
    before = "".join(f"def f{i}():\n    return {i}\n\n" for i in range(20))
    History(tmp_path).keep(submission(before), report())
    words, diff = History(tmp_path).since(submission(before.replace("return ", "return -")), 4)
    assert "since then: f0, f1, f2 and 17 more" in words
    assert len(diff) == history.DIFF_LINES + 1


def test_only_files_of_the_last_passing_state_are_kept(tmp_path):
    for number in range(5):
        History(tmp_path).keep(submission(f"x = {number}\n"), report())
    assert len(list((tmp_path / "passed").glob("*.py"))) == 1


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"4": 1}', '{"4": {"time": "x", "files": 3}}'])
def test_a_damaged_index_is_begun_anew(tmp_path, damage):
    History(tmp_path).keep(submission(), report())
    (tmp_path / "passed" / "index.json").write_text(damage)
    past = History(tmp_path)
    assert past.since(submission("x = 1\n"), 4) is None
    past.keep(submission(), report())
    assert json.loads((tmp_path / "passed" / "index.json").read_text())["4"]["files"]


def test_a_learner_whose_file_does_not_parse_gets_the_file_named(tmp_path):
    History(tmp_path).keep(submission(), report())
    words, _ = History(tmp_path).since(submission("def :\n"), 4)
    assert words.endswith("since then: exercises/value.py")


def test_no_place_to_keep_it_is_said_in_one_line(tmp_path):
    (tmp_path / "passed").write_text("a file where a folder should be")
    with pytest.raises(CannotWrite) as refusal:
        History(tmp_path).keep(submission(), report())
    assert "\n" not in str(refusal.value)
