"""The store: every reading of every document, and every decision of a person, kept for good.

Readings and decisions are appended and never changed. The last reading of a document is its present one. What follows from
them is folded from what is kept (`decision`, `source`), so it does not depend on the order in which documents arrived; how each
document stands is also laid out in rows, for what is asked in SQL, and `rebuild` makes those anew (`store`).

Each write is one transaction, committed to disk before the call returns: a process killed at any moment loses nothing that it
was told is kept.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from os import PathLike
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reportedly import decision as deciding
from reportedly.comparison import Decided, Source
from reportedly.decision import CLAIM_KINDS, FOLD_KINDS, Decision, DecisionKind, Reviewed, Status, checked, in_force
from reportedly.errors import ConflictError, LedgerError, UsageError
from reportedly.json_form import from_json, to_json
from reportedly.model import Claim, Document, Extraction, Problem, Stance, words_of
from reportedly.source import identify, plain
from reportedly.store import queue as queueing
from reportedly.store import tables as t
from reportedly.store.database import Database
from reportedly.store.queue import Filters, Queue, QueueItem
from reportedly.store.standing import batches, folded, lay, misplaced, shift

__all__ = ["Changes", "ConflictError", "Decision", "DecisionKind", "DocumentRow", "Ledger", "Queue", "QueueItem", "Reviewed"]

#: So many documents are kept as they stand, so that the next page on one of them need not read it again.
_KEPT = 8

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document in a list: what it is called, how many claims it has, and how many of them nobody has looked at."""

    id: str
    name: str
    title: str | None
    outlet: str | None
    published: date | None
    claims: int
    unseen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What has changed since an earlier moment: `moment` is now, `documents` stand otherwise or are new.

    `judged`: whether people decided anew what the folds over all documents follow (`Ledger.decided`).
    """

    moment: tuple[int, int]
    documents: frozenset[str]
    judged: bool


class Ledger:
    """A ledger, opened; a context manager that closes it. It may be shared by threads.

    `where` is the path of an SQLite file or a database URL (`postgresql://user@host/name`). A ledger that is not there is
    made, unless `create` is false. An older one is brought to the present form. `timeout`: how many seconds to wait for
    another process that is writing.

    Raises LedgerError when it cannot be opened, is no ledger, or was made by a later version.
    """

    def __init__(self, where: str | PathLike[str] = "reportedly.db", *, create: bool = True, timeout: float = 30.0) -> None:
        self._kept: OrderedDict[tuple[int, int], Reviewed] = OrderedDict()
        self._lock = threading.Lock()
        self._database = Database(where, create=create, timeout=timeout)
        try:
            self._database.migrate(self._rebuild)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self._database.close()

    @property
    def url(self) -> str:
        """How it is called in messages: the path of a file, or the URL without its password."""
        return self._database.url

    def transaction(self, *, write: bool = False) -> AbstractContextManager[Connection]:
        """A transaction on the database, for what else is kept in it; committed at the end. One at a time writes."""
        return self._database.transaction(write=write)

    # --- readings

    def holds(self, document: Document, versions: tuple[tuple[str, str], ...]) -> bool:
        """Whether adding what these versions read from `document` would add nothing.

        That is so when they have read the same bytes before and took them to be published on the same day. A reading that
        lacks the day adds nothing to one that has it.
        """
        with self.transaction() as connection:
            return _held(connection, Extraction(document=document, versions=versions))

    def add(self, extraction: Extraction) -> bool:
        """Keep a reading; true when it is new. It is on disk when this returns.

        It becomes the present reading of its document; earlier ones stand beside it, and what was decided on them holds for it.
        """
        document = extraction.document
        row = {
            "id": extraction.id,
            "document": document.id,
            "published": document.published.isoformat() if document.published else "",
            "at": _now(),
            "json": json.dumps(to_json(extraction), separators=(",", ":")),
        }
        with self.transaction(write=True) as connection:
            if _held(connection, extraction):
                return False
            number = connection.execute(t.extractions.insert().values(row).returning(t.extractions.c.number)).scalar_one()
            decisions = _select(connection, _of_document(document.id), _standing())
            lay(connection, None, deciding.reviewed(extraction, decisions), number)
        return True

    def extractions(self) -> Iterator[Extraction]:
        """The documents as they stand: the present reading of each with what people decided, without what they rejected.

        By day of publication (unknown last), name and id.
        """
        for stands in self._all():
            yield stands.extraction

    def reviewed(self, document: str) -> Reviewed:
        """How one document stands. Raises KeyError when there is none of that id."""
        with self.transaction() as connection:
            return self._stands(connection, document)[1]

    def documents(self) -> tuple[Document, ...]:
        """The documents in the order of `extractions`, with the day of publication that a person gave."""
        found = []
        for document, number, decided in self._order():
            with self.transaction() as connection:
                if decided:
                    found.append(self._stands(connection, document)[1].extraction.document)
                else:
                    found.append(self._read(Document, self._json(connection, number)["document"], number))
        return tuple(found)

    def list_documents(self, *, text: str | None = None, begin: int = 0, limit: int = 50) -> tuple[DocumentRow, ...]:
        """So many documents from the one at place `begin` on, in that order. `text`: in title, outlet or name."""
        d, c = t.documents.c, t.claims.c
        query = sa.select(d.id, d.name, d.title, d.outlet, d.published).offset(begin).limit(limit)
        query = query.order_by(sa.func.coalesce(d.published, "9999"), d.name, d.id)
        if text:
            query = query.where(d.words.contains(folded(text), autoescape=True))
        with self.transaction() as connection:
            rows = connection.execute(query).all()
            unseen = sa.func.count().filter(c.status == "suggested")
            counts = sa.select(c.document, sa.func.count(), unseen).where(c.document.in_([r.id for r in rows]))
            counted = {id: numbers for id, *numbers in connection.execute(counts.group_by(c.document))}
        return tuple(
            DocumentRow(
                **{**row._mapping, "published": date.fromisoformat(row.published) if row.published else None},
                claims=counted.get(row.id, (0, 0))[0],
                unseen=counted.get(row.id, (0, 0))[1],
            )
            for row in rows
        )

    def claims(
        self,
        *,
        source: str | None = None,
        outcome: str | None = None,
        since: date | None = None,
        stance: Stance | None = None,
    ) -> tuple[Claim, ...]:
        """The claims as they stand, in the order of the documents, then of the text; all conditions must hold.

        `source`: the id of a source, or whole words of one of its names; it may be the origin or any other hop. `outcome`:
        of one of the claim's figures, as worded in the ledger. `since`: the first day on which it was said, else the day of
        publication; a claim without either does not meet it. Raises UsageError for a stance that is none.
        """
        c, o = t.claims.c, t.outcomes.c
        query = sa.select(c.document, c.id).where(c.status != "rejected")
        if stance is not None:
            if stance not in words_of(Stance):
                raise UsageError(f"{stance!r} is no stance; it is one of: {', '.join(words_of(Stance))}")
            query = query.where(c.stance == stance)
        if since is not None:
            query = query.where(c.said >= since.isoformat())
        if outcome is not None:
            query = query.where(sa.exists().where(o.document == c.document, o.claim == c.id, o.outcome == outcome))
        with self.transaction() as connection:
            wanted = {(document, claim) for document, claim in connection.execute(query)}
        if source is not None:
            of_source = self._claims_of(source)
            wanted = {at for at in wanted if at[1] in of_source}
        found: list[Claim] = []
        for stands in self._all({document for document, _ in wanted}):
            found += (claim for claim in stands.extraction.claims if (claim.document, claim.id) in wanted)
        return tuple(found)

    def changes(self, since: tuple[int, int] = (0, 0)) -> Changes:
        """What has changed since the `moment` of earlier changes, by whichever process."""
        e, d = t.extractions.c, t.decisions.c
        undone = t.decisions.alias()
        kind = sa.func.coalesce(undone.c.kind, d.kind)
        joined = t.decisions.outerjoin(undone, undone.c.id == d.undoes)
        with self.transaction() as connection:
            read = connection.execute(sa.select(e.number, e.document).where(e.number > since[0])).all()
            made = connection.execute(sa.select(d.id, d.document, kind).select_from(joined).where(d.id > since[1])).all()
        return Changes(
            moment=(max([since[0], *(n for n, _ in read)]), max([since[1], *(n for n, *_ in made)])),
            documents=frozenset([document for _, document in read] + [document for _, document, _ in made if document]),
            judged=any(word in (*FOLD_KINDS, "undo") for *_, word in made),
        )

    def names(self, ids: Iterable[str]) -> Mapping[str, str]:
        """What claims and documents are called: their passage, and their title or name. Ids of anything else are left out."""
        wanted = tuple(ids)
        c, d = t.claims.c, t.documents.c
        with self.transaction() as connection:
            found = {
                id: title or name
                for id, title, name in connection.execute(sa.select(d.id, d.title, d.name).where(d.id.in_(wanted)))
            }
            passages = sa.select(c.id, c.passage).where(c.id.in_(wanted))
            return found | {row.id: row.passage for row in connection.execute(passages)}

    def sources(self) -> tuple[Source, ...]:
        """Who is who in the chains of all claims as they stand, with what people decided about it."""
        decided = self.decided()
        return identify(self.extractions(), decided.judgements, decided.regards)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the documents, in their order."""
        return tuple(problem for extraction in self.extractions() for problem in extraction.problems)

    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that figures of the present readings have, sorted."""
        outcome, found = t.outcomes.c.outcome, list[str]()
        with self.transaction() as connection:  # from one to the next by the index: there are few among very many rows
            last = connection.execute(sa.select(sa.func.min(outcome))).scalar()
            while last is not None:
                found.append(last)
                last = connection.execute(sa.select(sa.func.min(outcome)).where(outcome > last)).scalar()
        return tuple(sorted(found))

    def counts(self) -> Mapping[str, int]:
        """How many claims there are of each status, and how many "documents" and "decisions"."""
        status = t.claims.c.status
        with self.transaction() as connection:
            found = dict.fromkeys(words_of(Status), 0)
            found |= {row[0]: row[1] for row in connection.execute(sa.select(status, sa.func.count()).group_by(status))}
            for name, table in (("documents", t.documents), ("decisions", t.decisions)):
                found[name] = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        return found

    # --- the queue

    def queue(self, *, after: str | None = None, limit: int = 50, **filters: Any) -> Queue:
        """Claims to look at, rejected ones too; `filters` are those of `store.queue.Filters`. `after`: of the page before."""
        with self.transaction() as connection:
            return queueing.queue(connection, Filters(**filters), after, limit)

    def beside(self, claim: str, **filters: Any) -> tuple[str | None, str | None]:
        """The ids of the claims before and after this one in the queue that these filters make."""
        with self.transaction() as connection:
            return queueing.beside(connection, claim, Filters(**filters))

    def document_of(self, claim: str) -> str | None:
        """The id of the document in which that claim stands now, rejected or not; `None` when it does in none."""
        with self.transaction() as connection:
            return connection.execute(sa.select(t.claims.c.document).where(t.claims.c.id == claim)).scalar()

    def mark_contested(self, claims: Iterable[str]) -> int:
        """Let these claims, and no others, come sooner in the queue; how many have moved.

        Some at a time, so that whoever decides meanwhile need not wait for all.
        """
        contested, moved = set(claims), 0
        with self.transaction() as connection:
            wrong = misplaced(connection, contested)
        for some in batches(wrong):
            with self.transaction(write=True) as connection:
                moved += shift(connection, some, contested)
        return moved

    # --- decisions

    def decide(
        self,
        kind: DecisionKind,
        target: str,
        *,
        by: str,
        why: str | None = None,
        value: str | None = None,
        expects: int | None = None,
    ) -> Decision:
        """Append a decision and return it as kept. It is on disk when this returns.

        `expects`: the id of the last decision about `target` that whoever decides has seen, 0 for none; ConflictError when
        there is a later one. Raises UsageError for what makes no sense, and for the kind "undo" (see `undo`).
        """
        with self.transaction(write=True) as connection:
            if expects is not None:
                last = _select(connection, t.decisions.c.target == target, limit=1)
                if last and last[0].id > expects:
                    message = f"{last[0].by} has decided about {target!r} meanwhile ({last[0].kind}); look at it again"
                    raise ConflictError(message, last[0])
            document = _document_of(connection, kind, target, value)
            before = self._stands(connection, document)[1] if document else None
            claim = next((c for c in before.claims if c.id == target), None) if before and kind in CLAIM_KINDS else None
            kept = checked(kind, target, value, claim, document, before.extraction.document.text if before else "")
            cells = {"kind": kind, "target": target, "value": kept, "undoes": None, "document": document}
            return self._append(connection, before, by=by, why=why, **cells)

    def undo(self, decision: int, *, by: str, why: str | None = None) -> Decision:
        """Append the undoing of a decision. Raises UsageError when there is no such decision or it is undone already."""
        with self.transaction(write=True) as connection:
            found = _select(connection, t.decisions.c.id == decision)
            if not found:
                raise UsageError(f"there is no decision {decision} in {self.url}")
            if _undone(connection, [decision]):
                raise UsageError(f"decision {decision} is undone already; undo the undoing to have it back")
            undone = found[0]
            cells = {"target": undone.target, "document": undone.document, "undoes": undone.id}
            before = self._stands(connection, undone.document)[1] if undone.document else None
            return self._append(connection, before, kind="undo", by=by, why=why, value=None, **cells)

    def decisions(
        self,
        *,
        in_force: bool = False,
        target: str | Collection[str] | None = None,
        kind: DecisionKind | None = None,
        by: str | None = None,
        since: date | None = None,
        before: int | None = None,
        limit: int | None = None,
    ) -> tuple[Decision, ...]:
        """Decisions in the order they were made; all conditions must hold. `target`: what they are about, or one of several.

        `in_force`: only those that no other in force undoes, without undos. `since`: made on this day (UTC) or later. `before`:
        of a smaller number. `limit`: no more than the last so many.
        """
        d = t.decisions.c
        conditions = [_standing()] if in_force else []
        conditions += [column == value for column, value in ((d.kind, kind), (d.by, by)) if value is not None]
        if target is not None:
            conditions.append(d.target.in_((target,) if isinstance(target, str) else tuple(target)))
        if since is not None:
            conditions.append(d.at >= since.isoformat())
        if before is not None:
            conditions.append(d.id < before)
        with self.transaction() as connection:
            return _select(connection, *conditions, limit=limit)

    def undone(self, decisions: Iterable[int]) -> frozenset[int]:
        """Those of these decisions that are not in force."""
        with self.transaction() as connection:
            return _undone(connection, decisions)

    def decided(self) -> Decided:
        """What people decided that the folds over all documents follow: identities, relations, reprints, types and grades."""
        with self.transaction() as connection:
            return deciding.decided(_select(connection, _standing(), t.decisions.c.kind.in_(FOLD_KINDS)))

    def shared(self) -> tuple[Decision, ...]:
        """The decisions in force about things that several people decided about, and about claims that somebody added."""
        d = t.decisions.c
        several = sa.select(d.target).where(_standing()).group_by(d.target).having(sa.func.count(d.by.distinct()) > 1)
        with self.transaction() as connection:
            return _select(connection, _standing(), d.target.in_(several) | (d.kind == "add"))

    def unfitting(self) -> tuple[Decision, ...]:
        """Decisions in force about claims that are not found in the present readings, in the order they were made."""
        d = t.decisions.c
        lost = d.id.in_(sa.select(t.unfitting.c.decision)) | (d.kind.in_(CLAIM_KINDS) & d.document.is_(None))
        with self.transaction() as connection:
            return _select(connection, _standing(), lost)

    # --- what follows from what is kept

    def rebuild(self) -> None:
        """Make all rows that follow from readings and decisions anew."""
        with self.transaction(write=True) as connection:
            self._rebuild(connection)

    def _rebuild(self, connection: Connection) -> None:
        for table in (t.unfitting, t.outcomes, t.claims, t.documents, t.undone):
            connection.execute(table.delete())
        kept = _select(connection)
        force = {decision.id for decision in in_force(kept)}
        if undone := [{"decision": decision.id} for decision in kept if decision.id not in force]:
            connection.execute(t.undone.insert(), undone)
        e = t.extractions.c
        for number, document in connection.execute(sa.select(sa.func.max(e.number), e.document).group_by(e.document)).all():
            decisions = _select(connection, _of_document(document), _standing())
            lay(connection, None, deciding.reviewed(self._reading(connection, number), decisions), number)

    # --- inside

    def _append(self, connection: Connection, before: Reviewed | None, **cells: Any) -> Decision:
        """Append a decision and bring the rows of its document from how it stood before to what follows."""
        row = connection.execute(t.decisions.insert().values(at=_now(), **cells).returning(t.decisions)).one()
        made = _decision(row)
        undoes, falls = made.undoes, True
        while undoes is not None:  # what falls with this gives back what it had itself undone, and so on
            connection.execute(
                t.undone.insert().values(decision=undoes) if falls else t.undone.delete().where(t.undone.c.decision == undoes)
            )
            undoes = connection.execute(sa.select(t.decisions.c.undoes).where(t.decisions.c.id == undoes)).scalar()
            falls = not falls
        if before is not None:
            document = before.reading.document.id
            number, after = self._stands(connection, document, keep=False)  # it is not committed yet
            lay(connection, before, after, number)
        return made

    def _stands(self, connection: Connection, document: str, *, keep: bool = True) -> tuple[int, Reviewed]:
        """The number of the present reading of a document and how it stands. Raises KeyError when there is none."""
        number = connection.execute(sa.select(t.documents.c.extraction).where(t.documents.c.id == document)).scalar()
        if number is None:
            raise KeyError(document)
        of_it = _of_document(document)
        last = connection.execute(sa.select(sa.func.max(t.decisions.c.id)).where(of_it)).scalar() or 0
        with self._lock:
            if (number, last) in self._kept:
                self._kept.move_to_end((number, last))
                return number, self._kept[number, last]
            known = next((made.reading for (n, _), made in self._kept.items() if n == number), None)
        reading = known or self._reading(connection, number)
        made = deciding.reviewed(reading, _select(connection, of_it, _standing()))
        if keep:
            with self._lock:
                self._kept[number, last] = made
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return number, made

    def _order(self) -> list[tuple[str, int, bool]]:
        """The documents in their order: id, number of the present reading, and whether anybody decided anything about it.

        Sorted here: databases order text by rules of their own.
        """
        d = t.documents.c
        with self.transaction() as connection:
            rows = connection.execute(sa.select(d.published, d.name, d.id, d.extraction)).all()
            decided = set(connection.execute(sa.select(t.decisions.c.document).distinct()).scalars())
        ordered = sorted((day or "9999", name, id, number) for day, name, id, number in rows)
        return [(id, number, id in decided) for _, _, id, number in ordered]

    def _all(self, documents: Collection[str] | None = None) -> Iterator[Reviewed]:
        """How all documents stand, or these, in their order."""
        for document, number, decided in self._order():
            if documents is None or document in documents:
                with self.transaction() as connection:
                    about = _select(connection, _of_document(document), _standing()) if decided else ()
                    yield deciding.reviewed(self._reading(connection, number), about)

    def _json(self, connection: Connection, number: int) -> dict[str, Any]:
        query = sa.select(t.extractions.c.json).where(t.extractions.c.number == number)
        return cast(dict[str, Any], json.loads(connection.execute(query).scalar_one()))

    def _reading(self, connection: Connection, number: int) -> Extraction:
        return self._read(Extraction, self._json(connection, number), number)

    def _read(self, kind: type[_T], data: dict[str, Any], number: int) -> _T:
        try:
            return from_json(kind, data)
        except (KeyError, TypeError, ValueError) as error:
            raise LedgerError(
                f"{self.url}: reading {number} has a form that this version does not know ({error}); "
                "read the document again, or use the version of reportedly that wrote it"
            ) from error

    def _claims_of(self, source: str) -> set[str]:
        wanted = re.compile(rf"(?<!\w){re.escape(plain(source))}(?!\w)")
        return {
            claim
            for one in self.sources()
            if source == one.id or any(wanted.search(plain(name)) for name in (one.name, *one.aliases))
            for claim, _ in one.mentions
        }


def _held(connection: Connection, extraction: Extraction) -> bool:
    published = extraction.document.published
    query = sa.select(t.extractions.c.number).where(t.extractions.c.id == extraction.id)
    if published is not None:
        query = query.where(t.extractions.c.published == published.isoformat())
    return connection.execute(query.limit(1)).first() is not None


def _document_of(connection: Connection, kind: str, target: str, value: str | None) -> str | None:
    """The document that a decision is about, or whose claim it is about. Raises UsageError where one is not there."""
    document: str | None = None
    if kind in ("date", "reprint"):
        document = target
    elif kind in CLAIM_KINDS:
        document = connection.execute(sa.select(t.claims.c.document).where(t.claims.c.id == target)).scalar()
        if document is None and kind == "add" and value:
            document = _named_in(value)
    if document is not None:
        there = sa.select(t.documents.c.id).where(t.documents.c.id == document)
        if connection.execute(there).first() is None:
            raise UsageError(f"{kind}: there is no document {document!r}; 'reportedly documents' lists them")
    return document


def _named_in(value: str) -> str | None:
    try:
        return cast(dict[str, str | None], json.loads(value)).get("document")
    except (ValueError, AttributeError):
        return None  # `checked` says what is wrong with it


def _of_document(document: str) -> sa.ColumnElement[bool]:
    return t.decisions.c.document == document


def _standing() -> sa.ColumnElement[bool]:
    """In force, and no undo."""
    return (t.decisions.c.kind != "undo") & ~sa.exists().where(t.undone.c.decision == t.decisions.c.id)


def _undone(connection: Connection, decisions: Iterable[int]) -> frozenset[int]:
    query = sa.select(t.undone.c.decision).where(t.undone.c.decision.in_(tuple(decisions)))
    return frozenset(connection.execute(query).scalars())


def _select(connection: Connection, *conditions: sa.ColumnElement[bool], limit: int | None = None) -> tuple[Decision, ...]:
    """The decisions that meet the conditions in the order they were made; the last `limit` of them."""
    query = sa.select(t.decisions).where(*conditions).order_by(t.decisions.c.id.desc()).limit(limit)
    return tuple(map(_decision, reversed(connection.execute(query).all())))


def _decision(row: sa.Row[Any]) -> Decision:
    cells = dict(row._mapping)
    return Decision(**{**cells, "at": datetime.fromisoformat(cells["at"])})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
