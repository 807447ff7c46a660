"""Intervals: laws of their arithmetic, and what stands in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.interval import Interval, hull, intersection


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    ends = sorted(draw(st.lists(st.integers(0, 60), min_size=2, max_size=2)))
    low, high = (None if draw(st.integers(0, 4)) == 0 else float(end) for end in ends)
    exclusive = low is None or high is None or low < high
    return Interval(
        low=low,
        high=high,
        low_exclusive=low is not None and exclusive and draw(st.booleans()),
        high_exclusive=high is not None and exclusive and draw(st.booleans()),
        approximate=draw(st.booleans()),
    )


def at_least(n: float) -> Interval:
    return Interval(low=n, high=None)


def more_than(n: float) -> Interval:
    return Interval(low=n, high=None, low_exclusive=True)


def exactly(n: float, *, about: bool = False) -> Interval:
    return Interval(low=n, high=n, approximate=about)


@given(intervals(), intervals())
def test_meeting_is_symmetric(a: Interval, b: Interval) -> None:
    assert a.meets(b) == b.meets(a)
    assert a.meets(a)


@given(intervals(), intervals())
def test_what_lies_within_meets(a: Interval, b: Interval) -> None:
    if a.within(b):
        assert a.meets(b)


@given(intervals(), intervals(), intervals())
def test_intersection_and_hull_do_not_depend_on_order(a: Interval, b: Interval, c: Interval) -> None:
    assert intersection((a, b, c)) == intersection((c, a, b))
    whole, again = hull((a, b, c)), hull((b, c, a))
    assert whole == again


@given(intervals(), intervals())
def test_the_hull_holds_each_as_worded(a: Interval, b: Interval) -> None:
    whole = hull((a, b))
    if whole is not None and a.drawn and b.drawn:
        assert replace(a, approximate=False).within(whole)
        assert replace(b, approximate=False).within(whole)


@pytest.mark.parametrize(
    ("a", "b", "meets"),
    [
        (exactly(40), more_than(40), False),
        (exactly(40), at_least(40), True),
        (exactly(40, about=True), more_than(40), True),
        (exactly(40, about=True), exactly(45), False),
        (exactly(42, about=True), exactly(45), True),
        (Interval(low=8000, high=10000), more_than(10000), False),
        (Interval(low=None, high=5, high_exclusive=True), exactly(5), False),
        (Interval(low=None, high=None), exactly(5), True),
    ],
)
def test_meets(a: Interval, b: Interval, meets: bool) -> None:
    assert a.meets(b) is meets


def test_in_words() -> None:
    assert str(more_than(1000)) == "more than 1,000"
    assert str(exactly(200, about=True)) == "about 200"
    assert str(Interval(low=50, high=60)) == "50 to 60"
    assert hull(()) is None
    assert hull((Interval(low=None, high=None),)) is None


def test_one_number_whatever_bound_is_made_of_it() -> None:
    forty = Interval(low=40, high=40)
    assert forty.has_number_of(Interval(low=40, high=None, low_exclusive=True))
    assert Interval(low=42, high=42, approximate=True).has_number_of(forty)
    assert not forty.has_number_of(Interval(low=30, high=None)), "at least 30 allows 40 and does not name it"
    assert not Interval(low=None, high=40).has_number_of(Interval(low=40, high=None))
