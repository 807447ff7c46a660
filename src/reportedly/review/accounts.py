"""Who may use a ledger together with others: named users with a password and a role, their sessions, and failed logins.

They are kept in the ledger's database, so they hold for every process that serves it and survive a restart. Neither a password
nor the token of a session can be read from it: a password is kept as an argon2id hash (RFC 9106), a token as its SHA-256.

A failed login costs time: after a few free failures the wait doubles with each further one, for a name and for an address by
themselves. A failure is counted before the password is looked at and taken back when it is right, so that many attempts in the
same moment do not slip through. What this gets wrong: whoever knows a name can keep its owner out, for `_LONGEST_WAIT` at most.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Literal, cast

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from reportedly.errors import UsageError
from reportedly.ledger import Ledger
from reportedly.model import words_of

__all__ = ["IDLE", "LIFETIME", "SHORTEST", "TABLES", "Accounts", "Role", "User", "Wait"]

Role = Literal["reader", "reviewer", "admin"]

#: A session ends when it was not used for so long, and when it is so old.
IDLE, LIFETIME = timedelta(hours=12), timedelta(days=7)

#: The fewest characters of a password (NIST SP 800-63B asks for 8), and the most that are looked at.
SHORTEST, _LONGEST = 12, 1_000

_LONGEST_NAME = 64

#: Failures without a wait: of a name, and from an address, behind which a whole office may sit.
_FREE = {"name": 5, "address": 20}
_LONGEST_WAIT = timedelta(minutes=15)
_FORGOTTEN = timedelta(days=1)

#: A hash takes 64 MiB; no more than so many are worked out in the same moment.
_AT_ONCE = threading.BoundedSemaphore(4)

#: Using a session is written down when the last time is so long ago, not on every page.
_NOTED = timedelta(minutes=1)

TABLES = sa.MetaData()

_users = sa.Table(
    "users",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("folded", sa.Text, nullable=False, unique=True),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("added", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)

_sessions = sa.Table(
    "sessions",
    TABLES,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("user", sa.Integer, sa.ForeignKey("users.id"), nullable=False, index=True),
    sa.Column("opened", sa.Text, nullable=False),
    sa.Column("used", sa.Text, nullable=False, index=True),
)

_failures = sa.Table(
    "login_failures",
    TABLES,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last", sa.Text, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody with a name, under which decisions are kept, and a role.

    A reader sees all and decides nothing; a reviewer decides; an admin also says who else may.
    """

    name: str
    role: Role


class Wait(UsageError):
    """Too many logins have failed; `seconds` says how long to wait until the next can be tried."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many failed logins under this name or from this address; try again in {_spoken(seconds)}")
        self.seconds = seconds


class Accounts:
    """The users of a ledger.

    `hasher` works out the hashes of passwords; `now` is the clock (UTC). All methods raise LedgerError when the database does
    not answer, and UsageError for a user that is not there, a name, a role or a password that cannot be taken.
    """

    def __init__(
        self, ledger: Ledger, *, hasher: PasswordHasher | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._ledger = ledger
        self._hasher = hasher or PasswordHasher()
        self._now = now

    # --- users

    def add(self, name: str, password: str, role: Role) -> User:
        """Add a user. Names that differ in capital letters alone are the same name."""
        user = User(name=_checked_name(name), role=_checked_role(role))
        row = {
            "name": user.name,
            "folded": _folded(name),
            "password": self._hash(_checked_password(password, user.name)),
            "role": role,
            "added": _written(self._now()),
        }
        try:
            with self._writing() as connection:
                connection.execute(_users.insert().values(row))
        except IntegrityError as error:
            raise UsageError(
                f"{user.name!r}: there is a user of this name in {self._ledger.url}; take another name, "
                f"or change the password with 'reportedly users password {user.name}'"
            ) from error
        return user

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password and end all sessions of that user."""
        hashed = self._hash(_checked_password(password, name))
        with self._writing() as connection:
            row = self._row(connection, name)
            connection.execute(_users.update().where(_users.c.id == row.id).values(password=hashed))
            connection.execute(_sessions.delete().where(_sessions.c.user == row.id))

    def set_role(self, name: str, role: Role) -> None:
        """Give a user another role; it holds from the next request of open sessions on. One admin stays."""
        _checked_role(role)
        with self._writing() as connection:
            row = self._row(connection, name)
            connection.execute(_users.update().where(_users.c.id == row.id).values(role=role))
            self._keep_an_admin(connection, row)

    def remove(self, name: str) -> None:
        """Remove a user and end all sessions of that user. The decisions stay, under the name. One admin stays."""
        with self._writing() as connection:
            row = self._row(connection, name)
            connection.execute(_sessions.delete().where(_sessions.c.user == row.id))
            connection.execute(_users.delete().where(_users.c.id == row.id))
            self._keep_an_admin(connection, row)

    def list(self) -> tuple[User, ...]:
        """All users by name."""
        with self._ledger.transaction() as connection:
            rows = connection.execute(sa.select(_users.c.folded, _users.c.name, _users.c.role)).all()
        return tuple(User(name=name, role=role) for _, name, role in sorted(map(tuple, rows)))

    def verify(self, name: str, password: str) -> User | None:
        """The user of this name and password, `None` when there is none.

        An unknown name costs the same work as a wrong password, so that the time does not tell names. A hash that was made with
        other parameters than those in use is made anew.
        """
        nobody = self._nobody
        row = None
        if _is_name(name):
            with self._ledger.transaction() as connection:
                row = connection.execute(sa.select(_users).where(_users.c.folded == _folded(name))).one_or_none()
        kept: str = row.password if row else nobody
        if not self._matches(kept, password) or row is None:
            return None
        if self._hasher.check_needs_rehash(kept):
            anew = self._hash(password)
            with self._writing() as connection:
                unchanged = (_users.c.id == row.id) & (_users.c.password == kept)
                connection.execute(_users.update().where(unchanged).values(password=anew))
        return User(name=row.name, role=row.role)

    # --- sessions

    def log_in(self, name: str, password: str, *, address: str) -> str | None:
        """The token of a new session, `None` when name or password is wrong. Raises Wait after too many failures."""
        keys = (_key("name", _folded(name)), _key("address", _network(address)))
        self._charge(keys)
        user = self.verify(name, password)
        if user is None:
            return None
        self._forgive(keys)
        return self.open_session(user)

    def open_session(self, user: User) -> str:
        """A new token, by which `session` knows the user. Sessions that are over are cleared away."""
        token = secrets.token_urlsafe(32)
        now = self._now()
        with self._writing() as connection:
            over = (_sessions.c.used < _written(now - IDLE)) | (_sessions.c.opened < _written(now - LIFETIME))
            connection.execute(_sessions.delete().where(over))
            row = self._row(connection, user.name)
            values = {"token": _hidden(token), "user": row.id, "opened": _written(now), "used": _written(now)}
            connection.execute(_sessions.insert().values(values))
        return token

    def session(self, token: str) -> User | None:
        """Whose session this is, with the present role; `None` when it is none or over."""
        now = self._now()
        query = (
            sa.select(_users.c.name, _users.c.role, _sessions.c.used)
            .join(_users, _users.c.id == _sessions.c.user)
            .where(
                _sessions.c.token == _hidden(token),
                _sessions.c.used >= _written(now - IDLE),
                _sessions.c.opened >= _written(now - LIFETIME),
            )
        )
        with self._ledger.transaction() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if row.used < _written(now - _NOTED):
            with self._writing() as connection:
                connection.execute(_sessions.update().where(_sessions.c.token == _hidden(token)).values(used=_written(now)))
        return User(name=row.name, role=row.role)

    def close_session(self, token: str) -> None:
        """End a session; nothing happens when it is over."""
        with self._writing() as connection:
            connection.execute(_sessions.delete().where(_sessions.c.token == _hidden(token)))

    # --- inside

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._ledger.transaction(write=True) as connection:
            yield connection

    @cached_property
    def _nobody(self) -> str:
        """The hash that an unknown name is held against."""
        return self._hash(secrets.token_urlsafe())

    def _hash(self, password: str) -> str:
        with _AT_ONCE:
            return self._hasher.hash(_bytes(password))

    def _matches(self, kept: str, password: str) -> bool:
        with _AT_ONCE:
            try:
                return self._hasher.verify(kept, _bytes(password))
            except (VerificationError, InvalidHashError):
                return False

    def _row(self, connection: Connection, name: str) -> sa.Row[tuple[object, ...]]:
        query = sa.select(_users).where(_users.c.folded == _folded(name)).with_for_update()
        row = connection.execute(query).one_or_none() if _is_name(name) else None
        if row is None:
            raise UsageError(f"{name!r}: there is no user of this name in {self._ledger.url}; see 'reportedly users list'")
        return cast("sa.Row[tuple[object, ...]]", row)

    def _keep_an_admin(self, connection: Connection, changed: sa.Row[tuple[object, ...]]) -> None:
        """Raise UsageError, which takes the change back, when users are left but no admin is."""
        if changed.role != "admin":
            return
        roles = connection.execute(sa.select(_users.c.role).with_for_update()).scalars().all()
        if roles and "admin" not in roles:
            raise UsageError(f"{changed.name!r} is the only admin in {self._ledger.url}; make another user admin first")

    def _charge(self, keys: tuple[str, ...]) -> None:
        """Count a failure under each key, or raise Wait and count nothing."""
        now = self._now()
        with self._writing() as connection:
            connection.execute(_failures.delete().where(_failures.c.last < _written(now - _FORGOTTEN)))
            insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
            for key in sorted(keys):  # in one order, so that two processes never wait for one another
                row = {"key": key, "failures": 0, "last": _written(now)}
                connection.execute(insert(_failures).values(row).on_conflict_do_nothing())
            query = sa.select(_failures).where(_failures.c.key.in_(keys)).order_by(_failures.c.key).with_for_update()
            rows = connection.execute(query).all()
            until = max(datetime.fromisoformat(row.last) + _wait(row.key, row.failures) for row in rows)
            if until > now:
                raise Wait(math.ceil((until - now).total_seconds()))
            counted = {"failures": _failures.c.failures + 1, "last": _written(now)}
            connection.execute(_failures.update().where(_failures.c.key.in_(keys)).values(counted))

    def _forgive(self, keys: tuple[str, ...]) -> None:
        """Forget the failures of a name, and take back the one just counted from the address."""
        name, address = keys
        with self._writing() as connection:
            connection.execute(_failures.delete().where(_failures.c.key == name))
            counted = (_failures.c.key == address) & (_failures.c.failures > 0)
            connection.execute(_failures.update().where(counted).values(failures=_failures.c.failures - 1))


def _checked_name(name: str) -> str:
    shown = unicodedata.normalize("NFKC", name).strip()
    if not _is_name(shown):
        raise UsageError(f"{name!r} cannot be the name of a user; take 1 to {_LONGEST_NAME} letters, digits or signs")
    return shown


def _is_name(name: str) -> bool:
    """Whether it can be one: nothing invisible, nothing that turns the direction of a line."""
    return 0 < len(name) <= _LONGEST_NAME and name.isprintable()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def _checked_role(role: Role) -> Role:
    if role not in words_of(Role):
        raise UsageError(f"{role!r} is no role; it is one of: {', '.join(words_of(Role))}")
    return role


def _checked_password(password: str, name: str) -> str:
    if not SHORTEST <= len(password) <= _LONGEST:
        raise UsageError(
            f"the password for {name!r} has {len(password)} characters; take {SHORTEST} to {_LONGEST}, such as four random words"
        )
    if _folded(password) == _folded(name):
        raise UsageError(f"the password for {name!r} is the name itself; take another, such as four random words")
    return password


def _bytes(password: str) -> bytes:
    """The same bytes however a keyboard composes its letters (OpaqueString, RFC 8265)."""
    return unicodedata.normalize("NFC", password[: _LONGEST + 1]).encode("utf-8", "surrogatepass")


def _hidden(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _key(kind: str, value: str) -> str:
    """Hidden, because people type their password where the name belongs."""
    return f"{kind} {_hidden(value)}"


def _network(address: str) -> str:
    """An IPv4 address, or the first 64 bits of an IPv6 address, which one household or server has to itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _wait(key: str, count: int) -> timedelta:
    """How long after the last of `count` failures the next login can be tried: 2 s, 4 s, 8 s, …"""
    over = count - _FREE[key.partition(" ")[0]]
    return min(timedelta(seconds=2 ** min(over + 1, 20)), _LONGEST_WAIT) if over >= 0 else timedelta()


def _written(moment: datetime) -> str:
    """In UTC and of one width, so that moments are in the order of their letters."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _spoken(seconds: int) -> str:
    number, unit = (seconds, "second") if seconds < 120 else (math.ceil(seconds / 60), "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"
