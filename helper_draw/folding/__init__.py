"""Folding: what of a large expression is drawn as one box, and what that box stands for.

The steps, a file each: `neurons` finds a neuron by the shape of its graph, `examples` what is
added up and of one shape, `copies` inputs that every neuron wrapped for itself, `layers` neurons
side by side, and `rest` what is farthest from the result. `foldings` takes them in turn. All of
it is data: the boxes that are left, and `Group`s of those that are not, by their places in the
whole.
"""

from .fold import Folding, foldings
from .sketch import Group

__all__ = ["Folding", "Group", "foldings"]
