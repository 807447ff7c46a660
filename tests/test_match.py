"""Which claims answer one question, and how their answers stand to one another."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.comparison import Answer, Question
from reportedly.interval import Interval
from reportedly.match import Questions, Related, links, relate
from reportedly.model import Claim, Extraction, PlaceMention
from reportedly.proposition import statement_of
from tests.builders import claim, document, extraction, find, hop, quantity, time


def place(name: str, **fields: Any) -> PlaceMention:
    return PlaceMention(**{"id": name, "span": find("x", "x"), "name": name, **fields})


KURSK = {"country": "RU", "region": "Kursk Oblast"}
PLACES = {
    "Kursk Oblast": place("Kursk Oblast", gazetteer_id="1", precision=4, **KURSK),
    "Sudzha": place("Sudzha", gazetteer_id="2", precision=1, **KURSK),
    "Russia": place("Russia", gazetteer_id="3", precision=6, country="RU"),
    "Kell": place("Kell"),
    "Velmar": place("Velmar"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report of one claim: on which day, by whom, in which words, with which figure."""

    day: int | None
    by: str | None
    words: str
    figure: str = ""
    low: float | None = None
    high: float | None = None
    event: tuple[str, int] | None = None
    fields: tuple[tuple[str, Any], ...] = ()
    stance: str = "asserts"
    polarity: str = "+"
    outlet: str = "Ruritanian Post"


def said(by: str | None, day: int | None, words: str, figure: str = "", low: Any = None, high: Any = ..., **fields: Any) -> Told:
    """`high` is `low` where it is not given."""
    own = {name: fields.pop(name) for name in ("event", "stance", "polarity", "outlet") if name in fields}
    bounds = (None if low is None else float(low), low if high is ... else high)
    return Told(
        day=day,
        by=by,
        words=words,
        figure=figure,
        low=bounds[0],
        high=None if bounds[1] is None else float(bounds[1]),
        fields=tuple(sorted(fields.items())),
        **own,
    )


def report(*told: Told, name: str = "report.txt", more: str = "") -> Extraction:
    """A document of these claims, published on the day of the first. Days count from 1 December 2024."""
    day = told[0].day
    published = None if day is None else date(2024, 12, 1) + timedelta(days=day - 1)
    text = f"{name}. {more} " + " ".join(f"{t.by or 'It is known'} said that {t.words}." for t in told)
    of = document(text, name=name, published=published, outlet=told[0].outlet)
    return extraction(of, *(one_claim(of, t) for t in told))


def one_claim(of: Any, t: Told) -> Claim:
    start = of.text.index(t.words)
    fields: dict[str, Any] = {"stance": t.stance, "polarity": t.polarity}
    if t.figure:
        at = of.text.index(t.figure, start)
        q = quantity(of, t.figure, t.low, t.high, **{"counted": None, **dict(t.fields)})
        fields["quantities"] = (replace(q, id=f"{q.id}{start}", span=of.span(at, at + len(t.figure))),)
    if t.event:
        words, day = t.event
        fields["times"] = (time(of, words, date(2024, 12, 1) + timedelta(days=day - 1), role="event"),)
    fields["places"] = tuple(
        replace(mention, span=of.span(i, i + len(name)))
        for name, mention in PLACES.items()
        if name in t.words and (i := of.text.index(name, start)) >= 0
    )
    return claim(of, t.words, *([hop(t.by, type="government")] if t.by else []), **fields)


def party(one: Claim) -> str | None:
    return one.chain[0].name if one.chain else None


def fold(*extractions: Extraction) -> Questions:
    questions = Questions()
    for each in extractions:
        questions.add(each)
    return questions


def relation(left: Told, right: Told) -> str | None:
    """The relation of two reports that answer one question; "apart" where they answer none together."""
    found = fold(report(left, name="one.txt"), report(right, name="two.txt")).questions(party)
    common = [q for q in found if len({a.document for a in q.answers}) == 2]
    assert len(common) <= 1
    if not common:
        return "apart"
    link = relate(common[0], *common[0].answers)
    return link.relation if link else None


KP = {"counted": "North Korean soldiers", "outcome": "killed"}
KILLED = {"outcome": "killed"}
CROWD = {"counted": "people", "outcome": "gathered"}
TOLL = {"counted": "people", "outcome": "killed"}


def battle(
    by: str | None, day: int | None, figure: str, low: Any, high: Any = ..., counted: str = "North Korean soldiers", **f: Any
) -> Told:
    tail = f.pop("tail", "")
    return said(
        by, day, f"{figure} {counted} were killed{tail}", figure, low, high, **{"outcome": "killed", "counted": counted, **f}
    )


def crowd(by: str | None, day: int | None, figure: str, low: Any, high: Any = ..., place: str = "Velmar", **f: Any) -> Told:
    return said(
        by, day, f"{figure} people marched in {place} on Sunday", figure, low, high, **{**CROWD, "event": ("Sunday", 8), **f}
    )


def flood(by: str | None, day: int | None, figure: str, low: Any, high: Any = ..., place: str = "in Kell", **f: Any) -> Told:
    return said(by, day, f"{figure} people died in the flood {place}", figure, low, high, **{**TOLL, **f})


GOLD = [
    # A battle: totals of one army's losses.
    ("same figure of two parties", battle("Seoul", 5, "1,100", 1100), battle("Kyiv", 5, "1,100", 1100), "same"),
    ("same figure days later", battle("Seoul", 5, "1,100", 1100), battle("Kyiv", 9, "1,100", 1100), "same"),
    ("one is approximate", battle("Seoul", 5, "about 1,100", 1100, approximate=True), battle("Kyiv", 5, "1,100", 1100), "same"),
    ("other words for the army", battle("Seoul", 5, "200", 200), battle("Kyiv", 5, "200", 200, counted="DPRK troops"), "same"),
    ("no word for the army", battle("Seoul", 5, "200", 200), battle("North Korea", 5, "200", 200, counted="soldiers"), "same"),
    ("a party says it again", battle("Seoul", 5, "1,100", 1100), battle("Seoul", 7, "1,100", 1100), "repeats"),
    ("another bound of one number", battle("Seoul", 5, "60", 60), battle("Seoul", 7, "at least 60", 60, None), "repeats"),
    ("a party gives more later", battle("Seoul", 5, "100", 100), battle("Seoul", 9, "300", 300), "supersedes"),
    ("a party gives less later", battle("Seoul", 5, "300", 300), battle("Seoul", 9, "100", 100), "supersedes"),
    (
        "a party raises its bound",
        battle("Seoul", 5, "at least 100", 100, None),
        battle("Seoul", 9, "at least 300", 300, None),
        "supersedes",
    ),
    ("a party narrows its range", battle("Seoul", 5, "100 to 200", 100, 200), battle("Seoul", 9, "150", 150), "narrows"),
    ("another narrows a bound", battle("Seoul", 5, "at least 100", 100, None), battle("Kyiv", 6, "150", 150), "narrows"),
    ("another is looser", battle("Kyiv", 5, "150", 150), battle("Seoul", 6, "at least 100", 100, None), "compatible"),
    ("both bounds", battle("Seoul", 5, "at least 100", 100, None), battle("Kyiv", 5, "up to 300", None, 300), "compatible"),
    ("ranges meet", battle("Seoul", 5, "100 to 200", 100, 200), battle("Kyiv", 5, "150 to 300", 150, 300), "compatible"),
    (
        "about reaches a tenth",
        battle("Seoul", 5, "about 1,100", 1100, approximate=True),
        battle("Kyiv", 5, "1,000 to 1,050", 1000, 1050),
        "narrows",
    ),
    (
        "more than and about",
        battle("Seoul", 5, "more than 1,000", 1000, None, low_exclusive=True),
        battle("Kyiv", 5, "about 1,050", 1050, approximate=True),
        "compatible",
    ),
    ("figures of one day", battle("Seoul", 5, "1,100", 1100), battle("Kyiv", 5, "3,000", 3000), "contradicts"),
    ("a day between", battle("Seoul", 5, "1,100", 1100), battle("Kyiv", 6, "more than 3,000", 3000, None), "contradicts"),
    ("it may have grown", battle("Seoul", 5, "1,100", 1100), battle("Kyiv", 12, "3,000", 3000), "different scope"),
    ("a toll does not fall", battle("Kyiv", 5, "3,000", 3000), battle("Seoul", 12, "1,100", 1100), "contradicts"),
    ("no day is known", battle("Seoul", None, "1,100", 1100), battle("Kyiv", 5, "3,000", 3000), "contradicts"),
    ("a vague word", battle("Seoul", 5, "dozens", None, vague="dozens"), battle("Kyiv", 5, "300", 300), "compatible"),
    (
        "a vague word twice",
        battle("Seoul", 5, "dozens", None, vague="dozens"),
        battle("Kyiv", 5, "dozens", None, vague="dozens"),
        "compatible",
    ),
    (
        "a party's vague word again",
        battle("Seoul", 5, "dozens", None, vague="dozens"),
        battle("Seoul", 7, "dozens", None, vague="dozens"),
        "repeats",
    ),
    ("a party puts a figure", battle("Seoul", 5, "dozens", None, vague="dozens"), battle("Seoul", 7, "60", 60), "narrows"),
    ("a few that were shown", battle("Seoul", 5, "at least 100", 100, None), battle("Kyiv", 5, "three", 3), "different scope"),
    ("denied", battle("Seoul", 5, "100", 100), battle("Moscow", 6, "100", 100, stance="denies"), "denies"),
    ("denied by polarity", battle("Seoul", 5, "100", 100), battle("Moscow", 6, "100", 100, polarity="-"), "denies"),
    ("denied before", battle("Moscow", 5, "100", 100, stance="denies"), battle("Seoul", 6, "100", 100), "contradicts"),
    ("both deny it", battle("Kyiv", 5, "100", 100, stance="denies"), battle("Moscow", 6, "100", 100, stance="denies"), "same"),
    (
        "denials of two figures",
        battle("Kyiv", 5, "9", 9, stance="denies"),
        battle("Moscow", 6, "100", 100, stance="denies"),
        None,
    ),
    ("silence is no relation", battle("Seoul", 5, "100", 100), battle("Moscow", 6, "100", 100, stance="silent"), None),
    ("another army", battle("Seoul", 5, "100", 100), battle("Kyiv", 5, "100", 100, counted="Russian soldiers"), "apart"),
    ("another outcome", battle("Seoul", 5, "100", 100), battle("Kyiv", 5, "100", 100, outcome="wounded"), "apart"),
    (
        "a week within",
        battle("Seoul", 12, "1,100", 1100),
        battle("Kyiv", 12, "900", 900, tail=" on Sunday", event=("Sunday", 8)),
        "apart",
    ),
    ("an ambush", battle("Seoul", 5, "1,100", 1100), battle("Kyiv", 5, "8", 8, scope="incident"), "apart"),
    ("a change", battle("Seoul", 5, "100", 100), battle("Kyiv", 5, "100", 100, direction="up"), "apart"),
    ("a share", battle("Seoul", 5, "100", 100), battle("Kyiv", 5, "100", 100, unit="proportion"), "apart"),
    ("an order", battle("Seoul", 5, "100", 100), battle("Kyiv", 5, "100", 100, stance="orders"), "apart"),
    ("a place and none", battle("Seoul", 5, "100", 100, tail=" in Kursk Oblast"), battle("Kyiv", 5, "100", 100), "same"),
    (
        "a place in a place",
        battle("Seoul", 5, "100", 100, tail=" in Kursk Oblast"),
        battle("Kyiv", 5, "100", 100, tail=" in Russia"),
        "same",
    ),
    (
        "casualties and both",
        battle("Seoul", 5, "9", 9, outcome="casualties"),
        battle("Kyiv", 5, "9", 9, outcome="killed or wounded"),
        "same",
    ),
    # A crowd: one march on one day, whenever it was told.
    (
        "the march",
        crowd("organisers", 8, "more than 80,000", 80000, None, low_exclusive=True),
        crowd("police", 8, "9,500", 9500),
        "contradicts",
    ),
    ("days later", crowd("organisers", 8, "80,000", 80000), crowd("the mayor", 14, "40,000", 40000), "contradicts"),
    (
        "more than that",
        crowd("organisers", 8, "more than 80,000", 80000, None, low_exclusive=True),
        crowd("the mayor", 9, "80,000", 80000),
        "compatible",
    ),
    ("as many", crowd("police", 8, "9,500", 9500), crowd("the mayor", 9, "9,500", 9500), "same"),
    ("revised", crowd("police", 8, "9,500", 9500), crowd("police", 9, "12,000", 12000), "supersedes"),
    (
        "protesters who gathered",
        crowd("police", 8, "9,500", 9500),
        crowd("the mayor", 8, "9,500", 9500, counted="protesters"),
        "same",
    ),
    ("another town", crowd("police", 8, "9,500", 9500), crowd("police", 8, "9,500", 9500, place="Kell"), "apart"),
    ("another Sunday", crowd("police", 8, "9,500", 9500), crowd("police", 15, "9,500", 9500, event=("Sunday", 15)), "apart"),
    ("no day given", crowd("police", 8, "9,500", 9500), crowd("the mayor", 9, "9,000", 9000, event=None), "contradicts"),
    (
        "from a march to a vague word",
        crowd("police", 8, "9,500", 9500),
        crowd("the mayor", 8, "tens of thousands", None, vague="tens of thousands"),
        "compatible",
    ),
    # A flood: a toll that grows for a week.
    ("the toll rises", flood("the ministry", 2, "12", 12), flood("the ministry", 5, "41", 41), "supersedes"),
    ("the toll rises elsewhere", flood("the ministry", 2, "12", 12), flood("a hospital", 5, "41", 41), "different scope"),
    ("on one day", flood("the ministry", 5, "62", 62), flood("a hospital", 5, "71", 71), "contradicts"),
    ("at least", flood("the ministry", 5, "at least 60", 60, None), flood("a hospital", 5, "71", 71), "narrows"),
    ("no place", flood("the ministry", 5, "62", 62), flood("a hospital", 5, "62", 62, place=""), "apart"),
    ("children are a part", flood("the ministry", 5, "62", 62), flood("a hospital", 5, "9", 9, counted="children"), "apart"),
    ("months later", flood("the ministry", 5, "62", 62), flood("the ministry", 90, "3", 3), "apart"),
    (
        "a total and an incident",
        flood("the ministry", 5, "62", 62, scope="total"),
        flood("a hospital", 5, "71", 71, scope="incident"),
        "contradicts",
    ),
    (
        "a total and an incident in time",
        flood("the ministry", 2, "12", 12, scope="incident"),
        flood("the ministry", 5, "41", 41, scope="total"),
        "supersedes",
    ),
    (
        "since",
        flood("the ministry", 5, "62", 62, place="in Kell since Sunday", event=("Sunday", 1)),
        flood("a hospital", 5, "9", 9, scope="incident"),
        "different scope",
    ),
    (
        "the toll of one day",
        flood("the ministry", 2, "12", 12, place="in Kell on Sunday", event=("Sunday", 1)),
        flood("a hospital", 5, "41", 41, place="in Kell on Sunday", event=("Sunday", 1)),
        "different scope",
    ),
    (
        "the flood's day",
        flood("the ministry", 2, "12", 12, place="in Kell on Sunday", event=("Sunday", 1)),
        flood("a hospital", 4, "12", 12),
        "same",
    ),
]


@pytest.mark.parametrize(("left", "right", "expected"), [g[1:] for g in GOLD], ids=[g[0] for g in GOLD])
def test_relation(left: Told, right: Told, expected: str | None) -> None:
    assert relation(left, right) == expected
    assert relation(right, left) == expected


# --- which question --------------------------------------------------------------------------------------------------------


def texts(*extractions: Extraction) -> list[str]:
    return [q.text for q in fold(*extractions).questions(party)]


def test_one_claim_with_two_outcomes_answers_two_questions() -> None:
    one = battle("Seoul", 5, "100", 100, tail=" in Kursk Oblast")
    two = replace(one, words="1,000 North Korean soldiers were hurt in Kursk Oblast", figure="1,000", low=1000.0, high=1000.0)
    two = replace(two, fields=(("counted", "North Korean soldiers"), ("outcome", "wounded")))
    assert texts(report(one, two)) == [
        "North Korean soldiers killed, Kursk Oblast",
        "North Korean soldiers wounded, Kursk Oblast",
    ]


def test_a_figure_of_nobody_in_particular_is_of_those_whom_its_document_counts() -> None:
    bare = said("Kyiv", 5, "3,000 had been killed", "3,000", 3000, outcome="killed")
    other = battle("Moscow", 5, "7", 7, counted="Ukrainian soldiers")
    found = fold(report(battle("Seoul", 5, "100", 100), bare, name="one.txt"), report(other, name="two.txt")).questions(party)
    assert [(q.text, len(q.answers)) for q in found] == [("North Korean soldiers killed", 2), ("Ukrainian soldiers killed", 1)]


def test_a_figure_of_nobody_stays_apart_where_two_would_fit() -> None:
    bare = said("Kyiv", 5, "3,000 had been killed", "3,000", 3000, outcome="killed")
    both = report(battle("Seoul", 5, "100", 100), battle("Moscow", 5, "7", 7, counted="Ukrainian soldiers"), bare)
    assert "people killed (one report)" in texts(both)


def test_a_general_figure_is_not_of_a_country_that_its_document_does_not_name() -> None:
    bare = said("the ministry", 5, "62 had been killed", "62", 62, outcome="killed")
    assert len(texts(report(battle("Seoul", 5, "100", 100), name="one.txt"), report(bare, name="two.txt"))) == 2


def test_the_soldiers_of_someone_else_are_not_those_of_the_document() -> None:
    own = said("Kyiv", 5, "they killed eight of its soldiers", "eight", 8, counted="soldiers", outcome="killed")
    one = report(battle("Seoul", 5, "100", 100), own)
    q = one.claims[1].quantities[0]
    at = one.document.text.index("soldiers", q.span.end)
    owned = replace(q, counted_span=one.document.span(at, at + len("soldiers")))
    one = replace(one, claims=(one.claims[0], replace(one.claims[1], quantities=(owned,))))
    assert texts(one) == ["North Korean soldiers killed", "soldiers killed (one report)"]


def test_a_toll_without_a_place_is_of_the_place_that_its_document_speaks_of() -> None:
    scene = said("the ministry", 5, "the dam in Kell broke")
    bare = flood("a hospital", 5, "71", 71, place="")
    found = fold(report(flood("the ministry", 5, "62", 62), name="one.txt"), report(scene, bare, name="two.txt")).questions(party)
    assert [(q.text, len(q.answers)) for q in found] == [("people killed, Kell", 2)]


def test_a_toll_without_a_place_stays_apart_between_two_places() -> None:
    here, there = flood("the ministry", 5, "62", 62), flood("the ministry", 5, "4", 4, place="in Velmar")
    bare = flood("a hospital", 5, "71", 71, place="")
    scene = said("the ministry", 5, "the dams in Kell and near Velmar broke")
    assert "people killed (reports on Kell)" in texts(
        report(here, name="1"), report(there, name="2"), report(scene, bare, name="3")
    )


def unplaced(by: str, day: int, figure: str, low: int, name: str, *places: PlaceMention, **fields: Any) -> Extraction:
    """A report set in these places, in which a figure of people hurt stands without a place of its own."""
    words = f"{figure} people were hurt"
    made = report(said(by, day, words, figure, low, outcome="wounded", counted="people", **fields), name=name)
    return replace(made, places=places)


SUDZHA = PLACES["Sudzha"]


def test_figures_without_a_place_are_of_the_region_that_their_reports_are_set_in() -> None:
    found = fold(
        unplaced("the ministry", 5, "40", 40, "1", SUDZHA),
        unplaced("a hospital", 5, "60", 60, "2", PLACES["Kursk Oblast"]),
        unplaced("a charity", 5, "70", 70, "3", place("Flavia Square"), SUDZHA),
        unplaced("a witness", 6, "90", 90, "4", place("Flavia Square")),
        unplaced("a sailor", 6, "9", 9, "5"),
    ).questions(party)
    assert sorted((q.text, len(q.answers)) for q in found) == [
        ("people wounded (one report)", 1),
        ("people wounded, Kursk Oblast", 4),
    ]


def test_a_name_that_two_regions_share_tells_no_place() -> None:
    here, there = (
        unplaced("a", 5, "40", 40, "1", SUDZHA, place("Sea")),
        place("Kell", gazetteer_id="9", country="UA", region="Kell"),
    )
    far = unplaced("b", 5, "60", 60, "2", there, place("Sea"))
    found = texts(here, far, unplaced("c", 5, "7", 7, "3", place("Sea")))
    assert found == ["people wounded (one report)", "people wounded, Kell", "people wounded, Kursk Oblast"]


def test_the_whole_region_is_not_the_one_town_in_it() -> None:
    town = report(
        said("the ministry", 5, "40 people were hurt in Sudzha", "40", 40, outcome="wounded", counted="people"), name="1"
    )
    whole = said("a charity", 5, "60 people were hurt across the region", "60", 60, outcome="wounded", counted="people")
    found = texts(replace(town, places=(SUDZHA,)), replace(report(whole, name="2"), places=(SUDZHA,)))
    assert found == ["people wounded, Kursk Oblast", "people wounded, Sudzha"]


def test_a_toll_that_only_its_report_places_is_of_the_one_town_of_its_region() -> None:
    toll = said("the ministry", 5, "40 people were hurt in Sudzha", "40", 40, outcome="wounded", counted="people")
    town = replace(report(toll, name="1"), places=(SUDZHA,))
    found = fold(town, unplaced("a charity", 5, "60", 60, "2", PLACES["Kursk Oblast"])).questions(party)
    assert [(q.text, len(q.answers)) for q in found] == [("people wounded, Sudzha", 2)]


def test_a_village_that_no_gazetteer_has_lies_in_the_region_of_its_scene() -> None:
    toll = said("the ministry", 5, "40 people were hurt in Kell", "40", 40, outcome="wounded", counted="people")
    village = replace(report(toll, name="1", more="The region is Kursk."), places=(PLACES["Kell"], PLACES["Kursk Oblast"]))
    other = replace(unplaced("a charity", 5, "60", 60, "2"), places=())
    other = replace(other, document=replace(other.document, text=f"{other.document.text} Kell mourns."))
    found = fold(village, other).questions(party)
    assert [(q.text, q.place, len(q.answers)) for q in found] == [("people wounded, Kell", "Kell, Kursk Oblast, Russia", 2)]


def test_those_who_are_counted_as_a_part_of_all_are_not_all() -> None:
    whole, part = battle("the rebels", 5, "40", 40, counted="soldiers"), battle("the rebels", 5, "28", 28)
    both = report(whole, part, name="1")
    claims = list(both.claims)
    smaller = replace(claims[1].quantities[0], part_of=claims[0].quantities[0].id)
    claims[1] = replace(claims[1], quantities=(smaller,))
    both = replace(both, claims=tuple(claims))
    assert texts(both) == ["North Korean soldiers killed", "soldiers killed (one report)"]
    # Another report of the scene that speaks of the country does not mean them either.
    other = report(battle("the army", 5, "6", 6, counted="soldiers"), name="2", more="North Korea is silent.")
    there = (SUDZHA,)
    found = fold(replace(both, places=there), replace(other, places=there)).questions(party)
    assert sorted((q.text, len(q.answers)) for q in found) == [
        ("North Korean soldiers killed", 1),
        ("soldiers killed, Kursk Oblast", 2),
    ]
    # Nor does one that counts nobody else by country.
    mixed = report(battle("the army", 5, "6", 6, counted="soldiers"), battle("a diplomat", 5, "25", 25), name="3")
    found = fold(replace(both, places=there), replace(mixed, places=there)).questions(party)
    assert sorted((q.text, len(q.answers)) for q in found) == [
        ("North Korean soldiers killed", 2),
        ("soldiers killed, Kursk Oblast", 2),
    ]
    without = replace(both, claims=(claims[0], replace(claims[1], quantities=(replace(smaller, part_of=None),))))
    assert [len(q.answers) for q in fold(without, other).questions(party)] == [3]


def test_a_bare_figure_is_of_the_place_of_the_one_that_it_answers() -> None:
    there = said("the rebels", 5, "17 soldiers were killed near Sudzha", "17", 17, outcome="killed", counted="soldiers")
    bare = said("the army", 5, "it admitted to two", "two", 2, outcome="killed", counted="soldiers")
    made = report(there, bare, name="1", more="Kell mourns.")
    first, second = made.claims
    told = find(made.document.text, "killed")
    as_told = replace(first.quantities[0], outcome_span=told)
    carried = replace(second.quantities[0], outcome_span=told)
    claims = (replace(first, quantities=(as_told,)), replace(second, quantities=(carried,)))
    other = report(battle("the police", 5, "60", 60, counted="soldiers", tail=" in Kell"), name="2")
    found = texts(replace(made, claims=claims), other)
    assert found == ["soldiers killed, Kell", "soldiers killed, Sudzha"]


def test_a_village_is_in_no_region_that_only_one_in_many_reports_names() -> None:
    said_there = [
        replace(
            report(
                said("the ministry", 5, f"{n} people were hurt in Kell", str(n), n, outcome="wounded", counted="people"),
                name=str(n),
            ),
            places=(PLACES["Kell"],),
        )
        for n in (31, 47, 53, 64, 71, 88)
    ]
    one = replace(said_there[0], places=(PLACES["Kell"], SUDZHA))
    found = fold(one, *said_there[1:]).questions(party)
    assert [(q.text, q.place, len(q.answers)) for q in found] == [("people wounded, Kell", "Kell", 6)]


def test_one_number_on_two_days_that_follow_is_one_event_and_other_numbers_are_two() -> None:
    def on(day: int, figure: int, name: str) -> Extraction:
        when = f"day {day}"
        words = f"{figure} people were hurt in Kell on {when}"
        return report(
            said("Kyiv", 9, words, str(figure), figure, event=(when, day), outcome="wounded", counted="people"), name=name
        )

    assert len(texts(on(2, 40, "1"), on(3, 40, "2"))) == 1
    assert len(texts(on(2, 40, "1"), on(3, 7, "2"))) == 2
    assert len(texts(on(2, 40, "1"), on(5, 40, "2"))) == 2


def test_a_day_without_its_year_is_that_of_those_who_give_it() -> None:
    known = battle("Seoul", 5, "100", 100)
    lost = report(battle("Kyiv", None, "100", 100, tail=" on day 5", event=("day 5", 5)), name="2")
    bare = replace(lost.claims[0].times[0], earliest=None, latest=None, value="XXXX-12-05")
    lost = replace(lost, claims=(replace(lost.claims[0], times=(bare,)),))
    assert texts(report(known, name="1"), lost) == ["North Korean soldiers killed"]


def test_how_a_count_stood_on_a_day_is_of_the_event_before() -> None:
    def told(day: int, words: str, figure: int, when: int, name: str) -> Extraction:
        by_day = said(
            "the ministry",
            day,
            f"{words} on day {when}",
            str(figure),
            figure,
            event=(f"day {when}", when),
            outcome="killed",
            counted="people",
        )
        return report(by_day, name=name)

    event = told(6, "63 people were killed in Kell", 63, 2, "1")
    assert len(texts(event, told(5, "the count in Kell stood at 26", 26, 5, "2"))) == 1
    assert len(texts(event, told(5, "26 people dead in Kell", 26, 5, "2"))) == 1
    assert len(texts(event, told(5, "26 people were killed in Kell", 26, 5, "2"))) == 2


def test_the_day_on_which_it_emerged_is_not_that_of_the_event() -> None:
    words = "it emerged on day 9 that 94 people were killed in Kell"
    late = said(None, 9, words, "94", 94, event=("day 9", 9), outcome="killed", counted="people")
    early = said("the ministry", 3, "63 people were killed in Kell on day 2", "63", 63, event=("day 2", 2), outcome="killed")
    assert len(texts(report(early, name="1"), report(late, name="2"))) == 1


def test_bodies_that_somebody_saw_are_no_toll() -> None:
    toll = flood("the ministry", 5, "62", 62)
    seen = said("a hospital", 5, "34 bodies were brought in in Kell", "34", 34, outcome="killed", unit="body")
    assert texts(report(toll, name="1"), report(seen, name="2")) == ["bodies, Kell", "people killed, Kell"]


def test_after_a_part_the_next_figure_is_of_the_whole() -> None:
    words = "62 people were killed, nine of them children, and 70 were hurt"
    one = report(said("the ministry", 5, words, "62", 62, outcome="killed", counted="people"))
    of, first = one.document, one.claims[0].quantities[0]
    part = quantity(of, "nine", 9.0, 9.0, outcome="killed", counted="children", part_of=first.id)
    hurt = quantity(of, "70", 70.0, 70.0, outcome="wounded")
    one = replace(one, claims=(replace(one.claims[0], quantities=(first, part, hurt)),))
    assert "people wounded" in texts(one)


def test_a_part_is_where_the_whole_is() -> None:
    words = "the hospital in Kell has received 34 dead from Sudzha, among them nine children"
    one = report(said("a doctor", 5, words, "34", 34, outcome="killed", counted="people"))
    first = one.claims[0].quantities[0]
    part = quantity(one.document, "nine", 9.0, 9.0, outcome="killed", counted="children", part_of=first.id)
    one = replace(one, claims=(replace(one.claims[0], quantities=(first, part)),))
    assert texts(one) == ["bodies, Kell", "children killed, Kell"]


def test_rebels_are_of_no_country_that_their_report_names() -> None:
    made = report(battle("the rebels", 5, "38", 38), battle("the army", 5, "27", 27, counted="rebels"))
    assert texts(made) == ["North Korean soldiers killed", "rebels killed (one report)"]


def test_a_bare_toll_is_of_no_country_where_others_are_counted_too() -> None:
    two_sides = (battle("the rebels", 5, "38", 38), battle("the army", 5, "27", 27, counted="guards"))
    bare = said("a doctor", 5, "17 were killed", "17", 17, outcome="killed")
    assert "people killed (one report)" in texts(report(*two_sides, bare))
    assert "people killed (one report)" not in texts(report(two_sides[0], bare))


def test_a_state_counts_its_own_soldiers_where_it_is_at_home() -> None:
    def told(words: str, country: str) -> list[str]:
        made = replace(
            report(said("the general staff", 5, words, "three", 3, outcome="killed", counted="soldiers")), places=(SUDZHA,)
        )
        own = replace(made.claims[0].chain[0], type="armed force", country=country)
        return texts(replace(made, claims=(replace(made.claims[0], chain=(own,)),)))

    assert told("three soldiers were killed", "RU") == ["Russian soldiers killed"]
    assert told("three soldiers were killed", "KP") == ["soldiers killed, Kursk Oblast"]
    assert told("it had killed three soldiers", "RU") == ["soldiers killed, Kursk Oblast"]


def test_some_of_those_counted_are_for_their_report_alone() -> None:
    words = "62 people were detained in Kell, nine of them minors"
    one = report(said("the ministry", 5, words, "62", 62, outcome="detained", counted="people"), name="1")
    first = one.claims[0].quantities[0]
    some = quantity(one.document, "nine", 9.0, 9.0, outcome="detained", part_of=first.id)
    one = replace(one, claims=(replace(one.claims[0], quantities=(first, some)),))
    two = report(
        said("a monitor", 5, "70 people were detained in Kell", "70", 70, outcome="detained", counted="people"), name="2"
    )
    questions = fold(one, two).questions(party)
    assert [(q.text, len(q.answers)) for q in questions] == [("people detained, Kell", 2), ("people detained (one report)", 1)]
    assert Related(questions).of(questions[0]) == (questions[1],)
    assert {(link.relation, link.reasons[0]) for link in links(questions[1], (questions[0],))} == {
        ("different scope", "some of people detained, Kell")
    }


def test_some_of_those_counted_before_are_a_part_and_never_against_the_whole() -> None:
    one = report(
        said("the ministry", 5, "62 people were detained in Kell", "62", 62, outcome="detained", counted="people"),
        said(None, 5, "Five of them are still detained", "Five", 5, outcome="detained"),
        name="1",
    )
    questions = fold(one).questions(party)
    assert [q.text for q in questions] == ["people detained (one report)", "people detained, Kell"]
    assert {link.relation for q in questions for link in links(q, Related(questions).of(q))} == {"different scope"}


def test_a_witness_tells_of_the_place_that_the_words_for_them_name() -> None:
    here = battle("Kyiv", 5, "30", 30, tail=" near Velmar", counted="North Koreans")
    total = battle("Seoul", 5, "1,100", 1100)
    heard = report(battle("a nurse near Velmar", 6, "more than 20", 20, None, counted="Koreans"), name="3")
    one = heard.claims[0]
    nurse = replace(one.chain[0], type="person", named="by role")
    found = fold(report(here, name="1"), report(total, name="2"), replace(heard, claims=(replace(one, chain=(nurse,)),)))
    assert [(q.text, len(q.answers)) for q in found.questions(party)] == [
        ("North Koreans killed, Velmar", 2),
        ("North Korean soldiers killed", 1),
    ]


def test_a_running_total_is_not_of_the_one_village_that_is_named() -> None:
    village = battle("Kyiv", 5, "30", 30, tail=" near Sudzha")
    assert texts(report(battle("Seoul", 5, "1,100", 1100), name="1"), report(village, name="2")) == [
        "North Korean soldiers killed",
        "North Korean soldiers killed, Sudzha",
    ]


def test_one_week_in_reports_of_two_days_is_one_week() -> None:
    def week(first: int) -> Told:
        return battle("Washington", first + 7, "1,000", 1000, tail=" over the past week", event=("the past week", first))

    def stretched(one: Extraction) -> Extraction:
        t = one.claims[0].times[0]
        assert t.earliest
        longer = replace(t, latest=t.earliest + timedelta(days=7))
        return replace(one, claims=(replace(one.claims[0], times=(longer,)),))

    assert len(texts(stretched(report(week(2), name="1")), stretched(report(week(3), name="2")))) == 1
    assert len(texts(stretched(report(week(2), name="1")), stretched(report(week(9), name="2")))) == 2


def test_days_that_nobody_can_tell_are_no_one_elses_days() -> None:
    lost = battle("Kyiv", None, "20", 20, tail=" last week", event=("last week", 1))
    one = report(lost)
    vague = replace(one.claims[0].times[0], earliest=None, latest=None, value="XXXX-WXX")
    one = replace(one, claims=(replace(one.claims[0], times=(vague,)),))
    assert texts(one, report(battle("Seoul", 5, "100", 100), name="2")) == [
        "North Korean soldiers killed",
        "North Korean soldiers killed, one incident",
    ]


def test_a_silence_about_losses_answers_the_question_of_its_document() -> None:
    fields = {"counted": "North Korean soldiers", "outcome": "killed or wounded"}
    toll = battle("Seoul", 5, "1,100", 1100, **fields)
    silent = said("the Kremlin", 5, "it would not speak of losses", stance="declines")
    (question,) = fold(report(toll, silent)).questions(party)
    assert [(a.party, a.stance, a.quantity is None) for a in question.answers].count(("the Kremlin", "declines", True)) == 1
    assert links(question) == ()


def test_no_question_is_asked_of_what_counts_nobody() -> None:
    assert texts(report(said("Seoul", 5, "two of them spoke", "two", 2))) == []
    assert texts(report(said("Seoul", 5, "it took 240 mm", "240 mm", 240, unit="millimetre", outcome="killed"))) == []


def test_an_unknown_id_raises() -> None:
    questions = fold(report(battle("Seoul", 5, "100", 100)))
    with pytest.raises(KeyError):
        questions.question("no such question", party)
    with pytest.raises(KeyError):
        questions.remove("no such document")
    (known,) = questions.questions(party)
    assert questions.question(known.id, party) == known


def test_a_place_ends_with_what_holds_it() -> None:
    (question,) = fold(report(battle("Seoul", 5, "100", 100, tail=" in Kursk Oblast"))).questions(party)
    assert (question.population, question.outcome, question.place) == ("North Korean soldiers", "killed", "Kursk Oblast, Russia")


# --- propositions ------------------------------------------------------------------------------------------------------------

PROPOSITIONS = [
    ("the bridge at Velmar was blown up by saboteurs", "saboteurs blew up the bridge at Velmar", False),
    (
        "the bridge at Velmar was destroyed by Ruritanian saboteurs",
        "the bridge at Velmar was destroyed by Ruritanian saboteurs",
        True,
    ),
    ("the bridge at Velmar had been destroyed by the saboteurs", "saboteurs destroyed the bridge at Velmar", True),
    ("North Korean troops were fighting on the front", "DPRK troops are fighting on the front", True),
    ("troops were sent to Velmar by the governor", "troops were sent to Kell by the governor", False),
    ("it had sent 12 trains to Velmar", "it had sent 14 trains to Velmar", False),
    ("the plan to flood the valley of Kell failed", "the plan to flood the valley of Kell succeeded", False),
    ("the dam was not safe in Kell last winter", "the dam was safe in Kell last winter", False),
    ("the ministry did not answer questions", "the ministry did not answer questions", False),
]


@pytest.mark.parametrize(("one", "other", "same"), PROPOSITIONS)
def test_propositions(one: str, other: str, same: bool) -> None:
    told = report(said("Seoul", 5, one), name="1"), report(said("Kyiv", 6, other), name="2")
    assert len(fold(*told).questions(party)) == same


def test_it_is_the_speaker() -> None:
    words = "it had sent soldiers to the border near Velmar"
    assert texts(report(said("Seoul", 5, words), name="1"), report(said("Kyiv", 6, words), name="2")) == []
    assert texts(report(said("Seoul", 5, words), name="1"), report(said("Seoul", 6, words), name="2")) == [f"Seoul: {words}"]


def test_one_word_more_makes_no_other_proposition_unless_it_turns_it() -> None:
    words = "the governor of Velmar {} ordered the police to open the river gates before dawn to save a factory"
    plain, more, turned = (words.format(word).replace("  ", " ") for word in ("", "himself", "nearly"))
    assert len(texts(report(said("Seoul", 5, plain), name="1"), report(said("Kyiv", 6, more), name="2"))) == 1
    assert texts(report(said("Seoul", 5, plain), name="1"), report(said("Kyiv", 6, turned), name="2")) == []


def test_a_few_words_are_a_statement_of_the_region_that_their_report_is_set_in() -> None:
    def told(by: str, words: str, name: str, *places: PlaceMention, stance: str = "asserts") -> Extraction:
        return replace(report(said(by, 5, words, stance=stance), name=name), places=places)

    burst = told("the ministry", "the wall had burst", "1", SUDZHA)
    assert texts(burst, told("Altmine", "the wall had burst", "2", SUDZHA, stance="denies")) == ["the wall had burst"]
    assert texts(burst, told("Altmine", "the wall had burst", "2", stance="denies")) == []
    assert texts(told("a", "shortly before ten", "1", SUDZHA), told("b", "shortly before ten", "2", SUDZHA)) == []


NEAR = [
    ("the army had shelled the school", "guns of the army had hit the school", 1),
    ("the army had shelled the school", "the teachers had left the school", 0),
    ("the army had fired 12 shells at the school", "the army fired 14 shells at the school", 0),
    ("the army had shelled the school", "the army nearly shelled the school", 0),
    ("shells fell on the school", "it stood for a hundred years", 0),
]


@pytest.mark.parametrize(("one", "other", "same"), NEAR)
def test_other_words_are_one_proposition_in_one_scene_when_they_are_near_in_meaning(one: str, other: str, same: int) -> None:
    def told(by: str, day: int, words: str, name: str, *places: PlaceMention) -> Extraction:
        return replace(report(said(by, day, words), name=name), places=places)

    first = told("the rebels", 5, one, "1", SUDZHA)
    assert len(texts(first, told("a monitor", 6, other, "2", SUDZHA))) == same
    assert texts(first, told("a monitor", 6, other, "2")) == []
    assert texts(first, told("a monitor", 25, other, "2", SUDZHA)) == []


def test_why_a_source_is_not_named_is_no_question_of_the_matter() -> None:
    why = "the official asked not to be named because the assessment of Velmar was not public"
    (claim,) = report(said("Altmine", 5, why)).claims
    assert statement_of(claim) is not None
    assert statement_of(replace(claim, kind="unattributed")) is None


def test_he_of_whom_a_body_speaks_is_not_the_body() -> None:
    def told(by: str, words: str, name: str) -> Extraction:
        return replace(report(said(by, 5, words), name=name), places=(SUDZHA,))

    died = told("the Kellish Relief Service", "he had died of his wounds", "1")
    assert texts(died, told("a monitor", "the Kellish Relief Service had recovered", "2")) == []
    assert len(texts(died, told("a monitor", "he has died from his wounds", "2"))) == 1


def test_what_others_say_of_an_act_and_the_denial_of_it_are_one_proposition() -> None:
    def told(by: str, words: str, name: str, stance: str) -> Extraction:
        return replace(report(said(by, 5, words, stance=stance), name=name), places=(SUDZHA,))

    accused = told("the rebels", "the navy had shelled the harbour", "1", "asserts")
    (question,) = fold(accused, told("the navy", "shelling the harbour", "2", "denies")).questions(party)
    assert [link.relation for link in links(question)] == ["denies"]


def test_reports_that_share_rare_names_are_of_one_scene_wherever_they_are_set() -> None:
    def told(by: str, day: int, name: str, names: str, *places: PlaceMention) -> Extraction:
        words = "the ferry was overloaded" if name == "1" else "the ferry had been overloaded by far"
        return replace(report(said(by, day, words), name=name, more=names), places=places)

    shared = "Strelsau, Hentzau and Tarlenheim mourn."
    first, second = told("a", 5, "1", shared, SUDZHA), told("b", 9, "2", shared)
    assert len(texts(first, second)) == 1
    assert texts(first, told("b", 9, "2", "Strelsau mourns.")) == []


def test_reports_from_one_region_are_of_one_scene_only_in_one_season() -> None:
    def told(by: str, day: int | None, name: str, more: str = "") -> Extraction:
        return replace(report(said(by, day, "the wall had burst"), name=name, more=more), places=(SUDZHA,))

    first, later = told("a", 1, "1", "Hentzau mourns."), told("b", 90, "2")
    assert texts(first, later) == []
    assert texts(first, later, told("c", None, "3")) == []
    assert len(texts(first, later, told("c", None, "3", "Hentzau mourns."))) == 1


def test_a_second_clause_makes_no_other_statement() -> None:
    words = "the governor of Velmar ordered the police to open the river gates"
    assert len(texts(report(said("Seoul", 5, words), name="1"), report(said("Kyiv", 6, f"{words}, and he left"), name="2"))) == 1


def test_a_proposition_is_denied() -> None:
    words = "its soldiers had crossed the border near Velmar"
    told = report(said("Seoul", 5, words), name="1"), report(said("Seoul", 7, words, stance="denies"), name="2")
    (question,) = fold(*told).questions(party)
    assert question.kind == "proposition"
    assert [link.relation for link in links(question)] == ["denies"]


# --- questions within questions ------------------------------------------------------------------------------------------------


def test_the_part_is_related_to_the_whole_and_cannot_be_more() -> None:
    killed = battle("Seoul", 5, "3,000", 3000)
    both = battle("Kyiv", 5, "1,100", 1100, outcome="killed or wounded")
    wounded = battle("Kyiv", 5, "900", 900, outcome="wounded")
    found = {
        q.outcome: q for q in fold(report(killed, name="1"), report(both, name="2"), report(wounded, name="3")).questions(party)
    }
    assert Related(tuple(found.values())).of(found["killed"]) == (found["killed or wounded"],)
    assert set(Related(tuple(found.values())).of(found["killed or wounded"])) == {found["killed"], found["wounded"]}
    (over,) = links(found["killed"], (found["killed or wounded"],))
    (under,) = links(found["wounded"], (found["killed or wounded"],))
    assert (over.relation, under.relation) == ("contradicts", "different scope")
    assert {over.left, over.right} == {a.claim for q in (found["killed"], found["killed or wounded"]) for a in q.answers}


def test_a_part_anywhere_may_be_more_than_a_whole_in_one_place() -> None:
    killed = battle("Seoul", 5, "3,000", 3000)
    both = battle("Kyiv", 5, "1,100", 1100, outcome="killed or wounded", tail=" in Kursk Oblast")
    found = {q.outcome: q for q in fold(report(killed, name="1"), report(both, name="2")).questions(party)}
    (link,) = links(found["killed"], (found["killed or wounded"],))
    assert link.relation == "different scope"


def test_a_day_and_a_village_are_related_to_the_war() -> None:
    total = battle("Seoul", 12, "1,100", 1100, tail=" in Kursk Oblast")
    day = battle("Kyiv", 12, "30", 30, tail=" near Sudzha on Sunday", event=("Sunday", 8))
    others = battle("Kyiv", 12, "30", 30, tail=" in Kursk Oblast", counted="Russian soldiers")
    questions = fold(report(total, name="1"), report(day, name="2"), report(others, name="3")).questions(party)
    whole, part = (
        next(q for q in questions if q.place == place) for place in ("Kursk Oblast, Russia", "Sudzha, Kursk Oblast, Russia")
    )
    assert Related(questions).of(part) == (whole,)


# --- links of many answers -----------------------------------------------------------------------------------------------------


def test_links_grow_with_statements_not_with_retellings() -> None:
    tellers = [report(battle("Seoul", 5, "1,100", 1100), name=f"{i}", more=f"Report {i}") for i in range(50)]
    tellers += [report(battle("Kyiv", 5, "3,000", 3000), name=f"k{i}", more=f"Report {i}") for i in range(50)]
    (question,) = fold(*tellers).questions(party)
    found = links(question)
    assert len(question.answers) == 100
    assert [link.relation for link in found].count("repeats") == 98
    assert [link.relation for link in found].count("contradicts") == 1
    assert all(link.reasons and link.score and link.score <= 1 and link.question == question.id for link in found)


def test_very_many_statements_are_linked_to_what_parties_stood_by() -> None:
    told = [battle(by, i, str(i), i, scope="total") for i in range(100, 200) for by in ("Seoul", "Kyiv", "Moscow")]
    (question,) = fold(*(report(one, name=f"{one.by} {one.day}") for one in told)).questions(party)
    found = links(question)
    assert len(question.answers) == 300
    assert [link.relation for link in found].count("supersedes") == 3 * 99
    assert len(found) < 3 * 300


# --- invariants ----------------------------------------------------------------------------------------------------------------

FIGURES = st.sampled_from([("100", 100.0, 100.0), ("at least 60", 60.0, None), ("40 to 80", 40.0, 80.0), ("dozens", None, None)])
WHO = st.sampled_from(
    [None, "people", "soldiers", "North Korean soldiers", "North Koreans", "Russian soldiers", "children", "Koreans"]
)
TAILS = st.sampled_from(["", " in Kursk Oblast", " near Sudzha", " in Russia", " in Kell", " near Velmar"])
SCOPES = st.sampled_from([None, "total", "incident"])
DAYS = st.sampled_from([None, 1, 2, 9, 60])


@st.composite
def reports(draw: st.DrawFn) -> Extraction:
    told: list[Told] = []
    day = draw(DAYS)
    for i in range(draw(st.integers(1, 3))):
        by = draw(st.sampled_from(["Seoul", "Kyiv", "Moscow", None]))
        if draw(st.integers(0, 4)) == 0:
            words = draw(st.sampled_from(["it would not speak of losses", "the bridge at Velmar was blown up"]))
            told.append(said(by, day, f"{words} {'again ' * i}", stance=draw(st.sampled_from(["asserts", "denies", "declines"]))))
            continue
        figure, low, high = draw(FIGURES)
        who = draw(WHO)
        event = draw(st.sampled_from([None, None, 1, 8]))
        tail = draw(TAILS) + (f" on day {event}" if event else "") + " again" * i
        words = f"{figure} {who or ''} were killed{tail}"
        fields = {"counted": who, "outcome": draw(st.sampled_from(["killed", "casualties"])), "scope": draw(SCOPES)}
        vague = figure if low is None and high is None else None
        when = (f"day {event}", event) if event else None
        stance = draw(st.sampled_from(["asserts", "asserts", "denies", "silent"]))
        told.append(said(by, day, words, figure, low, high, event=when, stance=stance, vague=vague, **fields))
    return report(
        *told, name=f"r{draw(st.integers(0, 10**6))}", more=draw(st.sampled_from(["", "North Korea and Russia", "Kyiv"]))
    )


def shown(questions: Questions) -> list[tuple[Question, object]]:
    found = questions.questions(party)
    related = Related(found)
    return [(q, (links(q, found), [r.id for r in related.of(q)])) for q in found]


@settings(max_examples=60, deadline=None)
@given(st.lists(reports(), max_size=6, unique_by=lambda e: e.document.id), st.randoms(use_true_random=False))
def test_order_and_coming_and_going_change_nothing(extractions: list[Extraction], rng: random.Random) -> None:
    expected = shown(fold(*extractions))
    moving = list(extractions)
    rng.shuffle(moving)
    questions = Questions()
    for each in moving:
        questions.add(each)
        if rng.random() < 0.5:
            questions.questions(party)
        if rng.random() < 0.3:
            questions.remove(each.document.id)
            questions.add(each)
        if rng.random() < 0.3:
            questions.add(each)
    assert shown(questions) == expected
    for question, _ in expected:
        assert questions.question(question.id, party) == question
    for each in moving:
        questions.remove(each.document.id)
    assert questions.questions(party) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(reports(), min_size=1, max_size=6, unique_by=lambda e: e.document.id))
def test_every_figure_answers_at_most_one_question(extractions: list[Extraction]) -> None:
    found = fold(*extractions).questions(party)
    answered = [(a.claim, a.quantity) for q in found for a in q.answers]
    assert len(answered) == len(set(answered))
    assert len({q.id for q in found}) == len(found)


BOUND = st.one_of(st.none(), st.integers(0, 300).map(float))
ANSWERS = st.builds(
    lambda claim, by, low, high, about, scope, day, stance, event: Answer(
        claim=str(claim),
        document=f"d{claim % 3}",
        party=by,
        outlet="Ruritanian Post",
        stance=stance,
        polarity="+",
        basis="unspecified",
        hedge=None,
        words="some",
        quantity=f"q{claim}",
        interval=Interval(low=low, high=high, approximate=about),
        vague=None if low is not None or high is not None else "dozens",
        scope=scope,
        said=None if day is None else date(2024, 12, day),
        earliest=None if event is None else date(2024, 12, event),
        latest=None if event is None else date(2024, 12, event),
    ),
    st.integers(0, 99),
    st.sampled_from(["Seoul", "Kyiv", None]),
    BOUND,
    BOUND,
    st.booleans(),
    SCOPES,
    st.sampled_from([None, 1, 2, 9]),
    st.sampled_from(["asserts", "asserts", "denies", "silent"]),
    st.sampled_from([None, 1]),
)


@given(ANSWERS, ANSWERS, st.sampled_from(["killed", "gathered"]))
def test_relations_hold_both_ways_and_what_meets_never_contradicts(one: Answer, other: Answer, outcome: str) -> None:
    question = Question(id="q", kind="figure", text="", population=None, outcome=outcome, place=None, answers=())
    link = relate(question, one, other)
    assert link == relate(question, other, one) or one.claim == other.claim
    if link is None or one.interval is None or other.interval is None:
        return
    if one.stance == other.stance and one.interval.meets(other.interval):
        assert link.relation != "contradicts"
    if link.relation in ("same", "repeats") and one.interval.drawn and other.interval.drawn:
        assert one.interval.meets(other.interval) or one.stance != other.stance or one.interval.has_number_of(other.interval)
    if link.relation in ("supersedes", "repeats"):
        assert one.party == other.party
    if link.relation == "same":
        assert one.party != other.party
