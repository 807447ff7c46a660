"""The first page: how much there is, how much has been looked at, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.review.deciding import Telling
from reportedly.review.page import Answer, Asked

__all__ = ["FORMS", "FRAGMENTS", "PAGES"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A number and what it counts."""

    number: int
    label: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to do next, and why."""

    label: str
    why: str
    href: str


def _overview(asked: Asked) -> Answer:
    counts = dict(asked.ledger.counts())
    laid = asked.laid
    seen = sum(counts.get(status, 0) for status in ("accepted", "rejected", "edited", "added"))
    tiles = [
        Tile(number=counts.get("suggested", 0), label="claims nobody has looked at", href="/queue?status=suggested"),
        Tile(number=seen, label="claims decided"),
        Tile(number=counts.get("documents", 0), label="documents", href="/documents"),
        Tile(number=counts.get("decisions", 0), label="decisions", href="/history"),
    ]
    todo = []
    if counts.get("suggested"):
        todo.append(
            Step(
                label="Go through the queue",
                why="Figures, contradictions and doubtful readings first.",
                href="/queue?status=suggested",
            )
        )
    if laid:
        tiles.append(Tile(number=len(laid.sources), label="sources", href="/sources"))
        tiles.append(Tile(number=len(laid.questions), label="questions", href="/questions"))
        pairs = sum(p.verdict == "undecided" and p.decision is None for p in laid.proposals)
        if pairs:
            todo.append(
                Step(
                    label=f"Decide {pairs:,} pair{'' if pairs == 1 else 's'} of sources that may be one",
                    why="The program leaves these to a person.",
                    href="/sources",
                )
            )
    latest = asked.ledger.decisions(limit=5)
    return Answer(
        template="overview.html",
        title="Overview",
        data={
            "tiles": tuple(tiles),
            "todo": tuple(todo),
            "latest": Telling(asked).views(reversed(latest)),
            "laying_error": asked.room.laid.error,
        },
    )


def _laying(asked: Asked) -> Answer:
    return Answer(template="laying.html", title="", data={"laying_error": asked.room.laid.error})


PAGES = (("/", _overview),)
FORMS = ()
FRAGMENTS = (("/laying", _laying),)
