"""`reportedly users`: passwords come from a prompt or standard input, never from an argument."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

import reportedly.cli.users
from reportedly.cli import app
from reportedly.errors import UsageError
from reportedly.ledger import Ledger
from reportedly.review.accounts import Accounts, User

PASSWORD = "four random words here"
ROOT = Path(__file__).parent.parent


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    path = tmp_path / "reportedly.db"
    Ledger(path).close()

    def invoke(*arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(app, ["users", *arguments, "--ledger", str(path)], **options)

    return invoke


def test_a_user_from_the_first_to_the_last_day(run: Callable[..., Result], tmp_path: Path) -> None:
    added = run("add", "Osra", "--role", "admin", input=f"{PASSWORD}\n")
    assert (added.exit_code, added.stderr) == (0, "added Osra, admin\n")
    assert run("add", "Rupert", input=f"{PASSWORD}\r\n").exit_code == 0
    listed = [json.loads(line) for line in run("list", "--format", "jsonl").stdout.splitlines()]
    assert listed == [{"name": "Osra", "role": "admin"}, {"name": "Rupert", "role": "reader"}]
    assert run("role", "Rupert", "reviewer").exit_code == 0
    assert run("password", "Rupert", input="another four random words\n").exit_code == 0
    with Ledger(tmp_path / "reportedly.db") as ledger:
        accounts = Accounts(ledger)
        assert accounts.verify("Rupert", PASSWORD) is None
        assert accounts.verify("Rupert", "another four random words") == User(name="Rupert", role="reviewer")
    assert "Rupert" in run("list").stdout
    assert run("remove", "Rupert").exit_code == 0
    assert "Rupert" not in run("list").stdout


def test_without_users_the_list_says_how_to_begin(run: Callable[..., Result]) -> None:
    assert "reportedly users add NAME --role admin" in run("list").stderr


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (("add", "Osra"), "short\n", "error: the password for 'Osra' has 5 characters; take 12"),
        (("add", "Osra"), "", "error: no password for 'Osra' on standard input; give it as one line"),
        (("add", "Osra", "--role", "king"), f"{PASSWORD}\n", "error: 'king' is no role; it is one of: reader, reviewer, admin"),
        (("password", "Osra"), f"{PASSWORD}\n", "error: 'Osra': there is no user of this name in"),
        (("role", "Osra", "admin"), "", "error: 'Osra': there is no user of this name in"),
        (("remove", "Osra"), "", "error: 'Osra': there is no user of this name in"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    run: Callable[..., Result], arguments: tuple[str, ...], given: str, said: str
) -> None:
    result = run(*arguments, input=given)
    assert result.exit_code == UsageError.exit_code
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_at_a_terminal_the_password_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    answers = iter([PASSWORD, PASSWORD, PASSWORD, "another"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))
    assert reportedly.cli.users._password("Osra") == PASSWORD
    with pytest.raises(UsageError, match="the two passwords for 'Osra' differ; nothing was changed: try again"):
        reportedly.cli.users._password("Osra")


def test_no_argument_takes_a_password_and_every_option_is_documented() -> None:
    group: Any = typer.main.get_command(app).commands["users"]  # type: ignore[attr-defined]
    text = (ROOT / "docs" / "teams.md").read_text("utf-8")
    for name, command in group.commands.items():
        assert f"reportedly users {name}" in text
        for parameter in command.params:
            assert "password" not in parameter.name
            assert all(option in text for option in parameter.opts if option.startswith("--"))
