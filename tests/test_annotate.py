"""Paragraphs, offsets, furniture and texts that no parser likes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from reportedly.annotate import LONGEST, Annotator
from reportedly.model import Document, Parse, Span


def paragraphs(p: Parse) -> list[str]:
    return [p.span(a, b).text for a, b in p.paragraphs]


def test_a_blank_line_ends_a_paragraph(parse: Callable[[str], Parse]) -> None:
    assert paragraphs(parse("One fell.\n\nTwo rose.\n \nThree stood.")) == ["One fell.", "Two rose.", "Three stood."]


def test_a_line_break_ends_a_paragraph_unless_the_text_is_wrapped(parse: Callable[[str], Parse]) -> None:
    assert len(paragraphs(parse("Bridge closed\nThe mayor said so."))) == 2
    wrapped = (
        "The ministry said on Thursday that the bridge over the\nriver had been closed to all but ambulances since\n"
        "the flood, and that it would stay so until Monday."
    )
    assert len(paragraphs(parse(wrapped))) == 1


def test_tokens_keep_the_offsets_of_the_text(parse: Callable[[str], Parse]) -> None:
    text = "“It fell,”\u200b she said\u00a0in K\u00f6ln.\r\n\r\nThe “other” one stands."
    p = parse(text)
    assert all(text[t.start : t.end] == t.text for t in p.tokens)


def test_furniture_has_no_tokens(annotator: Annotator) -> None:
    text = "The bridge fell.\n\nSubscribe to our newsletter\n\nNobody was hurt."
    at = text.index("Subscribe")
    document = Document(id="d", name="d", text=text, furniture=(Span.cut(text, at, at + 27),))
    assert "newsletter" not in {t.text for t in annotator.parse(document).tokens}


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\x00", "“", "....", "\u200b", "a" * 3000])
def test_odd_texts_are_read(parse: Callable[[str], Parse], text: str) -> None:
    p = parse(text)
    assert all(text[t.start : t.end] == t.text for t in p.tokens)


def test_a_paragraph_without_end_is_read_in_pieces(parse: Callable[[str], Parse]) -> None:
    text = "the rain fell and the river rose " * (3 * LONGEST // 33)
    began = time.process_time()
    p = parse(text)
    assert len(p.paragraphs) == 1
    assert p.tokens[-1].end == len(text.rstrip())
    assert time.process_time() - began < 20


def test_a_dateline_is_no_part_of_the_first_sentence(parse: Callable[[str], Parse]) -> None:
    p = parse("NORTHPORT, Dec. 3 (Harbour) - The mayor said the pier had burned.")
    assert paragraphs(p)[-1] == "The mayor said the pier had burned."


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "\u2009"])
def test_long_paragraphs_and_runs_are_read_in_pieces_that_cost_little(space: str, parse: Callable[..., Parse]) -> None:
    began = time.process_time()
    text = f"Five people died.{space}" + "“" * 12_500 + space + f"nine{space}" * 5_000 + "six people died."
    read = parse(text)
    assert time.process_time() - began < 8
    assert [read.tokens[i].text for i in (0, 1, 2, 3)] == ["Five", "people", "died", "."]
    assert read.text == text
    assert read.tokens[-2].text == "died"
