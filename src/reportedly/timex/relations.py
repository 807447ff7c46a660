"""Days and periods by their relation to another: yesterday, last week, that month, Monday.

"Last week" is the calendar week before, "last Wednesday" the Wednesday in it, and "Wednesday" the nearest on the side
that the tense of its verb tells.
"""

from __future__ import annotations

from dataclasses import replace

from reportedly.timex.calendar_day import Period, Unit
from reportedly.timex.context import UNITS, UNKNOWN, Context, Reading, dated, day_of, edge_of, rule, step_of
from reportedly.timex.lengths import days_from, duration
from reportedly.timex.word_grammar import SHAPES, Match

#: Words before the day on which something was added to a report.
_ADDED = frozenset(("added", "updated", "corrected", "amended", "appended"))


@rule(
    "(edge=edge|earlier)? day=(TODAY|YESTERDAY|TOMORROW)",
    "THE UNIT BEFORE twice=YESTERDAY",
    "THE UNIT AFTER twice=TOMORROW",
)
def _today(m: Match, ctx: Context) -> Reading | None:
    step = int(m.value("day") or m.value("twice")) * (2 if m.has("twice") else 1)
    if ctx.narrative and step == 0:
        return Reading("DATE", "PRESENT_REF")
    now = ctx.now("day")
    return dated(now.shifted(step) if now else None, mod=edge_of(m))


@rule(
    "(edge=edge|earlier)? weekday=WEEKDAY",
    "edge=edge? relation=relation weekday=WEEKDAY",
    "weekday=WEEKDAY relation=(LAST|NEXT) UNIT",
    "weekday=WEEKDAY OF relation=relation UNIT",
)
def _weekday(m: Match, ctx: Context) -> Reading | None:
    number = int(m.value("weekday"))
    step, anaphoric = step_of(m)
    now = ctx.then("day") if anaphoric else ctx.now("day")
    week = now.widened("week") if now else None
    if now is None or week is None:
        return dated(None, f"XXXX-WXX-{number}", edge_of(m))
    ahead = (number - 1 - (now.index - 1) % 7) % 7
    back = (ahead - 7) % -7
    if step and not anaphoric and m.any("relation", "LAST", "NEXT"):
        days = week.shifted(step).index * 7 + number - now.index
    elif step:
        days = (back or -7) if step < 0 else (ahead or 7)
    elif anaphoric or ctx.narrative:
        days = ahead
    elif m.any("relation", "THIS"):
        days = week.index * 7 + number - now.index
    else:
        days = ahead if _to_come(m, ctx) else back
    return dated(now.shifted(days), mod=edge_of(m))


def _to_come(m: Match, ctx: Context) -> bool:
    """Whether a bare weekday is the next one and not the last one."""
    first, start = m.range("weekday")[0], m.span[0]
    if _heads_an_addition(ctx, first):
        return True
    while ctx.before(start, "AMPM", "ZONE", "DAYNUM", "CLOCK", "NOON", "MIDNIGHT"):
        start -= 1
    if ctx.before(start, "SINCE"):
        return False
    if ctx.before(start, "UNTIL"):
        return not ctx.before(start - 1, "STOP")
    if ctx.before(start, "AS") and ctx.before(start - 1, "SOON", "EARLY"):
        return True
    time, nominal = ctx.tense(first)
    if ctx.before(start, "BY"):
        i = ctx.token(first)
        if i is not None and nominal and ctx.parse.tokens[i].head == i + 1:
            time, nominal = ctx.tense(first + 1)  # "by Wednesday night it had counted 31"
        return time != "past" or nominal
    if time == "present":
        return not nominal and not ctx.after(first + 1, "POSS")
    return time == "future"


def _heads_an_addition(ctx: Context, first: int) -> bool:
    """Whether a weekday says when what follows was added to a report that was there before: "Added on Monday: ..."."""
    i = ctx.token(first)
    if i is None or i < 2 or i + 1 >= len(ctx.parse.tokens):
        return False
    added = [t.lower for t in ctx.parse.tokens[i - 2 : i + 2]]
    return added[0] in _ADDED and added[1] == "on" and added[3] == ":"


@rule(
    "rest? edge=edge? relation=relation unit=(UNIT|WEEKEND)",
    "turn=(EARLIER|LATER) (OF|IN|ON)? relation=relation unit=(UNIT|WEEKEND)",
    "turn=(EARLIER|LATER) (OF|IN) the=THE unit=UNIT",
    "edge=edge THE? unit=UNIT",
    "the=THE unit=WEEKEND",
    "the=THE WHOLE? unit=UNIT",
    "unit=UNIT (DASH|POSS)? edge=END",
)
def _period(m: Match, ctx: Context) -> Reading | None:
    unit = UNITS.get(m.value("unit"))
    if unit is None:
        return None
    step, anaphoric = step_of(m)
    if m.has("relation") and m.any("relation", "THE") and m.any("relation", "PAST", "LAST") and step < 0:
        return _one_unit_back(m, ctx, unit)
    if not m.has("relation"):
        return _unit_alone(m, ctx, unit)
    base = ctx.then(unit) if anaphoric else ctx.now(unit)
    if unit == "weekend" and m.any("relation", "THIS") and not step and _is_over(m, ctx):
        step = -1
    reading = dated(base.shifted(step) if base else None, UNKNOWN[unit], edge_of(m))
    return _turned(reading, m, ctx)


def _one_unit_back(m: Match, ctx: Context, unit: Unit) -> Reading | None:
    """The value of "the past year" is that of the year before, as in TimeBank; its days are the year up to now."""
    if unit in ("decade", "century"):
        return Reading("DURATION", duration(1, m.value("unit")))
    now = ctx.now(unit)
    today = ctx.now("day")
    reading = dated(now.shifted(-1) if now else None, UNKNOWN[unit], edge_of(m))
    if today is None or today.first is None:
        return reading
    return replace(reading, earliest=days_from(today.first, m.value("unit"), -1), latest=today.first)


def _unit_alone(m: Match, ctx: Context, unit: Unit) -> Reading | None:
    """A unit with nothing that says which: "the weekend", "late in the year", "year-end"."""
    if unit == "weekend":
        week = ctx.then("week") if ctx.narrative else ctx.now("week")
        here = Period("weekend", week.index) if week else None
        return dated(here.shifted(-1) if here and _is_over(m, ctx) else here, UNKNOWN[unit], edge_of(m))
    if unit == "year" and m.classes().endswith(SHAPES["DASH"] + m.classes("edge")):
        year = ctx.then("year")
        return dated(day_of(year.index, 12, 31) if year else None, "XXXX-12-31")
    if m.has("edge") or m.has("turn"):
        return _turned(dated(ctx.then(unit), UNKNOWN[unit], edge_of(m)), m, ctx)
    if unit not in ("year", "month", "week") or ctx.after(m.span[1], "BEFORE", "AFTER", "OF", "THAT", "LATER", "EARLIER"):
        return None
    if ctx.after(m.span[1], "ENDED"):
        ctx.quarter = None
        return Reading("DURATION", f"P1{m.value('unit')}")
    i = ctx.token(m.span[1] - 1)
    if i is None or ctx.parse.tokens[i].dep == "compound":
        return None
    return dated(ctx.now(unit), UNKNOWN[unit])


def _is_over(m: Match, ctx: Context) -> bool:
    """Whether a weekend that is told before Saturday as past is that of the week before."""
    if ctx.published is None or ctx.narrative or ctx.published.isoweekday() >= 6:
        return False
    return ctx.tense(m.span[0]).time not in ("future", "present")


def _turned(reading: Reading, m: Match, ctx: Context) -> Reading:
    """What is earlier in a period ends, what is later begins, with the day of publication."""
    if not m.has("turn") or ctx.narrative or not ctx.published or not reading.earliest or not reading.latest:
        return reading
    if not reading.earliest <= ctx.published <= reading.latest:
        return reading
    if m.any("turn", "EARLIER"):
        return replace(reading, latest=ctx.published)
    return replace(reading, earliest=ctx.published)


RULES = (_today, _weekday, _period)
