"""The built-in formats: CSV, JSON lines, Markdown."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from itertools import chain
from typing import TextIO

#: What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection"), where more follows.
_FORMULA = re.compile(r"[=+\-@\t].", re.DOTALL)


def write_csv(rows: Iterable[Mapping[str, object]], out: TextIO) -> None:
    """RFC 4180 with a header line, lines ending in LF, `None` as an empty cell.

    Text that a spreadsheet would take for a formula gets an apostrophe before it: documents are written by strangers.
    """
    writer = csv.writer(out, lineterminator="\n")
    for number, row in enumerate(rows):
        if not number:
            writer.writerow(row)
        writer.writerow(map(_csv, row.values()))


def write_jsonl(rows: Iterable[Mapping[str, object]], out: TextIO) -> None:
    """One JSON object a line, `None` as null."""
    for row in rows:
        line = json.dumps(dict(row), ensure_ascii=False)
        out.write((line if _sound(line) == line else json.dumps(dict(row))) + "\n")


def write_markdown(rows: Iterable[Mapping[str, object]], out: TextIO) -> None:
    """A table of GitHub Flavored Markdown; nothing in a cell can end it, link, or become a tag."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    out.write(f"| {' | '.join(map(_markdown, first))} |\n|{' --- |' * len(first)}\n")
    for row in chain([first], rows):
        out.write(f"| {' | '.join(map(_markdown, row.values()))} |\n")


def _csv(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = re.sub("\r\n?", "\n", str(_sound(value)))  # a lone CR is not put into quotation marks, yet ends a line for some
    return f"'{text}" if _FORMULA.match(text) else text


def _markdown(value: object) -> str:
    text = "" if value is None else escape(" ".join(str(_sound(value)).split()), quote=False)
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", text)


def _sound(value: object) -> object:
    """The value; in text, half of a surrogate pair, which no file can hold, becomes U+FFFD."""
    return re.sub("[\ud800-\udfff]", "\ufffd", value) if isinstance(value, str) else value
