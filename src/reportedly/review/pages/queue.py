"""The queue: what there is to look at, what matters first, with filters that are kept in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from reportedly.errors import UsageError
from reportedly.model import Stance, words_of
from reportedly.review.page import Answer, Asked

__all__ = ["FORMS", "FRAGMENTS", "PAGES", "STATUSES", "Filters"]

STATUSES = ("suggested", "accepted", "rejected", "edited", "added")
_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which claims, in which order, and from where on. It travels in the address of the queue and of each claim in it."""

    status: str | None = None
    outcome: str | None = None
    stance: str | None = None
    source: str | None = None
    document: str | None = None
    text: str | None = None
    order: str = "weight"
    after: str | None = None

    @classmethod
    def of(cls, asked: Asked) -> Filters:
        """The filters in an address. Raises UsageError for a status, a stance or an order that is none."""
        given = {name: asked.given(name) for name in cls.__dataclass_fields__}
        for name, words in (("status", STATUSES), ("stance", words_of(Stance)), ("order", ("weight", "document"))):
            if given[name] is not None and given[name] not in words:
                raise UsageError(f"{name}: {given[name]!r} is not one of: {', '.join(words)}")
        return cls(**{**given, "order": given["order"] or "weight"})  # type: ignore[arg-type]  # all are words or None

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return any((self.status, self.outcome, self.stance, self.source, self.document, self.text))

    @property
    def chosen(self) -> Mapping[str, Any]:
        """What is asked of the ledger."""
        return {name: getattr(self, name) for name in ("status", "outcome", "stance", "source", "document", "text", "order")}

    def search(self, asked: Asked, **more: object) -> str:
        """The filters as the query of an address."""
        given = {**self.chosen, "after": self.after, **more}
        return asked.search(**{name: value for name, value in given.items() if (name, value) != ("order", "weight")})


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A claim in the queue, and why it stands where it does."""

    id: str
    document: str
    status: str
    who: str
    stance: str
    outcomes: tuple[str, ...]
    passage: str
    why: tuple[str, ...]
    report: str
    published: date | None
    href: str


def _queue(asked: Asked) -> Answer:
    filters = Filters.of(asked)
    found = asked.ledger.queue(**filters.chosen, after=filters.after, limit=_PAGE)
    rows = tuple(
        QueueRow(
            id=item.claim,
            document=item.document,
            status=item.status,
            who=item.who or item.report,
            stance=item.stance,
            outcomes=item.outcomes,
            passage=item.passage,
            why=item.reasons,
            report=item.report,
            published=item.published,
            href=f"/claims/{quote(item.claim, safe='')}{filters.search(asked, after=None)}",
        )
        for item in found.items
    )
    return Answer(
        template="queue.html",
        title="Queue",
        data={
            "filters": filters,
            "statuses": STATUSES,
            "stances": words_of(Stance),
            "outcomes": asked.ledger.outcomes(),
            "rows": rows,
            "total": found.total,
            "begun": filters.after is not None,
            "start": f"/queue{filters.search(asked, after=None)}",
            "more": f"/queue{filters.search(asked, after=found.after)}" if found.after else None,
        },
    )


PAGES = (("/queue", _queue),)
FORMS = ()
FRAGMENTS = ()
