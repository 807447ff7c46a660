"""Lengths of time, and distances: two weeks, the past two weeks, two weeks ago."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from reportedly.timex.calendar_day import Period, Unit
from reportedly.timex.context import NOTHING, UNITS, UNKNOWN, Context, Reading, dated, lexicon, rule
from reportedly.timex.word_grammar import SHAPES, Match
from reportedly.timex.word_lists import word_list

#: Days in a unit, to count back and on with; months and longer are counted in the calendar.
_DAYS = {"TH": 1 / 24, "D": 1, "W": 7, "WE": 7}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}


def days_from(day: date, code: str, amount: float) -> date | None:
    """The day so many units away, `None` outside the calendar."""
    try:
        if code in _DAYS:
            return day + timedelta(days=round(amount * _DAYS[code]))
        if code in _MONTHS:
            months = day.year * 12 + day.month - 1 + round(amount * _MONTHS[code])
            last = Period("month", months).last
            return last and last.replace(day=min(day.day, last.day))
    except (OverflowError, ValueError):
        return None
    return day


def amount_of(m: Match, group: str = "count") -> float | None:
    """The number that the words of a group say, `None` for a vague one."""
    codes = lexicon().codes
    total = part = 0.0
    spoken = False
    for value, code in zip(m.values(group), m.classes(group), strict=True):
        if value == "X":
            return None
        if code == codes["HUNDRED"]:
            part = (part or 1) * 100
        elif code == codes["THOUSAND"]:
            total, part = total + (part or 1) * 1000, 0
        elif code == codes["DOZEN"]:
            part = (part or 1) * 12
        elif code == codes["HALF"]:
            part = 0.5
        elif code == SHAPES["SLASH"]:
            top, _, bottom = value.partition("/")
            part += int(top) / int(bottom) if top.isdecimal() and bottom.isdecimal() and int(bottom) else 0
        elif code in (codes["A"], codes["OF"], codes["AND"], SHAPES["DASH"]):
            continue
        elif re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value):
            part += float(value)
        else:
            return None
        spoken = True
    return total + part if spoken else 1.0


_FINER = {"Y": (12, "M"), "D": (24, "TH"), "TH": (60, "TM"), "TM": (60, "TS")}


def duration(amount: float | None, code: str) -> str:
    """The TIMEX3 value of so many units: P2Y6M, PT5H30M. Decades and centuries are counted in years, as in ISO 8601."""
    if code in ("DE", "CE", "L"):
        amount, code = (None if amount is None else amount * {"DE": 10, "CE": 100, "L": 1000}[code]), "Y"
    parts = [(amount, code)]
    if amount is not None and amount % 1 and code in _FINER:
        per, finer = _FINER[code]
        parts = [(amount // 1, code)] if amount >= 1 else []
        parts.append((round(amount % 1 * per), finer))
    value = "P"
    for number, unit in parts:
        if unit.startswith("T") and "T" not in value:
            value += "T"
        value += ("X" if number is None else f"{number:.10g}") + unit.removeprefix("T")
    return value


def _approximate(m: Match) -> str | None:
    """The TIMEX3 mod of the words before a number."""
    if m.any("approx", "LEAST") or (m.any("approx", "NO") and m.any("approx", "LESS")):
        return "EQUAL_OR_MORE"
    if m.any("approx", "MOST", "UP", "NO"):
        return "EQUAL_OR_LESS"
    return next((v for v in m.values("approx") if v in ("MORE_THAN", "LESS_THAN", "APPROX")), None)


def unit_code(m: Match) -> str:
    """The TIMEX3 letters of the group `unit`; those of clock units begin with T."""
    return "TS" if m.any("unit", "SECOND") else m.value("unit")


def _is_plural(m: Match) -> bool:
    return m.any("unit", "UNITS", "WEEKENDS", "FORTNIGHTS")


@rule(
    "approx=approx? count=count (OR SO)? unit=unit (OR SO)? dir=(AGO|EARLIER|LATER)",
    "approx=approx? count=count (OR SO)? unit=unit dir=FROM REF",
    "approx=approx? count=number AND A half=HALF unit=unit dir=(AGO|EARLIER|LATER)",
    "approx=approx? count=(A|ONE) unit=UNIT AND A half=HALF dir=(AGO|EARLIER|LATER)",
    "approx=approx? unit=UNITS dir=(AGO|EARLIER|LATER)",
    "THE unit=UNIT dir=(BEFORE|AFTER) (?=(STOP|COMMA))",
    "THE unit=UNIT dir=FOLLOWING (?=(STOP|COMMA))",
)
def _distance(m: Match, ctx: Context) -> Reading | None:
    code = unit_code(m)
    sign = -1 if m.any("dir", "AGO", "EARLIER", "BEFORE") else 1
    amount = amount_of(m) if m.has("count") else None if _is_plural(m) else 1.0
    if m.has("half") and amount is not None:
        amount += 0.5
    if amount is not None and m.any("unit", "FORTNIGHT", "FORTNIGHTS"):
        amount *= 2
    mod = _approximate(m)
    if amount is None:
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", mod)
    if code not in UNITS:
        return Reading("DURATION", duration(amount, code), mod)
    unit: Unit = "year" if code in ("DE", "CE") else UNITS[code]
    amount *= {"DE": 10, "CE": 100}.get(code, 1)
    if unit == "year" and amount % 1:
        unit, amount = "month", amount * 12
    base = ctx.now(unit) if m.any("dir", "AGO", "FROM") else ctx.then(unit)
    return dated(base.shifted(sign * round(amount)) if base else None, UNKNOWN[unit], mod)


@rule(
    "approx=approx? count=count adjective{0,2} DASH? unit=unit (DASH? LONG|OR SO)?",
    "(THE|THESE)? which=which? count=count adjective{0,2} DASH? unit=unit (DASH? LONG|OR SO)?",
    "THE? which=which approx=approx? count=count DASH? unit=unit",
    "THE? which=(PAST|LAST|NEXT|COMING|PREVIOUS|FOLLOWING|RECENT) unit=UNITS",
    "approx=approx? count=(A|ONE) unit=UNIT AND A half=HALF",
    "approx=approx? count=number AND A half=HALF DASH? unit=unit",
    "approx=approx? count=number (TO|OR|DASH TO|DASH) number DASH? unit=unit",
    "unit=(UNIT|UNITS) DASH LONG",
    "WHOLE unit=UNIT LONG?",
    "THE? which=which unit=FORTNIGHT",
)
def _length(m: Match, ctx: Context) -> Reading | None:
    code = unit_code(m)
    if m.any("unit", "SECOND") and (not m.has("count") or m.any("count", "A")):
        return None
    if m.any(0, "WHOLE") and not m.has("count") and code not in ("D", "W", "M", "Y"):
        return None
    fraction = code == "Q" and m.has("count") and not m.any("count", "A_FEW") and not m.has("which")
    if fraction and (m.any(0, "DASH") or ctx.after(m.span[1], "OF")):
        return NOTHING
    if m.any("count", "YEARNUM") and not _is_plural(m):
        return None
    amount = amount_of(m) if m.has("count") else None if _is_plural(m) else 1.0
    if m.has("half") and amount is not None:
        amount += 0.5
    if m.any("unit", "FORTNIGHT", "FORTNIGHTS") and amount is not None:
        amount *= 2
    if code == "M" and amount in (6, 9):
        ctx.quarter = None
    if m.classes("count") and not m.has("which") and m.any("count", "A") and _is_rate(m, ctx):
        return Reading("SET", duration(amount, code))
    if m.values("count") == ("1",) and code == "D" and ctx.tense(m.span[0]).time == "future":
        return Reading("DATE", "FUTURE_REF")
    deictic = m.any("which", "PAST", "LAST", "RECENT", "NEXT", "COMING")
    if deictic and not m.has("count") and _is_plural(m) and not ctx.after(m.span[1], "OF"):
        return Reading("DATE", "FUTURE_REF" if m.any("which", "NEXT", "COMING") else "PAST_REF")
    reading = Reading("DURATION", duration(amount, code), _approximate(m))
    today = ctx.now("day")
    if amount is None or today is None or today.first is None or ctx.narrative or ctx.after(m.span[1], "OF"):
        return reading
    if m.any("which", "PAST", "LAST"):
        return replace(reading, earliest=days_from(today.first, code, -amount), latest=today.first)
    if m.any("which", "NEXT", "COMING"):
        return replace(reading, earliest=today.first, latest=days_from(today.first, code, amount))
    return reading


def _is_rate(m: Match, ctx: Context) -> bool:
    """Whether "a week" says how often: it stands right behind what is counted ("four flights a week", "twice a day")."""
    i = ctx.token(m.span[0])
    if i is None or i == 0 or m.span[1] - m.span[0] != 2:
        return False
    before = ctx.parse.tokens[i - 1]
    return before.tag in ("NN", "NNS", "CD") or before.lower in word_list("length", "times")


@rule("(THE|A|THIS|THESE)? number DASH? unit DASH? AGE")
def _age(m: Match, ctx: Context) -> Reading | None:
    return NOTHING


@rule("unit=UNITS")
def _bare_units(m: Match, ctx: Context) -> Reading | None:
    i = ctx.token(m.span[0])
    if i is None or i == 0 or m.value("unit") == "Q" or ctx.after(m.span[1], "YEARNUM"):
        return None
    if ctx.parse.tokens[i - 1].lower not in word_list("length", "cues") and not ctx.after(m.span[1], "OF"):
        return None
    return Reading("DURATION", duration(None, m.value("unit")))


RULES = (_distance, _length, _age, _bare_units)
