"""A class: many submissions found, graded side by side, and kept."""
