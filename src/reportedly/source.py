"""Who is who across documents: one identity for every source that claims come from or through.

Every hop of every chain is a mention. A mention gets a key from its own document alone wherever that is possible: a
government from a country, its adjective or the city that stands for it; a body from its name and the country it belongs to;
a person from the name without titles. Mentions with one key are one source. Only short names need the other documents: an
acronym stands for the one body that is introduced with it, "National Intelligence Service (NIS)", and a lone surname for
the one person who is named in full with it; what is introduced for two stands for neither.

Precision goes before recall: an unknown hop is the same as no other, and a source that is anonymous or given by role, or
whose name is not capitalised, is never the same as one in another document. What this gets wrong: spellings (Zelensky,
Zelenskyy), an office and its holder, bodies by description ("Seoul's spy agency") and bodies whose country one document
does not give stay apart; two unnamed people described in the same words in one document become one, unless one of them is
"another"; namesakes become one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from reportedly.comparison import Source
from reportedly.model import Extraction, Hop, SourceType, make_id, words_of

__all__ = ["identify", "plain"]


#: What makes mentions one source: a kind of key, then what it says.
_Key = tuple[str, ...]


class _Mention(NamedTuple):
    at: tuple[str, int]
    hop: Hop
    said: str
    name: str
    key: _Key
    acronym: str | None


def identify(extractions: Iterable[Extraction]) -> tuple[Source, ...]:
    """The sources of all chains of all claims, in the order of their names, whatever the order of `extractions`."""
    documents: dict[str, list[_Mention]] = {}
    for extraction in extractions:
        document = extraction.document
        mentions = [
            _mention((claim.id, i), hop, document.id, document.text)
            for claim in extraction.claims
            for i, hop in enumerate(claim.chain)
        ]
        documents[document.id] = _with_countries(mentions)
    everywhere = _short_names(mention for mentions in documents.values() for mention in mentions)
    groups: dict[_Key, list[_Mention]] = defaultdict(list)
    for document_id, mentions in documents.items():
        here = _short_names(mentions)
        for m in mentions:
            groups[_spelt_out(m.key, document_id, here, everywhere)].append(m)
    return tuple(sorted((_source(key, group) for key, group in groups.items()), key=lambda s: (plain(s.name), s.id)))


def plain(name: str) -> str:
    """`name` for comparison: without case, accents, article, possessive, marks other than those inside a word."""
    text = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"'s?(?!\w)", "", text)
    text = re.sub(r"[^\w'&.-]+", " ", text).strip(" .'-")
    return re.sub(r"^(?:(?:the|an?)\s+(?=\w))+", "", text)


def _mention(at: tuple[str, int], hop: Hop, document: str, text: str) -> _Mention:
    found = re.search(r"\(([A-Z][A-Z.&-]{1,9})\)", hop.name)
    if not found and hop.mention:
        found = re.search(r"\(([A-Z][A-Z.&-]{1,9})\)", hop.mention.text)
        found = found or re.compile(r"\s?\(([A-Z][A-Z.&-]{1,9})\)").match(text, hop.mention.end)
    said = _shown(re.sub(r"\s*\([^)]*\)", "", hop.name) or hop.name)
    name = _person(said) if hop.type == "person" and hop.named == "named" else said
    unknown = hop.mention is None and hop.named == "anonymous"
    key = ("unknown", at[0], str(at[1])) if unknown else _key(hop, name, document)
    return _Mention(at, hop, said, name, key, _letters(found[1]) if found else None)


def _letters(acronym: str) -> str:
    return plain(acronym).replace(".", "")


def _shown(name: str) -> str:
    """`name` as it is shown: white space made single, no article before it, no possessive or punctuation at its ends."""
    name = re.sub(r"\s+", " ", name).strip(" ,;:.'’\"“”-–—") or name
    return re.sub(r"^(?:the|an?)\s+(?=\S)|['’]s?$", "", name, flags=re.IGNORECASE)


def _key(hop: Hop, name: str, document: str) -> _Key:
    words = plain(name)
    if hop.named != "named" or hop.anonymous:
        return ("unnamed", words, document)
    if hop.type == "person":
        return ("named", words, "")
    if not any(c.isupper() for c in name):
        return ("unnamed", words, document)
    countries, seats, _ = _governments()
    of_state = re.sub(r"^government of (?:the )?|(?<=\w) government$", "", words)
    if hop.type not in ("outlet", "document") and (code := countries.get(of_state) or seats.get(words)):
        return ("government", code)
    country, rest = _country_first(words.split())
    return ("named", _body(rest), country or _country(hop.country) or "")


def _person(name: str) -> str:
    """The name alone: "Ukraine's President Rudolf Flavia", "the president, Rudolf Flavia", "Rudolf Flavia, a sailor"."""
    for part in name.split(","):
        words = part.split()
        while len(words) > 1:
            country, rest = _country_first(words)
            if not country and plain(words[0]) not in _titles():
                break
            words = rest if country else words[1:]
        if words and words[0][0].isupper() and words[-1][0].isupper():
            return " ".join(words)
    return name


def _country_first(words: list[str]) -> tuple[str | None, list[str]]:
    """The code of the country that the first words name, as long as others follow, and these others."""
    countries = _governments()[0]
    for n in (3, 2, 1):
        if len(words) > n and (code := countries.get(plain(" ".join(words[:n])))):
            return code, words[n:]
    return None, words


def _body(words: list[str]) -> str:
    """The words of a body's name in one order and spelling: "Ministry of Defense" is "defence ministry"."""
    words = ["defence" if word == "defense" else word for word in words]
    if len(words) > 2 and words[0] in ("ministry", "department") and words[1] == "of":
        words = [*(words[3:] if words[2] == "the" else words[2:]), words[0]]
    return " ".join(words)


def _with_countries(mentions: list[_Mention]) -> list[_Mention]:
    """The mentions of one document; a body without a country gets the one that the document gives to that name elsewhere."""
    countries: dict[str, set[str]] = defaultdict(set)
    for m in mentions:
        if m.key[0] == "named" and m.key[2]:
            countries[m.key[1]].add(m.key[2])
    return [
        m._replace(key=(*m.key[:2], *countries[m.key[1]]))
        if m.key[0] == "named" and not m.key[2] and m.hop.type != "person" and len(countries[m.key[1]]) == 1
        else m
        for m in mentions
    ]


def _short_names(mentions: Iterable[_Mention]) -> dict[str, set[_Key]]:
    """What each acronym in brackets and each first or last word of a person's name is introduced for."""
    introduced: dict[str, set[_Key]] = defaultdict(set)
    for m in mentions:
        if m.key[0] != "named":
            continue
        if m.hop.type == "person":
            words = m.key[1].split()
            for word in {words[0], words[-1]} if len(words) > 1 else ():
                introduced[word].add(m.key)
        elif m.acronym and m.acronym != m.key[1]:
            introduced[m.acronym].add(m.key)
    return introduced


def _spelt_out(key: _Key, document: str, here: dict[str, set[_Key]], everywhere: dict[str, set[_Key]]) -> _Key:
    """`key`, or what it is short for: in its own document if that says, else in all of them."""
    if key[0] != "named" or " " in key[1]:
        return key
    short = key[1].replace(".", "")
    full = here.get(short) or everywhere.get(short) or {key}
    full = {k for k in full if not (k[2] and key[2] and k[2] != key[2])} or {key}
    return min(full) if len(full) == 1 else ("ambiguous", key[1], document)


def _source(key: _Key, mentions: list[_Mention]) -> Source:
    names = Counter(m.name for m in mentions)
    types: Counter[SourceType] = Counter(m.hop.type for m in mentions if m.hop.type != "unspecified")
    said = {m.said for m in mentions}
    named = Counter(m.hop.named for m in mentions)
    codes = Counter(code for m in mentions if (code := _country(m.hop.country)))
    order = words_of(SourceType)
    name = min(names, key=lambda n: (-names[n], -len(n), n))
    country = min(codes, key=lambda c: (-codes[c], c)) if codes else None
    kind = min(types, key=lambda t: (-types[t], order.index(t))) if types else "unspecified"
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
        aliases=tuple(sorted((said | set(names) | acronyms) - {name})),
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
