"""Places: what holds for any text, the gazetteer's look-up, and how names settle one another."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.gazetteer import Place, bearers, division, fold
from reportedly.model import Entity, Parse
from reportedly.place import places
from reportedly.toponym import FIRM, PERSON, Candidate, inside, resolve

NAMES = (
    "Paris",
    "Texas",
    "Kursk",
    "Ill.",
    "U.S.",
    "Kyiv",
    "Gaza",
    "Georgia",
    "St.",
    "Mary",
    "Ohio",
    "Ukrainian",
    "Zaporizhzhia",
    "The Hague",
)
WORDS = (
    "in",
    "near",
    "of",
    "the",
    "region",
    "regions",
    "and",
    ",",
    "(",
    ")",
    "said",
    "'s",
    "-",
    ".",
    "10",
    "km",
    "\n\n",
    "Street",
    "virus",
)


@pytest.fixture(scope="module")
def report(parse: Callable[..., Parse]) -> Parse:
    return parse(
        "KYIV (AP) - Troops left Sudzha in Kursk Oblast, Russia, on Monday. Seoul said 300 were hurt near Goris, and "
        "Dr. Paris Holt of Paris, Texas, flew from Dallas to Port-au-Prince. Ukrainian officials in the Sumy and Kharkiv "
        "regions agreed."
    )


@given(st.lists(st.sampled_from(NAMES + WORDS), max_size=30).map(" ".join) | st.text(max_size=60))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(parse: Callable[..., Parse], text: str) -> None:
    read = parse(text)
    found = places(read)
    assert found == places(read)
    assert all(text[m.span.start : m.span.end] == m.span.text for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    for m in found:
        assert (m.lat is None) == (m.lon is None) == (m.precision is None)
        if m.lat is not None and m.lon is not None and m.precision is not None:
            assert -90 <= m.lat <= 90
            assert -180 <= m.lon <= 180
            assert 1 <= m.precision <= 7


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_labels_of_the_parser(report: Parse, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(report.tokens)), min_size=2, max_size=20)))
    labels = st.sampled_from(("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "DATE", "PRODUCT"))
    entities = tuple(Entity(a, b, data.draw(labels)) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    for m in places(replace(report, entities=entities)):
        assert report.text[m.span.start : m.span.end] == m.span.text


def test_nothing_in_nothing(parse: Callable[..., Parse]) -> None:
    assert places(parse("")) == ()


def test_ids_differ_and_stay(report: Parse) -> None:
    ids = [m.id for m in places(report)]
    assert len(set(ids)) == len(ids) > 8
    assert ids == [m.id for m in places(report)]


def test_coordinates(report: Parse) -> None:
    found = {m.name: m for m in places(report)}
    assert found["Sudzha"].lat == pytest.approx(51.19, abs=0.05)
    assert found["Sudzha"].lon == pytest.approx(35.27, abs=0.05)
    assert (found["Sudzha"].country, found["Sudzha"].region) == ("RU", "Kursk Oblast")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sana'a", "sanaa"),
        ("Łódź", "lodz"),
        ("Port-au-Prince", "port au prince"),
        ("St. Mary’s", "saint marys"),
        ("U.S.", "us"),
        ("St.", "st"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("", ""),
        ("' .", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key


@given(st.text(max_size=30))
def test_fold_is_stable(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=20))
def test_any_name_can_be_looked_up(name: str) -> None:
    assert isinstance(bearers(fold(name)), tuple)
    assert isinstance(bearers(name), tuple)


def test_every_line_is_found_and_nothing_else() -> None:
    lines = gzip.decompress((files("reportedly") / "data" / "place" / "names.tsv.gz").read_bytes()).split(b"\n")[:-1]
    assert lines == sorted(lines)
    for line in (lines[0], lines[-1], *lines[:: len(lines) // 100]):
        assert bearers(line.partition(b"\t")[0].decode())
    for key in ("", "paris x", "pariss", "zzzzzz", "\n", "\t"):
        assert not [p for p, _ in bearers(key) if p.name == "Paris"]


def test_marks() -> None:
    marks = {(place.code, place.kind): mark for place, mark in bearers("ukrainian")}
    assert marks == {("UA", "country"): "d"}
    assert ("US.TX", "q") in [(place.code, mark) for place, mark in bearers("tex")]
    assert ("US.KY.125", "b") in [(place.code, mark) for place, mark in bearers("laurel")]


def test_division() -> None:
    region = division("UA.21")
    assert region is not None
    assert (region.name, region.country) == ("Sumy Oblast", "UA")
    assert division("UA.99") is None
    assert division("") is None


def place(name: str, code: str, *, kind: str = "city", lat: float = 0, lon: float = 0, population: int = 1000) -> Place:
    return Place(id=f"{name} {code}", name=name, kind=kind, code=code, lat=lat, lon=lon, population=population)  # type: ignore[arg-type]


def name(key: str, *bearing: Place, trust: float = FIRM) -> Candidate:
    return Candidate(first=0, last=1, key=key, bearers=tuple((p, "") for p in bearing), trust=trust)


def test_the_larger_place_is_meant() -> None:
    large, small = place("Aville", "XX.01", population=10_000), place("Aville", "YY.01")
    assert resolve([name("aville", small, large)], {}) == [large]


def test_a_demonym_points_to_the_country() -> None:
    large, small = place("Aville", "XX.01", population=2_000), place("Aville", "YY.01")
    assert resolve([name("aville", small, large)], {"YY": 3}) == [small]


def test_neighbours_settle_each_other() -> None:
    far, near = place("Aville", "XX.01", lat=50, lon=50, population=20_000), place("Aville", "YY.01", lat=10.1, lon=10.9)
    others = [name(f"b{n}", place(f"B{n}", "YY.01", lat=10.5, lon=11.1)) for n in range(3)]
    assert resolve([name("aville", far, near), *others], {})[0] == near


def test_what_follows_qualifies_here_and_later() -> None:
    large, small = place("Aville", "XX.01", population=9_000_000), place("Aville", "YY.01")
    outer = name("yland", place("Yland", "YY", kind="country"))
    qualified = replace(name("aville", large, small), within=outer)
    assert resolve([qualified, outer, name("aville", large, small)], {})[::2] == [small, small]


def test_a_likely_person_is_a_place_only_among_places() -> None:
    town = place("Holt", "YY.01", lat=10, lon=10)
    neighbours = [name(f"b{n}", place(f"B{n}", "YY.01", lat=10, lon=10)) for n in range(2)]
    assert resolve([name("holt", town, trust=PERSON)], {}) == [None]
    assert resolve([name("holt", town, trust=PERSON), *neighbours], {})[0] == town


def test_inside() -> None:
    country, region = place("X", "XX", kind="country"), place("X1", "XX.1", kind="region1")
    assert inside(region, country)
    assert inside(place("Town", "XX.1"), region)
    assert not inside(place("Town", "XX.12"), region)
    assert not inside(country, region)
    assert not inside(region, region)
    assert not inside(region, place("Sea", "", kind="area7"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shells hit a school in Brondel on Monday. Nobody knows how many died at Brondel.", ["Brondel", "Brondel"]),
        ("Shells hit a school in Tirgen on Monday. Nobody knows how many died at Tirgen.", ["Tirgen", "Tirgen"]),  # not Qiemo
        ("Shells hit a school in Brondel on Monday.", []),  # used once
        ("Many put their trust in Brondel. Brondel said so.", []),  # it speaks
        ("They met in Brondel’s house. Brondel had left.", []),
        ("A school in Brondel burned. Nobody died at Brondel", ["Brondel", "Brondel"]),  # the last word
        ("Mikengo And Minembwo burned. Mikengo and Minembwo burned on the road between Mikengo and Minembwo", None),
    ],
)
def test_a_name_that_no_gazetteer_has_is_a_place_where_the_text_uses_it_as_one(
    parse: Callable[..., Parse], text: str, found: list[str] | None
) -> None:
    names = [m.name for m in places(parse(text))]
    assert found is None or names == found
    assert not any(" and " in name.lower() for name in names)


def test_the_gazetteer_is_loaded_at_first_use_and_quickly() -> None:
    code = (
        "import reportedly.place, reportedly.gazetteer as g, time\n"
        "assert g._unpack.cache_info().currsize == 0\n"
        "start = time.process_time(); assert g.bearers('paris'); print(time.process_time() - start)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(out.stdout) < 0.5


def test_speed(report: Parse, parse: Callable[..., Parse]) -> None:
    """At least 20,000 words a CPU second on a quiet machine; the test allows for a busy one."""
    read = parse("\n\n".join([report.text] * 25))
    places(read)
    start = process_time()
    places(read)
    assert len(read.tokens) / (process_time() - start) > 8_000
