"""Loading: which files of helper_draw import which, when, and how long that takes."""

from __future__ import annotations

import ast
import graphlib
import json
import subprocess
import sys
from pathlib import Path

import helper_draw

PACKAGE = Path(helper_draw.__file__).parent


def module_name(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


SOURCES = {module_name(path): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
PACKAGES = {module_name(path) for path in PACKAGE.rglob("__init__.py")}


def imported_by(name):
    """The modules of helper_draw that a module imports, in functions as well."""
    for node in ast.walk(ast.parse(SOURCES[name])):
        if isinstance(node, ast.ImportFrom) and node.level:  # the package names itself nowhere
            here = name.split(".") if name in PACKAGES else name.split(".")[:-1]
            base = here[: len(here) - node.level + 1]
            yield ".".join([*base, node.module] if node.module else base)


def test_no_file_imports_another_in_a_circle():
    imports = {name: set(imported_by(name)) for name in SOURCES}
    assert set().union(*imports.values()) <= set(SOURCES)
    assert len(list(graphlib.TopologicalSorter(imports).static_order())) == len(SOURCES)


# As a learner's process: `os` and `typing` are imported already, and the package has no files.
BARE = """
import builtins, json, os, sys, time, typing
from importlib.machinery import ModuleSpec
sources, packages = json.load(sys.stdin)
class Texts:
    def find_spec(self, name, path=None, target=None):
        if name in sources:
            return ModuleSpec(name, self, is_package=name in packages)
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        exec(compile(sources[module.__name__], module.__name__, "exec"), module.__dict__)
sys.path.clear(); sys.meta_path.insert(0, Texts()); del builtins.open
class Value: pass
a, b = Value(), Value()
a.data, b.data, b._prev, b._op = 1.0, 2.0, {a}, "+"
before = set(sys.modules)
start = time.process_time()
import helper_draw
drawing = helper_draw.draw_dot(b)
assert drawing.source
seconds = time.process_time() - start
loaded = sorted(set(sys.modules) - before)
assert drawing.svg.startswith("<svg") and str(drawing)
print(json.dumps([seconds, loaded]))
"""


def in_a_bare_interpreter():
    """Seconds of processor time until there is DOT text, and the modules loaded for it."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", BARE],
        input=json.dumps([SOURCES, sorted(PACKAGES)]),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_bare_interpreter_without_files_can_draw_and_is_ready_at_once():
    assert min(in_a_bare_interpreter()[0] for _ in range(5)) < 0.020  # for slow machines, too


def test_dot_text_loads_neither_the_other_forms_nor_more_of_the_standard_library():
    _, loaded = in_a_bare_interpreter()
    files = ("dot", "drawing", "graph", "shapes", "walk", "wording")
    assert loaded == ["helper_draw", *(f"helper_draw.{name}" for name in files)]
