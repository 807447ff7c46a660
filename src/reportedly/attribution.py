"""Who said what: source, cue and content by rules over the dependency parse."""

from __future__ import annotations

from reportedly.model import Attribution, Parse


def attributions(parse: Parse) -> tuple[Attribution, ...]:
    """All attributions of the parse, in order of their place."""
    return ()
