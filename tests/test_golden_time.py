"""Time mentions, one phenomenon a file: a text and its day of publication, then every mention that is expected.

The lines under "---" are: words | type | value | mod | earliest | latest, with "-" for none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reportedly.model import Parse, TimeMention
from reportedly.timex import times

CASES = sorted((Path(__file__).parent / "golden" / "time").glob("*.txt"))


def line(mention: TimeMention) -> str:
    cells = (mention.span.text, mention.type, mention.value, mention.mod, mention.earliest, mention.latest)
    return " | ".join("-" if cell is None else str(cell) for cell in cells)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_golden(case: Path, parse: Callable[..., Parse]) -> None:
    given, _, expected = case.read_text("utf-8").partition("\n---\n")
    head, _, text = given.partition("\n\n")
    settings = dict(row.split(": ", 1) for row in head.splitlines() if not row.startswith("#"))
    published = None if settings["published"] == "unknown" else date.fromisoformat(settings["published"])
    found = times(parse(text.strip("\n")), published, settings.get("mode", "auto"))
    assert [line(m) for m in found] == expected.splitlines()


def test_there_are_cases() -> None:
    assert len(CASES) >= 25
