"""Quarters, halves and fiscal years, and what a report on a quarter compares it with."""

from __future__ import annotations

from dataclasses import replace

from reportedly.timex.calendar_day import Period
from reportedly.timex.context import NOTHING, Context, Reading, dated, edge_of, ordinal_of, related_year, rule, step_of, year_of
from reportedly.timex.word_grammar import Match


@rule(
    "edge=edge? (THE|THIS|ITS|A)? fiscal=TERM? DASH? ordinal=ordinal DASH? unit=UNIT (OF? TERM? year=year)?",
    "THE? fiscal=TERM? year=YEARNUM ordinal=ordinal DASH? unit=UNIT",
    "relation=relation UNIT POSS ordinal=ordinal DASH? unit=UNIT",
    "THE? ordinal=ordinal DASH? unit=UNIT OF? relation=relation UNIT",
    "THE? UNIT DASH? ago=(AGO|EARLIER) ordinal=ordinal DASH? unit=UNIT",
)
def _quarter(m: Match, ctx: Context) -> Reading | None:
    number = ordinal_of(m)
    if m.value("unit") != "Q" or not 1 <= number <= 4:
        return None
    now = ctx.now("quarter")
    if m.has("year"):
        found: Period | None = Period("quarter", year_of(m) * 4 + number - 1)
    elif m.has("relation"):
        year = related_year(m, ctx)
        found = Period("quarter", year * 4 + number - 1) if year is not None else None
    elif now is None:
        found = None
    else:
        ahead = (number - 1 - now.index) % 4
        to_come = ahead < 3 and ctx.tense(m.span[0]).time in ("future", "present")
        found = now.shifted(ahead if to_come or not ahead else ahead - 4)
    if m.has("ago") and found:
        return _compared(found.shifted(-4 if ctx.quarter is None or found == ctx.quarter else 0))
    ctx.quarter = found
    reading = dated(found, f"XXXX-Q{number}", edge_of(m))
    return _without_days(reading) if m.has("fiscal") else reading


def _without_days(reading: Reading) -> Reading:
    """The reading of a fiscal year or quarter: whose it is says when it begins, so it has no days."""
    return replace(reading, period=None, earliest=None, latest=None)


def _compared(period: Period) -> Reading:
    """A period that is named only to compare with: it is no anchor for what follows."""
    return replace(dated(period), period=None)


@rule(
    "(THE|ITS|relation)? fiscal=TERM UNIT? year=year",
    "(THE|ITS)? relation=relation? fiscal=TERM unit=UNIT",
    "relation=relation? school=SCHOOL unit=UNIT",
    "YEARNUM DASH (INT|DAYNUM|YEARNUM) school=(SCHOOL|TERM) unit=UNIT",
    "school=(SCHOOL|TERM) unit=UNIT (YEARNUM DASH (INT|DAYNUM|YEARNUM)|SLASH)",
    "(THE|ITS) fiscal=TERM unit=UNIT ENDED",
)
def _other_year(m: Match, ctx: Context) -> Reading | None:
    if m.has("school"):
        return NOTHING
    if m.has("year"):
        return _without_days(dated(Period("year", year_of(m))))
    if m.value("unit") != "Y":
        return None
    if m.any(0, "ENDED"):
        return Reading("DURATION", "P1Y")
    year = ctx.now("year")
    return _without_days(dated(year.shifted(step_of(m)[0]) if year else None, "XXXX"))


@rule("THE (LATEST|CURRENT|RECENT)? unit=UNIT", "THE LATEST PERIOD", "THE? year=YEARNUM (PERIOD|unit=UNIT)", "THAT unit=UNIT")
def _the_quarter(m: Match, ctx: Context) -> Reading | None:
    if m.has("unit") and m.value("unit") != "Q":
        return None
    now = ctx.now("quarter")
    found = ctx.quarter or (now.shifted(-1) if now else None)
    if m.has("year"):
        if ctx.quarter is None:
            return dated(Period("year", year_of(m)))
        return _compared(Period("quarter", year_of(m) * 4 + ctx.quarter.index % 4))
    return dated(found, "XXXX-QX")


@rule("(THE|A)? (SAME PERIOD)? UNIT DASH? dir=(AGO|EARLIER) (PERIOD|unit=UNIT)?", "THE? UNIT DASH dir=(AGO|EARLIER)")
def _year_ago(m: Match, ctx: Context) -> Reading | None:
    """The quarter or year with which a report compares: "the year-ago quarter", "a year earlier"."""
    if "Y" not in m.words.values[m.span[0] : m.range("dir")[0]] or ctx.narrative:
        return None
    if ctx.quarter is not None:
        return _compared(ctx.quarter.shifted(-4))
    anchor = ctx.now("year") if m.any("dir", "AGO") else ctx.then("year")
    return _compared(anchor.shifted(-1)) if anchor else None


@rule("code=CODE number=DAYNUM DASH? year=YEARNUM", "year=YEARNUM DASH? code=CODE number=DAYNUM")
def _coded(m: Match, ctx: Context) -> Reading | None:
    number, per_year = int(m.value("number")), 4 if m.value("code") == "Q" else 2
    if not 1 <= number <= per_year:
        return None
    return dated(Period("quarter" if per_year == 4 else "half", year_of(m) * per_year + number - 1))


@rule("THE? ordinal=(FIRST|SECOND|LATTER|LAST) HALF OF (year=year|THE UNIT|relation=relation UNIT)")
def _half(m: Match, ctx: Context) -> Reading | None:
    number = 1 if m.any("ordinal", "FIRST") else 2
    if m.has("year"):
        year: int | None = year_of(m)
    else:
        if m.words.values[m.span[1] - 1] != "Y":
            return None
        now = ctx.now("year")
        year = related_year(m, ctx) if m.has("relation") else (now.index if now else None)
    return dated(None if year is None else Period("half", year * 2 + number - 1), f"XXXX-H{number}")


RULES = (_quarter, _other_year, _the_quarter, _year_ago, _coded, _half)
