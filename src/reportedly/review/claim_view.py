"""A claim as the review shows it: each field with the words it rests on, and how it stands among what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from reportedly.comparison import Source
from reportedly.interval import Interval
from reportedly.model import Claim, EvidenceField, Hop, Quantity, TimeMention
from reportedly.report.page import days

__all__ = ["CellView", "ClaimView", "HopView", "claim_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A field: its value, the words it rests on, whose words they are, and what must be known to read it."""

    label: str
    value: str
    words: str | None = None
    by: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HopView:
    """A hop of the chain; `href` leads to the source it was taken for."""

    name: str
    notes: tuple[str, ...]
    joint: bool
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim, with its status."""

    id: str
    document: str
    status: str
    passage: str
    stance: str
    chain: tuple[HopView, ...]
    cells: tuple[CellView, ...]
    confidence: float | None


def claim_view(claim: Claim, status: str, sources: Mapping[tuple[str, int], Source]) -> ClaimView:
    """The claim in words. `sources`: who was mentioned where, as far as that is known."""
    return ClaimView(
        id=claim.id,
        document=claim.document,
        status=status,
        passage=claim.passage,
        stance=claim.stance,
        chain=tuple(_hop(hop, sources.get((claim.id, i))) for i, hop in enumerate(claim.chain)),
        cells=tuple(_cells(claim)),
        confidence=claim.confidence,
    )


def _hop(hop: Hop, source: Source | None) -> HopView:
    notes = [hop.type if hop.type != "unspecified" else None, hop.named if hop.named != "named" else None, hop.relation]
    if hop.anonymity_reason:
        notes.append(f"because “{hop.anonymity_reason.text}”")
    return HopView(
        name=source.name if source and not source.unknown else hop.name,
        notes=tuple(note for note in notes if note),
        joint=hop.joint,
        href=f"/sources/{quote(source.id, safe='')}" if source else None,
    )


def _cells(claim: Claim) -> list[CellView]:
    evidence = {e.field: e for e in claim.evidence}

    def cell(label: str, value: str | None, field: EvidenceField) -> CellView | None:
        if value is None:
            return None
        found = evidence.get(field)
        words = found.span.text if found and found.span and found.span.text != value else None
        return CellView(label=label, value=value, words=words, by=found.by if found else None)

    stance = f"{claim.stance}{' that not' if claim.polarity == '-' else ''}"
    cells = [
        cell("stance", stance, "stance"),
        cell("basis", claim.basis if claim.basis != "unspecified" else None, "basis"),
        cell("hedge", claim.hedge, "hedge"),
        cell("checked", claim.verification, "verification"),
        *map(_figure, claim.quantities),
        *map(_time, claim.times),
        *(
            CellView(label="place", value=", ".join(dict.fromkeys(part for part in (p.name, p.region, p.country) if part)))
            for p in claim.places
        ),
    ]
    if claim.confidence is not None:
        cells.append(CellView(label="confidence", value=f"{claim.confidence:.2f}"))
    return [one for one in cells if one]


def _figure(quantity: Quantity) -> CellView:
    reading = str(Interval.of(quantity)) if quantity.low is not None or quantity.high is not None else ""
    notes = [quantity.outcome, quantity.counted if quantity.counted and quantity.counted not in quantity.span.text else None]
    notes += ["a vague word" if quantity.vague else None, f"a change ({quantity.direction})" if quantity.direction else None]
    notes += [{"total": "running total", "incident": "one incident"}[quantity.scope] if quantity.scope else None]
    words = quantity.span.text
    return CellView(
        label="figure",
        value=reading or words,
        words=words if reading and words != reading else None,
        notes=tuple(note for note in notes if note),
    )


def _time(time: TimeMention) -> CellView:
    role = {"said": "said", "event": "happened", "as-of": "as of", None: "time"}[time.role]
    unresolved = time.earliest is None and time.latest is None
    value = time.value if time.type in ("DURATION", "SET") or unresolved else days(time.earliest, time.latest)
    return CellView(label=role, value=value, words=time.span.text)
