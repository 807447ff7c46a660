"""Spans, ids and the look-ups of a parse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Basis, Parse, Span, Stance, make_id, words_of


@given(st.text(min_size=1), st.data())
def test_a_span_holds_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span.cut(text, start, end)
    assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(("start", "end", "text"), [(3, 3, ""), (-1, 2, "abc"), (0, 2, "abc"), (5, 2, "abc")])
def test_a_span_that_cannot_be_is_refused(start: int, end: int, text: str) -> None:
    with pytest.raises(ValueError, match="bad span"):
        Span(start, end, text)


def test_trimming_takes_white_space_only() -> None:
    assert Span.trimmed("  a b \n", 0, 7) == Span(2, 5, "a b")
    assert Span.trimmed(" \n ", 0, 3) is None


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_ids_differ_when_their_parts_differ(a: list[str], b: list[str]) -> None:
    assert (make_id(*a) == make_id(*b)) == (a == b)


def test_an_id_is_the_same_on_every_machine() -> None:
    assert make_id("claim", "d", "0-5") == "0061ec1970e81a02cdda"


def test_vocabularies_are_closed() -> None:
    assert words_of(Stance) == ("asserts", "denies", "doubts", "declines", "silent", "orders", "asks")
    assert "intercept" in words_of(Basis)


def test_a_parse_finds_tokens_by_place(parse: Callable[[str], Parse]) -> None:
    p = parse("The mayor said two bridges fell.\n\nNobody was hurt.")
    assert [p.tokens[i].text for i in p.tokens_in(4, 14)] == ["mayor", "said"]
    assert p.token_at(3) is None
    assert p.tokens[p.token_at(4) or 0].text == "mayor"
    assert len(p.paragraphs) == 2
    assert list(p.tokens_in(len(p.text), len(p.text) + 5)) == []


def test_subtrees_and_ancestors_agree(parse: Callable[[str], Parse]) -> None:
    p = parse("Officials in the capital said that the bridge over the river had been closed.")
    for t in p.tokens:
        for j in p.descendants(t.i):
            assert t.i in set(p.ancestors(j))
            assert p.subtree(t.i).start <= p.tokens[j].start < p.subtree(t.i).end
