"""The class in one SQLite database, which every face is made from and which anybody can query.

Written by the coordinator alone, in transactions: whenever it is killed, what stands there is
whole. Results are kept under a key of all that they came from, so nothing is graded twice.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from grader.classroom.extensions import Called, by_learner
from grader.classroom.finding.handed_in import HandedIn
from grader.classroom.graded import Graded
from grader.classroom.marking import marked
from grader.classroom.row import Override, Row
from grader.course.course import Course, from_json, to_json
from grader.report.model import Report
from grader.report.packed import unpacked
from grader.submission.bundle import Bundle
from grader.submission.submission import Problem

FILE = "class.sqlite"
SCHEMA = 2

# README explains the tables to instructors.
TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE learners (
    learner TEXT PRIMARY KEY,   -- who, by the rule that README states; a number if anonymised
    name TEXT NOT NULL,
    ids TEXT NOT NULL,          -- JSON: {"email": ..., "moodle": ...}
    source TEXT NOT NULL,       -- which part of the export the work was in
    handed_in_at TEXT NOT NULL, -- ISO 8601, or "" where nothing says it
    is_late INTEGER,            -- 1, 0, or NULL where nothing says it
    missing TEXT NOT NULL,      -- why there is nothing to grade, or ""
    notes TEXT NOT NULL,        -- a line each
    content TEXT,               -- of sources; NULL where nothing was sent
    result TEXT                 -- of results; which may not be there yet
);
CREATE TABLE sources (
    content TEXT NOT NULL,
    path TEXT NOT NULL,
    source BLOB,                -- the file as it was handed in; NULL where it could not be read
    problem TEXT,               -- JSON, why it could not
    PRIMARY KEY (content, path)
) WITHOUT ROWID;
CREATE TABLE results (
    result TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    grader TEXT NOT NULL,       -- a hash of the grader that graded it
    seed INTEGER NOT NULL,
    torch TEXT NOT NULL,        -- its version, or "" where there was none
    surroundings TEXT NOT NULL, -- JSON: {"Python": its version, ...}, of where it was graded
    earned REAL,                -- NULL where nothing could be graded
    bonus REAL,
    is_right INTEGER NOT NULL,
    unusable TEXT NOT NULL,     -- why nothing could be graded, or ""
    failed TEXT NOT NULL,       -- what went wrong with the grader, or ""; it is tried again then
    notes TEXT NOT NULL,        -- a line each
    report TEXT NOT NULL,       -- JSON of schema 2
    whole BLOB NOT NULL         -- the report as faces show it, packed; empty where there is none
);
CREATE TABLE stages (
    result TEXT NOT NULL, stage INTEGER NOT NULL, points REAL NOT NULL,
    earned REAL,                -- NULL where it needs torch, and there was none
    status TEXT NOT NULL,
    PRIMARY KEY (result, stage)
) WITHOUT ROWID;
CREATE TABLE misconceptions (
    result TEXT NOT NULL, stage INTEGER NOT NULL, check_name TEXT NOT NULL,
    misconception TEXT NOT NULL, explanation TEXT NOT NULL
);
CREATE INDEX misconceptions_of ON misconceptions (result);
CREATE TABLE overrides (
    learner TEXT NOT NULL, stage INTEGER NOT NULL, -- 0: a comment on the whole
    points REAL,                -- NULL where there is but a comment
    comment TEXT NOT NULL,
    worth REAL,                 -- what the stage was worth then; NULL as points are
    PRIMARY KEY (learner, stage)
) WITHOUT ROWID;
"""


class Kept(msgspec.Struct, frozen=True):
    """A result, and what it came from: a content, a grader, a seed, torch, and all around it."""

    content: str
    grader: str
    seed: int
    torch: str
    surroundings: dict[str, str]
    earned: float | None
    bonus: float | None
    unusable: str
    failed: str


class CannotKeep(Exception):
    """The database cannot be used; the text is one line with the remedy."""


class Database:
    """One class. Raises CannotKeep from whatever the disk refuses, a damaged file too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            is_new = not path.exists() or path.stat().st_size == 0
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.execute("PRAGMA foreign_keys = ON")
            if is_new:
                with self._transaction():
                    for statement in _statements(TABLES):
                        self._connection.execute(statement)
                    self.set_fact("schema", str(SCHEMA))
        if self.fact("schema") != str(SCHEMA):
            self.close()
            raise CannotKeep(f"{path}: of another version of the kata; name another OUT")

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fact(self, name: str) -> str | None:
        """Something on the class as a whole, such as its seed."""
        found = self._all("SELECT value FROM facts WHERE name = ?", name)
        return str(found[0][0]) if found else None

    def set_fact(self, name: str, value: str) -> None:
        self._do("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)

    def course(self) -> Course | None:
        """The instructor's course; None where all counts as it was graded."""
        kept = self.fact("course")
        try:
            course = from_json(kept) if kept else Course()
        except msgspec.MsgspecError:
            remedy = "give it again, by --course"
            raise CannotKeep(f"{self._path}: its course cannot be read; {remedy}") from None
        return None if course == Course() else course

    def keep_course(self, course: Course) -> None:
        self.set_fact("course", to_json(course))

    def replace_learners(
        self, found: Iterable[tuple[HandedIn, Bundle | None, str, str]]
    ) -> list[str]:
        """Have these learners and no others, each with (who, what, content's key, result's key).

        An instructor's overrides go along where what a learner handed in is someone's by another
        name now, as by a roster's. Returns who is not in the class any more.
        """
        with self._transaction():
            before = dict(self._all("SELECT learner, source FROM learners"))
            self._do("DELETE FROM learners")
            for handed_in, bundle, content, result in found:
                if bundle is not None:
                    self._keep_sources(content, bundle)
                notes = [*handed_in.notes, *(bundle.notes if bundle else ())]
                self._do(
                    "INSERT INTO learners VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    handed_in.learner,
                    handed_in.name,
                    json.dumps(handed_in.ids, sort_keys=True, ensure_ascii=False),
                    handed_in.source,
                    handed_in.handed_in_at,
                    handed_in.is_late,
                    handed_in.missing,
                    "\n".join(notes),
                    content if bundle is not None else None,
                    result if bundle is not None else None,
                )
            after = dict(self._all("SELECT learner, source FROM learners"))
            return self._renamed(before, after)

    def _renamed(self, before: dict[str, str], after: dict[str, str]) -> list[str]:
        """Take the overrides along; who has gone, {learner: source} being as it was and is."""
        gone = [learner for learner in before if learner not in after]
        whose = {source: learner for learner, source in after.items() if source}
        shared = {s for s, count in Counter(after.values()).items() if count > 1}
        for old in list(gone):
            new = whose.get(before[old])
            if new is None or new in before or before[old] in shared:
                continue
            self._do("UPDATE OR IGNORE overrides SET learner = ? WHERE learner = ?", new, old)
            gone.remove(old)
        return gone

    def overrides_of_nobody(self) -> list[str]:
        """Learners who have overrides, and are not in the class."""
        return [
            row[0]
            for row in self._all(
                "SELECT DISTINCT learner FROM overrides WHERE learner NOT IN "
                "(SELECT learner FROM learners) ORDER BY learner"
            )
        ]

    def _keep_sources(self, content: str, bundle: Bundle) -> None:
        for path, file in bundle.files.items():
            is_read = isinstance(file, bytes)
            self._do(
                "INSERT OR IGNORE INTO sources VALUES (?, ?, ?, ?)",
                content,
                path,
                file if is_read else None,
                None if is_read else msgspec.json.encode(file).decode(),
            )

    def bundle(self, content: str) -> Bundle:
        """What was handed in, as it is graded: without a name."""
        files: dict[str, bytes | Problem] = {}
        rows = self._all("SELECT path, source, problem FROM sources WHERE content = ?", content)
        for path, source, problem in rows:
            files[path] = source if problem is None else _problem(problem)
        return Bundle("", files)

    def to_grade(self, learner: str | None = None) -> list[tuple[str, str]]:
        """The (result's, content's) keys without a result; or that of one learner, in any case."""
        if learner is not None:
            return self._pairs(
                "SELECT result, content FROM learners WHERE learner = ? AND result NOT NULL",
                learner,
            )
        return self._pairs(
            "SELECT DISTINCT l.result, l.content FROM learners l LEFT JOIN results r "
            "ON l.result = r.result AND r.failed = '' "
            "WHERE l.result NOT NULL AND r.result IS NULL ORDER BY l.learner"
        )

    def count_to_grade(self) -> int:
        """How many learners wait for a result; equal work of several is one's."""
        return int(
            self._all(
                "SELECT count(*) FROM learners l LEFT JOIN results r "
                "ON l.result = r.result AND r.failed = '' "
                "WHERE l.result NOT NULL AND r.result IS NULL"
            )[0][0]
        )

    def _pairs(self, query: str, *values: object) -> list[tuple[str, str]]:
        return [(str(result), str(content)) for result, content in self._all(query, *values)]

    def keep(self, result: Graded, content: str, grader: str, seed: int, torch: str) -> None:
        """Keep a result, in the place of an older one of the same key."""
        marks = result.marks
        with self._transaction():
            for table in ("results", "stages", "misconceptions"):
                self._do(f"DELETE FROM {table} WHERE result = ?", result.key)
            self._do(
                "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(result.key, content, grader, seed, torch),
                json.dumps(result.surroundings, sort_keys=True),
                marks.earned if marks else None,
                marks.bonus if marks else None,
                bool(marks and marks.is_right),
                *(result.unusable, result.failed, "\n".join(result.notes), result.report),
                result.whole,
            )
            for stage in marks.stages if marks else ():
                values = (stage.number, stage.points, stage.earned, stage.status)
                self._do("INSERT INTO stages VALUES (?, ?, ?, ?, ?)", result.key, *values)
            for named in marks.named if marks else ():
                values_ = msgspec.structs.astuple(named)
                self._do("INSERT INTO misconceptions VALUES (?, ?, ?, ?, ?)", result.key, *values_)

    def rows(self) -> Iterator[Row]:
        """What is known of every learner, in the order of their names; what counts, as the course
        has it.
        """
        course = self._course_by_learner()
        stages: dict[str, dict[int, float | None]] = {}
        for result, stage, earned in self._all(
            "SELECT DISTINCT s.result, s.stage, s.earned FROM stages s JOIN learners l "
            "ON l.result = s.result"
        ):
            stages.setdefault(result, {})[stage] = earned
        named: dict[str, list[tuple[int, str]]] = {}
        for result, stage, misconception in self._all(
            "SELECT DISTINCT result, stage, misconception FROM misconceptions ORDER BY rowid"
        ):
            named.setdefault(result, []).append((stage, misconception))
        overrides: dict[str, list[Override]] = {}
        for learner, *fields in self._all(
            "SELECT learner, stage, points, comment, worth FROM overrides ORDER BY learner, stage"
        ):
            overrides.setdefault(learner, []).append(Override(*fields))
        for row in self._all(
            "SELECT l.learner, l.name, l.ids, l.source, l.handed_in_at, l.is_late, l.missing, "
            "l.notes, r.notes, r.result, r.earned, r.bonus, r.is_right, r.unusable, r.failed "
            "FROM learners l LEFT JOIN results r ON l.result = r.result ORDER BY l.learner"
        ):
            learner, name, ids, source, at, is_late, missing, notes, more, *graded = row
            result, earned, bonus, right, *why = graded
            row_ = Row(
                learner,
                name,
                json.loads(ids),
                source,
                at,
                None if is_late is None else bool(is_late),
                missing,
                tuple(note for note in f"{notes}\n{more or ''}".split("\n") if note),
                result is not None,
                earned,
                bonus,
                bool(right),
                why[0] or "",
                why[1] or "",
                stages.get(result, {}),
                tuple(named.get(result, ())),
                tuple(overrides.get(learner, ())),
            )
            yield marked(row_, course)

    def _course_by_learner(self) -> Course | None:
        """The course with each extension by whose it is, whatever its file calls them."""
        course = self.course()
        if course is None or not course.extensions:
            return course
        return replace(course, extensions=by_learner(course.extensions, self.called()))

    def called(self) -> Iterator[Called]:
        """By what every learner is called."""
        for learner, name, ids in self._all("SELECT learner, name, ids FROM learners"):
            yield Called(learner, name or learner, json.loads(ids))

    def report(self, learner: str) -> Report | None:
        """The report of what a learner handed in; None where nothing was graded."""
        found = self._all(
            "SELECT r.whole FROM learners l JOIN results r ON l.result = r.result "
            "WHERE l.learner = ?",
            learner,
        )
        return unpacked(found[0][0]) if found and found[0][0] else None

    def notes_on_work(self, learner: str) -> tuple[str, ...]:
        """What was said of the work itself, and not of whose it is or might be."""
        found = self._all(
            "SELECT r.notes FROM learners l JOIN results r ON l.result = r.result "
            "WHERE l.learner = ?",
            learner,
        )
        return tuple(found[0][0].split("\n")) if found and found[0][0] else ()

    def kept(self, learner: str) -> Kept | None:
        """The result of what a learner handed in, and what it came from; None without one."""
        found = self._all(
            "SELECT r.content, r.grader, r.seed, r.torch, r.surroundings, r.earned, r.bonus, "
            "r.unusable, r.failed FROM learners l JOIN results r ON l.result = r.result "
            "WHERE l.learner = ?",
            learner,
        )
        if not found:
            return None
        content, grader, seed, torch, around, *marks = found[0]
        return Kept(content, grader, seed, torch, json.loads(around), *marks)

    def handed_in(self, learner: str) -> Bundle | None:
        """The files that a learner handed in; None where there are none."""
        found = self._all("SELECT content FROM learners WHERE learner = ?", learner)
        return self.bundle(found[0][0]) if found and found[0][0] else None

    def contents(self) -> dict[str, dict[str, str]]:
        """{content: {each learner who handed it in: the part of the export it was in}}"""
        found: dict[str, dict[str, str]] = {}
        for content, learner, source in self._all(
            "SELECT content, learner, source FROM learners WHERE content NOT NULL ORDER BY learner"
        ):
            found.setdefault(content, {})[learner] = source
        return found

    def commonest_misconceptions(self) -> list[tuple[str, str, int]]:
        """(name, explanation, how many learners hold it), the commonest first."""
        return self._all(
            "SELECT m.misconception, min(m.explanation), count(DISTINCT l.learner) AS learners "
            "FROM misconceptions m JOIN learners l ON l.result = m.result "
            "GROUP BY m.misconception ORDER BY learners DESC, m.misconception"
        )

    def has_learner(self, learner: str) -> bool:
        return bool(self._all("SELECT 1 FROM learners WHERE learner = ?", learner))

    def learners(self) -> list[str]:
        return [row[0] for row in self._all("SELECT learner FROM learners ORDER BY learner")]

    def override(self, learner: str, override: Override) -> None:
        """Keep points or a comment; what is not given stays as it was."""
        self._do(
            "INSERT INTO overrides (learner, stage, points, comment, worth) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (learner, stage) DO UPDATE SET "
            "points = coalesce(excluded.points, points), "
            "worth = CASE WHEN excluded.points IS NULL THEN worth ELSE excluded.worth END, "
            "comment = CASE excluded.comment WHEN '' THEN comment ELSE excluded.comment END",
            learner,
            *msgspec.structs.astuple(override),
        )

    def remove_override(self, learner: str, stage: int) -> bool:
        """Whether there was one."""
        with self._told():
            found = self._connection.execute(
                "DELETE FROM overrides WHERE learner = ? AND stage = ?", (learner, stage)
            )
        return found.rowcount > 0

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._connection.in_transaction:  # a full disk has ended it already
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _do(self, statement: str, *values: object) -> None:
        with self._told():
            self._connection.execute(statement, values)

    def _all(self, query: str, *values: object) -> list[Any]:
        with self._told():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise CannotKeep(f"{self._path}: {error}; name another OUT, or make room") from None


def _statements(script: str) -> Iterator[str]:
    """Each statement of a script; executescript() would end the transaction."""
    parts = ""
    for line in script.splitlines(keepends=True):
        parts += line
        if sqlite3.complete_statement(parts):
            yield parts
            parts = ""


def _problem(text: str) -> Problem:
    return msgspec.json.decode(text, type=Problem)
