"""Persons and the offices they hold: a name without its titles, and what it is called the holder of.

An office is what one person at a time holds in a state (`data/source/offices.toml`): "the Ukrainian president", "president of
Ukraine", "Kremlin spokesman". A deputy, former or acting one holds another. Who holds it is for the documents to say; no list
of holders is kept, for it would be out of date.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from reportedly.spelling import british, plain
from reportedly.state import code_of, country_first, country_last, lines, listed, seat_first, table

__all__ = ["Office", "is_calling", "is_role", "local_office", "name_alone", "office", "office_held", "titled"]

#: At the head of a sentence no part of a name: "Its chief, Rudolf Flavia".
_POSSESSIVES = frozenset({"Its", "His", "Her", "Their", "Our"})

#: What a region is called, beside its name.
_REGION = "(?:province|region|district|county|state|oblast|department|governorate|prefecture|municipality)"

#: Letters of the longest small word inside a name: "van der", "bint".
_PARTICLE = 4

#: A state's code and the words an office is filed under.
Office = tuple[str, str]


def name_alone(name: str) -> str:
    """The name alone: "Ukraine's President Rudolf Flavia", "the president, Rudolf Flavia", "Rudolf Flavia, a sailor"."""
    parts = name.split(",")
    for part in parts:
        words = _behind_a_role(_without_titles(_before_whose(part).split()))
        if words and _capital(words[0]) and _capital(words[-1]) and not (len(parts) > 1 and _is_of_something(part, words)):
            return " ".join(words)
    return name


def _before_whose(part: str) -> str:
    """The name in "Zora Kell of the union Altus"; a part that does not begin with a full name stays whole."""
    if re.search(r"['’]s? [a-z]", part):
        return part  # "the Union of Divers' chairwoman"
    first, *rest = re.split(r" (?:of|from|at|with) ", part.strip(), maxsplit=1)
    words = first.split()
    return first if rest and len(words) > 1 and all(map(_capital, words)) and not _is_title(words[-1]) else part


def _behind_a_role(words: list[str]) -> list[str]:
    """The words behind a noun in lower case: "Zora Kell" of "Opposition leader Zora Kell"."""
    start = max((i + 1 for i, word in enumerate(words) if word.islower() and word.isalpha() and len(word) > _PARTICLE), default=0)
    return words[start:] if start < len(words) and all(map(_capital, words[start:])) else words


def _is_of_something(part: str, words: list[str]) -> bool:
    """Whether what stands before the words makes them something else's name: "the mayor of Pozuzo"."""
    before = part.split()[: -len(words)]
    return any(plain(word) in ("of", "in", "at", "for", "from") for word in before)


def office_held(name: str, country: str | None) -> Office | None:
    """The office that a person's designation says they hold: "Ukrainian President Rudolf Flavia", else `None`."""
    alone = name_alone(name)
    for part in name.split(","):
        phrase = re.sub(rf"\s*{re.escape(alone)}\s*$", "", part.strip()) if part.strip() != alone else ""
        if phrase and (held := _at_the_end(phrase.split(), code_of(country))):
            return held
    return None


def office(name: str, country: str | None) -> Office | None:
    """The office that a definite description names, as a whole: "the Ukrainian president", "president of Ukraine"."""
    if re.match(r"(?:an?|one|another|some|any|two|each|every|its|his|her|their)\b", name, re.IGNORECASE):
        return None
    words = name.split()
    if words and plain(words[0]) == "" and len(words) > 1:
        words = words[1:]
    return _whole(words, code_of(country))


def titled(said: str) -> bool:
    """Whether a person is named with the title of an office ("President Flavia"), so that a lone name is a family name."""
    words = {word for phrase in _offices()[0] for word in phrase.split()} - {"of", "the", "for", "and", "in"}
    alone = name_alone(said)
    return alone != said and any(plain(word) in words for word in said.replace(alone, " ").split())


def is_role(name: str) -> bool:
    """Whether a designation holds no name but only titles or an office: "Commander-in-Chief", "the Deputy Minister"."""
    words = name.split()
    country, rest = country_first(words)
    return _phrase(rest if country else words) in _offices()[0] or all(map(_is_title, words))


def _without_titles(words: list[str]) -> list[str]:
    """`words` from the first that is no country, body, role in lower case or title before a name."""
    while len(words) > 1:
        country, rest = country_first(words)
        if not country:
            country, rest = seat_first(words)
        if country:
            words = rest
        elif (held := next((n for n in (4, 3, 2) if len(words) > n and _phrase(words[:n]) in _offices()[0]), 0)) > 0:
            words = words[held:]  # "Health Minister Zora Kell"
        elif len(words) > 2 and is_calling(words[0]) and all(map(_capital, words[:3])):
            words = words[1:]  # "Ecologist Zora Kell"
        elif (
            _is_title(words[0])
            or not _capital(words[0])
            or words[0] in _POSSESSIVES
            or (_is_body(words[0]) and not _capital_name(words))
        ):
            words = words[1:]
        else:
            break
    return words


def _is_title(word: str) -> bool:
    return plain(word) in _titles() or ("-" in word and all(part in _titles() for part in plain(word).split("-")))


def _is_body(word: str) -> bool:
    """Whether the word is a body of the list or an acronym, as in "Kremlin spokesman", "UN Secretary-General"."""
    return (word.isupper() and len(word) > 1 and "." not in word) or bool(listed(None, plain(word)))


def _capital_name(words: list[str]) -> bool:
    """Whether a plain name follows at once, so that the first word may be a part of it: "Hamas Abdullah"."""
    return not _is_title(words[1]) and _capital(words[1]) and not words[0].isupper()


def _capital(word: str) -> bool:
    return any(c.isupper() for c in word[:3])


def _at_the_end(words: list[str], country: str | None) -> Office | None:
    """The office that the last words name, from the longest such ending; `None` with a word that makes it another office."""
    if any(part in _offices()[2] for word in words for part in plain(word).split("-")):
        return None
    for start in range(len(words)):
        if found := _whole(words[start:], country if start == 0 or start == len(words) - 1 else None):
            return found
    return None


def _whole(words: list[str], country: str | None) -> Office | None:
    offices, houses, without = _offices()
    if any(part in without for word in words for part in plain(word).split("-")):
        return None
    first, rest = country_first(words)
    if not first:
        first, rest = seat_first(words)
    if not first:
        first, rest = country_last(words)
    filed = offices.get(_phrase(rest))
    if filed:
        return (first or country or "", filed) if first or country else None
    if local := _of_a_place(words):
        return local
    return houses.get(_phrase(words)) or houses.get(_phrase(words).replace(" for ", " "))


def _of_a_place(words: list[str]) -> Office | None:
    """ "The mayor of Velmar", "Velmar's mayor", "the governor of Zenda province": an office that one person at a time holds in a
    town or region."""
    whole = re.sub(rf"\b(?:the )?{_REGION} of (?=[A-Z])| {_REGION}$", "", " ".join(words))
    whole = re.sub(r"(?<= of )[A-Z][\w-]*['’]s (?=[A-Z])", "", whole)
    found = re.match(r"(?:the )?([\w ]+?) of ((?:[A-Z][\w'’-]*\s?)+)$", whole)
    phrase, place = (found[1], found[2]) if found else ("", "")
    if not found and (of := re.match(r"((?:[A-Z][\w-]*\s?)+)['’]s ([\w ]+)$", whole)):
        phrase, place = of[2], of[1]
    filed = _local_offices().get(_phrase(phrase.split()))
    return (plain(place), filed) if filed and place else None


def local_office(words: str) -> str | None:
    """What an office of which every region has one is filed under: "public prosecutor" under "prosecutor"."""
    return _local_offices().get(_phrase(words.split()))


@cache
def _local_offices() -> dict[str, str]:
    return {form.strip(): line.split("|")[0].strip() for line in table("offices.toml")["local"] for form in line.split("|")}


def _phrase(words: list[str]) -> str:
    return " ".join(british(word) for word in plain(" ".join(words)).split())


@cache
def _titles() -> frozenset[str]:
    return frozenset(lines("titles.txt"))


def is_calling(word: str) -> bool:
    """Whether a word says what a person or what people are: "Ecologist", "Doctors"."""
    return word.lower() in _callings()


@cache
def _callings() -> frozenset[str]:
    data = tomllib.loads(files("reportedly").joinpath("data", "mention", "types.toml").read_text("utf-8"))
    return frozenset(f"{data['person']['heads']} {data['group']['heads']}".split())


@cache
def _offices() -> tuple[dict[str, str], dict[str, Office], frozenset[str]]:
    """Phrase to office; phrase of a house to office; words that make it another office."""
    data = table("offices.toml")
    offices: dict[str, str] = {}
    for line in data["offices"]:
        first, *_ = forms = [form.strip() for form in line.split("|")]
        offices.update((form, first) for form in forms)
    houses = {
        f"{house} {form.strip()}": (code, filed) for house, code, filed, forms in data["houses"] for form in forms.split("|")
    }
    return offices, houses, frozenset(data["without"].split())
