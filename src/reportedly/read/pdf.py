"""PDF: the text that its pages show, with the lines of a paragraph joined again.

A PDF knows no paragraphs: a line that is nearly as wide as the widest ones goes on in the next. So the first line of a
paragraph is lost in the one before when that one ends full width, and a hyphen at the end of a line is taken for a broken word
("well-" / "known" becomes "wellknown"). Lines that most pages have at their top or bottom are running heads and left out.
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportedly.errors import InputError
from reportedly.model import Document, Problem
from reportedly.read.assemble import Metadata, assemble, clean
from reportedly.read.source import Source

if TYPE_CHECKING:
    from pypdf import PdfReader as Pages

#: What one file may cost. A report needs a few thousand drawing operations a page; more is a bomb, or a drawing.
MOST_PAGES = 2_000
MOST_OPERATIONS = 1_000_000
MOST_SECONDS = 30.0
LARGEST_STREAM = 5_000_000
LONGEST_TEXT = 20_000_000

#: Titles that programs give by themselves.
_NO_TITLE = re.compile(r"(?i)untitled.*|microsoft \w+ ?-.*|document ?\d*|.*\.(?:docx?|pdf|odt|rtf|indd|pages|txt|pptx?)")


class PdfReader:
    """PDF with text in it. Title and author are those of its properties; its dates tell when the file was made, not when the
    report was published, and are not taken."""

    suffixes = (".pdf",)

    def sniff(self, head: bytes) -> bool:
        """Whether the mark of a PDF is near the beginning."""
        return b"%PDF-" in head[:1024]

    def read(self, source: Source) -> Iterator[Document | Problem]:
        from pypdf import PdfReader as Pages
        from pypdf import apply_configuration
        from pypdf.errors import DependencyError, FileNotDecryptedError

        logger = logging.getLogger("pypdf")
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
        data = source.bytes()
        limits: dict[str, Any] = {"zlib_maximum_output_length": LARGEST_STREAM, "lzw_maximum_output_length": LARGEST_STREAM}
        try:
            with apply_configuration(**limits):
                pages = Pages(BytesIO(data))
                properties = pages.metadata
                lines, problems = _lines(pages)
                title = clean(properties.title) if properties else None
                author = clean(properties.author) if properties else None
        except (FileNotDecryptedError, DependencyError) as error:
            raise InputError(f"{source.where}: the PDF is locked with a password; save it without one") from error
        except Exception as error:  # a broken PDF fails in any of a hundred ways; none may end the run
            reason = clean(str(error), 120) or type(error).__name__
            raise InputError(f"{source.where}: no PDF that can be read ({reason}); open it and print it to a new one") from error
        metadata = Metadata(
            title=None if title is None or _NO_TITLE.fullmatch(title) else title,
            authors=(author,) if author else (),
            problems=tuple(problems),
        )
        yield assemble(source, data, _paragraphs(lines), metadata, format="pdf")


class _Meter:
    """Counts drawing operations, and calls a halt when there are too many of them or they take too long."""

    def __init__(self) -> None:
        self.operations = 0
        self._until = time.monotonic() + MOST_SECONDS

    @property
    def exceeded(self) -> bool:
        return self.operations > MOST_OPERATIONS or time.monotonic() > self._until

    def __call__(self, *_: object) -> None:
        self.operations += 1
        if self.exceeded:
            raise _TooMuch


class _TooMuch(Exception):
    """Ends the reading of a page."""


def _lines(pages: Pages) -> tuple[list[list[str]], list[Problem]]:
    """The lines of each page, and what was wrong with pages."""
    problems: list[Problem] = []
    shown: list[list[str]] = []
    meter = _Meter()
    size = 0
    count = len(pages.pages)
    for number in range(min(count, MOST_PAGES)):
        try:
            text = pages.pages[number].extract_text(visitor_operand_before=meter)
        except Exception as error:  # one bad page does not lose the others
            text = ""
            if not meter.exceeded:
                reason = clean(str(error), 120) or type(error).__name__
                message = f"page {number + 1} could not be read ({reason}) and is left out"
                problems.append(Problem(code="bad-page", severity="warning", message=message))
        size += len(text)
        shown.append([line.strip() for line in text.splitlines()])
        if meter.exceeded or size > LONGEST_TEXT:
            break
    if len(shown) < count or meter.exceeded:
        message = f"too much to read: stopped in page {len(shown)} of {count}. Split the file to read the rest"
        problems.append(Problem(code="cut-short", severity="warning", message=message))
    return _without_running_heads(shown), problems


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the first and last lines that at least half of them, and three, share but for their figures."""
    if len(pages) < 3:
        return pages
    edges = Counter(key for page in pages for key in {_without_figures(line) for line in _edges(page)})
    heads = {key for key, count in edges.items() if count >= max(3, len(pages) / 2)}
    return [page[_is_head(page[:1], heads) : len(page) - _is_head(page[1:][-1:], heads)] for page in pages]


def _edges(page: list[str]) -> list[str]:
    return page[:1] + page[1:][-1:]


def _is_head(lines: list[str], heads: set[str]) -> bool:
    return any(_without_figures(line) in heads for line in lines)


def _without_figures(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _paragraphs(pages: list[list[str]]) -> str:
    """The text of all pages, its paragraphs apart by blank lines."""
    lengths = sorted(len(line) for page in pages for line in page if line)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    paragraphs: list[list[str]] = []
    open_line = ""
    for page in pages:
        for line in page:
            if not line:
                open_line = ""
            elif open_line and (line[0].islower() or len(open_line) > 0.75 * width):
                if open_line.endswith("-") and open_line[-2:-1].islower() and line[0].islower():
                    paragraphs[-1][-1] = paragraphs[-1][-1][:-1]
                else:
                    paragraphs[-1].append(" ")
                paragraphs[-1].append(line)
                open_line = line
            else:
                paragraphs.append([line])
                open_line = line
    return "\n\n".join("".join(parts) for parts in paragraphs)
