"""Bytes -> Document, by readers that are found through the entry point group `reportedly.readers`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from reportedly.model import Document, make_id


def read_many(path: Path, published: date | None = None) -> Iterator[Document]:
    """Provisional: JSONL and plain text."""
    raw = path.read_bytes()
    if path.suffix == ".jsonl":
        for line in raw.splitlines():
            if line.strip():
                d = json.loads(line)
                day = date.fromisoformat(d["published"]) if d.get("published") else published
                yield Document(id=make_id(line), name=d["id"], text=d["text"], format="jsonl", published=day)
    else:
        yield Document(id=make_id(raw), name=path.name, text=raw.decode(), published=published)


def read(path: str | Path, *, published: date | None = None) -> Document:
    return next(read_many(Path(path), published))


def read_all(paths: list[str | Path], *, published: date | None = None, stdin: object = None) -> Iterator[Document]:
    for path in paths:
        yield from read_many(Path(path), published)
