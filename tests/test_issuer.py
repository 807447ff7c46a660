"""Whose own voice a document speaks in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportedly.issuer import in_its_own_name
from reportedly.model import THE_OUTLET, Extraction, PlaceMention
from tests.builders import claim, document, extraction, find, hop

WORDS = "nine people died"


def report(outlet: str | None, *hops: str, head: str = "", words: str = WORDS, **fields: str) -> Extraction:
    of = document(f"{head}\n\nOn Monday {words}.", outlet=outlet)
    return extraction(of, claim(of, words, *(hop(name, type="outlet") for name in hops), **fields))


def voices(read: Extraction) -> list[tuple[str, str]]:
    return [(h.name, h.type) for one in in_its_own_name(read).claims for h in one.chain]


@pytest.mark.parametrize(
    ("outlet", "body", "kind"),
    [
        ("Ministry of National Defence", "Ministry of National Defence", "government"),
        ("Upper Zenda Front, press service", "Upper Zenda Front", "armed force"),
        ("Zenda Dockers' Union", "Zenda Dockers' Union", "ngo"),
        ("Altmine's press office", "Altmine", "group"),
    ],
)
def test_a_body_says_what_the_document_that_it_issued_says(outlet: str, body: str, kind: str) -> None:
    assert voices(report(outlet)) == [(body, kind)]


@pytest.mark.parametrize("outlet", ["Zenda Union Times", "Strelsau Courier", "Ministry Watch Radio", None])
def test_what_a_paper_says_in_its_own_voice_is_nobodys_statement(outlet: str | None) -> None:
    assert voices(report(outlet)) == []


def test_what_it_passes_on_is_not_its_own() -> None:
    assert voices(report("Zenda Union", basis="rumour")) == []
    assert voices(report("Zenda Union", words="a voice message speaks of nine dead")) == []


def test_we_are_whoever_publishes_the_text() -> None:
    assert voices(report("Strelsau Courier", THE_OUTLET)) == [("Strelsau Courier", "unspecified")]
    assert voices(report("Zenda Union", THE_OUTLET)) == [("Zenda Union", "ngo")]
    assert voices(report(None, THE_OUTLET)) == [(THE_OUTLET, "outlet")]


def test_the_line_with_the_day_names_the_outlet_unless_it_names_a_place() -> None:
    head = "Zenda Today, 20 May 2019"
    read = report(None, THE_OUTLET, head=head)
    assert voices(read) == [("Zenda Today", "unspecified")]
    organ = "The Voice, bulletin of the media office of the Upper Zenda Front, 14 October 2021"
    assert voices(report(None, head=organ)) == [("Upper Zenda Front", "armed force")]
    place = PlaceMention(id="p", span=find(read.document.text, "Zenda Today"), name="Zenda Today")
    assert voices(replace(read, places=(place,))) == [(THE_OUTLET, "outlet")]
