"""One flat row a claim, a figure, a source, a document or a problem.

Cells are strings, numbers, booleans or `None`; several values in one cell are joined by "; ". Days are in ISO form. The keys
of a row and their order are part of the public interface.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportedly.comparison import Source
from reportedly.model import Claim, Document, Extraction, Hop, Problem, Quantity, TimeMention

Cell = str | int | float | bool | None


def rows(extractions: Iterable[Extraction]) -> list[dict[str, Cell]]:
    """One row a claim, in order."""
    return [claim_row(claim, extraction.document) for extraction in extractions for claim in extraction.claims]


def figures(extractions: Iterable[Extraction]) -> list[dict[str, Cell]]:
    """One row a figure of a claim, with its bounds as numbers; a claim without figures has none."""
    return [
        {
            "document": extraction.document.name,
            "who": who(claim.chain),
            "via": via(claim.chain),
            "said": _said(claim, extraction.document),
            "stance": claim.stance,
            "basis": claim.basis,
            "outcome": quantity.outcome,
            "low": quantity.low,
            "high": quantity.high,
            "low_exclusive": quantity.low_exclusive,
            "high_exclusive": quantity.high_exclusive,
            "approximate": quantity.approximate,
            "vague": quantity.vague,
            "unit": quantity.unit,
            "counted": quantity.counted,
            "scope": quantity.scope,
            "words": quantity.span.text,
            "start": quantity.span.start,
            "end": quantity.span.end,
            "claim": claim.id,
        }
        for extraction in extractions
        for claim in extraction.claims
        for quantity in claim.quantities
    ]


def claim_row(claim: Claim, document: Document) -> dict[str, Cell]:
    """A claim beside its document. `who` is the origin, empty for what the outlet says itself; `via` who passed it on."""
    return {
        "document": document.name,
        "who": who(claim.chain),
        "via": via(claim.chain),
        "stance": claim.stance,
        "polarity": claim.polarity,
        "basis": claim.basis,
        "hedge": claim.hedge,
        "verification": claim.verification,
        "figures": _joined(figure(q) for q in claim.quantities),
        "said": _said(claim, document),
        "when": _joined(days(t) for t in claim.times if t.role != "said" and _is_day(t)),
        "where": _joined(place.name for place in claim.places),
        "passage": claim.passage,
        "kind": claim.kind,
        "outlet": document.outlet,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "start": claim.content[0].start,
        "end": claim.content[-1].end,
        "confidence": claim.confidence,
        "claim": claim.id,
        "document_id": document.id,
    }


def source_row(source: Source) -> dict[str, Cell]:
    """A source; `claims` is in how many claims it stands, anywhere in the chain, and `as_origin` in how many at the start.

    `parts`: the ids of what was joined in it, its own first.
    """
    return {
        "name": source.name,
        "type": source.type,
        "country": source.country,
        "named": source.named,
        "claims": len({claim for claim, _ in source.mentions}),
        "as_origin": sum(hop == 0 for _, hop in source.mentions),
        "aliases": _joined(source.aliases),
        "id": source.id,
        "parts": _joined((source.id, *source.absorbed)) if source.absorbed else None,
        "reliability": source.reliability,
    }


def document_row(document: Document, claims: int) -> dict[str, Cell]:
    """A document, with how many claims its present reading has."""
    return {
        "document": document.name,
        "title": document.title,
        "outlet": document.outlet,
        "published": document.published.isoformat() if document.published else None,
        "provenance": _joined(f"{hop.relation} {hop.name}" for hop in document.provenance),
        "language": document.language,
        "claims": claims,
        "path": document.path,
        "url": document.url,
        "id": document.id,
    }


def problem_row(problem: Problem, document: Document | None) -> dict[str, Cell]:
    """A problem and where it is: the document's name, and the words it concerns when it concerns some."""
    return {
        "document": document.name if document else None,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "start": problem.span.start if problem.span else None,
        "end": problem.span.end if problem.span else None,
        "words": problem.span.text if problem.span else None,
        "where": problem.where,
    }


def who(chain: tuple[Hop, ...]) -> str | None:
    """The origin of a chain, with those who stand beside it: "United States and South Korea"."""
    return _side_by_side(chain[: _origins(chain)])


def via(chain: tuple[Hop, ...]) -> str | None:
    """Those who passed it on, in order."""
    return _joined(filter(None, map(_name, chain[_origins(chain) :])))


def figure(quantity: Quantity) -> str:
    """An interval in a few characters, with what happened or what is counted: ">1,000 killed or wounded", "≈20 boats"."""
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        amount = quantity.vague or quantity.span.text
    elif low == high:
        amount = f"{low:,.15g}"
    elif high is None:
        amount = f"{'>' if quantity.low_exclusive else '≥'}{low:,.15g}"
    elif low is None:
        amount = f"{'<' if quantity.high_exclusive else '≤'}{high:,.15g}"
    else:
        amount = f"{low:,.15g}–{high:,.15g}"
    about = "≈" if quantity.approximate and not quantity.vague else ""
    return f"{about}{amount} {quantity.outcome or quantity.counted or quantity.unit or ''}".rstrip()


def days(time: TimeMention) -> str:
    """The first and last day it can mean, "2024-12-16..2024-12-22"; the words themselves where that is not resolved."""
    first, last = (day.isoformat() if day else "" for day in (time.earliest, time.latest))
    return (first if first == last else f"{first}..{last}") or " ".join(time.span.text.split())


def _is_day(time: TimeMention) -> bool:
    """Whether it says when, and not only for how long or how often."""
    return bool(time.type in ("DATE", "TIME") or time.earliest or time.latest)


def _origins(chain: tuple[Hop, ...]) -> int:
    return next((i for i, hop in enumerate(chain) if i and not hop.joint), len(chain))


def _side_by_side(hops: tuple[Hop, ...]) -> str | None:
    return " and ".join(filter(None, map(_name, hops))) or None


def _name(hop: Hop) -> str:
    return " ".join(hop.name.split())


def _said(claim: Claim, document: Document) -> str | None:
    return _joined(days(t) for t in claim.times if t.role == "said" and _is_day(t)) or (
        document.published.isoformat() if document.published else None
    )


def _joined(values: Iterable[str] | Iterator[str]) -> str | None:
    return "; ".join(dict.fromkeys(values)) or None
