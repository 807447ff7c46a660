"""One claim beside its document: accept it, reject it, edit it, go on; and claims that the program missed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from starlette.responses import Response

from reportedly.errors import UsageError
from reportedly.json_form import to_json
from reportedly.ledger import DecisionKind
from reportedly.model import Claim, Document, make_id
from reportedly.review.claim_form import Values, blank, changed, choices, edited, values_of
from reportedly.review.claim_view import claim_view
from reportedly.review.deciding import DecisionView, Difference, Telling, decide
from reportedly.review.page import Answer, Asked
from reportedly.review.pages.queue import Filters
from reportedly.review.standing import Standing, standing_of, standing_with

__all__ = ["FORMS", "FRAGMENTS", "PAGES"]

_OPEN = "/claims/CLAIM"


def _href(claim: str) -> str:
    return f"/claims/{quote(claim, safe='')}"


def _one(asked: Asked) -> Answer:
    standing, claim = standing_with(asked, asked.path("id"))
    filters = Filters.of(asked)
    telling = Telling(asked)
    history = telling.about(claim.id)
    if asked.given("edit"):
        return _form(asked, standing, claim, values_of(claim), expects=_last(history))
    done = asked.number("done")
    finished = next((d for d in asked.ledger.decisions(limit=20) if d.id == done), None)
    told = telling.views([finished])[0] if finished else None
    undo = next((d for d in history if d.in_force), None)
    if undo is None and told and told.in_force and told.kind != "undo" and told.by == asked.who:
        undo = told
    previous, following = _neighbours(asked, filters, claim)
    laid = asked.laid
    return Answer(
        template="claim.html",
        title=claim.passage,
        data={
            "wide": True,
            "claim": claim_view(claim, standing.status(claim), laid.at if laid else {}),
            "standing": _standing_words(standing, claim),
            "document": _document(standing.document),
            "window": standing.window(claim),
            "direction": "",
            "on": f"&on={quote(claim.id, safe='')}",
            "open": f"{_OPEN}?order=document&document={quote(standing.document.id, safe='')}",
            "href": _href(claim.id),
            "act": f"{_href(claim.id)}/",
            "query": filters.search(asked),
            "expects": _last(history),
            "done": told,
            "undo": undo,
            "previous": previous,
            "next": following,
            "questions": tuple(
                {"id": q.id, "text": q.text, "reports": laid.summaries[q.id].reports}
                for q in (laid.of_claim.get(claim.id, ()) if laid else ())
                if laid
            ),
            "history": history,
        },
    )


def _last(history: tuple[DecisionView, ...]) -> int:
    return max((d.id for d in history), default=0)


def _document(document: Document) -> dict[str, object]:
    """What is shown of a document beside its text."""
    return {name: getattr(document, name) for name in ("id", "name", "title", "outlet", "published")}


def _standing_words(standing: Standing, claim: Claim) -> str:
    by = standing.reviewed.by.get(claim.id)
    return f"by {by}" if by else "what the program read; nobody has looked at it"


def _neighbours(asked: Asked, filters: Filters, claim: Claim) -> tuple[str | None, str | None]:
    """The pages before and after this one in the queue that the filters make."""
    search = filters.search(asked, after=None)
    before, after = (f"{_href(id)}{search}" if id else None for id in asked.ledger.beside(claim.id, **filters.chosen))
    return before, after


def _verdict(kind: DecisionKind) -> Callable[[Asked], Answer | Response]:
    def handler(asked: Asked) -> Answer | Response:
        standing, claim = standing_with(asked, asked.path("id"))
        filters = Filters.of(asked)
        here = f"{_href(claim.id)}{filters.search(asked)}"
        _, following = _neighbours(asked, filters, claim)

        def compare() -> tuple[str, tuple[Difference, ...]]:
            return f"{claim.passage} ({standing.status(claim)})", ()

        return decide(asked, kind, claim.id, then=following or here, look=here, compare=compare)

    return handler


def _edit(asked: Asked) -> Answer | Response:
    standing, claim = standing_with(asked, asked.path("id"))
    here = f"{_href(claim.id)}{Filters.of(asked).search(asked)}"
    values = _typed(asked)
    if asked.given("again"):
        return _form(asked, standing, claim, values, expects=asked.count("expects") or 0)
    try:
        after = edited(claim, standing.document, values)
        fields = changed(claim, after)
        if not fields:
            raise UsageError("nothing was changed; leave the edit, or accept the claim as it is")
    except UsageError as error:
        return _form(asked, standing, claim, values, expects=asked.count("expects") or 0, problem=str(error))
    return decide(
        asked,
        "edit",
        claim.id,
        value=json.dumps({"fields": fields}),
        then=here,
        look=here,
        edits=f"{_href(claim.id)}/edit{Filters.of(asked).search(asked, again=1)}",
        compare=lambda: (None, _differences(claim, after)),
    )


def _typed(asked: Asked) -> Values:
    return {name: value for name, value in asked.form.multi_items() if isinstance(value, str) and name != "csrf_token"}


def _differences(now: Claim, yours: Claim) -> tuple[Difference, ...]:
    """The fields of a claim as it is now and as somebody would have it, each in its words."""
    a, b = claim_view(now, "", {}), claim_view(yours, "", {})
    found = [] if a.passage == b.passage else [Difference(field="passage", now=a.passage, yours=b.passage)]
    chains = [" → ".join(hop.name for hop in view.chain) for view in (a, b)]
    if chains[0] != chains[1]:
        found.append(Difference(field="who says it", now=chains[0], yours=chains[1]))
    for label in dict.fromkeys(cell.label for view in (a, b) for cell in view.cells):
        words = ["; ".join(f"{c.value} {' '.join(c.notes)}".strip() for c in view.cells if c.label == label) for view in (a, b)]
        if words[0] != words[1]:
            found.append(Difference(field=label, now=words[0], yours=words[1]))
    return tuple(found)


def _form(
    asked: Asked,
    standing: Standing,
    claim: Claim,
    values: Values,
    *,
    expects: int,
    problem: str | None = None,
    added: bool = False,
) -> Answer:
    """The claim as a form, with these values in it."""
    document = standing.document
    search = Filters.of(asked).search(asked)
    where = f"/documents/{quote(document.id, safe='')}"
    words = {}
    for name in (n.removesuffix("-start") for n in values if n.endswith("-start")):
        start, end = values.get(f"{name}-start", ""), values.get(f"{name}-end", "")
        if start.isdecimal() and end.isdecimal() and len(start + end) < 24:
            words[name] = document.text[int(start) : int(end)]
    return Answer(
        template="claim_form.html",
        title=f"{'Add' if added else 'Edit'}: {claim.passage}",
        status=400 if problem else 200,
        data={
            "wide": True,
            "document": _document(document),
            "window": standing.window(claim),
            "direction": "",
            "on": f"&on={quote(claim.id, safe='')}",
            "action": f"{where}/add" if added else f"{_href(claim.id)}/edit{search}",
            "leave": where if added else f"{_href(claim.id)}{search}",
            "heading": "A claim the program missed" if added else "Edit the claim",
            "values": dict(values),
            "words": words,
            "choices": choices(),
            "outcomes": asked.ledger.outcomes(),
            "expects": expects,
            "problem": problem,
        },
    )


def _add_page(asked: Asked) -> Answer:
    standing = standing_of(asked, asked.path("id"))
    claim = blank(standing.document, asked.number("start") or 0, asked.number("end") or 0)
    return _form(asked, standing, claim, values_of(claim), expects=0, added=True)


def _add(asked: Asked) -> Answer | Response:
    standing = standing_of(asked, asked.path("id"))
    document = standing.document
    values = _typed(asked)
    empty = blank(document, asked.count("span-0-start") or 0, asked.count("span-0-end") or 0)
    try:
        claim = edited(empty, document, values)
    except UsageError as error:
        return _form(asked, standing, empty, values, expects=0, problem=str(error), added=True)
    claim = replace(claim, id=make_id(document.id, "added", *((s.start, s.end) for s in claim.content)))
    fields = {name: value for name, value in to_json(claim).items() if name not in ("id", "document", "passage")}
    here = _href(claim.id)
    return decide(asked, "add", claim.id, value=json.dumps({"document": document.id, "fields": fields}), then=here, look=here)


PAGES = (("/claims/{id}", _one), ("/documents/{id}/add", _add_page))
FORMS = (
    ("/claims/{id}/accept", _verdict("accept")),
    ("/claims/{id}/reject", _verdict("reject")),
    ("/claims/{id}/edit", _edit),
    ("/documents/{id}/add", _add),
)
FRAGMENTS = ()
