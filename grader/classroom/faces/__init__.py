"""The ways to show a class."""
