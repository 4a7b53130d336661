"""The statements of one file, parted among the kata's modules; each stays on its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.curriculum import HOME
from grader.submission.statement import BUILTINS, KATA, MODULES, Statement


def parts(statements: Sequence[Statement], headings: Mapping[int, str]) -> dict[str, str]:
    """{module: its source}, "" where nothing is of that module.

    A definition of the kata stands in its home, what it needs in the first module to need it.
    headings, {line: text}, are taken over where something stands below them.
    """
    futures = [one for one in statements if one.is_future]
    homes = _homes([one for one in statements if not one.is_future])
    found = {module: [one for one, home in homes.items() if home == module] for module in MODULES}
    return {
        module: _source([*futures, *own], headings) if own else "" for module, own in found.items()
    }


def _homes(statements: Sequence[Statement]) -> dict[Statement, str]:
    homes = {one: _own_home(one) for one in statements}
    helpers: dict[str, list[Statement]] = {}
    for one in statements:
        for name in one.gives | one.changes if not homes[one] else ():
            helpers.setdefault(name, []).append(one)
    of_all = [one for one in statements if one.is_import_of_all]
    for module in MODULES:
        to_visit = [one for one in statements if homes[one] == module]
        seen: set[str] = set()
        for one in to_visit:  # which grows
            for name in (one.at_once | one.later) - seen:
                seen.add(name)
                is_unknown = name not in helpers and name not in KATA | BUILTINS
                for helper in of_all if is_unknown else helpers.get(name, ()):
                    if not homes[helper]:
                        homes[helper] = module
                        to_visit.append(helper)
    line = 0
    before = ""
    for one in statements:  # those that share a line stay together, in their order
        if one.line == line:
            homes[one] = before
        line, before = one.last_line, homes[one]
    return homes


def _own_home(one: Statement) -> str:
    """The module of the first name of the kata that it gives, or changes; else "".

    An import from the kata's modules gives none: it fails where it is needed.
    """
    if one.is_import_from_the_kata:
        return ""
    for names in (one.gives, one.changes):
        homes = {HOME[name] for name in names & KATA}
        if homes:
            return min(homes, key=MODULES.index)
    return ""


def _source(statements: Sequence[Statement], headings: Mapping[int, str]) -> str:
    """The statements on their lines, and nothing on all others."""
    lines: list[str] = []
    first = min(one.line for one in statements)
    for one in sorted(statements, key=lambda one: not one.is_future):
        # What is of the future comes before all else; the line of a heading has room for it.
        place = 1 if one.is_future and one.line > first else one.line
        lines += [""] * (one.last_line - len(lines))
        begin, *more = one.text.split("\n")
        taken = lines[place - 1]
        lines[place - 1] = f"{taken}; {begin}" if taken else begin
        lines[place : place + len(more)] = more
    for line, text in headings.items():
        is_followed = any(lines[line : _next(headings, line, len(lines) + 1) - 1])
        if line <= len(lines) and is_followed and not lines[line - 1]:
            lines[line - 1] = text
    return "\n".join(lines).rstrip("\n") + "\n"


def _next(headings: Mapping[int, str], line: int, end: int) -> int:
    """The line of the next heading, or the end where there is none."""
    return min([other for other in headings if line < other], default=end)
