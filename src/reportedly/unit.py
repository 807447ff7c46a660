"""Units and currencies before and after a number, by the words and symbols in `data/quantity/units.toml`.

A unit is recognised only where it touches a number, so a word that is also something else ("foot", "won", "stone") costs
nothing elsewhere. Names are normalised, singular and British in spelling: "kilometre", "dollar per barrel".
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit at `[start, end)` of the text; `money` for currencies."""

    start: int
    end: int
    name: str
    money: bool = False


@dataclass(frozen=True, slots=True)
class _Lexicon:
    before: re.Pattern[str]
    after: re.Pattern[str]
    rate: re.Pattern[str]
    prefixed: dict[str, str]
    symbols: dict[str, str]
    words: dict[str, str]
    denominators: dict[str, str]
    money: frozenset[str]


def plural(word: str) -> str:
    """The regular plural of an English noun: "mile" -> "miles", "penny" -> "pennies", "inch" -> "inches"."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def singular(word: str) -> str:
    """The regular singular of an English plural: "americans" -> "american", "countries" -> "country"."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _alternatives(forms: dict[str, str]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", r"\s") for form in sorted(forms, key=len, reverse=True))


@cache
def _lexicon() -> _Lexicon:
    data: dict[str, Any] = tomllib.loads(files("reportedly").joinpath("data/quantity/units.toml").read_text(encoding="utf-8"))
    symbols: dict[str, str] = {}
    words: dict[str, str] = {}
    prefixed: dict[str, str] = {}
    for entry in data["unit"]:
        name = entry["name"]
        for word in entry.get("words", []):
            words[word.lower()] = name
            words.update({p.lower(): name for p in entry.get("plurals", [plural(word)])})
            for short in entry.get("prefixes", []):
                long = data["prefixes"][short]
                words.update({long + form: long + name for form in (word, plural(word), *entry.get("plurals", []))})
        for symbol in entry.get("symbols", []):
            symbols[symbol] = name
            symbols.update({short + symbol: data["prefixes"][short] + name for short in entry.get("prefixes", [])})
    money: set[str] = set()
    for entry in data["currency"]:
        name = entry["name"]
        money.add(name)
        for word in entry.get("words", []):
            words[word.lower()] = name
            words.update({p.lower(): name for p in entry.get("plurals", [plural(word)])})
        symbols.update(dict.fromkeys([*entry.get("codes", []), *entry.get("after", [])], name))
        prefixed.update(dict.fromkeys([*entry.get("before", []), *entry.get("codes", [])], name))
    denominators = {word.lower(): words.get(word.lower()) or symbols.get(word) or word.lower() for word in data["denominators"]}
    denominators |= {plural(word): name for word, name in denominators.items() if word.isalpha() and word not in words}
    return _Lexicon(
        before=re.compile(rf"(?<![^\W_])(?:{_alternatives(prefixed)})\s?$"),
        after=re.compile(
            rf"[\s\u00a0]?-?(?:(?P<symbol>{_alternatives(symbols)})|(?P<word>(?i:{_alternatives(words)})))(?![^\W_²³])"
        ),
        rate=re.compile(
            rf"(?:\s+per\s+|-per-)(?P<per>(?i:{_alternatives(denominators)})|[A-Za-z]+)\b"
            rf"|(?:\s+an?\s+|-an?-|\s?/\s?)(?P<a>(?i:{_alternatives(denominators)}))(?![^\W_²³])(?!\s+(?:ago|earlier|before|later|previously)\b)"
        ),
        prefixed=prefixed,
        symbols=symbols,
        words=words,
        denominators=denominators,
        money=frozenset(money),
    )


def before(text: str, at: int) -> Unit | None:
    """The currency that ends where a number begins: "US$" in "US$58", "PS" in "PS2.7m"."""
    if at == 0 or text[at - 1].isdigit():
        return None
    window = max(0, at - 8)
    lexicon = _lexicon()
    m = lexicon.before.search(text[window:at])
    if m is None:
        return None
    return Unit(
        window + m.start(),
        at,
        lexicon.prefixed[" ".join(m.group().split()) if " " in m.group().strip() else m.group().strip()],
        True,
    )


def after(text: str, at: int, millions: bool = False) -> Unit | None:
    """The unit that begins where a number ends, without what it is "per" (see `rate`).

    A one-letter symbol counts only if it touches the number or is no English word or initial there. "Pounds" are money after
    millions, mass else.
    """
    lexicon = _lexicon()
    m = lexicon.after.match(text, at)
    if m is None:
        return None
    symbol = m.group("symbol")
    if symbol:
        spaced = text[at].isspace()
        following = text[m.end() : m.end() + 1]
        if spaced and len(symbol) == 1 and symbol.isalpha():
            word = symbol in "lABT" and following != "/"
            initial = symbol != "p" and following == "."
            if word or initial:
                return None
        name = lexicon.symbols[symbol]
        if len(symbol) == 1 and symbol in "FC" and not spaced and text[m.end() : m.end() + 1] == "-":
            return None
    else:
        name = lexicon.words[" ".join(m.group("word").lower().split())]
    if name == "pound-mass" and millions:
        name = "pound sterling"
    return Unit(m.start("symbol") if symbol else m.start("word"), m.end(), name, name in lexicon.money)


def named(word: str) -> str | None:
    """The unit that a single word names ("shekels" -> "shekel"), or `None`."""
    return _lexicon().words.get(word)


def rate(text: str, at: int) -> Unit | None:
    """What a measure is per: "per barrel", "a month", "/cm2". The name is the denominator's, singular."""
    lexicon = _lexicon()
    m = lexicon.rate.match(text, at)
    if m is None:
        return None
    word = " ".join((m.group("per") or m.group("a")).split())
    return Unit(m.start(), m.end(), lexicon.denominators.get(word.lower()) or lexicon.symbols.get(word) or word.lower())
