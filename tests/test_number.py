"""Numbers in plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("1,234,567.5", 1_234_567.5),
        (".5", 0.5),
        ("1.5 thousand", 1_500),
        ("4 hundred million", 400_000_000),
        ("1.99×10−30", 1.99e-30),
        ("2½", 2.5),
        ("twenty-five", 25),
        ("one hundred and twenty-three thousand four hundred", 123_400),
        ("seventeen hundred", 1_700),
        ("two and a half million", 2_500_000),
        ("half a dozen", 6),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("three dozen", 36),
        ("a hundred", 100),
    ],
)
def test_value(text: str, value: float) -> None:
    (found,) = number.find(text)
    assert found.value == pytest.approx(value)
    assert text[found.start : found.end] == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a third of them", 1 / 3),
        ("two-thirds", 2 / 3),
        ("half of the men", 0.5),
        ("one in five", 0.2),
        ("3 out of 4", 0.75),
        ("3/4 of the homes", 0.75),
    ],
)
def test_share(text: str, value: float) -> None:
    found = next(number.find(text))
    assert found.share
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["the third attack", "a quarter to nine", "anyone", "fortyish", "secondhand"])
def test_no_number(text: str) -> None:
    assert not [n for n in number.find(text) if n.share or n.value < 9]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dozens fled", "dozens"),
        ("tens of  thousands", "tens of thousands"),
        ("a couple of hundred", "a couple hundred"),
        ("several dozen", "several dozen"),
        ("a handful of", "a handful"),
        ("a large number of", "a large number"),
    ],
)
def test_vague(text: str, words: str) -> None:
    assert next(number.find(text)).vague == words


def test_two_numbers_in_words_stay_two() -> None:
    assert [n.value for n in number.find("two three, and five or fifty men and two women")] == [2, 3, 5, 50, 2]


@pytest.mark.parametrize(
    ("text", "money", "value"),
    [("1.5bn", False, 1.5e9), ("5m", True, 5e6), ("5m", False, 5), ("40k", False, 40_000), ("3M", False, 3e6)],
)
def test_abbreviated(text: str, money: bool, value: float) -> None:
    assert number.abbreviated(text, next(number.find(text)), money).value == value


@given(st.text(alphabet="0123456789,.½/ -−aAndhuretosixmilkb×^e", max_size=60))
def test_spans_are_in_order_and_in_the_text(text: str) -> None:
    last = 0
    for found in number.find(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end
