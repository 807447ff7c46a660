"""Who is counted, in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.population import EVERYONE, Population, countries_in, in_one_form, population

SAME = [
    ("Turks", "Turkish people"),
    ("attackers", "militants"),
    ("taken", "people"),
    ("North Korean soldiers", "DPRK troops"),
    ("North Korean soldiers", "North Korean servicemen"),
    ("North Korean soldiers", "troops from Pyongyang's army"),
    ("North Korean soldiers", "soldiers of the North Korean army"),
    ("North Korean soldiers", "wounded North Korean military personnel"),
    ("North Korean soldiers", "north korean soldier"),
    ("US soldiers", "U.S. troops"),
    ("American soldiers", "United States servicemen"),
    ("police officers", "policemen"),
    ("protesters", "demonstrators"),
    ("12 more civilians", "other civilians"),
    ("dead children", "children"),
    ("people", "others"),
]
DIFFERENT = [
    ("rebels", "fighters"),
    ("Turks", "Turkmen"),
    ("North Korean soldiers", "South Korean soldiers"),
    ("North Korean soldiers", "Russian soldiers"),
    ("North Korean soldiers", "North Koreans"),
    ("soldiers", "civilians"),
    ("soldiers", "elite soldiers"),
    ("Koreans", "North Koreans"),
    ("police officers", "officers"),
    ("people", "children"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_words_for_one_population(one: str, other: str) -> None:
    assert population(one) == population(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_words_for_different_populations(one: str, other: str) -> None:
    assert population(one) != population(other)


def test_no_words_are_no_population_and_people_are_everyone() -> None:
    assert population(None) is None
    assert population("") is None
    assert population("other people") == EVERYONE
    assert EVERYONE.general
    assert str(EVERYONE) == ""


def test_a_population_lies_in_those_that_its_own_words_give() -> None:
    soldiers = population("North Korean soldiers")
    assert soldiers is not None
    wider = set(soldiers.wider)
    assert {population("soldiers"), population("North Koreans"), population("Korean soldiers"), EVERYONE} <= wider
    assert soldiers not in wider
    assert population("South Koreans") not in wider


def test_a_head_that_the_outcome_implies_says_nothing() -> None:
    protesters = population("protesters")
    assert protesters is not None
    assert protesters.without("gathered") == EVERYONE
    assert protesters.without("killed") == protesters


def test_children_are_only_ever_a_part() -> None:
    assert Population(head="child").part
    assert Population(head="soldier", modifiers=("elite",)).part
    assert not Population(country="KP", head="soldier").part


def test_countries_are_found_where_they_are_names() -> None:
    assert countries_in("It told us that Seoul, the UK and the Democratic Republic of Congo agreed.") == {"KR", "GB", "CD"}


def test_one_form_has_the_code_for_a_country_its_adjective_and_its_capital() -> None:
    assert in_one_form("Pyongyang's troops") == in_one_form("DPRK troops") == ["KP", "troops"]


CODES = st.sampled_from(["", "KP", "KR", "US", "UA", "CD", "VC", "KP/KR"])
HEADS = st.sampled_from(["", "soldier", "police officer", "child", "woman", "miner", "family", "medical worker", "drone"])
MODIFIERS = st.lists(st.sampled_from(["elite", "elderly", "young", "armed"]), unique=True, max_size=2).map(
    lambda w: tuple(sorted(w))
)


@given(CODES, HEADS, MODIFIERS)
def test_a_population_in_words_is_read_as_itself(country: str, head: str, modifiers: tuple[str, ...]) -> None:
    one = Population(country=country, head=head, modifiers=modifiers)
    assert (population(str(one)) or EVERYONE) == one


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert population(text) == population(text)
    assert countries_in(text) <= countries_in(f"{text} Kyiv")
    assert all(in_one_form(text))
