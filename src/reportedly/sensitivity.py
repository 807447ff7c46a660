"""Who among the sources could be harmed by being named: proposed from the words of the text, decided by a person.

A source is proposed as a captive, a defector, wounded, a medic, a minor or anonymous when the words that designate it, those
beside its name ("Ida Vale, a nurse at"), or what the sentence says became of it ("was captured") show it. Bodies, outlets and
documents are never proposed, and whoever holds a public office only as a captive, a defector, wounded, a minor or anonymous.

It errs on the side of caution: one mention is enough, and what was true once ("a former prisoner") counts. What it gets wrong:
what another sentence says; what a later sentence takes back; negation; a figure of speech ("a prisoner of his own rhetoric").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from reportedly.comparison import Source
from reportedly.model import Claim, Document, Extraction, Hop, Span

__all__ = ["Proposal", "Sensitivity", "decided", "proposal", "propose"]

Sensitivity = Literal["captive", "defector", "wounded", "medic", "minor", "anonymous", "none"]

#: What is proposed, the words of a document that show it, and the reason.
Proposal = tuple[Sensitivity, Span | None, str]

#: The gravest first: what is proposed when several are shown.
_ORDER: tuple[Sensitivity, ...] = ("minor", "captive", "defector", "wounded", "medic", "anonymous")

_BODIES = frozenset({"government", "armed force", "intelligence agency", "ngo", "outlet", "document"})

_BECAME = r"(?:,?\s+(?:who|which|and|also|later|then|had|has|have|having|he|she|they)\b){0,4},?\s+"


def propose(extractions: Iterable[Extraction], sources: Sequence[Source]) -> dict[str, Proposal]:
    """What each source is proposed as, by its id. `sources`: those of these extractions."""
    claims = {claim.id: (claim, extraction.document) for extraction in extractions for claim in extraction.claims}
    return {source.id: proposal(source, [(*claims[c], i) for c, i in source.mentions if c in claims]) for source in sources}


def decided(
    extractions: Iterable[Extraction], sources: Sequence[Source], decisions: Mapping[str, Sensitivity]
) -> dict[str, Sensitivity]:
    """The sensitivity of every source, by id: what a person decided for it or one that is one with it, else the proposal.

    Of several decisions for one source one that withholds goes before "none".
    """
    kinds = {id: proposed[0] for id, proposed in propose(extractions, sources).items()}
    for source in sources:
        found = [decisions[id] for id in (source.id, *source.absorbed) if id in decisions]
        if found:
            kinds[source.id] = next((kind for kind in found if kind != "none"), "none")
    return kinds


def proposal(source: Source, mentions: Iterable[tuple[Claim, Document, int]]) -> Proposal:
    """What one source is proposed as, from its mentions: the claim, its document, and which hop of the chain it is."""
    if source.unknown:
        return "none", None, "the text leaves open who it is"
    found: dict[Sensitivity, Proposal] = {}
    for claim, document, i in mentions:
        hop = claim.chain[i]
        if source.type not in _BODIES or hop.type == "person" or hop.anonymous or hop.anonymity_reason:
            for one in _shown(document, hop):
                found.setdefault(one[0], one)
    names = (source.name, *source.aliases)
    if source.type not in _BODIES:
        for kind in _ORDER:
            word = next((match[0] for name in names if (match := _designates(kind).search(name))), None)
            if word and kind not in found and not (kind == "medic" and any(_offices().search(name) for name in names)):
                found[kind] = (kind, None, f"it is designated by {word!r}")
    for kind in _ORDER:
        if kind in found:
            return found[kind]
    if source.type in _BODIES:
        return "none", None, "it is a body, an outlet or a document"
    if office := next((match[0] for name in names if (match := _offices().search(name))), None):
        return "none", None, f"it holds an office: {office!r}"
    return "none", None, "no words of the text show a reason to withhold it"


def _shown(document: Document, hop: Hop) -> Iterator[Proposal]:
    """What the words of one mention, and those around it, show."""
    text, body = document.text, hop.type in _BODIES
    if hop.anonymity_reason:
        yield "anonymous", hop.anonymity_reason, "the text gives a reason for not naming it"
    if hop.mention is None:
        if hop.anonymous and not body:
            yield "anonymous", None, "the text withholds the name"
        return
    mention = hop.mention
    if hop.anonymous or hop.named == "anonymous":
        yield "anonymous", mention, "the text withholds the name"
    if body:
        return
    start, end = _sentence(text, mention)
    before, after = _before(text, start, mention.start), _beside(text, mention.end, end)
    office = any(_offices().search(text, *at) for at in (before, (mention.start, mention.end), after))
    for kind in _ORDER:
        if kind == "medic" and office:
            continue
        for at in (before, (mention.start, mention.end), after):
            if match := _designates(kind).search(text, *at):
                yield kind, Span.cut(text, *match.span()), f"it is designated by {match[0]!r}"
        if match := _became(kind).match(text, mention.end, end):
            yield kind, Span.cut(text, *match.span(1)), f"the text says that it {match[1]!r}"
    for pattern in (_AGE_BEFORE, _AGE_AFTER):
        at = before if pattern is _AGE_BEFORE else (mention.end, end)
        match = pattern.search(text, at[0], mention.end) if pattern is _AGE_BEFORE else pattern.match(text, *at)
        if match and int(match[1]) < 18:
            yield "minor", Span.cut(text, *match.span(1)), f"its age is {match[1]}"


_AGE_BEFORE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old\b")
_AGE_AFTER = re.compile(r",?\s+(?:aged\s+)?\(?(\d{1,2})\)?(?=[,.;)\s](?!\s*(?:km|per|%|people|others|soldiers)))")


def _sentence(text: str, mention: Span) -> tuple[int, int]:
    """Roughly the sentence of a mention: up to a full stop and a space, or the end of a paragraph."""
    starts = [m.end() for m in re.finditer(r"[.!?]['\"”’)]*\s+|\n\s*\n", text[max(0, mention.start - 400) : mention.start])]
    start = max(0, mention.start - 400) + (starts[-1] if starts else 0)
    stop = re.compile(r"[.!?]['\"”’)]*(?=\s|$)|\n\s*\n").search(text, mention.end, mention.end + 400)
    return start, stop.start() if stop else min(len(text), mention.end + 400)


def _before(text: str, start: int, end: int) -> tuple[int, int]:
    """The words before a name that belong to it: "captured soldier", "the nurse"; at most four, none beyond a mark."""
    match = re.compile(r"(?:[\w’'-]+[ \n]){0,4}$").search(text[start:end])
    words = text[start:end][match.start() :] if match else ""
    # Beyond a verb or preposition the words are of something else.
    cut = max(
        (m.end() for m in re.finditer(r"\b(?:of|in|at|to|by|from|with|for|said|says|told|and|or|that|was|were|is)\s", words)),
        default=0,
    )
    return end - len(words) + cut, end


def _beside(text: str, start: int, end: int) -> tuple[int, int]:
    """The apposition after a name: ", a nurse at the hospital," up to the next comma or verb; empty when there is none."""
    match = re.compile(
        r"\s?(?:[,(–—-]\s?|\s)(?:(?:aged\s+)?\d{1,2},\s)?(?:(?:an?|the|who (?:is|was) (?:an?|the)|one of)\s)[^,;.)\n–—]{0,80}"
    ).match(text, start, end)
    return (start, match.end()) if match and re.match(r"\s?[,(–—-]", text[start:end]) else (start, start)


@cache
def _lists() -> dict[str, dict[str, str]]:
    data = tomllib.loads((files("reportedly") / "data" / "sensitivity" / "words.toml").read_text("utf-8"))
    return {kind: lists for kind, lists in data.items() if kind != "version"}


def _any(words: Iterable[str]) -> str:
    """A pattern for any of these, the longest first; a pattern that never fits when there are none."""
    alternatives = sorted({w.strip() for w in words if w.strip()}, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in alternatives) or r"(?!)"


@cache
def _designates(kind: str) -> re.Pattern[str]:
    lists = _lists()[kind]
    return re.compile(rf"(?<![\w-])(?:{_any([*lists['words'].split(), *lists['phrases'].split('|')])})(?![\w])", re.IGNORECASE)


@cache
def _became(kind: str) -> re.Pattern[str]:
    lists = _lists()[kind]
    passive = rf"(?:(?:was|were|is|are|been|being|got)\s+(?:\w+ly\s+)?(?:{_any(lists['happened'].split('|'))}))"
    return re.compile(rf"(?:\s|{_BECAME})?\s*({passive}|(?:{_any(lists['did'].split('|'))}))\b", re.IGNORECASE)


@cache
def _offices() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_any(_lists()['office']['words'].split())})(?![\w-])", re.IGNORECASE)
