"""Documents made to break a reader: none raises, none hangs. Bounds are generous, for slow machines; what is not linear in
these sizes takes minutes."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator

import pytest

from reportedly.model import Document
from reportedly.read import Source, readers
from reportedly.read import pdf as pdf_reader
from tests.test_read_formats import pdf

SECONDS = 25
PARAGRAPH = "<p>The ministry said on Monday that at least forty people had been killed in the shelling of the town.</p>"
BIDI = "\u202eevil\u202c\u2066\u200b"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def read_bytes(reader: str, data: bytes) -> Document:
    (document,) = readers()[reader].read(Source(name="a", where="a", data=data))
    assert isinstance(document, Document)
    for span in document.furniture:
        assert document.text[span.start : span.end] == span.text
    return document


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 5_000_000,
        b"Word said that. " * 600_000,
        b" " * 10_000_000,
        b"\n" * 10_000_000,
        (b" " * 1000 + b"\n") * 5_000,
        b"a\n" * 50_000,
        b"#a " * 2_000_000,
        b"KYIV (\n" * 20_000,
        (b"By " + b"Anna Example, " * 25 + b"x.y\n") * 2_000,
        (b"This article was originally published by " + b"Ab-" * 110 + b"\n") * 2_000,
        (b"Subscribe " + b"email to " * 90 + b"\n") * 2_000,
        (b"Photo: " + b"A/B/C | D, " * 90 + b"x\n") * 2_000,
        bytes((i * 7919 + i // 3) % 256 for i in range(300_000)),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_text(data: bytes) -> None:
    read_bytes("text", data)


@pytest.mark.parametrize(
    "data",
    [
        "<div>" * 100_000 + PARAGRAPH + "</div>" * 100_000,
        "<p>" + "<b>" * 100_000 + PARAGRAPH,
        PARAGRAPH + "<p>" + "<span>x</span> " * 50_000,
        PARAGRAPH + "<a " * 500_000,
        PARAGRAPH + "<" * 500_000,
        PARAGRAPH + "<!-- " * 500_000,
        PARAGRAPH + "<script>" * 500_000,
        "<script type='application/ld+json'>" + '{"a":' * 100_000 + "</script>" + PARAGRAPH,
        "<script type='application/ld+json'>[" + '{"@type":"NewsArticle"},' * 50_000 + "{}]</script>" + PARAGRAPH,
        "<p>" + "Word said that. " * 300_000,
    ],
    ids=lambda data: data[:24],
)
def test_html(data: str) -> None:
    document = read_bytes("html", f"<html><body>{data}</body></html>".encode())
    assert "said" in document.text


def test_the_beginning_of_a_page_is_told_in_linear_time() -> None:
    assert not readers()["html"].sniff(b"<!-- -->" * 500 + b"<x>")


def test_scripts_and_turned_letters_in_every_field() -> None:
    field = f"{SCRIPT}{BIDI}\x00".replace("<", "\\u003c").replace("\x00", "\\u0000")
    head = "".join(
        f'<meta property="{key}" content="{BIDI}&lt;script&gt;">' for key in ("og:title", "og:site_name", "author", "og:url")
    )
    values = ", ".join(f'"{key}": "{field}"' for key in ("headline", "author", "datePublished", "publisher"))
    head += f'<script type="application/ld+json">{{"@type": "NewsArticle", {values}}}</script>'
    markup = f"<html><head>{head}</head><body>{PARAGRAPH * 3}{SCRIPT}</body></html>"
    document = read_bytes("html", markup.encode())
    assert "alert" not in document.text
    assert document.published is None
    assert document.url is None
    for value in (document.title, document.outlet, *document.authors, *(hop.name for hop in document.provenance)):
        assert value
        assert not set(value) & set(BIDI + "\x00") - set("evil")


def test_a_turned_text_is_kept_as_it_is() -> None:
    assert read_bytes("text", f"One {BIDI} two".encode()).text == f"One {BIDI} two"


@pytest.mark.parametrize(
    "data", [b">" * 50_000, b"[" * 50_000, b"*a " * 50_000, b"[a](" * 50_000, b"- " * 50_000, b"|a" * 500 + b"\n" + b"|-" * 500]
)
def test_markdown(data: bytes) -> None:
    read_bytes("markdown", data)


@pytest.mark.parametrize(
    "data", [b'{"text":' * 100_000, b'{"text":"a","x":' + b"[" * 500_000, b'{"text":"a","x":' + b"9" * 500_000 + b"}"]
)
def test_json(data: bytes) -> None:
    (problem,) = readers()["jsonl"].read(Source(name="a", where="a", data=data))
    assert not isinstance(problem, Document)
    assert problem.code == "bad-line"


def test_a_zip_bomb_in_a_pdf() -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b" " * 1_000_000) for _ in range(100)) + packer.flush()
    document = read_bytes("pdf", pdf(compressed=bomb, again=2))
    assert document.text == ""
    assert {"no-text"} <= {p.code for p in document.problems}


def test_a_pdf_that_draws_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "MOST_OPERATIONS", 20_000)
    content = zlib.compress(b"BT /F 10 Tf " + b"(a) Tj " * 15_000 + b"ET")
    document = read_bytes("pdf", pdf(compressed=content, again=50))
    assert "cut-short" in {p.code for p in document.problems}
    assert document.text
