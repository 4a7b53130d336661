"""The commands of `python -m grader`: what each takes, and its exit code."""
