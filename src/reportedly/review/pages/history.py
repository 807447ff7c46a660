"""What was decided: all of it, where reviewers disagree, and what no longer fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from starlette.responses import Response

from reportedly.errors import UsageError
from reportedly.ledger import DecisionKind
from reportedly.model import words_of
from reportedly.review.deciding import Telling, go, local
from reportedly.review.page import Answer, Asked

__all__ = ["FORMS", "FRAGMENTS", "PAGES"]

_PAGE = 100


def _history(asked: Asked) -> Answer:
    given = {name: asked.given(name) for name in ("by", "kind", "since", "target", "in_force")}
    kind = given["kind"] if given["kind"] in words_of(DecisionKind) else None
    before = asked.number("before")
    found = asked.ledger.decisions(
        in_force=given["in_force"] is not None,
        by=given["by"],
        kind=cast(DecisionKind | None, kind),
        since=_day(given["since"]),
        target=given["target"],
        limit=_PAGE + 1,
        before=before,
    )
    found = found[::-1]
    rows = tuple(Telling(asked).views(found[:_PAGE]))
    return Answer(
        template="history.html",
        title="History",
        data={
            "filters": given,
            "kinds": words_of(DecisionKind),
            "rows": rows,
            "begun": before is not None,
            "start": f"/history{asked.search(**given)}",
            "more": f"/history{asked.search(**given, before=rows[-1].id)}" if len(found) > _PAGE else None,
        },
    )


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise UsageError(f"since: {value!r} is no day; write it as 2024-12-28") from None


def _undo(asked: Asked) -> Response:
    number = int(asked.path("number"))
    undone = asked.ledger.undo(number, by=asked.who, why=asked.field("why"))
    asked.room.laid.note(undone)
    return go(local(asked.field("back")) or "/history", done=undone.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One measure of agreement."""

    name: str
    over: str
    value: str


def _disputes(asked: Asked) -> Answer:
    return Answer(template="disputes.html", title="Disputes", data={"figures": (), "rows": ()})


def _unfitting(asked: Asked) -> Answer:
    return Answer(template="unfitting.html", title="Decisions that no longer fit", data={"rows": ()})


PAGES = (("/history", _history), ("/disputes", _disputes), ("/unfitting", _unfitting))
FORMS = (("/decisions/{number:int}/undo", _undo),)
FRAGMENTS = ()
