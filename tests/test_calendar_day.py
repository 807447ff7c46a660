"""Calendar periods against the calendar of the standard library."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.timex.calendar_day import Period, Unit

UNITS: tuple[Unit, ...] = get_args(Unit)
DAYS = st.dates(min_value=date(101, 1, 1), max_value=date(9800, 12, 31))


@given(day=DAYS, unit=st.sampled_from(UNITS))
def test_a_period_holds_its_days(day: date, unit: Unit) -> None:
    period = Period.of_day(day, unit)
    assert period.first is not None
    assert period.last is not None
    if unit != "weekend":
        assert period.first <= day <= period.last
    assert period.last < (period.shifted(1).first or date.max)
    assert Period.of_day(period.first, unit) == period


@given(day=DAYS, unit=st.sampled_from([u for u in UNITS if u not in ("weekend", "day")]))
def test_thirds_make_up_the_whole(day: date, unit: Unit) -> None:
    period = Period.of_day(day, unit)
    parts = [period.part(mod) for mod in ("START", "MID", "END")]
    assert parts[0][0] == period.first
    assert parts[2][1] == period.last
    for (_, end), (start, _) in pairwise(parts):
        assert end is not None
        assert start == end + timedelta(days=1)


@given(day=DAYS)
def test_weeks_are_those_of_iso_8601(day: date) -> None:
    year, week, _ = day.isocalendar()
    assert Period.of_day(day, "week").value == f"{year:04}-W{week:02}"


@pytest.mark.parametrize(
    ("period", "value", "first", "last"),
    [
        (Period.of_month(2024, 2), "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (Period("year", 2024), "2024", date(2024, 1, 1), date(2024, 12, 31)),
        (Period("quarter", 2024 * 4 + 2), "2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
        (Period("half", 2024 * 2 + 1), "2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        (Period("season", 2023 * 4 + 3), "2023-WI", date(2023, 12, 1), date(2024, 2, 29)),
        (Period("decade", 195), "195", date(1950, 1, 1), date(1959, 12, 31)),
        (Period("century", 18), "18", date(1800, 1, 1), date(1899, 12, 31)),
        (Period.of_day(date(2024, 12, 28), "weekend"), "2024-W52-WE", date(2024, 12, 28), date(2024, 12, 29)),
        (Period("year", 1 - 490), "BC0490", None, None),
        (Period("day", 10**9), "XXXX-XX-XX", None, None),
        (Period("week", 10**9), "XXXX-WXX", None, None),
    ],
)
def test_values_and_days(period: Period, value: str, first: date | None, last: date | None) -> None:
    assert (period.value, period.first, period.last) == (value, first, last)


def test_widening() -> None:
    day = Period.of_day(date(2025, 1, 1))
    assert day.widened("season") == Period("season", 2024 * 4 + 3)
    assert day.widened("decade") == Period("decade", 202)
    assert Period("year", 2024).widened("day") is None
    assert Period("month", 24).widened("week") is None
