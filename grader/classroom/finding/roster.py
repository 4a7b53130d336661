"""Who is in the class: a CSV of any platform or the teacher's own, its columns found by name."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.classroom.finding.names import folded, shown
from grader.classroom.finding.times import iso

LARGEST = 64 << 20  # bytes
DELIMITERS = ",;\t"
# {what a column says: what it may be called}, without case, accents, spaces and signs; those
# that leave least doubt first. Of two columns for one thing, the first such name wins.
COLUMNS: dict[str, tuple[str, ...]] = {
    "canvas": ("canvasid", "canvasuserid"),
    "moodle": ("moodleid", "participantid", "participant", "participantnumber"),
    "sid": (
        *("sid", "studentid", "studentnumber", "studentno", "sisuserid", "sisid", "idnumber"),
        *("matriculationnumber", "rosteridentifier", "orgdefinedid", "universityid"),
        *("matrikelnummer", "matrikelnr", "matrikel", "martrnr", "idnummer", "studierendennummer"),
        *("numeroetudiant", "numetudiant", "numerodetudiant", "numeroidentification"),
        *("idestudiante", "numerodeid", "numerodealumno", "matricula", "matricola"),
        *("studentnummer", "studienummer", "opiskelijanumero", "personnummer", "candidatenumber"),
        *("id", "identifier", "externalid", "number", "nr"),
    ),
    "username": (
        *("username", "login", "loginid", "sisloginid", "githubusername", "github", "netid"),
        *("user", "userid", "account", "benutzername", "anmeldename", "kennung", "nutzername"),
        *("nomdutilisateur", "identifiant", "nombredeusuario", "usuario", "nomeutente"),
        *("gebruikersnaam", "kayttajatunnus", "anvandarnamn"),
    ),
    "email": (
        *("email", "emailaddress", "mail", "emailadresse", "mailadresse", "adressedecourriel"),
        *("adressemail", "adresseemail", "courriel", "correo", "correoelectronico"),
        *("direcciondecorreo", "emailadres", "indirizzoemail", "epost", "sahkoposti"),
    ),
    "name": (
        *("fullname", "name", "student", "studentname", "displayname", "vollstandigername"),
        *("nomcomplet", "nombrecompleto", "nomecompleto", "nombrecompletoconenlace"),
        *("volledigenaam", "naam", "learner", "kokonimi", "namn"),
    ),
    "first": (
        *("firstname", "first", "givenname", "forename", "vorname", "prenom", "nombre", "nome"),
        *("voornaam", "etunimi", "fornamn"),
    ),
    "last": (
        *("lastname", "last", "surname", "familyname", "nachname", "familienname", "nom"),
        *("nomdefamille", "apellido", "apellidos", "apellidoss", "cognome", "achternaam"),
        *("sukunimi", "efternamn"),
    ),
    "group": ("group", "groupname", "team", "teamname", "gruppe", "groupe", "grupo", "gruppo"),
    "at": (
        *("submittedat", "submissiontime", "submissiontimestamp", "lastmodifiedsubmission"),
        *("submissiondate", "submitted", "handedinat", "handedin", "abgegebenam"),
        *("zuletztgeandertabgabe", "dernieremodificationtravailremis", "remisle", "entregadoel"),
    ),
    "late": ("late", "islate", "verspatet", "zuspat", "enretard", "tarde", "inritardo", "telaat"),
}
# What a person is known by for good, best first; Moodle's number is of one assignment alone.
LASTING = ("sid", "canvas", "username", "email")
IDENTIFYING = ("sid", "canvas", "moodle", "username", "email", "name", "first", "last")
# Canvas' gradebook calls its own number ID, beside columns that no one else has.
OF_CANVAS = ("sisuserid", "sisloginid", "integrationid", "rootaccount")
# Moodle's worksheet says "Participant 12345" in a column called Identifier, in any language.
# A student number such as s123 has no space, and begins with none of these words.
PARTICIPANT = re.compile(
    r"(?:\D*[ /]\D*|(?:partici|parteci|teilnehm|deelnem|deltag|uczest|osallist)\D*)(\d+)",
    re.IGNORECASE | re.DOTALL,
)
OF_PARTICIPANTS = ("kennung", "tunniste")  # columns called so, and all that begin with "ident"
# Where the column is called ID, say, as in German, it is these that leave no doubt.
CALLED_PARTICIPANT = re.compile(
    r"(partici|parteci|teilnehm|deelnem|deltag|deltak|uczest|osallist|účastn|résztvev|katılımc"
    r"|участник|учасник|参加者)\D*\d+",
    re.IGNORECASE | re.DOTALL,
)
OF_NO_ID = ("name", "first", "last", "group", "email", "at", "late")
YES = ("yes", "y", "true", "1", "x", "late", "ja", "oui", "si", "sí", "sim", "verspätet", "tarde")
NO = ("no", "n", "false", "0", "on time", "nein", "non", "nao", "não", "nee", "-")
# Rows of Canvas' gradebook that are nobody's.
NOBODY = re.compile(r"\s*(points possible|manual posting)", re.IGNORECASE)
TOO_MANY = 5  # notes of one kind


class UnusableRoster(Exception):
    """The roster cannot be read; the text is one line with the line and the remedy."""


class Person(Struct, frozen=True):
    """A row of a roster. ids are all that identifies: sid, canvas, moodle, username, email."""

    line: int
    identity: str
    name: str = ""
    ids: dict[str, str] = {}
    group: str = ""
    handed_in_at: str = ""
    is_late: bool | None = None


class Roster(Struct, frozen=True):
    """A class by name. columns say which of the file's headers is taken for what.

    content is all of the file, from which it can be read again.
    """

    path: str
    people: tuple[Person, ...]
    columns: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    content: bytes = b""


def read_roster(path: Path) -> Roster:
    """The people in a CSV; raises UnusableRoster."""
    where = shown(str(path))
    return roster_of(_content(path, where), where)


def roster_of(content: bytes, where: str) -> Roster:
    """The people in what a CSV holds; raises UnusableRoster, which says where that was.

    Whoever has an id (a student number, or Canvas') is identified by that; else by a username,
    an e-mail address, or the name.
    """
    rows = list(_rows(_text(content, where), where))
    if not rows:
        raise UnusableRoster(f"{where}: nothing in it; give a CSV with a line for each learner")
    header_line, header = rows[0]
    columns = _columns(header, [cells for _, cells in rows[1:]])
    if not set(columns) & set(IDENTIFYING):
        raise UnusableRoster(
            f"{where}, line {header_line}: no column says who; "
            "call one of them id, username, email or name"
        )
    found: list[Person] = []
    notes: list[str] = []
    for line, cells in rows[1:]:
        if any(cells[len(header) :]):
            raise UnusableRoster(
                f"{where}, line {line}: {len(cells)} cells where the first line has "
                f'{len(header)}; put what holds the delimiter in "double quotes"'
            )
        if NOBODY.match(cells[0]):
            continue
        said = {kind: cells[at].strip() for kind, at in columns.items() if at < len(cells)}
        person = _person(line, said, notes)
        if person is None:
            if any(cell.strip() for cell in cells):
                notes.append(f"line {line}: says of nobody who it is, and is left out")
            continue
        found.append(person)
    if not found:
        raise UnusableRoster(f"{where}: nobody is in it; give a line for each learner")
    people = _with_identities(found)
    _assert_unique(people, where)
    taken = {kind: shown(header[at]) for kind, at in columns.items()}
    return Roster(where, tuple(people), taken, _few(notes), content)


def _person(line: int, said: dict[str, str], notes: list[str]) -> Person | None:
    """The person on a line; None where nothing says who that is."""
    name = said.get("name") or " ".join(
        part for part in (said.get("first"), said.get("last")) if part
    )
    kinds = (*LASTING, "moodle")
    ids = {kind: said[kind] for kind in kinds if shown(said.get(kind, ""))}
    participant = ids.get("moodle", "")
    if match := PARTICIPANT.fullmatch(participant):
        ids["moodle"] = match[1]
    lasting = [ids[kind] for kind in LASTING if kind in ids]
    identity = next((shown(each) for each in (*lasting, name, participant) if shown(each)), "")
    if not identity:
        return None
    at, late = said.get("at", ""), folded(said.get("late", ""))
    if at and not iso(at) and at != "-":
        notes.append(f"line {line}: the time {shown(at)} is not clear; write 2026-11-25 18:00")
    if late and late not in (*YES, *NO):
        notes.append(f"line {line}: {shown(late)} says not whether it was late; write yes or no")
    is_late = True if late in YES else False if late in NO else None
    return Person(line, identity, shown(name), ids, said.get("group", ""), iso(at), is_late)


def _with_identities(people: list[Person]) -> list[Person]:
    """The same people; those whom only a name and Moodle's number tell apart are called by both."""
    names = Counter(folded(person.identity) for person in people)
    return [
        replace(person, identity=f"{person.identity} {person.ids['moodle']}")
        if names[folded(person.identity)] > 1 and set(person.ids) == {"moodle"}
        else person
        for person in people
    ]


def _assert_unique(people: list[Person], where: str) -> None:
    first: dict[str, Person] = {}
    for person in people:
        other = first.setdefault(folded(person.identity), person)
        if other is not person:
            raise UnusableRoster(
                f"{where}, line {person.line}: {person.identity} is on line {other.line} too; "
                "leave one of them, or give each an id of its own"
            )


def _columns(header: list[str], rows: list[list[str]]) -> dict[str, int]:
    """{what it says: which column}, of those that are known by their name."""
    called = [plain(cell) for cell in header]
    found: dict[str, int] = {}
    for kind, names in COLUMNS.items():
        known = [name for name in names if name in called]
        if known:
            found[kind] = called.index(known[0])
    at = found.get("sid")
    if at is not None and called[at] == "id" and set(called) & set(OF_CANVAS):
        found.setdefault("canvas", at)
    if "canvas" in found and found.get("sid") == found["canvas"]:
        del found["sid"]
    if "canvas" not in found and "id" in called and set(called) & set(OF_CANVAS):
        found["canvas"] = called.index("id")
    _find_participants(found, called, rows)
    if "name" not in found and ("first" in found) != ("last" in found):
        found["name"] = found.pop("first") if "first" in found else found.pop("last")
    return found


def _find_participants(found: dict[str, int], called: list[str], rows: list[list[str]]) -> None:
    """Take a column of "Participant 12345" for Moodle's, however header and prefix are called."""
    of_no_id = [found[kind] for kind in OF_NO_ID if kind in found]
    for at, name in enumerate(called):
        is_known = name.startswith("ident") or name in OF_PARTICIPANTS
        form = PARTICIPANT if is_known else CALLED_PARTICIPANT
        if (is_known or at not in of_no_id) and _all_alike(form, at, rows):
            for kind in [kind for kind, other in found.items() if other == at]:
                del found[kind]
            found["moodle"] = at
            others = [name for name in COLUMNS["sid"] if name in called]
            others = [name for name in others if called.index(name) != at]
            if "sid" not in found and others:
                found["sid"] = called.index(others[0])
            return


def _all_alike(form: re.Pattern[str], at: int, rows: list[list[str]]) -> bool:
    """Whether all cells of a column have a form, and the same words before their number."""
    cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    prefixes = {re.sub(r"\d+$", "", cell) for cell in cells}
    return len(prefixes) == 1 and all(form.fullmatch(cell) for cell in cells)


def plain(header: str) -> str:
    """A column's name without case, accents, spaces and signs: "E-Mail address" is emailaddress."""
    apart = unicodedata.normalize("NFKD", header.casefold())
    return "".join(c for c in apart if c.isalnum())


def _rows(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """(the line it begins on, its cells), of all rows in which there is something."""
    import csv

    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda each: _fits(first, each))
    # Without newline="", as csv wants it; a cell may hold a line's end.
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [_unwrapped(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnusableRoster(
            f"{where}, line {line}: not CSV ({error}); save it anew as CSV, UTF-8"
        ) from None


def _fits(first: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter parts the first line: columns that are known, columns in all."""
    cells = [plain(cell) for cell in first.split(delimiter)]
    known = {name for names in COLUMNS.values() for name in names}
    return sum(cell in known for cell in cells), len(cells)


def _unwrapped(cell: str) -> str:
    """A cell without what keeps a spreadsheet from making a number of it: ="00123"."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _content(path: Path, where: str) -> bytes:
    try:
        if path.is_dir():
            raise UnusableRoster(f"{where}: a folder; give a CSV with a line for each learner")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnusableRoster(f"{where}: no such file; give a CSV of the class") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnusableRoster(f"{where}: cannot be read ({why})") from None


def _text(content: bytes, where: str) -> str:
    """The text of a CSV, in whichever of the usual encodings it is."""
    if len(content) > LARGEST or content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UnusableRoster(f"{where}: not CSV; open it in a spreadsheet and save it as CSV")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
    raise UnusableRoster(f"{where}: not text; open it in a spreadsheet and save it as CSV, UTF-8")


def _encodings(content: bytes) -> tuple[str, ...]:
    """The encodings to try, by what the bytes begin with."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if (
        4 * content[:100].count(0) >= len(content[:100]) > 0
    ):  # Western text in UTF-16 without a mark
        return ("utf-16-le", "utf-16-be") if content[1:2] == b"\0" else ("utf-16-be", "utf-16-le")
    return ("utf-8-sig", "cp1252", "latin-1")


def _few(notes: list[str]) -> tuple[str, ...]:
    """Notes, so many that they are read."""
    more = len(notes) - TOO_MANY
    return tuple(notes[:TOO_MANY] + ([f"and {more} more lines like these"] if more > 0 else []))
