"""The lexicon and the notation of patterns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportedly.model import Parse
from reportedly.timex.word_grammar import Lexicon, Match

WORDS = """
[FRUIT]
red = "cherry strawberry"
green = "granny_smith"

[UNIT]
kg = "kilo kilos kg."

[OF]
x = "of"
"""


@pytest.fixture
def fruit(tmp_path: Path) -> Lexicon:
    file = tmp_path / "fruit.toml"
    file.write_text(WORDS, "utf-8")
    return Lexicon(file)


def test_words_phrases_points_and_figures(fruit: Lexicon, parse: Callable[..., Parse]) -> None:
    read = fruit.read(parse("We ate 12 kilos of Granny Smith and 1,500 kg. of cherry."), ["FRUIT"])
    assert read.values == ("ate", "12", "kg", "x", "green", "and", "1500", "kg", "x", "red", ".")
    pattern = fruit.pattern("count=number unit=UNIT OF t=(fruit=FRUIT)", {"number": "DAYNUM|INT"})
    found = [Match(m, read, fruit.codes) for m in pattern.finditer(read.classes)]
    assert [(m.value("count"), m.value("unit"), m.value("fruit"), m.span) for m in found] == [
        ("12", "kg", "green", (4, 5)),
        ("1500", "kg", "red", (9, 10)),
    ]
    assert found[0].any(0, "UNIT")
    assert not found[0].any("fruit", "UNIT")
    assert found[0].values("nothing") == ()


def test_what_has_no_head_is_left_out(fruit: Lexicon, parse: Callable[..., Parse]) -> None:
    read = fruit.read(parse("Of kilos we know nothing. A cherry fell."), ["FRUIT"])
    assert read.values == ("a", "red", "fell")


def test_unknown_names_are_refused(fruit: Lexicon) -> None:
    with pytest.raises(KeyError, match="NUT"):
        fruit.pattern("NUT", {})
    with pytest.raises(KeyError, match="basket"):
        fruit.pattern("basket", {})
