"""Time mentions: TIMEX3 type and value, and the days they can mean."""

from __future__ import annotations

from datetime import date

from reportedly.model import Parse, TimeMention


def times(parse: Parse, published: date | None, mode: str = "auto") -> tuple[TimeMention, ...]:
    """All time mentions of the parse, in order of their place."""
    return ()
