"""Which report has what it says from which, and on how many independent origins the answers to a question rest.

`Ancestry` finds the edges. Some are said: a chain names another outlet, a credit line an agency. The others are inferred from
what two reports can hardly share by chance: their text (`reprint`), eight quoted words of one speaker, the same figures of
one speaker in other words where one of them is translated, a figure that is not round from somebody who spoke to one outlet.
What a body said in public anyone can quote; sharing it shows nothing but the source, by which origins are joined anyway.

`support` collapses before it counts: weighting reports by how reliable they look fails once one false report is copied often
(Dong, Berti-Equille and Srivastava, Integrating Conflicting Data: The Role of Source Dependence, 2009). The origin of an
answer is the source that its chain begins with. Whoever is not named is known only through the body that passed it on, or
as somebody who spoke to that very outlet; else the lineage is unknown, and never counts as independent.

What this gets wrong: two unnamed people of one role with one figure, heard by two outlets, count for one; two bodies that
speak from one briefing count for two; an outlet that copies without a trace, in other words and without a name, is of
unknown lineage at best.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations
from zlib import crc32

from reportedly.comparison import Answer, Lineage, Origin, Question, Step, StepKind, Support, claimant, unnamed
from reportedly.interval import Interval
from reportedly.model import Claim, Document, Extraction, Hop, Quantity, Span, make_id
from reportedly.naming import spoken_for
from reportedly.reprint import UNDATED, WINDOW, Blocks, Order, Reprints, quotations
from reportedly.spelling import british, plain, whole_name

__all__ = ["Ancestry", "support"]

#: Words in quotation marks that two reports do not have by chance.
_QUOTED = 8

#: Credits of a document that say where its words come from, not who translated or wrote them.
_CREDITS = ("agency", "originally published by", "canonical")

#: Hop types that may be an outlet which the reading did not know for one.
_PERHAPS_OUTLET = ("unspecified", "group", "document")

#: Hop types that speak in public.
_BODIES = ("government", "armed force", "intelligence agency", "ngo", "group", "document")

#: On these grounds an outlet that heard one unnamed person heard somebody who can know.
_HEARD = ("testimony", "eyewitness", "participant")

#: On these grounds an outlet is its own origin.
_OWN_WORK = ("eyewitness", "participant", "records", "analysis")

_EXPLICIT: tuple[StepKind, ...] = ("cites", "credit line")

#: By which kind of step a claim without a chain of its own follows its document to another, best first.
#: Over so many reports a line of retelling is followed.
_FAR = 8
_COPIED: tuple[StepKind, ...] = ("reprint", "rewrite", "translation", "credit line", "shared quotation", "shared figure")

#: Among how many reports of a cited outlet the one that is meant is looked for.
_REPORTS_OF_OUTLET = 200

#: Steps by which a report says, or its text shows, that it is another's, whoever it names.
_SAID_SO: tuple[StepKind, ...] = ("reprint", "cites")

#: Alike in so large a part of the words of the shorter, two claims can be one statement retold.
_GIST = 0.5


# --- who and what -------------------------------------------------------------------------------------------------------


@cache
def _agencies() -> dict[str, str]:
    """The plain forms under which agencies are credited, and the plain name that stands for them."""
    listed = files("reportedly.data.read").joinpath("agencies.txt").read_text("utf8").splitlines()
    found: dict[str, str] = {}
    for line in listed:
        forms = [plain(form) for form in line.split("|") if form.strip() and not line.startswith("#")]
        found.update((form, forms[0]) for form in forms)
    return found


@lru_cache(maxsize=16384)
def _outlet(name: str) -> str:
    """An outlet's name for comparison: plain, agencies by one form, without "www." and the top-level domain."""
    key = re.sub(r"^www\.|\.(?:com|org|net|info|[a-z]{2})(?:\.[a-z]{2})?$", "", plain(name))
    return (
        _agencies().get(key)
        or re.sub(r" (?:(?:news |press )?agency|news(?: service)?|(?:news)?wire(?: service)?)$", "", key)
        or key
    )


@lru_cache(maxsize=65536)
def _role(name: str) -> str:
    """The head of a description: "nurse" of "two nurses at a hospital in the east"."""
    words = re.split(r" (?:of|from|in|at|for|with|on|near|who|to)\b|,", plain(name))[0].split()
    return re.sub(r"(?<=[a-z]{3})s$", "", words[-1]) if words else ""


def _speaker(hop: Hop) -> str:
    """Who a chain begins with, for comparison between documents; families for named persons, heads for descriptions."""
    if unnamed(hop):
        return f"a {_role(hop.name)}"
    if hop.type == "person" and hop.named == "named":
        return whole_name(plain(hop.name).split()[-1]) if plain(hop.name) else ""
    return " ".join(british(word) for word in plain(hop.name).split())


def _public(claim: Claim) -> bool:
    """Whether it was said or published by a body, so that any outlet could have it from there."""
    return claim.basis == "official statement" or any(h.type in _BODIES and h.named == "named" for h in claim.chain)


def _figure(q: Quantity) -> str | None:
    return None if q.low is None and q.high is None else f"{q.low} {q.high} {q.outcome}"


def _round(q: Quantity) -> bool:
    """Whether the figure is one that two people arrive at by themselves: small, rounded, or with an open end."""
    return q.low is None or q.low != q.high or q.approximate or q.low < 20 or q.low % 5 == 0


@lru_cache(maxsize=131072)
def _gist(passage: str) -> frozenset[str]:
    """The beginnings of the longer words of a passage, and its numbers."""
    return frozenset(w[:6] for w in re.findall(r"\w+", passage.casefold()) if len(w) > 3 or w.isdigit())


def _kinship(claim: Claim, other: Claim) -> float:
    """How far two claims can be one statement retold, 0 to 2: a figure in common counts one, words in common up to one."""
    figures = {_figure(q) for q in claim.quantities} & {_figure(q) for q in other.quantities} - {None}
    a, b = _gist(claim.passage), _gist(other.passage)
    words = len(a & b) / min(len(a), len(b)) if a and b else 0.0
    return (1.0 if figures else 0.0) + (words if words >= _GIST else 0.0)


def _key(*parts: object) -> int:
    joined = "\x1f".join(map(str, parts)).encode()
    return crc32(joined) << 32 | crc32(joined, 0x5EED)


# --- the edges ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Citation:
    name: str
    outlet: str
    kind: StepKind
    claim: Claim | None  # for whose sake the outlet is named; all of the document for a credit line
    shown_by: Span | None
    sure: bool  # whether it is an outlet at all


@dataclass(frozen=True, slots=True)
class _Report:
    order: Order
    outlet: str
    claims: tuple[Claim, ...]
    citations: tuple[_Citation, ...]
    translated: bool


class Ancestry:
    """Which document has what it says from which. Incremental; order of arrival never changes the result.

    What a document adds is indexed at once; edges are found when they are asked for, and only where something changed.
    Each document has at most one parent of each inferred kind, the one nearest to it, so the edges grow with the documents.
    """

    def __init__(self) -> None:
        self._reports: dict[str, _Report] = {}
        self._texts = Reprints()
        self._quotations = Blocks()
        self._figures = Blocks()
        self._translations = Blocks()
        self._of_outlet: dict[str, list[Order]] = defaultdict(list)
        self._citing: dict[str, set[str]] = defaultdict(set)
        self._steps: dict[str, tuple[Step, ...]] = {}
        self._stale: set[str] = set()
        self._stale_outlets: set[str] = set()

    def add(self, extraction: Extraction) -> None:
        """Take in one reading, in place of an earlier one of the same document."""
        document, claims = extraction.document, extraction.claims
        if document.id in self._reports:
            self.remove(document.id)
        own = _outlet(document.outlet) if document.outlet else ""
        citations = tuple(_citations(document, claims, own))
        translated = document.language not in (None, "en") or any(p.relation == "translated by" for p in document.provenance)
        draws = translated or any(c.sure for c in citations)
        day = document.published.toordinal() if document.published else UNDATED
        order = (day, int(draws), -len(document.text), document.id)
        self._reports[document.id] = _Report(order, own, claims, citations, translated)
        self._texts.add(document, order)
        self._quotations.add(order, _quotation_keys(document, claims))
        self._figures.add(order, _figure_keys(claims))
        self._translations.add(order, _translation_keys(document, claims))
        if own:
            insort(self._of_outlet[own], order)
        for citation in citations:
            self._citing[citation.outlet].add(document.id)
        self._stale.add(document.id)
        self._stale_outlets.add(own)

    def remove(self, document: str) -> None:
        """Take a document away. Raises KeyError when it is not there."""
        gone = self._reports.pop(document)
        self._texts.remove(document)
        for blocks in (self._quotations, self._figures, self._translations):
            blocks.remove(document)
        if gone.outlet:
            orders = self._of_outlet[gone.outlet]
            del orders[bisect_left(orders, gone.order)]
        for citation in gone.citations:
            self._citing[citation.outlet].discard(document)
        self._steps.pop(document, None)
        self._stale.discard(document)
        self._stale_outlets.add(gone.outlet)

    def steps(self) -> tuple[Step, ...]:
        """All edges, by child."""
        self._refresh()
        return tuple(step for child in sorted(self._steps) for step in self._standing(child))

    def steps_of(self, documents: Collection[str]) -> tuple[Step, ...]:
        """The edges that lead from these documents to their parents, and on from there as far as a line is followed, by child.

        A ring of more than `_FAR` reports is not seen.
        """
        self._refresh()
        seen = ahead = set(documents)
        for _ in range(_FAR):
            ahead = {step.parent for child in ahead for step in self._standing(child) if step.parent is not None} - seen
            seen = seen | ahead
        return tuple(step for child in sorted(seen) for step in self._standing(child))

    def _standing(self, child: str) -> Iterator[Step]:
        """The edges from `child`. What a parent says of itself goes before what was inferred: it is not its own child's child."""
        for step in self._steps.get(child, ()):
            back = self._steps.get(step.parent, ()) if step.parent and step.kind not in _EXPLICIT else ()
            if not any(other.parent == child and other.kind in _EXPLICIT for other in back):
                yield step

    def _refresh(self) -> None:
        stale = self._stale
        for index in (self._texts, self._quotations, self._figures, self._translations):
            stale |= index.stale()
        for outlet in self._stale_outlets:
            stale |= self._citing.get(outlet, set())
        for child in stale & self._reports.keys():
            inferred = {step.kind: step for step in self._inferred(child)}
            self._steps[child] = tuple(sorted({*self._cited(child), *inferred.values()}, key=_by_child))
        self._stale, self._stale_outlets = set(), set()

    def _cited(self, child: str) -> Iterator[Step]:
        best: dict[tuple[StepKind, str], Step] = {}
        for citation in self._reports[child].citations:
            parent, why = self._report_of(citation, child)
            if parent is None and not citation.sure:
                continue
            step = Step(
                child=child,
                parent=parent,
                kind=citation.kind,
                score=0.95 if parent else 0.9,
                reasons=(f"names {citation.name}", why),
                cited=citation.name,
                shown_by=citation.shown_by,
            )
            key = (citation.kind, citation.outlet + citation.name)
            if key not in best or (parent is not None and best[key].parent is None):
                best[key] = step
        yield from best.values()

    def _report_of(self, citation: _Citation, child: str) -> tuple[str | None, str]:
        """The report of that outlet from which `child` has it: around that day, with a claim in common."""
        report = self._reports[child]
        orders, day = self._of_outlet.get(citation.outlet, []), report.order[0]
        if not orders:
            return None, "no report of theirs is among the documents"
        if day != UNDATED:
            orders = orders[bisect_left(orders, (day - WINDOW, -1, 0, "")) : bisect_left(orders, (day + 2, -1, 0, ""))]
        # Of an agency that reports by the hundred those of the nearest days, so that citing it stays cheap.
        orders = sorted(orders, key=lambda o: (abs(o[0] - day), o))[:_REPORTS_OF_OUTLET]
        own = (citation.claim,) if citation.claim else report.claims
        found = []
        for order in orders:
            if order[3] == child:
                continue
            likeness = max((_kinship(a, b) for a in own for b in self._reports[order[3]].claims), default=0.0)
            if citation.claim is None and (overlap := self._texts.overlap(child, order[3])):
                likeness += 1 + overlap.share
            if likeness:
                found.append((-likeness, abs(order[0] - day), order))
        if not found:
            return None, "none of their reports of those days says it"
        return min(found)[2][3], "their report of those days says it"

    def _inferred(self, child: str) -> Iterator[Step]:
        report = self._reports[child]
        if overlap := self._texts.parent(child):
            share = f"{overlap.share:.0%} of the shorter text stands in the other"
            score = overlap.share if overlap.kind == "reprint" else 0.5 + overlap.share / 2
            yield Step(child=child, parent=overlap.parent, kind=overlap.kind, score=round(score, 2), reasons=(share,))
        copied = overlap.parent if overlap else None
        if parent := self._nearest(self._quotations, child):
            shared = self._quotations.before(child)[parent] + _QUOTED - 1
            why = f"{shared} quoted words of one speaker in common"
            score = min(0.9, 0.6 + 0.02 * shared)
            yield Step(child=child, parent=parent, kind="shared quotation", score=round(score, 2), reasons=(why,))
            copied = copied or parent
        if parent := self._translation_of(child):
            why = "the same speaker, day and figures in other words"
            hinted = report.translated or self._reports[parent].translated
            if parent != copied:
                yield Step(child=child, parent=parent, kind="translation", score=0.8 if hinted else 0.6, reasons=(why,))
            copied = copied or parent
        if (parent := self._nearest(self._figures, child)) and parent != copied:
            why = "the same figure, not a round one, from the same unnamed source"
            yield Step(child=child, parent=parent, kind="shared figure", score=0.6, reasons=(why,))

    def _nearest(self, blocks: Blocks, child: str) -> str | None:
        """The earlier report that shares most with `child`, of several the first."""
        found = blocks.before(child)
        return min(found, key=lambda other: (-found[other], self._reports[other].order)) if found else None

    def _translation_of(self, child: str) -> str | None:
        """The earliest report with the same speaker, day and figures, when one of the two is translated or both quote."""
        report = self._reports[child]
        for other in sorted(self._translations.before(child), key=lambda o: self._reports[o].order):
            if self._texts.overlap(child, other) or self._quotations.before(child)[other]:
                continue
            there = self._reports[other]
            if report.translated != there.translated or _both_quote(report.claims, there.claims):
                return other
        return None


def _by_child(step: Step) -> tuple[str, str, str, str]:
    return step.child, step.kind, step.parent or "", step.cited or ""


def _citations(document: Document, claims: Iterable[Claim], own: str) -> Iterator[_Citation]:
    for claim in claims:
        for hop in claim.chain:
            sure = hop.type == "outlet"
            if (sure or (hop.type in _PERHAPS_OUTLET and hop.named == "named")) and _outlet(hop.name) not in (own, ""):
                yield _Citation(hop.name, _outlet(hop.name), "cites", claim, hop.mention, sure)
    for credit in document.provenance:
        if credit.relation in _CREDITS and _outlet(credit.name) not in (own, ""):
            yield _Citation(credit.name, _outlet(credit.name), "credit line", None, credit.shown_by, True)


def _quotation_keys(document: Document, claims: Sequence[Claim]) -> Iterator[int]:
    """A key for each run of eight quoted words with their speaker, where the speaker did not speak to everybody."""
    found = quotations(document.text) if claims else []
    for claim in claims:
        if not claim.chain or _public(claim) or claim.chain[0].name == "unknown":
            continue
        for start, end in found:
            if any(span.start < end and start < span.end for span in claim.content):
                words = re.findall(r"\w+", document.text[start:end].casefold())
                for i in range(len(words) - _QUOTED + 1):
                    run = words[i : i + _QUOTED]
                    # Three longer words, else it is a phrase that anybody may use.
                    if sum(len(word) > 4 for word in run) >= 3:
                        yield _key("quotation", _speaker(claim.chain[0]), *run)


def _figure_keys(claims: Iterable[Claim]) -> Iterator[int]:
    """A key for each figure that is not round and comes from somebody unnamed who did not speak to everybody."""
    for claim in claims:
        if claim.chain and unnamed(claim.chain[0]) and not _public(claim) and claim.chain[0].name != "unknown":
            yield from (_key("figure", _speaker(claim.chain[0]), _figure(q)) for q in claim.quantities if not _round(q))


def _translation_keys(document: Document, claims: Iterable[Claim]) -> Iterator[int]:
    """A key for each two figures that one speaker gave on one day."""
    given: dict[tuple[str, object], set[str]] = defaultdict(set)
    for claim in claims:
        if claim.chain and claim.chain[0].name != "unknown":
            said = max((t.latest for t in claim.times if t.role == "said" and t.latest), default=document.published)
            if said:
                given[_speaker(claim.chain[0]), said] |= {f for q in claim.quantities if (f := _figure(q))}
    for (speaker, day), figures in given.items():
        yield from (_key("translation", speaker, day, *two) for two in combinations(sorted(figures)[:8], 2))


def _both_quote(claims: Iterable[Claim], others: Iterable[Claim]) -> bool:
    """Whether both give two of their common figures as words of one speaker."""

    def quoted(of: Iterable[Claim]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for claim in of:
            if claim.chain and claim.kind == "direct" and not _public(claim):
                found[_speaker(claim.chain[0])] |= {f for q in claim.quantities if (f := _figure(q))}
        return found

    a, b = quoted(claims), quoted(others)
    return any(len(a[speaker] & b[speaker]) >= 2 for speaker in a.keys() & b.keys())


# --- origins ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """Where the line of one claim starts. `key`: what makes lines one."""

    key: tuple[str, ...]
    source: str | None
    name: str
    lineage: Lineage
    reasons: tuple[str, ...] = ()


def support(
    question: Question,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    steps: Sequence[Step],
    party_of: Callable[[Claim], str | None],
    name_of: Callable[[str], str],
    hop_of: Callable[[Claim, int], str] | None = None,
    settled: Callable[[str], bool] = lambda source: False,
) -> Support:
    """What stands behind the answers to `question` that assert something.

    `steps`: `Ancestry.steps_of` the documents of the answers. `party_of` gives the id of the source that answers for a claim,
    `name_of` what the source of an id is called, `hop_of` the id of the source at any hop; without it bodies that pass
    something on are told apart by their names. `settled`: whether a source is known by more than one document's description
    of it ("the police"). Raises KeyError when an answer's claim or document is not given.
    """
    asserted = [a for a in question.answers if a.stance == "asserts" and a.polarity == "+"]
    tracer = _Tracer(asserted, claims, documents, steps, party_of, name_of, hop_of, settled)
    found: dict[tuple[str, ...], list[tuple[str, _Line]]] = defaultdict(list)
    for claim in sorted({a.claim for a in asserted}):
        line = tracer.line(claim)
        found[line.key].append((claim, line))
    origins = []
    for key, lines in found.items():
        line = lines[0][1]
        names = Counter(other.name for _, other in lines)
        origins.append(
            Origin(
                id=make_id("origin", *key),
                source=min((other.source for _, other in lines if other.source), default=None),
                name=min(names, key=lambda name: (-names[name], name)),
                lineage=line.lineage,
                claims=tuple(sorted(claim for claim, _ in lines)),
                documents=tuple(sorted({claims[claim].document for claim, _ in lines})),
                reasons=tuple(sorted({reason for _, other in lines for reason in other.reasons})),
            )
        )
    known = [origin for origin in origins if origin.lineage == "known"]
    behind = {a.document for a in asserted}
    return Support(
        documents=len(behind),
        independent=len(known),
        unknown=len(behind - {document for origin in known for document in origin.documents}),
        origins=tuple(sorted(origins, key=lambda o: (o.lineage != "known", -len(o.documents), o.name, o.id))),
        steps=tuple(sorted(set(steps), key=_by_child)),
        circles=tuple(_rings(step for step in steps if step.kind in _EXPLICIT)),
    )


class _Tracer:
    """Follows the answers to one question back to where they start."""

    def __init__(
        self,
        answers: Sequence[Answer],
        claims: Mapping[str, Claim],
        documents: Mapping[str, Document],
        steps: Sequence[Step],
        party_of: Callable[[Claim], str | None],
        name_of: Callable[[str], str],
        hop_of: Callable[[Claim, int], str] | None,
        settled: Callable[[str], bool],
    ) -> None:
        # What stands before whoever answers for a claim is no speaker.
        self._skipped = {a.claim: claimant(claims[a.claim]) if claims[a.claim].chain else 0 for a in answers}
        self._claims = {
            id: replace(claims[id], chain=claims[id].chain[n:]) if n else claims[id] for id, n in self._skipped.items()
        }
        self._documents = documents
        self._parties = {id: party_of(claims[id]) for id in self._claims}
        self._name_of, self._hop_of, self._settled = name_of, hop_of, settled
        self._outlets = {_outlet(name) for claim in self._claims.values() for name in _outlets_of(documents[claim.document])}
        self._intervals = {a.claim: a.interval for a in reversed(answers)}
        self._said = {a.claim: a.said for a in reversed(answers)}
        self._answers: dict[str, list[str]] = defaultdict(list)
        for claim in sorted({a.claim for a in answers}):
            self._answers[claims[claim].document].append(claim)
        self._steps: dict[str, list[Step]] = defaultdict(list)
        for step in sorted(steps, key=lambda s: (-s.score, _by_child(s))):
            self._steps[step.child].append(step)
        self._ring = {document: ring for ring in _rings(steps) for document in ring}
        self._lines: dict[str, _Line] = {}
        self._passed_on = self._join_passed_on()
        self._voices: dict[str, dict[tuple[Interval | None, _Line], None]] = defaultdict(dict)
        for id, line in self._passed_on.items():
            self._voices[line.key[1]][self._intervals[id], line] = None
        self._described = self._join_described()
        self._doubles = self._find_doubles()

    def line(self, claim: str) -> _Line:
        """Where the line of a claim starts."""
        # Not recursive over long lines of retelling: the claims on the way are put first.
        ahead = [] if claim in self._lines else [claim]
        while ahead:
            here = ahead[-1]
            there, step = self._next(here)
            if there is not None and there not in self._lines:
                ahead.append(there)
                continue
            ahead.pop()
            if there is None or step is None:
                self._lines[here] = self._start(self._claims[here])
                continue
            before = self._lines[there]
            reason = f"{step.kind}: {', '.join(step.reasons)}"
            known = before.reasons if reason in before.reasons else (*before.reasons, reason)
            self._lines[here] = replace(before, reasons=known)
        return self._lines[claim]

    def _next(self, id: str) -> tuple[str | None, Step | None]:
        """The claim that this one has what it says from, in another document, and by which step."""
        claim = self._claims[id]
        for step in self._followed(claim):
            if (there := self._same_answer(id, step.parent)) and (step.kind in _SAID_SO or self._retells(id, there)):
                return there, step
        return None, None

    def _followed(self, claim: Claim) -> list[Step]:
        """The steps by which this claim can come from another document, the surest kind first."""
        steps = [s for s in self._steps[claim.document] if s.parent and not self._in_ring(s)]
        reprints = [s for s in steps if s.kind == "reprint"]
        names = {hop.name for hop in claim.chain}
        cited = [s for s in steps if s.kind == "cites" and s.cited in names]
        if claim.chain and not self._unnamed(claim.id) and not self._is_outlet(claim.chain[0]):
            return []
        if self._relay(claim) is not None or claim.id in self._described:
            return []
        inferred = [s for kind in _COPIED[1:] for s in steps if s.kind == kind]
        return [*reprints, *cited, *inferred]

    def _retells(self, id: str, there: str) -> bool:
        """Whether a claim can be had from another in a report that its own resembles: the same speaker, or the same matter."""
        claim, other = self._claims[id], self._claims[there]
        if claim.chain:
            return bool(other.chain) and _speaker(claim.chain[0]) == _speaker(other.chain[0])
        return _kinship(claim, other) > 0 or _meet(self._intervals[id], self._intervals[there])

    def _in_ring(self, step: Step) -> bool:
        return step.parent is not None and step.parent in self._ring.get(step.child, ())

    def _same_answer(self, id: str, document: str | None, depth: int = _FAR) -> str | None:
        """The answer of that document that is nearest to this one; when it gives none, of the documents it follows."""
        if document is None or not depth:
            return None
        own = self._intervals[id]

        def distance(other: str) -> tuple[int, float, str]:
            there = self._intervals[other]
            apart = 0 if there == own else 1 if own and there and own.meets(there) else 2
            return apart, -_kinship(self._claims[id], self._claims[other]), other

        if there := [c for c in self._answers.get(document, ()) if c != id]:
            return min(there, key=distance)
        for step in self._steps[document]:
            if step.kind in _COPIED and not self._in_ring(step) and (found := self._same_answer(id, step.parent, depth - 1)):
                return found
        return None

    def _start(self, claim: Claim) -> _Line:
        """The line of a claim that no step leads away from."""
        document = self._documents[claim.document]
        outlet = document.outlet or document.name
        if not claim.chain:
            if claim.basis in ("eyewitness", "participant"):
                return _Line(("outlet", _outlet(outlet)), None, f"{outlet}, which was there", "known")
            return self._unknown(claim, f"{outlet}, which does not say how it knows")
        first, party = claim.chain[0], self._parties[claim.id]
        for lines in (self._described, self._passed_on):
            if claim.id in lines:
                return lines[claim.id]
        if first.name == "unknown":
            return self._unknown(claim, f"nobody named, in {outlet}")
        if self._is_outlet(first):
            if party is not None and claim.basis in _OWN_WORK:
                return _Line(("party", party), party, self._name_of(party), "known", ("its own work",))
            return self._unknown(claim, f"{first.name}, which does not say here how it knows")
        if not self._unnamed(claim.id):
            if party is None:
                return self._unknown(claim, first.name)
            return self._voice(claim) or self._line_of(party)
        if self._spoke_to_outlet(claim):
            role = _role(first.name)
            if claim.id in self._doubles:
                return self._unknown(claim, f"{first.name} in {outlet}, perhaps the same that another outlet heard")
            return _Line(("told", _outlet(outlet), role), party, f"{first.name} to {outlet}", "known", ("it spoke to them",))
        return self._unknown(claim, f"{first.name}, in {outlet}")

    def _line_of(self, party: str, *reasons: str) -> _Line:
        return _Line(("party", party), party, self._name_of(party), "known", reasons)

    def _voice(self, claim: Claim) -> _Line | None:
        """The line of whoever a body passed on, when what it says itself is the same figure: then it rests on that voice."""
        own = self._intervals[claim.id]
        told = [line for interval, line in self._voices.get(self._body(claim, 0), ()) if _one_figure(interval, own)]
        if not told:
            return None
        line = min(told, key=lambda line: line.key)
        return replace(line, reasons=(*line.reasons, f"{claim.chain[0].name} gives the figure of those whom it passed on"))

    def _body(self, claim: Claim, hop: int) -> str:
        """What stands for the body at a hop."""
        return self._hop_of(claim, hop + self._skipped[claim.id]) if self._hop_of else _speaker(claim.chain[hop])

    def _unnamed(self, id: str) -> bool:
        """Whether nobody could go and ask whoever a claim begins with, by what all reports tell of the source."""
        party = self._parties[id]
        return unnamed(self._claims[id].chain[0]) and not (party is not None and self._settled(party))

    def _is_described(self, id: str) -> bool:
        """Whether a claim begins with a body or an office that its report describes and nothing else tells."""
        first, party = self._claims[id].chain[0], self._parties[id]
        return first.named == "by role" and not unnamed(first) and party is not None and not self._settled(party)

    def _is_outlet(self, hop: Hop) -> bool:
        """Whether it is an outlet by its type, or one of the reports comes from or credits an outlet of that name."""
        return hop.type == "outlet" or (
            hop.type in _PERHAPS_OUTLET and hop.named == "named" and _outlet(hop.name) in self._outlets
        )

    def _unknown(self, claim: Claim, name: str) -> _Line:
        """A line whose start no text tells. Those that lead to one cited report, or into one ring, stand together."""
        if ring := self._ring.get(claim.document):
            return _Line(("ring", *ring), None, "reports that cite one another", "unknown", ("circular citation",))
        named = next((hop.name for hop in reversed(claim.chain) if self._is_outlet(hop)), None)
        for step in self._steps[claim.document]:
            follows = step.cited == named if claim.chain else step.kind == "credit line"
            if step.parent is None and step.cited and step.kind in _EXPLICIT and follows:
                why = f"{step.kind}: {', '.join(step.reasons)}"
                return _Line(("cited", _outlet(step.cited)), None, f"{step.cited}, whose report is not here", "unknown", (why,))
        return _Line(("unknown", claim.document), None, name, "unknown")

    def _relay(self, claim: Claim) -> int | None:
        """The index of the named body that passed on what somebody unnamed said."""
        if not claim.chain or not (self._unnamed(claim.id) or claim.chain[0].name == "unknown"):
            return None
        return next(
            (
                i
                for i, h in enumerate(claim.chain)
                if i and h.type in _BODIES and not h.joint and not unnamed(h) and h.name != "unknown" and not self._is_outlet(h)
            ),
            None,
        )

    def _spoke_to_outlet(self, claim: Claim) -> bool:
        """Whether the report itself says that it heard the one person it rests on, whom it does not name.

        It names itself as the one that was told, or the person is one who can know.
        """
        first, *later = claim.chain
        if not self._unnamed(claim.id) or first.name == "unknown":
            return False
        own = _outlet(self._documents[claim.document].outlet or "")
        return _outlet(later[0].name) == own if len(later) == 1 else not later and claim.basis in _HEARD

    def _find_doubles(self) -> set[str]:
        """Claims of unnamed people whom an earlier report of another outlet can have heard: one role, figures that can be one.

        They may be others, but nothing shows it.
        """
        heard: dict[str, dict[tuple[str, Interval | None], None]] = defaultdict(dict)
        doubles = set()
        told = [self._claims[id] for ids in self._answers.values() for id in ids if self._claims[id].chain]
        told = [claim for claim in told if claim.id not in self._described and self._spoke_to_outlet(claim)]
        for claim in sorted(told, key=lambda c: (self._documents[c.document].published or date.max, c.document, c.id)):
            document, interval = self._documents[claim.document], self._intervals[claim.id]
            if self._next(claim.id)[0] is not None:
                continue
            outlet, earlier = _outlet(document.outlet or document.name), heard[_role(claim.chain[0].name)]
            if any(there != outlet and _meet(other, interval) for there, other in earlier):
                doubles.add(claim.id)
            else:
                earlier[outlet, interval] = None
        return doubles

    def _join_passed_on(self) -> dict[str, _Line]:
        """The lines of what bodies passed on of people they do not name.

        Through one body, one role is one line; and so are two roles whose figures can be one, for one voice is described in
        many ways. What it gets wrong: two voices that give one figure through one body count as one, never the reverse.
        """
        through: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for document in sorted(self._answers):
            for id in self._answers[document]:
                claim = self._claims[id]
                if (i := self._relay(claim)) is not None:
                    through[self._body(claim, i)].append((_role(claim.chain[0].name), id, claim.chain[i].name))
        lines = {}
        for body, told in through.items():
            roles = sorted({role for role, _, _ in told})
            groups = _components(roles, [
                (a, b) for (a, x, _), (b, y, _) in combinations(_spread(told, self._intervals), 2)
                if a != b and _meet(self._intervals[x], self._intervals[y])
            ])  # fmt: skip
            for group in groups:
                for role, id, name in told:
                    if role in group:
                        who = self._claims[id].chain[0].name
                        lines[id] = _Line(
                            ("through", body, group[0]), None, f"{who}, through {name}", "known", (f"passed on by {name}",)
                        )
        return lines

    def _join_described(self) -> dict[str, _Line]:
        """The lines of bodies and offices that a document only describes ("the police", "a ministry spokesman").

        A question is of one event, so there a description is of the one body that bears it in its name, else of the one
        that says the same on the same day, else of whoever is described so in other reports. What it gets wrong: two
        hospitals in one town.
        """
        names: dict[str, set[str]] = defaultdict(set)
        said: dict[tuple[date | None, str], set[tuple[Interval | None, str]]] = defaultdict(set)
        loose: dict[str, frozenset[str]] = {}
        lines: dict[str, _Line] = {}
        for id, claim in self._claims.items():
            party = self._parties[id]
            if not claim.chain or party is None or claim.chain[0].name == "unknown" or self._is_outlet(claim.chain[0]):
                continue
            first = claim.chain[0]
            speaks = self._hop_of is not None and self._hop_of(claim, self._skipped[id]) != party
            if speaks and self._settled(party):
                lines[id] = self._line_of(party, f"said by {first.name}")
            elif described := spoken_for(first.name) or (first.name if self._is_described(id) else ""):
                loose[id] = _telling(described)
            elif not self._unnamed(id):
                names[party] |= _telling(self._name_of(party)) | _telling(first.name)
                said[self._said[id], first.type].add((self._intervals[id], party))
        for id, words in loose.items():
            first, day = self._claims[id].chain[0], self._said[id]
            fits = {party for party, name in names.items() if words and words <= name}
            if not fits:
                fits = {party for figure, party in said[day, first.type] if _one_figure(figure, self._intervals[id])}
            if len(fits) == 1:
                lines[id] = self._line_of(fits.pop(), f"called {first.name}")
        rest = {id: " ".join(sorted(words)) for id, words in loose.items() if id not in lines and words}
        alike = combinations(sorted(set(rest.values())), 2)
        near = [(a, b) for a, b in alike if set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())]
        for group in _components(sorted(set(rest.values())), near):
            for id in sorted(id for id, phrase in rest.items() if phrase in group):
                lines[id] = _Line(("described", group[0]), None, self._claims[id].chain[0].name, "known")
        return lines


#: Words that do not tell which body a description means.
_IDLE = frozenset((
    "the", "a", "an", "its", "his", "her", "their", "our", "of", "for", "in", "at", "and",
    "local", "senior", "same", "own", "other", "one", "another",
    "county", "regional", "provincial", "national", "federal", "state",
))  # fmt: skip


def _telling(name: str) -> frozenset[str]:
    """The words of a description that tell which body it is."""
    return frozenset(british(word) for word in plain(name).split() if word not in _IDLE)


def _one_figure(a: Interval | None, b: Interval | None) -> bool:
    """Whether two answers give one number, whatever bound they make of it; answers without a figure do."""
    if a is None or b is None:
        return a is b
    return a.has_number_of(b)


def _outlets_of(document: Document) -> Iterator[str]:
    """The outlet of a document and those that it credits."""
    if document.outlet:
        yield document.outlet
    yield from (credit.name for credit in document.provenance if credit.relation in _CREDITS)


def _spread(told: Sequence[tuple[str, str, str]], intervals: Mapping[str, Interval | None]) -> list[tuple[str, str, str]]:
    """One for each role and figure, so that a thousand retellings are not compared two by two."""
    return list({(role, intervals[id]): (role, id, name) for role, id, name in told}.values())


def _meet(a: Interval | None, b: Interval | None) -> bool:
    return a is None or b is None or a.meets(b)


def _components(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """What hangs together, each component sorted."""
    of = {node: node for node in nodes}

    def root(node: str) -> str:
        while of[node] != node:
            of[node] = node = of[of[node]]
        return node

    for a, b in edges:
        of[max(root(a), root(b))] = min(root(a), root(b))
    found: dict[str, list[str]] = defaultdict(list)
    for node in sorted(nodes):
        found[root(node)].append(node)
    return [tuple(found[first]) for first in sorted(found)]


def _rings(steps: Iterable[Step]) -> list[tuple[str, ...]]:
    """The strongly connected components of more than one document, each from its smallest id on along the edges.

    Tarjan, Depth-first search and linear graph algorithms, 1972, without recursion. Where a component is no single ring, its
    documents follow one another as they are met from the smallest id on, smaller ids first.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    for step in steps:
        if step.parent is not None:
            parents[step.child].add(step.parent)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found = []
    for start in sorted(parents):
        if start in index:
            continue
        work = [(start, iter(sorted(parents[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, ahead = work[-1]
            child = next(ahead, None)
            if child is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = [stack.pop()]
                    while component[-1] != node:
                        component.append(stack.pop())
                    on_stack.difference_update(component)
                    if len(component) > 1:
                        found.append(_along(component, parents))
            elif child not in index:
                index[child] = low[child] = len(index)
                stack.append(child)
                on_stack.add(child)
                work.append((child, iter(sorted(parents.get(child, ())))))
            elif child in on_stack:
                low[node] = min(low[node], index[child])
    return sorted(found)


def _along(component: Collection[str], parents: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    inside, order, ahead = set(component), [], [min(component)]
    while ahead:
        node = ahead.pop()
        if node in inside:
            inside.remove(node)
            order.append(node)
            ahead += sorted((p for p in parents.get(node, ()) if p in inside), reverse=True)
    return tuple(order)
