"""Looking up by place agrees with going through everything."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from reportedly.located import Located, Sentences
from reportedly.model import Parse

RANGES = st.tuples(st.integers(0, 3000), st.integers(1, 900)).map(lambda r: (r[0], r[0] + r[1]))


@given(st.lists(RANGES, max_size=30), RANGES)
def test_over_finds_what_overlaps(ranges: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    located = Located((a, b, i) for i, (a, b) in enumerate(ranges))
    wanted = [i for i, (a, b) in enumerate(ranges) if a < asked[1] and asked[0] < b]
    assert list(located.over(*asked)) == wanted


def test_sentences_by_place_and_paragraph(parse: Callable[[str], Parse]) -> None:
    text = "The gate was shut. The road was mined.\n\nThe mill burned."
    sentences = Sentences(parse(text))
    assert [s.text for s in sentences.spans] == ["The gate was shut.", "The road was mined.", "The mill burned."]
    assert sentences.at(text.index("road")) == 1
    assert list(sentences.near(0)) == [0, 1]
    assert list(sentences.near(2)) == [2]


def test_of_a_very_long_sentence_a_part_is_looked_at(parse: Callable[[str], Parse]) -> None:
    text = "the gate and " * 300 + "the road was mined."
    sentences = Sentences(parse(text))
    span = parse(text).span(600, 602)
    around = sentences.around(sentences.at(span.start), span)
    assert around.contains(span)
    assert text[around.start : around.end] == around.text
    assert len(around.text) < 2000
