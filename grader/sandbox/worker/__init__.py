"""The learner's process: runs programs against a submission and replies with traces.

Standard library alone, and little of that: every import delays each start. Only __main__
imports these files, under a private name, and hides them before any learner code runs.
"""
