"""The quantity stage on parsed text: what holds for every text. What it finds is in `golden/quantity`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.model import Parse
from reportedly.quantity import quantities

WORDS = (
    "killed wounded and or of the a soldier soldiers 12 1,000 dozens most including whom since May prisoner taken toll rose to "
    "from up by % $ ( ) . , ; “ ” - was were men half third in five one two"
)
UGLY = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from([*re.findall(r"\S+", WORDS), "\n"]), max_size=25).map(" ".join),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=UGLY)
def test_any_text(parse: Callable[..., Parse], text: str) -> None:
    found = quantities(parse(text))
    assert [q.span.start for q in found] == sorted(q.span.start for q in found)
    ids = {q.id for q in found}
    assert len(ids) == len(found)
    for q in found:
        for span in (q.span, q.counted_span, q.outcome_span, q.since):
            assert span is None or text[span.start : span.end] == span.text
        assert q.low is None or q.high is None or q.low <= q.high
        assert (q.vague is None) == (q.low is not None or q.high is not None)
        assert q.part_of is None or (q.part_of in ids and q.part_of != q.id)


def test_the_same_text_gives_the_same_figures(parse: Callable[..., Parse]) -> None:
    text = "At least 12 people were killed, including three children, and dozens wounded."
    assert quantities(parse(text)) == quantities(parse(text))


def test_paragraphs_do_not_touch(parse: Callable[..., Parse]) -> None:
    one, other = quantities(parse("Twelve people died,\n\nthree of them children.\n"))
    assert one.outcome == "killed"
    assert other.part_of is None


@pytest.mark.parametrize("text", [" ".join(map(str, range(2500))), "two of the " * 1200, "12 men and " * 1200, "(5 km " * 1200])
def test_long_lists_take_linear_time(parse: Callable[..., Parse], text: str) -> None:
    parsed = parse(text)
    began = time.process_time()
    quantities(parsed)
    assert time.process_time() - began < 10
