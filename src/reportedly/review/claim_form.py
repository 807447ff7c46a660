"""A claim as a form, and a form as the fields of a claim.

The form is a flat list of named values, so what a person typed can be put back as it was when it cannot be kept: because it
makes no sense, or because somebody else decided meanwhile. What the form does not show (the words a hop was mentioned in, what
a figure is part of) is carried over from the claim as it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from reportedly.errors import UsageError
from reportedly.json_form import to_json
from reportedly.model import (
    Basis,
    Claim,
    Document,
    Hop,
    Polarity,
    Quantity,
    Scope,
    SourceType,
    Span,
    Stance,
    TimeMention,
    TimeRole,
    Verification,
    make_id,
    words_of,
)
from reportedly.report.words import plain

__all__ = ["Values", "blank", "changed", "choices", "edited", "values_of"]

#: What stands in the form, by the names of its inputs.
Values = Mapping[str, str]

_NAMED = ("named", "by role", "anonymous")
_MOST = 200  # rows of one kind that a form may hold


def choices() -> dict[str, tuple[str, ...]]:
    """The words of each list to choose from."""
    return {
        "stance": words_of(Stance),
        "polarity": words_of(Polarity),
        "basis": words_of(Basis),
        "verification": words_of(Verification),
        "type": words_of(SourceType),
        "named": _NAMED,
        "scope": words_of(Scope),
        "role": words_of(TimeRole),
    }


def blank(document: Document, start: int, end: int) -> Claim:
    """A claim of the outlet's own with these words and nothing else; its id depends on the document and the words only."""
    span = Span.trimmed(document.text, max(0, start), min(end, len(document.text)))
    if span is None:
        raise UsageError("no words were selected; select the words of the claim in the report")
    return Claim(
        id=make_id(document.id, "added", span.start, span.end),
        document=document.id,
        kind="unattributed",
        content=(span,),
        chain=(),
        stance="asserts",
        polarity="+",
        basis="unspecified",
    )


def values_of(claim: Claim) -> dict[str, str]:
    """The claim as values of the form, with an empty row after those of each kind."""
    found: dict[str, str] = {
        "stance": claim.stance,
        "polarity": claim.polarity,
        "basis": claim.basis,
        "hedge": _line(claim.hedge),
        "verification": claim.verification or "",
        "spans": str(len(claim.content)),
        "hops": str(len(claim.chain) + 1),
        "figures": str(len(claim.quantities) + 1),
        "times": str(len(claim.times) + 1),
        "places": str(len(claim.places)),
    }
    for i, span in enumerate(claim.content):
        found |= _span_values(f"span-{i}", span)
    for i, hop in enumerate((*claim.chain, None)):
        found |= _span_values(f"hop-{i}", hop.mention if hop else None)
        found |= {
            f"hop-{i}-name": _line(hop.name) if hop else "",
            f"hop-{i}-type": hop.type if hop else "unspecified",
            f"hop-{i}-named": hop.named if hop else "named",
            f"hop-{i}-relation": _line(hop.relation) if hop else "",
            f"hop-{i}-joint": "yes" if hop and hop.joint else "",
        }
    for i, figure in enumerate((*claim.quantities, None)):
        found |= _span_values(f"figure-{i}", figure.span if figure else None)
        found |= {
            f"figure-{i}-low": _number(figure.low) if figure else "",
            f"figure-{i}-high": _number(figure.high) if figure else "",
            f"figure-{i}-over": "yes" if figure and figure.low_exclusive else "",
            f"figure-{i}-under": "yes" if figure and figure.high_exclusive else "",
            f"figure-{i}-about": "yes" if figure and figure.approximate else "",
            f"figure-{i}-outcome": _line(figure.outcome) if figure else "",
            f"figure-{i}-counted": _line(figure.counted) if figure else "",
            f"figure-{i}-scope": (figure.scope or "") if figure else "",
            f"figure-{i}-drop": "",
        }
    for i, time in enumerate((*claim.times, None)):
        found |= _span_values(f"time-{i}", time.span if time else None)
        found |= {
            f"time-{i}-role": (time.role or "") if time else "event",
            f"time-{i}-earliest": _day(time.earliest) if time else "",
            f"time-{i}-latest": _day(time.latest) if time else "",
            f"time-{i}-drop": "",
        }
    for i, place in enumerate(claim.places):
        found |= {f"place-{i}-name": _line(place.name), f"place-{i}-drop": ""}
    return found


def edited(claim: Claim, document: Document, values: Values) -> Claim:
    """`claim` as the form has it. Raises UsageError, which names the row, where a value makes no sense."""
    form = _Form(document, values)
    content = tuple(span for i in form.rows("spans") if (span := form.span(f"span-{i}", "the passage")))
    if not content:
        raise UsageError("the passage is empty; select the words of the claim in the report")
    chain = tuple(hop for i in form.rows("hops") if (hop := _hop(form, i, claim.chain)))
    kind = claim.kind if bool(chain) == bool(claim.chain) else ("indirect" if chain else "unattributed")
    cells: dict[str, Any] = {
        "stance": form.word("stance", Stance),
        "polarity": form.word("polarity", Polarity),
        "basis": form.word("basis", Basis),
        "hedge": form.words("hedge", claim.hedge),
        "verification": form.word("verification", Verification) if form.get("verification") else None,
    }
    return replace(
        claim,
        **cells,
        kind=kind,
        content=tuple(sorted(content)),
        chain=chain,
        quantities=tuple(f for i in form.rows("figures") if (f := _figure(form, i, claim))),
        times=tuple(t for i in form.rows("times") if (t := _time(form, i, claim))),
        places=tuple(p for i, p in enumerate(claim.places) if not form.get(f"place-{i}-drop")),
        evidence=tuple(e for e in claim.evidence if e.field not in cells or e.value == cells[e.field]),
    )


def changed(before: Claim, after: Claim) -> dict[str, Any]:
    """The fields in which `after` differs, in their JSON form."""
    was, now = to_json(before), to_json(after)
    return {name: value for name, value in now.items() if value != was[name] and name not in ("id", "document", "passage")}


@dataclass(frozen=True, slots=True)
class _Form:
    """The values, read with the checks that each kind needs."""

    document: Document
    values: Values

    def get(self, name: str) -> str | None:
        return self.values.get(name, "").strip() or None

    def words(self, name: str, was: str | None) -> str | None:
        """What was typed; `was` itself where it is what the form showed of it."""
        value = self.get(name)
        return was if was is not None and value == (_line(was) or None) else value

    def rows(self, name: str) -> range:
        count = self.get(name) or "0"
        return range(min(int(count), _MOST) if count.isdecimal() and len(count) < 6 else 0)

    def word(self, name: str, vocabulary: object) -> Any:
        value = self.get(name)
        if value not in get_args(vocabulary):
            raise UsageError(f"{name.replace('-', ' ')}: {value!r} is not one of: {', '.join(get_args(vocabulary))}")
        return value

    def span(self, name: str, what: str) -> Span | None:
        start, end = self.get(f"{name}-start"), self.get(f"{name}-end")
        if start is None and end is None:
            return None
        if not (start and end and start.isdecimal() and end.isdecimal() and len(start + end) < 24):
            raise UsageError(f"{what}: from {start or 'nothing'} to {end or 'nothing'} is no place in the text; give two offsets")
        a, b = int(start), int(end)
        if not a < b <= len(self.document.text):
            raise UsageError(f"{what}: from {a:,} to {b:,} is no place in a text of {len(self.document.text):,} characters")
        return Span.trimmed(self.document.text, a, b)

    def number(self, name: str, what: str) -> float | None:
        value = self.get(name)
        if value is None:
            return None
        try:
            number = float(value.replace(",", "").replace(" ", ""))
        except ValueError:
            number = float("nan")
        if not abs(number) < 1e18:
            raise UsageError(f"{what}: {value!r} is no number; write it in digits, as 1200")
        return number

    def day(self, name: str, what: str) -> date | None:
        value = self.get(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise UsageError(f"{what}: {value!r} is no day; write it as 2024-12-28") from None


def _hop(form: _Form, i: int, chain: tuple[Hop, ...]) -> Hop | None:
    was = chain[i] if i < len(chain) else None
    name = form.words(f"hop-{i}-name", was.name if was else None)
    if name is None:
        return None
    named = form.get(f"hop-{i}-named") or "named"
    if named not in _NAMED:
        raise UsageError(f"hop {i + 1}: {named!r} is not one of: {', '.join(_NAMED)}")
    values: dict[str, Any] = {
        "name": name,
        "type": form.word(f"hop-{i}-type", SourceType),
        "mention": form.span(f"hop-{i}", f"hop {i + 1}"),
        "relation": form.words(f"hop-{i}-relation", was.relation if was else None),
        "named": named,
        "joint": form.get(f"hop-{i}-joint") is not None,
    }
    if was is None:
        return Hop(**values, anonymous=named == "anonymous")
    if named != was.named:
        values["anonymous"] = named == "anonymous"
    return was if all(getattr(was, key) == value for key, value in values.items()) else replace(was, **values, confidence=None)


def _figure(form: _Form, i: int, claim: Claim) -> Quantity | None:
    what = f"figure {i + 1}"
    if form.get(f"figure-{i}-drop"):
        return None
    was = claim.quantities[i] if i < len(claim.quantities) else None
    low, high = form.number(f"figure-{i}-low", what), form.number(f"figure-{i}-high", what)
    span = form.span(f"figure-{i}", what)
    if was is None and low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        raise UsageError(f"{what}: {_number(low)} is more than {_number(high)}; the lower bound goes first")
    if span is None:
        raise UsageError(f"{what}: no words; select the words of the figure in the report")
    values: dict[str, Any] = {
        "span": span,
        "low": low,
        "high": high,
        "low_exclusive": form.get(f"figure-{i}-over") is not None,
        "high_exclusive": form.get(f"figure-{i}-under") is not None,
        "approximate": form.get(f"figure-{i}-about") is not None,
        "outcome": form.words(f"figure-{i}-outcome", was.outcome if was else None),
        "counted": form.words(f"figure-{i}-counted", was.counted if was else None),
        "scope": form.word(f"figure-{i}-scope", Scope) if form.get(f"figure-{i}-scope") else None,
    }
    if was is None:
        return Quantity(id=make_id(claim.document, "quantity", "added", span.start, span.end), **values)
    if values["counted"] != was.counted:
        values["counted_span"] = None
    if values["outcome"] != was.outcome:
        values["outcome_span"] = None
    return was if all(getattr(was, key) == value for key, value in values.items()) else replace(was, **values, confidence=None)


def _time(form: _Form, i: int, claim: Claim) -> TimeMention | None:
    what = f"time {i + 1}"
    if form.get(f"time-{i}-drop"):
        return None
    was = claim.times[i] if i < len(claim.times) else None
    earliest, latest = form.day(f"time-{i}-earliest", what), form.day(f"time-{i}-latest", what)
    span = form.span(f"time-{i}", what)
    if was is None and earliest is None and latest is None:
        return None
    if earliest and latest and earliest > latest:
        raise UsageError(f"{what}: {earliest} is after {latest}; the first day goes first")
    if span is None:
        raise UsageError(f"{what}: no words; select the words of the time in the report")
    role: Literal["said", "event", "as-of"] | None = form.word(f"time-{i}-role", TimeRole) if form.get(f"time-{i}-role") else None
    values: dict[str, Any] = {"span": span, "earliest": earliest, "latest": latest, "role": role}
    if was is not None and all(getattr(was, key) == value for key, value in values.items()):
        return was
    if was is not None and (earliest, latest) == (was.earliest, was.latest):
        return replace(was, **values, confidence=None)
    value = f"{earliest or ''}/{latest or ''}" if earliest != latest else f"{earliest}"
    if was is not None:
        return replace(was, **values, value=value, mod=None, confidence=None)
    return TimeMention(id=make_id(claim.document, "time", "added", span.start, span.end), type="DATE", value=value, **values)


def _line(words: str | None) -> str:
    """Words of a document as one line of a form can hold them."""
    return " ".join(plain(words or "").split())


def _span_values(name: str, span: Span | None) -> dict[str, str]:
    return {f"{name}-start": str(span.start) if span else "", f"{name}-end": str(span.end) if span else ""}


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
