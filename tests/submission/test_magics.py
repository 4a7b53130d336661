"""IPython's syntax in a cell: left out line by line, and everything else as it was."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from grader.submission.magics import cell_magic, is_python, without_cell_magic, without_magics

MAGICS = (
    "%matplotlib inline",
    "%autoreload 2",
    "%%time",
    "!pip install numpy graphviz",
    "!ls *.py > files.txt",
    "files = !ls",
    "files = %sql SELECT 1",
    "best = %timeit -o f(3)",
    "a, b = !echo 1 2",
    "%timeit -n 10 f(1)",
    "%time -h",
    "%cd ~/homework",
    "Value?",
    "Value.tanh??",
    "?Value",
    "??Value",
    "np.*load*?",
    "%config InlineBackend.figure_format = 'retina'",
)
PYTHON = (
    "x = 7 % 3",
    "x = (7\n  % 3)",
    "x = 7 \\\n  % 3",
    "x = '''\n%matplotlib inline\n!ls\nValue?\n'''",
    'x = """a "quoted" text\n%time\n"""',
    "x = [\n  'a',  # it's (\n  'b',\n]",
    "x = '%time'",
    'x = "what?"',
    "def f(a, b):\n  return a % b\n",
    "f'{x!r}'",
    "x = a != b",
    "print('!ls')",
    "# %matplotlib inline\n",
    "x = '\\\n%time\\\n'",
    "if x:\n    pass\nelse:\n    y = {'a': [1, (2)]}",
)


@pytest.mark.parametrize("magic", MAGICS)
def test_a_line_of_ipythons_is_a_comment(magic: str) -> None:
    text = f"x = 1\n{magic}\nif x:\n    {magic}\ny = 2"
    found = without_magics(text)
    assert is_python(found)
    assert found.split("\n") == [
        "x = 1",
        f"pass  # {magic}",
        "if x:",
        f"    pass  # {magic}",
        "y = 2",
    ]


@pytest.mark.parametrize("text", PYTHON)
def test_python_stays_as_it_is(text: str) -> None:
    assert without_magics(text) == text
    assert without_magics(f"%matplotlib inline\n{text}\n!ls\n{text}") == (
        f"pass  # %matplotlib inline\n{text}\npass  # !ls\n{text}"
    )


@given(st.lists(st.sampled_from([*PYTHON, *MAGICS]), min_size=1, max_size=8))
def test_magics_come_out_of_any_python_and_no_line_moves(pieces: list[str]) -> None:
    found = without_magics("\n".join(pieces))
    expected = [piece if piece in PYTHON else f"pass  # {piece}" for piece in pieces]
    assert found == "\n".join(expected)
    assert is_python(found)


@given(st.text(alphabet="x=%!?'\"#\\([{)]}\n \té;:", max_size=60))
def test_any_text_keeps_its_lines(text: str) -> None:
    found = without_magics(text)
    assert found.count("\n") == text.count("\n")
    if is_python(found):
        assert without_magics(found) == found


@given(st.lists(st.sampled_from([*PYTHON, *MAGICS]), min_size=1, max_size=5))
def test_what_is_left_is_what_ipython_runs_beside_its_magics(pieces: list[str]) -> None:
    text = "\n".join(piece for piece in pieces if not piece.startswith("%%"))
    transformed = ast.parse(TransformerManager().transform_cell(text))
    theirs = [one for one in map(ast.unparse, transformed.body) if "get_ipython()" not in one]
    ours = [ast.unparse(one) for one in ast.parse(without_magics(text)).body]
    assert [one for one in ours if one != "pass"] == theirs


def test_a_command_may_go_on_with_the_next_line() -> None:
    assert without_magics("!pip install \\\n  numpy \\\n  torch\nx = 1") == (
        "pass  # !pip install \\\n#   numpy \\\n#   torch\nx = 1"
    )


def test_a_statement_that_is_timed_is_a_statement() -> None:
    found = without_magics("%time import math\nif 1:\n    %time x = (1,\n  2)\n%timeit y = 3")
    assert found == "import math\nif 1:\n    x = (1,\n  2)\npass  # %timeit y = 3"
    assert is_python(found)


def test_a_cell_may_be_indented_as_a_whole() -> None:
    assert without_magics("\n    x = 1\n    if x:\n        y = 1") == "\nx = 1\nif x:\n    y = 1"


def test_what_is_broken_besides_is_still_broken() -> None:
    with pytest.raises(SyntaxError) as raised:
        ast.parse(without_magics("%time\nx = = 1"))
    assert raised.value.lineno == 2


@pytest.mark.parametrize(
    ("text", "magic"),
    [
        ("%%time\nx = 1", ("time", "")),
        ("\n\n  %%capture out --no-stderr\nx = 1", ("capture", "out --no-stderr")),
        ("%%writefile exercises/value.py\nx = 1", ("writefile", "exercises/value.py")),
        ("# first\n%%time", ("", "")),
        ("%time", ("", "")),
        ("", ("", "")),
        ("x = '''\n%%time'''", ("", "")),
    ],
)
def test_the_magic_of_a_whole_cell(text: str, magic: tuple[str, str]) -> None:
    assert cell_magic(text) == magic


def test_it_becomes_a_comment() -> None:
    assert without_cell_magic("\n%%time\nx = 1") == "\n# %%time\nx = 1"
