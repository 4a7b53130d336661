"""The layouts in which a class may be exported: adding one is a file and a line here.

A layout is recognised where more than half of the names follow its form; of several, the one
that most names follow. Where none is, all names are taken as plain ones.
"""

from __future__ import annotations

from grader.classroom.layouts import (
    blackboard,
    canvas,
    clones,
    gradescope,
    moodle,
    nbgrader,
)
from grader.classroom.layouts.layout import Layout

LAYOUTS: tuple[Layout, ...] = (
    moodle.LAYOUT,
    blackboard.LAYOUT,
    canvas.LAYOUT,
    gradescope.LAYOUT,
    clones.LAYOUT,
    nbgrader.LAYOUT,
)
