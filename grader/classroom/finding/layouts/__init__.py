"""The layouts in which a class may be exported: adding one is a file and a line here.

A layout is recognised where more than half of the names follow its form; of several, the one
that most names follow; where none is, every name is taken for a learner's own. What does not
follow the form of the others is graded all the same, under its name.

| layout | is recognised by | a learner is |
|---|---|---|
| Moodle | `Anna Smith_12345_assignsubmission_file_` | the name; the number tells two apart |
| Canvas | `smithanna_678_9012_value.py`, `anon_x1Y2z_9012_value.py` | 678, anon_x1Y2z |
| Blackboard | `HW 1_asmith_attempt_2026-11-20-23-58-01_value.py` | asmith |
| Gradescope | `submission_123/` beside `submission_metadata.yml` | the sid, else the e-mail |
| classroom clones | `SLUG-submissions/SLUG-username/` | the username |
| nbgrader | `submitted/student/assignment/` | the student |
| plain | all else: `anna/`, `anna.zip`, `anna.ipynb`, `anna.py` | the name |

Blackboard exports every attempt, Gradescope may export several: the newest with a file counts.
Blackboard, Gradescope and nbgrader say when, Canvas whether late; the others say neither.
"""

from __future__ import annotations

from grader.classroom.finding.layouts import (
    blackboard,
    canvas,
    clones,
    gradescope,
    moodle,
    nbgrader,
)
from grader.classroom.finding.layouts.layout import Layout

LAYOUTS: tuple[Layout, ...] = (
    moodle.LAYOUT,
    blackboard.LAYOUT,
    canvas.LAYOUT,
    gradescope.LAYOUT,
    clones.LAYOUT,
    nbgrader.LAYOUT,
)
