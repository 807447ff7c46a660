"""What the folds find, computed beside the pages: no page ever waits for it.

Laying a big ledger side by side takes minutes, a page may take a tenth of a second. So one thread of its own folds, and pages
show what was found last, or say that it is being worked on. What changes in the ledger, by whichever process, is folded in
after it: the documents that stand otherwise, and who was judged to be whom.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from reportedly.comparison import Judgement, Question, Source
from reportedly.errors import ReportedlyError
from reportedly.interval import hull
from reportedly.ledger import Ledger
from reportedly.model import Claim, Document, Extraction
from reportedly.relation import tellings
from reportedly.ruling import Rulings, Tellings
from reportedly.sensitivity import Proposal, proposal

if TYPE_CHECKING:
    from reportedly.folds import Folds

__all__ = ["Laid", "SideBySide", "State", "Summary", "contested"]

State = Literal["not begun", "working", "again", "ready", "failed"]

#: Seconds that a page waits for what is asked of one question.
_PATIENCE = 0.08
#: Seconds after which a page has it looked whether anything has changed.
_STALE = 5.0
#: So many answers about single questions are kept.
_KEPT = 200
#: After folding in a change, so many times as long is left to the pages, and no longer than so many seconds.
_REST, _LONGEST_REST = 3.0, 30.0
#: So many mentions of a source are looked at for a reason to withhold its name.
_LOOKED_AT = 100

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a list says of a question: the range of its figures, and how many reports answer it."""

    range: str
    reports: int

    @classmethod
    def of(cls, question: Question) -> Summary:
        """The summary of one question."""
        figures = [a.interval for a in question.answers if a.interval and a.interval.drawn and a.stance == "asserts"]
        everyone = hull(figures)
        return cls(range=str(everyone) if everyone else "", reports=len({a.document for a in question.answers}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The folds as they stood at one moment. `sources` with the most mentions first; `by_id` knows absorbed ones too. `claims`
    and `documents` are those of that moment, for the folds themselves go on changing while a page is made."""

    folds: Folds
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    sources: tuple[Source, ...]
    by_id: Mapping[str, Source]
    at: Mapping[tuple[str, int], Source]
    proposals: tuple[Judgement, ...]
    questions: tuple[Question, ...]
    asked: Mapping[str, Question]
    summaries: Mapping[str, Summary]
    of_claim: Mapping[str, tuple[Question, ...]]

    @classmethod
    def of(cls, folds: Folds) -> Laid:
        """What `folds` find, ready to be looked up."""
        sources = tuple(sorted((s for s in folds.sources if not s.unknown), key=lambda s: (-len(s.mentions), s.name, s.id)))
        of_claim: dict[str, list[Question]] = {}
        for question in folds.questions:
            for claim in dict.fromkeys(answer.claim for answer in question.answers):
                of_claim.setdefault(claim, []).append(question)
        claims, documents = folds.read()
        return cls(
            folds=folds,
            claims=claims,
            documents=documents,
            sources=sources,
            by_id={id: s for s in folds.sources for id in (*s.absorbed, s.id)},
            at={at: s for s in folds.sources for at in s.mentions},
            proposals=folds.proposals,
            questions=folds.questions,
            asked={q.id: q for q in folds.questions},
            summaries={q.id: Summary.of(q) for q in folds.questions},
            of_claim={claim: tuple(found) for claim, found in of_claim.items()},
        )

    def sensitivity(self, source: Source) -> Proposal:
        """What the text shows about how a source is to be handled; of one with very many mentions the first are looked at."""
        claims = [(self.claim(claim), hop) for claim, hop in source.mentions[:_LOOKED_AT]]
        return proposal(source, [(claim, self.document(claim.document), hop) for claim, hop in claims])

    def claim(self, id: str) -> Claim:
        """The claim of that id; one that came after this moment is asked of the folds. Raises KeyError when there is none."""
        return self.claims[id] if id in self.claims else self.folds.claim(id)

    def document(self, id: str) -> Document:
        """The document of that id, likewise."""
        return self.documents[id] if id in self.documents else self.folds.document(id)

    def report(self, document: str) -> str:
        """What a report is called: its outlet, else its file or site."""
        return self.document(document).report_name


class SideBySide:
    """The folds over a ledger, kept up by one thread. It starts when a page first asks, and ends with the process."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="laying")
        self._folds: Folds | None = None
        self._moment = (0, 0)
        self._folded: dict[str, int] = {}
        self._looked = self._took = 0.0
        self._laid: Laid | None = None
        self._waiting = False
        self._ended = threading.Event()
        self._kept: dict[tuple[object, ...], Future[Any]] = {}
        self.state: State = "not begun"
        self.error: str | None = None

    @property
    def now(self) -> Laid | None:
        """What was found last. Asking starts the work, and now and then has it looked whether anything has changed."""
        if time.monotonic() - self._looked > _STALE:
            self.again()
        return self._laid

    @property
    def seen(self) -> Laid | None:
        """What was found last; nothing is started."""
        return self._laid

    def follow(self) -> None:
        """Fold in what has just been decided, if anybody has asked for it."""
        if self.state != "not begun":
            self.again()

    def again(self) -> None:
        """Fold in what has changed in the ledger, behind what is being done."""
        with self._lock:
            if self._waiting or self._ended.is_set():
                return
            self._waiting = True
            self._looked = time.monotonic()
            if self._laid is None:
                self.state = "working"
            self._worker.submit(self._work)

    def ask(self, key: tuple[object, ...], about: Laid, compute: Callable[[], _T], *, patience: float = _PATIENCE) -> _T | None:
        """What `compute` returns, or `None` while it is still at it after so many seconds of `patience`.

        It is computed once for one state of the folds.
        """
        with self._lock:
            whole = (id(about), *key)
            future: Future[_T] | None = self._kept.get(whole)
            if future is None:
                while len(self._kept) >= _KEPT:
                    self._kept.pop(next(iter(self._kept)))
                future = self._kept[whole] = self._worker.submit(compute)
        try:
            return future.result(patience)
        except NotYet:
            return None

    def wait(self, seconds: float = 600) -> Laid | None:
        """What was found once everything is folded in; for tests and benchmarks."""
        self.again()
        self._worker.submit(lambda: None).result(seconds)
        return self._laid

    def close(self) -> None:
        """Leave off what is being done, and begin nothing more."""
        self._ended.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _work(self) -> None:
        self._ended.wait(min(_REST * self._took, _LONGEST_REST))
        with self._lock:
            self._waiting = False
        began = time.monotonic()
        try:
            laid = self._fold()
        except Exception as error:  # a fault of ours in one ledger must not take the pages away
            known = isinstance(error, ReportedlyError)
            self.error = str(error) if known else f"{type(error).__name__}: {error}; please report this"
            self.state, self._folds, self._moment = "failed", None, (0, 0)
        else:
            with self._lock:
                if laid is not self._laid:
                    self._took = time.monotonic() - began if self._laid else 0.0
                    self._laid = laid
                    self._kept.clear()
                self.error, self.state = None, "ready"

    def _fold(self) -> Laid:
        from reportedly.folds import Folds  # brings the stages, which a page does not need

        changes = self._ledger.changes(self._moment)
        if self._laid and changes.moment == self._moment:
            return self._laid
        if self._folds is None:
            folds, self._folded, moved = Folds(decided=self._ledger.decided()), {}, True
            for extraction in self._ledger.extractions():
                self._add(folds, extraction)
            self._folds = folds
        else:
            self.state = "again"
            again = self._judged(self._folds) if changes.judged else set()
            moved = changes.judged
            for document in sorted(changes.documents | again):
                moved |= self._add(self._folds, self._ledger.reviewed(document).extraction, anew=document in again)
        laid = Laid.of(self._folds) if moved or self._laid is None else self._laid
        if laid is not self._laid:
            self._ledger.mark_contested(contested(laid.questions, laid.folds.rulings))
        self._moment = changes.moment
        return laid

    def _add(self, folds: Folds, extraction: Extraction, *, anew: bool = False) -> bool:
        """Fold in a document as it stands; whether that was needed."""
        if self._ended.is_set():
            raise CancelledError
        stands = hash((extraction.document, extraction.claims))
        if not anew and self._folded.get(extraction.document.id) == stands:
            return False
        folds.add(extraction)
        self._folded[extraction.document.id] = stands
        return True

    def _judged(self, folds: Folds) -> set[str]:
        """Let what is decided now stand; the documents in which the sources are mentioned that were judged anew."""
        ends = folds.judge(self._ledger.decided())
        by_id = self._laid.by_id if self._laid else {}
        found = [by_id[id] for id in ends if id in by_id]
        return {folds.claim(claim).document for source in found for claim, _ in source.mentions}


def contested(questions: Iterable[Question], rulings: Rulings | None = None) -> set[str]:
    """The claims to whose question another claim gives a figure that cannot be theirs too, or says the opposite.

    Of intervals on a line one meets all others when it meets the highest and the lowest, so no pairs are gone through, but for
    claims of which people say how they stand to one another (`rulings`): that goes before the figures.
    """
    found: set[str] = set()
    for question in questions:
        here = _contested(question)
        if rulings and (ruled := rulings.of(answer.claim for answer in question.answers)):
            spoken = {claim for ruling in ruled if ruling.at_odds is not None for claim in (ruling.left, ruling.right)}
            told = tellings(question)
            spoken = {answer.claim for answer in question.answers if spoken & told[answer.claim, answer.quantity]}
            here = (here - spoken) | {claim for claim in spoken if _clashes(claim, question, told, rulings)}
        found |= here
    return found


def _contested(question: Question) -> set[str]:
    """The claims that are contested by what they say."""
    found: set[str] = set()
    asserted = [a for a in question.answers if a.stance == "asserts"]
    denied = [a for a in question.answers if a.stance in ("denies", "doubts")]
    figures = [(a.interval.widened, a.claim) for a in asserted if a.interval and a.interval.drawn and a.polarity == "+"]
    if figures:
        highest = max((interval for interval, _ in figures), key=lambda i: -math.inf if i.low is None else i.low)
        lowest = min((interval for interval, _ in figures), key=lambda i: math.inf if i.high is None else i.high)
        found |= {claim for interval, claim in figures if not (interval.meets(highest) and interval.meets(lowest))}
    if asserted and (denied or len({a.polarity for a in asserted}) > 1):
        found |= {a.claim for a in (*asserted, *denied)}
    return found


def _clashes(claim: str, question: Question, told: Tellings, rulings: Rulings) -> bool:
    """Whether any other answer contests a claim, by the word of persons or else by what it says."""
    for own in (answer for answer in question.answers if answer.claim == claim):
        for other in question.answers:
            ours, theirs = told[own.claim, own.quantity], told[other.claim, other.quantity]
            if ours != theirs and other.claim != claim:
                said = rulings.at_odds(ours, theirs)
                pair = replace(question, answers=(own, other))
                if said.at_odds if said else claim in _contested(pair):
                    return True
    return False
