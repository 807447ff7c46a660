"""Calendar periods: the days that a TIMEX3 date denotes, and steps from one to the next.

Every period is a unit and a number that counts such units from the start of the calendar, so "the month before" is one
less, whatever the month, and "the week of that day" is a division. The calendar is the proleptic Gregorian one of
`datetime.date` (years 1 to 9999); weeks run Monday to Sunday as in ISO 8601; winter belongs to the year in which it begins.
Years before Christ and other years outside the calendar can be named and counted, but have no days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["century", "decade", "year", "half", "season", "quarter", "month", "week", "weekend", "day"]

#: Months in one unit, for the units that are made of months.
_MONTHS: dict[Unit, int] = {"century": 1200, "decade": 120, "year": 12, "half": 6, "season": 3, "quarter": 3, "month": 1}
_SEASONS = ("SP", "SU", "FA", "WI")

#: Finer units have higher ranks; a period can be widened to a unit of lower or equal rank.
_RANK: dict[Unit, int] = {
    "century": 0, "decade": 1, "year": 2, "half": 3, "season": 4, "quarter": 4, "month": 5, "week": 6, "weekend": 6, "day": 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """The `index`-th `unit` of the calendar."""

    unit: Unit
    index: int

    @classmethod
    def of_day(cls, day: date, unit: Unit = "day") -> Period:
        """The period of this unit that holds `day`."""
        if unit == "day":
            return cls(unit, day.toordinal())
        if unit in ("week", "weekend"):
            return cls(unit, (day.toordinal() - 1) // 7)
        return cls(unit, _from_months(unit, day.year * 12 + day.month - 1))

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        return cls("month", year * 12 + month - 1)

    @property
    def first(self) -> date | None:
        """Its first day, or `None` outside the calendar."""
        try:
            if self.unit == "day":
                return date.fromordinal(self.index)
            if self.unit == "week":
                return date.fromordinal(self.index * 7 + 1)
            if self.unit == "weekend":
                return date.fromordinal(self.index * 7 + 6)
            months = self._start()
            return date(months // 12, months % 12 + 1, 1)
        except (ValueError, OverflowError):
            return None

    @property
    def last(self) -> date | None:
        """Its last day, or `None` outside the calendar."""
        if self.unit == "day":
            return self.first
        after = Period("week" if self.unit == "weekend" else self.unit, self.index + 1).first
        return after - timedelta(days=1) if after and self.first else None

    def part(self, mod: str | None) -> tuple[date | None, date | None]:
        """First and last day of its first (START), middle (MID) or last (END) third; days are not divided."""
        first, last = self.first, self.last
        if first is None or last is None or mod not in ("START", "MID", "END") or self.unit == "day":
            return first, last
        number = ("START", "MID", "END").index(mod)
        if self.unit in _MONTHS and self.unit != "month":
            size, whole = _MONTHS[self.unit], 12 if self.unit in ("decade", "century") else 1
            months = [self._start() - (-size * k // (3 * whole)) * whole for k in (number, number + 1)]
            return Period("month", months[0]).first, Period("month", months[1] - 1).last
        days = (last - first).days + 1
        start, end = (days * k // 3 for k in (number, number + 1))
        return first + timedelta(days=start), first + timedelta(days=end - 1)

    def shifted(self, count: int) -> Period:
        """The period `count` units later (earlier when negative)."""
        return Period(self.unit, self.index + count)

    def widened(self, unit: Unit) -> Period | None:
        """The period of a unit of the same or a coarser kind in which this one begins, or `None` when `unit` is finer."""
        if unit == self.unit:
            return self
        if _RANK[unit] > _RANK[self.unit]:
            return None
        if self.unit in ("day", "week", "weekend"):
            return Period.of_day(self.first, unit) if self.first else None
        if unit not in _MONTHS:
            return None
        return Period(unit, _from_months(unit, self._start()))

    @property
    def year(self) -> int:
        """The astronomical year in which it begins: 0 is 1 BC."""
        if self.unit in _MONTHS:
            return self._start() // 12
        return self.first.year if self.first else 0

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        if self.unit == "day":
            return self.first.isoformat() if self.first else "XXXX-XX-XX"
        if self.unit in ("week", "weekend"):
            if self.first is None:
                return "XXXX-WXX"
            year, week, _ = self.first.isocalendar()
            return f"{year:04}-W{week:02}" + ("-WE" if self.unit == "weekend" else "")
        year = self.year
        head = f"{year:04}" if year > 0 else f"BC{1 - year:04}"
        if self.unit == "century":
            return head[:-2]
        if self.unit == "decade":
            return head[:-1]
        if self.unit == "year":
            return head
        if self.unit == "half":
            return f"{head}-H{self.index % 2 + 1}"
        if self.unit == "season":
            return f"{head}-{_SEASONS[self.index % 4]}"
        if self.unit == "quarter":
            return f"{head}-Q{self.index % 4 + 1}"
        return f"{head}-{self.index % 12 + 1:02}"

    def _start(self) -> int:
        """The month, counted from January of the year 0, with which it begins."""
        return self.index * _MONTHS[self.unit] + (2 if self.unit == "season" else 0)


def _from_months(unit: Unit, months: int) -> int:
    return (months - 2) // 3 if unit == "season" else months // _MONTHS[unit]
