"""Days of publication as documents write them: for machines as a rule, and in a line of their own at the head of the text."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from reportedly.model import Span
from reportedly.read.layout import lines
from reportedly.read.patterns import expand

_ISO = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_MAIL = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\b")
_WORDS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%A, %B %d, %Y", "%A, %d %B %Y")
_LONGEST = 60

#: Lines from the top among which a line that gives the day is looked for, and how long such a line may be.
_HEAD = 12
_LONGEST_LINE = 160
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_DAY = rf"{_WEEKDAY}(?P<day>\d{{1,2}}\.? {{month}}\.?,? \d{{4}}|{{month}}\.? \d{{1,2}},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
#: "Gazette, 22 September 2019"; "Posted by webdesk on September 22, 2019 | 11 comments"; "Staff · 19 December 2024 · 2 min read".
_LINE_WITH_DAY = re.compile(
    expand(
        r"[(\[*_]*(?:[^.!?\d\n]{0,80}?(?:[,·•|–—:-]|\bon|published|posted|updated)\s+)?"
        + _DAY
        + r"(?:,? (?:at )?\d{1,2}[:.]\d\d[^.!?\n]{0,20})?[)\]*_.]*(?:\s*[·•|–—-][^.!?\n]{0,60})?"
    ),
    re.IGNORECASE,
)
#: "LIMA, March 7, 2018 (Agency) - Eleven people were killed ..."
_DATELINE = re.compile(
    expand(r"(?-i:[{upper}][{upper} .’'-]{2,40})(?:, {title}){0,2},? " + _DAY + r"\s?(?:\([^()\n]{2,60}\)\s?)?[-–—]"),
    re.IGNORECASE,
)


def day(value: object) -> date | None:
    """The day that `value` names, or `None` when it names none.

    ISO 8601 (any time of day after it is left out, so the day is that of the zone it is written in), RFC 5322, and days with
    the name of the month in English. A form that could be read two ways (03/04/2024) names none, nor does a year before 1900.
    """
    if not isinstance(value, str) or not (text := value.strip()[:_LONGEST]):
        return None
    found: date | None = None
    if match := _ISO.match(text):
        try:
            found = date(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]))
        except ValueError:
            return None
    else:
        found = _in_words(text)
    return found if found and found.year >= 1900 else None


def printed(text: str) -> tuple[date, Span] | None:
    """The day that a line at the head of the text gives, and the words that do; `None` where two lines give different ones.

    The day must be whole, with its year, and all of the line but a name, a word such as "posted" and the time of reading; or it
    stands in a dateline. A date in a sentence is none.
    """
    found: list[tuple[date, Span]] = []
    for number, line in enumerate(lines(text)):
        if number == _HEAD:
            break
        end = min(line.end, line.start + _LONGEST_LINE)
        match = _LINE_WITH_DAY.fullmatch(text, line.start, line.end) if line.end <= end else None
        match = match or _DATELINE.match(text, line.start, end)
        if match and (named := _whole(match["day"])) is not None:
            found.append((named, Span.cut(text, *match.span("day"))))
    return found[0] if found and len({named for named, _ in found}) == 1 else None


def _whole(words: str) -> date | None:
    """The day that words with the name of a month say, whatever points and commas stand in them."""
    plain = re.sub(r"\bSept\b", "Sep", re.sub(r"[.,]", "", words), flags=re.IGNORECASE)
    for form in ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y"):
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return day(words)


def _in_words(text: str) -> date | None:
    for form in _WORDS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    if not _MAIL.match(text):
        return None
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, OverflowError):
        return None
