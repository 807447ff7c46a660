"""Words of documents as HTML: nothing in them can run, break the page, or turn the direction of what stands around them.

Short strings are escaped and set in `<bdi>` (Unicode Bidirectional Algorithm, UAX 9: an isolate). A whole text is set
paragraph by paragraph with its passages marked and a number before each claim. Characters that would undo this are taken
out of the finished page by `plain`, so that no value can be forgotten: embeddings, isolates and their ends go, since a
stray end would close our own isolate; overrides, and what HTML cannot carry, become U+FFFD.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from markupsafe import Markup

from reportedly.highlight import highlighted

__all__ = ["Mark", "bdi", "plain", "text_html"]

Mark = tuple[int, int, str, str]  # start, end, class, title, as `highlighted` takes them

_DIRECTIONS = re.compile("[\u202a\u202b\u202c\u2066-\u2069]")
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE = re.compile(r"[^\n\f\r\u0085\u2028\u2029]+")
_UNWRAPPED = 90  # code points; a longer line was not broken by hand, so its end is the end of a paragraph


def plain(words: str) -> str:
    """`words` without what HTML cannot carry and without control of direction."""
    return _UNSHOWABLE.sub("\ufffd", _DIRECTIONS.sub("", words))


def bdi(words: str) -> Markup:
    """`words` of a document, escaped and isolated, for use inside text."""
    return Markup(f"<bdi>{escape(words)}</bdi>")


def text_html(text: str, marks: Sequence[Mark], claims: Sequence[tuple[int, int]]) -> Markup:
    """`text` in paragraphs, with `marks`, and before each passage the number of its claim as a link back to it.

    `claims` are (offset of the passage, number of the claim). Every number is set once, even if its offset stands in
    white space that is not shown. Linear in the length of the text plus the marks over it.
    """
    pending = sorted(claims)
    cuts = [offset for offset, _ in pending]
    waiting = sorted(marks)
    active: list[Mark] = []
    done = next_mark = 0
    out: list[str] = []
    for first, last in _paragraphs(text):
        out.append("<p>")
        here = [first, *dict.fromkeys(c for c in cuts[bisect_left(cuts, first + 1) : bisect_left(cuts, last)]), last]
        for start, end in pairwise(here):
            while done < len(pending) and pending[done][0] < end:
                out.append(_anchor(pending[done][1]))
                done += 1
            while next_mark < len(waiting) and waiting[next_mark][0] < end:
                active.append(waiting[next_mark])
                next_mark += 1
            active = [m for m in active if m[1] > start]
            clipped = [(max(m[0], start) - start, min(m[1], end) - start, m[2], m[3]) for m in active if m[0] < end]
            out.append(highlighted(text[start:end], clipped))
        out.append("</p>\n")
    if done < len(pending):
        out.append(f"<p>{''.join(_anchor(number) for _, number in pending[done:])}</p>\n")
    return Markup("".join(out))


def _anchor(number: int) -> str:
    return f'<a class="ref" id="p{number}" href="#c{number}" aria-label="claim {number}">{number}</a>'


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs stand: parted by an empty line, or by the end of a line too long to be wrapped by hand."""
    start = end = last_line = -1
    for line in _LINE.finditer(text):
        if not line[0].strip():
            if start >= 0:
                yield start, end
            start = -1
            continue
        gap = start >= 0 and text.count("\n", end, line.start()) > 1
        if gap or (start >= 0 and end - last_line > _UNWRAPPED):
            yield start, end
            start = -1
        if start < 0:
            start = line.start()
        last_line = line.start()
        end = line.end()
    if start >= 0:
        yield start, end
