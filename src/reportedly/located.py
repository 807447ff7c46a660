"""Things by the place in the text where they stand, so that a stage need not go through all of them for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

#: Code points in a cell. A thing is in every cell that it touches; sentences touch one or two.
_CELL = 256


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
