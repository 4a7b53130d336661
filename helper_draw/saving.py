"""Saving: a file is written as a whole or left as it was."""

import os


def ending_of(path: str | os.PathLike[str]) -> str:
    """The ending of the file's name, in small letters, with its dot."""
    return os.path.splitext(os.fspath(path))[1].lower()


def replace_file(path: str | os.PathLike[str], content: str) -> None:
    """Write beside the file, then rename. Raises OSError with one line: which file, and why."""
    target = os.path.realpath(path)
    beside = f"{target}.{os.getpid()}.tmp"
    try:
        try:
            with open(beside, "w", encoding="utf-8", newline="\n") as file:
                file.write(content)
            os.replace(beside, target)
        except BaseException:
            if os.path.exists(beside):
                os.remove(beside)
            raise
    except OSError as error:
        raise type(error)(f"cannot save {os.fspath(path)}: {error.strerror or error}") from None
