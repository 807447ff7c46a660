"""Times of day: 3 p.m., noon, this morning, overnight.

A clock time that names no day is of the day of the telling, until `read` finds a day beside it; a bare part of a day
("in the morning") has the value of the day that was mentioned last, and no days of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reportedly.timex.context import Context, Reading, dated, edge_of, lexicon, rule, step_of
from reportedly.timex.word_grammar import Match


@rule(
    "ABOUT? hour=(CLOCK|DAYNUM|FIGURE|ONE) half=AMPM zone? also?",
    "ABOUT? hour=CLOCK zone",
    "(AT|BY|ABOUT) t=(hour=CLOCK) zone?",
    "(AT|BY|ABOUT|SINCE|UNTIL) t=(hour=(YEARNUM|INT) UNITS)",
    "(AT|BY|ABOUT|UNTIL|BEFORE|AFTER) t=(hour=FIGURE) (?=(ON? (THE (day|PART)|weekday|month|DAYNUM month)|TODAY|YESTERDAY|zone))",
    "ABOUT? hour=(DAYNUM|ONE) OCLOCK (IN THE half=PART)?",
    "ABOUT? hour=(CLOCK|DAYNUM|ONE) (IN THE|AT) half=PART",
    "hour=(YEARNUM|INT) zone",
    "named=(NOON|MIDNIGHT)",
)
def _clock(m: Match, ctx: Context) -> Reading | None:
    if m.has("named"):
        return _at(m.value("named"), ctx)
    figure = m.value("hour")
    if m.any("hour", "YEARNUM", "INT"):
        figure = f"{figure[:-2]}:{figure[-2:]}"
    elif m.any("hour", "FIGURE"):
        figure = figure.replace(".", ":")
    hour, _, minute = figure.partition(":")
    if not hour.isdecimal() or len(hour) > 2 or not re.fullmatch(r"(\d\d(:\d\d)?)?", minute):
        return None
    hours, minutes = int(hour), minute[:2] or "00"
    half = m.value("half")
    if half and hours > 12:
        return None
    if half in ("p", "AF", "EV", "NI") and hours < 12:
        hours += 12
    elif half == "a" and hours == 12:
        hours = 0
    return _at(f"T{hours:02}:{minutes}", ctx) if hours <= 24 and minutes < "60" else None


def _at(time: str, ctx: Context) -> Reading:
    """A time of day that names no day: it is the day of the telling."""
    return replace(dated(ctx.now("day"), time=time), loose=True)


@rule(
    "edge=edge? (EARLIER|LATER)? relation=relation part=PART",
    "day=TONIGHT",
    "part=OVERNIGHT",
    "THE? edge=edge? THE? part=PART UNITS?",
)
def _part_of_day(m: Match, ctx: Context) -> Reading | None:
    if m.has("day"):
        return dated(ctx.now("day"), time="TNI")
    if m.any("part", "OVERNIGHT"):
        night = ctx.now("day")
        reading = dated(night, time="TNI")
        return replace(reading, earliest=night.shifted(-1).first if night else None, loose=True)
    time = "T" + m.value("part")
    if m.has("relation"):
        step, anaphoric = step_of(m)
        base = ctx.then("day") if anaphoric else ctx.now("day")
        return dated(base.shifted(step) if base else None, mod=edge_of(m), time=time)
    reading = dated(ctx.then("day"), mod=edge_of(m), time=time)
    return replace(reading, earliest=None, latest=None, loose=True, bare=m.classes() == lexicon().codes["PART"])


RULES = (_clock, _part_of_day)
