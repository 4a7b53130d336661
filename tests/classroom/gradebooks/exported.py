"""Sheets as platforms export them, for people made up; written by the platforms' rules."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from hypothesis import strategies as st
from msgspec import Struct

from grader.classroom.row import Row
from grader.curriculum import STAGES

POINTS = sum(stage.points for stage in STAGES)
# What may stand in a name, though it should not.
NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=9
)


class Student(Struct, frozen=True):
    """Somebody in a course, by all that any platform knows. grade is what the sheet has."""

    number: int
    first: str
    last: str
    grade: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def sortable(self) -> str:
        return f"{self.last}, {self.first}"

    @property
    def sid(self) -> str:
        return f"S0{self.number}"

    @property
    def username(self) -> str:
        return f"user{self.number}"

    @property
    def email(self) -> str:
        return f"{self.username}@example.org"


STUDENTS = (
    Student(1001, "Anna", "Smith"),
    Student(1002, "José", "Peña"),
    Student(1003, "Ana, María", 'O"Brien'),
    Student(1004, "Yuki", "田中"),
    Student(1005, "Zoë", "Łukasik"),
)


def row(learner: str, total: float | None, *, name: str = "", **ids: str) -> Row:
    """Somebody of the class with so many points, all of them in the first stages."""
    rest, stages = total or 0.0, {}
    for stage in STAGES:
        stages[stage.number] = min(rest, stage.points)
        rest -= stages[stage.number]
    return Row(
        learner=learner,
        name=name,
        ids=ids,
        source="",
        handed_in_at="",
        is_late=None,
        missing="" if total is not None else "sent nothing",
        notes=(),
        was_graded=total is not None,
        earned=total,
        bonus=0.0,
        is_right=False,
        unusable="",
        failed="",
        stages=stages if total is not None else {},
        named=(),
        overrides=(),
    )


def delimited(
    lines: Sequence[Sequence[str]],
    *,
    delimiter: str = ",",
    end: str = "\n",
    quoting: int = csv.QUOTE_MINIMAL,
) -> str:
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=delimiter,
        lineterminator=end,
        quoting=quoting,  # type: ignore[arg-type]
    )
    writer.writerows(lines)
    return text.getvalue()


def canvas(
    students: Sequence[Student],
    *,
    most: str = "110.0",
    title: str = "Build micrograd (501)",
    delimiter: str = ",",
    end: str = "\n",
    quoting: int = csv.QUOTE_MINIMAL,
    read_only: str = "(read only)",
) -> str:
    """Canvas' whole gradebook: two assignments, a column of the teacher's own, sums, a test."""
    info = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    header = [*info, "Notes", "Essay, part 1 (500)", title, "Assignments Current Score"]
    header += ["Current Score", "Unposted Final Grade"]
    posting = ["", "", "", "", "", "", "", "Manual Posting", "", "", ""]
    points = ["    Points Possible", "", "", "", "", "", "20,0" if delimiter == ";" else "20.0"]
    points += [most, read_only, read_only, read_only]
    people = [
        [
            *(each.sortable, str(each.number), each.sid, each.username, "Section 1"),
            *("asked; twice", "17.5", each.grade, "87.5", "87.5", "B"),
        ]
        for each in students
    ]
    people.append(["Student, Test", "9999", "", "abc123", "Section 1", *[""] * 6])
    return delimited(
        [header, posting, points, *people], delimiter=delimiter, end=end, quoting=quoting
    )


class Language(Struct, frozen=True):
    """Moodle's strings, of mod/assign and the core, as its language packs have them."""

    recordid: str
    fullname: str
    status: str
    grade: str
    maxgrade: str
    changeable: str
    submitted: str
    modified: str
    comments: str
    participant: str  # what stands before the number
    yes: str
    decimal: str
    at: str  # a time, as the language writes it


LANGUAGES = {
    "en": Language(
        *("Identifier", "Full name", "Status", "Grade", "Maximum grade", "Grade can be changed"),
        *("Last modified (submission)", "Last modified (grade)", "Feedback comments"),
        *("Participant ", "Yes", ".", "Wednesday, 18 November 2026, 10:15 AM"),
    ),
    "de": Language(
        *("ID", "Vollständiger Name", "Status", "Bewertung", "Bestwertung"),
        *("Bewertung kann geändert werden", "Zuletzt geändert (Abgabe)"),
        *("Zuletzt geändert (Bewertung)", "Feedback als Kommentar", "Teilnehmer/in", "Ja", ","),
        "Mittwoch, 18. November 2026, 10:15",
    ),
    "fr": Language(
        *("Identifiant", "Nom complet", "Statut", "Note", "Note maximale"),
        *("La note peut être modifiée", "Dernière modification (travail remis)"),
        *("Dernière modification (note)", "Feedback par commentaires", "Participant", "Oui", ","),
        "mercredi 18 novembre 2026, 10:15",
    ),
    "es": Language(
        *("Identificador", "Nombre completo", "Estado", "Calificación", "Calificación máxima"),
        *("La calificación puede ser cambiada", "Última modificación (entrega)"),
        *("Última modificación (calificación)", "Comentarios de retroalimentación"),
        *("Participante ", "Sí", ",", "miércoles, 18 de noviembre de 2026, 10:15"),
    ),
    "ja": Language(
        *("識別子", "氏名", "ステータス", "評点", "最大評点", "評点変更可"),
        *("最終更新日時 (提出)", "最終更新日時 (評定)", "フィードバックコメント"),
        *("参加者", "Yes", ".", "2026年 11月 18日(水曜日) 10:15"),
    ),
    # A language of which the grader knows no word.
    "??": Language(
        *("Xid", "Xname", "Xstatus", "Xgrade", "Xmax", "Xchange", "Xsub", "Xmod", "Xcomm"),
        *("Xparticipant ", "Xyes", ",", "Xday"),
    ),
}


def moodle(
    students: Sequence[Student],
    language: str = "en",
    *,
    most: str = "110.00",
    comments: str | None = "",
    is_blind: bool = False,
) -> str:
    """Moodle's grading worksheet; without the column of comments where that is None."""
    say = LANGUAGES[language]
    names = [] if is_blind else [say.fullname, "ID number", "Email address"]
    header = [say.recordid, *names, say.status, say.grade, say.maxgrade, say.changeable]
    header += [say.submitted, say.modified, *([say.comments] if comments is not None else [])]
    lines = [header]
    for each in students:
        who = [] if is_blind else [each.name, each.sid, each.email]
        grade = each.grade.replace(".", say.decimal)
        line = [f"{say.participant}{each.number}", *who, "Submitted", grade]
        line += [most.replace(".", say.decimal), say.yes, say.at, say.at if grade else "-"]
        lines.append([*line, *([comments] if comments is not None else [])])
    return delimited(lines)


def blackboard(
    students: Sequence[Student],
    *,
    most: str = "110",
    delimiter: str = "\t",
    header: Sequence[str] = ("Last Name", "First Name", "Username", "Student ID"),
    title: str = "Build micrograd [Total Pts: {most} Score] |664617",
) -> str:
    titles = [*header, "Last Access", "Availability", "Essay [Total Pts: 20 Score] |664616"]
    titles += [title.format(most=most), "Total [Total Pts: up to 130 Score] |664615"]
    people = [
        [
            *(each.last, each.first, each.username, each.sid, "2026-11-18 10:15:00", "Yes"),
            *("17.00", each.grade, "104.50"),
        ]
        for each in students
    ]
    return delimited([titles, *people], delimiter=delimiter, quoting=csv.QUOTE_ALL)
