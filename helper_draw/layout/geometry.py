"""Geometry: points and sizes as the layout has them, along the layers' direction and across it."""

from typing import NamedTuple

Point = tuple[float, float]  # (along, across), in pixels


class Extent(NamedTuple):
    """The size of a shape: along the layers' direction and across it, in pixels."""

    length: float
    breadth: float
    oval: bool = False
