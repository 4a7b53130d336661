"""The learner's process: runs programs against a submission and replies with traces.

Standard library alone, and little of that: every import delays each start. Only __main__
imports these files, under a private name, and hides them before any learner code runs.

A program does here what it does with `python` alone. These are all the differences, and
tests/sandbox/test_differences_from_python.py has a test for each:
- sets of Values are walked in a known order (set_order.py);
- random numbers begin at the same seed, and so does the hash of a string (program.py);
- there is no keyboard (precautions.py);
- time, memory, threads and files are limited (limits.py, and the judge's time_limit.py);
- other files than Python's, the network and other processes are out of reach on Linux
  (confinement.py);
- the process cannot be ended from within (precautions.py);
- of packages there are NumPy and, for stage 7, torch (loader.py); an import of another is put
  off until something is done with it (absent.py);
- the modules that a notebook holds are one under all their names (one_namespace.py);
- what is printed is kept in part, and whatever prints past Python is lost (output.py).
"""
