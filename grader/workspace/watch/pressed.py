"""What each key does."""

from __future__ import annotations

from collections.abc import Callable

from grader import files
from grader.checks.collection import checks_of
from grader.curriculum import STAGES
from grader.paths import KATA, near
from grader.report.model import CheckResult, StageResult
from grader.report.told import Line
from grader.workspace import browser, hints, kept_file, reset
from grader.workspace.moving_page import moving_page
from grader.workspace.watch.seen import Seen

NUMBERS = [str(stage.number) for stage in STAGES]
GONE = ("", "\x04")  # the terminal is, or Ctrl-D says so
ENTER, BACKSPACE = "\r\n", "\x7f\b"
LONGEST_NUMBER = 2  # digits


def press(key: str, seen: Seen) -> bool:
    """Do what a key is for; whether the learner stays."""
    if key in GONE:
        return False
    if seen.to_reset:
        _answer(key.lower(), seen)
    elif seen.typed is not None:
        seen.typed = _typed(key, seen.typed, seen)
    elif key.lower() == "q":
        return False
    elif key.lower() in ACTIONS:
        seen.below = []
        ACTIONS[key.lower()](seen)
    return True


def _hint(seen: Seen) -> None:
    found = _first(seen)
    if found is None:
        return
    stage, result = found
    if result.needs_torch:
        _say(seen, "Hint", "make torch installs it")
        return
    check = next((check for check in checks_of(stage.number) if check.name == result.name), None)
    if check is None or not check.hints:
        return
    try:
        number = hints.next_hint(f"{stage.number}:{check.name}", check.hints, seen.notes.append)
    except files.CannotWrite:
        number = 0  # so this is the first hint, each time
    _say(seen, f"Hint {number + 1} of {len(check.hints)}", check.hints[number])


def _picture(seen: Seen) -> None:
    found = _first(seen)
    if found is None:
        return
    stage, check = found
    page = moving_page(stage.number, check)  # a large one is made when it is asked for
    content, ending = (page, "html") if page else (check.picture, "svg")
    if content is None:
        none = "there is none of this check" if seen.is_final else "its cause is being looked for"
        _say(seen, "Picture", none)
        return
    path = KATA / f"stage-{stage.number}.{ending}"
    try:
        kept_file.write(path, content, seen.notes.append)
    except files.CannotWrite as error:
        _say(seen, "Picture", str(error))
        return
    _say(seen, "Picture", str(near(path)))
    browser.opened(path)


def _next(seen: Seen) -> None:
    if seen.won or seen.pinned:
        seen.pin(0)
    elif _first(seen):
        _say(seen, "Not yet", f"stage {seen.stage} is not right; l goes to another all the same")


def _list(seen: Seen) -> None:
    if seen.report is None:
        _say(seen, "Wait", "it is being checked")
    else:
        seen.typed = ""


def _typed(key: str, typed: str, seen: Seen) -> str | None:
    """What stands there of a number after a key; None once the list is left."""
    if key.isdigit():
        return (typed + key)[:LONGEST_NUMBER]
    if key in BACKSPACE:
        return typed[:-1]
    if key in ENTER and typed in NUMBERS:
        seen.pin(int(typed))
    return None


def _reset(seen: Seen) -> None:
    found = _first(seen)
    if found:
        seen.to_reset = seen.to_replace or found[0].file


def _answer(key: str, seen: Seen) -> None:
    """Take the answer to whether a file is to be reset."""
    file, seen.to_reset = seen.to_reset, ""
    if key != "y":
        return
    try:
        path, kept = reset.reset(file)
    except files.CannotWrite as error:
        _say(seen, "Reset", str(error))
    else:
        _say(seen, "Reset", f"{near(path)} is fresh{f'; yours is {near(kept)}' if kept else ''}")


ACTIONS: dict[str, Callable[[Seen], None]] = {
    "h": _hint,
    "d": _picture,
    "n": _next,
    "l": _list,
    "r": _reset,
}


def _first(seen: Seen) -> tuple[StageResult, CheckResult] | None:
    """The check that is looked at; where there is none, it is said why."""
    found = seen.first()
    if found is None and seen.report is None:
        _say(seen, "Wait", "it is being checked")
    elif found is None:
        _say(seen, "All right", "nothing is wrong, and nothing to do")
    return found


def _say(seen: Seen, name: str, text: str) -> None:
    seen.below = [*seen.below, Line(name, text)]
