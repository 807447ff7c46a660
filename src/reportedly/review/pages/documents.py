"""Documents: their text and claims, the day of publication, and which report one reprints."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response

from reportedly.errors import UsageError
from reportedly.review.deciding import Telling, decide
from reportedly.review.page import Answer, Asked
from reportedly.review.standing import Standing, standing_of

__all__ = ["FORMS", "FRAGMENTS", "PAGES"]

_PAGE = 50
_PARAGRAPHS = 30
_OTHERS = 40  # that are offered to choose from
_CLAIMS = 200  # of one document that are listed at a time


def _list(asked: Asked) -> Answer:
    text = asked.given("text")
    begin = asked.number("from") or 0
    found = asked.ledger.list_documents(text=text, begin=begin, limit=_PAGE + 1)
    rows, more = found[:_PAGE], len(found) > _PAGE
    return Answer(
        template="documents.html",
        title="Documents",
        data={
            "filters": {"text": text},
            "rows": rows,
            "begun": begin > 0,
            "start": f"/documents{asked.search(text=text)}",
            "more": f"/documents{asked.search(text=text, **{'from': begin + _PAGE})}" if more else None,
        },
    )


def _one(asked: Asked) -> Answer:
    standing = standing_of(asked, asked.path("id"))
    document = standing.document
    here = f"/documents/{quote(document.id, safe='')}"
    begin = asked.number("claims") or 0
    first = asked.number("from") or 0
    history = Telling(asked).about(document.id)
    shown = standing.claims[begin : begin + _CLAIMS]
    return Answer(
        template="document.html",
        title=document.title or document.name,
        data={
            "wide": True,
            "document": {name: getattr(document, name) for name in ("id", "name", "title", "outlet", "published")},
            "facts": tuple(_facts(standing)),
            "window": standing.window(first=first, count=_PARAGRAPHS),
            "direction": "",
            "on": "",
            "open": f"/claims/CLAIM?order=document&document={quote(document.id, safe='')}",
            "expects": max((d.id for d in history), default=0),
            "reprint": standing.reviewed.reprint_of,
            "others": tuple(d for d in asked.ledger.list_documents(limit=_OTHERS) if d.id != document.id),
            "history": history,
            "total": len(standing.claims),
            "claims": tuple({"id": c.id, "status": standing.status(c), "passage": c.passage} for c in shown),
            "more": f"{here}{asked.search(claims=begin + _CLAIMS)}" if begin + _CLAIMS < len(standing.claims) else None,
            "faults": tuple(f"{p.severity}: {p.message}" for p in standing.reviewed.extraction.problems[:20]),
        },
    )


def _facts(standing: Standing) -> list[tuple[str, str]]:
    document = standing.document
    facts = [
        (
            "published",
            f"{document.published} ({document.published_from})" if document.published_from else str(document.published),
        ),
        ("outlet", document.outlet),
        ("by", ", ".join(document.authors)),
        ("file", document.name),
        ("address", document.url),
        ("language", document.language),
        ("length", f"{len(document.text):,} characters"),
        *((hop.relation, hop.name) for hop in document.provenance),
    ]
    return [(label, value) for label, value in facts if value and value != "None"]


def _text(asked: Asked) -> Answer:
    """More of the text: `from` or `until` a paragraph."""
    standing = standing_of(asked, asked.path("id"))
    until, on = asked.number("until"), asked.given("on")
    first = max(0, until - _PARAGRAPHS) if until is not None else asked.number("from") or 0
    count = until - first if until is not None else _PARAGRAPHS
    claim = standing.claim(on) if on else None
    data = {
        "document": {"id": standing.document.id},
        "window": standing.window(claim, first=first, count=count),
        "direction": "before" if until is not None else "after",
        "on": f"&on={quote(on, safe='')}" if on else "",
    }
    return Answer(template="window.html", title="", data=data)


def _date(asked: Asked) -> Answer | Response:
    document = asked.path("id")
    value = asked.field("value")
    try:
        day = date.fromisoformat(value or "")
    except ValueError:
        raise UsageError(f"{value!r} is no day; write it as 2024-12-28. To take a day back, undo the decision") from None
    here = f"/documents/{quote(document, safe='')}"
    return decide(asked, "date", document, value=day.isoformat(), then=here, look=here)


def _reprint(asked: Asked) -> Answer | Response:
    document, of = asked.path("id"), asked.field("value")
    if asked.field("none"):
        of = None
    else:
        try:
            standing_of(asked, of or "")
        except HTTPException:
            raise UsageError(f"there is no document {of!r}; name it by its id, which stands in its address") from None
    here = f"/documents/{quote(document, safe='')}"
    return decide(asked, "reprint", document, value=of, then=here, look=here)


PAGES = (("/documents", _list), ("/documents/{id}", _one))
FORMS = (("/documents/{id}/date", _date), ("/documents/{id}/reprint", _reprint))
FRAGMENTS = (("/documents/{id}/text", _text),)
