"""`python -m grader`: drops the folder it is called from, then hands over to the commands."""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def drop_working_directory() -> None:
    """Take the folder that `python -m` looks in first off the path: its files are anybody's.

    `python -I -m` looks in none. Where the folder is the repository that we lie in, used
    without being installed, it comes after the standard library, for helper_draw.
    """
    if sys.flags.isolated or getattr(sys.flags, "safe_path", False):
        return
    try:
        here = os.getcwd()
    except OSError:
        return  # it is gone, and then Python looks in none either
    if sys.path[:1] in ([here], [""]):
        del sys.path[0]
    if here == ROOT:
        packages = [n for n, path in enumerate(sys.path) if path.endswith("-packages")]
        sys.path.insert(min(packages, default=len(sys.path)), ROOT)


if __name__ == "__main__":
    drop_working_directory()

if sys.version_info < (3, 10):
    sys.exit(
        "grader: Python %d.%d is too old; install Python 3.10 or later, then run: make grade"
        % sys.version_info[:2]
    )

try:
    from grader.commands.main import main
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
