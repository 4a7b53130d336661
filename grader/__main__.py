"""`python -m grader`: looks at the Python it runs on, then hands over to the commands."""

import sys

if sys.version_info < (3, 10):
    sys.exit(
        "grader: Python %d.%d is too old; install Python 3.10 or later, then run: make grade"
        % sys.version_info[:2]
    )

try:
    from grader.commands import main
except ImportError as error:
    if error.name is None or error.name.startswith("grader"):
        raise
    sys.stderr.write(
        "grader: the package %s is not installed here; run `make grade`, which sets up .venv\n"
        % error.name
    )
    sys.exit(2)

if __name__ == "__main__":
    sys.exit(main())
