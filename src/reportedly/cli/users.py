"""Who may use a ledger together with others: `users add`, `users list`, `users password`, `users role`, `users remove`.

A password is asked for, or read from standard input; as an argument it would stand in the list of processes and in the history
of the shell.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.common import DEFAULT_LEDGER, Format, LedgerUrl, app, export, tell
from reportedly.errors import UsageError

if TYPE_CHECKING:
    from reportedly.review.accounts import Accounts

users = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Say who may use the ledger together with others.")
app.add_typer(users, name="users")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name, under which decisions are kept.")]
_ROLES = "reader (sees all), reviewer (decides) or admin (also manages users)."


@users.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(metavar="ROLE", help=_ROLES)] = "reader",
    ledger: LedgerUrl = DEFAULT_LEDGER,
) -> None:
    """Add a user. The password is asked for, or read as one line from standard input."""
    with _accounts(ledger) as accounts:
        user = accounts.add(name, _password(name), role)  # type: ignore[arg-type]  # it says itself what is no role
    tell(f"added {user.name}, {user.role}")


@users.command("list")
def list_users(ledger: LedgerUrl = DEFAULT_LEDGER, format: Format = "table") -> None:
    """Show the users and their roles."""
    with _accounts(ledger) as accounts:
        rows = [{"name": user.name, "role": user.role} for user in accounts.list()]
    if not rows:
        tell("there are no users; add one with 'reportedly users add NAME --role admin'")
    export(rows, format, "name", "role")


@users.command()
def password(name: Name, ledger: LedgerUrl = DEFAULT_LEDGER) -> None:
    """Give a user another password and end the user's sessions."""
    with _accounts(ledger) as accounts:
        accounts.set_password(name, _password(name))
    tell(f"{name} has a new password; open sessions are ended")


@users.command()
def role(
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", help=_ROLES)],
    ledger: LedgerUrl = DEFAULT_LEDGER,
) -> None:
    """Give a user another role."""
    with _accounts(ledger) as accounts:
        accounts.set_role(name, role)  # type: ignore[arg-type]  # it says itself what is no role
    tell(f"{name} is {role} now")


@users.command()
def remove(name: Name, ledger: LedgerUrl = DEFAULT_LEDGER) -> None:
    """Remove a user and end the user's sessions; the decisions stay."""
    with _accounts(ledger) as accounts:
        accounts.remove(name)
    tell(f"removed {name}; the decisions stay on record")


@contextmanager
def _accounts(ledger: str) -> Iterator[Accounts]:
    from reportedly.ledger import Ledger
    from reportedly.review.accounts import Accounts

    with Ledger(ledger, create=False) as store:
        yield Accounts(store)


def _password(name: str) -> str:
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line:
            raise UsageError(f"no password for {name!r} on standard input; give it as one line, or run this at a terminal")
        return line.rstrip("\r\n")
    first = getpass.getpass(f"Password for {name}: ")
    if getpass.getpass("The same again: ") != first:
        raise UsageError(f"the two passwords for {name!r} differ; nothing was changed: try again")
    return first
