"""The store: every reading of every document, and every decision of a person, kept for good.

Readings and decisions are appended and never changed. A reading is an extraction, kept verbatim in its JSON form, with rows
beside it for what is asked in SQL; the last reading of a document is its present one. What follows from them (the sources,
the decisions in force) is folded anew from what is kept, so it does not depend on the order in which documents arrived.

SQLite and PostgreSQL are served by the same statements (SQLAlchemy Core). Each write is one transaction, committed to disk
before the call returns: a process killed at any moment loses nothing that it was told is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from reportedly.comparison import Source
from reportedly.errors import EnvironmentFault, LedgerError, UsageError
from reportedly.json_form import from_json, to_json
from reportedly.model import Claim, Document, Extraction, Problem, Span, Stance, words_of
from reportedly.source import identify, plain

__all__ = ["Decision", "DecisionKind", "Ledger"]

#: The step of `migrations/` that brings a ledger to the form of the tables below.
HEAD = "0001"
VERSION_TABLE = "reportedly_version"

#: A lock for migrating, the same number in every process ("rpt" in ASCII).
_MIGRATION_LOCK = 0x727074

_T = TypeVar("_T")

DecisionKind = Literal["accept", "reject", "edit", "merge", "split", "grade", "redact", "undo"]


class _Text(sa.TypeDecorator[str]):
    """Text from a document: what the databases refuse (NUL, half of a surrogate pair) becomes U+FFFD in rows."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else re.sub("[\x00\ud800-\udfff]", "\ufffd", value)


_metadata = sa.MetaData()

_extractions = sa.Table(
    "extractions",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False, index=True),
    sa.Column("published", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("json", sa.Text, nullable=False),
    sa.UniqueConstraint("id", "published"),
    sqlite_autoincrement=True,
)

_documents = sa.Table(
    "documents",
    _metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.number"), nullable=False, unique=True),
    sa.Column("name", _Text, nullable=False),
    sa.Column("title", _Text),
    sa.Column("outlet", _Text),
    sa.Column("published", sa.Text, index=True),
    sa.Column("language", _Text),
    sa.Column("url", _Text),
    sa.Column("path", _Text),
)

_claims = sa.Table(
    "claims",
    _metadata,
    sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.number"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("stance", sa.Text, nullable=False, index=True),
    sa.Column("polarity", sa.Text, nullable=False),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("hedge", _Text),
    sa.Column("verification", sa.Text),
    sa.Column("said", sa.Text, index=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("passage", _Text, nullable=False),
    sa.Column("confidence", sa.Float),
)


def _part_of_a_claim(name: str, *columns: sa.Column[Any]) -> sa.Table:
    keys = (sa.Column(key, sa.Integer, primary_key=True) for key in ("extraction", "claim", "position"))
    its_claim = sa.ForeignKeyConstraint(["extraction", "claim"], ["claims.extraction", "claims.position"])
    return sa.Table(name, _metadata, *keys, *columns, its_claim)


_hops = _part_of_a_claim(
    "hops",
    sa.Column("name", _Text, nullable=False, index=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("country", _Text),
    sa.Column("named", sa.Text, nullable=False),
    sa.Column("relation", _Text),
    sa.Column("joint", sa.Boolean, nullable=False),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
)

_quantities = _part_of_a_claim(
    "quantities",
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("low", sa.Float),
    sa.Column("high", sa.Float),
    sa.Column("low_exclusive", sa.Boolean, nullable=False),
    sa.Column("high_exclusive", sa.Boolean, nullable=False),
    sa.Column("approximate", sa.Boolean, nullable=False),
    sa.Column("vague", _Text),
    sa.Column("unit", _Text),
    sa.Column("counted", _Text),
    sa.Column("outcome", sa.Text, index=True),
    sa.Column("scope", sa.Text),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
)

_problems = sa.Table(
    "problems",
    _metadata,
    sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.number"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("code", sa.Text, nullable=False, index=True),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("message", _Text, nullable=False),
    sa.Column("where", _Text),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
)

_decisions = sa.Table(
    "decisions",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", _Text, nullable=False),
    sa.Column("why", _Text),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False, index=True),
    sa.Column("value", _Text),
    sa.Column("undoes", sa.Integer, sa.ForeignKey("decisions.id"), index=True),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's decision about `target` (the id of a claim, a source, a document, a problem).

    `at` is in UTC; `by` and `why` are as the person gave them; `value` is what the kind needs (the other source of a merge,
    the JSON form of an edit). An undo points to the decision that it undoes, and can itself be undone.
    """

    id: int
    at: datetime
    by: str
    why: str | None
    kind: DecisionKind
    target: str
    value: str | None = None
    undoes: int | None = None


class Ledger:
    """A ledger, opened; a context manager that closes it.

    `where` is the path of an SQLite file or a database URL (`postgresql://user@host/name`). A ledger that is not there is
    made, unless `create` is false. An older one is brought to the present form. `timeout`: how many seconds to wait for
    another process that is writing.

    Raises LedgerError when it cannot be opened, is no ledger, or was made by a later version.
    """

    def __init__(self, where: str | PathLike[str] = "reportedly.db", *, create: bool = True, timeout: float = 30.0) -> None:
        url = _url(where)
        #: How it is called in messages: the path of a file, or the URL without its password.
        self.url = url.render_as_string(hide_password=True)
        if url.get_backend_name() == "sqlite":
            self.url = url.database or self.url
            _check_path(url, create)
        self._engine = _engine(url, timeout)
        try:
            self._migrate()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    # --- readings

    def holds(self, document: Document, versions: tuple[tuple[str, str], ...]) -> bool:
        """Whether adding what these versions read from `document` would add nothing.

        That is so when they have read the same bytes before and took them to be published on the same day. A reading that
        lacks the day adds nothing to one that has it.
        """
        with self._transaction() as connection:
            return _held(connection, Extraction(document=document, versions=versions))

    def add(self, extraction: Extraction) -> bool:
        """Keep a reading; true when it is new. It is on disk when this returns.

        It becomes the present reading of its document; earlier ones stand beside it.
        """
        document = extraction.document
        row = {
            "id": extraction.id,
            "document": document.id,
            "published": _day(document.published) or "",
            "at": _now(),
            "json": json.dumps(to_json(extraction), separators=(",", ":")),
        }
        try:
            with self._transaction(write=True) as connection:
                if _held(connection, extraction):
                    return False
                number = connection.execute(_extractions.insert().values(row).returning(_extractions.c.number)).scalar_one()
                present = {**_cells(_documents, document), "extraction": number}
                changed = connection.execute(_documents.update().where(_documents.c.id == document.id).values(present))
                if not changed.rowcount:
                    connection.execute(_documents.insert().values(present))
                for table, rows in _rows(extraction, number):
                    if rows:
                        connection.execute(table.insert(), rows)
        except IntegrityError:  # PostgreSQL: another process has added the same reading in the same moment
            with self._transaction() as connection:
                if _held(connection, extraction):
                    return False
            raise
        return True

    def extractions(self) -> Iterator[Extraction]:
        """The present reading of each document, by day of publication (unknown last), name and id."""
        for number in self._present():
            yield self._read(Extraction, self._json(number), number)

    def documents(self) -> tuple[Document, ...]:
        """The documents in the same order, as their present readings have them."""
        return tuple(self._read(Document, self._json(number)["document"], number) for number in self._present())

    def claims(
        self,
        *,
        source: str | None = None,
        outcome: str | None = None,
        since: date | None = None,
        stance: Stance | None = None,
    ) -> tuple[Claim, ...]:
        """The claims of the present readings in the order of the documents, then of the text; all conditions must hold.

        `source`: the id of a source, or whole words of one of its names; it may be the origin or any other hop. `outcome`:
        of one of the claim's figures, as worded in the ledger. `since`: the first day on which it was said, else the day of
        publication; a claim without either does not meet it. Raises UsageError for a stance that is none.
        """
        query = sa.select(_claims.c.extraction, _claims.c.position, _claims.c.id).join(
            _documents, _documents.c.extraction == _claims.c.extraction
        )
        if stance is not None:
            if stance not in words_of(Stance):
                raise UsageError(f"{stance!r} is no stance; it is one of: {', '.join(words_of(Stance))}")
            query = query.where(_claims.c.stance == stance)
        if since is not None:
            query = query.where(_claims.c.said >= since.isoformat())
        if outcome is not None:
            of_it = (_quantities.c.extraction == _claims.c.extraction) & (_quantities.c.claim == _claims.c.position)
            query = query.where(sa.exists().where(of_it, _quantities.c.outcome == outcome))
        of_source = None if source is None else self._claims_of(source)
        with self._transaction() as connection:
            wanted: dict[int, list[int]] = {}
            for number, position, claim in connection.execute(query.order_by(_claims.c.extraction, _claims.c.position)):
                if of_source is None or claim in of_source:
                    wanted.setdefault(number, []).append(position)
        found: list[Claim] = []
        for number in self._present():
            if number in wanted:
                data = self._json(number)
                text = data["document"]["text"]
                found += (self._read(Claim, data["claims"][position], number, text) for position in wanted[number])
        return tuple(found)

    def sources(self) -> tuple[Source, ...]:
        """Who is who in the chains of all claims of the present readings."""
        return identify(self.extractions())

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the documents, in their order."""
        found: list[Problem] = []
        for number in self._present():
            data = self._json(number)
            found += (self._read(Problem, problem, number, data["document"]["text"]) for problem in data["problems"])
        return tuple(found)

    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that figures of the present readings have, sorted."""
        query = sa.select(_quantities.c.outcome).distinct().join(_documents, _documents.c.extraction == _quantities.c.extraction)
        with self._transaction() as connection:
            return tuple(sorted(outcome for (outcome,) in connection.execute(query) if outcome))

    # --- decisions

    def decide(self, kind: DecisionKind, target: str, *, by: str, why: str | None = None, value: str | None = None) -> Decision:
        """Append a decision and return it as kept. Raises UsageError for a kind that is none, or "undo" (see `undo`)."""
        if kind == "undo" or kind not in words_of(DecisionKind):
            kinds = [word for word in words_of(DecisionKind) if word != "undo"]
            raise UsageError(f"{kind!r} is no kind of decision; it is one of: {', '.join(kinds)}")
        with self._transaction(write=True) as connection:
            return _decide(connection, kind=kind, target=target, by=by, why=why, value=value, undoes=None)

    def undo(self, decision: int, *, by: str, why: str | None = None) -> Decision:
        """Append the undoing of a decision. Raises UsageError when there is no such decision or it is undone already."""
        with self._transaction(write=True) as connection:
            kept = _all_decisions(connection)
            undone = next((d for d in kept if d.id == decision), None)
            if undone is None:
                raise UsageError(f"there is no decision {decision} in {self.url}")
            if undone not in _in_force(kept):
                raise UsageError(f"decision {decision} is undone already; undo the undoing to have it back")
            return _decide(connection, kind="undo", target=undone.target, by=by, why=why, value=None, undoes=decision)

    def decisions(self, *, in_force: bool = False) -> tuple[Decision, ...]:
        """All decisions in the order they were made; with `in_force` those that no other in force undoes, without undos."""
        with self._transaction() as connection:
            kept = _all_decisions(connection)
        return tuple(d for d in _in_force(kept) if d.kind != "undo") if in_force else kept

    # --- inside

    def _present(self) -> list[int]:
        """The numbers of the present readings in their order. Sorted here: databases order text by rules of their own."""
        columns = _documents.c.published, _documents.c.name, _documents.c.id, _documents.c.extraction
        with self._transaction() as connection:
            rows = connection.execute(sa.select(*columns)).all()
        return [number for _, _, _, number in sorted((day or "9999", *others) for day, *others in rows)]

    def _json(self, number: int) -> dict[str, Any]:
        with self._transaction() as connection:
            text = connection.execute(sa.select(_extractions.c.json).where(_extractions.c.number == number)).scalar_one()
        return cast(dict[str, Any], json.loads(text))

    def _read(self, kind: type[_T], data: Any, number: int, text: str = "") -> _T:
        try:
            return from_json(kind, data, text)
        except (KeyError, TypeError, ValueError) as error:
            raise LedgerError(
                f"{self.url}: reading {number} has a form that this version does not know ({error}); "
                "read the document again, or use the version of reportedly that wrote it"
            ) from error

    def _claims_of(self, source: str) -> set[str]:
        wanted = re.compile(rf"(?<!\w){re.escape(plain(source))}(?!\w)")
        return {
            claim
            for one in self.sources()
            if source == one.id or any(wanted.search(plain(name)) for name in (one.name, *one.aliases))
            for claim, _ in one.mentions
        }

    @contextmanager
    def _transaction(self, *, write: bool = False) -> Iterator[Connection]:
        """A transaction, committed at the end; one that writes waits for its turn at the beginning, not in the middle."""
        try:
            with self._engine.connect().execution_options(reportedly_write=write) as connection, connection.begin():
                yield connection
        except IntegrityError:
            raise
        except DBAPIError as error:
            raise LedgerError(f"{self.url}: {_remedy(error)}") from error

    def _migrate(self) -> None:
        with self._transaction() as connection:
            if self._version(connection) == HEAD:
                return
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        with self._transaction(write=True) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            version = self._version(connection)
            known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
            if version is not None and version not in known:
                raise LedgerError(
                    f"{self.url}: the ledger has the form {version}, which is later than this version of reportedly knows "
                    f"({HEAD}); install a newer one: pip install --upgrade reportedly"
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _version(self, connection: Connection) -> str | None:
        """The form that the database has; `None` when it is empty. Raises LedgerError when something else is in it."""
        tables = set(sa.inspect(connection).get_table_names())
        if VERSION_TABLE in tables:
            query = sa.select(sa.column("version_num", sa.Text)).select_from(sa.table(VERSION_TABLE))
            return connection.execute(query).scalar_one_or_none()
        if tables:
            raise LedgerError(
                f"{self.url}: this is a database, but not a ledger (it holds {', '.join(sorted(tables)[:5])}); "
                "name another with --ledger"
            )
        return None


def _url(where: str | PathLike[str]) -> URL:
    if not (isinstance(where, str) and "://" in where):
        return URL.create("sqlite", database=str(Path(where)))
    try:
        url = make_url(where)
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername="postgresql+psycopg")
        backend = url.get_backend_name()
    except ArgumentError as error:
        raise LedgerError(f"{where!r} is no database URL; write it as postgresql://user@host/name or give a path") from error
    if backend not in ("sqlite", "postgresql"):
        raise LedgerError(f"{url.render_as_string()}: a ledger is kept in SQLite or PostgreSQL, not in {backend}")
    return url


def _check_path(url: URL, create: bool) -> None:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return
    path = Path(url.database)
    if path.is_dir():
        raise LedgerError(f"{path} is a folder; name a file in it, such as {path / 'reportedly.db'}")
    if not path.exists():
        if not create:
            raise LedgerError(
                f"there is no ledger at {path}; make one with 'reportedly read PATH…' or name another with --ledger"
            )
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: the folder {path.parent} does not exist; make it first")


def _engine(url: URL, timeout: float) -> Engine:
    try:
        if url.get_backend_name() != "sqlite":
            return sa.create_engine(url, connect_args={"connect_timeout": max(2, round(timeout))}, pool_pre_ping=True)
        engine = sa.create_engine(url, connect_args={"timeout": timeout})
    except ModuleNotFoundError as error:
        raise EnvironmentFault(
            f"{url.render_as_string()}: the driver {error.name!r} is not installed: pip install 'reportedly[postgresql]'"
        ) from error
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: object) -> None:
    """Set up an SQLite connection. Transactions are begun by `_begin` alone, as SQLAlchemy's notes on pysqlite advise."""
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("reportedly_write") else "BEGIN")


def _remedy(error: DBAPIError) -> str:
    """What a database error means to the person at the keyboard, and what to do about it."""
    said = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
    for words, remedy in (
        ("locked", "another process is writing to it; try again when it has finished"),
        ("not a database", "this file is not a ledger; name another with --ledger"),
        ("readonly", "it cannot be written; make it and its folder writable, or copy it to a folder that is"),
        ("unable to open", "it cannot be opened; check that the file and its folder can be read and written"),
        ("full", "the disk is full; nothing of this document was kept: free some space and read it again"),
        ("malformed", "the file is damaged; restore it from a backup, or try 'sqlite3 FILE .recover'"),
        ("onnect", "the server cannot be reached; check host, port, name and password"),
    ):
        if words in said:
            return f"{remedy} ({said})"
    return said


def _held(connection: Connection, extraction: Extraction) -> bool:
    published = _day(extraction.document.published)
    query = sa.select(_extractions.c.number).where(_extractions.c.id == extraction.id)
    if published is not None:
        query = query.where(_extractions.c.published == published)
    return connection.execute(query.limit(1)).first() is not None


def _rows(extraction: Extraction, number: int) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    """What goes into each table beside the JSON form, claims first."""
    claims: list[dict[str, Any]] = []
    hops: list[dict[str, Any]] = []
    quantities: list[dict[str, Any]] = []
    for k, claim in enumerate(extraction.claims):
        said = min((t.earliest for t in claim.times if t.role == "said" and t.earliest), default=extraction.document.published)
        claims.append(
            {
                **_cells(_claims, claim),
                "extraction": number,
                "position": k,
                "said": _day(said),
                "start": min(span.start for span in claim.content),
                "end": max(span.end for span in claim.content),
            }
        )
        of_it = {"extraction": number, "claim": k}
        hops += ({**_cells(_hops, hop), **of_it, "position": i} for i, hop in enumerate(claim.chain))
        quantities += ({**_cells(_quantities, q), **of_it, "position": i} for i, q in enumerate(claim.quantities))
    problems = [{**_cells(_problems, p), "extraction": number, "position": k} for k, p in enumerate(extraction.problems)]
    yield from ((_claims, claims), (_hops, hops), (_quantities, quantities), (_problems, problems))


def _cells(table: sa.Table, thing: Any) -> dict[str, Any]:
    """The columns of `table` that are fields of `thing`, and `start` and `end` of its span or mention."""
    cells = {c.name: getattr(thing, c.name) for c in table.columns if hasattr(thing, c.name)}
    cells = {name: value.isoformat() if isinstance(value, date) else value for name, value in cells.items()}
    if "start" in table.c:
        span: Span | None = getattr(thing, "span", None) or getattr(thing, "mention", None)
        cells |= {"start": span.start if span else None, "end": span.end if span else None}
    return cells


def _decide(connection: Connection, **cells: Any) -> Decision:
    cells["at"] = _now()
    return _decision(connection.execute(_decisions.insert().values(cells).returning(_decisions)).one())


def _all_decisions(connection: Connection) -> tuple[Decision, ...]:
    return tuple(map(_decision, connection.execute(sa.select(_decisions).order_by(_decisions.c.id))))


def _decision(row: sa.Row[Any]) -> Decision:
    cells = dict(row._mapping)
    return Decision(**{**cells, "at": datetime.fromisoformat(cells["at"])})


def _in_force(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """The decisions that no decision in force undoes. An undo comes after what it undoes, so one pass from the end does."""
    undone: set[int] = set()
    kept: list[Decision] = []
    for decision in reversed(decisions):
        if decision.id not in undone:
            kept.append(decision)
            if decision.undoes is not None:
                undone.add(decision.undoes)
    return tuple(reversed(kept))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
