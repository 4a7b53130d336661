"""The file that a course begins with: every key there is, as it is without one, explained."""

from __future__ import annotations

from pathlib import Path

from grader import files
from grader.curriculum import STAGES

FILE = "course.toml"

_POINTS = "\n".join(f"{stage.number:<2} = {stage.points:<4g} # {stage.title}" for stage in STAGES)

TEMPLATE = f"""\
# What counts in this course. Every line that begins with # is a remark, or a setting that is
# off: take the # away to turn it on. As it stands, this file changes nothing.
#
#   python -m grader course check {FILE}     is all of it right, and what does it do?
#   make class DIR=submissions COURSE={FILE}
#
# A class keeps what it was given. Give the file again when it has changed: unless it is the extra
# checks that have, nothing is graded again for that.

# Of each total; halves go up. All other points have two. 0 makes whole points.
decimals = 2


# What each stage is worth. Who has three quarters of its checks' points has three quarters of
# these. 0: it does not count. An exercise in parts, each with a deadline of its own, is a file
# for each part, in which the others' stages have 0.
[points]
{_POINTS}


# Extra credit: checks that are never needed. Ours are worth 4 points in all.
[extra_credit]
counts = "no"           # "no": it is shown, and not in the total
                        # "added": it comes on top of the total
                        # "fills": it makes up for points lost elsewhere, and no more
# most = 5              # so many points of it count at most
# each = 1              # what one of our points of it counts


[deadline]
# time_zone = "Europe/Berlin"    # of every time that names none: here, and in exports
# due = 2026-11-20T18:00:00      # a day without a time, as 2026-11-20, ends at midnight


# How late work loses points. It is late by the time that the export or the roster gives; with
# no time it is not late. All are taken off the sum of the stages and the extra credit that counts.
[late]
# off = "10 %"          # of what was earned; or "5 points"
per = "day"             # for each "day" or "hour" that has begun after the grace period
# grace = "15 minutes"  # so long after the deadline nothing is lost
# at_most = "50 %"      # no more than that is taken off
# floor = 20            # who has so many points keeps them, however late
# cut_off = "7 days"    # so long after the deadline nothing counts any more
# bare_mark = "10 %"    # for Canvas's _LATE_, and whatever is called late without a time; where
                        # you gave an extension, the mark alone takes nothing off
reduces_own_points = false  # true: points that you gave yourself (override) lose some too


# Another deadline for one learner: as the gradebook's first column has them, by any id that the
# export or the roster has (e-mail, username, number), or by a name that is one person's alone; in
# quotes.
[extensions]
# "asmith" = 2026-11-27T18:00:00


# Checks of your own: a folder beside this file, with modules such as stage_05_ours.py. Each
# check is five lines, as in grader/checks/, and belongs to the stage in the file's name:
#
#   from grader.checks.fixtures import Agree
#   from grader.checks.marks import points
#
#   @points(2)
#   def test_a_value_used_three_times(agree: Agree) -> None:
#       \"\"\"a + a + a: each use gives its share.\"\"\"
#       agree(\"\"\"
#           a = Value(3.0)
#           b = a + a + a
#           b.backward()
#       \"\"\")
#
# In place of agree, run gives what a program left, for an assert of your own. Let it hold for any
# numbers, as they change:
#
#   left = run("a = Value(3.0)\\nb = -a\\nsum = a.data + b.data")
#   assert left.number("sum") == 0, "a + -a should be 0"
#
# Its points are a share: beside our 10 of the stage, 2 more make it 2 of 12, whatever the
# stage is worth in [points]. Numbers and names change with the seed, and solutions/ give the
# answers. With @bonus it is extra credit, and comes on top. Learners do not have these checks.
[checks]
# folder = "our_checks"


# What learners read beside their points. Plain text; \"\"\" begins and ends one of several lines.
[text]
# title = "Programming 1, exercise 4"
# opening = "Questions? Mondays at 2 in room 17."
# closing = \"\"\"
# To object, write to us within a week.
# \"\"\"

[text.stages]           # beside the points of one stage
# 5 = "This is the bug of the lecture: see the part on topological sort."
"""


def write_template(path: Path) -> None:
    """Begin a course's file, never over another; raises CannotWrite."""
    if path.exists() or path.is_symlink():
        raise files.CannotWrite(f"{path}: is there already; name another, or take it away first")
    files.write(path, TEMPLATE.replace(FILE, path.name))
