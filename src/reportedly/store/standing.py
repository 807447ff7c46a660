"""How a document stands, as rows, for what is asked in SQL. All of it follows from readings and decisions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence, Set
from datetime import date
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reportedly.decision import Reviewed, Status
from reportedly.model import Claim, Document, Stance
from reportedly.store import tables as t

__all__ = ["batches", "folded", "lay", "misplaced", "rank", "reasons", "shift"]

#: Below this probability of having been read rightly a claim is doubtful.
_DOUBTFUL = 0.7

#: Columns that a claim's rank follows from, beside its status and whether it is contested.
_WEIGHED = ("figures", "confidence", "stance")

#: No statement binds more values than SQLite takes.
_AT_ONCE = 500

_T = TypeVar("_T")


def folded(words: str) -> str:
    """Words as they are looked for: without case, accents and line breaks."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def reasons(
    status: Status, *, contested: bool, figures: int, confidence: float | None, stance: Stance
) -> tuple[tuple[int, str], ...]:
    """Why a claim should be looked at: points and words, the most points first. The names are those of the columns."""
    found = (
        (8, "unseen", status == "suggested"),
        (4, "contested", contested),
        (3, "a figure" if figures == 1 else f"{figures} figures", figures > 0),
        (2, f"doubtful ({confidence or 0:.0%})", confidence is not None and confidence < _DOUBTFUL),
        (1, f"it {stance}", stance in ("denies", "doubts")),
    )
    return tuple((points, words) for points, words, holds in found if holds)


def rank(status: Status, **columns: Any) -> int:
    """Where a claim comes in the queue: smaller is sooner."""
    return -sum(points for points, _ in reasons(status, **columns))


def lay(connection: Connection, before: Reviewed | None, after: Reviewed, number: int) -> None:
    """Bring the rows of a document from how it stood to how it stands; without `before` from whatever they are.

    `number`: that of its present reading.
    """
    document = after.extraction.document
    row = {
        **{name: getattr(document, name) for name in ("id", "name", "title", "outlet", "language", "url", "path")},
        "extraction": number,
        "published": document.published.isoformat() if document.published else None,
        "words": folded(f"{document.title or ''} {document.outlet or ''} {document.name}"),
    }
    if not connection.execute(t.documents.update().where(t.documents.c.id == document.id).values(row)).rowcount:
        connection.execute(t.documents.insert().values(row))
    contested = _contested(connection, document.id)
    if before is None or before.extraction.document != document:
        gone, claims = None, after.claims
    else:
        was = {claim.id: (claim, before.status.get(claim.id)) for claim in before.claims}
        claims = tuple(c for c in after.claims if was.get(c.id) != (c, after.status.get(c.id)))
        gone = {c.id for c in claims} | (was.keys() - {c.id for c in after.claims})
    _drop(connection, document.id, gone)
    # Decisions are few beside claims, so these are simply written anew.
    connection.execute(t.unfitting.delete().where(t.unfitting.c.document == document.id))
    rows: tuple[tuple[sa.Table, list[dict[str, Any]]], ...] = (
        (t.claims, [_row(claim, document, after.status.get(claim.id, "suggested"), contested) for claim in claims]),
        (
            t.outcomes,
            [
                {"document": document.id, "claim": claim.id, "outcome": outcome}
                for claim in claims
                for outcome in sorted({q.outcome for q in claim.quantities if q.outcome})
            ],
        ),
        (t.unfitting, [{"decision": decision.id, "document": document.id} for decision in after.unfitting]),
    )
    for table, made in rows:
        if made:
            connection.execute(table.insert(), made)


def misplaced(connection: Connection, contested: Set[str]) -> list[str]:
    """The claims that are marked as contested and are not, or the other way round, sorted."""
    marked = connection.execute(sa.select(t.claims.c.id).where(t.claims.c.contested)).scalars()
    return sorted(contested ^ set(marked))


def shift(connection: Connection, claims: Sequence[str], contested: Set[str]) -> int:
    """Mark those of these claims that are contested, and no others of them; how many rows there are."""
    c, columns = t.claims.c, (t.claims.c.document, t.claims.c.id, t.claims.c.status, *(t.claims.c[name] for name in _WEIGHED))
    rows = []
    for document, id, status, *weighed in connection.execute(sa.select(*columns).where(c.id.in_(claims))):
        now = id in contested
        moved = rank(status, contested=now, **dict(zip(_WEIGHED, weighed, strict=True)))
        rows.append({"of": document, "claim": id, "now": now, "moved": moved})
    if rows:
        here = (c.document == sa.bindparam("of")) & (c.id == sa.bindparam("claim"))
        connection.execute(t.claims.update().where(here).values(contested=sa.bindparam("now"), rank=sa.bindparam("moved")), rows)
    return len(rows)


def batches(things: Sequence[_T]) -> Iterator[tuple[_T, ...]]:
    """So many at a time as a statement may bind."""
    rest = iter(things)
    while some := tuple(islice(rest, _AT_ONCE)):
        yield some


def _contested(connection: Connection, document: str) -> set[str]:
    query = sa.select(t.claims.c.id).where(t.claims.c.document == document, t.claims.c.contested)
    return set(connection.execute(query).scalars())


def _drop(connection: Connection, document: str, claims: Set[str] | None) -> None:
    """Delete the rows of these claims of a document, or of all."""
    if claims is None:
        connection.execute(t.outcomes.delete().where(t.outcomes.c.document == document))
        connection.execute(t.claims.delete().where(t.claims.c.document == document))
        return
    for some in batches(sorted(claims)):
        connection.execute(t.outcomes.delete().where(t.outcomes.c.document == document, t.outcomes.c.claim.in_(some)))
        connection.execute(t.claims.delete().where(t.claims.c.document == document, t.claims.c.id.in_(some)))


def _row(claim: Claim, document: Document, status: Status, contested: Set[str]) -> dict[str, Any]:
    said: date | None = min((m.earliest for m in claim.times if m.role == "said" and m.earliest), default=document.published)
    weighed: dict[str, Any] = {
        "contested": claim.id in contested,
        "figures": sum(quantity.outcome is not None for quantity in claim.quantities),
        "confidence": claim.confidence,
        "stance": claim.stance,
    }
    return {
        **weighed,
        "document": document.id,
        "id": claim.id,
        "status": status,
        "rank": rank(status, **weighed),
        "said": said.isoformat() if said else None,
        "published": document.published.isoformat() if document.published else "9999",
        "start": min(claim.content or claim.cue).start,
        "who": claim.chain[0].name if claim.chain else document.outlet,
        "passage": claim.passage,
        "names": folded("; ".join(hop.name for hop in claim.chain) or document.outlet or ""),
        "words": folded(claim.passage),
    }
