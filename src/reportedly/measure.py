"""Figures in plain text: a number with its unit, its bounds and its range, as far as the words that touch it say.

No syntax: what the figure counts is read from the parse by `quantity.py`. The rule throughout is adjacency: a bound word, a
currency or a unit belongs to a number only if nothing stands between them but words that `data/quantity/bounds.toml` calls
plain. Dates, times of day and ordinals are recognised only to leave them out; a bare four-digit number is flagged as a
possible year, because only the parse can tell "2500 shells" from "2022 elections".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from reportedly import number, outcome, unit
from reportedly.number import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure of the text.

    `[start, end)` covers bound words, currency, number and unit; `[core, core_end)` the digits or number words alone. `unit`
    is the normalised unit and `per` what it is a rate of ("dollar", "barrel"). `scale`: what words or letters multiply the
    digits by. `effects`: what the bound words do, nearest first. `increase`: written with a plus or minus sign. `way`: the two
    ends of a change "from 41 to 50", each a figure of its own. `converts`: says the figure before it in another unit. `hyphen`:
    a range written "10-15". `joined`: a word is tied on with a hyphen ("11-member"). `year`: may be a year. `share`: part of a
    whole. The rest as in `model.Quantity`.
    """

    start: int
    end: int
    core: int
    core_end: int
    low: float | None
    high: float | None
    scale: float = 1
    low_exclusive: bool = False
    high_exclusive: bool = False
    approximate: bool = False
    bounded: bool = False
    effects: tuple[str, ...] = ()
    converts: bool = False
    increase: bool | None = None
    unit: str | None = None
    per: str | None = None
    money: bool = False
    vague: str | None = None
    share: bool = False
    spelled: bool = False
    hyphen: bool = False
    joined: bool = False
    year: bool = False
    way: tuple[Measure, Measure] | None = None


@dataclass(frozen=True, slots=True)
class _Cues:
    before: re.Pattern[str]
    after: re.Pattern[str]
    after_noun: re.Pattern[str]
    effects: dict[str, str]
    effects_after: dict[str, str]
    effects_after_noun: dict[str, str]


#: "Twice as many as 400" compares, and bounds nothing.
_NO_COMPARISON = r"(?<!twice\s)(?<!times\s)(?<!half\s)"


@cache
def _cues() -> _Cues:
    data = tomllib.loads(files("reportedly").joinpath("data/quantity/bounds.toml").read_text(encoding="utf-8"))

    def pattern(phrases: dict[str, str]) -> str:
        return "|".join(
            _NO_COMPARISON * p.startswith("as ") + re.escape(p).replace(r"\ ", r"\s+")
            for p in sorted(phrases, key=len, reverse=True)
        )

    return _Cues(
        before=re.compile(rf"(?:(?<![\w-])(?:{pattern(data['before'])})|[~≈<>≥≤])[\s(]*$", re.IGNORECASE),
        after=re.compile(rf"\s?(?:{pattern(data['after'])})(?![\w+])", re.IGNORECASE),
        after_noun=re.compile(rf",?\s(?:{pattern(data['after_noun'])})(?!\w)(?!\s+(?:\d|{number.SMALL})\b)", re.IGNORECASE),
        effects=data["before"],
        effects_after=data["after"],
        effects_after_noun=data["after_noun"],
    )


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH_BEFORE = re.compile(
    rf"(?<!\d\s)\b{_MONTH}\s+(?:the\s+)?(?:(?:{_DAY},\s+){{0,5}}{_DAY},?\s*(?:-|–|to|through|and|or)\s*)?$"
)
#: "In May 12 men died": a day of a month takes "on".
_IN_MONTH = re.compile(rf"\bin\s+{_MONTH}\s+$", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"(?:st|nd|rd|th)?,?\s+\d{4}\b")
#: "May 5, 6 and 7", but not "on May 5, 12 men died".
_DAYS_BEFORE = re.compile(rf"\b{_MONTH}\s+(?:{_DAY},\s+){{1,5}}$")
_DAYS_AFTER = re.compile(rf"(?:,\s+{_DAY}){{0,5}},?\s+(?:and|or)\s+{_DAY}(?!\d|\s+(?:[a-z]+s|men|women|people|children)\b)")
_MONTH_AFTER = re.compile(
    rf"(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}(?!\s+(?:have|be|not))"
    rf"|(?:,\s+{_DAY}){{0,5}}(?:\s*[-–]\s*|,?\s+(?:and|or|to|through)\s+){_DAY}\s+{_MONTH}"
)
_YEAR_BEFORE = re.compile(
    rf"(?:\b(?i:in|since|until|till|during|early|late|mid|circa)[\s-]+|{_MONTH}(?:\s+of|\s+\d{{1,2}}(?:st|nd|rd|th)?,?)?,?\s+)$"
)
_NO_COUNT_AFTER = re.compile(
    r"[^\W\d]|['’]s\b|:\d|\s?[ap]\.?m\b\.?|\s?o['’]clock\b|/\d|[-–]\d+[-–]\d|\.\d|-(?:st|nd|rd|th)\b"
    r"|(?:\s+hours?)?\s+(?:GMT|UTC|CET|CEST|EST|EDT|PST|PDT|local\s+time)\b",
    re.IGNORECASE,
)
_CLOCK_BEFORE = re.compile(r"\d[:.]$|\b\d{1,2}:\d\d\s+(?:to|and|-|–)\s*$")
#: What half is meant, of a time or a match, and what hour: "the first half of 2024", "half past five".
_WHICH_HALF = re.compile(r"\b(?:first|second|latter|last)\s+$", re.IGNORECASE)
_PAST_THE_HOUR = re.compile(r"\b(?:half|quarter|ten|five|twenty)\s+past\s+$", re.IGNORECASE)
#: The figures of a telephone number or a code: with a nought before them.
_IN_A_CODE = re.compile(r"0\d+(?![\d.,])")
_AT = re.compile(r"\b(?:at|by|around|about|until|before|after|since)\s+$", re.IGNORECASE)
_HOUR_POINT = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d(?![\d.,%\w])(?!\s+(?:per\s?cent|million|billion))")
_HOURS = re.compile(
    rf"(?:[01]\d|2[0-3])[0-5]\d\s+hours\b|{_HOUR_POINT.pattern}\s+(?:on\s+)?(?:the\s+)?"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|yester|to|morning|night)(?:day)?\b"
)
_M_OF = re.compile(r"m\s+((?:[a-z]+\s+)?[a-z]+)")
_SIGN = re.compile(r"(?:(?<![\w.,)%])[+−–-]|\bminus[\s-]*|\bplus\s+)$", re.IGNORECASE)
_TIED_BEFORE = re.compile(r"[a-z]+-|Sub-")
_FREE = ("sub-", "Sub-", "minus-", "to-")
_RANGE = re.compile(r"\s*(?P<dash>[-‐–—])\s*|\s*-?(?:to|through)[\s-]+|\s+to-", re.IGNORECASE)
_TO_AFTER_WORDS = re.compile(r"(?:\s+[\w.]+){1,4}\s+to\s+", re.IGNORECASE)
_TO_OR_AND = re.compile(r"\s*(?:to|and)\s+")
_CENTURIES = range(13, 21)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
#: "Ten, maybe twelve": a range that nobody counted.
_MAYBE = re.compile(r",?\s+(?:or\s+)?(?:maybe|perhaps|possibly)\s+", re.IGNORECASE)
_UP_TO = re.compile(r"\s+up\s+to\s+", re.IGNORECASE)
_BUT = re.compile(r"\s+(?:but|and)\s+", re.IGNORECASE)
_AGES = re.compile(r"\s*(?:,|,?\s+(?:and|or|to))\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*[,.;:)\u201d\"]|\s+(?:and|or)\s+\d{1,2}\b(?!\s+[a-z])", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from\s+between)\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|up|down|off)\s+$", re.IGNORECASE)
_AGED = re.compile(r"\b(?:aged?|ages|ages\s+of|age\s+of)\s+$", re.IGNORECASE)
_AMERICAN = re.compile(r"\s(?:US|U\.S\.)(?!\w)")
_HOW = re.compile(r"\b(?:as|so|how|too|that)\s$", re.IGNORECASE)
_TIED = re.compile(r"-(?=[^\W\d])")


def find(text: str, start: int = 0, end: int | None = None) -> list[Measure]:
    """All figures in `text[start:end]`, in order; ranges are one figure."""
    end = len(text) if end is None else end
    out: list[Measure] = []
    for one in _single(text, start, end):
        if out and (joined := _range(text, start, out[-1], one)) is not None:
            out[-1] = joined
        elif out and _is_score(text, out[-1], one):
            out.pop()
        else:
            out.append(one)
    bounded: list[Measure] = []
    for one in out:
        one = _bounded(text, start, end, one)
        if bounded and (both := _between_bounds(text, bounded[-1], one)) is not None:
            bounded[-1] = both
            continue
        if bounded and _goes_on_with_ages(text, bounded[-1], one):
            one = replace(one, unit="year of age")
        if bounded and _converts(text, bounded[-1], one):
            one = replace(
                apply(one, list(bounded[-1].effects)),
                converts=True,
                increase=bounded[-1].increase,
            )
        bounded.append(one)
    return bounded


def _is_score(text: str, a: Measure, b: Measure) -> bool:
    """Whether two numbers that make no range are a score, a code or a year in words: "2-0", "nineteen ninety-six"."""
    if a.spelled and b.spelled and a.low in _CENTURIES and 0 < (b.low or 0) < 100 and not b.unit:
        return text[a.end : b.start].isspace()
    return text[a.end : b.start] in ("-", "–") and not (a.unit or b.unit or a.spelled or b.spelled)


def _between_bounds(text: str, a: Measure, b: Measure) -> Measure | None:
    """One figure out of "at least 20 but no more than 30", or `None`."""
    if (
        a.low is None
        or a.high is not None
        or b.high is None
        or b.low is not None
        or a.low >= b.high
        or a.unit not in (None, b.unit)
    ):
        return None
    if not _BUT.fullmatch(text, a.end, b.start):
        return None
    return replace(
        b, start=a.start, core=a.core, low=a.low, low_exclusive=a.low_exclusive, approximate=a.approximate or b.approximate
    )


def _goes_on_with_ages(text: str, a: Measure, b: Measure) -> bool:
    """Whether a bare number behind an age is one more age: "aged 7, 9 and 12"."""
    if a.unit != "year of age" or b.unit is not None or b.low is None or not 0 < b.low < 120:
        return False
    return _AGES.fullmatch(text, a.end, b.start) is not None and _LISTED.match(text, b.end) is not None


def _converts(text: str, a: Measure, b: Measure) -> bool:
    """Whether `b` says the same as `a` in another unit: "seven miles (11 km)", "296 hp (224 kW / 300 PS)"."""
    if not a.unit or not b.unit or a.unit == b.unit or b.bounded or a.money != b.money:
        return False
    gap = text[a.end : b.start]
    return (gap.strip() == "(" or (a.converts and gap.strip() == "/")) and text[b.end : b.end + 2].lstrip()[:1] in (")", "/")


def _single(text: str, start: int, end: int) -> Iterator[Measure]:
    """Single numbers with currency, scale and unit, before ranges and bounds. Dates, times and ordinals are left out."""
    for n in number.find(text, start, end):
        if n.vague is not None:
            if n.vague in ("many", "few") and _HOW.search(text[max(start, n.start - 6) : n.start]):
                continue
            money = unit.after(text, n.end)
            yield Measure(
                start=n.start,
                end=n.end,
                core=n.start,
                core_end=n.end,
                low=None,
                high=None,
                vague=n.vague,
                spelled=True,
                unit=money.name if money else None,
            )
            continue
        if n.spelled:
            if (_WHICH_HALF if n.share else _PAST_THE_HOUR).search(text[max(start, n.start - 14) : n.start]):
                continue
            if text[n.start - 1 : n.start] == "-" and n.start > start and text[n.start - 2].isalnum():
                continue
            currency = None
        else:
            signed = text[max(start, n.start - 1) : n.start] in ("-", "−") and not n.glued
            currency = unit.before(text, n.start - signed)
            window = text[max(start, n.start - 40) : n.start]
            if n.glued and currency is None and not _TIED_BEFORE.fullmatch(n.glued):
                continue
            if _CLOCK_BEFORE.search(window) or _IN_A_CODE.match(text, n.start) or _is_clock(text, window, n):
                continue
            if (
                currency is None
                and n.value <= 31
                and n.value.is_integer()
                and (
                    (_MONTH_BEFORE.search(window) and not (_IN_MONTH.search(window) and not _YEAR_AFTER.match(text, n.end)))
                    or _MONTH_AFTER.match(text, n.end)
                    or (_DAYS_BEFORE.search(window) and _DAYS_AFTER.match(text, n.end))
                )
            ):
                continue
            if currency is None and _is_year(n) and _YEAR_BEFORE.search(window) and unit.after(text, n.end) is None:
                continue
        n = number.abbreviated(text, n, money=currency is not None or _is_of_people(text, n.end))
        after = unit.after(text, n.end, millions=n.value >= 10**6)
        if currency is None and after is None and not n.spelled and _NO_COUNT_AFTER.match(text, n.end):
            continue
        if currency is None and after is None and n.glued and n.glued not in _FREE:
            continue
        yield _measured(text, start, n, currency, after)


def _is_clock(text: str, window: str, n: Number) -> bool:
    """Whether a number is a time of day without a colon: "at 1500 hours", "at 20.15 on Friday", "At 9.30 two men ran"."""
    return (_AT.search(window) is not None and _HOURS.match(text, n.start) is not None) or (
        window.endswith("At ") and _HOUR_POINT.match(text, n.start) is not None
    )


def _is_of_people(text: str, end: int) -> bool:
    """Whether the "m" behind a number is for millions because persons follow: "1.2m refugees", but not "a 400m race"."""
    m = _M_OF.match(text, end)
    if m is None:
        return False
    words = outcome.lexicon()
    return any(
        w in words.people | words.many or unit.singular(w) in words.people | words.many for w in m.group(1).lower().split()
    )


def _is_year(n: Number) -> bool:
    """Whether a number can be a year: four digits with nothing between or behind them."""
    return not n.spelled and n.value.is_integer() and 1000 <= n.value < 2200 and n.end - n.start == 4


def _measured(text: str, start: int, n: Number, currency: unit.Unit | None, after: unit.Unit | None) -> Measure:
    """The number with currency or unit, rate and sign."""
    first, last = n.start, n.end
    name, money = None, False
    if currency is not None:
        first, name, money = currency.start, currency.name, True
        if after is not None and after.money and (after.name != "penny" and after.name != "cent"):
            last = after.end
            name = name if name != "dollar" else after.name
        elif (country := _AMERICAN.match(text, last)) is not None:
            last = country.end()
    elif after is not None:
        name, money, last = after.name, after.money, after.end
    elif _AGED.search(text[max(start, first - 12) : first]) and n.value < 120:
        name = "year of age"
    per = unit.rate(text, last) if name is not None else None
    if per is not None:
        last = per.end
    value, increase = n.value, None
    if (sign := _SIGN.search(text[max(start, first - 8) : first])) is not None and not n.spelled:
        minus = sign.group()[0] not in "+pP"
        if minus and (money or name != "percentage"):
            value = -value
        else:
            increase = not minus
        if minus or sign.group() == "+":
            first -= len(sign.group())
    elif currency is not None and text[n.start - 1] in "-−":
        value = -value
    tied = _TIED.match(text, last) is not None
    return Measure(
        start=first,
        end=last,
        core=n.start,
        core_end=n.end,
        low=value,
        high=value,
        scale=_scale(text[n.start : n.end], n.value),
        increase=increase,
        unit=name,
        per=per.name if per else None,
        money=money,
        share=n.share,
        spelled=n.spelled,
        joined=tied,
        year=name is None and _is_year(n),
    )


def _scale(words: str, value: float) -> float:
    """The power of ten by which words or letters multiply the digits: 1,000,000 for "1.5 million", 1 for "1,500,000"."""
    if not re.search(r"[^\W\d_]", words) or value < 100:
        return 1
    for size in (10**12, 10**9, 10**6, 10**3, 10**2):
        if value >= size:
            return size
    return 1


def _range(text: str, start: int, a: Measure, b: Measure) -> Measure | None:
    """One figure out of two that a dash, "to", "or" or "between … and" joins, or `None`."""
    if a.low is None or b.low is None or a.way or b.way or a.low != a.high or b.low != b.high or a.share or b.share:
        return None
    gap = text[a.end : b.start]
    if (moved := _moved(text, start, a, b, gap)) is not None:
        return moved
    loose = a.unit and not b.unit and not b.joined and _TO_OR_AND.fullmatch(gap) and a.per is None
    up_to, maybe = _UP_TO.fullmatch(gap) is not None, _MAYBE.fullmatch(gap) is not None
    if (len(gap) > 8 and not up_to and not maybe) or (a.unit and a.unit != b.unit and not loose):
        return None
    lead = text[max(start, a.start - 40) : a.start]
    stripped = _strip(lead)
    way = hyphen = False
    if _AND.fullmatch(gap):
        if not _BETWEEN.search(stripped):
            return None
    elif maybe or _OR.fullmatch(gap):
        if a.low >= b.low or b.low / b.scale > 3 * a.low / a.scale or a.joined:
            return None
    elif (m := _RANGE.fullmatch(gap)) is not None:
        hyphen = m.group("dash") is not None and not a.unit and not b.unit
        if not m.group("dash"):
            if _BY.search(stripped) and (a.unit or not b.unit):
                return None
            way = _FROM.search(stripped) is not None
        elif " " in gap and not b.unit:
            return None
    elif up_to and _FROM.search(stripped):
        way = True
    else:
        return None
    low, high = a.low, b.low
    if a.scale == 1 and b.scale > 1 and a.low < b.low / b.scale:
        low *= b.scale
    elif a.scale in (10**3, 10**6) and b.scale == 1 and b.low < 1000 and a.low > b.low:
        return None
    if low > high and not way:
        return None
    return replace(
        a,
        end=b.end,
        core_end=b.core_end,
        low=min(low, high),
        high=max(low, high),
        unit=b.unit or a.unit,
        per=b.per or a.per,
        money=a.money or b.money,
        hyphen=hyphen,
        approximate=maybe,
        joined=b.joined,
        year=a.year and b.year,
        way=(replace(a, low=low, high=low, unit=a.unit or b.unit, per=a.per or b.per), replace(b, unit=b.unit or a.unit))
        if way
        else None,
    )


def _moved(text: str, start: int, a: Measure, b: Measure, gap: str) -> Measure | None:
    """ "from 20 miles per gallon in 2008 to 29 mpg": a way whose ends have words between them."""
    if not _TO_AFTER_WORDS.fullmatch(gap) or a.unit is None or b.unit not in (None, a.unit) or b.low is None or a.low is None:
        return None
    if not _FROM.search(_strip(text[max(start, a.start - 40) : a.start])) or a.low > b.low:
        return None
    return replace(a, end=b.end, core_end=b.core_end, high=b.low, way=(a, replace(b, unit=a.unit, per=a.per)))


def _strip(lead: str) -> str:
    """The words before a number without the bound words next to it."""
    while (m := _cues().before.search(lead)) is not None:
        lead = lead[: m.start()]
    return lead


def _bounded(text: str, start: int, end: int, one: Measure) -> Measure:
    """The figure with what the words before and after it make of its bounds."""
    cues = _cues()
    window = max(start, one.start - 60)
    lead = text[window : one.start]
    effects: list[str] = []
    first = one.start
    while (m := cues.before.search(lead)) is not None:
        phrase = " ".join(m.group().lower().replace("(", " ").split())
        if phrase == "near" and not one.unit and (one.spelled or (one.low or 0) < 100):
            break  # "near three villages" says where
        effect = cues.effects[phrase]
        lead = lead[: m.start()]
        if effect != "plain":
            effects.append(effect)
            first = window + m.start()
    last = one.end
    if (m := cues.after.match(text, one.end, end)) is not None:
        effects.append(cues.effects_after[" ".join(m.group().lower().split())])
        last = m.end()
    return apply(replace(one, start=first, end=last), effects) if effects else one


def bounded_by_noun(text: str, one: Measure, end: int) -> Measure:
    """The figure with the bound words behind the noun that it counts, which ends at `end`: "300 men or more"."""
    m = _cues().after_noun.match(text, end)
    if m is None or one.effects:
        return one
    effect = _cues().effects_after_noun[" ".join(m.group().lower().replace(",", " ").split())]
    return apply(replace(one, end=m.end()), [effect])


def apply(one: Measure, effects: list[str]) -> Measure:
    """The figure with the effects of bound words, nearest first: "low", "low exclusive", "high", "high exclusive", "about"."""
    low, high = one.low, one.high
    result = replace(one, bounded=bool(effects), effects=tuple(effects))
    for effect in effects:
        end, _, exclusive = effect.partition(" ")
        if end == "about":
            result = replace(result, approximate=True)
        elif one.way or low is None or high is None or result.low != low or result.high != high:
            continue
        elif end == "low":
            result = replace(result, high=None, low_exclusive=bool(exclusive))
        else:
            result = replace(result, low=None, high_exclusive=bool(exclusive))
    return result
