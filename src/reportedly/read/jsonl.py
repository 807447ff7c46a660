"""JSONL, one document a line: `text` is taken as it is, so that offsets count in it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from reportedly.errors import InputError
from reportedly.model import Document, Problem
from reportedly.read.assemble import Metadata, assemble, clean
from reportedly.read.dates import day
from reportedly.read.decode import decode
from reportedly.read.language import primary
from reportedly.read.source import LARGEST, Source

_OBJECT = re.compile(rb'\s*\{\s*"')
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonlReader:
    """Objects with the keys `id`, `text`, and any of `published`, `title`, `outlet`, `authors`, `url`, `language`; others
    are left alone. A line that is not such an object is a problem (code "bad-line") and the rest is kept."""

    suffixes = (".jsonl", ".ndjson")

    def sniff(self, head: bytes) -> bool:
        """Whether it begins like a JSON object."""
        return _OBJECT.match(head.removeprefix(b"\xef\xbb\xbf")) is not None

    def read(self, source: Source) -> Iterator[Document | Problem]:
        for number, line in enumerate(_lines(source), 1):
            if len(line) > LARGEST:
                raise InputError(f"{source.where}:{number}: a line of more than {LARGEST // 1_000_000} MB; split the document")
            if line.strip():
                yield _read_line(source, number, line)


def _lines(source: Source) -> Iterator[bytes]:
    with source.open() as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            stream.seek(0)
            for text in io.TextIOWrapper(stream, "utf-16", errors="replace", newline="\n"):
                yield text.encode("utf-8", "replace")
            return
        stream.seek(0)
        while line := stream.readline(LARGEST + 1):
            yield line


def _read_line(source: Source, number: int, line: bytes) -> Document | Problem:
    where = f"{source.where}:{number}"
    line = line.strip()
    raw, problems = decode(line)
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return _bad(where, f"is not JSON ({clean(str(error), 120)})")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return _bad(where, 'is not an object with a "text" of characters')
    text: str = record["text"]
    mended = _LONE_SURROGATE.sub("\ufffd", text)
    if mended != text:
        message = "half a surrogate pair stands in the text and is shown as U+FFFD; offsets stay as they are"
        problems += (Problem(code="encoding", severity="warning", message=message),)
    metadata = _metadata(record, problems)
    name = record.get("id")
    name = clean(str(name)) if isinstance(name, str | int) and not isinstance(name, bool) else None
    return assemble(source, line, mended, metadata, format="jsonl", name=name or f"{source.name}:{number}", where=where)


def _metadata(record: dict[str, Any], problems: Iterable[Problem]) -> Metadata:
    problems = [*problems]
    values: dict[str, str | None] = {}
    for key in ("title", "outlet", "url", "language"):
        values[key] = clean(record.get(key))
        if record.get(key) is not None and not isinstance(record[key], str):
            problems.append(_bad_field(key, "a string", record[key]))
    authors = record.get("authors")
    given = [authors] if isinstance(authors, str) else authors if isinstance(authors, list) else []
    names = [name for name in map(clean, given) if name]
    if authors is not None and len(names) < max(1, len(given)) and authors != []:
        problems.append(_bad_field("authors", "a list of strings", authors))
    published: date | None = None
    if record.get("published"):
        published = day(record["published"])
        if published is None:
            problems.append(_bad_field("published", 'a date such as "2024-12-23"', record["published"]))
    return Metadata(
        title=values["title"],
        outlet=values["outlet"],
        authors=tuple(names),
        published=published,
        published_from="jsonl" if published else None,
        language=primary(values["language"] or ""),
        url=values["url"],
        problems=tuple(problems),
    )


def _bad(where: str, what: str) -> Problem:
    message = f"the line {what}; it was left out. Mend it and read again"
    return Problem(code="bad-line", severity="error", message=message, where=where)


def _bad_field(key: str, wanted: str, value: object) -> Problem:
    shown = clean(repr(value)[:200], 60)
    message = f"{key!r} should be {wanted}, not {shown}; it was left out"
    return Problem(code="bad-field", severity="warning", message=message)
