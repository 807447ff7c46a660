"""The gazetteer: a place name -> the places that bear it.

Two sorted text files, unpacked into memory at first use and searched by bisection: `places.tsv` has one place a line,
`names.tsv` one folded name a line with the offsets of its places. So loading costs one decompression and no parsing, only
the lines that a text asks for are ever read, and the whole is about as large in memory as the text itself. GeoNames data
(CC BY 4.0); see data/place/README.md for the formats and how they are made.
"""

from __future__ import annotations

import gzip
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, cast

#: What a place is: a country, a first- or second-level region, a city, or a named area with its precision on UCDP's scale.
Kind = Literal["country", "region1", "region2", "city", "capital", "area1", "area3", "area4", "area5", "area7"]

#: How a name belongs to a place: its own, another, bare (without "County"), short (only after a place: "Tex."), a demonym.
Mark = Literal["", "a", "b", "q", "d"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place. `code`: GeoNames code of the smallest known division it is or is in ("UA", "UA.21", "US.LA.009"; empty for
    what is in no one country); `lat`, `lon`: WGS 84 degrees, of the middle if it is an area; `population`: 0 if unknown."""

    id: str
    name: str
    kind: Kind
    code: str
    lat: float
    lon: float
    population: int

    @property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-2 code, or `None` for what is in no one country."""
        return self.code[:2] or None


#: A place, and how a name belongs to it.
Bearer = tuple[Place, Mark]

_SPECIAL = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e"})
_DROPPED = re.compile("[.'`’‘ʻʼʹʺ\u0300-\u036f]")
_SPACE = re.compile(r"[^\w&]+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "&": "and"}


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The form in which names are compared: lower case, no accents, apostrophes or full stops, hyphens as spaces, and
    "St.", "Mt.", "Ft." written out."""
    name = _DROPPED.sub("", unicodedata.normalize("NFKD", name.lower()).lower().translate(_SPECIAL))
    words = _SPACE.sub(" ", name).split()
    return " ".join(_SHORT.get(word, word) for word in words) if len(words) > 1 else "".join(words)


@lru_cache(maxsize=65536)
def bearers(key: str) -> tuple[Bearer, ...]:
    """The places that bear the folded name `key`; empty when there is none."""
    line = _find(_unpack("names.tsv.gz"), key.encode("utf-8", "replace") + b"\t")
    return tuple((_place(int(item.lstrip("abdq"))), cast(Mark, item.rstrip("0123456789"))) for item in line.split())


@dataclass(frozen=True, slots=True)
class _Spellings:
    """How writers differ in putting a name into Latin letters, and the countries where they may: `data/place/spellings.toml`."""

    pairs: tuple[tuple[str, str], ...]
    articles: tuple[str, ...]
    countries: frozenset[str]


@cache
def _spellings() -> _Spellings:
    data = tomllib.loads((files("reportedly") / "data" / "place" / "spellings.toml").read_text("utf-8"))
    return _Spellings(tuple((a, b) for a, b in data["pairs"]), tuple(data["articles"]), frozenset(data["countries"]))


@lru_cache(maxsize=4096)
def respelled(key: str, changes: int) -> tuple[Bearer, ...]:
    """Towns and regions whose name, put into Latin letters in another way, is the folded name `key`, which nobody bears.

    One change of spelling is tried, everywhere in the name, then two, up to `changes`; with the Arabic article and without.
    What the fewest changes give is taken; empty when there is nothing, or only places where names are written in Latin letters.
    """
    countries = _spellings().countries
    forms = [key]
    for _ in range(changes):
        forms = list(dict.fromkeys(changed for form in forms for changed in _respell(form)))
        known = (b for form in forms for b in bearers(form))
        found = dict.fromkeys(b for b in known if b[1] in ("", "a") and b[0].code[:2] in countries)
        if found:
            return tuple(found)
    return ()


def _respell(key: str) -> Iterator[str]:
    """All forms one change away from a folded name."""
    spellings = _spellings()
    for one, other in spellings.pairs:
        if one in key:
            yield key.replace(one, other)
        if other in key:
            yield key.replace(other, one)
    first, _, rest = key.partition(" ")
    if first in spellings.articles and rest:
        yield rest
    elif not rest:
        yield from (f"{article} {key}" for article in spellings.articles)


@lru_cache(maxsize=4096)
def division(code: str) -> Place | None:
    """The country or region with this GeoNames code, "UA" or "UA.21"; `None` when there is none."""
    line = _find(_unpack("names.tsv.gz"), f"={code}\t".encode())
    return _place(int(line)) if line else None


@cache
def _unpack(name: str) -> bytes:
    return gzip.decompress((files("reportedly") / "data" / "place" / name).read_bytes())


def _find(lines: bytes, start: bytes) -> str:
    """What follows `start` on the line that starts with it, in lines sorted by bytes; empty when there is no such line."""
    low, high = 0, len(lines)
    while low < high:
        middle = lines.rfind(b"\n", 0, (low + high) // 2) + 1
        if lines[middle : middle + len(start)] < start:
            low = lines.find(b"\n", middle) + 1
        else:
            high = middle
    return lines[low + len(start) : lines.find(b"\n", low)].decode() if lines.startswith(start, low) else ""


@lru_cache(maxsize=65536)
def _place(offset: int) -> Place:
    lines = _unpack("places.tsv.gz")
    cells = lines[offset : lines.find(b"\n", offset)].decode().split("\t")
    number, name, kind, code, lat, lon, people = cells
    return Place(id=number, name=name, kind=cast(Kind, kind), code=code, lat=float(lat), lon=float(lon), population=int(people))
