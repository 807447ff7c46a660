"""Where a report comes from, as it says itself: agency datelines, lines of credit, bylines, translators, first publishers.

The patterns are in `data/read/credits.toml`, the agencies in `agencies.txt`. A name is taken up to a comma, a full stop or a
word such as "on" or "and", so "Science and Society" is cut short. A dateline in capitals with a name in brackets
("MINSK (Name of Agency) —") is believed for any name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from reportedly.model import ProvenanceHop, Span
from reportedly.read.layout import Line, lines
from reportedly.read.patterns import agencies, agency, entries, expand

#: No line of credit is longer, in code points, and no dateline reaches farther into its line.
LONGEST = 400

#: What may follow a credit without making its line more than one.
_REST = re.compile(r"(?:,?\s+(?:on|in|under|with|as|at|here)\b[^.!?\n]{0,60}|,? and is (?:re)?p[^.!?\n]{0,100})?[\s.)\]*_]*")

_SEPARATOR = re.compile(r", and |, | and | & | ?/ ?")

#: The order of hops: from where the report began to where it was read.
_ORDER = ("author", "agency", "originally published by", "canonical", "translated by", "reposted by")


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit in a text: who, the words that say so, and, where they are all of a line, that line."""

    relation: str
    name: str
    span: Span
    line: Span | None


def credits(text: str) -> Iterator[Credit]:
    """All credits in `text`, in order."""
    last: Line | None = None
    for line in lines(text):
        if not line.runs_on:
            yield from _credits_at(text, line)
        last = line
    if last:
        for kind in _kinds("end"):
            for pattern in kind.patterns:
                if found := pattern.search(text, max(last.start + 1, last.end - LONGEST), last.end):
                    yield from _credits_of(text, kind.relation, found, None)
                    return


def _credits_at(text: str, line: Line) -> Iterator[Credit]:
    short = line.end - line.start <= LONGEST
    for kind in (*_kinds("start"), *(_kinds("line") if short else ())):
        for pattern in kind.patterns if kind.first.match(text, line.start, line.end) else ():
            if kind.at == "line":
                found = pattern.fullmatch(text, line.start, line.end)
            else:
                found = pattern.match(text, line.start, min(line.end, line.start + LONGEST))
            if found:
                all_of_it = "shown" not in pattern.groupindex and _REST.fullmatch(text, found.end(), line.end)
                whole = Span.cut(text, line.start, line.end) if all_of_it else None
                yield from _credits_of(text, kind.relation, found, whole)
                return


def _credits_of(text: str, relation: str, found: re.Match[str], line: Span | None) -> Iterator[Credit]:
    groups = found.groupdict()
    shown = Span.cut(text, *found.span("shown")) if groups.get("shown") else Span.trimmed(text, *found.span())
    if shown is None:
        return
    for name in (groups.get("name"), *_SEPARATOR.split(groups.get("people") or "")):
        if name and (name := name.rstrip(" .,")):
            yield Credit(relation, agency_name(name) or name, shown, line)
    for form in agency().findall(groups.get("agencies") or ""):
        yield Credit("agency", agency_name(form) or form, shown, line)


def agency_name(name: str) -> str | None:
    """The name of the agency that `name` is a credited form of ("AFP"), or `None` when it is not one."""
    names = agencies()
    return names.get(name) or names.get(name.removeprefix("The ").removeprefix("the "))


def in_order(hops: Iterable[ProvenanceHop]) -> tuple[ProvenanceHop, ...]:
    """The hops from where the report began to where it was read, one for each name and relation.

    Of two that say the same, the one that the text shows stays.
    """
    kept: dict[tuple[str, str], ProvenanceHop] = {}
    for hop in hops:
        key = (hop.relation, hop.name.casefold())
        if key not in kept or (hop.shown_by and not kept[key].shown_by):
            kept[key] = hop
    return tuple(sorted(kept.values(), key=lambda hop: _ORDER.index(hop.relation)))


@dataclass(frozen=True, slots=True)
class _Kind:
    """One table of `credits.toml`. `first` is how its lines begin; it spares most lines the other patterns."""

    relation: str
    at: str
    first: re.Pattern[str]
    patterns: tuple[re.Pattern[str], ...]


@cache
def _kinds(at: str) -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            entry["relation"],
            at,
            re.compile(rf"[(\[*_–—\-\s]*(?:{'|'.join(map(expand, entry.get('first', [''])))})", re.IGNORECASE),
            tuple(re.compile(expand(p) + (r"\s*$" if at == "end" else ""), re.IGNORECASE) for p in entry["patterns"]),
        )
        for entry in entries("credits")
        if entry["at"] == at
    )
