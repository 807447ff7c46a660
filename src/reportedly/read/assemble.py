"""The end of every reader: a text, and what its format says about it, become a Document.

Here is what does not depend on the format: furniture, credits in the text, language, the rule for dates, the problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from reportedly.model import Document, Problem, ProvenanceHop, Span, make_id
from reportedly.read.dates import printed
from reportedly.read.furniture import Furniture, furniture
from reportedly.read.language import language
from reportedly.read.layout import lines
from reportedly.read.provenance import credits, in_order
from reportedly.read.source import Source

#: A first line of at most this many code points can be a headline.
_LONGEST_TITLE = 200

#: White space, control characters, and marks that turn the direction of writing: none belongs in a name or a title.
_UNFIT = re.compile("[\\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a format says about its text; as in `Document`. `problems` need not know the document."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    published_from: str | None = None
    language: str | None = None
    url: str | None = None
    provenance: tuple[ProvenanceHop, ...] = ()
    problems: tuple[Problem, ...] = ()


def assemble(
    source: Source,
    data: bytes,
    text: str,
    metadata: Metadata,
    *,
    format: str,
    name: str | None = None,
    where: str | None = None,
) -> Document:
    """The document of `text`, which was read from `data`. Offsets count in `text`, which is kept as it is.

    `name` and `where` are those of `source` unless a part of it is read. Where neither the format nor the caller gives the day of
    publication, it is the one that a line at the head of the text gives. A headline is looked for in the first line of the
    text when the format gives none; authors are those of a byline in it when the format gives none.
    """
    identity = make_id("document", data)
    where = where or source.where
    found = list(furniture(text))
    named = list(credits(text))
    own_lines = {credit.line for credit in named if credit.line}
    taken = {item.span for item in found}
    found += [Furniture("credit", line) for line in own_lines - taken]
    found.sort(key=lambda item: item.span)
    shown = printed(text) if metadata.published is None and source.published is None else None
    published, published_from = metadata.published, metadata.published_from
    if published is None:
        published, published_from = (
            (source.published, "given") if source.published else (shown[0], "dateline") if shown else (None, None)
        )
    problems = [
        *metadata.problems,
        *_dates(metadata.published, source.published, shown),
        *([] if text.strip() else [_no_text()]),
        *(
            Problem(code="furniture", severity="info", message=f"part of the page ({f.kind}); not read for claims", span=f.span)
            for f in found
        ),
    ]
    hops = [
        *metadata.provenance,
        *(ProvenanceHop(relation=c.relation, name=clean(c.name) or c.name, shown_by=c.span) for c in named),
    ]
    authors = metadata.authors or tuple(dict.fromkeys(c.name for c in named if c.relation == "author"))
    return Document(
        id=identity,
        name=name or source.name,
        text=text,
        format=format,
        title=metadata.title or _headline(text, [f.span for f in found]),
        outlet=metadata.outlet,
        authors=authors,
        published=published,
        published_from=published_from,
        language=metadata.language or language(_report(text, found)),
        url=metadata.url or source.url,
        path=str(source.path) if source.path else None,
        provenance=in_order(hops),
        furniture=tuple(f.span for f in found),
        problems=tuple(replace(p, document=identity, where=p.where or where) for p in problems),
    )


def clean(value: object, longest: int = 500) -> str | None:
    """A name or a title as one line of text, without characters that hide or turn others; `None` when it is no text."""
    if not isinstance(value, str):
        return None
    return _UNFIT.sub(" ", value[: 10 * longest]).strip()[:longest] or None


def _dates(own: date | None, given: date | None, shown: tuple[date, Span] | None) -> Iterable[Problem]:
    if shown is not None:
        message = f"the day of publication, {shown[0]}, is read from a line at the head of the text; --published gives another"
        yield Problem(code="date-in-text", severity="info", message=message, span=shown[1])
    elif own is None and given is None:
        message = "no date of publication; relative dates stay open. Give one with --published, or in the document"
        yield Problem(code="no-date", severity="warning", message=message)
    elif own and given and own != given:
        message = f"the document says that it was published on {own}, not on {given} as given; its own date is kept"
        yield Problem(code="date-differs", severity="info", message=message)


def _no_text() -> Problem:
    return Problem(code="no-text", severity="warning", message="there is no text in it; a scan needs OCR first")


def _headline(text: str, taken: Iterable[Span]) -> str | None:
    """The first line that is not furniture, if it is short, does not end as a sentence does and stands apart."""
    starts = {span.start for span in taken}
    first = None
    for line in lines(text):
        if first is not None:
            apart = line.opens or line.end - line.start > _LONGEST_TITLE
            return clean(text[first.start : first.end]) if apart else None
        if line.start in starts:
            continue
        if line.end - line.start > _LONGEST_TITLE or text.endswith(tuple(".!?:;,"), line.start, line.end):
            return None
        first = line
    return None


def _report(text: str, found: Iterable[Furniture]) -> str:
    """The text without its furniture, for the eye of the language detector."""
    parts, at = [], 0
    for item in found:
        parts.append(text[at : item.span.start])
        at = item.span.end
    return " ".join([*parts, text[at:]])
