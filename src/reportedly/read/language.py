"""Which language a text is in, offline, by py3langid (a kept fork of langid.py; Lui and Baldwin 2012)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]  # it has no type hints

#: Below this many words of letters a text is not judged: names and figures would decide.
FEWEST_WORDS = 20

#: The probability from which the answer is believed.
_SURE = 0.9

_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]{2,}")


def language(text: str) -> str | None:
    """The ISO 639-1 code of the language of the beginning of `text`, or `None` where it cannot be told.

    A text in two languages is given the one that prevails in its first 20,000 code points.
    """
    sample = text[:_SAMPLE]
    if sum(1 for _ in _WORD.finditer(sample)) < FEWEST_WORDS:
        return None
    code, probability = _identifier().classify(sample.encode("utf-8", "replace"))
    return code if probability >= _SURE and len(code) == 2 else None


def primary(tag: str) -> str | None:
    """The language of a tag such as "en-GB" (RFC 5646) or "en_GB"; `None` of one that begins with none."""
    return re.split("[-_]", tag.strip().lower())[0] or None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
