"""The result of grading as data, and its faces."""
