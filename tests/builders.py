"""Extractions built by hand, for tests of what comes after the stages."""

from __future__ import annotations

from datetime import date
from typing import Any

from reportedly.model import Claim, Document, Extraction, Hop, Problem, Quantity, Span, TimeMention, make_id

VERSIONS = (("reportedly", "0.1.0"), ("parser", "test 1"))


def find(text: str, words: str) -> Span:
    """The first place where `words` stand in `text`."""
    start = text.index(words)
    return Span(start, start + len(words), words)


def hop(name: str, text: str = "", **fields: Any) -> Hop:
    """A hop whose mention is its name where `text` has it."""
    mention = find(text, name) if name in text else None
    return Hop(**{"name": name, "type": "unspecified", "mention": mention, **fields})


def document(text: str, name: str = "report.txt", published: date | None = date(2024, 12, 23), **fields: Any) -> Document:
    """A document of this text."""
    return Document(id=make_id(text.encode("utf-8", "surrogatepass")), name=name, text=text, published=published, **fields)


def claim(of: Document, words: str, *chain: Hop, **fields: Any) -> Claim:
    """A claim whose content is `words`."""
    content = find(of.text, words)
    plain = {"kind": "indirect" if chain else "unattributed", "stance": "asserts", "polarity": "+", "basis": "unspecified"}
    return Claim(
        **{
            **plain,
            "id": make_id(of.id, "claim", content.start, content.end),
            "document": of.id,
            "content": (content,),
            "chain": chain,
            **fields,
        }
    )


def quantity(of: Document, words: str, low: float | None, high: float | None, **fields: Any) -> Quantity:
    """A figure whose words are `words`."""
    span = find(of.text, words)
    return Quantity(**{"id": make_id(of.id, "quantity", span.start), "span": span, "low": low, "high": high, **fields})


def time(of: Document, words: str, day: date | None, **fields: Any) -> TimeMention:
    """A day whose words are `words`."""
    value = day.isoformat() if day else "XXXX-XX-XX"
    plain = {"type": "DATE", "value": value, "earliest": day, "latest": day}
    return TimeMention(**{**plain, "id": make_id(of.id, "time", words), "span": find(of.text, words), **fields})


def extraction(of: Document, *claims: Claim, problems: tuple[Problem, ...] = (), **fields: Any) -> Extraction:
    """A reading of a document."""
    return Extraction(**{"document": of, "versions": VERSIONS, "claims": claims, "problems": problems, **fields})


def harbour() -> tuple[Extraction, Extraction]:
    """Two reports on an invented explosion: a ministry's figure and a nurse heard through a service; then a denial."""
    first = document(
        "Ruritania's Ministry of Defence said on Monday that more than 40 sailors were killed. "
        "A nurse, in a call intercepted by the Strelsau Security Service (SSS), spoke of dozens of wounded.",
        name="first.txt",
        published=date(2024, 3, 6),
        outlet="Strelsau Courier",
    )
    second = document(
        "Kyiv denied it. The SSS repeated its account.", name="second.txt", published=date(2024, 3, 8), outlet="The Zenda Post"
    )
    return (
        extraction(
            first,
            claim(
                first,
                "more than 40 sailors were killed",
                hop("Ruritania's Ministry of Defence", first.text, type="government", country="Ruritania"),
                basis="official statement",
                quantities=(
                    quantity(first, "more than 40", 40.0, None, low_exclusive=True, outcome="killed", counted="sailors"),
                ),
                times=(time(first, "Monday", date(2024, 3, 4), role="said"),),
            ),
            claim(
                first,
                "dozens of wounded",
                hop("A nurse", first.text, type="person", named="by role", anonymous=True),
                hop("the Strelsau Security Service", first.text, type="intelligence agency", relation="intercepted"),
                basis="intercept",
                quantities=(quantity(first, "dozens", None, None, vague="dozens", outcome="wounded"),),
            ),
            problems=(Problem(code="furniture", severity="info", message="a menu is not read", document=first.id),),
        ),
        extraction(
            second,
            claim(second, "it", hop("Kyiv", second.text, type="government"), stance="denies"),
            claim(second, "its account", hop("SSS", second.text, type="intelligence agency")),
            problems=(Problem(code="odd", severity="warning", message="an odd thing", document=second.id, where="second.txt"),),
        ),
    )
