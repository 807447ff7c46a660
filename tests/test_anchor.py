"""Where words stand, found again in a text that has changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportedly.anchor import CONTEXT, anchor_of, find
from reportedly.model import Span

TEXT = "The mayor said that 12 people died. The governor said that 12 people died in the flood."


def span(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span.cut(text, start, start + len(words))


def test_in_the_same_text_the_position_is_right() -> None:
    for after in (0, 30):
        meant = span(TEXT, "12 people died", after)
        assert find(anchor_of("d", TEXT, meant), TEXT) == meant


def test_where_words_stand_before_them_the_quotation_finds_them() -> None:
    anchor = anchor_of("d", TEXT, span(TEXT, "12 people died", 30))
    changed = f"STRELSAU (Courier). {TEXT}"
    assert find(anchor, changed) == span(changed, "12 people died", 60)


def test_what_stands_around_them_tells_two_places_apart() -> None:
    anchor = anchor_of("d", TEXT, span(TEXT, "12 people died", 30))
    changed = "12 people died, the governor said. It is said that 12 people died in the flood."
    assert find(anchor, changed) == span(changed, "12 people died", 20)


def test_words_that_are_gone_or_fit_in_two_places_are_not_guessed() -> None:
    anchor = anchor_of("d", TEXT, span(TEXT, "12 people died", 30))
    assert find(anchor, "The mayor said that twelve people died.") is None
    assert find(anchor, "x 12 people died y. x 12 people died y.") is None
    assert find(anchor, "") is None


@given(st.text(min_size=1, max_size=200), st.data())
def test_any_words_are_found_again_where_they_stood(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    anchor = anchor_of("d", text, Span.cut(text, start, end))
    assert find(anchor, text) == Span.cut(text, start, end)
    assert len(anchor.prefix) <= CONTEXT >= len(anchor.suffix)
