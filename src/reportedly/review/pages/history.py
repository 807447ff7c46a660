"""What was decided: all of it, where reviewers disagree, and what no longer fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from starlette.responses import Response

from reportedly.agreement import Agreement, agreements
from reportedly.decision import disputes
from reportedly.errors import UsageError
from reportedly.ledger import DecisionKind
from reportedly.model import words_of
from reportedly.review.deciding import DecisionView, Telling, go, local
from reportedly.review.page import Answer, Asked

__all__ = ["FORMS", "FRAGMENTS", "PAGES"]

_PAGE = 100
_OF_SOURCES: tuple[DecisionKind, ...] = ("merge", "split", "type", "sensitivity", "grade")
_OF_PAIRS: tuple[DecisionKind, ...] = ("confirm", "refuse")


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
    rows = Telling(asked).views(found[:_PAGE])
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
    asked.room.laid.follow()
    return go(local(asked.field("back")) or "/history", done=undone.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One measure of agreement, between whom, over how many claims."""

    name: str
    over: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRow:
    """One thing on which reviewers disagree, with the page of it where there is one."""

    of: str
    href: str | None
    decisions: tuple[DecisionView, ...]


def _disputes(asked: Asked) -> Answer:
    shared = asked.ledger.shared()
    found = disputes(shared)
    begin = asked.number("from") or 0
    shown = found[begin : begin + _PAGE]
    views = {view.id: view for view in Telling(asked).views(d for dispute in shown for d in dispute.decisions)}
    rows = []
    for dispute in shown:
        of = tuple(views[d.id] for d in dispute.decisions)
        rows.append(DisputeRow(of=of[0].of, href=of[0].href, decisions=of))
    return Answer(
        template="disputes.html",
        title="Disputes",
        data={
            "figures": tuple(row for agreement in agreements(shared) for row in _figures(agreement)),
            "rows": tuple(rows),
            "total": len(found),
            "more": f"/disputes{asked.search(**{'from': begin + _PAGE})}" if begin + _PAGE < len(found) else None,
        },
    )


def _figures(found: Agreement) -> Iterator[FigureRow]:
    pair = f"{found.left} and {found.right}"
    if found.judged:
        over = f"{pair}, {found.judged:,} claim{'' if found.judged == 1 else 's'} that both judged"
        yield FigureRow(name="same verdict", over=over, value=f"{found.agreed / found.judged:.0%}")
        if found.kappa is not None:
            yield FigureRow(name="Cohen's kappa", over=over, value=f"{found.kappa:.2f}")
    if found.worded:
        over = f"{pair}, {found.worded:,} claim{'' if found.worded == 1 else 's'} kept by both or added by either"
        yield FigureRow(name="same words", over=over, value=f"{found.exact / found.worded:.0%}")
        yield FigureRow(name="words alike (half or more in both)", over=over, value=f"{found.alike / found.worded:.0%}")


def _unfitting(asked: Asked) -> Answer:
    lost = asked.ledger.unfitting()
    if laid := asked.laid:
        known = {claim for claim, _ in laid.at} | laid.of_claim.keys()
        for kind in _OF_SOURCES:
            lost += tuple(d for d in asked.ledger.decisions(in_force=True, kind=kind) if d.target not in laid.by_id)
        for kind in _OF_PAIRS:
            lost += tuple(d for d in asked.ledger.decisions(in_force=True, kind=kind) if not known >= set(d.target.split()))
    rows = Telling(asked).views(sorted(lost, key=lambda d: -d.id)[:_PAGE])
    return Answer(template="unfitting.html", title="Decisions that no longer fit", data={"rows": rows, "total": len(lost)})


PAGES = (("/history", _history), ("/disputes", _disputes), ("/unfitting", _unfitting))
FORMS = (("/decisions/{number:int}/undo", _undo),)
FRAGMENTS = ()
