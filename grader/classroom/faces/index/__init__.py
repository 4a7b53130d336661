"""The parts of the page of a class, and its style and script."""
