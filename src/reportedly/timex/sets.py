"""What comes again, and the unmeasured past, present and future: every Monday, daily, recently, now, soon."""

from __future__ import annotations

from reportedly.timex.context import SEASONS, Context, Reading, rule
from reportedly.timex.lengths import amount_of, duration, unit_code
from reportedly.timex.word_grammar import Match


@rule("often=ADVERB")
def _adverb(m: Match, ctx: Context) -> Reading | None:
    return Reading("SET", m.value("often"))


@rule("EACH (OTHER|SECOND)? count=number? unit=unit", "PER unit=UNIT")
def _every(m: Match, ctx: Context) -> Reading | None:
    amount = amount_of(m) if m.has("count") else 2 if m.any(0, "OTHER", "SECOND") else 1
    return None if m.any("unit", "SECOND") else Reading("SET", duration(amount, unit_code(m)))


@rule(
    "weekday=WEEKDAYS",
    "EACH weekday=WEEKDAY",
    "EACH month=MONTH",
    "EACH season=SEASON",
    "EACH part=PART",
    "EACH weekday=WEEKDAY part=PART",
    "weekday=WEEKDAY part=PARTS",
    "THE? (PAST|LAST|NEXT) count=count season=SEASONS",
)
def _every_name(m: Match, ctx: Context) -> Reading | None:
    part = f"T{m.value('part')}" if m.has("part") else ""
    if m.has("weekday"):
        return Reading("SET", f"XXXX-WXX-{m.value('weekday')}{part}")
    if m.has("month"):
        return Reading("SET", f"XXXX-{int(m.value('month')):02}")
    if m.has("season"):
        return Reading("SET", f"XXXX-{m.value('season') if m.any('season', 'SEASONS') else SEASONS[int(m.value('season'))]}")
    return Reading("SET", f"XXXX-XX-XX{part}")


@rule("ref=(REF|SOON)")
def _reference(m: Match, ctx: Context) -> Reading | None:
    soon = m.any("ref", "SOON") and (ctx.after(m.span[1], "AFTER") or ctx.tense(m.span[0]).time == "past")
    if soon or ctx.after(m.span[1], "AS"):
        return None
    return Reading("DATE", m.value("ref"))


@rule("THE NEAR? FUTURE", "adjective=(RECENT|CURRENT|FUTURE)", "THE noun=PAST")
def _adjective(m: Match, ctx: Context) -> Reading | None:
    i = ctx.token(m.span[1] - 1)
    tag = ctx.parse.tokens[i].tag if i is not None else ""
    if m.has("noun"):
        return Reading("DATE", "PAST_REF") if tag == "NN" else None
    if m.any(0, "FUTURE"):
        return Reading("DATE", "FUTURE_REF") if tag == "NN" else None
    if tag != "JJ":
        return None
    return Reading("DATE", "PAST_REF" if m.any("adjective", "RECENT") else "PRESENT_REF")


RULES = (_adverb, _every, _every_name, _reference, _adjective)
