"""What stands behind a colon for somebody: "The ministry: two, in a car. The man on the telephone: twenty-two."

Digests, live blogs and tables of figures leave the verb of saying out. A colon behind one who can say something gives him what
follows in the sentence, if that is a figure or somebody's words in quotation marks; so do brackets behind him that hold nothing
but a figure ("that of the Front (45)"). A leaf of `attribution`, beside `transcript`, which reads whole turns.

What it gets wrong: a headline above a figure that is a name ("Velmar: 40 dead") is taken for what the town says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reportedly.giver import in_brackets, label
from reportedly.located import Located
from reportedly.model import Attribution, AttributionKind, Parse, Span
from reportedly.transcript import one_said

__all__ = ["labelled"]

#: How far behind the colon a figure stands at most, in tokens: "still, by now, at least 40".
_NEAR = 6
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_OPENING = frozenset(("“", "„", "«", '"', "``"))


def labelled(parse: Parse, known: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """What is said behind such colons, where nothing of `known` stands."""
    taken = Located((s.start, s.end, a) for a in known for s in (*a.source, *a.cue, *a.content))
    out = []
    for t in parse.tokens:
        content: Span | None
        if t.text == "(":
            last = next((i for i in range(t.i + 1, min(t.i + _NEAR, len(parse.tokens))) if parse.tokens[i].text == ")"), t.i) - 1
            who = in_brackets(parse, t.i + 1, last) if last > t.i else None
            figure = any(o.pos == "NUM" and not _YEAR.fullmatch(o.text) for o in parse.tokens[t.i + 1 : last + 1])
            content = parse.span(t.i + 1, last + 1) if who is not None and figure else None
        else:
            who = label(parse, t.i) if t.text == ":" else None
            content = _said(parse, t.i) if who is not None else None
        if who is None:
            continue
        source = parse.span(*who)
        if content is None or any(taken.over(content.start, content.end)) or any(taken.over(source.start, source.end)):
            continue
        kind: AttributionKind = "direct" if content.text[0] in '“„«"' else "indirect"
        out.append(one_said(parse, kind, source, parse.span(t.i, t.i + 1), content))
    return tuple(out)


def _said(parse: Parse, colon: int) -> Span | None:
    """What follows a colon up to the end of its sentence or to the next who says something; `None` where that is no figure and no
    quotation."""
    last = parse.sentences[parse.tokens[colon].sentence][1]
    if colon + 1 == last and last < len(parse.tokens) and _in_one_paragraph(parse, colon, last):
        last = parse.sentences[parse.tokens[last].sentence][1]
    begins = parse.tokens[colon + 1 : last]
    if not begins or not (begins[0].text in _OPENING or any(t.pos == "NUM" for t in begins[:_NEAR])):
        return None
    end = next(_ends(parse, colon, last), last)
    return Span.trimmed(parse.text, begins[0].start, parse.tokens[end - 1].end) if end > colon + 1 else None


def _ends(parse: Parse, colon: int, last: int) -> Iterator[int]:
    """Where the words of the labels that follow begin, in order."""
    for i in range(colon + 1, last):
        if parse.tokens[i].text == ":" and (who := label(parse, i)) is not None and who[0] > colon:
            begins = who[0]
            while begins - 1 > colon and parse.tokens[begins - 1].pos in ("PUNCT", "CCONJ"):
                begins -= 1
            yield begins


def _in_one_paragraph(parse: Parse, one: int, other: int) -> bool:
    return any(first <= one < last and first <= other < last for first, last in parse.paragraphs)
