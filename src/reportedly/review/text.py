"""The text of a document as a reviewer sees it: a window of paragraphs around a claim, with the claims marked in them.

Only the window is made and sent, so a page costs the same in a note and in a book. Characters are shown one for one, so that
what is selected in the browser can be counted back to code points of the document: what HTML cannot carry and what would turn
the direction of the page is shown as U+FFFD, never left out. Paragraphs end at an empty line or after a line too long to be
broken by hand; what is longer than `_LONGEST` is cut at white space, which shows a paragraph in a text where there is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Mark", "Paragraph", "Piece", "Window", "blocks", "shown", "window"]

_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_UNWRAPPED = 90  # code points; a longer line was not broken by hand
_LONGEST = 2_000  # code points of one paragraph
_WINDOW = 6_000  # code points before the passage and after it


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text: what it is ("suggested", "source", "furniture", ...), and of which claim, if of one."""

    start: int
    end: int
    kind: str
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words under the same marks. `claim` is the claim that a click on them opens."""

    text: str
    kinds: tuple[str, ...] = ()
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph in pieces; `start` in code points of the document."""

    start: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The paragraphs from number `first` up to `last` of `total`."""

    first: int
    last: int
    total: int
    paragraphs: tuple[Paragraph, ...]


def shown(words: str) -> str:
    """`words` with as many code points, none of which breaks a page or turns its direction."""
    return _UNSHOWABLE.sub("\ufffd", words.replace("\r", " "))


def blocks(text: str) -> tuple[tuple[int, int], ...]:
    """Where the paragraphs stand, in order."""
    return tuple(_cut(text, _paragraphs(text)))


def window(
    text: str, places: Sequence[tuple[int, int]], marks: Iterable[Mark], *, at: int = 0, first: int | None = None, count: int = 0
) -> Window:
    """The paragraphs around offset `at`, or `count` paragraphs from number `first` on, with the marks over them."""
    if first is None:
        first, last = _around(places, at)
    else:
        first = min(max(first, 0), len(places))
        last = min(first + count, len(places))
    if first == last:
        return Window(first=first, last=last, total=len(places), paragraphs=())
    begin, end = places[first][0], places[last - 1][1]
    over = sorted((m for m in marks if m.start < end and m.end > begin), key=lambda m: (m.start, -m.end))
    paragraphs = tuple(
        _paragraph(text, *place, [m for m in over if m.start < place[1] and m.end > place[0]]) for place in places[first:last]
    )
    return Window(first=first, last=last, total=len(places), paragraphs=paragraphs)


def _around(places: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    here = max(0, bisect_right(places, (at, float("inf"))) - 1)
    first = last = here
    while first > 0 and at - places[first - 1][0] < _WINDOW:
        first -= 1
    while last < len(places) and (last <= here or places[last][1] - at < _WINDOW):
        last += 1
    return first, last


def _paragraph(text: str, start: int, end: int, marks: Sequence[Mark]) -> Paragraph:
    cuts = sorted({start, end, *(min(max(x, start), end) for m in marks for x in (m.start, m.end))})
    pieces = []
    for a, b in pairwise(cuts):
        over = [m for m in marks if m.start < b and m.end > a]
        inner = min((m for m in over if m.claim), key=lambda m: (m.end - m.start, m.start), default=None)
        kinds = tuple(dict.fromkeys(m.kind for m in over if m.claim is None or m is inner))
        pieces.append(Piece(text=shown(text[a:b]), kinds=kinds, claim=inner.claim if inner else None))
    return Paragraph(start=start, pieces=tuple(pieces))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = end = -1
    long = False
    for line in re.finditer(r"[^\n]+", text):
        if not line[0].strip():
            long = True
            continue
        if start >= 0 and (long or text.count("\n", end, line.start()) > 1):
            yield start, end
            start = -1
        if start < 0:
            start = line.start()
        end = line.end()
        long = end - line.start() > _UNWRAPPED
    if start >= 0:
        yield start, end


def _cut(text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in places:
        while end - start > _LONGEST:
            space = max(text.rfind(" ", start + 1, start + _LONGEST), text.rfind("\n", start + 1, start + _LONGEST))
            middle = space + 1 if space > start else start + _LONGEST
            yield start, middle
            start = middle
        yield start, end
