"""What in a text is part of the page and not of the report: hash tags, comment forms, lists of other stories, notices.

A line is furniture only when all of it matches a pattern of `data/read/furniture.toml`, and never when by its looks it is
part of a hard-wrapped paragraph. Under a heading such as "Related stories" the blocks that follow are furniture too, as
long as every line of a block looks like a headline: short, and without the punctuation that ends a sentence. To keep a line
of furniture is the smaller fault, so what is not known stays. It errs for a report that has such a heading itself, followed
by a list of short items without full stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reportedly.model import Span
from reportedly.read.layout import Line, lines
from reportedly.read.patterns import entries, expand

#: No line of furniture is longer, in code points.
LONGEST = 1000

_LONGEST_HEADLINE = 150
_MOST_LINKS = 20
_NO_HEADLINE = tuple(".!;:,…”")


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that is furniture, and of which kind, in words."""

    kind: str
    span: Span


def furniture(text: str) -> Iterator[Furniture]:
    """All furniture of `text`, in order and without overlap; lines of credit (see `provenance`) are not in it."""
    pattern, kinds, headings = _patterns()
    pending: list[Line] = []
    room = 0
    for line in lines(text):
        found = None
        if not line.runs_on and line.end - line.start <= LONGEST:
            found = pattern.fullmatch(text, line.start, line.end)
        if line.opens or found:
            yield from _links(text, pending)
            pending = []
        if found and found.lastgroup:
            yield Furniture(kinds[found.lastgroup], Span.cut(text, line.start, line.end))
            room = _MOST_LINKS if found.lastgroup in headings else 0
        elif room > 0 and _is_headline(text, line):
            pending.append(line)
            room -= 1
        else:
            pending, room = [], 0
    yield from _links(text, pending)


def _links(text: str, block: list[Line]) -> Iterator[Furniture]:
    return (Furniture("links", Span.cut(text, line.start, line.end)) for line in block)


def _is_headline(text: str, line: Line) -> bool:
    return line.end - line.start <= _LONGEST_HEADLINE and not text.endswith(_NO_HEADLINE, line.start, line.end)


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """One pattern for all, the kind of each of its groups, and the groups that are headings of lists."""
    kinds: dict[str, str] = {}
    headings = set()
    parts = []
    for number, entry in enumerate(entries("furniture")):
        group = f"k{number}"
        kinds[group] = entry["kind"]
        if entry.get("links"):
            headings.add(group)
        parts.append(f"(?P<{group}>{'|'.join(map(expand, entry['lines']))})")
    return re.compile("|".join(parts), re.IGNORECASE), kinds, frozenset(headings)
