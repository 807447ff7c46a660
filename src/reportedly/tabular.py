"""Tables of figures: "| Ministry | 62 | no figure |" under "| | detained | missing |".

Readers give a table as paragraphs of cells with "|" between them. Where the first of several such paragraphs has no figure, its
cells say what the figures below them count, and the first cell of each other row who gives them, if that is one who can. A leaf
of `attribution` and of `quantity`.

What it gets wrong: tables whose first column is no source but has names ("Velmar | 40 | 12" by towns), unless a heading says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportedly.giver import is_giver
from reportedly.located import Located
from reportedly.model import Attribution, Parse, Span
from reportedly.outcome import lexicon
from reportedly.transcript import one_said

__all__ = ["Cell", "cells", "outcome_of", "rows"]

_CELL = re.compile(r"[^|\n]+")
#: What the first column holds where it is no source.
_NO_SOURCE = re.compile(
    r"(?:town|place|village|city|region|province|district|date|day|week|month|year|name|site)s?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell below a heading: who gives it, what it says, and what the heading says that it counts."""

    source: Span
    words: Span
    heading: Span


def cells(parse: Parse) -> Iterator[Cell]:
    """The cells with figures of all tables that have a heading, whose rows are of sources."""
    heading: list[Span | None] = []
    for first, last in parse.paragraphs:
        text = parse.span(first, last) if first < last else None
        row = _row(text) if text is not None and "|" in text.text else []
        if not row:
            heading = []
        elif not _has_figure(parse, first, last):
            heading = row if row[0] is None or not _NO_SOURCE.match(row[0].text) else []
        elif len(row) == len(heading) and (source := row[0]) is not None and _gives(parse, source):
            for words, above in zip(row[1:], heading[1:], strict=True):
                if words is not None and above is not None and _has_figure(parse, *_tokens(parse, words)):
                    yield Cell(source, words, above)


def rows(parse: Parse, known: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """What the sources of tables give, a statement a cell, where nothing of `known` stands."""
    taken = Located((s.start, s.end, a) for a in known for s in (*a.cue, *a.content))
    return tuple(
        one_said(parse, "indirect", cell.source, Span.cut(parse.text, cell.source.end, cell.source.end + 1), cell.words)
        for cell in cells(parse)
        if not any(taken.over(cell.words.start, cell.words.end))
    )


def outcome_of(parse: Parse, heading: Span) -> str | None:
    """The outcome that a heading names: "killed", "arrests", "people detained"."""
    words = lexicon()
    for i in parse.tokens_in(heading.start, heading.end):
        t = parse.tokens[i]
        name = words.states.get(t.lower) or words.nouns.get(t.lemma) or words.tolls.get(t.lemma)
        if name is None and (senses := words.done_to.get(t.lemma)):
            name = senses[0].name
        if name is not None:
            return name
    return None


def _row(line: Span) -> list[Span | None]:
    """The cells of a line, `None` for an empty one: "| killed | wounded" has three."""
    found: list[Span | None] = [None] if line.text.lstrip().startswith("|") else []
    for cell in _CELL.finditer(line.text):
        inside = cell.group().strip()
        start = line.start + cell.start() + len(cell.group()) - len(cell.group().lstrip())
        found.append(Span(start, start + len(inside), inside) if inside else None)
    return found if len(found) > 1 else []


def _tokens(parse: Parse, span: Span) -> tuple[int, int]:
    inside = parse.tokens_in(span.start, span.end)
    return inside.start, inside.stop


def _has_figure(parse: Parse, first: int, last: int) -> bool:
    return any(t.pos == "NUM" or t.text[:1].isdigit() for t in parse.tokens[first:last])


def _gives(parse: Parse, source: Span) -> bool:
    return any(is_giver(parse, i) for i in parse.tokens_in(source.start, source.end))
