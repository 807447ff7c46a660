"""What the folds find, computed beside the pages: no page ever waits for it.

Laying a big ledger side by side takes minutes, a page may take a tenth of a second. So one thread of its own folds, and pages
show what was found last, or say that it is being worked on. A decision about identities makes it start again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from reportedly.comparison import Judgement, Question, Source
from reportedly.errors import ReportedlyError
from reportedly.ledger import Decision, Ledger

if TYPE_CHECKING:
    from reportedly.folds import Folds

__all__ = ["Laid", "SideBySide", "State"]

State = Literal["not begun", "working", "again", "ready", "failed"]

#: Seconds that a page waits for what is asked of one question.
_PATIENCE = 0.08
#: So many answers about single questions are kept.
_KEPT = 200

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The folds as they stood at one moment. `sources` with the most mentions first; `by_id` knows absorbed ones too."""

    folds: Folds
    sources: tuple[Source, ...]
    by_id: Mapping[str, Source]
    at: Mapping[tuple[str, int], Source]
    proposals: tuple[Judgement, ...]
    questions: tuple[Question, ...]
    asked: Mapping[str, Question]
    of_claim: Mapping[str, tuple[Question, ...]]

    @classmethod
    def of(cls, folds: Folds) -> Laid:
        """What `folds` find, ready to be looked up."""
        sources = tuple(sorted((s for s in folds.sources if not s.unknown), key=lambda s: (-len(s.mentions), s.name, s.id)))
        of_claim: dict[str, list[Question]] = {}
        for question in folds.questions:
            for claim in dict.fromkeys(answer.claim for answer in question.answers):
                of_claim.setdefault(claim, []).append(question)
        return cls(
            folds=folds,
            sources=sources,
            by_id={id: s for s in folds.sources for id in (*s.absorbed, s.id)},
            at={at: s for s in folds.sources for at in s.mentions},
            proposals=folds.proposals,
            questions=folds.questions,
            asked={q.id: q for q in folds.questions},
            of_claim={claim: tuple(found) for claim, found in of_claim.items()},
        )


class SideBySide:
    """The folds over a ledger, kept up by one thread. It starts when a page first asks, and ends with the process."""

    def __init__(self, ledger: Ledger, then: Callable[[Laid], None] | None = None) -> None:
        self._ledger = ledger
        self._then = then
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="laying")
        self._laid: Laid | None = None
        self._waiting = False
        self._kept: dict[tuple[object, ...], Future[Any]] = {}
        self.state: State = "not begun"
        self.error: str | None = None

    @property
    def now(self) -> Laid | None:
        """What was found last; asking for the first time starts the work."""
        if self.state == "not begun":
            self.again()
        return self._laid

    @property
    def seen(self) -> Laid | None:
        """What was found last; nothing is started."""
        return self._laid

    def again(self) -> None:
        """Lay everything side by side anew, behind what is being done."""
        with self._lock:
            if self._waiting:
                return
            self._waiting = True
            self.state = "again" if self._laid else "working"
            self._worker.submit(self._work)

    def note(self, decision: Decision) -> None:
        """Take notice of a decision: what says who is who makes it start again."""
        if self._laid is not None and decision.kind != "accept":
            self.again()

    def ask(self, key: tuple[object, ...], about: Laid, compute: Callable[[], _T]) -> _T | None:
        """What `compute` returns, or `None` while it is still at it. It is computed once for one state of the folds."""
        with self._lock:
            whole = (id(about), *key)
            future: Future[_T] | None = self._kept.get(whole)
            if future is None:
                while len(self._kept) >= _KEPT:
                    self._kept.pop(next(iter(self._kept)))
                future = self._kept[whole] = self._worker.submit(compute)
        try:
            return future.result(_PATIENCE)
        except NotYet:
            return None

    def wait(self, seconds: float = 600) -> Laid | None:
        """What was found once all work is done; for tests and benchmarks."""
        if self.state == "not begun":
            self.again()
        self._worker.submit(lambda: None).result(seconds)
        return self._laid

    def close(self) -> None:
        """Begin nothing more."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _work(self) -> None:
        with self._lock:
            self._waiting = False
        from reportedly.folds import Folds  # brings the stages, which a page does not need

        try:
            laid = Laid.of(Folds(self._ledger.extractions(), self._ledger.judgements()))
            if self._then:
                self._then(laid)
        except ReportedlyError as error:
            self.error, self.state = str(error), "failed"
            return
        except Exception as error:  # a fault of ours in one ledger must not take the pages away
            self.error, self.state = f"{type(error).__name__}: {error}; please report this", "failed"
            return
        with self._lock:
            self._laid = laid
            self._kept.clear()
            self.error = None
            if not self._waiting:
                self.state = "ready"
