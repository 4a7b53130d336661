"""The three interpreters of a program: the learner's code, the reference, and torch."""
