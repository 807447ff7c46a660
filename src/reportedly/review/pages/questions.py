"""Questions and relations: how claims stand to one another, to be confirmed or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import Response

from reportedly.comparison import Assessment, Link, Origin, Question, Support
from reportedly.ledger import Decision, DecisionKind
from reportedly.review.deciding import DecisionView, Telling, decide
from reportedly.review.laid import Laid
from reportedly.review.page import Answer, Asked

__all__ = ["FORMS", "FRAGMENTS", "PAGES"]

_PAGE = 50
_LINKS = 100  # links of one question that are shown, the most certain first


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRef:
    """A claim named by the day it was said."""

    id: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """What one party says to the question."""

    name: str
    reliability: str | None
    latest: str
    denies: bool
    before: tuple[str, ...]
    claims: tuple[ClaimRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A relation of two claims, with what a person decided about it."""

    left: str
    right: str
    left_words: str
    right_words: str
    relation: str
    score: float | None
    reasons: tuple[str, ...]
    expects: int
    decided: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRef:
    """A report by the name it is called."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRow:
    """An origin with the reports that rest on it."""

    name: str
    reliability: str | None
    known: bool
    reasons: tuple[str, ...]
    documents: tuple[ReportRef, ...]


def _list(asked: Asked) -> Answer:
    laid = asked.laid
    text = asked.given("text")
    begin = asked.number("from") or 0
    wanted = (text or "").casefold()
    found = [q for q in laid.questions if wanted in q.text.casefold()] if laid else []
    rows = tuple(
        {"id": q.id, "text": q.text, "range": summary.range, "reports": summary.reports}
        for q in found[begin : begin + _PAGE]
        if laid and (summary := laid.summaries[q.id])
    )
    search = asked.search(text=text)
    return Answer(
        template="questions.html",
        title="Questions",
        data={
            "filters": {"text": text},
            "rows": rows,
            "total": len(found),
            "ready": laid is not None,
            "begun": begin > 0,
            "start": f"/questions{search}",
            "more": f"/questions{asked.search(text=text, **{'from': begin + _PAGE})}" if begin + _PAGE < len(found) else None,
            "laying_error": asked.room.laid.error,
        },
    )


def _one(asked: Asked) -> Answer:
    laid = asked.laid
    question = laid.asked.get(asked.path("id")) if laid else None
    if laid is None:
        raise HTTPException(503, "the reports are still being laid side by side; try again in a moment")
    if question is None:
        raise HTTPException(404, "there is no such question now; it may have changed with what was decided")
    found = asked.room.laid.ask(("question", question.id), laid, lambda: _found(laid, question))
    data: dict[str, object] = {
        "question": question,
        "found": found is not None,
        "here": f"/questions/{question.id}",
        "laying_error": asked.room.laid.error,
    }
    if found is not None:
        support, assessment, links = found
        shown = links[:_LINKS]
        decided: dict[str, list[Decision]] = {}
        # What is refused is not among the links any more, and must be found here to be undone.
        pairs = {f"{link.left} {link.right}" for link in shown}
        pairs |= {f"{ruling.left} {ruling.right}" for ruling in laid.folds.ruled(question)}
        for decision in reversed(asked.ledger.decisions(target=pairs)):
            decided.setdefault(decision.target, []).append(decision)
        history = Telling(asked).views(d for of_pair in decided.values() for d in of_pair)
        views = {view.id: view for view in history}
        data |= {
            "support": str(support),
            "parties": _parties(assessment, laid),
            "links": tuple(
                _link(link, laid, [views[d.id] for d in decided.get(f"{link.left} {link.right}", ())]) for link in shown
            ),
            "linked": len(links),
            "origins": tuple(_origin(origin, laid) for origin in support.origins),
            "history": history,
        }
    return Answer(template="question.html", title=question.text, data=data)


def _found(laid: Laid, question: Question) -> tuple[Support, Assessment, tuple[Link, ...]]:
    links = sorted(laid.folds.links(question), key=lambda link: (-(link.score or 2), link.left, link.right))
    return laid.folds.support(question), laid.folds.assess(question), tuple(links)


def _parties(assessment: Assessment, laid: Laid) -> tuple[PartyRow, ...]:
    return tuple(
        PartyRow(
            name=line.name,
            reliability=laid.folds.reliability(line.party),
            latest=str(line.latest) if line.latest and line.latest.drawn else (line.vague or ""),
            denies=line.denies,
            before=tuple(
                dict.fromkeys(
                    str(a.interval) for a in line.history if a.interval and a.interval.drawn and a.interval != line.latest
                )
            ),
            claims=tuple(ClaimRef(id=a.claim, day=a.said) for a in line.history),
        )
        for line in assessment.parties
    )


def _link(link: Link, laid: Laid, decisions: list[DecisionView]) -> LinkRow:
    force = [d for d in decisions if d.in_force]
    return LinkRow(
        left=link.left,
        right=link.right,
        left_words=laid.claim(link.left).passage,
        right_words=laid.claim(link.right).passage,
        relation=link.relation,
        score=link.score,
        reasons=link.reasons,
        expects=decisions[0].id if decisions else 0,
        decided=f"{force[0].says} by {force[0].by}" if force else None,
    )


def _origin(origin: Origin, laid: Laid) -> OriginRow:
    return OriginRow(
        name=origin.name,
        reliability=laid.folds.reliability(origin.source),
        known=origin.lineage == "known",
        reasons=origin.reasons,
        documents=tuple(ReportRef(id=id, name=laid.report(id)) for id in origin.documents),
    )


def _decide(asked: Asked) -> Answer | Response:
    kinds: Mapping[str | None, DecisionKind] = {"confirm": "confirm", "refuse": "refuse"}
    kind = kinds.get(asked.field("kind"))
    left, right, relation = asked.field("left"), asked.field("right"), asked.field("relation")
    if kind is None or not (left and right and relation):
        raise HTTPException(400, "a relation is confirmed or refused, between two claims")
    question = asked.field("question") or ""
    back = f"/questions/{question}"
    return decide(asked, kind, f"{left} {right}", value=relation, then=back, look=back)


PAGES = (("/questions", _list), ("/questions/{id}", _one))
FORMS = (("/relations", _decide),)
FRAGMENTS = ()
