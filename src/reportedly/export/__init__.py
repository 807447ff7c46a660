"""Claims as flat rows, and the formats that rows are written in.

A row is a dict of plain values, so `pandas.DataFrame(rows(extractions))` and `polars.DataFrame(rows(extractions))` are
tables. A format is an `Exporter`, found by name through the entry point group `reportedly.exporters`; the built-in ones
register there like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points
from typing import Protocol, TextIO

from reportedly.errors import UsageError
from reportedly.export.rows import claim_row, document_row, figures, problem_row, rows, source_row

__all__ = [
    "Exporter",
    "Row",
    "claim_row",
    "document_row",
    "exporter",
    "exporters",
    "figures",
    "problem_row",
    "rows",
    "source_row",
]

Row = Mapping[str, object]


class Exporter(Protocol):
    """Writes rows, which all have the same keys in the same order, to an open text file."""

    def __call__(self, rows: Iterable[Row], out: TextIO) -> None: ...


def exporters() -> tuple[str, ...]:
    """The names of the formats that are installed, sorted."""
    return tuple(sorted({point.name for point in entry_points(group="reportedly.exporters")}))


def exporter(name: str) -> Exporter:
    """The exporter for a format. Raises UsageError when there is none of that name."""
    for point in entry_points(group="reportedly.exporters", name=name):
        found: Exporter = point.load()
        return found
    raise UsageError(f"there is no format {name!r}; it is one of: {', '.join(('table', *exporters()))}")
