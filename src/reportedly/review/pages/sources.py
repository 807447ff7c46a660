"""Sources: who is who, what they are, how they are to be handled, and how far they are to be relied on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from reportedly.comparison import Judgement, Source
from reportedly.errors import UsageError
from reportedly.ledger import DecisionKind
from reportedly.model import SourceType, words_of
from reportedly.review.deciding import Telling, decide, go
from reportedly.review.laid import Laid
from reportedly.review.page import Answer, Asked
from reportedly.sensitivity import Proposal
from reportedly.source import plain

__all__ = ["FORMS", "FRAGMENTS", "PAGES"]

_PAGE = 50
_PROPOSALS = 20
_PATIENCE = 0.02  # seconds that a page waits for what the texts suggest; the next one will have it
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
    suggested: str | None
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
    shown = tuple(found[begin : begin + _PAGE])
    suggested = _suggested(asked, laid, shown) if laid else {}
    proposals = [p for p in laid.proposals if p.verdict == "undecided" and p.decision is None] if laid else []
    more = begin + _PAGE < len(found)
    return Answer(
        template="sources.html",
        title="Sources",
        data={
            "filters": {"text": text, "type": kind},
            "types": words_of(SourceType),
            "rows": tuple(_row(s, settings, suggested.get(s.id)) for s in shown),
            "total": len(found),
            "ready": laid is not None,
            "begun": begin > 0,
            "start": f"/sources{asked.search(text=text, type=kind)}",
            "more": f"/sources{asked.search(text=text, type=kind, **{'from': begin + _PAGE})}" if more else None,
            "proposed": len(proposals),
            "proposals": _proposals(asked, laid, proposals[:_PROPOSALS]) if laid else (),
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
    """What people decided about sources: type, sensitivity, reliability. Of all decisions in force about a source and what it
    absorbed the last counts, as in the folds."""

    def __init__(self, asked: Asked) -> None:
        self._values: dict[tuple[str, str], tuple[int, str]] = {}
        for kind in ("type", "sensitivity", "grade"):
            for decision in asked.ledger.decisions(in_force=True, kind=kind):
                self._values[kind, decision.target] = decision.id, decision.value or ""

    def of(self, kind: str, source: Source) -> str | None:
        found = [self._values[kind, id] for id in (source.id, *source.absorbed) if (kind, id) in self._values]
        return max((one for one in found if one[1]), default=(0, None))[1]


def _suggested(asked: Asked, laid: Laid, sources: tuple[Source, ...]) -> Mapping[str, Proposal]:
    """How the text suggests that these are handled; nothing while that is being looked at."""
    key = ("sensitivity", *(source.id for source in sources))
    found = asked.room.laid.ask(key, laid, lambda: {s.id: laid.sensitivity(s) for s in sources}, patience=_PATIENCE)
    return found or {}


def _row(source: Source, settings: _Settings, suggested: Proposal | None) -> SourceRow:
    return SourceRow(
        id=source.id,
        name=source.name,
        type=settings.of("type", source) or source.type,
        named=source.named,
        country=source.country,
        aliases=source.aliases,
        mentions=len(source.mentions),
        sensitivity=settings.of("sensitivity", source),
        suggested=suggested[0] if suggested else None,
        reliability=settings.of("grade", source),
    )


def _proposals(asked: Asked, laid: Laid, pairs: Iterable[Judgement]) -> tuple[ProposalRow, ...]:
    """Pairs as rows, each with the last decision about its left source that is on record."""
    pairs = tuple(pairs)
    last = {d.target: d.id for d in asked.ledger.decisions(target={p.left for p in pairs})}
    names = {id: laid.by_id[id].name if id in laid.by_id else id for p in pairs for id in (p.left, p.right)}
    return tuple(
        ProposalRow(
            left=p.left,
            right=p.right,
            left_name=names[p.left],
            right_name=names[p.right],
            reasons=p.reasons,
            expects=last.get(p.left, 0),
        )
        for p in pairs
    )


def _one(asked: Asked) -> Answer:
    laid = asked.laid
    if laid is None:
        raise HTTPException(503, "the reports are still being laid side by side; try again in a moment")
    source = laid.by_id.get(asked.path("id"))
    if source is None:
        raise HTTPException(404, "there is no such source now; it may have changed with what was decided")
    settings = _Settings(asked)
    telling = Telling(asked)
    history = telling.about(source.id, *source.absorbed)
    suggested = _suggested(asked, laid, (source,)).get(source.id)
    row = _row(source, settings, suggested)
    own = {source.id, *source.absorbed}
    pairs = [p for p in laid.proposals if p.verdict == "same" and p.left in own and p.right in own]
    near = [s for s in laid.sources if s.id != source.id][:300]
    return Answer(
        template="source.html",
        title=source.name,
        data={
            "source": row,
            "pairs": _proposals(asked, laid, pairs),
            "settings": (
                ("type", "type", words_of(SourceType), settings.of("type", source), None),
                ("sensitivity", "sensitivity", _SENSITIVITIES, row.sensitivity, _shown(suggested)),
                ("grade", "reliability", _RELIABILITIES, row.reliability, _GRADES),
            ),
            "expects": max((d.id for d in asked.ledger.decisions(target=source.id)), default=0),
            "others": tuple(SourceRef(id=s.id, name=s.name) for s in near),
            "claims": tuple(_mention(claim, hop, laid) for claim, hop in source.mentions[:_CLAIMS]),
            "history": history,
            "laying_error": asked.room.laid.error,
        },
    )


def _shown(suggested: Proposal | None) -> str | None:
    """What the text suggests, and by which words."""
    if suggested is None:
        return None
    kind, span, why = suggested
    return f"The text suggests {kind}: {why}{f' (“{span.text}”)' if span and span.text not in why else ''}."


def _mention(claim: str, hop: int, laid: Laid) -> MentionRow:
    found = laid.claim(claim)
    return MentionRow(id=claim, passage=found.passage, report=laid.report(found.document), hop=hop)


def _setting(kind: DecisionKind, words: tuple[str, ...]) -> Any:
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
    return go(f"/sources/{ids[0]}")


def _apart(asked: Asked) -> Answer | Response:
    ids = list(dict.fromkeys(asked.fields("id")))
    if len(ids) != 2:
        raise UsageError("it takes two sources to say that they are not one")
    back = f"/sources/{asked.field('back')}" if asked.field("back") else "/sources"
    return decide(asked, "split", ids[0], value=ids[1], then=back, look=back)


def _merge(asked: Asked) -> Answer | Response:
    source = asked.path("id")
    other = _other(asked, asked.field("other") or "")
    here = f"/sources/{source}"
    if other == source:
        raise UsageError("that is the source itself; name another")
    return decide(asked, "merge", source, value=other, then=here, look=here)


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
