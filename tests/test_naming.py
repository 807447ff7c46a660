"""The name in the words for a source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.naming import epithets, introduced, is_name, name_within, role_beside, spoken_for, whose_organ


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Zora Kell, a pilot who was there", "Zora Kell"),
        ("a police spokesman, Zora Kell", "Zora Kell"),
        ("The mine's owner, Minera Alta", "Minera Alta"),
        ("the independent counting firm Quay Metrics", "Quay Metrics"),
        ("the monitoring group OAW", "OAW"),
        ("the observers of Open Harbour Watch", "Open Harbour Watch"),
        ("the people from Open Harbour Watch", "Open Harbour Watch"),
        ("Open Harbour Watch’s observers", "Open Harbour Watch"),
        ("the sailors' union NSU", "NSU"),
        ("the miners' union Altus 80", "Altus 80"),
        ("Velmar's union Altus", None),
        ("the rival union Altus", "Altus"),
        ("the sailor Altus", None),
        ("rescue workers known as the Grey Coats", "Grey Coats"),
        ("the county police", None),
        ("a nurse in a hospital near Moscow", None),
        ("an official of the Interior Ministry", None),
        ("Romania's Interior Ministry", None),
        ("a man from Lviv, Ukraine", None),
        ("a school in Old Velmar, Upper Zenda", None),
        ("the company", None),
    ],
)
def test_the_name_within(words: str, name: str | None) -> None:
    assert name_within(words) == name


def test_some_people_of_a_body_are_not_the_body() -> None:
    assert name_within("people from Open Harbour Watch", people=False) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [("Harbour for All", True), ("Comité Río Alta", True), ("Officials", False), ("Some friends", False), ("", False)],
)
def test_what_is_a_name(words: str, name: bool) -> None:
    assert is_name(words) is name


def test_an_acronym_in_apposition() -> None:
    assert introduced("the Directorate of Dams, the DD") == ("the Directorate of Dams", "DD")
    assert introduced("the Directorate of Dams known as DD") == ("the Directorate of Dams", "DD")
    assert introduced("the group DD") is None


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("a spokeswoman for the county police", "county police"),
        ("Zora Kell, a spokeswoman for Altmine, in Zenda", "Altmine"),
        ("a police spokesman, Commissioner Zora Kell", "police"),
        ("the White House press secretary", "White House"),
        ("Altmine's spokesman", "Altmine"),
        ("the spokesman", None),
        ("Zora Kell", None),
    ],
)
def test_whom_a_spokesman_speaks_for(words: str, body: str | None) -> None:
    assert spoken_for(words) == body


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("the media office of the Harbour Council", "Harbour Council"),
        ("Altmine's press service", "Altmine"),
        ("the Office of the President", None),
        ("the media", None),
    ],
)
def test_whose_organ_a_press_office_is(words: str, body: str | None) -> None:
    assert whose_organ(words) == body


def test_the_noun_beside_a_name() -> None:
    assert epithets("Altmine, the company that runs the mine", "Altmine") == ("company",)
    assert epithets("the mine's owner, Altmine", "Altmine") == ("owner", "mine owner")
    assert epithets("the miners' union Altus 80", "Altus 80") == ("union", "miners union")
    assert epithets("Altmine", "Altmine") == ()


@given(st.text())
def test_any_words_can_be_asked(words: str) -> None:
    found = name_within(words)
    assert found is None or found in " ".join(words.split()) or found in words
    spoken_for(words)
    introduced(words)


@pytest.mark.parametrize(
    ("words", "name", "role"),
    [
        ("Zora Kell, the mayor of Velmar", "Zora Kell", "mayor"),
        ("Velmar's mayor, Zora Kell", "Zora Kell", "mayor"),
        ("the mayor Zora Kell", "Zora Kell", "mayor"),
        ("Opposition leader Zora Kell", "Zora Kell", "leader"),
        ("Zora Kell", "Zora Kell", None),
        ("Inspector Zora Kell", "Zora Kell", None),
    ],
)
def test_the_role_beside_a_name(words: str, name: str, role: str | None) -> None:
    assert role_beside(words, name) == role
