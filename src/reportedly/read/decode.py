"""Bytes -> text, whatever the encoding; no byte ever loses a document.

In this order: a byte order mark; UTF-8 if all of it is valid (other encodings almost never are by accident, so this goes
before what the file declares of itself); what it declares; UTF-8 with a few broken places; a guess.
"""

from __future__ import annotations

import codecs
import re

from reportedly.model import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Declared encodings that are believed. Python knows more codecs, some of which (punycode, unicode_escape) no page uses.
_KNOWN = re.compile(
    r"(?i)(?:x-)?(?:utf-?8|us-ascii|ascii|latin-?1|iso-?8859-?\d+|(?:windows|cp)-?12\d\d|koi8-[ru]|mac(?:intosh|-cyrillic)"
    r"|gb2312|gbk|gb18030|big5(?:-hkscs)?|euc-(?:jp|kr)|shift[_-]jis|ks_c_5601-1987|tis-620)"
)

#: What browsers take these to mean (WHATWG Encoding Standard, section 4.2).
_AS_BROWSERS_DO = {"latin-1": "cp1252", "latin1": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030"}

#: How many bytes are looked at to guess an encoding.
_SAMPLE = 64_000

#: A guess needs this many bytes that are not ASCII.
_FEWEST = 20

_ASCII = bytes(range(128))
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[Problem, ...]]:
    """The text, without a byte order mark, and what was wrong (code "encoding").

    A guess between encodings of one family (windows-1250, windows-1252) may err for a text with few accents.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], name, said="its byte order mark")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if declared and _KNOWN.fullmatch(declared.strip()):
        name = declared.strip().lower().removeprefix("x-")
        try:
            codec = codecs.lookup(_AS_BROWSERS_DO.get(name, name)).name
        except LookupError:
            codec = "utf-8"
        if codec not in ("utf-8", "ascii"):
            return _replacing(data, codec, said="what it declares")
    broken = data.decode("utf-8", "replace")
    if broken.count("\ufffd") <= len(data.translate(None, _ASCII)) // 10:
        return _replacing(data, "utf-8", said="the most part of it")
    codec = _guess(data)
    text, problems = _replacing(data, codec, said="a guess")
    return text, problems or (
        Problem(
            code="encoding",
            severity="info",
            message=f"not UTF-8; read as {codec} by a guess. If letters look wrong, save it as UTF-8",
        ),
    )


def _replacing(data: bytes, codec: str, *, said: str) -> tuple[str, tuple[Problem, ...]]:
    try:
        return data.decode(codec), ()
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    message = (
        f"some bytes are not {codec}, which it is by {said}; {text.count(chr(0xFFFD))} characters are shown as U+FFFD. "
        "Save it as UTF-8 to mend them"
    )
    return text, (Problem(code="encoding", severity="warning", message=message),)


def _guess(data: bytes) -> str:
    """The likely codec of bytes that are not UTF-8. Where nearly all is ASCII, or little is not, it is taken for windows-1252,
    the encoding of Western news pages before UTF-8; there is too little to tell more."""
    first = _NOT_ASCII.search(data)
    at = max(0, first.start() - _SAMPLE // 2) & ~3 if first else 0
    sample = data[at : at + _SAMPLE]
    foreign = len(sample.translate(None, _ASCII))
    if b"\x00" not in sample and (foreign < _FEWEST or foreign * 30 < len(sample)):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return codecs.lookup(best.encoding).name if best else "cp1252"
