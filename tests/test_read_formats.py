"""HTML, Markdown, PDF, JSONL and WARC: what each format says of its text."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from reportedly.errors import InputError
from reportedly.model import Document, Problem
from reportedly.read import Source, readers
from reportedly.read.dates import day

DATA = Path(__file__).parent / "data" / "read"

PARAGRAPHS = (
    "A hospital in the border town took in about forty wounded soldiers on Monday, two nurses said.",
    "The defence ministry denied that any of its soldiers had been hurt, and called the report a “provocation” by others.",
    "Officials in the capital said that the number was closer to twenty, and that most had been sent home within the day.",
)


def read_bytes(reader: str, data: bytes, name: str = "a", **more: str) -> list[Document | Problem]:
    return list(
        readers()[reader].read(Source(name=name, where=name, data=data, url=more.get("url"), charset=more.get("charset")))
    )


def document_of(reader: str, data: bytes, **more: str) -> Document:
    (document,) = read_bytes(reader, data, **more)
    assert isinstance(document, Document)
    return document


def page(head: str = "", body: str = "") -> bytes:
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    markup = f"<!doctype html><html><head>{head}</head><body><article>{text}{body}</article></body></html>"
    return markup.encode("utf-8", "xmlcharrefreplace")


def json_ld(article: str) -> str:
    return f'<script type="application/ld+json">{article}</script>'


def test_a_page_as_saved() -> None:
    document = document_of("html", (DATA / "reposted.html").read_bytes())
    assert document.text.startswith("Hospital in Orlec takes in wounded\n\nORLEC, Dec 23 (Reuters) - A hospital")
    assert "Home" not in document.text
    assert "\n\nThe defence ministry denied" in document.text
    assert document.title == "Hospital in Orlec takes in wounded & more"
    assert (document.outlet, document.authors) == ("The Example Courier", ("Anna Example",))
    assert (document.published, document.published_from) == (date(2024, 12, 24), "json-ld")
    assert document.url == "https://www.first-example.org/2024/12/23/hospital/"
    assert document.language == "en"
    assert [(hop.relation, hop.name, hop.shown_by.text if hop.shown_by else hop.markup) for hop in document.provenance] == [
        ("author", "Anna Example", "p byline"),
        ("agency", "Agence France-Presse", "json-ld author"),
        ("agency", "Reuters", "(Reuters)"),
        ("originally published by", "le-sample.example", "json-ld isBasedOn"),
        ("originally published by", "The First Example", "This article was originally published by The First Example"),
        ("canonical", "first-example.org", "link canonical"),
        ("translated by", "Bela Sample", "Translated by Bela Sample"),
        ("reposted by", "The Example Courier", "og:url"),
    ]
    assert [span.text for span in document.furniture] == [
        "Photo: Ivan Sample/AP",
        "This article was originally published by The First Example on 23 December 2024.",
        "Translated by Bela Sample",
        "Share this article",
    ]


@pytest.mark.parametrize(
    ("head", "published", "origin"),
    [
        (json_ld('{"@type": "NewsArticle", "datePublished": "2024-12-23T10:00:00Z"}'), date(2024, 12, 23), "json-ld"),
        (json_ld('<!-- [{"@type": ["Article"], "datePublished": "2024-12-23"}] -->'), date(2024, 12, 23), "json-ld"),
        (json_ld("{broken") + '<meta property="article:published_time" content="2024-12-23">', date(2024, 12, 23), "meta"),
        ('<meta property="article:modified_time" content="2024-12-23">', None, None),
        ('<meta name="date" content="03/04/2024">', None, None),
        ('<link rel="canonical" href="https://example.org/2024/12/23/hospital">', date(2024, 12, 23), "url"),
        ("", None, None),
    ],
)
def test_the_day_of_publication_is_never_guessed(head: str, published: date | None, origin: str | None) -> None:
    document = document_of("html", page(head, "<p>Last seen on 1 January 2023, the men were never found, said the police.</p>"))
    assert (document.published, document.published_from) == (published, origin)


def test_a_time_element_counts_when_it_is_the_only_one() -> None:
    one = '<time datetime="2024-12-23T08:00">Monday</time>'
    assert document_of("html", page(body=one)).published_from == "time"
    assert document_of("html", page(body=one + '<time datetime="2024-12-01">earlier</time>')).published is None


def test_the_same_page_at_another_edition_of_a_site_was_not_reposted() -> None:
    head = '<link rel="canonical" href="https://www.example.org/a"><meta property="og:url" content="https://m.example.org/a">'
    assert document_of("html", page(head)).provenance == ()


def test_an_agency_named_beside_a_picture_or_another_story_is_none_of_the_report() -> None:
    body = "<figure><figcaption class=credit>Reuters</figcaption></figure><aside><span class=source>AFP</span></aside>"
    assert document_of("html", page(body=body)).provenance == ()


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "utf-16"])
def test_the_encoding_of_a_page(charset: str) -> None:
    markup = page().decode().replace("<head>", f'<head><meta charset="{charset}">')
    document = document_of("html", markup.encode(charset))
    assert "“provocation”" in document.text


def test_a_page_without_a_main_text_keeps_what_it_shows() -> None:
    document = document_of("html", b"<html><head><script>alert(1)</script></head><body><b>One &amp; two</b></body></html>")
    assert "One & two" in document.text
    assert "alert" not in document.text


def test_markdown() -> None:
    document = document_of("markdown", (DATA / "note.md").read_bytes())
    assert document.text == (
        "Heading of the note\n\nThe ministry said on Monday that forty * were killed.\n\na | b\n\n1 | 2\n\none item\n\ntwo items"
    )
    assert (document.title, document.authors) == ("A note", ("Anna Example",))
    assert (document.outlet, document.language) == ("The Example Courier", "en")
    assert (document.published, document.published_from) == (date(2024, 12, 20), "front matter")
    assert document_of("markdown", b"# Forty *wounded*\n\nOne.").title == "Forty wounded"


def test_jsonl() -> None:
    lines = (
        '{"id": "x", "text": "One.\\r\\nTwo", "published": "2024-12-01T10:00:00Z", "title": "T", "outlet": "O", '
        '"authors": ["A", "B"], "url": "https://example.org", "language": "en-GB", "more": 1}\n'
        "not json\n"
        '\n{"text": 3}\n'
        '{"text": "half \\ud800 a pair", "authors": "A B", "published": "soon", "title": ["x"]}\n'
    )
    first, bad, worse, last = read_bytes("jsonl", lines.encode(), "c.jsonl")
    assert isinstance(first, Document)
    assert (first.name, first.text, first.title, first.outlet, first.authors) == ("x", "One.\r\nTwo", "T", "O", ("A", "B"))
    assert (first.published, first.published_from, first.language) == (date(2024, 12, 1), "jsonl", "en")
    assert first.problems == ()
    assert isinstance(bad, Problem)
    assert isinstance(worse, Problem)
    assert (bad.code, bad.severity, bad.where, worse.where) == ("bad-line", "error", "c.jsonl:2", "c.jsonl:4")
    assert isinstance(last, Document)
    assert (last.name, last.text, last.authors, last.published) == ("c.jsonl:5", "half \ufffd a pair", ("A B",), None)
    assert [p.code for p in last.problems] == ["encoding", "bad-field", "bad-field", "no-date"]


def test_jsonl_in_utf_16() -> None:
    assert document_of("jsonl", '{"text": "Größe"}\n'.encode("utf-16")).text == "Größe"


def pdf(*pages: str, info: str = "", compressed: bytes | None = None, again: int = 1) -> bytes:
    """A PDF of these pages, a line of text for each of their lines; or of one page of this compressed content, `again` times."""
    contents = [_shown(page) for page in pages] if compressed is None else [compressed]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(contents)) for _ in range(again))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(contents) * again}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for i, content in enumerate(contents):
        resources = "/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]{resources}/Contents {5 + 2 * i} 0 R>>".encode())
        packed = "" if compressed is None else "/Filter/FlateDecode"
        objects.append(f"<</Length {len(content)}{packed}>>stream\n".encode() + content + b"\nendstream")
    objects.append(f"<<{info}>>".encode())
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    xref = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return bytes(out) + xref.encode() + trailer.encode()


def _shown(page: str) -> bytes:
    rows = "".join(f"({line}) Tj T*\n" for line in page.split("\n"))
    return f"BT /F 10 Tf 14 TL 50 750 Td\n{rows}ET".encode("cp1252")


def test_pdf() -> None:
    first = (
        "The Example Courier, page 1\nForty wounded at the border\n"
        "The ministry said on Monday that forty soldiers had been wounded\nnear the border and that the army would look into what"
        " hap-\npened there. Nobody else said so.\n"
        "Officials in the capital said that the number was closer to twenty\nand that most of them had been sent home by the end"
    )
    document = document_of(
        "pdf",
        pdf(
            first,
            "The Example Courier, page 2\nof the day.",
            "The Example Courier, page 3\nEnd.",
            info="/Title(Forty wounded)/Author(Anna Example)/CreationDate(D:20241223)",
        ),
    )
    assert document.text == (
        "Forty wounded at the border\n\n"
        "The ministry said on Monday that forty soldiers had been wounded near the border and that the army would look into what "
        "happened there. Nobody else said so.\n\n"
        "Officials in the capital said that the number was closer to twenty and that most of them had been sent home by the end "
        "of the day.\n\nEnd."
    )
    assert (document.title, document.authors, document.published) == ("Forty wounded", ("Anna Example",), None)


def test_a_pdf_without_text_says_that_it_may_be_a_scan() -> None:
    assert "no-text" in {p.code for p in document_of("pdf", pdf("")).problems}


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", b"", pdf("One.")[:300], pdf("One.").replace(b"/Pages", b"/Pagan")])
def test_a_broken_pdf(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a: no PDF that can be read"):
        read_bytes("pdf", data)


def record(url: str, status: str, kind: str) -> bytes:
    """A WARC record of type response, compressed by itself as the standard has it."""
    body = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + page().decode().encode("cp1252")
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n"
    return gzip.compress(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n")


def test_warc() -> None:
    archive = (
        record("https://example.org/2024/12/23/a", "200 OK", "text/html; charset=windows-1252")
        + record("https://example.org/gone", "404 Not Found", "text/html")
        + record("https://example.org/picture", "200 OK", "image/png")
    )
    assert readers()["warc"].sniff(archive[:4096])
    assert not readers()["warc"].sniff(gzip.compress(b"something else"))
    document, problem = read_bytes("warc", archive)
    assert isinstance(document, Document)
    assert "“provocation”" in document.text
    assert document.name == document.url == "https://example.org/2024/12/23/a"
    assert (document.published, document.published_from) == (date(2024, 12, 23), "url")
    assert isinstance(problem, Problem)
    assert problem.code == "skipped"


@pytest.mark.parametrize("data", [b"\x1f\x8b broken", b"something else"])
def test_a_broken_archive(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a: the archive is broken"):
        read_bytes("warc", data)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-12-23", date(2024, 12, 23)),
        ("2024-12-23T23:30:00-05:00", date(2024, 12, 23)),
        ("2024/12/23", date(2024, 12, 23)),
        ("20241223", date(2024, 12, 23)),
        ("Mon, 23 Dec 2024 10:00:00 GMT", date(2024, 12, 23)),
        ("December 23, 2024", date(2024, 12, 23)),
        ("23 Dec 2024", date(2024, 12, 23)),
        ("03/04/2024", None),
        ("202412", None),
        ("1734912000", None),
        ("2024-13-01", None),
        ("0001-01-01", None),
        ("soon", None),
        ("", None),
        (20241223, None),
    ],
)
def test_days(value: object, expected: date | None) -> None:
    assert day(value) == expected
