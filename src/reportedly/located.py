"""Things by the place in the text where they stand, so that a stage need not go through all of them for each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from reportedly.model import Parse, Span

T = TypeVar("T")

#: Code points in a cell. A thing is in every cell that it touches; sentences touch one or two.
_CELL = 256

#: Code points of the longest sentence that is looked at as a whole.
_LONGEST = 1500


class Located(Generic[T]):
    """A set of things with `[start, end)` in code points; asking costs no more than what stands near."""

    def __init__(self, things: Iterable[tuple[int, int, T]] = ()) -> None:
        self._cells: dict[int, list[tuple[int, int, int, T]]] = {}
        self._count = 0
        for start, end, thing in things:
            self.add(start, end, thing)

    def add(self, start: int, end: int, thing: T) -> None:
        """Put a thing where it stands."""
        for cell in range(start // _CELL, max(start, end - 1) // _CELL + 1):
            self._cells.setdefault(cell, []).append((start, end, self._count, thing))
        self._count += 1

    def over(self, start: int, end: int) -> Iterator[T]:
        """The things that share at least one code point with `[start, end)`, each once, in the order in which they were added."""
        found = {
            number: thing
            for cell in range(start // _CELL, max(start, end - 1) // _CELL + 1)
            for first, last, number, thing in self._cells.get(cell, ())
            if first < end and start < last
        }
        return (found[number] for number in sorted(found))


class Sentences:
    """The sentences of a parse by place and by paragraph. `reach`: how many on either side of one still count as near."""

    def __init__(self, parse: Parse, reach: int = 12) -> None:
        self.spans = [parse.sentence_span(s) for s in range(len(parse.sentences))]
        self.paragraph: list[int] = []
        self._reach = reach
        self._starts = [s.start for s in self.spans]
        for p, (_, last) in enumerate(parse.paragraphs):
            while len(self.paragraph) < len(parse.sentences) and parse.sentences[len(self.paragraph)][0] < last:
                self.paragraph.append(p)

    def at(self, offset: int) -> int:
        """The number of the sentence in which, or after which, the code point at `offset` stands."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def around(self, s: int, span: Span) -> Span:
        """Sentence `s`, or of a very long one the part that is around a span of it."""
        whole = self.spans[s]
        if whole.end - whole.start <= _LONGEST:
            return whole
        start, end = max(whole.start, span.start - _LONGEST // 2), min(whole.end, span.end + _LONGEST // 2)
        return Span(start, end, whole.text[start - whole.start : end - whole.start])

    def near(self, s: int) -> range:
        """The numbers of the sentences around sentence `s` in its paragraph, itself included."""
        p = self.paragraph[s]
        first = max(bisect_left(self.paragraph, p), s - self._reach)
        return range(first, min(bisect_right(self.paragraph, p), s + self._reach))
