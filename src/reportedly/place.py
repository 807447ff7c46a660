"""Place mentions, resolved against the gazetteer."""

from __future__ import annotations

from reportedly.model import Parse, PlaceMention


def places(parse: Parse) -> tuple[PlaceMention, ...]:
    """All place mentions of the parse, in order of their place."""
    return ()
