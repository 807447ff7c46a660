"""Furniture, credits, headlines, encodings and languages: what is told from the text alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Document
from reportedly.read.decode import decode
from reportedly.read.furniture import furniture
from reportedly.read.language import language
from reportedly.read.provenance import credits
from reportedly.read.source import Source
from reportedly.read.text import TextReader

REPORT = "The ministry said on Monday that forty soldiers had been wounded near the border, and that the army would look into it."


def read_text(data: bytes) -> Document:
    (document,) = TextReader().read(Source(name="a.txt", where="a.txt", data=data))
    assert isinstance(document, Document)
    return document


def marked(text: str) -> list[str]:
    return [item.span.text for item in furniture(text)]


@pytest.mark.parametrize(
    "line",
    [
        "#war #border #wounded",
        "Next Post",
        "« Previous article",
        "Leave a Reply",
        "Leave a Reply Cancel reply",
        "Your email address will not be published. Required fields are marked *",
        "Required fields are marked *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "12 Comments",
        "Recommended",
        "Related Articles",
        "You may also like",
        "Read more: Army opens new camp near the border",
        "Also read | Army opens new camp near the border",
        "Share this article",
        "Share on Facebook",
        "Facebook Twitter WhatsApp",
        "Subscribe to our newsletter",
        "Sign up for our daily newsletter and never miss a story.",
        "Get the morning briefing delivered to your inbox",
        "We use cookies to improve your experience. By continuing you agree to their use.",
        "Accept all cookies",
        "ADVERTISEMENT",
        "Advertisement - scroll to continue",
        "Story continues below",
        "Photo: Ivan Sample/AP",
        "(Photo by Ivan Sample for The Example Courier)",
        "Image credit: Example Archive",
        "© 2024 The Example Courier. All rights reserved.",
        "Copyright 2024 The Example Courier",
        "Follow us on Telegram",
        "Tags: army, border",
        "5 min read",
    ],
)
def test_lines_of_the_page(line: str) -> None:
    assert marked(f"{REPORT}\n\n{line}\n\n{REPORT}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "ORLEC, Dec 23 (AFP) - The ministry said that forty had been wounded.",
        "Related deaths were not counted, the ministry said.",
        "The ministry recommended that people stay at home.",
        "Recommended rations had not arrived, two soldiers said.",
        "Photo: A soldier shows the place where twenty men were killed",
        "Photos released by the army show three dead men.",
        "Share prices fell after the strike, brokers said.",
        "Subscribers to the channel said that the video was old.",
        "Subscribe to nothing that they say, the general said.",
        "Follow us, the soldiers shouted to the villagers.",
        "By using stolen cookies, the hackers read the mail of the general staff, officials said.",
        "(c) The soldiers were killed on the road.",
        "Copyright law does not cover it, a lawyer said.",
        "Comments by the minister could not be verified.",
        "Read more than one report before you judge, she said.",
        "Next post offices were closed, residents said.",
        "#1 in the list was the general",
        "Print shops in the town were closed on Monday.",
        "Leave a reply unanswered and they come at night, one nurse said.",
        "Advertisements for soldiers hang in every town.",
        "“Read more”",
    ],
)
def test_lines_of_the_report(line: str) -> None:
    assert marked(f"{REPORT}\n\n{line}\n\n{REPORT}") == []


def test_headlines_under_a_heading_of_links() -> None:
    text = f"{REPORT}\n\nRelated stories\n\nArmy opens new camp\nMinister resigns over toll\n\n{REPORT}\n\nShort line"
    assert marked(text) == ["Related stories", "Army opens new camp", "Minister resigns over toll"]


def test_a_paragraph_under_a_heading_of_links_is_kept() -> None:
    wrapped = (
        "The ministry said on Monday that forty soldiers had\nbeen wounded near the border, "
        "and that the army\nwould look into it."
    )
    assert marked(f"Related\n\n{wrapped}") == ["Related"]


def test_the_end_of_a_wrapped_line_is_no_furniture() -> None:
    assert marked("The general told the reporters who had come that they should\nread more\n") == []
    assert marked("He had been told by the officers of his unit that he should\nShare\n") == []
    assert marked("Recommended\nby the general were two roads, and he closed both.") == []


@pytest.mark.parametrize(
    ("line", "relation", "name", "shown"),
    [
        ("(Reuters) - The ministry said so.", "agency", "Reuters", "(Reuters)"),
        ("ORLEC, Dec 23 (AFP) - The ministry said so.", "agency", "Agence France-Presse", "(AFP)"),
        ("Orlec, Ruritania (AP) — The ministry said so.", "agency", "Associated Press", "(AP)"),
        (
            "ORLEC (Ruritanian News Agency) — The ministry said so.",
            "agency",
            "Ruritanian News Agency",
            "(Ruritanian News Agency)",
        ),
        ("Source: Yonhap", "agency", "Yonhap News Agency", "Source: Yonhap"),
        ("With inputs from AFP", "agency", "Agence France-Presse", "With inputs from AFP"),
        ("By The Associated Press", "agency", "Associated Press", "By The Associated Press"),
        ("Translation of Bela Sample", "translated by", "Bela Sample", "Translation of Bela Sample"),
        (
            "Translated from Ruritanian by Bela Sample.",
            "translated by",
            "Bela Sample",
            "Translated from Ruritanian by Bela Sample.",
        ),
        ("By Anna van der Example", "author", "Anna van der Example", "By Anna van der Example"),
        (
            "This article was originally published by The Example Courier on 23 December 2024.",
            "originally published by",
            "The Example Courier",
            "This article was originally published by The Example Courier",
        ),
        (
            "This story first appeared in Example Monthly and is republished here.",
            "originally published by",
            "Example Monthly",
            "This story first appeared in Example Monthly",
        ),
        (
            "Republished from courier.example.org",
            "originally published by",
            "courier.example.org",
            "Republished from courier.example.org",
        ),
    ],
)
def test_credits(line: str, relation: str, name: str, shown: str) -> None:
    (credit,) = credits(f"{line}\n\n{REPORT}")
    assert (credit.relation, credit.name, credit.span.text) == (relation, name, shown)
    assert (credit.line is None) == (" said so." in line)


def test_a_byline_with_an_agency() -> None:
    found = [(c.relation, c.name) for c in credits(f"By Anna Example and Bela Sample, Reuters\n\n{REPORT}")]
    assert found == [("author", "Anna Example"), ("author", "Bela Sample"), ("agency", "Reuters")]


def test_an_agency_at_the_end() -> None:
    (credit,) = credits(f"{REPORT}\n\n{REPORT} (AFP)\n")
    assert (credit.name, credit.line) == ("Agence France-Presse", None)


@pytest.mark.parametrize(
    "line",
    [
        "Reuters could not verify the figure.",
        "First published figures spoke of forty wounded.",
        "First appeared in the town in October, the soldiers keep to their camp.",
        "The ministry (formerly the war office) - as it was called then - said so.",
        "Translated orders were found on the dead, the army said.",
        "Translation of the captured papers took a week.",
        "By Monday evening, forty had been wounded.",
        "By Anna Example's count, forty had been wounded.",
        "Source: a member of the staff who asked not to be named",
        "With AFP and others on the spot, the army withdrew its figure.",
        "Officials spoke to Reuters (AFP was not there) about it.",
    ],
)
def test_no_credits(line: str) -> None:
    assert list(credits(f"{REPORT}\n\n{line}\n\n{REPORT}")) == []


def test_a_credit_that_is_all_of_its_line_is_furniture_too() -> None:
    document = read_text(f"{REPORT}\n\nTranslated by Bela Sample\n".encode())
    assert [span.text for span in document.furniture] == ["Translated by Bela Sample"]
    assert [hop.shown_by for hop in document.provenance] == list(document.furniture)
    document = read_text(b"ORLEC (AFP) - Forty were wounded. They were taken to the capital.\n")
    assert document.furniture == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Forty wounded at the border\n\n{REPORT}", "Forty wounded at the border"),
        (f"Advertisement\n\nForty wounded at the border\n\n{REPORT}", "Forty wounded at the border"),
        (f"Forty were wounded at the border.\n\n{REPORT}", None),
        ("The ministry said on Monday that forty\nsoldiers had been wounded.", None),
        ("Forty wounded", None),
    ],
)
def test_headlines(text: str, title: str | None) -> None:
    assert read_text(text.encode()).title == title


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("“Größe”".encode(), "“Größe”"),
        ("“Größe”".encode("utf-8-sig"), "“Größe”"),
        ("“Größe”".encode("utf-16"), "“Größe”"),
        ("“Größe”".encode("utf-32"), "“Größe”"),
        (b"\x93" + REPORT.encode() + b"\x94", f"“{REPORT}”"),
        (("Сообщение министерства обороны о потерях. " * 20).encode("cp1251"), "Сообщение министерства обороны о потерях. " * 20),
        ("a\r\nb\x00c\u202ed".encode(), "a\r\nb\x00c\u202ed"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert decode(data)[0] == text


def test_a_broken_byte_breaks_one_character() -> None:
    data = "“Größe” – “Öl” – “Übung”".encode()
    text, (problem,) = decode(data[:2] + data[3:])
    assert text.endswith("Größe” – “Öl” – “Übung”")
    assert (problem.code, problem.severity) == ("encoding", "warning")


def test_a_declared_encoding_is_believed_unless_it_is_utf_8() -> None:
    assert decode("Größe".encode("cp1250"), "windows-1250")[0] == "Größe"
    assert decode("“Größe”".encode("cp1252"), "iso-8859-1")[0] == "“Größe”"
    assert decode("Größe".encode(), "iso-8859-1")[0] == "Größe"
    assert decode(b"\xe9t\xe9", "punycode")[0] == "été"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (REPORT, "en"),
        ("Forty wounded", None),
        (
            "Das Ministerium teilte am Montag mit, dass vierzig Soldaten an der Grenze verwundet worden seien und dass die Armee "
            "den Fall untersuchen werde.",
            "de",
        ),
        ("1 2 3 # 4 5 6 " * 20, None),
    ],
)
def test_languages(text: str, code: str | None) -> None:
    assert language(text) == code


@given(st.text())
def test_text_is_kept_and_spans_are_its_words(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    document = read_text(data)
    assert document.text == decode(data)[0]
    if not re.search("[\ud800-\udfff]", text):
        assert document.text == text.removeprefix("\ufeff")
    for span in (*document.furniture, *(hop.shown_by for hop in document.provenance if hop.shown_by)):
        assert document.text[span.start : span.end] == span.text
    assert {p.span for p in document.problems if p.code == "furniture"} == set(document.furniture)


@given(st.lists(st.sampled_from([REPORT, "Next Post", "Related", "Army opens camp", "Translated by Bela Sample", "", "By AFP"])))
def test_furniture_does_not_overlap(parts: list[str]) -> None:
    spans = read_text("\n".join(parts).encode()).furniture
    assert all(one.end <= other.start for one, other in pairwise(spans))
