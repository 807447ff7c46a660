"""Figures in plain text: bounds, ranges, units."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import measure


@pytest.mark.parametrize(
    ("text", "low", "high", "approximate"),
    [
        ("up to 12,000 men", None, 12_000, False),
        ("as many as 15,000", None, 15_000, False),
        ("no more than 5", None, 5, False),
        ("fewer than 20", None, 20, False),
        ("at least 7", 7, None, False),
        ("well over 300", 300, None, False),
        ("no fewer than seven", 7, None, False),
        ("exceeded 3,000", 3_000, None, False),
        ("40 or more", 40, None, False),
        ("100+ men", 100, None, False),
        ("about 20", 20, 20, True),
        ("at least about 300", 300, None, True),
        ("an estimated 300", 300, 300, True),
        ("a week or so, 40 or so", 40, 40, True),
        ("between 8,000 and 10,000", 8_000, 10_000, False),
        ("1 to 2 thousand", 1_000, 2_000, False),
        ("some 200-300 men", 200, 300, True),
        ("three or four", 3, 4, False),
        ("minus 30 degrees", -30, -30, False),
        ("$-50.8bn", -50.8e9, -50.8e9, False),
    ],
)
def test_interval(text: str, low: float | None, high: float | None, approximate: bool) -> None:
    (found,) = measure.find(text)
    assert (found.low, found.high, found.approximate) == (low, high, approximate)


def test_exclusive_as_worded() -> None:
    more, least = measure.find("more than 5, at least 5")
    assert (more.low_exclusive, least.low_exclusive) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "10:27 PM",
        "1.56pm",
        "on May 5, 2019",
        "June of 2018",
        "the 71st",
        "the 1990s",
        "Jan. 6 and 11",
        "won 4-2",
        "T-72",
        "COVID-19",
        "in 2014",
        "7th",
    ],
)
def test_dates_times_ordinals_scores_and_names_are_left_out(text: str) -> None:
    assert measure.find(text) == []


def test_unit_and_rate() -> None:
    (found,) = measure.find("US $58.24 per barrel")
    assert (found.unit, found.per, found.money) == ("dollar", "barrel", True)


def test_by_and_to_are_no_range() -> None:
    by, to = measure.find("increased by $43 million to $419 million")
    assert (by.low, to.low) == (43e6, 419e6)


def test_a_conversion_has_the_bounds_of_what_it_converts() -> None:
    _, converted = measure.find("just under 300 hp (224 kW)")
    assert (converted.low, converted.high, converted.converts) == (None, 224, True)


def test_a_change_keeps_its_ends() -> None:
    (found,) = measure.find("rose from 41 to 50")
    assert found.way is not None
    assert [end.low for end in found.way] == [41, 50]


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    for found in measure.find(text):
        assert 0 <= found.start <= found.core < found.core_end <= found.end <= len(text)
        assert found.low is None or found.high is None or found.low <= found.high


WORDS = "about up to 12 $ 5 million % - – and between from per day 3/4 minus six ( ) or more m . , 2019 May dozens of"


@given(st.lists(st.sampled_from(re.findall(r"\S+", WORDS)), max_size=14))
def test_any_words_of_the_grammar(words: list[str]) -> None:
    text = " ".join(words)
    for found in measure.find(text):
        assert 0 <= found.start < found.end <= len(text)
