"""Who is who across documents: one identity for every source that claims come from or through.

Every hop of every chain is a mention. A mention gets a key from its own document alone wherever that is possible: a
government from a country, its adjective or the city that stands for it; a body from its name and the country it belongs to;
a person from the name without titles. Mentions with one key are one source. Only an acronym needs the other documents: it
stands for the one body that any of them introduces it for, "National Intelligence Service (NIS)".

Precision goes before recall: a source that is anonymous or given by role, or whose name is not capitalised, is never the
same as one in another document. What this gets wrong: spellings (Zelensky, Zelenskyy), surnames alone, an office and
its holder, bodies by description ("Seoul's spy agency") stay apart; two unnamed people described in the same words in one
document become one, unless one of them is "another".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from reportedly.model import Extraction, Hop, SourceType, make_id, words_of

__all__ = ["Source", "identify", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source across documents.

    `name` is the designation used most. `country` is an ISO 3166-1 alpha-2 code where the country is in the list, else as
    the mentions have it. `aliases` are the other designations, sorted. `mentions` are `(claim id, index in its chain)`,
    sorted. `id` depends on what makes its mentions one, not on how many there are.
    """

    id: str
    name: str
    type: SourceType
    country: str | None
    named: Literal["named", "by role", "anonymous"]
    aliases: tuple[str, ...]
    mentions: tuple[tuple[str, int], ...]


class _Mention(NamedTuple):
    at: tuple[str, int]
    hop: Hop
    name: str
    key: tuple[str, ...]
    acronym: str | None


def identify(extractions: Iterable[Extraction]) -> tuple[Source, ...]:
    """The sources of all chains of all claims, in the order of their names, whatever the order of `extractions`."""
    documents: dict[str, list[_Mention]] = defaultdict(list)
    for extraction in extractions:
        document = extraction.document
        for claim in extraction.claims:
            for i, hop in enumerate(claim.chain):
                documents[document.id].append(_mention((claim.id, i), hop, document.id, document.text))
    everywhere = _acronyms(mention for mentions in documents.values() for mention in mentions)
    groups: dict[tuple[str, ...], list[_Mention]] = defaultdict(list)
    for mentions in documents.values():
        here = _acronyms(mentions)
        countries: dict[str, set[str]] = defaultdict(set)
        for m in mentions:
            if m.key[0] == "named" and m.key[2]:
                countries[m.key[1]].add(m.key[2])
        for m in mentions:
            groups[_resolved(m.key, here, everywhere, countries)].append(m)
    return tuple(sorted((_source(key, group) for key, group in groups.items()), key=lambda s: (plain(s.name), s.id)))


def plain(name: str) -> str:
    """`name` for comparison: without case, accents, article, possessive, marks other than those inside a word."""
    text = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"'s?(?!\w)", "", text)
    text = re.sub(r"[^\w'&.-]+", " ", text).strip(" .'-")
    return re.sub(r"^(?:the|an?)\s+(?=\w)", "", text)


def _mention(at: tuple[str, int], hop: Hop, document: str, text: str) -> _Mention:
    acronym = None
    around = [hop.name, f"{hop.mention.text}{text[hop.mention.end : hop.mention.end + 14]}"] if hop.mention else [hop.name]
    for words in around:
        if found := re.search(r"\(([A-Z][A-Z.&-]{1,9})\)", words):
            acronym = plain(found[1]).replace(".", "")
            break
    name = _shown(re.sub(r"\s*\([^)]*\)", "", hop.name) or hop.name)
    return _Mention(at, hop, name, _key(hop, name, document), acronym)


def _shown(name: str) -> str:
    """`name` as it is shown: white space made single, no article before it, no possessive or punctuation at its ends."""
    name = re.sub(r"\s+", " ", name).strip(" ,;:.'’\"“”-–—") or name
    return re.sub(r"^(?:the|an?)\s+(?=\S)|['’]s?$", "", name, flags=re.IGNORECASE)


def _key(hop: Hop, name: str, document: str) -> tuple[str, ...]:
    words = plain(name)
    if hop.named != "named" or hop.anonymous:
        return ("unnamed", words, document)
    if hop.type == "person":
        rest = words.split()
        while len(rest) > 1 and rest[0].strip(".") in _titles():
            rest.pop(0)
        return ("named", " ".join(rest), "")
    if not any(c.isupper() for c in name):
        return ("unnamed", words, document)
    countries, seats, _ = _governments()
    of_state = re.sub(r"^government of (?:the )?|(?<=\w) government$", "", words)
    if hop.type not in ("outlet", "document") and (code := countries.get(of_state) or seats.get(words)):
        return ("government", code)
    parts = words.split()
    for n in (3, 2, 1):
        if len(parts) > n and (code := countries.get(" ".join(parts[:n]))):
            return ("named", _body(parts[n:]), code)
    return ("named", _body(parts), _country(hop.country) or "")


def _body(words: list[str]) -> str:
    """The words of a body's name in one order and spelling: "Ministry of Defense" is "defence ministry"."""
    words = ["defence" if word == "defense" else word for word in words]
    if len(words) > 2 and words[0] in ("ministry", "department") and words[1] == "of":
        words = [*(words[3:] if words[2] == "the" else words[2:]), words[0]]
    return " ".join(words)


def _acronyms(mentions: Iterable[_Mention]) -> dict[str, tuple[str, ...]]:
    """The key that each acronym introduced in brackets stands for; one that is introduced for two bodies is left out."""
    introduced: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for m in mentions:
        if m.acronym and m.acronym != plain(m.name) and m.key[0] != "unnamed":
            introduced[m.acronym].add(m.key)
    return {acronym: keys.copy().pop() for acronym, keys in introduced.items() if len(keys) == 1}


def _resolved(
    key: tuple[str, ...],
    here: dict[str, tuple[str, ...]],
    everywhere: dict[str, tuple[str, ...]],
    countries: dict[str, set[str]],
) -> tuple[str, ...]:
    """`key` with an acronym spelt out and, for a body without a country, the one country its document gives that name."""
    if key[0] != "named":
        return key
    acronym = key[1].replace(".", "")
    full = here.get(acronym) or everywhere.get(acronym) or key
    if full[0] == "named" and key[2] and full[2] and key[2] != full[2]:
        return key
    if full[0] == "named" and not full[2] and len(countries[full[1]]) == 1:
        return (*full[:2], *countries[full[1]])
    return full


def _source(key: tuple[str, ...], mentions: list[_Mention]) -> Source:
    names = Counter(m.name for m in mentions)
    types = Counter(m.hop.type for m in mentions if m.hop.type != "unspecified")
    named = Counter(m.hop.named for m in mentions)
    codes = Counter(code for m in mentions if (code := _country(m.hop.country)))
    order = words_of(SourceType)
    name = min(names, key=lambda n: (-names[n], -len(n), n))
    country = min(codes, key=lambda c: (-codes[c], c)) if codes else None
    kind: SourceType = min(types, key=lambda t: (-types[t], order.index(t))) if types else "unspecified"
    if key[0] == "government":
        name, kind, country = f"government of {_governments()[2][key[1]]}", "government", key[1]
    elif key[0] == "named" and key[2]:
        country = key[2]
    acronyms = {m.acronym.upper() for m in mentions if m.acronym}
    return Source(
        id=make_id("source", *key),
        name=name,
        type=kind,
        country=country,
        named=min(named, key=lambda n: (-named[n], n)),
        aliases=tuple(sorted((set(names) | acronyms) - {name})),
        mentions=tuple(sorted(m.at for m in mentions)),
    )


def _country(country: str | None) -> str | None:
    """The ISO code of a country that a hop gives by code or name; what is not in the list is returned as it is."""
    if country is None:
        return None
    countries, _, names = _governments()
    return country if country in names else countries.get(plain(country), country)


@cache
def _governments() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Codes by country name or adjective, codes by seat of government, names by code."""
    countries: dict[str, str] = {}
    seats: dict[str, str] = {}
    names: dict[str, str] = {}
    for line in _lines("governments.tsv"):
        code, name, others, places = line.split("\t")
        names[code] = name
        countries.update((plain(word), code) for word in (name, *others.split(";")) if word)
        seats.update((plain(place), code) for place in places.split(";") if place)
    return countries, seats, names


@cache
def _titles() -> frozenset[str]:
    return frozenset(_lines("titles.txt"))


def _lines(file: str) -> list[str]:
    text = files("reportedly").joinpath("data", "source", file).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
