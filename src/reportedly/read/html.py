"""HTML: the main text of a page by trafilatura (Barbaresi 2021), and what its mark-up says about it (see `page`)."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.model import Document, Problem
from reportedly.read.assemble import Metadata, assemble
from reportedly.read.decode import decode
from reportedly.read.page import metadata
from reportedly.read.source import Source

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: trafilatura's time grows with the square of the number of siblings and, more slowly, of elements. The sum of the squares
#: of the numbers of children, and the number of elements, above which it is not asked: no report is like that.
_MOST_SIBLINGS = 5_000**2
_MOST_ELEMENTS = 100_000

_BEGIN = re.compile(rb"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b")
_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]+)")

_UNSHOWN = re.compile(r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)")
_BLOCK = re.compile(
    r"(?i)</?(?:p|div|br|h[1-6]|li|ul|ol|tr|table|article|section|header|footer|aside|nav|blockquote|title)\b[^<>]*>"
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")


class HtmlReader:
    """Web pages as saved. Offsets count in the main text, whose paragraphs are apart by blank lines."""

    suffixes = (".html", ".htm", ".xhtml", ".shtml")

    def sniff(self, head: bytes) -> bool:
        """Whether the first thing but comments is a doctype or one of the outer elements of a page."""
        return _BEGIN.match(head.removeprefix(b"\xef\xbb\xbf")) is not None

    def read(self, source: Source) -> Iterator[Document | Problem]:
        from trafilatura import load_html

        for name in ("trafilatura", "htmldate"):
            logger = logging.getLogger(name)
            if not logger.handlers:
                logger.addHandler(logging.NullHandler())
        data = source.bytes()
        declared = _CHARSET.search(data[:2048])
        charset = source.charset or ((declared[1] or declared[2]).decode("ascii") if declared else None)
        markup, problems = decode(data, charset)
        markup = markup.replace("\x00", "")
        tree = load_html(markup)
        found = Metadata()
        text = None
        if tree is not None:
            affordable = _affordable(tree)
            found = metadata(tree, url=source.url, affordable=affordable)
            text = _main_text(tree) if affordable else None
        if text is None:
            text = visible_text(markup)
            message = "the main text could not be told from the rest of the page; all that the page shows was kept"
            problems += (Problem(code="no-main-text", severity="warning", message=message),)
        yield assemble(source, data, text, replace(found, problems=problems), format="html")


def _affordable(tree: HtmlElement) -> bool:
    elements = squares = 0
    for element in tree.iter():
        elements += 1
        squares += len(element) ** 2
    return elements <= _MOST_ELEMENTS and squares <= _MOST_SIBLINGS


def _main_text(tree: HtmlElement) -> str | None:
    from trafilatura import extract

    try:
        text = extract(tree, include_comments=False, include_tables=True, output_format="txt")
    except Exception:  # a fault in it must not lose the page
        return None
    return _apart(text) if text else None


def visible_text(markup: str) -> str:
    """All that a page shows, by leaving its tags out: for pages that no parser takes, whatever their depth, in linear time."""
    text = _UNSHOWN.sub("\n", markup)
    text = _BLOCK.sub("\n", text)
    return _apart(html.unescape(_TAG.sub("", text)))


def _apart(text: str) -> str:
    """The lines of `text` with a blank line between them."""
    return "\n\n".join(line for line in map(str.strip, text.splitlines()) if line)
