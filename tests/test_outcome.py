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


@pytest.mark.parametrize(
    "text",
    [
        "The ministry has counted 46 deaths. The union sticks to its 85.",
        "At first 46 were dead, then 85, the ministry said.",
        "The ministry has counted 46 deaths, and the union, whose men went there, at least 85.",
        "The number of dead is disputed: 46 according to the ministry, 85 according to the union.",
        "Some are dead. On Saturday the ministry raised its death toll from 46 to 85.",
        "The service, which last week had spoken of 46, now estimates that 85 people died.",
        "The ministry speaks of 46 dead. The governor has come up with 85.",
    ],
)
def test_a_bare_figure_has_the_outcome_of_the_one_before(text: str, parse: Callable[..., Parse]) -> None:
    assert [(q.outcome, q.low) for q in quantities(parse(text))] == [("killed", 46), ("killed", 85)]


def test_names_count_people(parse: Callable[..., Parse]) -> None:
    (listed,) = quantities(parse("The priest keeps 61 names of missing people."))
    assert (listed.outcome, listed.counted) == ("missing", None)
