"""Dates by their names: days, months, years, decades, seasons and feasts.

A name without its year means the one that the tense of the verb makes past or future, or else the nearest; in a narrative,
that of the year before it in the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from reportedly.timex.calendar_day import Period
from reportedly.timex.context import (
    SEASONS,
    Context,
    Reading,
    dated,
    day_of,
    edge_of,
    ordinal_of,
    related_year,
    rule,
    step_of,
    year_of,
)
from reportedly.timex.word_grammar import SHAPES, Match


@rule(
    "(weekday COMMA?)? edge? month=month day=day COMMA? year=year",
    "(weekday COMMA?)? edge? THE? day=day DASH? OF? DASH? month=month COMMA? DASH? year=year",
    "t=(month=month day=day) (?=dash (month day|day) COMMA? year=year)",
    "t=(day=day) (?=dash day OF? month=month COMMA? year=year)",
    "t=(day=day month=month) (?=dash day month COMMA? year=year)",
    "month=month day dash t=(day=day COMMA? year=year)",
    "year=YEARNUM DASH month=(DAYNUM|INT) DASH day=(DAYNUM|INT)",
)
def _full_date(m: Match, ctx: Context) -> Reading | None:
    period = day_of(year_of(m), int(m.value("month")), int(m.value("day")))
    return dated(period) if period else None


@rule("date=(SLASH|FIGURE)")
def _numeric_date(m: Match, ctx: Context) -> Reading | None:
    """With slashes month first, as in the United States, unless only day first is a date; with points day first."""
    parts = m.value("date").split("/" if m.any("date", "SLASH") else ".")
    if len(parts) != 3 or not all(p.isdecimal() and len(p) <= 4 for p in parts) or len(parts[2]) not in (2, 4):
        return None
    a, b, year = map(int, parts)
    if len(parts[2]) == 2:
        year += 1900 if year > 50 else 2000
    period = (m.any("date", "SLASH") and day_of(year, a, b)) or day_of(year, b, a)
    return dated(period) if period else None


@rule(
    "(weekday=weekday COMMA?)? edge? month=month day=day",
    "(weekday=weekday COMMA?)? edge? THE? day=day OF? month=month",
    "(weekday=weekday COMMA?)? month=month day=day OF? relation=relation UNIT",
    "(weekday=weekday COMMA?)? THE? day=day OF? month=month OF? relation=relation UNIT",
    "month=month day (DASH|TO|THROUGH|UNTIL) t=(day=day)",
    "month=month day days COMMA? (AND|OR) t=(day=day)",
    "month=month day days COMMA t=(day=day) (?=days COMMA? (AND|OR) day)",
    "t=(day=day) (?=days COMMA? dash day OF? month=month)",
    "relation=LAST month=month day=day",
    "THE unit=UNIT (OF|BEGINNING) month=month day=day",
    "THE unit=UNIT (OF|BEGINNING) THE? day=day OF? month=month",
    "t=(weekday=weekday) (?=OPEN (month=month day=day) CLOSE)",
    "t=(weekday=weekday) (?=OPEN (day=day month=month) CLOSE)",
)
def _month_day(m: Match, ctx: Context) -> Reading | None:
    month, day = int(m.value("month")), int(m.value("day"))
    first, last = m.range("day")
    bare = m.classes("day") == SHAPES["DAYNUM"] and last == m.span[1] and not ctx.after(last, "DASH", "TO")
    if bare and ctx.counts_in_month(m.range("month")[0], first):
        return None
    unknown = f"XXXX-{month:02}-{day:02}"
    if m.has("relation") and "Y" in m.words.values[m.range("relation")[1] : m.span[1]]:
        year = related_year(m, ctx)
    else:
        year = nearest_year(m, ctx, month, day, int(m.value("weekday") or 0))
    if year is None:
        return dated(None, unknown)
    period = day_of(year, month, day)
    if m.value("unit") == "W" and period:
        period = period.widened("week")
    return dated(period) if period else None


@rule(
    "THE part=(ordinal|LAST|FINAL) unit=(UNIT|UNITS) OF month=MONTH (COMMA? year=year)?",
    "THE part=(FIRST|SECOND|LATTER|LAST) half=HALF OF month=MONTH (COMMA? year=year)?",
)
def _part_of_month(m: Match, ctx: Context) -> Reading | None:
    """ "The first week of December", "the last days of May 2024", "the second half of November"."""
    month, last = int(m.value("month")), m.any("part", "LAST", "FINAL", "LATTER")
    year = year_of(m) if m.has("year") else nearest_year(m, ctx, month)
    number = sum(int(v) for v in m.values("part") if v.isdecimal()) or 1
    if m.has("unit") and (m.value("unit") not in ("D", "W") or (number > 1 and m.any("unit", "UNITS"))):
        return None
    mod = "END" if last or (m.has("half") and number == 2) else "START" if number == 1 else "MID"
    if year is None:
        return dated(None, f"XXXX-{month:02}", mod)
    reading = dated(Period.of_month(year, month), mod=mod)
    if (
        m.any("unit", "UNITS")
        or reading.period is None
        or not (first := reading.period.first)
        or not (end := reading.period.last)
    ):
        return reading
    length = 15 if m.has("half") else {"D": 1, "W": 7}[m.value("unit")]
    if last or mod == "END":
        start = end - timedelta(days=(end.day - 15 if m.has("half") else length) - 1)
        return replace(reading, earliest=start, latest=end)
    start = first + timedelta(days=length * (number - 1))
    return replace(reading, earliest=start, latest=min(end, start + timedelta(days=length - 1))) if start <= end else None


@rule("(ON|BY|SINCE|UNTIL|FROM) t=(THE day=ORDNUM)")
def _day_of_month(m: Match, ctx: Context) -> Reading | None:
    """ "On the 21st": of the month that the tense makes the last or the next to have it; in a narrative of the month before."""
    day, i, now = int(m.value("day")), ctx.token(m.range("day")[0]), ctx.now("month")
    if i is None or ctx.parse.tokens[i].dep != "pobj" or not 1 <= day <= 31:
        return None
    unknown = f"XXXX-XX-{day:02}"
    if now is None or (not ctx.narrative and ctx.published is None):
        return dated(None, unknown)
    step = 0
    if not ctx.narrative and ctx.published is not None:
        to_come = ctx.tense(m.span[0]).time in ("future", "present") or ctx.before(m.span[0], "UNTIL")
        step = 1 if to_come and day < ctx.published.day else -1 if not to_come and day > ctx.published.day else 0
    month = now.shifted(step)
    period = day_of(month.year, month.index % 12 + 1, day)
    return dated(period, unknown) if period else None


@rule(
    "rest? edge=edge? month=month COMMA? (OF|IN)? year=year",
    "rest? edge=edge? month=MONTH OF? relation=relation UNIT",
    "rest? edge=edge? THIS? month=MONTH",
    "t=(edge=edge? month=MONTH) (?=(COMMA MONTH){0,4} COMMA? dash edge? last=MONTH COMMA? year=year)",
)
def _month(m: Match, ctx: Context) -> Reading | None:
    month = int(m.value("month"))
    year: int | None
    if m.has("year"):
        year = year_of(m)
        if m.has("last") and int(m.value("last")) < month:
            year -= 1
    elif m.has("relation"):
        year = related_year(m, ctx)
    else:
        year = nearest_year(m, ctx, month)
    return dated(None if year is None else Period.of_month(year, month), f"XXXX-{month:02}", edge_of(m))


def nearest_year(m: Match, ctx: Context, month: int, day: int | None = None, weekday: int = 0) -> int | None:
    """The year that is meant by a month or a day of a month without one.

    In a narrative, that of the date before, or the next when the months run on over its end. In news, the one that puts the date
    in the past or the future, as the governing verb has it; with no such verb, the one that puts it nearest.
    """
    if ctx.narrative:
        year, last = ctx.seen.get("year"), ctx.seen.get("month")
        if year is None:
            return None
        return year.index + (last is not None and last.index % 12 >= 10 and month <= 2)
    if ctx.published is None:
        return None
    now = ctx.published
    years = [now.year + k for k in (-1, 0, 1)]
    if weekday and day:
        matching = [y for y in years if (p := day_of(y, month, day)) and p.first and p.first.isoweekday() == weekday]
        years = matching or years

    def days_ahead(year: int) -> float:
        return (year - now.year) * 365.25 + (month - now.month) * 30.4 + ((day - now.day) if day else 0)

    word = m.range("month")[0] if m.has("month") else m.span[0]
    before = ctx.joined(m.span[0], "day" if day else "month")
    if before is not None and not weekday:
        return before.year + ((month, day or 0) < _month_and_day(before))
    time, nominal = ctx.tense(word)
    i = ctx.token(word)
    if i is not None and ctx.parse.tokens[i].pos == "AUX":
        time, nominal = None, True  # "on 5 May he left": the parser took the month for a verb
    slack = 2 if day else 20
    first = min(word, m.span[0])
    length = ctx.before(first, "TO") and ctx.before(first - 1, "UNIT", "UNITS")
    if length:
        nominal = False  # "in the 12 months to March 40 died"
    elif ctx.before(first, "UNTIL", "TO", "THROUGH"):
        time = None
    elif ctx.before(first, "SINCE"):
        time, nominal = "past", False
    told = ctx.telling(m.span[0])
    if told is not None and time == "past" and not weekday:
        return told.year + (month <= 2 and told.widened("month") == Period.of_month(told.year, 12))
    if not nominal and time == "past":
        years = [y for y in years if days_ahead(y) <= slack] or years
    elif not nominal and time == "future":
        years = [y for y in years if days_ahead(y) >= -slack] or years
    doubt = 1 if time == "present" and not nominal else 2
    return min(years, key=lambda y: abs(days_ahead(y)) * (doubt if days_ahead(y) > 0 else 1))


def _month_and_day(period: Period) -> tuple[int, int]:
    """Month and day of a period; 0 where it names no day."""
    first = period.first
    return (first.month if first else period.index % 12 + 1, first.day if first and period.unit == "day" else 0)


@rule("edge=edge? relation=(LAST|NEXT|THIS (PAST|COMING)|THE? (PREVIOUS|FOLLOWING)) month=MONTH")
def _next_month(m: Match, ctx: Context) -> Reading | None:
    month = int(m.value("month"))
    step, anaphoric = step_of(m)
    now = ctx.then("month") if anaphoric else ctx.now("month")
    if now is None:
        return dated(None, f"XXXX-{month:02}", edge_of(m))
    ahead = (month - 1 - now.index) % 12
    return dated(now.shifted((ahead or 12) if step > 0 else ahead - 12), mod=edge_of(m))


@rule(
    "rest? edge=edge? year=year",
    "rest? edge=edge? THE UNIT year=year",
    "year=YEARNUM (DASH|TO) t=(short=(INT|DAYNUM))",
    "t=(year=(YEARNUM|INT)) (?=(DASH|TO|AND) (YEARNUM|INT) era=ERA)",
)
def _bare_year(m: Match, ctx: Context) -> Reading | None:
    year = year_of(m)
    if m.has("era"):
        return dated(Period("year", 1 - year if m.value("era") == "BC" else year))
    if m.has("short"):
        end = year // 100 * 100 + int(m.value("short")) if m.value("short").isdecimal() else 0
        return dated(Period("year", end)) if len(m.value("short")) <= 2 and year < end <= year + 60 else None
    first = m.range("year")[0]
    if len(m.classes("year")) > 1 or m.has("edge"):
        return dated(Period("year", year), mod=edge_of(m))
    cued = ctx.before(first, "OF", "IN", "SINCE", "UNTIL", "BY", "FROM", "TO", "AND", "BEFORE", "AFTER", "UNIT", "OPEN")
    if ctx.before(first, "MONEY") or ctx.after(m.span[1], "SECOND", "FORTNIGHTS", "UNITS"):
        return None
    bounded = ctx.before(first, "ABOUT", "LEAST", "MOST", "OVER", "UNDER", "THAN", "NEARLY", "ONLY")
    if ctx.counts(first) and (bounded or not 1900 <= year <= 2100):
        return None  # as the quantity stage has it: "1989 results" are of that year, "some 1989 shells" are many
    return dated(Period("year", year), mod=edge_of(m)) if cued or 1850 <= year <= 2050 else None


@rule("(OF|IN) t=(year=INT)")
def _ancient_year(m: Match, ctx: Context) -> Reading | None:
    """A bare "in 480" where the text is in the years before Christ."""
    last = ctx.seen.get("year")
    figure = m.value("year")
    if last is None or last.index > 0 or not figure.isdecimal() or not 2 <= len(figure) <= 3 or ctx.counts(m.range("year")[0]):
        return None
    return dated(Period("year", 1 - int(figure)))


@rule(
    "THE? edge=edge? decade=DECADE era=ERA?",
    "edge=(THE? (BEGINNING|END|MIDDLE) OF THE) decade=DECADE era=ERA?",
    "THE edge=edge? QUOTE? decade=(DECADE|TIES)",
    "edge=edge? QUOTE decade=DECADE",
)
def _decade(m: Match, ctx: Context) -> Reading | None:
    digits = m.value("decade")
    if not digits.endswith("0") or (len(digits) == 3) != m.has("era") or len(digits) == 1:
        return None
    if len(digits) == 2 and not (m.any(0, "QUOTE", "TIES") or m.has("edge")):
        return None
    year = int(digits) + (1900 if len(digits) == 2 else 0)
    return dated(Period("decade", -(year // 10) if m.value("era") == "BC" else year // 10), mod=edge_of(m))


@rule("THE? edge=edge? ordinal=ordinal DASH? unit=UNIT era=ERA?")
def _century(m: Match, ctx: Context) -> Reading | None:
    if m.value("unit") != "CE":
        return None
    number = ordinal_of(m) - 1
    return dated(Period("century", -number if m.value("era") == "BC" else number), mod=edge_of(m))


@rule(
    "THE? edge=edge? season=(SEASON|FALL) (OF|COMMA)? year=year",
    "t=(THE? edge=edge? season=(SEASON|FALL)) (?=(DASH|AND|TO|COMMA) THE? edge? (SEASON|FALL) (OF|COMMA)? year=year)",
    "THE? edge=edge? season=(SEASON|FALL) OF? from=relation UNIT",
    "edge=edge? relation=relation season=(SEASON|FALL)",
    "THE? edge=edge? season=SEASON",
    "edge=edge THE season=SEASON",
    "(OF|IN) t=(THE edge=edge? season=FALL)",
    "(OF|IN) t=(season=FALL)",
)
def _season(m: Match, ctx: Context) -> Reading | None:
    code = int(m.value("season"))
    unknown = f"XXXX-{SEASONS[code]}"
    i = ctx.token(m.range("season")[0])
    if i is not None and ctx.parse.tokens[i].pos in ("VERB", "AUX"):
        return None
    if m.has("year"):
        return dated(Period("season", year_of(m) * 4 + code), mod=edge_of(m))
    if m.has("from"):
        step, anaphoric = step_of(m, "from")
        year = ctx.then("year") if anaphoric else ctx.now("year")
        return dated(Period("season", (year.index + step) * 4 + code) if year else None, unknown, edge_of(m))
    step, anaphoric = step_of(m)
    now = ctx.then("season") if anaphoric else ctx.now("season")
    if ctx.narrative and not step:
        year = ctx.seen.get("year")
        return dated(Period("season", year.index * 4 + code) if year else None, unknown, edge_of(m))
    if now is None:
        return dated(None, unknown, edge_of(m))
    ahead = (code - now.index) % 4
    if step:
        return dated(now.shifted((ahead or 4) if step > 0 else ahead - 4), mod=edge_of(m))
    if m.any("relation", "THIS"):
        nearer = min(ahead, ahead - 4, key=abs) if ahead != 2 else (-2 if ctx.tense(m.span[0]).time == "past" else 2)
        return dated(now.shifted(nearer), mod=edge_of(m))
    return dated(now.shifted(ahead if ctx.tense(m.span[0]).time == "future" else (ahead - 4) % -4), mod=edge_of(m))


@rule(
    "edge=edge? feast=FEAST (COMMA? year=year)?",
    "edge=edge? feast=FEAST OF? relation=relation UNIT",
    "edge=edge? relation=(LAST|NEXT|THIS) feast=FEAST",
)
def _feast(m: Match, ctx: Context) -> Reading | None:
    notation = m.value("feast")
    start = m.words.starts[m.range("feast")[0]]
    if ctx.parse.text[start].islower():
        return None  # "the new year" begins with that day, and is not it
    guess = _feast_day(notation, 2000)
    unit_follows = m.has("relation") and m.range("relation")[0] > m.range("feast")[0]
    if m.has("year"):
        year: int | None = year_of(m)
    elif unit_follows:
        year = related_year(m, ctx)
    else:
        year = nearest_year(m, ctx, guess.month, guess.day)
        step, now = step_of(m)[0], ctx.published
        if step and now is not None and not ctx.narrative and 1583 <= now.year <= 9000:
            over = _feast_day(notation, now.year) < now
            year = now.year + (step if over == (step > 0) else 0)
    if year is None:
        return dated(None, f"XXXX-{notation}" if re.fullmatch(r"\d\d-\d\d", notation) else "XXXX-XX-XX")
    return dated(Period.of_day(_feast_day(notation, year)) if 1583 <= year <= 9000 else None)


def _feast_day(notation: str, year: int) -> date:
    """The day of a feast in the lexicon's notation, in a Gregorian year."""
    if notation.startswith("e"):
        return _easter(year) + timedelta(days=int(notation[1:]))
    if "/" not in notation:
        return date(year, int(notation[:2]), int(notation[3:]))
    month, nth, weekday = map(int, notation.split("/"))
    if nth < 0:
        last = date(year, month, 28) + timedelta(days=3 if month != 2 else 0)
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114
    return date(year, n // 31, n % 31 + 1)


RULES = (
    _full_date,
    _numeric_date,
    _part_of_month,
    _month_day,
    _day_of_month,
    _month,
    _next_month,
    _bare_year,
    _ancient_year,
    _decade,
    _century,
    _season,
    _feast,
)
