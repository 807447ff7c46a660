"""What became of those counted, sentence by sentence: also where a sentence before it says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reportedly.model import Parse
from reportedly.quantity import quantities

SENTENCES = Path(__file__).parent / "data" / "outcomes.txt"
CASES = [line.split(" | ") for line in SENTENCES.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_outcome(text: str, wanted: str, parse: Callable[..., Parse]) -> None:
    found = quantities(parse(text))
    for words, outcome in re.findall(r"(\S+)=(.*?)(?= \S+=|$)", wanted):
        figures = [q for q in found if words in q.span.text]
        assert outcome in {q.outcome or "" for q in figures}, words


def test_counted_is_no_speaker(parse: Callable[..., Parse]) -> None:
    text = "The coast guard speaks of 40. The figure is 40. The bus company says 33. The farm lost 40 cows."
    assert {q.counted for q in quantities(parse(text))} == {None, "farm"}


def test_names_count_people(parse: Callable[..., Parse]) -> None:
    (listed,) = quantities(parse("The priest keeps 61 names of missing people."))
    assert (listed.outcome, listed.counted) == ("missing", None)
