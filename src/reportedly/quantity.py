"""Figures: what is counted, how many, with what outcome."""

from __future__ import annotations

from reportedly.model import Parse, Quantity


def quantities(parse: Parse) -> tuple[Quantity, ...]:
    """All figures of the parse, in order of their place."""
    return ()
