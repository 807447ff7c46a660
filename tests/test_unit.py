"""Units and currencies beside a number."""

from __future__ import annotations

import pytest

from reportedly import unit


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" miles off", "mile"),
        ("%", "percentage"),
        (" per cent", "percentage"),
        ("kWh", "kilowatt hour"),
        (" square kilometres", "square kilometre"),
        ("-year-old", "year of age"),
        (" pound-feet", "pound-foot"),
        (" Danish crowns", "danish krone"),
        ("μm", "micrometre"),
        ("€", "euro"),
        (" pence", "penny"),
    ],
)
def test_after(text: str, name: str) -> None:
    found = unit.after(text, 0)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", [" people", " a day", " A man", " minutiae", " B. Smith"])
def test_no_unit(text: str) -> None:
    assert unit.after(text, 0) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("US $", "dollar"),
        ("cost £", "pound sterling"),
        ("PS", "pound sterling"),
        ("Y=", "japanese yen"),
        ("HK$", "hong kong dollar"),
    ],
)
def test_before(text: str, name: str) -> None:
    found = unit.before(text, len(text))
    assert found is not None
    assert found.name == name


def test_letters_before_a_number_are_not_always_money() -> None:
    assert unit.before("LOOPS", 5) is None
    assert unit.before("T-", 2) is None


@pytest.mark.parametrize(
    ("text", "name"), [(" per barrel", "barrel"), (" a month", "month"), ("/m2", "square metre"), (" per capita", "capita")]
)
def test_rate(text: str, name: str) -> None:
    found = unit.rate(text, 0)
    assert found is not None
    assert found.name == name


def test_a_year_ago_is_no_rate() -> None:
    assert unit.rate(" a year ago", 0) is None


def test_pounds_are_money_after_millions() -> None:
    mass, money = unit.after(" pounds", 0), unit.after(" pounds", 0, millions=True)
    assert mass is not None
    assert money is not None
    assert (mass.name, money.name) == ("pound-mass", "pound sterling")


@pytest.mark.parametrize(("word", "forms"), [("penny", "pennies"), ("inch", "inches"), ("mile", "miles"), ("day", "days")])
def test_plural_and_back(word: str, forms: str) -> None:
    assert unit.plural(word) == forms
    assert unit.singular(forms) == word
