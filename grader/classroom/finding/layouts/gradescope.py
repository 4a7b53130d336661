"""Gradescope's "Export Submissions": a numbered folder each, and one file that says whose."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from typing import Any

from msgspec.structs import replace

from grader.classroom.finding.layouts.layout import Found, Layout, Level, Piece, entry_holds
from grader.classroom.finding.names import folded, shown
from grader.classroom.finding.tree import Entry
from grader.submission.submission import Problem

METADATA = "submission_metadata.yml"
LARGEST_METADATA = 1 << 30  # bytes
# What is most of the file, and tells nothing of whose a folder is: earlier results and attempts.
RESULTS = re.compile(rb"^  :(?:results|history):.*\n(?:(?:  [ -].*|\r?)\n)*", re.MULTILINE)
# Kinds of plain scalars that are not taken as text.
KEPT = (":timestamp", ":merge", ":null")
FORM = re.compile(r"submission_(?P<number>\w+)")


def find(level: Level) -> Found | None:
    folders = {
        entry.name: entry
        for entry in level.entries
        if FORM.fullmatch(entry.name) and (entry.is_folder or entry.problem)
    }
    files = {entry.name: entry for entry in level.entries if not entry.is_folder}
    if not folders:
        return None
    metadata, notes = _metadata(level, files.get(METADATA))
    pieces = [
        piece
        for name in sorted({*folders, *metadata})
        for piece in _pieces(level, name, folders.get(name), metadata.get(name) or {})
    ]
    return Found("Gradescope", pieces, frozenset({*folders, METADATA} & {*folders, *files}), notes)


def _pieces(level: Level, name: str, entry: Entry | None, about: Any) -> list[Piece]:
    """A piece for each of those who handed a folder in together; one where none is named."""
    about = about if isinstance(about, dict) else {}
    listed = about.get(":submitters")
    people = [_person(each) for each in listed] if isinstance(listed, list) else []
    people = [person for person in people if any(person.values())]
    number = name.removeprefix("submission_")
    at = _time(about.get(":created_at"))
    if entry is None:
        holds, why = "unreadable", f"{shown(name)} is not in the export"
    else:
        holds, why = entry_holds(level.tree, entry)
    piece = Piece(
        entry.path if entry is not None else "",
        key=name,
        identity="" if people else name,
        name="" if people else name,
        suffix=number,
        ids={"gradescope": number},
        holds=holds,  # type: ignore[arg-type]
        why=why,
        attempt=f"{at}/{number:0>20}",  # without a time, the greater number is the newer
        handed_in_at=at,
        notes=() if people else (f"{shown(name)}: {METADATA} does not say whose it is",),
    )
    return [_of_person(piece, person, people) for person in people] or [piece]


def _of_person(piece: Piece, person: dict[str, str], people: list[dict[str, str]]) -> Piece:
    others = [shown(each["name"] or each["email"] or each["sid"]) for each in people]
    others.pop(people.index(person))
    known = {kind: person[kind] for kind in ("sid", "email") if person[kind]}
    return replace(
        piece,
        key=folded(person["email"] or person["sid"]) or f"{piece.key}/{folded(person['name'])}",
        identity=person["sid"] or person["email"],
        name=person["name"],
        ids={**piece.ids, **known},
        notes=(f"shared with {', '.join(others)}",) if others else (),
    )


def _person(listed: Any) -> dict[str, str]:
    found = listed if isinstance(listed, dict) else {}
    return {
        kind: "" if found.get(f":{kind}") is None else str(found[f":{kind}"]).strip()
        for kind in ("name", "email", "sid")
    }


def _metadata(level: Level, entry: Entry | None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """{folder: what is known of it}, and what to say of a file that is missing or damaged."""
    import yaml  # type: ignore[import-untyped]

    if entry is None:
        return {}, (f"{METADATA} is missing: whose folders these are is not known",)
    content = level.tree.read(entry.path, LARGEST_METADATA)
    if isinstance(content, Problem):
        return {}, (f"{METADATA} cannot be read: whose folders these are is not known",)
    try:
        try:
            found = yaml.load(RESULTS.sub(b"", content), _loader())
        except yaml.YAMLError:  # what is left may refer to what was taken out
            found = yaml.load(content, _loader())
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, (f"{METADATA} is damaged: whose folders these are is not known; export anew",)
    if not isinstance(found, dict):
        return {}, (f"{METADATA} is empty: whose folders these are is not known",)
    return {str(name): about for name, about in found.items() if FORM.fullmatch(str(name))}, ()


def _loader() -> Any:
    """The safe loader, which makes plain data of Ruby's own kinds too, such as its times.

    Written by hand, a sid such as 00123 is no number: all that is no time is taken as text.
    """
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        yaml_implicit_resolvers = {  # noqa: RUF012
            first: [(tag, form) for tag, form in forms if tag.endswith(KEPT)]
            for first, forms in base.yaml_implicit_resolvers.items()
        }

    def plain(loader: Any, _tag: str, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        return loader.construct_scalar(node)

    Loader.add_multi_constructor("!ruby/", plain)
    return Loader


def _time(found: Any) -> str:
    """A time in ISO 8601, in UTC so that two can be compared; "" where there is none."""
    if isinstance(found, dict):
        found = found.get("utc")
    if isinstance(found, datetime):
        utc = found.astimezone(timezone.utc) if found.tzinfo else found.replace(tzinfo=timezone.utc)
        return utc.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return found.isoformat() if isinstance(found, date) else ""


LAYOUT = Layout(
    "Gradescope", "folders such as `submission_123`, beside `submission_metadata.yml`", find
)
