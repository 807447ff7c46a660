"""Time mentions: TIMEX3 type and value, and the days they can mean.

Three steps. The text is read into one character a word, its class in `data/timex/lexicon.toml`, so that a document is a
string over a small alphabet; the grammar is a table of regular expressions over that alphabet, written with the names of the
classes; and each match is resolved, in the order of the text, by the function beside its expressions. Of matches that overlap
the first and longest wins.

Relative expressions are anchored in the way of HeidelTime (Strötgen and Gertz 2013): in *news* on the day of publication, with the
tense of the governing verb telling Monday past from Monday to come; in a *narrative* on the date mentioned before.
docs/times.md has the conventions and what this gets wrong.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Literal

from reportedly.calendar_day import Period, Unit
from reportedly.model import Parse, Span, TimeMention, TimexType, make_id

Tense = Literal["past", "present", "future"]

# --- words and symbols -------------------------------------------------------------------------------------------------

#: What the lexer tells apart without a word list, and the character that stands for each.
_SHAPES = {
    "DAYNUM": "d",  # 1 to 31
    "YEARNUM": "y",  # 1000 to 2199
    "INT": "n",  # any other figure
    "CLOCK": "c",  # 10:35
    "SLASH": "s",  # 10/27/89, 1/2
    "ORDNUM": "o",  # 21st
    "DECADE": "e",  # 1980s, 80s
    "WORD": "x",
    "COMMA": ",",
    "DASH": "-",
    "QUOTE": "'",
    "POSS": "’",
    "OPEN": "[",
    "CLOSE": "]",
    "DOLLAR": "$",
    "STOP": ".",
}
_MARKS = {
    ",": "COMMA", "-": "DASH", "–": "DASH", "—": "DASH", "‑": "DASH", "‐": "DASH", "'": "QUOTE", "’": "QUOTE", "‘": "QUOTE",
    "(": "OPEN", "[": "OPEN", ")": "CLOSE", "]": "CLOSE", "$": "DOLLAR", "€": "DOLLAR", "£": "DOLLAR",
}  # fmt: skip

_LEX = re.compile(
    r"\d+(?:[,.:/]\d+)*(?:st|nd|rd|th|s)?(?![^\W\d_])|\d+(?:[,.:/]\d+)*|['’]s\b|[^\W\d_]+(?:['’]clock|(?:\.[^\W\d_])+)?\.?|[^\w\s]"
)

#: Months that are also words are read only with a capital.
_CAPITAL = frozenset({"may", "march", "august"})


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """`words`: word -> (symbol, value). `symbols`: name of a class -> its symbol."""

    words: dict[str, tuple[str, str]]
    symbols: dict[str, str]


@cache
def _lexicon() -> _Lexicon:
    table = tomllib.loads(resources.files("reportedly.data.timex").joinpath("lexicon.toml").read_text("utf-8"))
    symbols = dict(_SHAPES)
    words: dict[str, tuple[str, str]] = {}
    for code, (name, values) in enumerate(table.items(), start=0xE000):
        symbols[name] = chr(code)
        for value, line in values.items():
            for word in line.split():
                words.setdefault(word, (chr(code), value))
    return _Lexicon(words, symbols)


@dataclass(frozen=True, slots=True)
class _Text:
    """A document as read by the lexer: one symbol, one value and one place in the text for each word."""

    symbols: str
    values: list[str]
    starts: list[int]
    ends: list[int]


def _read(parse: Parse) -> _Text:
    lexicon = _lexicon()
    words = lexicon.words
    symbols: list[str] = []
    values: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, last in parse.paragraphs:
        if first >= last:
            continue
        for m in _LEX.finditer(parse.text, parse.tokens[first].start, parse.tokens[last - 1].end):
            raw = m[0]
            word = raw.lower()
            end = m.end()
            known = words.get(word)
            if known is None and word[-1] == "." and len(word) > 1:
                word, end = word[:-1], end - 1
                known = words.get(word)
            if known is not None:
                symbol, value = known
                if word in _CAPITAL and not (raw[0].isupper() and _is_name(parse, m.start())):
                    symbol = "x"
            elif word[0].isdigit():
                symbol, value = _figure(word)
            elif len(word) > 1:
                symbol, value = ("’" if word[0] in "'’" else "x"), word
            else:
                symbol, value = _SHAPES[_MARKS.get(word, "WORD" if word.isalpha() else "STOP")], word
            symbols.append(symbol)
            values.append(value)
            starts.append(m.start())
            ends.append(end)
            if end < m.end():
                symbols.append(".")
                values.append(".")
                starts.append(end)
                ends.append(m.end())
        symbols.append(".")
        values.append("")
        starts.append(parse.tokens[last - 1].end)
        ends.append(parse.tokens[last - 1].end)
    return _Text("".join(symbols), values, starts, ends)


def _is_name(parse: Parse, offset: int) -> bool:
    i = parse.token_at(offset)
    return i is None or parse.tokens[i].tag not in ("MD", "VB", "VBP", "VBD", "JJ")


def _figure(word: str) -> tuple[str, str]:
    """The symbol and the value of a word that begins with a digit."""
    if word[-1].isalpha():
        digits = word.rstrip("sthndr")
        if not digits.isdigit() or len(digits) > 4:
            return "x", word
        return ("o", digits) if word[-2:] in ("st", "nd", "rd", "th") else ("e", digits)
    if ":" in word:
        return "c", word
    if "/" in word:
        return "s", word
    if word.isdigit():
        if len(word) <= 2 and 1 <= int(word) <= 31:
            return "d", word
        if len(word) == 4 and "1000" <= word <= "2199":
            return "y", word
    return "n", word.replace(",", "")


# --- the grammar -------------------------------------------------------------------------------------------------------


class _Match:
    """A match of a rule: its groups as values of the lexicon, and its place."""

    __slots__ = ("_match", "text")

    def __init__(self, match: re.Match[str], text: _Text) -> None:
        self._match = match
        self.text = text

    def has(self, group: str) -> bool:
        return group in self._match.re.groupindex and self._match[group] is not None

    def range(self, group: str) -> tuple[int, int]:
        return self._match.span(group)

    def values(self, group: str) -> list[str]:
        """The values of all words in a group."""
        if not self.has(group):
            return []
        first, last = self._match.span(group)
        return self.text.values[first:last]

    def symbols(self, group: str) -> str:
        return self._match[group] or "" if self.has(group) else ""

    def value(self, group: str) -> str | None:
        """The value of the first word in a group, `None` when the group is not there."""
        found = self.values(group)
        return found[0] if found else None

    def number(self, group: str) -> int | None:
        found = self.value(group)
        return int(found) if found is not None else None

    @property
    def span(self) -> tuple[int, int]:
        """Words `[first, last)` of the mention: the group `t`, or all."""
        return self._match.span("t" if "t" in self._match.re.groupindex else 0)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a match means. `period` is kept as an anchor for what follows."""

    type: TimexType
    value: str
    mod: str | None = None
    period: Period | None = None
    earliest: date | None = None
    latest: date | None = None


_Action = Callable[["_Match", "_Context"], "_Reading | None"]
_RULES: list[tuple[str, _Action]] = []


def _rule(*patterns: str) -> Callable[[_Action], _Action]:
    """Register an action under patterns. In a pattern capitals are classes, `name=X` names a group, small letters are macros."""

    def register(action: _Action) -> _Action:
        _RULES.extend((p, action) for p in patterns)
        return action

    return register


_WORD = "(ONE|TEEN|TY|HUNDRED|THOUSAND)"
_MACROS = {
    "word": _WORD,
    "number": f"(?:(?:DAYNUM|INT|YEARNUM) SLASH?|SLASH|A? (?:{_WORD} DASH?|(?:HUNDRED|THOUSAND) AND)* {_WORD})",
    "vague": "(?:A? A_FEW|DOZENS OF|A? (?:MORE)? COUPLE OF?|HALF? A? DOZEN)",
    "approx": "(?:MORE THAN|LESS THAN|OVER|UNDER|NEARLY|ABOUT|AT LEAST|AT MOST|UP TO|NO MORE THAN|NO LESS THAN|ONLY|AT LEAST ABOUT)",
    "edge": "(?:(?:EARLY|LATE|MID) DASH? OF?|THE? (?:BEGINNING|END|MIDDLE) OF THE?)",
    "unit": "(?:UNIT|UNITS|SECOND|FORTNIGHT|FORTNIGHTS|WEEKEND|WEEKENDS)",
    "day": "(?:DAYNUM|ORDNUM)",
    "ordinal": "(?:(?:TY DASH)?(?:ORDINAL|SECOND|FIRST)|ORDNUM)",
    "part": "(?:PART|NOON|MIDNIGHT)",
    "weekday": "(?:WEEKDAY|SHORTDAY)",
}


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    action: _Action


@cache
def _grammar() -> tuple[_Rule, ...]:
    """The rules as regular expressions over the symbols."""
    symbols = {name: re.escape(s) for name, s in _lexicon().symbols.items()}

    def word(m: re.Match[str]) -> str:
        name = m[0]
        return symbols[name] if name.isupper() else expand(_MACROS[name])

    def expand(pattern: str) -> str:
        # groups first: "(?:" stays, "name=(" becomes a named group
        return re.sub(r"(?<![?<A-Za-z])[A-Z][A-Z_]*|(?<![?<A-Za-z_])[a-z]+\b(?![=>])", word, pattern)

    def compiled(pattern: str) -> re.Pattern[str]:
        pattern = re.sub(r"([a-z_]+)=([A-Z_]+|[a-z]+)", r"(?P<\1>\2)", pattern)
        pattern = re.sub(r"([a-z_]+)=\(", r"(?P<\1>", pattern)
        return re.compile(expand(pattern).replace(" ", ""))

    return tuple(_Rule(compiled(p), a) for p, a in _RULES)


# --- what is known while reading ---------------------------------------------------------------------------------------

_UNITS: dict[str, Unit] = {"D": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century"}
_UNKNOWN: dict[str, str] = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "half": "XXXX-HX", "season": "XXXX-XX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip


@dataclass(slots=True)
class _Context:
    """What the meaning of an expression depends on. `seen` holds the last period mentioned, for each unit."""

    parse: Parse
    text: _Text
    published: date | None
    narrative: bool
    seen: dict[Unit, Period] = field(default_factory=dict)

    def remember(self, period: Period) -> None:
        for unit in list(self.seen):
            held = self.seen[unit]
            if held.widened(period.unit) not in (None, period):
                del self.seen[unit]
        for unit in _UNITS.values():
            wide = period.widened(unit)
            if wide is not None:
                self.seen[unit] = wide
        self.seen[period.unit] = period

    def now(self, unit: Unit) -> Period | None:
        """The period of this unit in which the text is told."""
        if self.narrative:
            return self.then(unit)
        return Period.of_day(self.published, unit) if self.published else None

    def then(self, unit: Unit) -> Period | None:
        """The period of this unit that the text spoke of last."""
        found = self.seen.get(unit)
        if found is None and self.published and not self.narrative:
            return Period.of_day(self.published, unit)
        return found

    def token(self, word: int) -> int | None:
        return self.parse.token_at(self.text.starts[word])

    def tense(self, word: int) -> Tense | None:
        i = self.token(word)
        return None if i is None else _tense(self.parse, i)

    def counts(self, word: int) -> bool:
        """Whether the figure at this word counts a noun behind it ("20 people")."""
        i = self.token(word)
        if i is None:
            return False
        token = self.parse.tokens[i]
        head = self.parse.tokens[token.head]
        return token.dep == "nummod" and token.head > i and head.tag in ("NN", "NNS") and head.lower not in _lexicon().words


_PLANNED = frozenset("schedule expect plan set slate due forecast book project anticipate".split())
_DONE = frozenset("fail begin start manage refuse decline force continue have use try get help rush stop".split())


def _tense(parse: Parse, i: int) -> Tense | None:
    """The tense of the verb that governs token `i`, `None` where no verb does or it has none."""
    tokens = parse.tokens
    for j in parse.ancestors(i):
        t = tokens[j]
        if t.pos not in ("VERB", "AUX"):
            continue
        helpers = [tokens[k] for k in parse.children[j] if tokens[k].dep in ("aux", "auxpass")]
        lemmas = {h.lemma for h in helpers}
        past = any(h.tag == "VBD" for h in helpers)
        if any(h.tag == "MD" for h in helpers):
            if "have" in lemmas and not lemmas & {"will", "'ll"}:
                return "past"
            return "past" if any(h.lower in ("could", "couldn't") for h in helpers) else "future"
        if t.tag == "MD":
            return "future"
        if t.tag == "VBD":
            return "past"
        if t.tag == "VBN":
            if t.lemma in _PLANNED:
                return "future"
            return "present" if helpers and not past and "have" not in lemmas else "past"
        if t.tag in ("VBZ", "VBP"):
            return "present"
        if t.tag == "VBG":
            if helpers:
                return "past" if past or "have" in lemmas else "future"
            continue
        if "do" in lemmas or (past and "to" not in lemmas):
            return "past" if past else "present"
        if "to" in lemmas:
            head = tokens[t.head]
            if t.head != j and head.lemma in _DONE and head.tag in ("VBD", "VBN"):
                return "past"
            return "future"
    return None


# --- meanings ----------------------------------------------------------------------------------------------------------


def _third(period: Period, mod: str | None) -> tuple[date | None, date | None]:
    """The days of a period, or of its first, middle or last third."""
    first, last = period.first, period.last
    if first is None or last is None:
        return None, None
    if mod not in ("START", "MID", "END") or period.unit == "day":
        return first, last
    part = ("START", "MID", "END").index(mod)
    if period.unit == "month":
        return first.replace(day=1 + 10 * part), last if part == 2 else first.replace(day=10 + 10 * part)
    days = (last - first).days + 1
    cuts = [first + timedelta(days=round(days * k / 3)) for k in range(3)]
    if period.unit in ("year", "decade", "century"):
        months = {"year": 12, "decade": 120, "century": 1200}[period.unit]
        start = first.year * 12
        cuts = [date((start + months * k // 3) // 12, (start + months * k // 3) % 12 + 1, 1) for k in range(3)]
    return cuts[part], last if part == 2 else cuts[part + 1] - timedelta(days=1)


def _date(period: Period | None, mod: str | None = None, unknown: str | None = None, suffix: str = "") -> _Reading:
    """A DATE, or with a part of day or a time of day as suffix a TIME."""
    kind: TimexType = "TIME" if suffix else "DATE"
    if period is None:
        return _Reading(kind, (unknown or "XXXX-XX-XX") + suffix, mod)
    earliest, latest = _third(period, mod)
    return _Reading(kind, period.value + suffix, mod, period, earliest, latest)


def _mod(m: _Match) -> str | None:
    """START, MID or END, by the group `edge`."""
    return next((v for v in m.values("edge") if v in ("START", "MID", "END")), None)


def _calendar_day(year: int, month: int, day: int) -> Period | None:
    try:
        return Period.of_day(date(year, month, day))
    except ValueError:
        return None


def _ordinal(values: list[str]) -> int:
    return sum(int(v) for v in values if v.isdigit())


def _year_of(ctx: _Context, m: _Match, month: int, day: int | None) -> int | None:
    """The year that is meant by a month, or a day of a month, without one."""
    if ctx.narrative:
        base = ctx.seen.get("month")
        year = ctx.seen.get("year")
        if year is None:
            return None
        if base is not None and base.index % 12 >= 9 and month <= 3 and base.index // 12 == year.index:
            return year.index + 1
        return year.index
    if ctx.published is None:
        return None
    now = ctx.published
    tense = ctx.tense(m.span[0])
    here = (month, day if day is not None else now.day)
    if tense == "past":
        return now.year if here <= (now.month, now.day) or (day is None and month == now.month) else now.year - 1
    if tense == "future":
        return now.year if here >= (now.month, now.day) or (day is None and month == now.month) else now.year + 1
    ahead = (month - now.month) % 12
    if day is None:
        return now.year if month <= now.month else (now.year if ahead <= 3 else now.year - 1)
    near = min((now.year - 1, now.year, now.year + 1), key=lambda y: abs((y * 12 + month) - (now.year * 12 + now.month)))
    return near


# --- absolute dates ----------------------------------------------------------------------------------------------------


@_rule(
    "(weekday COMMA?)? edge=edge? month=MONTH day=day COMMA? year=YEARNUM",
    "(weekday COMMA?)? edge=edge? THE? day=day OF? month=MONTH COMMA? year=YEARNUM",
    "(weekday COMMA?)? THE? day=day DASH month=MONTH DASH year=YEARNUM",
    "t=(month=MONTH day=day) (DASH|AND|TO|THROUGH|UNTIL) day COMMA? year=YEARNUM",
    "t=(day=day) (DASH|AND|TO|THROUGH|UNTIL) day OF? month=MONTH COMMA? year=YEARNUM",
    "t=(month=MONTH day=day) (DASH|AND|TO|THROUGH|UNTIL) MONTH day COMMA? year=YEARNUM",
    "t=(day=day month=MONTH) (DASH|AND|TO|THROUGH|UNTIL) day MONTH COMMA? year=YEARNUM",
    "month=MONTH day (DASH|AND|TO|THROUGH|UNTIL) t=(day=day COMMA? year=YEARNUM)",
)
def _full_date(m: _Match, ctx: _Context) -> _Reading | None:
    day = _calendar_day(int(m.values("year")[0]), int(m.values("month")[0]), int(m.values("day")[0]))
    return _date(day) if day else None


@_rule("year=YEARNUM DASH month=(DAYNUM|INT) DASH day=(DAYNUM|INT)")
def _iso_date(m: _Match, ctx: _Context) -> _Reading | None:
    return _full_date(m, ctx)


@_rule("date=SLASH")
def _slash_date(m: _Match, ctx: _Context) -> _Reading | None:
    """Month first, as in the United States, unless only day first is a date."""
    parts = m.values("date")[0].split("/")
    if len(parts) != 3 or not all(p.isdigit() for p in parts) or len(parts[2]) not in (2, 4):
        return None
    a, b, year = map(int, parts)
    if len(parts[2]) == 2:
        year += 1900 if year > 50 else 2000
    day = _calendar_day(year, a, b) or _calendar_day(year, b, a)
    return _date(day) if day else None


@_rule(
    "(weekday=weekday COMMA?)? edge=edge? month=MONTH day=day",
    "(weekday=weekday COMMA?)? edge=edge? THE? day=day OF? month=MONTH",
    "month=MONTH day (DASH|AND|TO|THROUGH|UNTIL) t=(day=day)",
    "t=(day=day) (DASH|AND|TO|THROUGH|UNTIL) day OF? month=MONTH",
    "t=(month=MONTH day=day OF? rel=(THIS|LAST|NEXT|THE? SAME|THAT|THE? FOLLOWING|THE? PREVIOUS) UNIT)",
    "t=(day=day OF? month=MONTH OF? rel=(THIS|LAST|NEXT|THE? SAME|THAT|THE? FOLLOWING|THE? PREVIOUS) UNIT)",
)
def _month_day(m: _Match, ctx: _Context) -> _Reading | None:
    month, day = int(m.values("month")[0]), int(m.values("day")[0])
    first, last = m.range("day")
    if m.symbols("day") == _SHAPES["DAYNUM"] and ctx.counts(first):
        return None
    year = _related_year(m, ctx) if m.has("rel") else _year_of(ctx, m, month, day)
    unknown = f"XXXX-{month:02}-{day:02}"
    if year is None:
        return _date(None, None, unknown)
    found = _calendar_day(year, month, day)
    return _date(found) if found else None


def _related_year(m: _Match, ctx: _Context) -> int | None:
    """The year of "May last year", "May of that year"."""
    step = sum(int(v) for v in m.values("rel") if v.lstrip("-").isdigit())
    deictic = any(s in m.symbols("rel") for s in (_lexicon().symbols[k] for k in ("THIS", "LAST", "NEXT")))
    year = ctx.now("year") if deictic else ctx.then("year")
    return year.index + step if year else None


@_rule(
    "edge=edge? month=MONTH COMMA? OF? year=YEARNUM",
    "edge=edge? month=MONTH OF? rel=(THIS|LAST|NEXT|THE? SAME|THAT|THE? FOLLOWING|THE? PREVIOUS) UNIT",
    "edge=edge? (THIS)? month=MONTH",
)
def _month(m: _Match, ctx: _Context) -> _Reading | None:
    month = int(m.values("month")[0])
    if m.has("year"):
        year: int | None = m.number("year")
    elif m.has("rel"):
        year = _related_year(m, ctx)
    else:
        year = _year_of(ctx, m, month, None)
    return _date(Period.of_month(year, month) if year is not None else None, _mod(m), f"XXXX-{month:02}")


@_rule("det=(LAST|NEXT|THIS PAST|THIS COMING|THE? PREVIOUS|THE? FOLLOWING) month=MONTH")
def _next_month(m: _Match, ctx: _Context) -> _Reading | None:
    month = int(m.values("month")[0])
    step = sum(int(v) for v in m.values("det") if v.lstrip("-").isdigit())
    anaphoric = any(_lexicon().symbols[k] in m.symbols("det") for k in ("PREVIOUS", "FOLLOWING"))
    now = ctx.then("month") if anaphoric else ctx.now("month")
    if now is None:
        return _date(None, None, f"XXXX-{month:02}")
    ahead = (month - 1 - now.index) % 12
    return _date(now.shifted((ahead or 12) if step > 0 else (ahead - 12)))


@_rule("edge=edge? year=YEARNUM")
def _year(m: _Match, ctx: _Context) -> _Reading | None:
    year = int(m.values("year")[0])
    i = ctx.token(m.range("year")[0])
    if i is None:
        return None
    token = ctx.parse.tokens[i]
    if not m.has("edge"):
        head = ctx.parse.tokens[token.head]
        if ctx.counts(m.range("year")[0]) and head.tag == "NNS":
            return None
        before = ctx.parse.tokens[i - 1] if i else None
        if before is not None and before.tag in ("$", "#"):
            return None
        cued = before is not None and before.lower in ("in", "since", "of", "by", "until", "from", "during", "to", "and", "-", "(", "before", "after")
        if not 1850 <= year <= 2050 and not cued:
            return None
    return _date(Period("year", year), _mod(m))


@_rule("edge=edge? THE? edge=edge? decade=DECADE".replace("edge=edge? THE?", "THE?", 1), "THE edge=edge? ties=TIES", "THE? edge=edge? QUOTE decade=DECADE")
def _decade(m: _Match, ctx: _Context) -> _Reading | None:
    digits = m.value("decade") or m.value("ties") or ""
    if not digits.endswith("0"):
        return None
    year = int(digits) if len(digits) == 4 else 1900 + int(digits) if len(digits) == 2 else None
    if year is None or (m.has("edge") is False and len(digits) == 2 and not (m.has("ties") or _SHAPES["QUOTE"] in m._match[0] or m._match[0][0] == _lexicon().symbols["THE"])):
        return None
    return _date(Period("decade", year // 10), _mod(m))


@_rule("THE? edge=edge? ordinal=ordinal DASH? UNIT")
def _century(m: _Match, ctx: _Context) -> _Reading | None:
    if m._match[0][-1:] != _lexicon().words["century"][0] or m.text.values[m._match.end() - 1] != "CE":
        return None
    return _date(Period("century", _ordinal(m.values("ordinal")) - 1), _mod(m))


@_rule(
    "THE? edge=edge? season=(SEASON|FALL) OF? year=YEARNUM",
    "edge=edge? det=(THIS|LAST|NEXT|THIS PAST|THIS COMING|THAT|THE? FOLLOWING|THE? PREVIOUS|THE? SAME) season=(SEASON|FALL)",
    "edge=edge? THE? edge=edge? season=(SEASON)".replace("edge=edge? THE?", "THE?", 1),
    "OF t=(THE? season=FALL)",
)
def _season(m: _Match, ctx: _Context) -> _Reading | None:
    code = int(m.values("season")[0])
    unknown = f"XXXX-{('SP', 'SU', 'FA', 'WI')[code]}"
    if m.has("year"):
        return _date(Period("season", int(m.values("year")[0]) * 4 + code), _mod(m))
    i = ctx.token(m.range("season")[0])
    if m.symbols("season") == _lexicon().symbols["FALL"] and (i is None or ctx.parse.tokens[i].pos not in ("NOUN", "PROPN")):
        return None
    det = m.symbols("det")
    symbols = _lexicon().symbols
    step = sum(int(v) for v in m.values("det") if v.lstrip("-").isdigit())
    anaphoric = any(symbols[k] in det for k in ("THAT", "FOLLOWING", "PREVIOUS", "SAME")) or ctx.narrative
    now = _season_of(ctx, anaphoric)
    if now is None:
        return _date(None, _mod(m), unknown)
    if not det and ctx.narrative:
        year = ctx.seen.get("year")
        return _date(Period("season", year.index * 4 + code) if year else None, _mod(m), unknown)
    ahead = (code - now.index) % 4
    if step > 0:
        return _date(now.shifted(ahead or 4), _mod(m))
    if step < 0:
        return _date(now.shifted(ahead - 4), _mod(m))
    tense = ctx.tense(m.span[0])
    if ahead and tense == "past" and not (det and now.shifted(ahead - 4).year != now.year):
        ahead -= 4
    return _date(now.shifted(ahead), _mod(m))


def _season_of(ctx: _Context, anaphoric: bool) -> Period | None:
    if anaphoric:
        found = ctx.seen.get("season") or ctx.seen.get("month") or ctx.seen.get("day")
        return found.widened("season") if found else None
    return Period.of_day(ctx.published, "season") if ctx.published else None


@_rule(
    "edge=edge? (THE|THIS|ITS|LAST)? TERM? ordinal=ordinal DASH? UNIT (OF? year=YEARNUM)?",
    "(THE)? year=YEARNUM ordinal=ordinal DASH? UNIT",
    "(THE)? (THIS|LAST) UNIT POSS ordinal=ordinal DASH? UNIT",
)
def _quarter(m: _Match, ctx: _Context) -> _Reading | None:
    if m.text.values[m._match.end() - 1] != "Q" and not m.has("year"):
        return None
    if "Q" not in m.text.values[m._match.start() : m._match.end()]:
        return None
    number = _ordinal(m.values("ordinal"))
    if not 1 <= number <= 4:
        return None
    if m.has("year"):
        return _date(Period("quarter", int(m.values("year")[0]) * 4 + number - 1), _mod(m))
    now = ctx.now("quarter")
    if now is None:
        return _date(None, _mod(m), f"XXXX-Q{number}")
    ahead = (number - 1 - now.index) % 4
    if ahead and ctx.tense(m.span[0]) != "future":
        ahead -= 4
    return _date(now.shifted(ahead), _mod(m))


# --- days by their relation --------------------------------------------------------------------------------------------


@_rule("edge=(EARLY|LATE|EARLIER|LATER)? t=(day=(TODAY|YESTERDAY|TOMORROW))", "THE UNIT BEFORE day=YESTERDAY", "THE UNIT AFTER day=TOMORROW")
def _today(m: _Match, ctx: _Context) -> _Reading | None:
    step = int(m.values("day")[0])
    if m.span[1] - m.span[0] == 4:
        step *= 2
    now = ctx.now("day") if not ctx.narrative else None
    if now is None and ctx.narrative and step == 0:
        return _Reading("DATE", "PRESENT_REF")
    return _date(now.shifted(step) if now else None)


@_rule(
    "(edge=edge|EARLIER|LATER)? weekday=WEEKDAY",
    "edge=edge? det=(LAST|NEXT|THIS|THIS PAST|THIS COMING|THE? FOLLOWING|THE? PREVIOUS|THAT|PAST|COMING|THE SAME) weekday=WEEKDAY",
)
def _weekday(m: _Match, ctx: _Context) -> _Reading | None:
    return _date(*_weekday_period(m, ctx))


def _weekday_period(m: _Match, ctx: _Context) -> tuple[Period | None, None, str]:
    number = int(m.values("weekday")[0])
    unknown = f"XXXX-WXX-{number}"
    symbols, det = _lexicon().symbols, m.symbols("det")
    anaphoric = any(symbols[k] in det for k in ("FOLLOWING", "PREVIOUS", "THAT", "SAME")) or ctx.narrative
    now = ctx.then("day") if anaphoric else ctx.now("day")
    if now is None or now.first is None:
        return None, None, unknown
    week = now.widened("week")
    assert week is not None
    back = (now.first.isoweekday() - number) % 7
    step = sum(int(v) for v in m.values("det") if v.lstrip("-").isdigit())
    if det and step:
        if symbols["LAST"] in det or symbols["NEXT"] in det:
            return Period("day", week.shifted(step).index * 7 + number), None, unknown
        if step < 0:
            return now.shifted(-(back or 7)), None, unknown
        return now.shifted((-back) % 7 or 7), None, unknown
    if det and not anaphoric:
        return Period("day", week.index * 7 + number), None, unknown
    if anaphoric:
        return now.shifted((-back) % 7), None, unknown
    tense = ctx.tense(m.range("weekday")[0])
    if tense in ("future", "present"):
        return now.shifted((-back) % 7), None, unknown
    return now.shifted(-back), None, unknown


_DET = (
    "(THIS (SAME|PAST|COMING)?|LAST|NEXT|THAT (SAME)?|THE? (PAST|COMING|PREVIOUS|FOLLOWING|CURRENT|LATEST|SAME)|THE (LAST|NEXT))"
)


@_rule(
    f"edge=edge? det={_DET} unit=(UNIT|WEEKEND|FORTNIGHT)",
    f"rel=(EARLIER|LATER) OF? det={_DET} unit=(UNIT|WEEKEND)",
    f"edge=(EARLY|LATE) OF det={_DET} unit=(UNIT|WEEKEND)",
    "edge=edge unit=UNIT",
    "rel=(EARLIER|LATER) OF THE unit=UNIT",
    "THE unit=WEEKEND",
)
def _period(m: _Match, ctx: _Context) -> _Reading | None:
    code = m.values("unit")[0]
    unit = _UNITS.get(code)
    if unit is None:
        return None
    symbols, det = _lexicon().symbols, m.symbols("det")
    step = sum(int(v) for v in m.values("det") if v.lstrip("-").isdigit())
    if not det and not (m.has("edge") or m.has("rel") or unit == "weekend"):
        return None
    anaphoric = not det or any(symbols[k] in det for k in ("THAT", "SAME", "PREVIOUS", "FOLLOWING"))
    base = ctx.then(unit) if anaphoric else ctx.now(unit)
    if det and det[0] == symbols["THE"] and (symbols["PAST"] in det or symbols["LAST"] in det) and step < 0 and unit != "quarter":
        now = ctx.now("day")
        if unit == "year":
            return _Reading("DURATION", "P1Y")
        return _Reading("DURATION", "P1" + code) if code in "DWMY" else None
    if not det and unit == "weekend":
        now = ctx.now("week")
        tense = ctx.tense(m.span[0])
        base = Period("weekend", now.index) if now else None
        if base and ctx.published and not ctx.narrative and tense != "future" and ctx.published.isoweekday() < 6:
            base = base.shifted(-1)
        return _date(base, None, "XXXX-WXX-WE")
    found = base.shifted(step) if base else None
    reading = _date(found, _mod(m), _UNKNOWN[unit])
    if m.has("rel") and ctx.published and not ctx.narrative and reading.earliest and reading.latest:
        if m.symbols("rel") == symbols["EARLIER"] and reading.earliest <= ctx.published:
            return replace(reading, latest=min(reading.latest, ctx.published))
        if m.symbols("rel") == symbols["LATER"] and reading.latest >= ctx.published:
            return replace(reading, earliest=max(reading.earliest, ctx.published))
    return reading


@_rule("THE (LATEST|CURRENT)? unit=UNIT")
def _the_quarter(m: _Match, ctx: _Context) -> _Reading | None:
    if m.values("unit")[0] != "Q":
        return None
    found = ctx.seen.get("quarter")
    if found is None:
        now = ctx.now("quarter")
        found = now.shifted(-1) if now else None
    return _date(found, None, "XXXX-QX")


# --- distances ---------------------------------------------------------------------------------------------------------


def _amount(values: list[str], symbols: str) -> float | None:
    """The number that a group of words says; `None` for a vague word."""
    classes = _lexicon().symbols
    total = 0.0
    group = 0.0
    for value, symbol in zip(values, symbols, strict=True):
        if value == "X":
            return None
        if symbol == classes["HUNDRED"]:
            group = (group or 1) * 100
        elif symbol == classes["THOUSAND"]:
            total += (group or 1) * 1000
            group = 0
        elif symbol == _SHAPES["SLASH"]:
            top, _, bottom = value.partition("/")
            group += int(top) / int(bottom) if top.isdigit() and bottom.isdigit() and int(bottom) else 0
        elif symbol == classes["DOZEN"]:
            group = (group or 1) * 12
        elif symbol == classes["HALF"]:
            group = 0.5
        elif symbol == classes["A"]:
            group = group or 0
        else:
            try:
                group += float(value)
            except ValueError:
                continue
    total += group
    if not total and classes["A"] in symbols:
        return 1.0
    return total


_FINER = {"Y": ("M", 12), "D": ("TH", 24), "TH": ("TM", 60), "TM": ("TS", 60), "W": ("D", 7)}


def _duration(amount: float | None, code: str) -> str:
    """The TIMEX3 value of so many units: P2Y6M, PT5H30M; decades and centuries are counted in years."""
    if amount is not None and code in ("DE", "CE", "L"):
        amount, code = amount * {"DE": 10, "CE": 100, "L": 1000}[code], "Y"
    if code == "WE":
        return "PXWE" if amount is None else f"P{amount:g}WE"
    time = code.startswith("T")
    head = "PT" if time else "P"
    letter = code.lstrip("T") if time else code
    if amount is None:
        return f"{head}X{letter}"
    whole = int(amount)
    rest = amount - whole
    if rest and code in _FINER:
        finer, per = _FINER[code]
        small = rest * per
        if abs(small - round(small)) < 0.01:
            tail = f"{round(small)}{finer.lstrip('T')}"
            if finer.startswith("T") and not time:
                tail = "T" + tail
            return (f"{head}{whole}{letter}" if whole else head) + tail if not (whole == 0 and tail[0] == "T") else "P" + tail
    return f"{head}{amount:g}{letter}"


_APPROX = {"MORE": "MORE_THAN", "LESS": "LESS_THAN"}


def _duration_mod(m: _Match) -> str | None:
    """The TIMEX3 mod of the words before a number."""
    values = m.values("approx")
    symbols = [s for s in m.symbols("approx")]
    classes = _lexicon().symbols
    if not values:
        return None
    if classes["LEAST"] in symbols or (classes["NO"] in symbols and "LESS_THAN" in values):
        return "EQUAL_OR_MORE"
    if classes["MOST"] in symbols or classes["UP"] in symbols or classes["NO"] in symbols:
        return "EQUAL_OR_LESS"
    return next((v for v in values if v in ("MORE_THAN", "LESS_THAN", "APPROX")), None)


_COUNT = "(number|vague|A|HALF OF? A|HALF DASH)"
_SHIFT = {"D": ("day", 1), "W": ("week", 1), "M": ("month", 1), "Q": ("quarter", 1), "Y": ("year", 1), "DE": ("year", 10), "CE": ("year", 100)}


@_rule(
    f"approx=approx? count={_COUNT}? unit=unit dir=(AGO|EARLIER|LATER)",
    f"approx=approx? count={_COUNT}? unit=unit dir=FROM NOW",
    f"approx=approx? count={_COUNT} (OR SO)? unit=unit (OR SO)? dir=(AGO|EARLIER|LATER)",
    f"count={_COUNT}? unit=unit DASH dir=(AGO|EARLIER)",
)
def _distance(m: _Match, ctx: _Context) -> _Reading | None:
    code = "TS" if m.values("unit")[0] == "2" else m.values("unit")[0]
    symbols = _lexicon().symbols
    direction = m.symbols("dir")
    deictic = direction in (symbols["AGO"], symbols["FROM"])
    sign = 1 if direction in (symbols["LATER"], symbols["FROM"]) else -1
    values = m.values("count")
    plural = m.symbols("unit") in (symbols["UNITS"], symbols["WEEKENDS"], symbols["FORTNIGHTS"])
    if not values:
        amount = None if plural else 1.0
    else:
        amount = _amount(values, m.symbols("count"))
    if symbols["FORTNIGHT"] in m.symbols("unit") or symbols["FORTNIGHTS"] in m.symbols("unit"):
        amount = amount * 2 if amount is not None else None
    mod = _duration_mod(m)
    if amount is None or code not in _SHIFT:
        if code in ("TS", "TM", "TH"):
            base = ctx.now("day") if deictic else ctx.then("day")
            return _date(base, mod) if amount is not None else _Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
        return _Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", mod)
    unit, scale = _SHIFT[code]
    quarter = ctx.seen.get("quarter")
    if unit == "year" and amount == 1 and quarter is not None and not ctx.narrative and sign < 0:
        return _date(quarter.shifted(-4), mod)
    base = ctx.now(unit) if deictic else ctx.then(unit)  # type: ignore[arg-type]
    if base is None:
        return _date(None, mod, _UNKNOWN[unit])
    return _date(base.shifted(sign * round(amount * scale)), mod)


@_rule(
    f"THE? which=(PAST|LAST|NEXT|COMING|PREVIOUS|FOLLOWING|FIRST|FINAL)? approx=approx? count={_COUNT} ADJECTIVE* DASH? unit=unit (DASH? OLD|DASH LONG)?",
    f"THE? which=(PAST|LAST|NEXT|COMING|PREVIOUS|FOLLOWING) unit=(UNITS)",
    "approx=approx? count=(A|ONE) unit=unit AND A HALF",
    f"approx=approx? count=(number) AND A HALF unit=unit",
    "which=RECENT unit=UNITS",
    "unit=(UNIT|UNITS) DASH LONG",
)
def _length(m: _Match, ctx: _Context) -> _Reading | None:
    code = "TS" if m.values("unit")[0] == "2" else m.values("unit")[0]
    classes = _lexicon().symbols
    values = m.values("count")
    amount = _amount(values, m.symbols("count")) if values else None
    if not values and m.symbols("unit") == classes["UNIT"]:
        amount = 1
    if m.symbols("unit") == classes["SECOND"]:
        return None
    if m._match[0].endswith(classes["HALF"]) or classes["HALF"] + m.symbols("unit") in m._match[0] and classes["AND"] in m._match[0]:
        amount = (amount or 1) + 0.5
    if m.symbols("unit") in (classes["FORTNIGHT"], classes["FORTNIGHTS"]) and amount is not None:
        amount *= 2
    reading = _Reading("DURATION", _duration(amount, code), _duration_mod(m))
    if m.has("which") and amount is not None and code in _SHIFT and ctx.published and not ctx.narrative:
        step = m.value("which")
        span = {"D": 1, "W": 7, "M": 30.4375, "Q": 91.3125, "Y": 365.25, "DE": 3652.5, "CE": 36525}[code] * amount
        if span < 300_000 and m.symbols("which") in (classes["PAST"], classes["LAST"]):
            return replace(reading, earliest=ctx.published - timedelta(days=round(span)), latest=ctx.published)
        if span < 300_000 and m.symbols("which") in (classes["NEXT"], classes["COMING"]):
            return replace(reading, earliest=ctx.published, latest=ctx.published + timedelta(days=round(span)))
    return reading


@_rule("unit=UNITS")
def _bare_units(m: _Match, ctx: _Context) -> _Reading | None:
    i = ctx.token(m.span[0])
    if i is None or i == 0:
        return None
    before = ctx.parse.tokens[i - 1].lower
    if before not in ("for", "in", "within", "over", "after", "of", "take", "took", "spent", "the", "lasted"):
        return None
    return _Reading("DURATION", _duration(None, m.values("unit")[0]))


# --- times of day ------------------------------------------------------------------------------------------------------


@_rule(
    "edge=edge? (EARLIER|LATER)? weekday=WEEKDAY part=PART",
    "edge=edge? det=(LAST|NEXT|THIS) weekday=WEEKDAY part=PART",
    "edge=edge? part=(PART) OF? ON? weekday=WEEKDAY",
    "edge=edge? (EARLIER|LATER)? day=(TODAY|YESTERDAY|TOMORROW) part=PART",
    "edge=edge? (EARLIER|LATER)? det=(THIS|LAST|THAT|THAT SAME|THE SAME|THE? FOLLOWING|THE NEXT|THE PREVIOUS) part=PART",
    "day=(TONIGHT)",
    "part=OVERNIGHT",
)
def _part_of_day(m: _Match, ctx: _Context) -> _Reading | None:
    classes = _lexicon().symbols
    part = m.value("part") or "NI"
    unknown = "XXXX-XX-XX"
    if m.has("weekday"):
        period, _, unknown = _weekday_period(m, ctx)
    elif m.has("day"):
        now = ctx.now("day")
        period = now.shifted(int(m.values("day")[0])) if now else None
    elif part == "0":
        part, period = "NI", ctx.now("day")
    else:
        det = m.symbols("det")
        anaphoric = any(classes[k] in det for k in ("THAT", "SAME", "FOLLOWING", "PREVIOUS")) or det.startswith(classes["THE"])
        base = ctx.then("day") if anaphoric else ctx.now("day")
        step = sum(int(v) for v in m.values("det") if v.lstrip("-").isdigit())
        period = base.shifted(step) if base else None
    return _date(period, _mod(m), unknown, "T" + part)


# --- sets and references -----------------------------------------------------------------------------------------------


@_rule("word=ADVERB")
def _adverb(m: _Match, ctx: _Context) -> _Reading | None:
    return _Reading("SET", m.values("word")[0])


@_rule("EACH count=number? unit=(UNIT|UNITS)", "EACH OTHER unit=UNIT")
def _every(m: _Match, ctx: _Context) -> _Reading | None:
    amount = _amount(m.values("count"), m.symbols("count")) if m.has("count") else 1
    return _Reading("SET", _duration(amount, m.values("unit")[0]))


@_rule("EACH weekday=WEEKDAY", "weekday=WEEKDAYS", "EACH month=MONTH", "EACH weekday=WEEKDAY part=PART", "weekday=WEEKDAY part=PARTS")
def _every_weekday(m: _Match, ctx: _Context) -> _Reading | None:
    if m.has("month"):
        return _Reading("SET", f"XXXX-{int(m.values('month')[0]):02}")
    part = f"T{m.values('part')[0]}" if m.has("part") else ""
    return _Reading("SET", f"XXXX-WXX-{m.values('weekday')[0]}{part}")


@_rule("RIGHT? ref=REF")
def _reference(m: _Match, ctx: _Context) -> _Reading | None:
    return _Reading("DATE", m.values("ref")[0])


@_rule("THE NEAR? FUTURE")
def _future(m: _Match, ctx: _Context) -> _Reading | None:
    return _Reading("DATE", "FUTURE_REF")


@_rule("THE PAST")
def _the_past(m: _Match, ctx: _Context) -> _Reading | None:
    i = ctx.token(m.span[1] - 1)
    return _Reading("DATE", "PAST_REF") if i is not None and ctx.parse.tokens[i].tag == "NN" else None


# --- reading -----------------------------------------------------------------------------------------------------------


def times(parse: Parse, published: date | None, mode: str = "auto") -> tuple[TimeMention, ...]:
    """All time mentions of the parse, in order of their place.

    `mode`: "news" anchors relative dates on `published`, "narrative" on the date before, "auto" chooses by the text.
    Without `published` a relative date stays unresolved. Raises ValueError for another mode.
    """
    if mode not in ("news", "narrative", "auto"):
        raise ValueError(f"unknown mode {mode!r}: use 'news', 'narrative' or 'auto'")
    text = _read(parse)
    candidates: list[tuple[int, int, int, _Match, _Action]] = []
    for order, rule in enumerate(_grammar()):
        for found in rule.pattern.finditer(text.symbols):
            match = _Match(found, text)
            first, last = match.span
            if last > first:
                candidates.append((first, -last, order, match, rule.action))
    candidates.sort(key=lambda c: c[:3])
    narrative = mode == "narrative" or (mode == "auto" and _is_narrative(parse, text, published))
    context = _Context(parse, text, published, narrative)
    mentions: list[TimeMention] = []
    done = 0
    for first, minus_last, _, match, action in candidates:
        if first < done:
            continue
        reading = action(match, context)
        if reading is None:
            continue
        done = -minus_last
        if reading.period is not None:
            context.remember(reading.period)
        span = Span.cut(parse.text, text.starts[first], text.ends[done - 1])
        mentions.append(_mention(parse, span, reading))
    return tuple(mentions)


def _mention(parse: Parse, span: Span, reading: _Reading) -> TimeMention:
    return TimeMention(
        id=make_id("time", parse.document, span.start, span.end),
        span=span,
        type=reading.type,
        value=reading.value,
        mod=reading.mod,
        earliest=reading.earliest,
        latest=reading.latest,
    )


def _is_narrative(parse: Parse, text: _Text, published: date | None) -> bool:
    years = [int(v) for v, s in zip(text.values, text.symbols, strict=True) if s == _SHAPES["YEARNUM"]]
    far = [y for y in years if published is None or abs(published.year - y) > 1]
    return len(far) >= 10 and len(far) * 200 >= len(text.symbols)
