"""Where words stand, so that they are found again: by position, else by quotation (W3C Web Annotation Data Model, 4.2).

An anchor holds a TextPositionSelector (`start`) and a TextQuoteSelector (`exact`, `prefix`, `suffix`). The position is right as
long as the text is the same; the quotation finds the words where it changed. Between places that fit equally well nothing is
guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.model import Span

__all__ = ["CONTEXT", "Anchor", "anchor_of", "find"]

#: How many code points before and after are kept.
CONTEXT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Words of a document: the `exact` words, what stands before and after them, and where they began."""

    document: str
    exact: str
    prefix: str
    suffix: str
    start: int


def anchor_of(document: str, text: str, span: Span) -> Anchor:
    """The anchor of `span` in the `text` of the document of that id."""
    return Anchor(
        document=document,
        exact=span.text,
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
        start=span.start,
    )


def find(anchor: Anchor, text: str) -> Span | None:
    """Where the words of `anchor` stand in `text`; `None` where they do not, or in several places that fit equally well."""
    if not anchor.exact:
        return None
    places, at = [], text.find(anchor.exact)
    while at >= 0:
        if at == anchor.start and _fit(anchor, text, at) == len(anchor.prefix) + len(anchor.suffix):
            return Span.cut(text, at, at + len(anchor.exact))
        places.append(at)
        at = text.find(anchor.exact, at + 1)
    if not places:
        return None
    fits = [_fit(anchor, text, at) for at in places]
    best = max(fits)
    if fits.count(best) > 1:
        return None
    at = places[fits.index(best)]
    return Span.cut(text, at, at + len(anchor.exact))


def _fit(anchor: Anchor, text: str, at: int) -> int:
    """How many code points next to the words are as they were, on both sides."""
    before, after = text[max(0, at - len(anchor.prefix)) : at], text[at + len(anchor.exact) :][: len(anchor.suffix)]
    return _alike(anchor.prefix[::-1], before[::-1]) + _alike(anchor.suffix, after)


def _alike(one: str, other: str) -> int:
    n = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        n += 1
    return n
