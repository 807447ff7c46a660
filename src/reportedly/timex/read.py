"""The reading of a text: all matches of all rules, one after the other, then what stands side by side put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from reportedly.model import Parse, Span, TimeMention, make_id
from reportedly.timex import clock, lengths, names, quarters, relations, sets
from reportedly.timex.calendar_day import Period
from reportedly.timex.context import HEADS, MACROS, NOTHING, Action, Context, Reading, lexicon
from reportedly.timex.lengths import days_from
from reportedly.timex.word_grammar import SHAPES, Match, Words
from reportedly.timex.word_lists import word_list


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], Action], ...]:
    """All patterns, compiled, in the order in which they are preferred."""
    rules = (*names.RULES, *quarters.RULES, *relations.RULES, *lengths.RULES, *clock.RULES, *sets.RULES)
    return tuple((lexicon().pattern(pattern, MACROS), rule.read) for rule in rules for pattern in rule.patterns)


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading and the words `[first, last)` that it reads."""

    first: int
    last: int
    reading: Reading


def times(parse: Parse, published: date | None, mode: str = "auto") -> tuple[TimeMention, ...]:
    """All time mentions of the parse, in order of their place.

    `mode`: "news" counts relative dates from `published`, "narrative" from the date before, "auto" chooses by the text.
    Without `published` a date that is relative to it stays unresolved: its value has X for what is not known, and no days.
    Raises ValueError for another mode.
    """
    if mode not in ("news", "narrative", "auto"):
        raise ValueError(f"unknown mode {mode!r}: use 'news', 'narrative' or 'auto'")
    words = lexicon().read(parse, HEADS)
    narrative = mode == "narrative" or (mode == "auto" and _is_narrative(words, published, len(parse.tokens)))
    ctx = Context(parse, words, published, narrative)
    found: list[_Found] = []
    for match, action in _candidates(words):
        first, last = match.span
        if found and first < found[-1].last:
            continue
        ctx.resume(first)
        if match.has("month") and not ctx.is_month(match.range("month")[0]):
            continue
        reading = action(match, ctx)
        if reading is None:
            continue
        found.append(_Found(first, last, reading))
        if reading.period is not None and not reading.loose:
            ctx.digress(reading.period, first)
            ctx.tell(reading.period, first, match.has("year"))
            ctx.remember(reading.period)
            if reading.period.unit in ("month", "day"):
                ctx.last = (reading.period, last)
    found = _joined([f for f in found if f.reading is not NOTHING], ctx)
    found = [replace(f, reading=_bounded(f, ctx)) for f in _dated_elsewhere(found, ctx) if not f.reading.bare]
    return tuple(_mention(f, ctx) for f in _intervals(found, ctx))


def _candidates(words: Words) -> list[tuple[Match, Action]]:
    """All matches of all rules: by their place, the longest first, then the most context, then in the order of the rules."""
    codes = lexicon().codes
    matches = [
        (Match(m, words, codes), number, action)
        for number, (pattern, action) in enumerate(_grammar())
        for m in pattern.finditer(words.classes)
    ]
    matches.sort(key=lambda x: (x[0].span[0], -x[0].span[1], -x[0].context, x[1]))
    return [(m, action) for m, _, action in matches]


#: What may stand between a day and its time of day.
_BETWEEN = ("", "ON", "COMMA", "AT", "OF", "THE", "OF THE", "COMMA ON", "COMMA AT", "ON THE", "AT THE", "IN THE", "COMMA IN THE")


@cache
def _joints() -> frozenset[str]:
    codes = lexicon().codes
    return frozenset("".join(codes[name] for name in joint.split()) for joint in _BETWEEN)


def _joined(found: list[_Found], ctx: Context) -> list[_Found]:
    """A loose time of day and the day beside it become one TIME: "3 p.m. on Friday", "the morning of May 5"."""
    joined: list[_Found] = []
    for f in found:
        last = joined[-1] if joined else None
        if last is None or ctx.words.classes[last.last : f.first] not in _joints():
            joined.append(f)
            continue
        day, time = (last, f) if f.reading.loose else (f, last)
        if not time.reading.loose or day.reading.loose or day.reading.type != "DATE" or not _names_day(day.reading):
            joined.append(f)
            continue
        joined[-1] = _Found(last.first, f.last, replace(day.reading, type="TIME", time=time.reading.time))
    return joined


def _names_day(reading: Reading) -> bool:
    return reading.period.unit == "day" if reading.period else bool(re.fullmatch(r"XXXX-(..-..|WXX-\d)", reading.value))


def _bounded(f: _Found, ctx: Context) -> Reading:
    """The reading with its days opened by the preposition before it: since, until, by, before, after."""
    reading = f.reading
    if reading.type in ("DURATION", "SET"):
        return reading
    at = f.first
    while ctx.before(at, "ABOUT", "LEAST", "AT", "THE"):
        at -= 1
    if ctx.before(at, "SINCE") or _is_onward(f, at, ctx) or _is_since_event(f, ctx):
        return replace(reading, latest=None)
    if ctx.after(f.last, "POSS"):
        return reading
    if ctx.before(at, "THAN") and ctx.before(at - 1, "EARLIER"):
        return replace(reading, latest=None)
    if _is_as_of(f, ctx):
        return replace(reading, role="as-of")
    if _is_so_far(f, ctx):
        return replace(reading, latest=ctx.published)
    if reading.type == "TIME" and ctx.before(at, "BEFORE", "AFTER"):
        return reading  # "before dawn on Tuesday" is on Tuesday
    if ctx.before(at, "UNTIL", "BY") or (ctx.before(at, "THAN") and ctx.before(at - 1, "LATER")):
        return replace(reading, earliest=None)
    if ctx.before(at, "BEFORE"):
        return replace(reading, earliest=None, latest=reading.latest if reading.mod == "END" else reading.earliest)
    if ctx.before(at, "AFTER"):
        return replace(reading, earliest=reading.earliest if reading.mod == "START" else reading.latest, latest=None)
    return reading


def _is_onward(f: _Found, at: int, ctx: Context) -> bool:
    """Whether "from" before a date opens a time that has no end here: "from 15 May the water stank", "from Monday onward".

    Under a noun it says which ("a letter from 15 May"), and with "to" behind the date it is an interval.
    """
    if not ctx.before(at, "FROM"):
        return False
    if ctx.after(f.last, "ONWARD"):
        return True
    i = ctx.token(at - 1)
    if i is None or ctx.after(f.last, "TO", "THROUGH", "UNTIL", "DASH", "AND", "OR"):
        return False
    head = ctx.parse.tokens[ctx.parse.tokens[i].head]
    return head.pos in ("VERB", "AUX", "ADJ") and head.lemma not in word_list("tense", "origins")


def _is_since_event(f: _Found, ctx: Context) -> bool:
    """Whether the date is that of an event since which something goes on: "since the ceasefire of 2 May"."""
    i = _governor(f, ctx)
    if i is None or ctx.parse.tokens[i].pos not in ("NOUN", "PROPN"):
        return False
    head = ctx.parse.tokens[ctx.parse.tokens[i].head]
    return head.lower == "since" and ctx.parse.tokens[i].dep == "pobj"


def _is_as_of(f: _Found, ctx: Context) -> bool:
    """Whether a figure holds as of the date: "as of 20 December", "as at 20 December"."""
    i = ctx.token(f.first)
    before = [t.lower for t in ctx.parse.tokens[max(0, (i or 0) - 2) : i]]
    return before in (["as", "of"], ["as", "at"])


def _is_so_far(f: _Found, ctx: Context) -> bool:
    """Whether a period that is not over is meant up to the day of publication: "so far this year"."""
    i, r = ctx.token(f.first), f.reading
    before = [t.lower for t in ctx.parse.tokens[max(0, (i or 0) - 2) : i]]
    if before != ["so", "far"] or ctx.published is None or r.earliest is None or r.latest is None:
        return False
    return r.earliest <= ctx.published <= r.latest


def _dated_elsewhere(found: list[_Found], ctx: Context) -> list[_Found]:
    """The days of "last summer's incursion" are those of August 2024 where the text says once when the incursion was.

    A vague date of a noun is made as narrow as the one finer date inside it of the same noun, or of the verb of
    that noun, if all such finer dates are the same. The value stays what the words say.
    """
    dated: dict[str, set[Period]] = {}
    for f in found:
        if f.reading.period is not None and not f.reading.loose:
            for lemma in _dated_words(f, ctx):
                dated.setdefault(lemma, set()).add(f.reading.period)
    result = []
    for f in found:
        noun, wide, r = _dated_noun(f, ctx), f.reading.period, f.reading
        finer = [p for p in dated.get(noun or "", ()) if wide and p != wide and p.first and _within(p, r)]
        result.append(replace(f, reading=replace(r, earliest=finer[0].first, latest=finer[0].last)) if len(finer) == 1 else f)
    return result


def _within(period: Period, reading: Reading) -> bool:
    first, last = period.first, period.last
    return bool(first and last and reading.earliest and reading.latest and reading.earliest <= first <= last <= reading.latest)


def _governor(f: _Found, ctx: Context) -> int | None:
    """The word outside a mention that it depends on, through a preposition or not."""
    i, last = ctx.token(f.first), ctx.token(f.last - 1)
    if i is None or last is None:
        return None
    tokens = ctx.parse.tokens
    first, seen = i, 0
    while (first <= i <= last or tokens[i].pos == "ADP") and tokens[i].head != i and seen < 12:
        i, seen = tokens[i].head, seen + 1
    return None if first <= i <= last else i


def _dated_noun(f: _Found, ctx: Context) -> str | None:
    """The lemma of the noun that a mention modifies: "incursion" of "last summer's incursion"."""
    i = _governor(f, ctx)
    if i is None or ctx.parse.tokens[i].pos != "NOUN" or ctx.parse.tokens[i].lemma in word_list("event", "none"):
        return None
    return ctx.parse.tokens[i].lemma


def _dated_words(f: _Found, ctx: Context) -> list[str]:
    """The lemmas of what a mention dates: its noun, or its verb with subject and object."""
    i = _governor(f, ctx)
    if i is None:
        return []
    tokens = ctx.parse.tokens
    nouns = [tokens[k] for k in ctx.parse.children[i] if tokens[k].dep in ("nsubj", "nsubjpass", "dobj")]
    return [tokens[i].lemma, *(n.lemma for n in nouns if tokens[i].pos in ("VERB", "AUX"))]


def _intervals(found: list[_Found], ctx: Context) -> list[_Found]:
    """Both ends of "between X and Y", "from X to Y" and "X-Y" get the days from the first of X to the last of Y."""
    codes = lexicon().codes
    result = list(found)
    for k in range(1, len(found)):
        a, b = found[k - 1], found[k]
        joints = ("AND",) if ctx.before(a.first, "BETWEEN") else ("TO", "THROUGH", "UNTIL", "DASH")
        if ctx.words.classes[a.last : b.first] not in [codes[name] for name in joints]:
            continue
        first, last = a.reading.earliest, b.reading.latest
        if (length := _length_up_to(a, ctx)) is not None and last is not None:
            result[k - 1] = replace(a, reading=replace(a.reading, earliest=days_from(last, *length), latest=last))
            continue
        if first and last and first <= last:
            result[k - 1] = replace(a, reading=replace(a.reading, latest=last))
            result[k] = replace(b, reading=replace(b.reading, earliest=first))
    return result


def _length_up_to(a: _Found, ctx: Context) -> tuple[str, float] | None:
    """Unit and number of units, to be counted back, of the length in "the three weeks to 20 December"; `None` for a date."""
    m = re.fullmatch(r"P(\d+)([DWMY])", a.reading.value)
    if m is not None and a.reading.type == "DURATION":
        return m[2], -float(m[1])
    if ctx.words.classes[a.first : a.last] == lexicon().codes["THE"] + lexicon().codes["UNIT"]:
        return ctx.words.values[a.last - 1], -1.0
    return None


def _mention(f: _Found, ctx: Context) -> TimeMention:
    text = ctx.parse.text
    span = Span.cut(text, ctx.words.starts[f.first], ctx.words.ends[f.last - 1])
    return TimeMention(
        id=make_id("time", ctx.parse.document, span.start, span.end),
        span=span,
        type=f.reading.type,
        value=f.reading.value + f.reading.time,
        mod=f.reading.mod,
        earliest=f.reading.earliest,
        latest=f.reading.latest,
        role=f.reading.role,
    )


def _is_narrative(words: Words, published: date | None, length: int) -> bool:
    """Whether a text tells a history: it names years, and far ones, more often than days by their distance from today."""
    codes = lexicon().codes
    deictic = frozenset(codes[n] for n in ("WEEKDAY", "TODAY", "YESTERDAY", "TOMORROW", "AGO", "TONIGHT"))
    near = sum(words.classes.count(c) for c in deictic)
    far = words.classes.count(codes["ERA"])
    for value, code in zip(words.values, words.classes, strict=True):
        if code == SHAPES["YEARNUM"]:
            far += published is None or abs(published.year - int(value)) > 1
    return far >= 8 and far >= 4 * near and far * 300 >= length
