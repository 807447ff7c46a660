"""What a person at a terminal sees, and what a program that reads from a pipe gets instead.

At a terminal: tables that fit its width, or one block a row where it is too narrow, and a progress bar with the time that
remains. In a pipe: lines of tab-separated cells with a header, no colour, no bar. Cells come from documents, so control
characters in them, which could drive a terminal or turn the direction of the text, are shown as spaces.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO, TypeVar

from reportedly.model import Document

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

Row = Mapping[str, object]
_T = TypeVar("_T")

#: Seconds without a word that a person bears.
PATIENCE = 2.0

#: A column between the first and the last is broken when it is wider than the first of these, and never wider than the other.
_BROKEN, _WIDEST = 14, 18

#: With fewer columns than this for the first and the last cell, a row is shown as a block.
_ROOM = 48

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def cell(value: object) -> str:
    """A value on one line, harmless to a terminal; `None` is empty."""
    return "" if value is None else " ".join(_CONTROL.sub(" ", str(value)).split())


def write_table(rows: Sequence[Row], out: TextIO) -> None:
    """The rows, whose last column holds the longest text, for whoever reads `out`."""
    if not rows:
        return
    if not out.isatty():
        for line in (rows[0], *(row.values() for row in rows)):
            out.write("\t".join(map(cell, line)) + "\n")
        return
    from rich.console import Console

    console = Console(file=out, highlight=False)
    names = [name for name in rows[0] if any(row[name] not in (None, "") for row in rows)]
    widths = {name: _width([name, *(cell(row[name]) for row in rows)]) for name in names[1:-1]}
    room = console.width - sum(widths.values()) - 2 * len(widths)
    if len(names) > 3 and room < _ROOM:
        _write_blocks(rows, console)
    else:
        _write_columns(rows, names, widths, console)


def _width(cells: Sequence[str]) -> int:
    """How wide a column is that stands between the first and the last: long cells are broken, but not within a word."""
    longest_word = max(len(word) for text in cells for word in text.split() or [""])
    return min(max(map(len, cells)), max(longest_word, _BROKEN), _WIDEST)


def _write_columns(rows: Sequence[Row], names: Sequence[str], widths: Mapping[str, int], console: Console) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for name in names:
        numbers = all(isinstance(row[name], int | float | None) for row in rows)
        share = {names[-1]: 3, names[0]: 2}.get(name)
        table.add_column(name, justify="right" if numbers else "left", width=widths.get(name), ratio=share, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell(row[name]), style="bold" if name == names[0] else "") for name in names))
    ends = sum(max(len(name), *(len(cell(row[name])) for row in rows)) for name in {names[0], names[-1]})
    table.expand = ends + sum(widths.values()) + 2 * len(names) > console.width
    table.leading = int(table.expand)
    console.print(table)


def _write_blocks(rows: Sequence[Row], console: Console) -> None:
    """One block a row: the first cell as its head, the short cells with their names on one line, the last as a paragraph."""
    from rich.padding import Padding
    from rich.text import Text

    first, *middle, last = rows[0]
    for row in rows:
        console.print(Text(cell(row[first]) or "-", style="bold"))
        facts = [f"{name} {cell(row[name])}" for name in middle if row[name] not in (None, "")]
        if facts:
            console.print(Padding(Text(" · ".join(facts), style="dim"), (0, 0, 0, 2)))
        if row[last] not in (None, ""):
            console.print(Padding(Text(cell(row[last])), (0, 0, 1, 2)))


def say(message: str) -> None:
    """A line for the person, not for the pipe: on standard error."""
    sys.stderr.write(_CONTROL.sub(lambda m: "\n" if m[0] == "\n" else " ", message) + "\n")


class Meter:
    """A progress bar over the bytes of the inputs, on standard error, once the work has lasted two seconds.

    Nothing is shown where standard error is no terminal, or where standard output is one and `prints` says that results go
    there meanwhile. A document takes as much of its file as its text is long; the rest counts when the next file is begun.
    """

    def __init__(self, paths: Sequence[Path], *, prints: bool = False) -> None:
        self._wanted = sys.stderr.isatty() and not (prints and sys.stdout.isatty())
        self._sizes = dict(_sizes(paths)) if self._wanted else {}
        self._began = time.monotonic()
        self._path: str | None = None
        self._before = 0
        self._within = 0
        self._bar: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar[0].stop()

    def read(self, document: Document) -> None:
        """Show that `document` is in hand and all before it are done."""
        if not self._wanted:
            return
        if document.path != self._path:
            self._before += self._sizes.get(self._path or "", 0)
            self._path, self._within = document.path, 0
        done = self._before + min(self._within, self._sizes.get(self._path or "", 0))
        self._within += len(document.text)
        if time.monotonic() - self._began < PATIENCE:
            return
        if self._bar is None:
            self._bar = _bar(sum(self._sizes.values()))
        bar, task = self._bar
        bar.update(task, completed=done, description=cell(document.name)[:40])


def counted(things: Iterable[_T], total: int, what: str) -> Iterator[_T]:
    """The things themselves; meanwhile a bar of how many of `total` are done, as with `Meter`."""
    began = time.monotonic()
    bar: tuple[Progress, TaskID] | None = None
    try:
        for done, thing in enumerate(things):
            if bar is None and sys.stderr.isatty() and time.monotonic() - began >= PATIENCE:
                bar = _bar(total)
            if bar is not None:
                bar[0].update(bar[1], completed=done, description=what)
            yield thing
    finally:
        if bar is not None:
            bar[0].stop()


def _bar(total: int) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    bar.start()
    return bar, bar.add_task("", total=total or None)


def _sizes(paths: Sequence[Path]) -> list[tuple[str, int]]:
    found = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    return [(str(file), file.stat().st_size) for file in found if file.is_file()]
