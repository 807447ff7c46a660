"""Which report has what it says from which.

Some edges are said: a chain names another outlet, a credit line an agency. The others are inferred from what two reports can
hardly share by chance: their text (`reprint`), eight quoted words of one speaker, the same figures of one speaker in other
words where one of them is translated, a figure that is not round from somebody who spoke to one outlet. What a body said in
public anyone can quote; sharing it shows nothing but the source, by which origins are joined anyway.

What this gets wrong: an outlet that copies without a trace, in other words and without a name, is nobody's child.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

from reportedly.comparison import Descent, Step, StepKind, unnamed
from reportedly.graph import by_child, rings
from reportedly.model import THE_OUTLET, Claim, Document, Extraction, Quantity, Span
from reportedly.reprint import UNDATED, WINDOW, Blocks, Order, Reprints, quotations
from reportedly.teller import (
    BODIES,
    CREDITS,
    EXPLICIT,
    FAR,
    PERHAPS_OUTLET,
    figure_in_one_form,
    kinship,
    outlet_name,
    outlet_names,
    speaker_of,
)

__all__ = ["Ancestry"]

#: Words in quotation marks that two reports do not have by chance.
_QUOTED = 8

#: Steps by which a report is as a whole another's, on which a person's word goes before the program's.
_WHOLE: tuple[StepKind, ...] = ("reprint", "rewrite")

#: Among how many reports of a cited outlet the one that is meant is looked for.
_REPORTS_OF_OUTLET = 200


def _public(claim: Claim) -> bool:
    """Whether it was said or published by a body, so that any outlet could have it from there."""
    return claim.basis == "official statement" or any(h.type in BODIES and h.named == "named" for h in claim.chain)


def _round(q: Quantity) -> bool:
    """Whether the figure is one that two people arrive at by themselves: small, rounded, or with an open end."""
    return q.low is None or q.low != q.high or q.approximate or q.low < 20 or q.low % 5 == 0


def _key(*parts: object) -> int:
    joined = "\x1f".join(map(str, parts)).encode()
    return crc32(joined) << 32 | crc32(joined, 0x5EED)


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
    outlets: frozenset[str]
    claims: tuple[Claim, ...]
    citations: tuple[_Citation, ...]
    translated: bool


class Ancestry:
    """Which document has what it says from which. Incremental; order of arrival never changes the result.

    What a document adds is indexed at once; edges are found when they are asked for, and only where something changed.
    Each document has at most one parent of each inferred kind, the one nearest to it, so the edges grow with the documents.
    What people say of reprints is laid over the edges when these are asked for.
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
        self._marks: dict[str, Descent] = {}
        self._stale: set[str] = set()
        self._stale_outlets: set[str] = set()

    def add(self, extraction: Extraction) -> None:
        """Take in one reading, in place of an earlier one of the same document."""
        document, claims = extraction.document, extraction.claims
        if document.id in self._reports:
            self.remove(document.id)
        own = outlet_names(document.outlet or "")
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
        for name in own:
            insort(self._of_outlet[name], order)
        for citation in citations:
            self._citing[citation.outlet].add(document.id)
        self._stale.add(document.id)
        self._stale_outlets |= own

    def remove(self, document: str) -> None:
        """Take a document away. Raises KeyError when it is not there."""
        gone = self._reports.pop(document)
        self._texts.remove(document)
        for blocks in (self._quotations, self._figures, self._translations):
            blocks.remove(document)
        for name in gone.outlets:
            orders = self._of_outlet[name]
            del orders[bisect_left(orders, gone.order)]
        for citation in gone.citations:
            self._citing[citation.outlet].discard(document)
        self._steps.pop(document, None)
        self._stale.discard(document)
        self._stale_outlets |= gone.outlets

    def mark(self, descents: Iterable[Descent]) -> None:
        """Let these words of people on what documents reprint stand in place of those before."""
        self._marks = {descent.document: descent for descent in descents}

    def steps(self) -> tuple[Step, ...]:
        """All edges, by child."""
        self._refresh()
        return tuple(step for child in sorted(self._steps) for step in self._standing(child))

    def circles(self) -> tuple[tuple[str, ...], ...]:
        """Documents that cite one another in a ring, each ring once, beginning with its smallest id."""
        return tuple(rings(step for step in self.steps() if step.kind in EXPLICIT))

    def steps_of(self, documents: Collection[str]) -> tuple[Step, ...]:
        """The edges that lead from these documents to their parents, and on from there as far as a line is followed, by child.

        A ring of more than `FAR` reports is not seen.
        """
        self._refresh()
        seen = ahead = set(documents)
        for _ in range(FAR):
            ahead = {step.parent for child in ahead for step in self._standing(child) if step.parent is not None} - seen
            seen = seen | ahead
        return tuple(step for child in sorted(seen) for step in self._standing(child))

    def _standing(self, child: str) -> Iterator[Step]:
        """The edges from `child`. What is said of a parent goes before what was inferred: it is not its own child's child. And a
        person's word goes before all."""
        for step in self._told(child):
            back = self._told(step.parent) if step.parent and step.by is None else ()
            if not any(
                other.parent == child and (other.by or (other.kind in EXPLICIT and step.kind not in EXPLICIT)) for other in back
            ):
                yield step

    def _told(self, child: str) -> Sequence[Step]:
        """The edges from `child` as they were found, with a person's word in place of what was found of reprints."""
        found, mark = self._steps.get(child, ()), self._marks.get(child)
        if mark is None:
            return found
        steps = [step for step in found if step.kind not in _WHOLE]
        if child in self._reports and mark.of in self._reports and mark.of != child:
            said = f"a reprint by the word of {mark.by}" + (f": {mark.why}" if mark.why else "")
            steps.append(Step(child=child, parent=mark.of, kind="reprint", score=None, reasons=(said,), by=mark.by))
        return sorted(steps, key=by_child)

    def _refresh(self) -> None:
        stale = self._stale
        for index in (self._texts, self._quotations, self._figures, self._translations):
            stale |= index.stale()
        for outlet in self._stale_outlets:
            stale |= self._citing.get(outlet, set())
        for child in stale & self._reports.keys():
            inferred = {step.kind: step for step in self._inferred(child)}
            self._steps[child] = tuple(sorted({*self._cited(child), *inferred.values()}, key=by_child))
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
            likeness = max((kinship(a, b) for a in own for b in self._reports[order[3]].claims), default=0.0)
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


def _citations(document: Document, claims: Iterable[Claim], own: frozenset[str]) -> Iterator[_Citation]:
    """The outlets that a document names as those it has something from; "local media" are none."""
    for claim in claims:
        for hop in claim.chain:
            sure = hop.type == "outlet"
            if (
                hop.named == "named"
                and hop.name != THE_OUTLET
                and (sure or hop.type in PERHAPS_OUTLET)
                and outlet_name(hop.name) not in (*own, "")
            ):
                yield _Citation(hop.name, outlet_name(hop.name), "cites", claim, hop.mention, sure)
    for credit in document.provenance:
        if credit.relation in CREDITS and outlet_name(credit.name) not in (*own, ""):
            yield _Citation(credit.name, outlet_name(credit.name), "credit line", None, credit.shown_by, True)


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
                        yield _key("quotation", speaker_of(claim.chain[0]), *run)


def _figure_keys(claims: Iterable[Claim]) -> Iterator[int]:
    """A key for each figure that is not round and comes from somebody unnamed who did not speak to everybody."""
    for claim in claims:
        if claim.chain and unnamed(claim.chain[0]) and not _public(claim) and claim.chain[0].name != "unknown":
            yield from (
                _key("figure", speaker_of(claim.chain[0]), figure_in_one_form(q)) for q in claim.quantities if not _round(q)
            )


def _translation_keys(document: Document, claims: Iterable[Claim]) -> Iterator[int]:
    """A key for each two figures that one speaker gave on one day."""
    given: dict[tuple[str, object], set[str]] = defaultdict(set)
    for claim in claims:
        if claim.chain and claim.chain[0].name != "unknown":
            said = max((t.latest for t in claim.times if t.role == "said" and t.latest), default=document.published)
            if said:
                given[speaker_of(claim.chain[0]), said] |= {f for q in claim.quantities if (f := figure_in_one_form(q))}
    for (speaker, day), figures in given.items():
        yield from (_key("translation", speaker, day, *two) for two in combinations(sorted(figures)[:8], 2))


def _both_quote(claims: Iterable[Claim], others: Iterable[Claim]) -> bool:
    """Whether both give two of their common figures as words of one speaker."""

    def quoted(of: Iterable[Claim]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for claim in of:
            if claim.chain and claim.kind == "direct" and not _public(claim):
                found[speaker_of(claim.chain[0])] |= {f for q in claim.quantities if (f := figure_in_one_form(q))}
        return found

    a, b = quoted(claims), quoted(others)
    return any(len(a[speaker] & b[speaker]) >= 2 for speaker in a.keys() & b.keys())
