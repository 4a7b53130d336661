"""README.md says what is so: its example is the grader's, its stages and commands exist."""

import re

from grader.curriculum import STAGES
from grader.paths import ROOT
from grader.upkeep import readme_example as example

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_is_what_the_grader_says():
    block = example.BLOCK.search(README)
    assert block
    assert block.group() == example.text(), "make readme writes it anew"


def test_every_stage_is_listed_with_its_title_and_files():
    for stage in STAGES:
        assert f"| {stage.number} | {stage.title} | {', '.join(stage.files)} |" in README


def test_every_make_target_that_is_named_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", README.replace("\n", " ")))
    assert named
    assert named <= targets
