"""Near-duplicate texts: which report is the reprint or the rewrite of which.

A text is the set of its runs of four words (shingles; Broder, On the resemblance and containment of documents, 1997), without
furniture and without what stands in quotation marks: what a person said is the same in every report that quotes it. MinHash
signatures (rensa) in bands propose pairs; the exact containment of the shorter text in the other confirms them. Nothing is
compared that lies more than `WINDOW` days apart. A few paragraphs in common, a background that an agency puts under every
story, make no rewrite: what is shared must stand all over the shorter text.

What it gets wrong: a rewrite that keeps fewer than a third of the runs is not found; a reprint later than the window is
not found; straight quotation marks that do not pair hide or show the wrong words of their paragraph; two texts that both
follow one press release closely look like a rewrite of one by the other, which leads to the same source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

import numpy as np
import numpy.typing as npt
from rensa import RMinHash  # type: ignore[import-untyped]  # the wheel carries no stubs

from reportedly.model import Document

__all__ = ["UNDATED", "WINDOW", "Blocks", "Order", "Overlap", "Reprints", "quotations"]

#: Days within which one report is taken to retell another.
WINDOW = 14

#: The ordinal day of a document without a date: after all others, so that it is never taken for the origin of a dated one.
UNDATED = 4_000_000

#: Where a document stands among others: day (ordinal), 1 when it says itself that it draws on another, minus its length, id.
#: Of two documents the smaller one can be the parent of the greater, never the other way round.
Order = tuple[int, int, int, str]

_SHINGLE = 4
_HASHES = 64
_ROWS = 2  # so that texts with Jaccard 0.3 meet in 19 of 20 cases, those with 0.01 in one of 300
_FIRST = 8  # of how many earlier members of a block a text is compared with
_REPRINT = 0.8
_REWRITE = 0.33
_SHORTEST_REPRINT, _SHORTEST_REWRITE = 12, 30  # shingles

_WORD = re.compile(r"\w+")
_QUOTATION = re.compile(r"“[^”\n]{1,1200}”|\"[^\"\n]{1,1200}\"|«[^»\n]{1,1200}»|„[^“\n]{1,1200}“")
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)

Shingles = npt.NDArray[np.uint32]


def quotations(text: str) -> list[tuple[int, int]]:
    """Where words stand in double quotation marks, marks included; a quotation that runs over a paragraph is left out."""
    return [match.span() for match in _QUOTATION.finditer(text)]


class Blocks:
    """Members under their keys, each key's members in order. Tells what comes before a member within the window.

    Of each key only the first few members in the window are looked at, so that a text with a thousand reprints costs no
    more than a thousand times one. The answer depends on which members there are, not on when they came.
    """

    def __init__(self, first: int = _FIRST) -> None:
        self._first = first
        self._orders: dict[str, Order] = {}
        self._keys: dict[str, tuple[int, ...]] = {}
        # One member stands by itself, without a list: most keys have one.
        self._members: dict[int, Order | list[Order]] = {}
        self._changed: set[int] = set()

    def add(self, order: Order, keys: Iterable[int]) -> None:
        """Take in a member; its id is the last part of `order`."""
        own = tuple(sorted(set(keys)))
        if not own:
            return
        self._orders[order[3]], self._keys[order[3]] = order, own
        for key in own:
            there = self._members.get(key)
            if there is None:
                self._members[key] = order
                continue
            if isinstance(there, tuple):
                there = self._members[key] = [there]
            insort(there, order)
            self._changed.add(key)

    def remove(self, member: str) -> None:
        """Take a member away; nothing happens when it has no keys here."""
        order = self._orders.pop(member, None)
        if order is None:
            return
        for key in self._keys.pop(member):
            there = self._members[key]
            if isinstance(there, tuple):
                del self._members[key]
                self._changed.discard(key)
                continue
            del there[bisect_left(there, order)]
            self._changed.add(key)
            if len(there) == 1:
                self._members[key] = there[0]

    def stale(self) -> set[str]:
        """Members for whom `before` may answer otherwise than when this was last asked."""
        found: set[str] = set()
        for key in self._changed:
            there = self._members.get(key, [])
            found.update(order[3] for order in ([there] if isinstance(there, tuple) else there))
        self._changed.clear()
        return found

    def order(self, member: str) -> Order:
        """The order of a member. Raises KeyError when it is not there."""
        return self._orders[member]

    def before(self, member: str) -> Counter[str]:
        """Earlier members within the window that share a key with it, and how many keys."""
        found: Counter[str] = Counter()
        order = self._orders.get(member)
        if order is None:
            return found
        since = (0 if order[0] == UNDATED else order[0] - WINDOW, -1, 0, "")
        for key in self._keys[member]:
            there = self._members[key]
            if isinstance(there, tuple):
                continue
            begin = bisect_left(there, since)
            for other in there[begin : begin + self._first]:
                if other >= order:
                    break
                found[other[3]] += 1
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """`child` has its text from `parent`; `share`: what part of the shorter text stands in the other, 0 to 1."""

    child: str
    parent: str
    kind: Literal["reprint", "rewrite"]
    share: float


@dataclass(frozen=True, slots=True)
class _Text:
    shingles: Shingles  # in the order of the text
    paragraphs: tuple[int, ...]  # index of the first shingle of each


class Reprints:
    """Which texts are reprints and rewrites of which. Keeps signatures, not texts."""

    def __init__(self) -> None:
        self._texts: dict[str, _Text] = {}
        self._blocks = Blocks()

    def add(self, document: Document, order: Order) -> None:
        """Take in the text of a document."""
        shingles, paragraphs = _shingles(document)
        if len(shingles) < _SHORTEST_REPRINT:
            return
        self._texts[document.id] = _Text(shingles.astype(np.uint32), paragraphs)
        signature = RMinHash(num_perm=_HASHES, seed=1)
        raw, width = shingles.tobytes(), shingles.itemsize
        signature.update([raw[i : i + width] for i in range(0, len(raw), width)])
        digest: list[int] = signature.digest()
        self._blocks.add(order, (hash((band, *digest[band : band + _ROWS])) for band in range(0, _HASHES, _ROWS)))

    def remove(self, document: str) -> None:
        """Take a document away."""
        if self._texts.pop(document, None) is not None:
            self._blocks.remove(document)

    def stale(self) -> set[str]:
        """Documents for which `parent` may answer otherwise than when this was last asked."""
        return self._blocks.stale()

    def parent(self, document: str) -> Overlap | None:
        """The text that this one is nearest to among the earlier ones; of equally near ones the earliest."""
        found = []
        for other in self._blocks.before(document):
            if overlap := self.overlap(document, other):
                found.append((-round(overlap.share * 20), self._blocks.order(other), overlap))
        return min(found, key=lambda f: f[:2])[2] if found else None

    def overlap(self, child: str, parent: str) -> Overlap | None:
        """How much the two texts have in common, when that is enough to be a reprint or a rewrite."""
        if child not in self._texts or parent not in self._texts:
            return None
        shorter, longer = sorted((self._texts[child], self._texts[parent]), key=lambda t: len(t.shingles))
        shared = np.isin(shorter.shingles, longer.shingles)
        share = float(shared.mean())
        if share >= _REPRINT:
            return Overlap(child=child, parent=parent, kind="reprint", share=share)
        if share < _REWRITE or len(shared) < _SHORTEST_REWRITE or not _all_over(shared, shorter.paragraphs):
            return None
        return Overlap(child=child, parent=parent, kind="rewrite", share=share)


def _shingles(document: Document) -> tuple[npt.NDArray[np.uint64], tuple[int, ...]]:
    """Hashes of the runs of words, paragraph by paragraph, and where in them each paragraph begins."""
    text = document.text
    for span in document.furniture:
        text = text[: span.start] + re.sub(r"[^\n]", " ", span.text) + text[span.end :]
    text = _QUOTATION.sub(" ", text)
    parts, begins, length = [], [], 0
    for paragraph in text.split("\n"):
        words = np.array([crc32(word.encode()) for word in _WORD.findall(paragraph.casefold())], dtype=np.uint64)
        if len(words) < _SHINGLE:
            continue
        runs = np.lib.stride_tricks.sliding_window_view(words, _SHINGLE)
        mixed = (runs * _FACTORS).sum(axis=1, dtype=np.uint64)
        mixed ^= mixed >> np.uint64(29)
        begins.append(length)
        length += len(mixed)
        parts.append(mixed)
    return (np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)), tuple(begins)


def _all_over(shared: npt.NDArray[np.bool_], paragraphs: Sequence[int]) -> bool:
    """Whether at least half of the paragraphs have a quarter of their runs from the other text."""
    ends = (*paragraphs[1:], len(shared))
    taken = sum(bool(shared[a:b].mean() >= 0.25) for a, b in zip(paragraphs, ends, strict=True))
    return 2 * taken >= len(paragraphs)
