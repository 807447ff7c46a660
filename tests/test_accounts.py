"""Users, sessions and the wait after failed logins, on every database that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from argon2 import PasswordHasher

from reportedly.errors import UsageError
from reportedly.ledger import Ledger
from reportedly.review.accounts import IDLE, LIFETIME, TABLES, Accounts, User, Wait

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "four random words here"
OTHER = "another four random words"
ADDRESS = "192.0.2.1"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2025, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **length: float) -> None:
        self.at += timedelta(**length)


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with Ledger(where) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(ledger: Ledger, clock: Clock) -> Accounts:
    made = Accounts(ledger, hasher=QUICK, now=clock)
    made.add("Osra", PASSWORD, "admin")
    made.add("Rupert", PASSWORD, "reader")
    return made


def everything(ledger: Ledger) -> str:
    """All that is kept about accounts, as one text."""
    with ledger.transaction() as connection:
        return repr([connection.execute(sa.select(table)).all() for table in TABLES.sorted_tables])


def test_the_migrations_make_the_tables_that_are_queried(ledger: Ledger) -> None:
    def ours(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
        return kind != "table" or name in TABLES.tables

    with ledger.transaction() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, TABLES) == []


# --- users


def test_users_are_listed_by_name(accounts: Accounts) -> None:
    accounts.add("anna", PASSWORD, "reviewer")
    assert [(user.name, user.role) for user in accounts.list()] == [
        ("anna", "reviewer"),
        ("Osra", "admin"),
        ("Rupert", "reader"),
    ]


@pytest.mark.parametrize("name", ["Osra", "osra", " OSRA ", "\uff2fsra"])
def test_a_name_however_written_is_one_user(accounts: Accounts, name: str) -> None:
    assert accounts.verify(name, PASSWORD) == User(name="Osra", role="admin")
    with pytest.raises(UsageError, match=r"there is a user of this name in .*; take another name"):
        accounts.add(name, PASSWORD, "reader")


@pytest.mark.parametrize("name", ["", "  ", "a" * 65, "a\u202eb", "a\x00b", "a\nb", "a\u200bb", "\ud800"])
def test_names_that_cannot_be_read_are_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a user; take"):
        accounts.add(name, PASSWORD, "reader")
    assert accounts.verify(name, PASSWORD) is None
    assert accounts.log_in(name, PASSWORD, address=ADDRESS) is None


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 1001, "Jacques de Strelsau"])
def test_passwords_that_can_be_guessed_are_refused_and_not_repeated(accounts: Accounts, password: str) -> None:
    with pytest.raises(UsageError, match="the password for 'jacques de strelsau'") as refused:
        accounts.add("jacques de strelsau", password, "reader")
    assert not password or password not in str(refused.value)


def test_a_role_that_is_none_is_refused(accounts: Accounts) -> None:
    for change in (lambda role: accounts.add("Fritz", PASSWORD, role), lambda role: accounts.set_role("Osra", role)):
        with pytest.raises(UsageError, match="'king' is no role; it is one of: reader, reviewer, admin"):
            change("king")


def test_the_only_admin_stays_until_the_end(accounts: Accounts) -> None:
    changes: tuple[Callable[[], None], ...] = (lambda: accounts.remove("Osra"), lambda: accounts.set_role("Osra", "reader"))
    for change in changes:
        with pytest.raises(UsageError, match=r"'Osra' is the only admin .* make another user admin first"):
            change()
    accounts.set_role("Rupert", "admin")
    accounts.remove("Osra")
    accounts.remove("Rupert")
    assert accounts.list() == ()


def test_who_is_not_there_is_told(accounts: Accounts) -> None:
    changes: tuple[Callable[[], None], ...] = (
        lambda: accounts.remove("Nobody"),
        lambda: accounts.set_role("Nobody", "admin"),
        lambda: accounts.set_password("Nobody", PASSWORD),
    )
    for change in changes:
        with pytest.raises(UsageError, match=r"'Nobody': there is no user of this name in .*; see 'reportedly users list'"):
            change()


# --- passwords


def test_a_password_is_right_or_wrong(accounts: Accounts) -> None:
    assert accounts.verify("Rupert", PASSWORD) == User(name="Rupert", role="reader")
    for wrong in ("", PASSWORD.upper(), PASSWORD + "\x00", PASSWORD + " ", "\ud800", "x" * 100_000):
        assert accounts.verify("Rupert", wrong) is None


def test_letters_composed_in_another_way_are_the_same_password(accounts: Accounts) -> None:
    accounts.set_password("Rupert", "\u0439" * 12)
    assert accounts.verify("Rupert", "\u0438\u0306" * 12)


def test_no_password_and_no_token_can_be_read_from_the_database(ledger: Ledger, accounts: Accounts) -> None:
    token = accounts.log_in("Osra", PASSWORD, address=ADDRESS)
    assert token
    assert accounts.log_in(OTHER, "wrong", address=ADDRESS) is None  # typed into the wrong field
    kept = everything(ledger)
    assert "$argon2id$" in kept
    assert not [secret for secret in (PASSWORD, token, OTHER, ADDRESS) if secret in kept]


class Counting(PasswordHasher):
    """Counts the work that is done."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.done: list[str] = []

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.done.append("hash")
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:
        self.done.append(f"verify {str(hash).rpartition('$')[0].rpartition('$')[0]}")
        return super().verify(hash, password)


def test_an_unknown_name_costs_the_same_work(ledger: Ledger) -> None:
    hasher = Counting()
    accounts = Accounts(ledger, hasher=hasher)
    accounts.add("Osra", PASSWORD, "admin")
    accounts.verify("Osra", "at first the hash of nobody is made")
    work = []
    for name in ("Osra", "Nobody", "", "\x00", "a" * 1000):
        hasher.done.clear()
        assert accounts.verify(name, "wrong") is None
        work.append(tuple(hasher.done))
    assert len(set(work)) == 1
    assert len(work[0]) == 1


def test_an_old_hash_is_made_anew(ledger: Ledger, accounts: Accounts) -> None:
    stronger = Accounts(ledger, hasher=PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert stronger.verify("Osra", "wrong") is None
    assert "m=16,t=2" not in everything(ledger)
    assert stronger.verify("Osra", PASSWORD)
    assert "m=16,t=2" in everything(ledger)
    assert stronger.verify("Osra", PASSWORD)


def test_by_default_the_hash_is_argon2id_as_rfc_9106_advises(ledger: Ledger) -> None:
    Accounts(ledger).add("Osra", PASSWORD, "admin")
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in everything(ledger)


# --- sessions


def test_a_session_knows_its_user_until_it_is_closed(accounts: Accounts) -> None:
    user = accounts.verify("Osra", PASSWORD)
    assert user
    first, second = accounts.open_session(user), accounts.open_session(user)
    assert first != second
    assert accounts.session(first) == user
    accounts.close_session(first)
    accounts.close_session(first)
    assert accounts.session(first) is None
    assert accounts.session(second) == user
    assert accounts.session("no token") is None


def test_a_session_ends_when_it_is_not_used(accounts: Accounts, clock: Clock) -> None:
    token = accounts.log_in("Osra", PASSWORD, address=ADDRESS)
    assert token
    for _ in range(3):
        clock.at += IDLE - timedelta(minutes=1)
        assert accounts.session(token)
    clock.at += IDLE + timedelta(minutes=1)
    assert accounts.session(token) is None


def test_a_session_ends_when_it_is_old_however_much_it_is_used(accounts: Accounts, clock: Clock, ledger: Ledger) -> None:
    token = accounts.log_in("Osra", PASSWORD, address=ADDRESS)
    assert token
    end = clock.at + LIFETIME
    while clock.at + timedelta(hours=6) < end:
        clock.pass_by(hours=6)
        assert accounts.session(token)
    clock.at = end + timedelta(seconds=1)
    assert accounts.session(token) is None
    accounts.log_in("Rupert", PASSWORD, address=ADDRESS)
    with ledger.transaction() as connection:
        assert len(connection.execute(sa.select(TABLES.tables["sessions"])).all()) == 1, "those that are over are cleared away"


def test_changes_hold_for_open_sessions(accounts: Accounts) -> None:
    tokens = [accounts.log_in("Rupert", PASSWORD, address=ADDRESS) or "" for _ in range(2)]
    accounts.set_role("Rupert", "reviewer")
    assert accounts.session(tokens[0]) == User(name="Rupert", role="reviewer")
    accounts.set_password("Rupert", OTHER)
    assert [accounts.session(token) for token in tokens] == [None, None]
    token = accounts.log_in("Rupert", OTHER, address=ADDRESS)
    assert token
    accounts.remove("Rupert")
    assert accounts.session(token) is None


# --- the wait after failed logins


def waits(accounts: Accounts, name: str, address: str = ADDRESS, password: str = PASSWORD) -> int:
    """How many seconds a login has to wait; 0 when it was tried."""
    try:
        accounts.log_in(name, password, address=address)
    except Wait as wait:
        return wait.seconds
    return 0


def test_the_wait_doubles_holds_for_unknown_names_and_survives_a_restart(
    accounts: Accounts, ledger: Ledger, clock: Clock
) -> None:
    for name in ("Osra", "Nobody"):
        seen = []
        for n in range(18):
            if seconds := waits(accounts, name, f"198.51.100.{n}", "wrong"):
                seen.append(seconds)
                again = Accounts(ledger, hasher=QUICK, now=clock)
                assert waits(again, name, "203.0.113.9") == seconds, "not counted while waiting, whatever the password"
                clock.pass_by(seconds=seconds)
                assert accounts.log_in(name, "wrong", address=f"198.51.100.{n}") is None
        assert seen == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]
    clock.pass_by(minutes=15)
    assert waits(accounts, "Osra") == 0
    assert accounts.log_in("Osra", "wrong", address=ADDRESS) is None
    assert waits(accounts, "Osra") == 0, "the failures were forgotten with the right password"


def test_an_address_that_tries_many_names_waits(accounts: Accounts, clock: Clock) -> None:
    for n in range(20):
        assert accounts.log_in(f"name {n}", "wrong", address=f"2001:db8::{n + 1:x}") is None
    assert waits(accounts, "Osra", "2001:db8::ffff") == 2
    assert waits(accounts, "Osra", "2001:db8:0:1::1") == 0
    clock.pass_by(days=1, seconds=1)
    assert waits(accounts, "Osra", "2001:db8::ffff") == 0


def test_right_logins_from_an_office_never_wait(accounts: Accounts) -> None:
    for _ in range(30):
        assert waits(accounts, "Rupert") == 0


def test_many_attempts_in_one_moment_are_all_counted(accounts: Accounts) -> None:
    def attempt(_: int) -> bool:
        try:
            return accounts.log_in("Osra", "wrong", address=ADDRESS) is None
        except Wait:
            return False

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(24))) == 5
