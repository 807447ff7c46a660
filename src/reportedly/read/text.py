"""Plain text, kept as it is: offsets are those of the decoded file. And Markdown, which is rendered as text first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reportedly.model import Document, Problem
from reportedly.read.assemble import Metadata, assemble, clean
from reportedly.read.dates import day
from reportedly.read.decode import decode
from reportedly.read.language import primary
from reportedly.read.source import Source

if TYPE_CHECKING:
    from markdown_it.token import Token


class TextReader:
    """Plain text. `document.text` is the decoded file unchanged, line ends and all; only a byte order mark is not text."""

    suffixes = (".txt", ".text")

    def sniff(self, head: bytes) -> bool:
        """Whether it can be text at all. It is asked last, after every other reader."""
        return b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))

    def read(self, source: Source) -> Iterator[Document | Problem]:
        data = source.bytes()
        text, problems = decode(data, source.charset)
        yield assemble(source, data, text, Metadata(problems=problems), format="text")


#: The time that rendering takes grows with the square of a paragraph; a longer one, or file, is no report and is left as it is.
_LONGEST_PARAGRAPH = 5_000
_LONGEST_MARKDOWN = 1_000_000

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(r"(?m)^(title|outlet|author|authors|date|published|url|canonical_url|lang|language)[ \t]*:[ \t]*(.+?)[ \t]*$")


class MarkdownReader:
    """Markdown (CommonMark with tables), rendered as text: paragraphs apart by blank lines, without marks and addresses.

    Offsets are those of the rendered text. The plain fields of a front matter (title, outlet, author, date, url, lang) are taken.
    """

    suffixes = (".md", ".markdown")

    def sniff(self, head: bytes) -> bool:
        """Never: Markdown looks like text, and is told by the name of the file alone."""
        return False

    def read(self, source: Source) -> Iterator[Document | Problem]:
        data = source.bytes()
        text, problems = decode(data, source.charset)
        fields: dict[str, str] = {}
        if front := _FRONT_MATTER.match(text):
            fields = {key: value.strip("\"'") for key, value in _FIELD.findall(front[1])}
            text = text[front.end() :]
        title = clean(fields.get("title"))
        if len(text) <= _LONGEST_MARKDOWN:
            heading, text = _render(text)
            title = title or heading
        author = clean(fields.get("author") or fields.get("authors"))
        published = day(fields.get("published") or fields.get("date"))
        metadata = Metadata(
            title=title,
            outlet=clean(fields.get("outlet")),
            authors=(author,) if author else (),
            published=published,
            published_from="front matter" if published else None,
            language=primary(fields.get("lang") or fields.get("language") or ""),
            url=clean(fields.get("canonical_url") or fields.get("url")),
            problems=problems,
        )
        yield assemble(source, data, text, metadata, format="markdown")


def _render(markdown: str) -> tuple[str | None, str]:
    """The first heading of level one, and the text, block by block."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table").disable("inline")
    links: dict[str, Any] = {}
    tokens = parser.parse(markdown, links)
    title = None
    blocks: list[str] = []
    row: list[str] | None = None
    for i, token in enumerate(tokens):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            blocks.append(" | ".join(row or ()))
            row = None
        elif token.type == "inline":
            text = token.content
            if text and len(text) <= _LONGEST_PARAGRAPH:
                inner: list[Token] = []
                parser.inline.parse(text, parser, links, inner)
                text = _shown(inner)
            if title is None and tokens[i - 1].type == "heading_open" and tokens[i - 1].tag == "h1":
                title = clean(text)
            if row is None:
                blocks.append(text)
            else:
                row.append(text)
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content)
    return title, "\n\n".join(block.strip() for block in blocks if block.strip())


def _shown(tokens: Sequence[Token]) -> str:
    """The words of a paragraph, without marks, addresses and pictures."""
    words = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(words.get(t.type, t.content if t.type in ("text", "text_special", "code_inline") else "") for t in tokens)
