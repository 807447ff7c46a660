"""The queue: claims as they stand, in an order that a person can work through, a page at a time.

A page begins where the one before ended, by the place of its last claim and not by a count, so it costs the same wherever it is,
and a claim that was decided meanwhile neither repeats another nor hides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reportedly.decision import Status
from reportedly.errors import UsageError
from reportedly.model import Stance
from reportedly.store import tables as t
from reportedly.store.standing import folded, reasons

__all__ = ["Filters", "Order", "Queue", "QueueItem", "beside", "queue"]

#: What matters first, or as the words stand in the documents, these by day.
Order = Literal["weight", "document"]

#: Claims that meet the conditions are counted up to this.
MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Conditions on claims, all of which must hold. `source`: in a name of its chain; `text`: in its passage."""

    status: Status | None = None
    outcome: str | None = None
    stance: Stance | None = None
    source: str | None = None
    document: str | None = None
    text: str | None = None
    order: Order = "weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """A claim in the queue: `reasons` say why it is where it is, `report` is the title or name of its document."""

    claim: str
    document: str
    status: Status
    who: str | None
    stance: Stance
    outcomes: tuple[str, ...]
    passage: str
    reasons: tuple[str, ...]
    report: str
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of the queue. `after` begins the next, `None` when there is none. `total` counts all, `None` where they are not."""

    items: tuple[QueueItem, ...]
    after: str | None
    total: int | None


def queue(connection: Connection, filters: Filters, after: str | None, limit: int) -> Queue:
    """At most `limit` claims behind the place `after`. Raises UsageError for a place that is none."""
    keys = _keys(filters)
    query = sa.select(t.claims).where(*_conditions(filters)).order_by(*keys).limit(limit + 1)
    if after is not None:
        query = query.where(sa.tuple_(*keys) > sa.tuple_(*_place(after, keys)))
    rows = connection.execute(query).all()
    shown = rows[:limit]
    of_claims: dict[tuple[str, str], list[str]] = {}
    o, d = t.outcomes.c, t.documents.c
    found = sa.select(o.document, o.claim, o.outcome).where(
        sa.tuple_(o.document, o.claim).in_([(r.document, r.id) for r in shown])
    )
    for document, claim, outcome in connection.execute(found.order_by(o.outcome)):
        of_claims.setdefault((document, claim), []).append(outcome)
    called = sa.select(d.id, d.title, d.name).where(d.id.in_({row.document for row in shown}))
    reports = {id: title or name for id, title, name in connection.execute(called)}
    return Queue(
        items=tuple(_item(row, reports[row.document], tuple(of_claims.get((row.document, row.id), ()))) for row in shown),
        after="~".join(str(getattr(shown[-1], key.name)) for key in keys) if len(rows) > limit else None,
        total=len(rows) if after is None and len(rows) <= limit else _total(connection, filters),
    )


def _total(connection: Connection, filters: Filters) -> int | None:
    """How many claims there are in the queue. Words are not counted: all claims would have to be gone through."""
    if filters.source is not None or filters.text is not None:
        return None
    counted = sa.select(t.claims.c.id).where(*_conditions(filters)).limit(MOST + 1).subquery()
    total = connection.execute(sa.select(sa.func.count()).select_from(counted)).scalar_one()
    return total if total <= MOST else None


def _keys(filters: Filters) -> list[sa.Column[Any]]:
    """What the queue is ordered by. Within one document, that and its day say nothing."""
    names = ("start", "id") if filters.document is not None else ("published", "document", "start", "id")
    return [t.claims.c[name] for name in (names if filters.order == "document" else ("rank", *names))]


def beside(connection: Connection, claim: str, filters: Filters) -> tuple[str | None, str | None]:
    """The claims before and after this one in the queue. When it is not in it (any more), the queue begins after it."""
    keys = _keys(filters)
    here = connection.execute(sa.select(*keys).where(t.claims.c.id == claim)).first()
    if here is None:
        return None, None
    query = sa.select(t.claims.c.id).where(*_conditions(filters)).limit(1)
    if connection.execute(query.where(t.claims.c.id == claim)).first() is None:
        return None, connection.execute(query.order_by(*keys)).scalar()
    place = sa.tuple_(*(sa.literal(value, key.type) for value, key in zip(here, keys, strict=True)))
    before = query.where(sa.tuple_(*keys) < place).order_by(*(key.desc() for key in keys))
    after = query.where(sa.tuple_(*keys) > place).order_by(*keys)
    return connection.execute(before).scalar(), connection.execute(after).scalar()


def _conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    c, o = t.claims.c, t.outcomes.c
    found: list[sa.ColumnElement[bool]] = [
        c[name] == value for name in ("status", "stance", "document") if (value := getattr(filters, name)) is not None
    ]
    if filters.outcome is not None:
        found.append(sa.exists().where(o.document == c.document, o.claim == c.id, o.outcome == filters.outcome))
    if filters.source is not None:
        found.append(c.names.contains(folded(filters.source), autoescape=True))
    if filters.text is not None:
        found.append(c.words.contains(folded(filters.text), autoescape=True))
    return found


def _place(after: str, keys: list[sa.Column[Any]]) -> list[sa.ColumnElement[Any]]:
    parts = after.split("~")
    try:
        if len(parts) != len(keys):
            raise ValueError
        return [sa.literal(key.type.python_type(part), key.type) for part, key in zip(parts, keys, strict=True)]
    except ValueError:
        raise UsageError(f"after: {after!r} is no place in the queue; begin at its beginning") from None


def _item(row: sa.Row[Any], report: str, outcomes: tuple[str, ...]) -> QueueItem:
    weighed = {name: getattr(row, name) for name in ("contested", "figures", "confidence", "stance")}
    return QueueItem(
        claim=row.id,
        document=row.document,
        status=row.status,
        who=row.who,
        stance=cast(Stance, row.stance),
        outcomes=outcomes,
        passage=row.passage,
        reasons=tuple(words for _, words in reasons(row.status, **weighed)),
        report=report,
        published=date.fromisoformat(row.published) if row.published != "9999" else None,
    )
