"""Who is counted, in one form for all the words that news uses: "DPRK troops" and "North Korean servicemen" are one population.

A population is a country, a class of people or things, and what else restricts it. Nouns for one class come from
`data/match/populations.toml`, names and adjectives of countries from `data/source/governments.tsv`; a capital stands for its
country. "People" and words like it say nothing, so they make the population of everyone.

What it gets wrong: a country that is no affiliation ("soldiers in Ukraine" never reaches here, "Ukraine front soldiers" does),
two classes in one phrase ("soldiers and civilians" is read by its last noun), nouns that the list does not know are
each a class of their own.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from reportedly.unit import plural, singular

__all__ = ["EVERYONE", "Population", "countries_in", "country_name", "in_one_form", "plural_of", "population"]

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
_NAMES = re.compile(r"[A-Z][\w.'’-]*(?: (?:of |and |the )*[A-Z][\w.'’-]*)*")
_IRREGULAR = {"men": "man", "people": "person", "children": "child", "police": "police", "personnel": "personnel", "pows": "pow"}
_LINKS = frozenset(("of", "from", "in", "for", "the", "a", "an", "to", "at", "by", "with"))
_FROM = frozenset(("of", "from"))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Population:
    """Who is counted. `country`: ISO 3166-1 alpha-2, two with a stroke for an adjective of both ("KP/KR"); `head`: the singular
    of the class; `modifiers` in order. All empty: everyone."""

    country: str = ""
    head: str = ""
    modifiers: tuple[str, ...] = ()

    @property
    def general(self) -> bool:
        """Whether it restricts nothing."""
        return not (self.country or self.head or self.modifiers)

    @property
    def part(self) -> bool:
        """Whether those counted are only ever a part of those hit by an event: children, medics, elderly people."""
        return bool(self.modifiers) or self.head in _lists().parts

    @property
    def of_no_state(self) -> bool:
        """Whether they are those who fight states: no report means soldiers of a country by "rebels"."""
        return self.head in _lists().stateless

    @property
    def wider(self) -> Iterator[Population]:
        """The populations that hold this one, from its own words: "soldiers", "North Koreans" for North Korean soldiers."""
        countries = {self.country, ""} | {c for c in _lists().broad.values() if self.country and self.country in c.split("/")}
        for country in sorted(countries):
            for head in {self.head, ""}:
                for modifiers in {self.modifiers, ()}:
                    other = Population(country=country, head=head, modifiers=modifiers)
                    if other != self:
                        yield other

    def without(self, outcome: str | None) -> Population:
        """Without a head that says no more than the outcome: protesters who gathered are those who gathered."""
        implied = _lists().implied.get(outcome or "", frozenset())
        return replace(self, head="") if self.head in implied else self

    def implies(self, outcome: str) -> bool:
        """Whether the outcome need not be said of them: bodies are of the dead."""
        return self.head in _lists().implying.get(outcome, frozenset())

    def __str__(self) -> str:
        """In words, from which `population` reads the same again; "" for everyone."""
        if self.general:
            return ""
        names = _lists().names
        country = names[self.country] if self.country else ""
        if country.endswith("an") and not self.head:
            return " ".join((*self.modifiers, country + "s"))
        return " ".join(word for word in (*self.modifiers, country, plural_of(self.head or "person")) if word)


EVERYONE = Population()


def plural_of(noun: str) -> str:
    """The plural of a singular that `population` gives."""
    first, _, last = noun.rpartition(" ")
    many = {"person": "people", "child": "children", "man": "men", "woman": "women", "personnel": "personnel"}
    form = many.get(last) or (last[:-3] + "men" if last.endswith("man") and last != "human" else plural(last))
    return f"{first} {form}" if first else form


@lru_cache(maxsize=65536)
def population(words: str | None) -> Population | None:
    """The population that a noun phrase names, `None` where there are no words: "the 12 wounded North Koreans" -> country KP."""
    if not words:
        return None
    lists = _lists()
    tokens = [t for t in _tokens(words) if t]
    countries: list[str] = []
    rest: list[str] = []
    after = False
    i = 0
    ends = False
    while i < len(tokens):
        n, code = _country(tokens, i)
        ends = bool(code) and not after
        if code:
            countries.append(code)
            i += n
            continue
        word = tokens[i]
        i += 1
        if word in _FROM and rest:
            after = True
        if word in _LINKS or word.isdigit():
            continue
        if after:
            # "soldiers of the North Korean army": what follows "of" gives the country, and more only where it names no state
            if singular(word) not in lists.of_state:
                rest.insert(0, word)
            continue
        rest.append(word)
    # "Elite North Koreans": what stands before is no class.
    head, modifiers = ("", _modifiers(rest)) if ends else _head(rest)
    return Population(country=countries[0] if countries else "", head=head, modifiers=modifiers)


def countries_in(text: str) -> frozenset[str]:
    """The codes of all countries that a text names by name, adjective or capital, written with a capital letter."""
    found: set[str] = set()
    for names in _NAMES.findall(text):
        tokens = _tokens(names)
        found.update(code for i in range(len(tokens)) if (code := _country(tokens, i)[1]))
    return frozenset(found)


def in_one_form(text: str) -> list[str]:
    """The words of a text in lower case without accents, each country, its adjective and its capital by the code ("KP")."""
    tokens = _tokens(text)
    out: list[str] = []
    i = 0
    while i < len(tokens):
        n, code = _country(tokens, i)
        out.append(code or tokens[i])
        i += n or 1
    return [word for word in out if word]


def country_name(code: str) -> str:
    """The name of a country by its code; a code that is not in the list is returned as it is."""
    return _lists().countries.get(code, code)


def _tokens(words: str) -> list[str]:
    return [re.sub(r"'s?$", "", t).rstrip(".") for t in _WORD.findall(_plain(words))]


def _plain(words: str) -> str:
    text = unicodedata.normalize("NFKD", words.replace("’", "'")).casefold()
    return "".join(c for c in text if not unicodedata.combining(c))


def _country(tokens: list[str], i: int) -> tuple[int, str]:
    """How many tokens from `i` on name a country, and its code; `(0, "")` where none does."""
    codes, starts = _lists().codes, _lists().starts
    if tokens[i] not in starts and tokens[i].removesuffix("s") not in starts:
        return 0, ""
    for n in range(min(5, len(tokens) - i), 0, -1):
        name = " ".join(tokens[i : i + n])
        for form in (name, name.removesuffix("s") if len(name) > 4 else name):
            if form in codes:
                return n, codes[form]
    return 0, ""


def _head(words: list[str]) -> tuple[str, tuple[str, ...]]:
    """The class that the last words name, and what restricts it."""
    lists = _lists()
    if not words:
        return "", ()
    words = [*words[:-1], _lemma(words[-1])]
    head = words[-1]
    size = 1
    for n in (3, 2, 1):
        name = " ".join(words[-n:])
        if len(words) >= n and name in lists.classes:
            head, size = lists.classes[name], n
            break
    if head in lists.everyone:
        head = ""
    if len(words) == size and head in lists.passing:
        head = ""
    return head, _modifiers(words[:-size])


def _modifiers(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if word not in _lists().passing}))


def _lemma(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return word[:-2] + "an" if word.endswith("men") else singular(word)


@dataclass(frozen=True, slots=True)
class _Lists:
    everyone: frozenset[str]
    passing: frozenset[str]
    of_state: frozenset[str]
    classes: dict[str, str]
    parts: frozenset[str]
    stateless: frozenset[str]
    implied: dict[str, frozenset[str]]
    implying: dict[str, frozenset[str]]
    broad: dict[str, str]
    codes: dict[str, str]
    starts: frozenset[str]
    names: dict[str, str]
    countries: dict[str, str]


@cache
def _lists() -> _Lists:
    folder = files("reportedly").joinpath("data")
    data = tomllib.loads(folder.joinpath("match/populations.toml").read_text("utf-8"))
    broad = {adjective: "/".join(codes) for adjective, codes in data["broad"].items()}
    codes = dict(broad)
    countries: dict[str, str] = {}
    names = {code: adjective.capitalize() for adjective, code in broad.items()}
    for line in folder.joinpath("source/governments.tsv").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        code, name, others, seats = line.split("\t")
        adjective = others.split(";")[0] or name
        names[code] = adjective if " ".join(_tokens(adjective)) not in codes else name
        for word in (name, *others.split(";"), *seats.split(";")):
            if word and (form := " ".join(_tokens(word))):
                codes.setdefault(form, code)
        countries[code] = name
    for code, nouns in data["people"].items():
        for noun in nouns:
            codes.setdefault(noun, code)
            codes.setdefault(plural(noun), code)
    return _Lists(
        everyone=frozenset(data["everyone"]),
        passing=frozenset(data["passing"]),
        of_state=frozenset(data["of_state"]),
        classes={word: entry["name"] for entry in data["class"] for word in (entry["name"], *entry["words"])},
        parts=frozenset(entry["name"] for entry in data["class"] if entry.get("part")),
        stateless=frozenset(entry["name"] for entry in data["class"] if entry.get("of_no_state")),
        implied={outcome: frozenset(nouns) for outcome, nouns in data["implied"].items()},
        implying={outcome: frozenset(nouns) for outcome, nouns in data["implying"].items()},
        broad=broad,
        codes=codes,
        starts=frozenset(form.split()[0] for form in codes),
        names=names,
        countries=countries,
    )
