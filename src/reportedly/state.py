"""States and what belongs to them: names, adjectives, seats of government, and the bodies of which a state has one.

All of it is data (`data/source/`): `governments.tsv` for states, `bodies.tsv` for single bodies by name, `functions.toml` for
bodies by description. A description stands for a body only where the list leaves exactly one; a name that bodies of several
states have, only where the state is known.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, cast

from reportedly.model import SourceType
from reportedly.spelling import british, plain, solid

__all__ = [
    "body_words",
    "code_of",
    "common",
    "companies",
    "country_first",
    "country_last",
    "government",
    "is_seat",
    "lines",
    "listed",
    "local_body",
    "name_of",
    "seat_first",
    "service",
    "service_kind",
    "spoken_of",
    "state_body",
    "states",
    "table",
    "type_of",
    "without_kind",
    "without_level",
]


@dataclass(slots=True)
class _States:
    names: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Bodies:
    """`named`: by country and words, the words a body is filed under; `of_name`: the countries of a name."""

    named: dict[tuple[str, str], str] = field(default_factory=dict)
    of_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    services: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    functions: dict[tuple[str, str], str] = field(default_factory=dict)
    types: dict[tuple[str, str], SourceType] = field(default_factory=dict)


def government(words: str) -> str | None:
    """The code of the state whose government these plain words are: its name, its adjective, its seat."""
    states = _states()
    of_state = re.sub(r"^government (?:of|in) (?:the )?|(?<=\w) government$", "", words)
    if of_state != words and of_state in states.seats:
        return states.seats[of_state]
    return states.countries.get(of_state) or states.seats.get(words)


def name_of(code: str) -> str:
    """The English name of a state. Raises KeyError for a code that is not in the list."""
    return _states().names[code]


def states() -> Collection[str]:
    """The codes of all states of the list."""
    return _states().names.keys()


def code_of(country: str | None) -> str | None:
    """The ISO code of a country given by code or name; what is not in the list is returned as it is."""
    if country is None:
        return None
    states = _states()
    return country if country in states.names else states.countries.get(plain(country), country)


def country_first(words: list[str]) -> tuple[str | None, list[str]]:
    """The code of the country that the first words name, as long as others follow, and these others."""
    for n in (5, 3, 2, 1):
        if len(words) > n and (code := _states().countries.get(plain(" ".join(words[:n])))):
            return code, words[n:]
    return None, words


def seat_first(words: list[str]) -> tuple[str | None, list[str]]:
    """The code of the country whose seat of government comes first with a possessive ("Seoul's spy agency"), and the rest."""
    for n in (2, 1):
        if len(words) > n and re.search(r"['’]s?$", words[n - 1]) and (code := _states().seats.get(plain(" ".join(words[:n])))):
            return code, words[n:]
    return None, words


def country_last(words: list[str]) -> tuple[str | None, list[str]]:
    """The code of the country in "... of Ukraine", "... of the United States", and the words before it."""
    for n in (4, 3, 2, 1):
        before, last = words[:-n], words[-n:]
        if len(before) > 1 and plain(before[-1]) == "of" and (code := _states().countries.get(plain(" ".join(last)))):
            return code, before[:-1]
    return None, words


@lru_cache(maxsize=4)
def spoken_of(text: str) -> frozenset[str]:
    """The codes of the states that a text names, by name, adjective or seat of government."""
    states = _states()
    words = [plain(word) for word in re.findall(r"[^\W\d_][\w.'’-]*", text)]
    found = set()
    for i, word in enumerate(words):
        for n in (1, 2, 3):
            phrase = word if n == 1 else " ".join(words[i : i + n])
            if code := states.countries.get(phrase) or states.seats.get(phrase):
                found.add(code)
    # Plain words lose the case: "us" is no country.
    if "US" in found and not re.search(r"\bU\.?S\.?A?\b|United States|America|Washington", text):
        found.discard("US")
    return frozenset(found)


#: What joins the portfolios of one ministry.
_PORTFOLIO = re.compile(r",? and |, ")


def body_words(words: list[str]) -> str:
    """The words of a body's name in one order and spelling: "Ministry of Defense" is "defence ministry"."""
    words = [british(word) for word in words]
    if len(words) > 2 and words[0] in ("ministry", "department") and words[1] == "of":
        words = [*(words[3:] if words[2] == "the" else words[2:]), words[0]]
    return " ".join(words)


def listed(country: str | None, words: str) -> tuple[tuple[str, str], ...]:
    """The bodies of the list that have this name or acronym: country ("-" for none) and the words they are filed under."""
    bodies = _bodies()
    if country:
        filed = bodies.named.get((country, words))
        return ((country, filed),) if filed else ()
    return tuple((code, bodies.named[code, words]) for code in sorted(bodies.of_name.get(words, ())))


def type_of(country: str, filed: str) -> SourceType | None:
    """The type of a body of the list, `None` when it is not there."""
    return _bodies().types.get((country, filed))


def state_body(country: str | None, words: str) -> str | None:
    """What a body of which every state has one is filed under ("ministry of defence": "defence ministry"), else `None`."""
    function = _functions()[0].get(words)
    if function is None and words.endswith(" ministry"):
        # "Ministry of Justice and Prisons", "Ministry of National Defence": by what comes first, for a state has one of each.
        first = _PORTFOLIO.split(words.removesuffix(" ministry"))[0].removeprefix("national ")
        function = _functions()[0].get(f"{first} ministry")
    if function is None and " " in words:
        # "Army officials", "the defence ministry staff": people of the body speak as it does.
        body, _, people = words.rpartition(" ")
        function = _functions()[0].get(body) if people in _officials() else None
    if function is None:
        return None
    return _bodies().functions.get((country or "", function), function)


def local_body(words: str) -> tuple[str, str] | None:
    """What a body of which every region has one is filed under, and the level that the words give, "" for none.

    `words` as `body_words` leaves them: "county police" is ("police", "region"), "national directorate for civil protection"
    is ("civil protection", "state").
    """
    phrases, levels = _local()
    found = words.split()
    level = next((levels[word] for word in found if word in levels), "")
    bare = [word for word in found if word not in levels]
    function = phrases.get(" ".join(bare))
    if function is None and len(bare) > 1 and bare[-1] in _functions()[5]:
        # "The disaster people", "the health department officials": people of the body speak as it does.
        function = phrases.get(" ".join(bare[:-1])) or phrases.get(" ".join([*bare[:-1], "agency"]))
    return (function, level) if function else None


def without_level(words: str) -> str:
    """A body's plain words without the level at their head: "mining authority" of "state mining authority"."""
    first, _, rest = words.partition(" ")
    return rest if " " in rest and first in _local()[1] else words


def service(country: str, words: str) -> tuple[str | None, bool]:
    """What the one secret service of a country that a description fits is filed under, and whether the list knows any of its
    services. `(None, False)` also for words that describe no secret service."""
    kinds = _functions()[1].get(words)
    of_country = _bodies().services.get(country)
    if kinds is None or of_country is None:
        return None, False
    fits: set[str] = set().union(*(of_country.get(kind, ()) for kind in kinds))
    return (fits.pop() if len(fits) == 1 else None), True


def service_kind(words: str) -> str | None:
    """The kind of secret service that a description asks for ("spy agency": "intelligence"), else `None`."""
    return _functions()[3].get(words)


def common(words: str) -> bool:
    """Whether a name may be that of a body in any state: "joint chiefs of staff", "coast guard"."""
    return (
        words in _functions()[0] or len(_bodies().of_name.get(words, ())) > 1 or all(w in _functions()[2] for w in words.split())
    )


def is_seat(town: str) -> bool:
    """Whether reports name a town, given plain, when they speak of a government or of a body that sits there."""
    return town in _states().seats or town in _hosts()


@cache
def _hosts() -> frozenset[str]:
    return frozenset(table("functions.toml")["hosts"]["towns"])


@cache
def companies() -> frozenset[str]:
    """Nouns by which news speaks again of a company that it has named: "the operator", "the lender"."""
    return frozenset(table("functions.toml")["companies"]["words"].split())


def without_kind(name: str) -> str:
    """A body's name without the words that only say what kind of body it is: "the NGO Redwater Watch", "news agency Zenit".

    A country before them goes too, for it belongs to the kind; the country is then the mention's, if it has one.
    """
    words = name.split()
    rest = country_first(words)[1]
    start = 0
    while (
        start < len(rest) - 1 and rest[start].casefold() in _functions()[4] and (rest[start].islower() or rest[start].isupper())
    ):
        start += 1
    return " ".join(rest[start:]) if start and rest[start][0].isupper() else name


@cache
def _states() -> _States:
    states = _States()
    for line in lines("governments.tsv"):
        code, name, others, places = line.split("\t")
        states.names[code] = name
        states.countries.update((plain(word), code) for word in (name, *others.split(";")) if word)
        states.seats.update((plain(place), code) for place in places.split(";") if place)
    return states


@cache
def _bodies() -> _Bodies:
    bodies = _Bodies()
    for line in lines("bodies.tsv"):
        code, functions, kind, name, acronyms, others = line.split("\t")
        filed = body_words(plain(name).split())
        bodies.types[code, filed] = cast(SourceType, kind)
        for other in (name, *acronyms.split(";"), *others.split(";")):
            words = body_words(plain(other).split())
            for form in {words, words.replace(".", ""), solid(words)} - {""}:
                bodies.named[code, form] = filed
                bodies.of_name[form].add(code)
        for function in filter(None, functions.split(";")):
            if kind == "intelligence agency":
                bodies.services[code][function].add(filed)
            bodies.functions[code, function] = filed
    return bodies


@cache
def _functions() -> tuple[
    dict[str, str], dict[str, tuple[str, ...]], frozenset[str], dict[str, str], frozenset[str], frozenset[str]
]:
    """Phrase to state function; phrase to kinds of secret service; common words; phrase to its own kind of service; words
    for kinds of bodies; words for people who speak as their body."""
    data = table("functions.toml")
    state: dict[str, str] = {}
    for line in data["state"]["phrases"]:
        first, *_ = phrases = [body_words(p.strip().split()) for p in line.split("|")]
        state.update((phrase, first) for phrase in phrases)
    services: dict[str, tuple[str, ...]] = {}
    own: dict[str, str] = {}
    general = {kind: tuple(k.strip() for k in kinds.split("|")) for kind, kinds in data["general"].items()}
    for kind, line in data["services"].items():
        for phrase in line.split("|"):
            words = body_words(phrase.strip().split())
            services[words] = (*services.get(words, ()), *general.get(kind, (kind,)))
            own.setdefault(words, kind)
    listed_words = (frozenset(map(british, data[name]["words"].split())) for name in ("common", "kinds", "members"))
    common_words, kinds_of_bodies, members = listed_words
    return state, services, common_words, own, kinds_of_bodies, members


@cache
def _officials() -> frozenset[str]:
    """Words for people who say what a body of a state says; its members and rebels may each say something else."""
    return frozenset(table("functions.toml")["officials"]["words"].split())


_LEVELS = {
    "region": ("county", "regional", "provincial", "district"),
    "town": ("city", "municipal", "metropolitan", "town", "village"),
    "state": ("national", "state", "federal", "central"),
    "": ("local",),
}


@cache
def _local() -> tuple[dict[str, str], dict[str, str]]:
    """Phrase to what it is filed under, in any order of its words; word to level."""
    phrases: dict[str, str] = {}
    for line in table("functions.toml")["local"]["phrases"]:
        first, *_ = forms = [" ".join(map(british, form.split())) for form in line.split("|")]
        phrases.update((form, first) for form in forms)
    return phrases, {word: level for level, words in _LEVELS.items() for word in words}


def table(file: str) -> dict[str, Any]:
    """A TOML file of `data/source/`."""
    return tomllib.loads(_text(file))


def lines(file: str) -> list[str]:
    """The lines of a file of `data/source/` that are no comments."""
    return [line for line in _text(file).splitlines() if line and not line.startswith("#")]


def _text(file: str) -> str:
    return files("reportedly").joinpath("data", "source", file).read_text("utf-8")
