"""Names as strings: what is left of a name for comparison, and which spellings are of one name.

`plain` takes off what never tells names apart. `romanised` goes further, for persons' names only: two words that give the
same result are renderings of one name in another alphabet (Zelensky, Zelenskyy, Selenskyj), by the rules in
`data/source/names.toml`. `likeness` is a number for what neither rule reaches (a slip of the pen); nothing is merged on it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

__all__ = ["british", "consonants", "family_names", "likeness", "plain", "romanised", "short_for", "solid", "whole_name"]

#: American spellings of words that stand in names of bodies. Common knowledge; -ize is left to the pattern below.
_AMERICAN = {"defense": "defence", "center": "centre", "centers": "centres", "labor": "labour", "harbor": "harbour"}


def plain(name: str) -> str:
    """`name` for comparison: without case, accents, article, possessive, marks other than those inside a word."""
    text = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"'s?(?!\w)", "", text)
    text = re.sub(r"[^\w'&.-]+", " ", text).strip(" .'-")
    return re.sub(r"^(?:(?:the|an?)\s+(?=\w))+", "", text)


def solid(words: str) -> str:
    """Plain words without the spaces and marks between them: "al-jazeera" and "al jazeera" are "aljazeera"."""
    return re.sub(r"[\W_]+", "", words) or words


def british(word: str) -> str:
    """A word in British spelling, as far as it occurs in names of bodies: "Defense" is "defence"."""
    return _AMERICAN.get(word) or re.sub(r"(?<=\w{3})iz(?=ation|ing|ed\b|e\b)", "is", word)


@lru_cache(maxsize=65536)
def romanised(word: str) -> str:
    """One plain word of a person's name in one spelling for all that the rules know."""
    letters, rules, _, _ = _spellings()
    folded = word.translate(letters)
    for pattern, replacement in rules:
        folded = pattern.sub(replacement, folded)
    return folded or word


@lru_cache(maxsize=65536)
def whole_name(words: str) -> str:
    """A person's name, plain, in one spelling, without spaces and hyphens.

    The given name is taken to one form (Vladimir, Volodymyr); a Korean family name comes first.
    """
    _, _, given, family_first = _spellings()
    parts = words.split()
    if len(parts) == 2 and "-" in parts[0] and parts[1] in family_first:
        parts.reverse()
    if len(parts) > 1:
        parts[0] = given.get(parts[0], parts[0])
    return "".join(map(romanised, parts)) or words


def likeness(left: str, right: str) -> float:
    """How alike two plain names are, 0 to 1: the mean of Jaro-Winkler and of the best order of their words."""
    return (JaroWinkler.normalized_similarity(left, right) + fuzz.token_sort_ratio(left, right) / 100) / 2


@cache
def _spellings() -> tuple[dict[int, str], list[tuple[re.Pattern[str], str]], dict[str, str], frozenset[str]]:
    """Letters, rules, the first form of each given name, family names that come first."""
    text = files("reportedly").joinpath("data", "source", "names.toml").read_text("utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    rules = [(re.compile(pattern), replacement) for pattern, replacement in data["rules"]]
    given = {form: line.split()[0] for line in data["given"] for form in line.split()}
    return str.maketrans(data["letters"]), rules, given, frozenset(data["family_first"].split())


def short_for(short: str, full: str) -> bool:
    """Whether a plain person's name leaves out or abbreviates words of a fuller one: "r. flavia", "flavia" for "rudolf flavia".

    A word alone stands for the first or the last; with others before it the last must be the same, and they must come first.
    Of two family names both stand for the person, and so does the given name with the first.
    """
    few, many = (words.replace("-", " ").split() for words in (short, full))
    if len(many) > len(few) > 1:
        folded = [romanised(word) for word in many]
        if [romanised(word) for word in few] in (folded[-len(few) :], folded[:-1]):
            return True
    if len(few) == 1:
        return len(many) > 1 and romanised(few[0]) in (romanised(many[0]), romanised(many[-1]))
    if romanised(few[-1]) != romanised(many[-1]) or len(few) > len(many) or short == full:
        return False
    shorter = len(few) < len(many)
    for a, b in zip(few[:-1], many, strict=False):
        a, b = a.strip("."), b.strip(".")
        if romanised(a) != romanised(b):
            if not (len(a) == 1 and len(b) > 1 and b.startswith(a)):
                return False
            shorter = True
    return shorter


@lru_cache(maxsize=65536)
def family_names(words: str) -> frozenset[str]:
    """The words of a plain full name that may be its family name, in one spelling: the last, and a Korean one that is first."""
    parts = words.split()
    return frozenset({romanised(parts[-1])} | ({romanised(parts[0])} if parts[0] in _spellings()[3] else set()))


def consonants(words: str) -> str:
    """What slips of the pen seldom change: the consonants of a name, each run of one letter as one."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyjw]", "", solid(words))) or words
