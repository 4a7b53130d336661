"""Layout: where shapes stand and arrows run, in layers along one direction.

The stages, a file each: `ranks` gives every shape a layer, `lanes` leads long arrows through the
layers between, `order` sorts each layer to avoid crossings, `place` sets coordinates and
`routes` draws the arrows' lines. It knows sizes and arrows, neither texts nor colours.
"""

from .arrange import Layout, arrange, least_length
from .geometry import Extent, Point
from .routes import Route

__all__ = ["Extent", "Layout", "Point", "Route", "arrange", "least_length"]
