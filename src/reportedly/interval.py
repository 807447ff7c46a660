"""Figures as intervals, and the arithmetic that comparison rests on.

An end may be open (`None`) or excluded ("more than 40"). "About 40" has no width of its own; for comparison, and only then,
it may lie `TOLERANCE` to either side, which docs/assessment.md argues for. Everything else is plain interval arithmetic
(Moore, Interval Analysis, 1966): intersection, hull, containment.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from reportedly.model import Quantity

__all__ = ["TOLERANCE", "Interval", "hull", "intersection", "number", "telling_numbers"]

#: How far an approximate figure may be off, as a share of it, when it is compared with another.
TOLERANCE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure. An open end is `None`; both are `None` for what has no bounds, a vague word or a change."""

    low: float | None
    high: float | None
    low_exclusive: bool = False
    high_exclusive: bool = False
    approximate: bool = False

    @classmethod
    def of(cls, quantity: Quantity) -> Self:
        """The bounds of a quantity as it is worded."""
        return cls(
            low=quantity.low,
            high=quantity.high,
            low_exclusive=quantity.low_exclusive,
            high_exclusive=quantity.high_exclusive,
            approximate=quantity.approximate,
        )

    @property
    def drawn(self) -> bool:
        """Whether it has a bound."""
        return self.low is not None or self.high is not None

    @property
    def widened(self) -> Interval:
        """What an approximate figure may be at most: `TOLERANCE` to either side. Any other is returned as it is."""
        if not self.approximate:
            return self
        low = None if self.low is None else self.low - abs(self.low) * TOLERANCE
        high = None if self.high is None else self.high + abs(self.high) * TOLERANCE
        return replace(self, low=low, high=high, low_exclusive=False, high_exclusive=False, approximate=False)

    def meets(self, other: Interval) -> bool:
        """Whether one number can be both. Symmetric; what has no bounds meets everything."""
        return intersection((self, other)) is not None

    def has_number_of(self, other: Interval) -> bool:
        """Whether both are worded around one number, whatever bound they make of it: "40", "about 40", "more than 40"."""
        ends = [(x, y) for x, y in ((self.low, other.low), (self.high, other.high)) if x is not None and y is not None]
        about = self.approximate or other.approximate
        return any(Interval(low=x, high=x, approximate=about).meets(Interval(low=y, high=y)) for x, y in ends)

    def within(self, other: Interval) -> bool:
        """Whether every number that this can be, `other` can be too, both as widened."""
        a, b = self.widened, other.widened
        above = b.low is None or (a.low is not None and (a._bottom >= b._bottom))
        below = b.high is None or (a.high is not None and (a._top <= b._top))
        return above and below

    @property
    def _bottom(self) -> tuple[float, bool]:
        """The lower end in order: an excluded one lies above the same number included."""
        return (-math.inf if self.low is None else self.low, self.low_exclusive)

    @property
    def _top(self) -> tuple[float, bool]:
        return (math.inf if self.high is None else self.high, not self.high_exclusive)

    def __str__(self) -> str:
        """The interval in words: "more than 1,000", "about 200", "from 50 to 60"."""
        about = "about " if self.approximate else ""
        low = f"{'more than' if self.low_exclusive else 'at least'} {about}{number(self.low)}" if self.low is not None else ""
        high = f"{'fewer than' if self.high_exclusive else 'at most'} {about}{number(self.high)}" if self.high is not None else ""
        if self.low is None or self.high is None:
            return low or high
        if self.low == self.high:
            return about + number(self.low)
        if self.low_exclusive or self.high_exclusive:
            return f"{low} and {high}"
        return f"{about}{number(self.low)} to {number(self.high)}"


def intersection(intervals: Iterable[Interval]) -> Interval | None:
    """What all of them can be, as widened; `None` when no number can. Of none at all: anything."""
    found = Interval(low=None, high=None)
    for interval in intervals:
        wide = interval.widened
        if wide._bottom > found._bottom:
            found = replace(found, low=wide.low, low_exclusive=wide.low_exclusive)
        if wide._top < found._top:
            found = replace(found, high=wide.high, high_exclusive=wide.high_exclusive)
    if found.low is not None and found.high is not None:
        if found.low > found.high or (found.low == found.high and (found.low_exclusive or found.high_exclusive)):
            return None
    return found


def hull(intervals: Iterable[Interval]) -> Interval | None:
    """The smallest interval that holds every one of them as worded; `None` of none at all, or when none has a bound.

    It is approximate when an approximate figure gives one of its ends.
    """
    found = [i for i in intervals if i.drawn]
    if not found:
        return None
    bottom, top = min(i._bottom for i in found), max(i._top for i in found)
    ends = [i for i in found if i._bottom == bottom or i._top == top]
    lowest, highest = min(found, key=lambda i: i._bottom), max(found, key=lambda i: i._top)
    return Interval(
        low=lowest.low,
        high=highest.high,
        low_exclusive=lowest.low_exclusive,
        high_exclusive=highest.high_exclusive,
        approximate=any(i.approximate for i in ends),
    )


def number(value: float | None) -> str:
    """`value` as in English text: "1,500", "0.25"."""
    return "" if value is None else f"{value:,.15g}"


def numbers_of(figure: Interval | Quantity) -> frozenset[float]:
    """The bounds of a figure."""
    return frozenset(n for n in (figure.low, figure.high) if n is not None)


def telling_numbers(figure: Interval | Quantity) -> frozenset[float]:
    """The bounds at which nobody arrives by himself, so that who gives one has it from who else does: no round ones, and none
    below twenty."""
    return frozenset(n for n in numbers_of(figure) if n >= 20 and n % 5)
