"""Numbers as English writes them: digits, words, scales, fractions, shares, and the vague words that stand for numbers.

A grammar over plain text that knows no syntax and no units. It says where a number stands and what it is worth; whether it
counts anything is for the reader of the sentence to say. Digits follow English usage: a comma groups thousands, a point
starts decimals.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

ONES = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
VULGAR = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8}

#: Letters that scale a number whatever it measures, and those that do so only for money or after a capital ("4.3M people").
_ABBREVIATIONS = {
    "bn": 10**9,
    "tn": 10**12,
    "trn": 10**12,
    "mn": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "k": 1_000,
    "M": 10**6,
    "K": 1_000,
}
_OF_MONEY = {"m": 10**6, "b": 10**9, "B": 10**9, "T": 10**12}

#: Denominators that a fraction of plain digits may have; others are dates, scores and names ("9/11", "24/7").
_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100, 128))


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number at `[start, end)` of the text.

    `value` is meaningless where `vague` has the words that stand for a number, in lower case and without "of" before a scale
    ("dozens", "tens of thousands", "a couple hundred"). `spelled`: written in words. `share`: a part of a whole ("a third
    of", "one in five"), as a fraction of one. `glued`: the letters and hyphens before the first digit with no space between.
    """

    start: int
    end: int
    value: float
    vague: str | None = None
    spelled: bool = False
    share: bool = False
    glued: str = ""


def _any(words: Iterator[str] | list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_SCALE = _any(list(SCALES))
_SMALL = _any([*ONES, *TENS])
_PART = _any([*PARTS, *(f"{part}s" for part in PARTS), "halves"])
_GAP = r"(?:\s|-|\s-\s?)"

#: Where a number may begin. Digits first, as they are most common.
_START = re.compile(
    rf"(?P<digits>\.?\d)|(?P<vulgar>[{''.join(VULGAR)}])|\b(?:"
    rf"(?P<vague>(?:tens|dozens|scores|hundreds|thousands|millions|billions)(?:\s+(?:of|and)\s+(?:tens|dozens|hundreds|thousands|millions|billions))*"
    rf"|(?:several|(?:quite\s+)?a\s+few|few|many|(?:a|the|another)\s+(?:couple|handful)|numerous|countless|most|(?:a|the)(?:\s+vast)?\s+majority"
    rf"|an?\s+(?:(?:large|small|huge|vast|high|low|growing|great|significant|considerable|substantial|unknown|unspecified|undisclosed"
    rf"|increasing|limited|terrible)\s+)?number(?=\s+of\b))(?:(?:\s+of)?\s+(?:dozen|{_SCALE})\b(?!\s+and))?)"
    rf"|(?P<half>(?:a\s+)?half{_GAP}(?:an?{_GAP})?(?P<halved>dozen|{_SCALE}))"
    rf"|(?P<half_of>half)(?=\s+(?:of|the|a|an|its|their|his|her|our|those|these)\b)"
    rf"|(?P<part>(?:(?:an?|one|two|three|four|five|seven)[\s-])(?P<denominator>{_PART}))\b"
    rf"|(?P<words>{_SMALL}|(?:an?\s+)?(?:dozen|{_SCALE}))"
    r")\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d*\.\d+(?!\d)|\d+(?:\.\d+(?!\d))?")
_POWER = re.compile(r"\s?[x×*]\s?10\^?(?P<exponent>[-−–+]?\d{1,3})(?!\d)|[eE](?P<e>[-+]?\d{1,3})(?![\w])")
_SLASH = re.compile(r"[/⁄](\d{1,4})(?![\d/⁄.,]\d|\w)")
_AND_HALF = re.compile(r"\s1[/⁄]([248])(?!\w)")
_OF_ALL = re.compile(r"\s+of\s+(?:the|these|those|its|their|all|them|our)\b", re.IGNORECASE)
_THEN_SCALE = re.compile(rf"{_GAP}?({_SCALE}|dozen)\b", re.IGNORECASE)
_THEN_WORD = re.compile(rf"(?:\s+and\s+|\s*-\s*|\s+)({_SMALL}|{_SCALE}|dozen)\b", re.IGNORECASE)
_AND_A_PART = re.compile(
    rf"(?:\s+|-)and(?:\s+|-)(?:an?|one|three)(?:\s+|-)(half|quarters?)\b(?:{_GAP}({_SCALE}|dozen)\b)?", re.IGNORECASE
)
_ABBREVIATED = re.compile(rf"[ \u00a0-]?({_any(list(chain(_ABBREVIATIONS, _OF_MONEY)))})(?![\w/²³])")
_IN = re.compile(r"\s+(?:in|out\s+of)(?:\s+every)?\s+(?:(\d{1,4})|([a-z]+))\b(?![.,:/-]?\d)", re.IGNORECASE)
_GLUED = re.compile(r"[^\W_]*[^\W\d_][^\W_]*[-–=]?$|[_#@:/\\]$|\d[.,:/]$")


@cache
def _spelled_value(word: str) -> int:
    return ONES.get(word) or TENS.get(word) or SCALES.get(word) or {"dozen": 12}.get(word, 0)


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """All numbers in `text[start:end]`, in order, none inside another. Linear in the length of the text."""
    at, end = start, len(text) if end is None else end
    while (m := _START.search(text, at, end)) is not None:
        number = _read(text, m, end)
        if number is None:
            at = m.end()
        else:
            if math.isfinite(number.value):  # else it has more digits than any figure
                yield number
            at = number.end


def _read(text: str, m: re.Match[str], limit: int) -> Number | None:
    kind = m.lastgroup if m.lastgroup not in ("halved", "denominator") else ("half" if m.group("half") else "part")
    first, last = m.span()
    if kind == "digits":
        return _digits(text, first, limit)
    if kind == "vulgar":
        return Number(start=first, end=last, value=VULGAR[text[first]])
    if kind == "vague":
        words = " ".join(m.group().lower().split())
        for scale in ("dozen", *SCALES):
            words = words.replace(f" of {scale}", f" {scale}") if words.endswith(f" of {scale}") else words
        return Number(start=first, end=last, value=0.0, vague=words, spelled=True)
    if kind == "half":
        return Number(start=first, end=last, value=_spelled_value(m.group("halved").lower()) / 2, spelled=True)
    if kind == "half_of":
        return Number(start=first, end=last, value=0.5, spelled=True, share=True)
    if kind == "part":
        return _part(text, m)
    return _words(text, first, last, m.group().lower().split(), limit)


def _digits(text: str, first: int, limit: int) -> Number | None:
    m = _DIGITS.match(text, first, limit)
    if m is None:
        return None
    value, last = float(m.group().replace(",", "")), m.end()
    if power := _POWER.match(text, last, limit):
        exponent = (power.group("exponent") or power.group("e")).replace("−", "-").replace("–", "-")
        value, last = float(f"{m.group().replace(',', '')}e{exponent}"), power.end()
    elif slash := _SLASH.match(text, last, limit):
        if int(slash.group(1)) in _DENOMINATORS and value < int(slash.group(1)):
            value, last = value / int(slash.group(1)), slash.end()
            if _OF_ALL.match(text, last, limit):
                return Number(start=first, end=last, value=value, share=True)
    elif last < limit and text[last] in VULGAR:
        value, last = value + VULGAR[text[last]], last + 1
    elif (half := _AND_HALF.match(text, last, limit)) is not None and value.is_integer():
        value, last = value + 1 / int(half.group(1)), half.end()
    value, last = _tail(text, value, last, limit)
    share = _share(text, value, last, limit)
    if share is not None:
        return Number(start=first, end=share[1], value=share[0], share=True)
    glued = _GLUED.search(text[max(0, first - 12) : first])
    return Number(start=first, end=last, value=value, glued=glued.group() if glued else "")


def _words(text: str, first: int, last: int, words: list[str], limit: int) -> Number | None:
    """A number in words from its first one, as far as the words make one number."""
    lead = words[-1]
    whole, group = 0.0, 0.0
    value = _spelled_value(lead)
    scale = 10**15
    if lead in SCALES or lead == "dozen":
        if len(words) == 1:
            return Number(start=first, end=last, value=value, spelled=True) if lead == "dozen" else None
        group = value
        if value >= 1000:
            whole, group, scale = value, 0.0, value
    else:
        group = value
    previous = value
    while (m := _THEN_WORD.match(text, last, limit)) is not None:
        word = m.group(1).lower()
        value = _spelled_value(word)
        joined = "and" in m.group()[: -len(word)].lower()
        if word == "dozen":
            if joined or whole:
                break
            group *= value
            last = m.end()
            break
        if word == "hundred":
            if not 0 < group < 100 or joined:
                break
            group *= 100
        elif value >= 1000:
            if not group or value >= scale or joined:
                break
            whole, group, scale = whole + group * value, 0.0, value
        elif value < 10:
            fits = previous in TENS.values() and not joined if 20 <= previous < 100 else previous >= 100
            if not fits:
                break
            group += value
        else:
            if previous < 100 or (previous == 100 and group % 100):
                break
            group += value
        previous = value
        last = m.end()
    total, last = _tail(text, whole + group, last, limit, spelled=True)
    share = _share(text, total, last, limit)
    if share is not None:
        return Number(start=first, end=share[1], value=share[0], spelled=True, share=True)
    return Number(start=first, end=last, value=total, spelled=True)


def _tail(text: str, value: float, last: int, limit: int, spelled: bool = False) -> tuple[float, int]:
    """Scales in words after a number ("1.5 thousand", "4 hundred million"), and "and a half"."""
    if m := _AND_A_PART.match(text, last, limit):
        value += 0.5 if m.group(1).lower() == "half" else 0.25
        last = m.end()
        if m.group(2):
            value *= _spelled_value(m.group(2).lower())
    while not spelled and (m := _THEN_SCALE.match(text, last, limit)) is not None:
        value *= _spelled_value(m.group(1).lower())
        last = m.end()
    return value, last


def _share(text: str, value: float, last: int, limit: int) -> tuple[float, int] | None:
    """ "one in five", "3 out of 10": the share and where its words end."""
    m = _IN.match(text, last, limit)
    if m is None or not value.is_integer():
        return None
    whole = int(m.group(1)) if m.group(1) else ONES.get(m.group(2).lower()) or TENS.get(m.group(2).lower())
    if not whole or whole <= value or whole > 1000 or value > 99:
        return None
    if not m.group(1) or "out" in m.group().lower() or whole in (3, 4, 5, 6, 8, 10, 20, 50, 100, 1000):
        return value / whole, m.end()
    return None


def _part(text: str, m: re.Match[str]) -> Number | None:
    """ "a third of", "two-thirds": a singular ordinal is a part only before "of" ("a third attack" is not one)."""
    head, _, part = re.sub(r"[\s-]+", " ", m.group("part").lower()).partition(" ")
    denominator = PARTS["half" if part == "halves" else part.removesuffix("s")]
    numerator = 1 if head in ("a", "an") else ONES[head]
    follows_of = re.compile(r"\s+of\b", re.IGNORECASE).match(text, m.end())
    plural = part.endswith("s") or part == "halves"
    if (numerator > 1) != plural or (not follows_of and not plural and not (head == "one" and "-" in m.group())):
        return None
    return Number(start=m.start(), end=m.end(), value=numerator / denominator, spelled=True, share=True)


def abbreviated(text: str, number: Number, money: bool) -> Number:
    """The number with a scale letter after it taken in: "1.5bn", "40k", "4.3M"; "5m" and "7b" only where it is money."""
    if number.spelled or number.share:
        return number
    m = _ABBREVIATED.match(text, number.end)
    if m is None:
        return number
    factor = _ABBREVIATIONS.get(m.group(1)) or (_OF_MONEY[m.group(1)] if money else 0)
    spaced = m.start(1) > number.end
    if not factor or (spaced and not money and m.group(1) not in ("bn", "tn", "trn", "mn", "mln")):
        return number
    return Number(start=number.start, end=m.end(), value=number.value * factor, glued=number.glued)
