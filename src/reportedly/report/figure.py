"""The picture of figures: intervals as dot and whisker on one axis, in scalable vector graphics.

The form is the forest plot of medical reviews (Lewis and Clarke, BMJ 2001;322:1479): a table with one row a statement,
its words beside it, and in one column its interval on an axis that all rows share. So the table is the picture's
equivalent for those who cannot see it, and the picture stays readable with sixty rows and on a phone. Each row is its own
small drawing whose horizontal positions are per cents of its width; nothing needs to be measured or scripted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from reportedly.interval import Interval, number

__all__ = ["Axis", "axis_for", "axis_svg", "row_svg"]

_LOG_FROM = 20.0  # a linear axis would crowd everything below a twentieth of the largest figure into its first 5 %
_LEFT, _RIGHT = 4.0, 94.0  # per cent of the width between which the axis lies; arrows of open ends run beyond
_ZERO = 4.0  # where nought stands on a logarithmic axis,
_AFTER_ZERO = 14.0  # and where its powers then begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis for all rows of a picture: from `low` to `high` with labelled `ticks`; on a logarithmic one nought is apart."""

    kind: Literal["linear", "logarithmic"]
    low: float
    high: float
    ticks: tuple[float, ...]
    zero: bool = False

    def at(self, value: float) -> float:
        """Where `value` stands, in per cent of the width."""
        if self.kind == "linear":
            return round(_LEFT + (_RIGHT - _LEFT) * (value - self.low) / (self.high - self.low), 2)
        if value <= 0:
            return _ZERO
        left = _AFTER_ZERO if self.zero else _LEFT
        return round(left + (_RIGHT - left) * math.log(value / self.low) / math.log(self.high / self.low), 2)


def axis_for(intervals: Iterable[Interval]) -> Axis | None:
    """An axis on which every bound has its place, or `None` when there is no bound.

    Linear from nought, unless the largest figure is more than twenty times the smallest; then logarithmic.
    """
    bounds = [b for i in intervals for b in (i.low, i.high) if b is not None]
    if not bounds:
        return None
    positive = [b for b in bounds if b > 0]
    if positive and min(bounds) >= 0 and max(positive) / min(positive) > _LOG_FROM:
        return _logarithmic(min(positive), max(positive), zero=min(bounds) == 0)
    return _linear(min(0.0, *bounds), max(0.0, *bounds), whole=all(b == int(b) for b in bounds))


def _linear(low: float, high: float, *, whole: bool) -> Axis:
    step = _nice((high - low) / 4 if high > low else 1.0)
    if whole:
        step = max(step, 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    last = max(last, first + 1)
    return Axis(kind="linear", low=first * step, high=last * step, ticks=tuple(k * step for k in range(first, last + 1)))


def _nice(step: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not below `step`."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= step * (1 - 1e-9))


def _logarithmic(low: float, high: float, *, zero: bool) -> Axis:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    marks = [m * 10.0**power for power in range(first, last + 1) for m in (1, 2, 5)]
    bottom = max(m for m in marks if m <= low * (1 + 1e-9))
    top = min(m for m in marks if m >= high * (1 - 1e-9))
    inside = [m for m in marks if bottom <= m <= top]
    if len(inside) > 9:
        powers = [m for m in inside if math.isclose(math.log10(m), round(math.log10(m)), abs_tol=1e-9)]
        inside = powers[:: math.ceil(len(powers) / 6)]
    ticks = (0.0, *inside) if zero else tuple(inside)
    return Axis(kind="logarithmic", low=bottom, high=top, ticks=ticks, zero=zero)


def axis_svg(axis: Axis) -> Markup:
    """The numbers along the axis, for the head of the column."""
    labels = "".join(f'<text x="{axis.at(tick)}%" y="1.1em" text-anchor="middle">{number(tick)}</text>' for tick in axis.ticks)
    return Markup(f'<svg class="axis" aria-hidden="true" focusable="false">{labels}</svg>')


def row_svg(interval: Interval, axis: Axis, *, denied: bool = False) -> Markup:
    """One row: the grid of the axis and the interval on it.

    A dot is a bound; hollow when it is exclusive ("more than"), with a broken ring or a broken whisker when approximate,
    struck through when the figure is denied. An open end is an arrow to the edge.
    """
    grid = "".join(f'<line x1="{x}%" x2="{x}%" y1="0" y2="100%"/>' for x in map(axis.at, axis.ticks))
    body = _mark(interval, axis, denied) if interval.drawn else ""
    return Markup(f'<svg class="row" aria-hidden="true" focusable="false"><g class="grid">{grid}</g>{body}</svg>')


def key_svg(interval: Interval, *, denied: bool = False) -> Markup:
    """The same mark without a grid, for the key that explains it."""
    axis = Axis(kind="linear", low=0.0, high=4.0, ticks=())
    return Markup(f'<svg class="key" aria-hidden="true" focusable="false">{_mark(interval, axis, denied)}</svg>')


def _mark(interval: Interval, axis: Axis, denied: bool) -> str:
    low = None if interval.low is None else axis.at(interval.low)
    high = None if interval.high is None else axis.at(interval.high)
    broken = ' class="about"' if interval.approximate else ""
    parts = []
    if low != high:
        left, right = 1.0 if low is None else low, 99.0 if high is None else high
        parts.append(f'<line{broken} x1="{left}%" x2="{right}%" y1="50%" y2="50%"/>')
    if low is None:
        parts.append(_at(1.0, '<path d="M7,-5 L0,0 L7,5"/>'))
    if high is None:
        parts.append(_at(99.0, '<path d="M-7,-5 L0,0 L-7,5"/>'))
    dots = {x: hollow for x, hollow in ((high, interval.high_exclusive), (low, interval.low_exclusive)) if x is not None}
    for x, hollow in sorted(dots.items()):
        if interval.approximate and (low == high or None in (low, high)):
            parts.append(f'<circle class="ring" cx="{x}%" cy="50%" r="9"/>')
        parts.append(f'<circle class="{"hollow" if hollow else "dot"}" cx="{x}%" cy="50%" r="5"/>')
        if denied:
            parts.append(_at(x, '<path d="M-8,8 L8,-8"/>'))
    return f'<g class="{"mark denied" if denied else "mark"}">{"".join(parts)}</g>'


def _at(x: float, drawing: str) -> str:
    """`drawing`, whose own units are pixels, with its origin in the middle of the row at `x` per cent."""
    return f'<svg x="{x}%" y="50%" overflow="visible">{drawing}</svg>'
