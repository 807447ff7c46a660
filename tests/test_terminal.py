"""Tables and progress for people; plain lines for pipes."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reportedly import terminal
from reportedly.terminal import Meter, cell, say, write_table
from tests.builders import document

ROWS = [
    {
        "who ← through": "a member of the hospital staff ← the security service",
        "stance": "asserts",
        "basis": "official statement",
        "figures": ">1,000 killed or wounded",
        "hedge": None,
        "passage": "more than a thousand sailors had been killed or wounded since the beginning of the siege of the harbour",
    },
    {"who ← through": "Kyiv", "stance": "denies", "basis": "unspecified", "figures": None, "hedge": None, "passage": "it"},
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], str]:
    def at_width(columns: int) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("TERM", "xterm")
        out = Terminal()
        write_table(ROWS, out)
        return re.sub("\x1b\\[[0-9;]*m", "", out.getvalue())

    return at_width


@pytest.mark.parametrize("columns", [40, 80, 100, 120, 200])
def test_tables_fit_and_lose_nothing(shown: Callable[[int], str], columns: int) -> None:
    said = shown(columns)
    assert max(map(len, said.splitlines())) <= columns
    letters = "".join(said.split())
    for value in ("asserts", "denies", "Kyiv", "hedge"):
        assert (value in letters) is (value != "hedge"), "a column that is empty in all rows is left out"
    assert {"thousand", "sailors", "harbour"} <= set(said.split())


def test_a_wide_terminal_has_columns_and_a_narrow_one_blocks(shown: Callable[[int], str]) -> None:
    assert "passage" in shown(160).splitlines()[0]
    assert shown(60).splitlines()[0].startswith("a member of the hospital")
    assert "stance asserts · basis official statement" in shown(80)


def test_a_pipe_gets_lines_of_cells() -> None:
    out = io.StringIO()
    write_table(ROWS, out)
    lines = [line.split("\t") for line in out.getvalue().splitlines()]
    assert lines[0] == list(ROWS[0])
    assert [len(line) for line in lines] == [6, 6, 6]


def test_nothing_to_show() -> None:
    out = io.StringIO()
    write_table([], out)
    assert out.getvalue() == ""


def test_cells_cannot_drive_a_terminal() -> None:
    assert cell("a\x1b[31mred\x07\n\tb\u202ec\ud800") == "a [31mred b c"
    assert cell("[bold]x[/bold]") == "[bold]x[/bold]"


def test_messages_neither(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\x1b[2Jb\nc")
    assert capsys.readouterr().err == "a [2Jb\nc\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = []
    for k in range(4):
        (tmp_path / f"{k}.txt").write_text("x" * 100)
        made.append(tmp_path / f"{k}.txt")
    return made


def read_all(files: list[Path], *, prints: bool = False) -> None:
    with Meter(files, prints=prints) as meter:
        for file in files:
            meter.read(document(file.read_text(), name=file.name, path=str(file)))


def test_progress_is_shown_to_a_person_who_waits(monkeypatch: pytest.MonkeyPatch, files: list[Path]) -> None:
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    monkeypatch.setattr(terminal, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    read_all(files)
    assert "3.txt" in seen.getvalue()
    assert "75%" in seen.getvalue()


@pytest.mark.parametrize("prints", [True, False])
def test_no_progress_for_pipes_or_where_results_are_printed(
    monkeypatch: pytest.MonkeyPatch, files: list[Path], prints: bool
) -> None:
    seen = Terminal() if prints else io.StringIO()
    monkeypatch.setattr(sys, "stderr", seen)
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr(terminal, "PATIENCE", 0.0)
    read_all(files, prints=prints)
    assert seen.getvalue() == ""


def test_no_progress_before_two_seconds(monkeypatch: pytest.MonkeyPatch, files: list[Path]) -> None:
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    monkeypatch.setattr(terminal, "PATIENCE", 60.0)
    read_all(files)
    assert seen.getvalue() == ""
