"""Bytes -> Document, by readers that are found through the entry point group `reportedly.readers`.

A file's name decides who reads it; where it does not tell (standard input, an unknown suffix) the first bytes do. Nothing is
fetched: an address is refused.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import EnvironmentFault, InputError, ReportedlyError
from reportedly.model import Document, Problem
from reportedly.read.source import LARGEST, Reader, Source

__all__ = ["Reader", "Source", "read", "read_all", "readers"]

_URL = re.compile(r"(?i)[a-z][a-z0-9+.-]+://")

#: The reader that takes what no other one does.
_LAST = "text"


def read(path: str | Path, *, published: date | None = None) -> Document:
    """The one document in the file `path`; `-` is standard input.

    `published`: the day of publication, if the document itself does not tell one. Raises InputError, with the file, the
    place and the remedy, when it cannot be read, holds none, or holds several (for which there is `read_all`).
    """
    if Path(path).is_dir():
        raise InputError(f"{path}: is a folder; use read_all() to read all that is in it")
    documents: list[Document] = []
    problems: list[Problem] = []
    for source in _sources(path, published, None):
        for item in [source] if isinstance(source, Problem) else _read_source(source):
            if isinstance(item, Problem):
                problems.append(item)
                continue
            documents.append(item)
            if len(documents) > 1:
                raise InputError(f"{path}: holds several documents; use read_all() to read them")
    if not documents:
        reason = "; ".join(f"{p.where}: {p.message}" for p in problems[:3]) or f"{path}: holds no document; check the file"
        raise InputError(reason)
    return replace(documents[0], problems=(*documents[0].problems, *problems)) if problems else documents[0]


def read_all(
    paths: Iterable[str | Path], *, published: date | None = None, stdin: BinaryIO | None = None
) -> Iterator[Document | Problem]:
    """All documents in files and folders, in order, and a Problem for everything that is not read.

    A folder is read with all folders in it, sorted by name, without hidden ones and without following links to folders; in it,
    a file of no known suffix is skipped (code "skipped", severity info). `-` is standard input, `stdin` if given. A file that
    cannot be read is a Problem of severity error (code "unreadable"), and the rest goes on. `published` as in `read`.
    """
    for path in paths:
        try:
            for source in _sources(path, published, stdin):
                if isinstance(source, Problem):
                    yield source
                else:
                    yield from _each(source)
        except InputError as error:
            yield _unreadable(str(path), error)


@cache
def readers() -> dict[str, Reader]:
    """The readers by name, the one for plain text last. Raises EnvironmentFault when one that is installed cannot be loaded."""
    found: dict[str, Reader] = {}
    for point in sorted(entry_points(group="reportedly.readers"), key=lambda p: (p.name == _LAST, p.name)):
        try:
            found[point.name] = point.load()()
        except Exception as error:  # it may be anybody's
            raise EnvironmentFault(f"the reader {point.name!r} ({point.value}) cannot be loaded ({error}); reinstall") from error
    if _LAST not in found:
        raise EnvironmentFault("the readers of reportedly are not registered; reinstall it with 'pip install reportedly'")
    return found


def _each(source: Source) -> Iterator[Document | Problem]:
    """What is in one source; whatever goes wrong in it ends as a Problem."""
    empty = True
    try:
        for item in _read_source(source):
            empty = False
            yield item
    except InputError as error:
        yield _unreadable(source.where, error)
    except ReportedlyError:
        raise
    except Exception as error:  # a reader's fault with one file must not lose the others
        message = f"its reader failed ({type(error).__name__}: {error}); please report this, with the file if you can"
        yield Problem(code="unreadable", severity="error", message=message, where=source.where)
    else:
        if empty:
            message = "there is no document in it; check the file"
            yield Problem(code="no-document", severity="warning", message=message, where=source.where)


def _read_source(source: Source) -> Iterator[Document | Problem]:
    reader = _by_suffix(source.name) if source.path else None
    if reader is None:
        head = source.head()
        reader = next((r for r in readers().values() if r.sniff(head)), None)
    if reader is None:
        raise InputError(f"{source.where}: of a format that is not read; give one of {', '.join(_suffixes())}")
    return reader.read(source)


def _by_suffix(name: str) -> Reader | None:
    """The reader of the longest suffix that `name` ends with, without regard to case."""
    endings = ((suffix, reader) for reader in readers().values() for suffix in reader.suffixes)
    fitting = [(len(suffix), reader) for suffix, reader in endings if name.lower().endswith(suffix)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _suffixes() -> list[str]:
    return sorted(suffix for reader in readers().values() for suffix in reader.suffixes)


def _sources(path: str | Path, published: date | None, stdin: BinaryIO | None) -> Iterator[Source | Problem]:
    """What `path` stands for. Raises InputError when there is nothing of that name."""
    if str(path) == "-":
        data = (stdin or sys.stdin.buffer).read(LARGEST + 1)
        if len(data) > LARGEST:
            raise InputError(f"standard input: more than {LARGEST // 1_000_000} MB; give it as a file")
        yield Source(name="standard input", where="standard input", data=data, published=published)
        return
    if _URL.match(str(path)):
        raise InputError(f"{path}: addresses are not fetched; save the page and give the file")
    path = Path(path)
    if path.is_dir():
        yield from _folder(path, published)
    elif path.exists():
        yield Source(name=path.name, where=str(path), path=path, published=published)
    else:
        raise InputError(f"{path}: there is no such file or folder; check the name")


def _folder(folder: Path, published: date | None) -> Iterator[Source | Problem]:
    failed: list[OSError] = []
    seen = False
    for here, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(f for f in files if not f.startswith(".")):
            path = Path(here, name)
            if _by_suffix(name) and path.is_file():
                seen = True
                yield Source(name=name, where=str(path), path=path, published=published)
            else:
                message = f"not read: in a folder only {', '.join(_suffixes())} are; to read it, give the file itself"
                yield Problem(code="skipped", severity="info", message=message, where=str(path))
    for error in failed:
        message = f"the folder cannot be read ({error.strerror}); check that you may read it"
        yield Problem(code="unreadable", severity="error", message=message, where=str(error.filename))
    if not seen and not failed:
        message = f"there is nothing to read in the folder; looked for {', '.join(_suffixes())}"
        yield Problem(code="no-document", severity="warning", message=message, where=str(folder))


def _unreadable(where: str, error: InputError) -> Problem:
    message = str(error).removeprefix(f"{where}: ")
    return Problem(code="unreadable", severity="error", message=message, where=where)
