"""What a reader is given and what a reader is: the seam at which other packages add formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from reportedly.errors import InputError
from reportedly.model import Document, Problem

#: The most bytes that are read as one document; a larger one is a mistake or an attack, and would not fit the parser.
LARGEST = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Some bytes and what is known of them before they are read.

    `name`: what a document goes by unless it names itself, a file name as a rule. `where`: the place that messages name.
    `path`: the file, `None` for standard input and for a record of an archive, which bring their bytes in `data`.
    `url` and `charset`: what the server that sent them said. `published`: the day that the caller gives to documents
    without one of their own.
    """

    name: str
    where: str
    path: Path | None = None
    data: bytes | None = None
    url: str | None = None
    charset: str | None = None
    published: date | None = None

    def open(self) -> BinaryIO:
        """The bytes as a stream. Raises InputError when the file cannot be opened."""
        if self.path is None:
            return BytesIO(self.data or b"")
        try:
            return self.path.open("rb")
        except OSError as error:
            raise self.unreadable(error) from error

    def head(self, size: int = 4096) -> bytes:
        """The first `size` bytes. Raises InputError as `open` does."""
        with self.open() as stream:
            try:
                return stream.read(size)
            except OSError as error:
                raise self.unreadable(error) from error

    def bytes(self) -> bytes:
        """All bytes. Raises InputError when there are more than `LARGEST` or they cannot be read."""
        with self.open() as stream:
            try:
                data = stream.read(LARGEST + 1)
            except OSError as error:
                raise self.unreadable(error) from error
        if len(data) > LARGEST:
            raise InputError(f"{self.where}: larger than {LARGEST // 1_000_000} MB; split it, or give its documents as JSONL")
        return data

    def unreadable(self, error: OSError) -> InputError:
        """The error for a file that the operating system does not let us read."""
        reason = error.strerror or str(error)
        return InputError(f"{self.where}: cannot be read ({reason}); check the name and that you may read it")


class Reader(Protocol):
    """Reads one format. Found through the entry point group `reportedly.readers`, and made without arguments.

    Importing the module and making the reader must be cheap: a reader imports what it works with inside `read`.
    """

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of file names that it reads, in lower case with their dot: `(".html", ".htm")`."""

    def sniff(self, head: bytes) -> bool:
        """Whether bytes that begin so are of this format; asked where the file name does not tell."""

    def read(self, source: Source) -> Iterator[Document | Problem]:
        """The documents, and a Problem for each part that could not be made one, in the order of the input.

        What is wrong within a document goes to `Document.problems`. Raises InputError, whose message begins with
        `source.where` and names the remedy, when nothing can be read; documents that came before it are kept.
        """
