"""Vague words become intervals by a named profile only."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reportedly.errors import UsageError
from reportedly.model import Quantity, Span
from reportedly.vague import Profile, interval, profiles


def quantity(vague: str | None, low: float | None = None, high: float | None = None) -> Quantity:
    return Quantity(id="q", span=Span(0, 5, "words"), low=low, high=high, vague=vague)


def test_profiles_name_their_source() -> None:
    assert profiles() == ("acled", "pitf", "reportedly")
    for name in profiles():
        profile = Profile.load(name)
        assert profile.name == name
        assert profile.version
        assert profile.source
        assert all(low <= high for _, (low, high) in (*profile.words, *profile.multiples))


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("acled", "tens", (10, 10)),
        ("acled", "dozens", (12, 12)),
        ("acled", "hundreds", (100, 100)),
        ("acled", "several", None),
        ("pitf", "several", (5, 24)),
        ("pitf", "tens", (50, 99)),
        ("pitf", "hundreds", None),
        ("reportedly", "dozens", (24, 99)),
        ("reportedly", "several hundred", (300, 999)),
        ("reportedly", "a couple hundred", (200, 399)),
        ("reportedly", "tens of thousands", (20_000, 199_999)),
        ("reportedly", "most", None),
        ("reportedly", "many", None),
    ],
)
def test_interval(name: str, words: str, expected: tuple[float, float] | None) -> None:
    assert interval(quantity(words), Profile.load(name)) == expected


def test_a_number_needs_no_profile() -> None:
    profile = Profile.load("acled")
    assert interval(quantity(None, 5, None), profile) == (5, None)
    assert interval(quantity(None), profile) is None


def test_an_unknown_profile() -> None:
    with pytest.raises(UsageError, match=r"'guess'.*acled, pitf, reportedly"):
        Profile.load("guess")


def test_larger_words_reach_further() -> None:
    table = dict(Profile.load("reportedly").words)
    ladder = ["a couple", "several", "dozens", "hundreds", "thousands", "tens of thousands", "hundreds of thousands", "millions"]
    assert all(table[a][0] < table[b][0] and table[a][1] < table[b][1] for a, b in pairwise(ladder))
