"""Figures, times and places of texts that nobody wrote: no exception, spans that hold, and time that grows with the length."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest

from reportedly.model import Parse
from reportedly.place import places
from reportedly.quantity import quantities
from reportedly.timex import times

PUBLISHED = date(2024, 12, 28)
SENTENCE = "At least 40 sailors were killed near Sumy on Monday, 12 of them officers, and two to three hundred fled since May. "
STAGES: dict[str, Callable[[Parse], object]] = {
    "quantity": quantities,
    "time": lambda parse: times(parse, PUBLISHED),
    "place": places,
}
TEXTS: dict[str, Callable[[int], str]] = {
    "one paragraph": lambda n: SENTENCE * (n // len(SENTENCE)),
    "all capitals": lambda n: SENTENCE.upper() * (n // len(SENTENCE)),
    "digits only": lambda n: "1234567890" * (n // 10),
    "numbers": lambda n: "12 1,000 3.5 2024 7/8 10-15 " * (n // 28),
    "arabic digits": lambda n: "قُتل ٤٠ جنديا و١٬٢٠٠ جريح ٢٠٢٤ " * (n // 31),
    "other scripts": lambda n: "四十人が死亡 убито 40 человек " * (n // 26),
    "names": lambda n: "Paris, Texas, Kyiv and Goma in " * (n // 31),
    "dates": lambda n: "Monday, May 5, 2024 between Jan. 6 and 11 " * (n // 42),
}


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "\t", "\u200b", "\ufeff", ".", "’", "-", "1", "٤", "½", "of", "May", "A", "$", "\x00"]
)
def test_next_to_nothing(parse: Callable[..., Parse], text: str) -> None:
    read = parse(text)
    for stage in (quantities, places):
        assert all(text[m.span.start : m.span.end] == m.span.text for m in stage(read))
    assert all(text[m.span.start : m.span.end] == m.span.text for m in times(read, PUBLISHED))


@pytest.mark.parametrize("name", TEXTS)
def test_length(parse: Callable[..., Parse], name: str) -> None:
    """Up to a hundred thousand characters in one paragraph: four times the text takes no more than eight times the time."""
    length = 25_000 if name in ("one paragraph", "digits only") else 8_000
    short, long = parse(TEXTS[name](length)), parse(TEXTS[name](4 * length))
    for stage, read in STAGES.items():
        read(short)
        seconds = []
        for parsed in (short, long):
            began = time.process_time()
            read(parsed)
            seconds.append(time.process_time() - began)
        assert seconds[1] < 8 * max(seconds[0], 0.1), (stage, seconds)
