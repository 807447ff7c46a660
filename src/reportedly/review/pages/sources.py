"""Sources: who is who, what they are, how they are to be handled, and how far they are to be relied on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from reportedly.comparison import Source
from reportedly.errors import UsageError
from reportedly.model import SourceType, words_of
from reportedly.review.deciding import Telling, decide, go
from reportedly.review.laid import Laid
from reportedly.review.page import Answer, Asked
from reportedly.source import plain

__all__ = ["FORMS", "FRAGMENTS", "PAGES"]

_PAGE = 50
_PROPOSALS = 20
_CLAIMS = 100  # of one source that are listed
_SENSITIVITIES = ("none", "anonymous", "captive", "defector", "wounded", "medic", "minor")
_RELIABILITIES = ("A", "B", "C", "D", "E", "F")
_GRADES = "A completely reliable, B usually, C fairly, D not usually, E unreliable, F cannot be judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source in the list."""

    id: str
    name: str
    type: str
    named: str
    country: str | None
    aliases: tuple[str, ...]
    mentions: int
    sensitivity: str | None
    reliability: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """A pair that the program leaves to a person."""

    left: str
    right: str
    left_name: str
    right_name: str
    reasons: tuple[str, ...]
    expects: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """Another source, for the list to choose from."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A claim that comes from a source (hop 0) or through it."""

    id: str
    passage: str
    report: str
    hop: int


def _list(asked: Asked) -> Answer:
    laid = asked.laid
    text, kind = asked.given("text"), asked.given("type")
    begin = asked.number("from") or 0
    found = _matching(laid, text, kind) if laid else []
    settings = _Settings(asked)
    proposals = [p for p in laid.proposals if p.verdict == "undecided" and p.decision is None] if laid else []
    more = begin + _PAGE < len(found)
    return Answer(
        template="sources.html",
        title="Sources",
        data={
            "filters": {"text": text, "type": kind},
            "types": words_of(SourceType),
            "rows": tuple(_row(s, settings) for s in found[begin : begin + _PAGE]),
            "total": len(found),
            "ready": laid is not None,
            "begun": begin > 0,
            "start": f"/sources{asked.search(text=text, type=kind)}",
            "more": f"/sources{asked.search(text=text, type=kind, **{'from': begin + _PAGE})}" if more else None,
            "proposed": len(proposals),
            "proposals": tuple(_proposal(p.left, p.right, p.reasons, laid) for p in proposals[:_PROPOSALS]) if laid else (),
            "laying_error": asked.room.laid.error,
        },
    )


def _matching(laid: Laid, text: str | None, kind: str | None) -> list[Source]:
    wanted = plain(text) if text else ""
    return [
        s
        for s in laid.sources
        if (kind is None or s.type == kind)
        and (not wanted or any(wanted in plain(n) for n in (s.name, *s.aliases)) or s.id == text)
    ]


class _Settings:
    """What people decided about sources: type, sensitivity, reliability. The last decision in force counts."""

    def __init__(self, asked: Asked) -> None:
        self._values: dict[tuple[str, str], str] = {}
        for kind in ("type", "sensitivity", "grade"):
            for decision in asked.ledger.decisions(in_force=True, kind=kind):
                self._values[kind, decision.target] = decision.value or ""

    def of(self, kind: str, source: Source) -> str | None:
        return next((v for id in (source.id, *source.absorbed) if (v := self._values.get((kind, id)))), None)


def _row(source: Source, settings: _Settings) -> SourceRow:
    return SourceRow(
        id=source.id,
        name=source.name,
        type=settings.of("type", source) or source.type,
        named=source.named,
        country=source.country,
        aliases=source.aliases,
        mentions=len(source.mentions),
        sensitivity=settings.of("sensitivity", source),
        reliability=settings.of("grade", source),
    )


def _proposal(left: str, right: str, reasons: tuple[str, ...], laid: Laid) -> ProposalRow:
    names = [laid.by_id[id].name if id in laid.by_id else id for id in (left, right)]
    return ProposalRow(left=left, right=right, left_name=names[0], right_name=names[1], reasons=reasons, expects=0)


def _one(asked: Asked) -> Answer:
    laid = asked.laid
    if laid is None:
        raise HTTPException(503, "the reports are still being laid side by side; try again in a moment")
    source = laid.by_id.get(asked.path("id"))
    if source is None:
        raise HTTPException(404, "there is no such source now; it may have changed with what was decided")
    settings = _Settings(asked)
    telling = Telling(asked)
    history = tuple(view for id in (source.id, *source.absorbed) for view in telling.about(id))
    row = _row(source, settings)
    sensitivity = getattr(source, "sensitivity", None)
    proposed = f"the text suggests: {sensitivity}" if sensitivity and not row.sensitivity else None
    near = [s for s in laid.sources if s.id != source.id][:300]
    return Answer(
        template="source.html",
        title=source.name,
        data={
            "source": row,
            "pairs": tuple(_pairs(source, laid)),
            "settings": (
                ("type", "type", words_of(SourceType), settings.of("type", source), None),
                ("sensitivity", "sensitivity", _SENSITIVITIES, row.sensitivity, proposed),
                ("grade", "reliability", _RELIABILITIES, row.reliability, _GRADES),
            ),
            "expects": max((d.id for d in telling.about(source.id)), default=0),
            "others": tuple(SourceRef(id=s.id, name=s.name) for s in near),
            "claims": tuple(_mention(claim, hop, laid) for claim, hop in source.mentions[:_CLAIMS]),
            "history": history,
            "laying_error": asked.room.laid.error,
        },
    )


def _pairs(source: Source, laid: Laid) -> Iterator[ProposalRow]:
    """The pairs by which the program made it one, each of which can be split."""
    own = {source.id, *source.absorbed}
    for p in laid.proposals:
        if p.verdict == "same" and p.left in own and p.right in own:
            yield _proposal(p.left, p.right, p.reasons, laid)


def _mention(claim: str, hop: int, laid: Laid) -> MentionRow:
    found = laid.folds.claim(claim)
    return MentionRow(id=claim, passage=found.passage, report=laid.folds.report(found.document), hop=hop)


def _setting(kind: str, words: tuple[str, ...]) -> Any:
    def handler(asked: Asked) -> Answer | Response:
        source = asked.path("id")
        value = asked.field("value")
        if value is None:
            raise UsageError(f"no {kind} was chosen; to take one back, undo the decision below")
        if value not in words:
            raise UsageError(f"{value!r} is not one of: {', '.join(words)}")
        if kind == "grade" and not asked.field("why"):
            raise UsageError("a reliability needs its reason; go back and say why")
        here = f"/sources/{source}"
        return decide(asked, kind, source, value=value, then=here, look=here)

    return handler


def _merge_ticked(asked: Asked) -> Answer | Response:
    ids = list(dict.fromkeys(asked.fields("id")))
    if len(ids) < 2:
        raise UsageError("tick two sources or more to make them one")
    for other in ids[1:]:
        answer = decide(asked, "merge", ids[0], value=other, then=f"/sources/{ids[0]}", look=f"/sources/{ids[0]}", unseen=True)
        if isinstance(answer, Answer):
            return answer
    asked.room.laid.again()
    return go(f"/sources/{ids[0]}")


def _apart(asked: Asked) -> Answer | Response:
    ids = list(dict.fromkeys(asked.fields("id")))
    if len(ids) != 2:
        raise UsageError("it takes two sources to say that they are not one")
    back = f"/sources/{asked.field('back')}" if asked.field("back") else "/sources"
    answer = decide(asked, "split", ids[0], value=ids[1], then=back, look=back)
    asked.room.laid.again()
    return answer


def _merge(asked: Asked) -> Answer | Response:
    source = asked.path("id")
    other = _other(asked, asked.field("other") or "")
    here = f"/sources/{source}"
    if other == source:
        raise UsageError("that is the source itself; name another")
    answer = decide(asked, "merge", source, value=other, then=here, look=here)
    asked.room.laid.again()
    return answer


def _other(asked: Asked, name: str) -> str:
    """The id of the source that is named by its id, its name or one of its aliases, when only one is."""
    laid = asked.laid
    by_id: Mapping[str, Source] = laid.by_id if laid else {}
    if name in by_id:
        return name
    fits = [s for s in laid.sources if plain(name) in map(plain, (s.name, *s.aliases))] if laid and name else []
    if len(fits) == 1:
        return fits[0].id
    if not fits:
        raise UsageError(f"no source is called {name!r}; choose one of the list")
    raise UsageError(f"{name!r} could be {len(fits)} sources; name one by its id: {'; '.join(s.id for s in fits[:8])}")


PAGES = (("/sources", _list), ("/sources/{id}", _one))
FORMS = (
    ("/sources/merge", _merge_ticked),
    ("/sources/apart", _apart),
    ("/sources/{id}/type", _setting("type", words_of(SourceType))),
    ("/sources/{id}/sensitivity", _setting("sensitivity", _SENSITIVITIES)),
    ("/sources/{id}/grade", _setting("grade", _RELIABILITIES)),
    ("/sources/{id}/merge", _merge),
)
FRAGMENTS = ()
