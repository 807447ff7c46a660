"""Time mentions: TIMEX3 type and value, and the days they can mean.

A grammar over the words of time (`word_grammar`, `data/timex/lexicon.toml`) finds the expressions; of those that overlap
the first and longest is taken. Each is read, in the order of the text, by the function that stands under its patterns: an absolute
date means itself, a relative one is counted from an anchor in calendar periods (`calendar_day`).

The anchor is chosen as HeidelTime does (Strötgen and Gertz 2013): in *news* it is the day of publication, and the tense of the
governing verb tells the Monday past from the Monday to come; in a *narrative* it is the date mentioned before. Then neighbours are
put together: a time of day with its day, the two ends of an interval, a date with the preposition before it.

docs/times.md has the conventions, and what this gets wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Literal

from reportedly.calendar_day import Period, Unit
from reportedly.model import Parse, Span, TimeMention, TimexType, make_id
from reportedly.tense import Tense, tense
from reportedly.word_grammar import SHAPES, Lexicon, Match, Words

Mode = Literal["news", "narrative", "auto"]

_UNITS: dict[str, Unit] = {
    "D": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century",
}  # fmt: skip
_UNKNOWN: dict[Unit, str] = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "half": "XXXX-HX", "season": "XXXX-XX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
_SEASONS = ("SP", "SU", "FA", "WI")


#: Words from the start of a sentence in which a date still sets the scene of a narrative.
_OPENING = 5


@cache
def _lexicon() -> Lexicon:
    return Lexicon(resources.files("reportedly.data.timex").joinpath("lexicon.toml"))


# --- what an expression means, and what that depends on ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reading:
    """The meaning of one expression.

    `value` is the TIMEX3 value but for `time`, the time of day ("T10:35", "TMO") that is written behind it. A `loose` time is
    one whose own words name no day. `period` is the anchor for what follows.
    """

    type: TimexType
    value: str
    mod: str | None = None
    period: Period | None = None
    earliest: date | None = None
    latest: date | None = None
    time: str = ""
    loose: bool = False


#: The reading of words that look like a time and are none: ages, fractions, school years.
_NOTHING = _Reading("DATE", "")


@dataclass(slots=True)
class _Context:
    """What is known while a text is read. `seen`: the period of each unit that was mentioned last. `quarter`: the quarter of the
    year that the text reports on, with which "a year earlier" compares."""

    parse: Parse
    words: Words
    published: date | None
    narrative: bool
    seen: dict[Unit, Period] = field(default_factory=dict)
    quarter: Period | None = None
    main: tuple[dict[Unit, Period], int] | None = None

    def remember(self, period: Period) -> None:
        """Make a period the anchor; what is finer and not in it is forgotten."""
        self.seen = {u: held for u, held in self.seen.items() if held.widened(period.unit) == period}
        for unit in _UNITS.values():
            wide = period.widened(unit)
            if wide is not None:
                self.seen[unit] = wide
        self.seen[period.unit] = period

    def digress(self, period: Period, word: int) -> None:
        """In a narrative, keep the anchor that this period leaves only for the rest of the sentence: a look back in its midst."""
        year, i = self.seen.get("year"), self.token(word)
        if not self.narrative or year is None or i is None or self.main is not None:
            return
        token = self.parse.tokens[i]
        back = period.year < year.index and i - self.parse.sentences[token.sentence][0] > _OPENING
        ahead = period.year > year.index and tense(self.parse, i).time == "future"
        if back or ahead:
            self.main = (self.seen, token.sentence)

    def resume(self, word: int) -> None:
        """Return to the anchor of the narrative when the sentence that left it has ended."""
        i = self.token(word)
        if self.main is not None and i is not None and self.parse.tokens[i].sentence != self.main[1]:
            self.seen, self.main = self.main[0], None

    def now(self, unit: Unit) -> Period | None:
        """The period of this unit at which the text is told."""
        if self.narrative:
            return self.seen.get(unit)
        return Period.of_day(self.published, unit) if self.published else None

    def then(self, unit: Unit) -> Period | None:
        """The period of this unit of which the text spoke last."""
        return self.seen.get(unit) or self.now(unit)

    def token(self, word: int) -> int | None:
        """The index of the token at this word."""
        return self.parse.token_at(self.words.starts[word]) if word < len(self.words.starts) else None

    def tense(self, word: int) -> Tense:
        i = self.token(word)
        return Tense(None, False) if i is None else tense(self.parse, i)

    def before(self, word: int, *names: str) -> bool:
        """Whether the word before this one is of one of these classes."""
        return word > 0 and any(_lexicon().codes[name] == self.words.classes[word - 1] for name in names)

    def after(self, word: int, *names: str) -> bool:
        """Whether this word is of one of these classes."""
        return word < len(self.words.classes) and any(_lexicon().codes[n] == self.words.classes[word] for n in names)

    def counts(self, word: int) -> bool:
        """Whether the figure at this word counts what stands behind it ("20 people")."""
        i = self.token(word)
        if i is None or self.parse.tokens[i].dep != "nummod":
            return False
        head = self.parse.tokens[self.parse.tokens[i].head]
        return head.i > i and head.tag == "NNS"

    def is_month(self, word: int) -> bool:
        """Whether "May", "March" and the like are the month here, not a verb or a march."""
        i = self.token(word)
        if not self.parse.text[self.words.starts[word]].isupper():
            return False
        if i is None or i == 0:
            return True
        token, before = self.parse.tokens[i], self.parse.tokens[i - 1]
        if token.tag in ("MD", "VB", "VBP", "VBD"):
            return False
        named = before.tag in ("NNP", "JJ", "PRP$", "POS") and self.before(word, "WORD", "POSS", "ITS", "LONG") or self.before(word, "THE")
        return token.lower != "march" or not named or token.dep == "compound" or self.after(word + 1, "DAYNUM", "YEARNUM", "ORDNUM")


_Action = Callable[[Match, _Context], _Reading | None]
_RULES: list[tuple[str, _Action]] = []


def _rule(*patterns: str) -> Callable[[_Action], _Action]:
    """Register a function as the reading of what these patterns match; it may decline by returning `None`."""

    def register(action: _Action) -> _Action:
        _RULES.extend((p, action) for p in patterns)
        return action

    return register


_MACROS = {
    "month": "MONTH|SHORTMONTH",
    "weekday": "WEEKDAY|SHORTDAY",
    "day": "DAYNUM|ORDNUM",
    "year": "YEARNUM ERA?|ERA? (YEARNUM|INT|DAYNUM) ERA|ERA (INT|DAYNUM)|TEEN (TY (DASH? ONE)?|TEEN)",
    "edge": "(EARLY|LATE|MID) DASH? OF?|THE? (BEGINNING|END|MIDDLE) OF THE?",
    "relation": "THIS (SAME|PAST|COMING)?|LAST|NEXT|THAT SAME?|THE? (PAST|COMING|PREVIOUS|FOLLOWING|CURRENT|SAME)|THE (LAST|NEXT)",
    "rest": "THE? REST OF|WHOLE OF?",
    "which": "PAST|LAST|NEXT|COMING|PREVIOUS|FOLLOWING|FIRST|FINAL",
    "dash": "DASH|AND|TO|THROUGH|UNTIL",
    "unit": "UNIT|UNITS|SECOND|FORTNIGHT|FORTNIGHTS|WEEKEND|WEEKENDS",
    "word": "ONE|TEEN|TY|HUNDRED|THOUSAND",
    "number": "(DAYNUM|INT|YEARNUM) SLASH?|SLASH|A? (word DASH?|(HUNDRED|THOUSAND) AND)* word",
    "vague": "A? A_FEW|DOZENS OF|A? COUPLE OF?|HALF? A? DOZEN",
    "count": "number|vague|A|HALF OF? A|A HALF",
    "ordinal": "(TY DASH?)? (ORDINAL|SECOND|FIRST)|ORDNUM",
    "approx": "(MORE|LESS) THAN|OVER|UNDER|ONLY? NEARLY|ABOUT|ONLY? ABOUT|AT (LEAST|MOST)|UP TO|NO (MORE|LESS) THAN|ONLY",
    "earlier": "(EARLIER|LATER) (OF|ON)?",
}


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], _Action], ...]:
    lexicon = _lexicon()
    return tuple((lexicon.pattern(pattern, _MACROS), action) for pattern, action in _RULES)


def _date(period: Period | None, unknown: str = "XXXX-XX-XX", mod: str | None = None, time: str = "") -> _Reading:
    """A DATE, or with a time of day a TIME; `unknown` is its value when the period is not known."""
    kind: TimexType = "TIME" if time else "DATE"
    if period is None:
        return _Reading(kind, unknown, mod, time=time)
    earliest, latest = period.part(mod) if mod in ("START", "MID", "END") else (period.first, period.last)
    return _Reading(kind, period.value, mod, period, earliest, latest, time)


def _mod(m: Match) -> str | None:
    """START, MID or END, by the group `edge`."""
    return next((v for v in m.values("edge") if v in ("START", "MID", "END")), None)


def _step(m: Match, group: str = "relation") -> tuple[int, bool]:
    """How many units a relation goes on or back, and whether it counts from a date in the text ("that", "the following")."""
    step = sum(int(v) for v in m.values(group) if v in ("-1", "1"))
    anaphoric = m.any(group, "THAT", "SAME", "PREVIOUS", "FOLLOWING") or (m.any(group, "THE") and m.any(group, "NEXT"))
    return step, anaphoric


def _year(m: Match) -> int:
    """The year in the group `year`, astronomical: 0 is 1 BC."""
    digits = [int(v) for v in m.values("year") if v.isdecimal()]
    year = digits[0] if len(digits) == 1 else digits[0] * 100 + sum(digits[1:])
    return 1 - year if "BC" in m.values("year") else year


def _calendar_day(year: int, month: int, day: int) -> Period | None:
    try:
        return Period.of_day(date(year, month, day))
    except ValueError:
        return None


# --- dates by their names ----------------------------------------------------------------------------------------------


@_rule(
    "(weekday COMMA?)? edge? month=month day=day COMMA? year=year",
    "(weekday COMMA?)? edge? THE? day=day DASH? OF? DASH? month=month COMMA? DASH? year=year",
    "t=(month=month day=day) dash (month day|day) COMMA? year=year",
    "t=(day=day) dash day OF? month=month COMMA? year=year",
    "t=(day=day month=month) dash day month COMMA? year=year",
    "month=month day dash t=(day=day COMMA? year=year)",
    "year=YEARNUM DASH month=(DAYNUM|INT) DASH day=(DAYNUM|INT)",
)
def _full_date(m: Match, ctx: _Context) -> _Reading | None:
    period = _calendar_day(_year(m), int(m.value("month")), int(m.value("day")))
    return _date(period) if period else None


@_rule("date=SLASH")
def _slash_date(m: Match, ctx: _Context) -> _Reading | None:
    """Month first, as in the United States, unless only day first is a date."""
    parts = m.value("date").split("/")
    if len(parts) != 3 or not all(p.isdecimal() and len(p) <= 4 for p in parts) or len(parts[2]) not in (2, 4):
        return None
    a, b, year = map(int, parts)
    if len(parts[2]) == 2:
        year += 1900 if year > 50 else 2000
    period = _calendar_day(year, a, b) or _calendar_day(year, b, a)
    return _date(period) if period else None


@_rule(
    "(weekday=weekday COMMA?)? edge? month=month day=day",
    "(weekday=weekday COMMA?)? edge? THE? day=day OF? month=month",
    "(weekday=weekday COMMA?)? month=month day=day OF? relation=relation UNIT",
    "(weekday=weekday COMMA?)? THE? day=day OF? month=month OF? relation=relation UNIT",
    "month=month day (DASH|TO|THROUGH|UNTIL|AND) t=(day=day)",
    "t=(day=day) dash day OF? month=month",
    "relation=LAST month=month day=day",
)
def _month_day(m: Match, ctx: _Context) -> _Reading | None:
    month, day = int(m.value("month")), int(m.value("day"))
    bare = m.classes("day") == SHAPES["DAYNUM"] and m.range("day")[1] == m.span[1]
    if bare and ctx.counts(m.range("day")[0]) and not ctx.before(m.range("month")[0], "THE", "POSS"):
        return None
    unknown = f"XXXX-{month:02}-{day:02}"
    if m.has("relation") and "Y" in m.words.values[m.range("relation")[1] : m.span[1]]:
        year = _related_year(m, ctx)
    else:
        year = _nearest_year(m, ctx, month, day, int(m.value("weekday") or 0))
    if year is None:
        return _date(None, unknown)
    period = _calendar_day(year, month, day)
    return _date(period) if period else None


@_rule(
    "rest? edge=edge? month=month COMMA? OF? year=year",
    "rest? edge=edge? month=MONTH OF? relation=relation UNIT",
    "rest? edge=edge? THIS? month=MONTH",
    "t=(edge=edge? month=MONTH) dash MONTH COMMA? year=year",
)
def _month(m: Match, ctx: _Context) -> _Reading | None:
    month = int(m.value("month"))
    year: int | None
    if m.has("year"):
        year = _year(m)
        if m.span[1] < m.range("year")[0] and int(m.words.values[m.span[1] + 1]) < month:
            year -= 1
    elif m.has("relation"):
        year = _related_year(m, ctx)
    else:
        year = _nearest_year(m, ctx, month)
    return _date(None if year is None else Period.of_month(year, month), f"XXXX-{month:02}", _mod(m))


def _related_year(m: Match, ctx: _Context) -> int | None:
    """The year in "May last year", "May of that year"."""
    step, anaphoric = _step(m)
    year = ctx.then("year") if anaphoric else ctx.now("year")
    return year.index + step if year else None


def _nearest_year(m: Match, ctx: _Context, month: int, day: int | None = None, weekday: int = 0) -> int | None:
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
        matching = [y for y in years if (p := _calendar_day(y, month, day)) and p.first and p.first.isoweekday() == weekday]
        years = matching or years

    def days_ahead(year: int) -> float:
        return (year - now.year) * 365.25 + (month - now.month) * 30.4 + ((day - now.day) if day else 0)

    time, nominal = ctx.tense(m.span[0])
    slack = 2 if day else 20
    if ctx.before(m.span[0], "UNTIL", "TO", "THROUGH"):
        time = None
    if not nominal and time == "past":
        years = [y for y in years if days_ahead(y) <= slack] or years
    elif not nominal and time == "future":
        years = [y for y in years if days_ahead(y) >= -slack] or years
    return min(years, key=lambda y: abs(days_ahead(y)) * (2 if days_ahead(y) > 0 else 1))


@_rule("edge=edge? relation=(LAST|NEXT|THIS (PAST|COMING)|THE? (PREVIOUS|FOLLOWING)) month=MONTH")
def _next_month(m: Match, ctx: _Context) -> _Reading | None:
    month = int(m.value("month"))
    step, anaphoric = _step(m)
    now = ctx.then("month") if anaphoric else ctx.now("month")
    if now is None:
        return _date(None, f"XXXX-{month:02}", _mod(m))
    ahead = (month - 1 - now.index) % 12
    return _date(now.shifted((ahead or 12) if step > 0 else ahead - 12), mod=_mod(m))


@_rule(
    "rest? edge=edge? year=year",
    "rest? edge=edge? THE UNIT year=year",
    "year=YEARNUM (DASH|TO) t=(short=(INT|DAYNUM))",
    "t=(year=(YEARNUM|INT)) (DASH|TO|AND) (YEARNUM|INT) era=ERA",
)
def _bare_year(m: Match, ctx: _Context) -> _Reading | None:
    year = _year(m)
    if m.has("era"):
        return _date(Period("year", 1 - year if m.value("era") == "BC" else year))
    if m.has("short"):
        end = year // 100 * 100 + int(m.value("short")) if m.value("short").isdecimal() else 0
        return _date(Period("year", end)) if len(m.value("short")) <= 2 and year < end <= year + 60 else None
    first = m.range("year")[0]
    if len(m.classes("year")) > 1 or m.has("edge"):
        return _date(Period("year", year), mod=_mod(m))
    cued = ctx.before(first, "OF", "SINCE", "UNTIL", "BY", "FROM", "TO", "AND", "BEFORE", "AFTER", "UNIT", "OPEN")
    if ctx.before(first, "MONEY") or ctx.after(m.span[1], "SECOND", "FORTNIGHTS", "UNITS"):
        return None
    i = ctx.token(first)
    head = ctx.parse.tokens[ctx.parse.tokens[i].head] if i is not None else None
    if head is not None and head.tag == "NNS" and ctx.counts(first):
        return None
    return _date(Period("year", year), mod=_mod(m)) if cued or 1850 <= year <= 2050 else None


@_rule("OF t=(year=INT)")
def _ancient_year(m: Match, ctx: _Context) -> _Reading | None:
    """"in 480" where the text is in the years before Christ."""
    last = ctx.seen.get("year")
    figure = m.value("year")
    if last is None or last.index > 0 or not figure.isdecimal() or not 2 <= len(figure) <= 3 or ctx.counts(m.range("year")[0]):
        return None
    return _date(Period("year", 1 - int(figure)))


@_rule(
    "THE? edge=edge? decade=DECADE era=ERA?",
    "edge=(THE? (BEGINNING|END|MIDDLE) OF THE) decade=DECADE era=ERA?",
    "THE edge=edge? QUOTE? decade=(DECADE|TIES)",
    "edge=edge? QUOTE decade=DECADE",
)
def _decade(m: Match, ctx: _Context) -> _Reading | None:
    digits = m.value("decade")
    if not digits.endswith("0") or (len(digits) == 3) != m.has("era") or len(digits) == 1:
        return None
    if len(digits) == 2 and not (m.any(0, "QUOTE", "TIES") or m.has("edge")):
        return None
    year = int(digits) + (1900 if len(digits) == 2 else 0)
    return _date(Period("decade", -(year // 10) if m.value("era") == "BC" else year // 10), mod=_mod(m))


@_rule("THE? edge=edge? ordinal=ordinal DASH? unit=UNIT era=ERA?")
def _century(m: Match, ctx: _Context) -> _Reading | None:
    if m.value("unit") != "CE":
        return None
    number = _ordinal(m) - 1
    return _date(Period("century", -number if m.value("era") == "BC" else number), mod=_mod(m))


def _ordinal(m: Match) -> int:
    return sum(int(v) for v in m.values("ordinal") if v.isdecimal())


@_rule(
    "THE? edge=edge? season=(SEASON|FALL) (OF|COMMA)? year=year",
    "t=(THE? edge=edge? season=(SEASON|FALL)) (DASH|AND|TO|COMMA) THE? edge? (SEASON|FALL) (OF|COMMA)? year=year",
    "THE? edge=edge? season=(SEASON|FALL) OF? from=relation UNIT",
    "edge=edge? relation=relation season=(SEASON|FALL)",
    "THE? edge=edge? season=SEASON",
    "edge=edge THE season=SEASON",
    "OF t=(THE edge=edge? season=FALL)",
    "OF t=(season=FALL)",
)
def _season(m: Match, ctx: _Context) -> _Reading | None:
    code = int(m.value("season"))
    unknown = f"XXXX-{_SEASONS[code]}"
    i = ctx.token(m.range("season")[0])
    if i is not None and ctx.parse.tokens[i].pos in ("VERB", "AUX"):
        return None
    if m.has("year"):
        return _date(Period("season", _year(m) * 4 + code), mod=_mod(m))
    if m.has("from"):
        step, anaphoric = _step(m, "from")
        year = ctx.then("year") if anaphoric else ctx.now("year")
        return _date(Period("season", (year.index + step) * 4 + code) if year else None, unknown, _mod(m))
    step, anaphoric = _step(m)
    now = ctx.then("season") if anaphoric else ctx.now("season")
    if ctx.narrative and not step:
        year = ctx.seen.get("year")
        return _date(Period("season", year.index * 4 + code) if year else None, unknown, _mod(m))
    if now is None:
        return _date(None, unknown, _mod(m))
    ahead = (code - now.index) % 4
    if step:
        return _date(now.shifted((ahead or 4) if step > 0 else ahead - 4), mod=_mod(m))
    if m.any("relation", "THIS"):
        nearer = min(ahead, ahead - 4, key=abs) if ahead != 2 else (-2 if ctx.tense(m.span[0]).time == "past" else 2)
        return _date(now.shifted(nearer), mod=_mod(m))
    return _date(now.shifted(ahead if ctx.tense(m.span[0]).time == "future" else (ahead - 4) % -4), mod=_mod(m))


@_rule(
    "edge=edge? feast=FEAST COMMA? year=year?",
    "edge=edge? feast=FEAST OF? relation=relation UNIT",
    "edge=edge? relation=(LAST|NEXT|THIS) feast=FEAST",
)
def _feast(m: Match, ctx: _Context) -> _Reading | None:
    rule = m.value("feast")
    guess = _feast_day(rule, 2000)
    unit_follows = m.has("relation") and m.range("relation")[0] > m.range("feast")[0]
    if m.has("year"):
        year: int | None = _year(m)
    elif unit_follows:
        year = _related_year(m, ctx)
    else:
        year = _nearest_year(m, ctx, guess.month, guess.day)
        step, now = _step(m)[0], ctx.published
        if year is not None and now is not None and step and not ctx.narrative:
            years = (now.year - 1, now.year) if step < 0 else (now.year + 1, now.year)
            year = next(y for y in reversed(years) if (_feast_day(rule, y) < now) == (step < 0) or y != now.year)
    if year is None:
        return _date(None, f"XXXX-{rule}" if re.fullmatch(r"\d\d-\d\d", rule) else "XXXX-XX-XX")
    return _date(Period.of_day(_feast_day(rule, year)) if 1583 <= year <= 9000 else None)


def _feast_day(rule: str, year: int) -> date:
    """The day of a feast in the lexicon's notation, in a Gregorian year."""
    if rule.startswith("e"):
        return _easter(year) + timedelta(days=int(rule[1:]))
    if "-" in rule and "/" not in rule:
        return date(year, int(rule[:2]), int(rule[3:]))
    month, nth, weekday = map(int, rule.split("/"))
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


# --- quarters and other years ------------------------------------------------------------------------------------------


@_rule(
    "edge=edge? (THE|THIS|ITS|A)? fiscal=TERM? DASH? ordinal=ordinal DASH? unit=UNIT (OF? TERM? year=year)?",
    "THE? fiscal=TERM? year=YEARNUM ordinal=ordinal DASH? unit=UNIT",
    "relation=relation UNIT POSS ordinal=ordinal DASH? unit=UNIT",
    "THE? ordinal=ordinal DASH? unit=UNIT OF? relation=relation UNIT",
    "THE? UNIT DASH? ago=(AGO|EARLIER) ordinal=ordinal DASH? unit=UNIT",
)
def _quarter(m: Match, ctx: _Context) -> _Reading | None:
    number = _ordinal(m)
    if m.value("unit") != "Q" or not 1 <= number <= 4:
        return None
    now = ctx.now("quarter")
    if m.has("year"):
        found: Period | None = Period("quarter", _year(m) * 4 + number - 1)
    elif m.has("relation"):
        year = _related_year(m, ctx)
        found = Period("quarter", year * 4 + number - 1) if year is not None else None
    elif now is None:
        found = None
    else:
        ahead = (number - 1 - now.index) % 4
        if ahead == 2 and ctx.tense(m.span[0]).time == "future":
            ahead = 2
        elif ahead >= 2:
            ahead -= 4
        elif ahead == 1 and ctx.tense(m.span[0]).time not in ("future", "present"):
            ahead -= 4
        found = now.shifted(ahead)
    if m.has("ago") and found:
        return _compared(found.shifted(-4 if ctx.quarter is None or found == ctx.quarter else 0))
    ctx.quarter = found
    reading = _date(found, f"XXXX-Q{number}", _mod(m))
    return _without_days(reading) if m.has("fiscal") else reading


def _without_days(reading: _Reading) -> _Reading:
    """The reading of a fiscal year or quarter: whose it is says when it begins, so it has no days."""
    return replace(reading, period=None, earliest=None, latest=None)


def _compared(period: Period) -> _Reading:
    """A period that is named only to compare with: it is no anchor for what follows."""
    return replace(_date(period), period=None)


@_rule(
    "(THE|ITS|relation)? fiscal=TERM UNIT? year=year",
    "(THE|ITS)? relation=relation? fiscal=TERM unit=UNIT",
    "relation=relation? school=SCHOOL unit=UNIT",
    "YEARNUM DASH (INT|DAYNUM|YEARNUM) school=SCHOOL unit=UNIT",
    "(THE|ITS) fiscal=TERM unit=UNIT ENDED",
)
def _other_year(m: Match, ctx: _Context) -> _Reading | None:
    if m.has("school"):
        return _NOTHING
    if m.has("year"):
        return _without_days(_date(Period("year", _year(m))))
    if m.value("unit") != "Y":
        return None
    if m.any(0, "ENDED"):
        return _Reading("DURATION", "P1Y")
    year = ctx.now("year")
    return _without_days(_date(year.shifted(_step(m)[0]) if year else None, "XXXX"))


@_rule("THE (LATEST|CURRENT|RECENT)? unit=UNIT", "THE LATEST PERIOD", "THE? year=YEARNUM (PERIOD|unit=UNIT)", "THAT unit=UNIT")
def _the_quarter(m: Match, ctx: _Context) -> _Reading | None:
    if m.has("unit") and m.value("unit") != "Q":
        return None
    now = ctx.now("quarter")
    found = ctx.quarter or (now.shifted(-1) if now else None)
    if m.has("year"):
        if ctx.quarter is None:
            return _date(Period("year", _year(m)))
        return _compared(Period("quarter", _year(m) * 4 + ctx.quarter.index % 4))
    return _date(found, "XXXX-QX")


@_rule("(THE|A)? (SAME PERIOD)? UNIT DASH? dir=(AGO|EARLIER) (PERIOD|unit=UNIT)?", "THE? UNIT DASH dir=(AGO|EARLIER)")
def _year_ago(m: Match, ctx: _Context) -> _Reading | None:
    """"the year-ago quarter", and "a year earlier" in a report on a quarter."""
    if "Y" not in m.words.values[m.span[0] : m.range("dir")[0]] or ctx.narrative:
        return None
    if ctx.quarter is not None:
        return _compared(ctx.quarter.shifted(-4))
    anchor = ctx.now("year") if m.any("dir", "AGO") else ctx.then("year")
    return _compared(anchor.shifted(-1)) if anchor else None


@_rule("THE? ordinal=(FIRST|SECOND|LATTER|LAST) HALF OF (year=year|THE UNIT|relation=relation UNIT)")
def _half(m: Match, ctx: _Context) -> _Reading | None:
    number = 1 if m.any("ordinal", "FIRST") else 2
    if m.has("year"):
        year: int | None = _year(m)
    else:
        if m.words.values[m.span[1] - 1] != "Y":
            return None
        now = ctx.now("year")
        year = _related_year(m, ctx) if m.has("relation") else (now.index if now else None)
    return _date(None if year is None else Period("half", year * 2 + number - 1), f"XXXX-H{number}")


# --- days and periods by their relation --------------------------------------------------------------------------------


@_rule(
    "(edge|earlier)? day=(TODAY|YESTERDAY|TOMORROW)",
    "THE UNIT BEFORE twice=YESTERDAY",
    "THE UNIT AFTER twice=TOMORROW",
)
def _today(m: Match, ctx: _Context) -> _Reading | None:
    step = int(m.value("day") or m.value("twice")) * (2 if m.has("twice") else 1)
    if ctx.narrative and step == 0:
        return _Reading("DATE", "PRESENT_REF")
    now = ctx.now("day")
    return _date(now.shifted(step) if now else None)


@_rule(
    "(edge=edge|earlier)? weekday=WEEKDAY",
    "edge=edge? relation=relation weekday=WEEKDAY",
    "weekday=WEEKDAY relation=(LAST|NEXT) UNIT",
    "weekday=WEEKDAY OF relation=relation UNIT",
)
def _weekday(m: Match, ctx: _Context) -> _Reading | None:
    number = int(m.value("weekday"))
    unknown = f"XXXX-WXX-{number}"
    step, anaphoric = _step(m)
    now = ctx.then("day") if anaphoric else ctx.now("day")
    week = now.widened("week") if now else None
    if now is None or week is None:
        return _date(None, unknown)
    ahead = (number - 1 - (now.index - 1) % 7) % 7
    back = (ahead - 7) % -7
    if anaphoric or (ctx.narrative and not step):
        return _date(now.shifted((back or -7) if step < 0 else (ahead or 7) if step else ahead))
    if step and m.any("relation", "LAST", "NEXT"):
        return _date(Period("day", week.shifted(step).index * 7 + number))
    if step:
        return _date(now.shifted((back or -7) if step < 0 else ahead or 7))
    if m.any("relation", "THIS"):
        return _date(Period("day", week.index * 7 + number))
    first = m.range("weekday")[0]
    time, nominal = ctx.tense(first)
    start = m.span[0]
    while ctx.before(start, "AMPM", "ZONE", "DAYNUM", "CLOCK", "NOON", "MIDNIGHT"):
        start -= 1
    future = time == "future" or (time == "present" and not nominal and not ctx.after(first + 1, "POSS"))
    future = future or (time != "past" and ctx.before(start, "BY")) or (ctx.before(start, "UNTIL") and not ctx.before(start - 1, "STOP"))
    soon = ctx.before(m.span[0], "AS") and ctx.before(m.span[0] - 1, "SOON", "EARLY")
    return _date(now.shifted(ahead if future or soon else back))


@_rule(
    "rest? edge=edge? relation=relation unit=(UNIT|WEEKEND)",
    "turn=(EARLIER|LATER) (OF|ON)? relation=relation unit=(UNIT|WEEKEND)",
    "turn=(EARLIER|LATER) OF the=THE unit=UNIT",
    "edge=edge THE? unit=UNIT",
    "the=THE unit=WEEKEND",
    "the=THE WHOLE? unit=UNIT",
    "unit=UNIT (DASH|POSS)? edge=END",
)
def _period(m: Match, ctx: _Context) -> _Reading | None:
    unit = _UNITS.get(m.value("unit"))
    if unit is None:
        return None
    step, anaphoric = _step(m)
    if m.has("relation") and m.any("relation", "THE") and m.any("relation", "PAST", "LAST") and step < 0:
        return _one_unit_back(m, ctx, unit)
    if not m.has("relation"):
        return _unit_alone(m, ctx, unit)
    base = ctx.then(unit) if anaphoric else ctx.now(unit)
    reading = _date(base.shifted(step) if base else None, _UNKNOWN[unit], _mod(m))
    return _turned(reading, m, ctx)


def _one_unit_back(m: Match, ctx: _Context, unit: Unit) -> _Reading | None:
    """"the past year": TimeBank has the value of the year before; its days are the year up to now."""
    if unit in ("decade", "century"):
        return _Reading("DURATION", _duration(1, m.value("unit")))
    now = ctx.now(unit)
    today = ctx.now("day")
    reading = _date(now.shifted(-1) if now else None, _UNKNOWN[unit], _mod(m))
    if today is None or today.first is None:
        return reading
    return replace(reading, earliest=_days_from(today.first, m.value("unit"), -1), latest=today.first)


def _unit_alone(m: Match, ctx: _Context, unit: Unit) -> _Reading | None:
    """A unit with nothing that says which: "the weekend", "late in the year", "year-end"."""
    if unit == "weekend":
        week = ctx.then("week") if ctx.narrative else ctx.now("week")
        here = Period("weekend", week.index) if week else None
        if here and ctx.published and not ctx.narrative and ctx.published.isoweekday() < 6:
            here = here.shifted(0 if ctx.tense(m.span[0]).time in ("future", "present") else -1)
        return _date(here, _UNKNOWN[unit], _mod(m))
    if m.has("edge") or m.has("turn"):
        return _turned(_date(ctx.then(unit), _UNKNOWN[unit], _mod(m)), m, ctx)
    if unit not in ("year", "month", "week") or ctx.after(m.span[1], "BEFORE", "AFTER", "OF", "THAT", "LATER", "EARLIER"):
        return None
    if ctx.after(m.span[1], "ENDED"):
        ctx.quarter = None
        return _Reading("DURATION", f"P1{m.value('unit')}")
    i = ctx.token(m.span[1] - 1)
    if i is None or ctx.parse.tokens[i].dep == "compound":
        return None
    return _date(ctx.now(unit), _UNKNOWN[unit])


def _turned(reading: _Reading, m: Match, ctx: _Context) -> _Reading:
    """"earlier this month" ends, "later this month" begins with the day of publication."""
    if not m.has("turn") or ctx.narrative or not ctx.published or not reading.earliest or not reading.latest:
        return reading
    if not reading.earliest <= ctx.published <= reading.latest:
        return reading
    return replace(reading, **{"latest" if m.any("turn", "EARLIER") else "earliest": ctx.published})


# --- lengths and distances ---------------------------------------------------------------------------------------------

#: Days in a unit, to count back and on with; months and longer are counted in the calendar.
_DAYS = {"D": 1, "W": 7, "WE": 7}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}


def _days_from(day: date, code: str, amount: float) -> date | None:
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


def _amount(m: Match, group: str = "count") -> float | None:
    """The number that the words of a group say, `None` for a vague one."""
    codes = _lexicon().codes
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


def _duration(amount: float | None, code: str) -> str:
    """The TIMEX3 value of so many units: P2Y6M, PT5H30M. Decades and centuries are counted in years, as ISO 8601 has no others."""
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


def _unit_code(m: Match) -> str:
    return "TS" if m.any("unit", "SECOND") else m.value("unit")


def _is_plural(m: Match) -> bool:
    return m.any("unit", "UNITS", "WEEKENDS", "FORTNIGHTS")


@_rule(
    "approx=approx? count=count (OR SO)? unit=unit (OR SO)? dir=(AGO|EARLIER|LATER)",
    "approx=approx? count=count (OR SO)? unit=unit dir=FROM REF",
    "approx=approx? unit=UNITS dir=(AGO|EARLIER|LATER)",
    "THE unit=UNIT dir=(BEFORE|AFTER) (?=(STOP|COMMA))",
    "THE unit=UNIT dir=FOLLOWING (?=(STOP|COMMA))",
)
def _distance(m: Match, ctx: _Context) -> _Reading | None:
    code = _unit_code(m)
    sign = -1 if m.any("dir", "AGO", "EARLIER", "BEFORE") else 1
    amount = (_amount(m) if m.has("count") else None) if m.has("count") or _is_plural(m) else 1.0
    if amount is not None and m.any("unit", "FORTNIGHT", "FORTNIGHTS"):
        amount *= 2
    mod = _approximate(m)
    deictic = m.any("dir", "AGO", "FROM")
    if amount is None or (code not in _UNITS and code not in ("TS", "TM", "TH")):
        return _Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", mod)
    if amount == 1 and code == "Y" and sign < 0 and ctx.quarter is not None and not ctx.narrative:
        return _compared(ctx.quarter.shifted(-4))
    unit: Unit = "year" if code in ("DE", "CE") else _UNITS.get(code, "day")
    if code not in _UNITS:
        return _Reading("DURATION", _duration(amount, code), mod)
    amount *= {"DE": 10, "CE": 100}.get(code, 1)
    base = ctx.now(unit) if deictic else ctx.then(unit)
    if amount % 1 and code == "Y":
        unit, amount = "month", amount * 12
        base = ctx.now(unit) if deictic else ctx.then(unit)
    return _date(base.shifted(sign * round(amount)) if base else None, _UNKNOWN[unit], mod)


@_rule(
    "approx=approx? (THE|THESE)? which=which? count=count (ADJECTIVE|MORE|PREVIOUS|WHOLE|LONG){0,2} DASH? unit=unit (DASH? LONG|OR SO)?",
    "THE? which=which approx=approx? count=count DASH? unit=unit",
    "THE? which=(PAST|LAST|NEXT|COMING|PREVIOUS|FOLLOWING|RECENT) unit=UNITS",
    "approx=approx? count=(A|ONE) unit=UNIT AND A half=HALF",
    "approx=approx? count=number AND A half=HALF DASH? unit=unit",
    "approx=approx? count=number (TO|OR|DASH TO|DASH) number DASH? unit=unit",
    "unit=(UNIT|UNITS) DASH LONG",
    "WHOLE unit=UNIT LONG?",
)
def _length(m: Match, ctx: _Context) -> _Reading | None:
    code = _unit_code(m)
    if m.any("unit", "SECOND") and (not m.has("count") or m.any("count", "A")):
        return None
    if m.any(0, "WHOLE") and not m.has("count") and (code not in ("D", "W", "M", "Y") or m.values("t")):
        return None
    if code == "Q" and m.has("count") and not m.has("which") and (m.any(0, "DASH") or ctx.after(m.span[1], "OF")):
        return _NOTHING
    if m.any("count", "YEARNUM") and not _is_plural(m):
        return None
    amount = _amount(m) if m.has("count") else None if _is_plural(m) else 1.0
    if m.has("half") and amount is not None:
        amount += 0.5
    if m.any("unit", "FORTNIGHT", "FORTNIGHTS") and amount is not None:
        amount *= 2
    if code == "M" and amount in (6, 9):
        ctx.quarter = None
    if m.classes("count") and not m.has("which") and m.any("count", "A") and _is_rate(m, ctx):
        return _Reading("SET", _duration(amount, code))
    if m.values("count") == ("1",) and code == "D" and ctx.tense(m.span[0]).time == "future":
        return _Reading("DATE", "FUTURE_REF")
    reading = _Reading("DURATION", _duration(amount, code), _approximate(m))
    today = ctx.now("day")
    if amount is None or today is None or today.first is None or ctx.narrative:
        return reading
    if m.any("which", "PAST", "LAST"):
        return replace(reading, earliest=_days_from(today.first, code, -amount), latest=today.first)
    if m.any("which", "NEXT", "COMING"):
        return replace(reading, earliest=today.first, latest=_days_from(today.first, code, amount))
    return reading


def _is_rate(m: Match, ctx: _Context) -> bool:
    """Whether "a week" says how often: it stands right behind what is counted ("four flights a week", "twice a day")."""
    i = ctx.token(m.span[0])
    if i is None or i == 0 or m.span[1] - m.span[0] != 2:
        return False
    before = ctx.parse.tokens[i - 1]
    return before.tag in ("NN", "NNS", "CD") or before.lower in ("once", "twice", "thrice")


@_rule("(THE|A|THIS|THESE)? number DASH? unit DASH? AGE")
def _age(m: Match, ctx: _Context) -> _Reading | None:
    return _NOTHING


#: Words after which a bare plural is a length: "for years".
_LENGTH_CUES = frozenset("for in within over after of take takes took taken spend spent spends the last lasted many".split())


@_rule("unit=UNITS")
def _bare_units(m: Match, ctx: _Context) -> _Reading | None:
    i = ctx.token(m.span[0])
    if i is None or i == 0 or m.value("unit") == "Q":
        return None
    if ctx.parse.tokens[i - 1].lower not in _LENGTH_CUES and not ctx.after(m.span[1], "OF"):
        return None
    return _Reading("DURATION", _duration(None, m.value("unit")))


# --- times of day ------------------------------------------------------------------------------------------------------


@_rule(
    "ABOUT? hour=(CLOCK|DAYNUM|INT|ONE) half=AMPM (LOCAL TIME|ZONE)? (OPEN (YEARNUM|INT|CLOCK) ZONE CLOSE)?",
    "ABOUT? hour=CLOCK (LOCAL TIME|ZONE)",
    "(AT|BY|ABOUT) t=(hour=CLOCK) (LOCAL TIME|ZONE)?",
    "ABOUT? hour=(DAYNUM|ONE) OCLOCK (OF THE half=PART)?",
    "ABOUT? hour=(CLOCK|DAYNUM|ONE) OF THE half=PART",
    "hour=(YEARNUM|INT) (LOCAL TIME|ZONE)",
    "named=(NOON|MIDNIGHT)",
)
def _clock(m: Match, ctx: _Context) -> _Reading | None:
    if m.has("named"):
        return _at(m.value("named"), ctx)
    figure = m.value("hour")
    if m.any("hour", "YEARNUM", "INT"):
        figure = f"{figure[:-2]}:{figure[-2:]}" if len(figure) == 4 else figure.replace(".", ":")
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


def _at(time: str, ctx: _Context) -> _Reading:
    """A time of day that names no day: it is the day of the telling."""
    return replace(_date(ctx.now("day"), time=time), loose=True)


@_rule(
    "edge=edge? (EARLIER|LATER)? relation=relation part=PART",
    "day=TONIGHT",
    "part=OVERNIGHT",
    "THE? edge=edge? THE? part=PART UNITS?",
)
def _part_of_day(m: Match, ctx: _Context) -> _Reading | None:
    if m.has("day"):
        return _date(ctx.now("day"), time="TNI")
    if m.any("part", "OVERNIGHT"):
        i = ctx.token(m.span[0])
        night = ctx.now("day")
        reading = _date(night, time="TNI")
        if i is None or ctx.parse.tokens[i].pos not in ("ADV", "NOUN") or night is None:
            return reading
        return replace(reading, earliest=night.shifted(-1).first)
    time = "T" + m.value("part")
    if m.has("relation"):
        step, anaphoric = _step(m)
        base = ctx.then("day") if anaphoric else ctx.now("day")
        return _date(base.shifted(step) if base else None, mod=_mod(m), time=time)
    alone = m.classes() == _lexicon().codes["PART"]
    reading = replace(_date(ctx.then("day"), mod=_mod(m), time=time), loose=True)
    return replace(reading, type="SET") if alone else reading


# --- sets, past, present, future ---------------------------------------------------------------------------------------


@_rule("often=ADVERB")
def _adverb(m: Match, ctx: _Context) -> _Reading | None:
    return _Reading("SET", m.value("often"))


@_rule("EACH (OTHER|SECOND)? count=number? unit=unit", "PER unit=UNIT")
def _every(m: Match, ctx: _Context) -> _Reading | None:
    amount = _amount(m) if m.has("count") else 2 if m.any(0, "OTHER", "SECOND") else 1
    return None if m.any("unit", "SECOND") else _Reading("SET", _duration(amount, _unit_code(m)))


@_rule(
    "weekday=WEEKDAYS",
    "EACH weekday=WEEKDAY",
    "EACH month=MONTH",
    "EACH season=SEASON",
    "EACH part=PART",
    "EACH weekday=WEEKDAY part=PART",
    "weekday=WEEKDAY part=PARTS",
    "THE? (PAST|LAST|NEXT) count=count season=SEASONS",
)
def _every_name(m: Match, ctx: _Context) -> _Reading | None:
    part = f"T{m.value('part')}" if m.has("part") else ""
    if m.has("weekday"):
        return _Reading("SET", f"XXXX-WXX-{m.value('weekday')}{part}")
    if m.has("month"):
        return _Reading("SET", f"XXXX-{int(m.value('month')):02}")
    if m.has("season"):
        return _Reading("SET", f"XXXX-{m.value('season') if m.any('season', 'SEASONS') else _SEASONS[int(m.value('season'))]}")
    return _Reading("SET", f"XXXX-XX-XX{part}")


@_rule("ref=(REF|SOON)")
def _reference(m: Match, ctx: _Context) -> _Reading | None:
    if ctx.after(m.span[1], "AS") or (m.any("ref", "SOON") and (ctx.after(m.span[1], "AFTER") or ctx.tense(m.span[0]).time == "past")):
        return None
    return _Reading("DATE", m.value("ref"))


@_rule("THE NEAR? FUTURE", "adjective=(RECENT|CURRENT|FUTURE)", "THE noun=PAST")
def _adjective(m: Match, ctx: _Context) -> _Reading | None:
    i = ctx.token(m.span[1] - 1)
    tag = ctx.parse.tokens[i].tag if i is not None else ""
    if m.has("noun"):
        return _Reading("DATE", "PAST_REF") if tag == "NN" else None
    if m.any(0, "FUTURE"):
        return _Reading("DATE", "FUTURE_REF")
    if tag != "JJ":
        return None
    return _Reading("DATE", "PAST_REF" if m.any("adjective", "RECENT") else "PRESENT_REF")


# --- reading a text ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading and the words `[first, last)` that it reads."""

    first: int
    last: int
    reading: _Reading


def times(parse: Parse, published: date | None, mode: Mode = "auto") -> tuple[TimeMention, ...]:
    """All time mentions of the parse, in order of their place.

    `mode`: "news" counts relative dates from `published`, "narrative" from the date before, "auto" chooses by the text.
    Without `published` a date that is relative to it stays unresolved: its value has X for what is not known, and no days.
    Raises ValueError for another mode.
    """
    if mode not in ("news", "narrative", "auto"):
        raise ValueError(f"unknown mode {mode!r}: use 'news', 'narrative' or 'auto'")
    words = _lexicon().read(parse)
    narrative = mode == "narrative" or (mode == "auto" and _is_narrative(words, published))
    ctx = _Context(parse, words, published, narrative)
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
            ctx.remember(reading.period)
    found = _joined([f for f in found if f.reading is not _NOTHING], ctx)
    found = [replace(f, reading=_bounded(f, ctx)) for f in found if f.reading.type != "SET" or not f.reading.loose]
    return tuple(_mention(f, ctx) for f in _intervals(found, ctx))


def _candidates(words: Words) -> list[tuple[Match, _Action]]:
    """All matches of all rules: by their place, the longest first, then the most context, then in the order of the rules."""
    codes = _lexicon().codes
    matches = [
        (Match(m, words, codes), number, action)
        for number, (pattern, action) in enumerate(_grammar())
        for m in pattern.finditer(words.classes)
    ]
    matches.sort(key=lambda x: (x[0].span[0], -x[0].span[1], -len(x[0].classes()), x[1]))
    return [(m, action) for m, _, action in matches]


#: What may stand between a day and its time of day.
_BETWEEN = ("", "ON", "COMMA", "AT", "OF", "THE", "OF THE", "COMMA ON", "COMMA AT", "ON THE", "AT THE")


@cache
def _joints() -> frozenset[str]:
    codes = _lexicon().codes
    return frozenset("".join(codes[name] for name in joint.split()) for joint in _BETWEEN)


def _joined(found: list[_Found], ctx: _Context) -> list[_Found]:
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


def _names_day(reading: _Reading) -> bool:
    return reading.period.unit == "day" if reading.period else bool(re.fullmatch(r"XXXX-(..-..|WXX-\d)", reading.value))


def _bounded(f: _Found, ctx: _Context) -> _Reading:
    """The reading with its days opened by the preposition before it: since, from ... on, until, by, before, after."""
    reading = f.reading
    if reading.type == "DURATION" or reading.type == "SET" or ctx.after(f.last, "POSS"):
        return reading
    at = f.first
    while ctx.before(at, "ABOUT", "LEAST", "AT", "THE"):
        at -= 1
    if ctx.before(at, "SINCE"):
        return replace(reading, latest=None)
    if ctx.before(at, "UNTIL", "BY"):
        return replace(reading, earliest=None)
    if ctx.before(at, "BEFORE"):
        return replace(reading, earliest=None, latest=reading.earliest)
    if ctx.before(at, "AFTER"):
        return replace(reading, earliest=reading.latest, latest=None)
    return reading


def _intervals(found: list[_Found], ctx: _Context) -> list[_Found]:
    """Both ends of "between X and Y", "from X to Y" and "X-Y" get the days from the first of X to the last of Y."""
    codes = _lexicon().codes
    result = list(found)
    for k in range(1, len(found)):
        a, b = found[k - 1], found[k]
        between = ctx.words.classes[a.last : b.first]
        opened = (codes["AND"],) if ctx.before(a.first, "BETWEEN") else tuple(codes[n] for n in ("TO", "THROUGH", "UNTIL", "DASH"))
        if between not in opened or not a.reading.earliest or not b.reading.latest or a.reading.earliest > b.reading.latest:
            continue
        result[k - 1] = replace(a, reading=replace(a.reading, latest=b.reading.latest))
        result[k] = replace(b, reading=replace(b.reading, earliest=a.reading.earliest))
    return result


def _mention(f: _Found, ctx: _Context) -> TimeMention:
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
    )


def _is_narrative(words: Words, published: date | None) -> bool:
    """Whether a text tells a history: it names years, far from that of publication, more often than days by their distance from it."""
    codes = _lexicon().codes
    deictic = frozenset(codes[n] for n in ("WEEKDAY", "TODAY", "YESTERDAY", "TOMORROW", "AGO", "TONIGHT"))
    near = sum(words.classes.count(c) for c in deictic)
    far = words.classes.count(codes["ERA"])
    for value, code in zip(words.values, words.classes, strict=True):
        if code == SHAPES["YEARNUM"]:
            far += published is None or abs(published.year - int(value)) > 1
    return far >= 8 and far >= 4 * near and far * 300 >= len(words.classes)
