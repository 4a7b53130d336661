"""Stepping: a page that goes through an expression, forward and then backward, step by step.

    from helper_draw import step_through
    step_through(L)                     # in a notebook: the page, in a frame
    step_through(L).save("L.html")      # one file, for any browser

Python hands over plain data: each value with the rule of its operation (`rules`), the order of a
topological sort (`order`), where boxes and arrows stand (`views`), and, of a failing check, what
was expected and where it first went wrong (`failing`). The page computes everything else, so
that a value that is moved in it moves all the others; its parts are the files *.js.
"""

from .failing import Failing, Ran, Wrong
from .stepping import Stepping

__all__ = ["Failing", "Ran", "Stepping", "Wrong"]
