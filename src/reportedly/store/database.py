"""A database: opening it, transactions, bringing it to the present form, and what its errors mean to a person.

SQLite and PostgreSQL are served by the same statements. One process writes at a time in both: SQLite sees to that itself, on
PostgreSQL each transaction that writes holds one lock. So whoever writes has seen all that was decided before.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from reportedly.errors import EnvironmentFault, LedgerError
from reportedly.store.tables import HEAD, VERSION_TABLE

__all__ = ["Database"]

#: The lock of whoever writes, the same number in every process ("rpt" in ASCII).
_LOCK = 0x727074


class Database:
    """A database, opened: see `Ledger` for `where`, `create` and `timeout`. Raises LedgerError when it cannot be."""

    def __init__(self, where: str | PathLike[str], *, create: bool, timeout: float) -> None:
        url = _url(where)
        #: How it is called in messages: the path of a file, or the URL without its password.
        self.url = url.render_as_string(hide_password=True)
        if url.get_backend_name() == "sqlite":
            self.url = url.database or self.url
            _check_path(url, create)
        self.engine = _engine(url, timeout)

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    @contextmanager
    def transaction(self, *, write: bool = False) -> Iterator[Connection]:
        """A transaction, committed at the end; one that writes waits for its turn at the beginning, not in the middle."""
        try:
            with self.engine.connect().execution_options(reportedly_write=write) as connection, connection.begin():
                if write and connection.dialect.name == "postgresql":
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
                yield connection
        except IntegrityError:
            raise
        except DBAPIError as error:
            raise LedgerError(f"{self.url}: {_remedy(error)}") from error

    def migrate(self, rebuild: Callable[[Connection], None]) -> None:
        """Bring it to the present form, and call `rebuild` when there was something in it before.

        Raises LedgerError when it is no ledger, or was made by a later version.
        """
        with self.transaction() as connection:
            if self._version(connection) == HEAD:
                return
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations").replace("%", "%%"))
        with self.transaction(write=True) as connection:
            version = self._version(connection)
            known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
            if version is not None and version not in known:
                raise LedgerError(
                    f"{self.url}: the ledger has the form {version}, which is later than this version of reportedly knows "
                    f"({HEAD}); install a newer one: pip install --upgrade reportedly"
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if version not in (None, HEAD):
                rebuild(connection)

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
        # The connection used last is used first: its cache is warm. A ledger in memory has one connection only.
        pool: dict[str, Any] = {} if url.database in (None, "", ":memory:") else {"pool_use_lifo": True}
        engine = sa.create_engine(url, connect_args={"timeout": timeout}, **pool)
    except ModuleNotFoundError as error:
        raise EnvironmentFault(
            f"{url.render_as_string()}: the driver {error.name!r} is not installed: pip install 'reportedly[postgresql]'"
        ) from error
    sa.event.listen(engine, "connect", partial(_prepare, timeout))
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(timeout: float, connection: Any, _: object) -> None:
    """Set up an SQLite connection. Transactions are begun by `_begin` alone, as SQLAlchemy's notes on pysqlite advise."""
    connection.isolation_level = None
    _write_ahead(connection, timeout)
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "cache_size = -32000"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: Any, timeout: float) -> None:
    """Set the journal of a new file. Another process that does so at the same moment is not waited for by SQLite itself."""
    until = time.monotonic() + timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
            time.sleep(0.01)


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
