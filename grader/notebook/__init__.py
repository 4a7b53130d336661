"""grade() in a notebook: `from grader.notebook import grade`, then `grade(5)` in any cell.

It takes what was run in the kernel since then, each cell as it stands, and has a process of its
own read it as a saved notebook is read.
"""

from grader.notebook.grade import grade

__all__ = ["grade"]
