"""A text as lines, for those who look at one line at a time: is it furniture, is it a credit, is it the headline?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: From the first character that is not white space to the end of the line. (To skip the white space in the expression as
#: well would take quadratic time on a long run of it.)
_LINE = re.compile(r"\S[^\n\r\x0b\x0c\x85\u2028\u2029]*")

_SENTENCE_END = tuple(".!?:;…”\"'’)]")

#: A line shorter than this was not broken off by a typesetter.
_WRAPPED_AT = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, `text[start:end]` without white space around it. `opens`: a blank line or the beginning
    of the text is above it. `runs_on`: by its looks it continues the sentence of the line above, or the next line its own;
    such a line is part of a hard-wrapped paragraph, whatever its words."""

    start: int
    end: int
    opens: bool
    runs_on: bool


def lines(text: str) -> Iterator[Line]:
    """All lines of `text` that are not blank, in order."""
    before: tuple[int, int] | None = None
    current: tuple[int, int] | None = None
    for match in _LINE.finditer(text):
        start = match.start()
        end = start + len(match[0].rstrip())
        if current:
            yield _line(text, before, current, (start, end))
        before, current = current, (start, end)
    if current:
        yield _line(text, before, current, None)


def _line(text: str, above: tuple[int, int] | None, line: tuple[int, int], below: tuple[int, int] | None) -> Line:
    start, end = line
    opens = above is None or _blank_between(text, above[1], start)
    continues = (
        not opens
        and above is not None
        and above[1] - above[0] >= _WRAPPED_AT
        and not text.endswith(_SENTENCE_END, above[0], above[1])
    )
    continued = (
        below is not None
        and not _blank_between(text, end, below[0])
        and text[below[0]].islower()
        and not text.endswith(_SENTENCE_END, start, end)
    )
    return Line(start, end, opens, continues or continued)


def _blank_between(text: str, end: int, start: int) -> bool:
    gap = text[end : min(start, end + 200)]
    return gap.count("\n") > 1 or ("\n" not in gap and len(re.findall(r"[\r\x0b\x0c\x85\u2028\u2029]", gap)) > 1)
