"""How near words are in meaning."""

from __future__ import annotations

import numpy as np
import pytest

from reportedly.likeness import is_common, vector_of


def near(one: str, other: str) -> float:
    return float(vector_of(one.split()) @ vector_of(other.split()))


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("army shelled school", "artillery hit school", "teachers sang hymns"),
        ("ammunition kept storeroom", "weapons stored cellar", "bridge opened traffic"),
        ("ferry overloaded", "ship carried passengers", "colonel denied rumours"),
    ],
)
def test_what_means_much_the_same_is_nearer_than_what_does_not(one: str, other: str, far: str) -> None:
    assert near(one, other) > near(one, far) + 0.2


def test_the_length_is_one_and_nothing_has_no_direction() -> None:
    assert np.linalg.norm(vector_of(["shelled", "school"])) == pytest.approx(1)
    assert not vector_of([]).any()
    assert not vector_of([""]).any()


def test_words_that_no_text_has_had_yet_have_a_direction_of_their_own() -> None:
    assert near("Bankilgrad", "Bankilgrad") == pytest.approx(1)
    assert near("Bankilgrad", "ferry") < 0.5


def test_names_that_few_write_about_are_not_common() -> None:
    assert [is_common(word) for word in ("ministry", "turkey", "bankilgrad", "strelsau")] == [True, True, False, False]
