"""An exception whose attributes are the learner's own code: its check ends, and no other."""

from __future__ import annotations

import pytest

from grader.sandbox.process import LearnerProcess

ODD = {
    "a filename that raises": """
class Odd(SyntaxError):
    filename = property(lambda self: 1 / 0)
""",
    "a line number of another kind": """
class Odd(SyntaxError):
    def __init__(self):
        super().__init__("odd", ("exercises/value.py", "nine", 1, "text"))
""",
    "a filename of another kind": """
class Odd(SyntaxError):
    def __init__(self):
        super().__init__("odd", (["exercises/value.py"], 10**30, 1, "text"))
""",
    "a class without an honest name": """
class Meta(type):
    __name__ = property(lambda cls: 1 / 0)
    __mro__ = property(lambda cls: 1 / 0)

class Odd(Exception, metaclass=Meta):
    pass
""",
    "a traceback and a class that raise": """
class Odd(Exception):
    __traceback__ = property(lambda self: 1 / 0)
    __class__ = property(lambda self: 1 / 0)
""",
    "an errno that raises": """
class Odd(OSError):
    errno = property(lambda self: 1 / 0)
""",
}


@pytest.mark.parametrize("source", ODD.values(), ids=list(ODD))
def test_an_odd_exception_is_described(source: str) -> None:
    files = {"value": ("exercises/value.py", f"{source}\ndef fail():\n    raise Odd()\n")}
    with LearnerProcess(files) as process:
        raised = process.run("from value import fail\nfail()\n").raised
        after = process.run("a = 1\n")

    assert raised is not None
    assert raised.kind == "Odd"
    assert "exercises/value.py" in {frame.file for frame in raised.frames}
    assert after.number("a") == 1.0


def test_a_form_feed_ends_no_line() -> None:
    source = "x = '\u2028'\n\x0c\ndef fail():\n    return 1 / 0\n"
    with LearnerProcess({"value": ("exercises/value.py", source)}) as process:
        raised = process.run("from value import fail\nfail()\n").raised

    assert raised is not None
    assert (raised.frames[-1].line, raised.frames[-1].text) == (4, "return 1 / 0")
