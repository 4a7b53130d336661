"""What in a class deserves a second look, and why: a report, never a verdict."""
