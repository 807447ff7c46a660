"""Days of publication as documents write them, for machines as a rule."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_MAIL = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\b")
_WORDS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%A, %B %d, %Y", "%A, %d %B %Y")
_LONGEST = 60


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
