"""WARC (ISO 28500), the archive format of web crawls: each HTML page in it is a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import decompressobj, error

from reportedly.errors import InputError
from reportedly.model import Document, Problem
from reportedly.read.html import HtmlReader
from reportedly.read.source import LARGEST, Source

_CHARSET = re.compile(r"(?i)charset\s*=\s*[\"']?([\w-]+)")


class WarcReader:
    """The HTML pages that were answered with status 200; `document.url` and `name` are where they were fetched from. The day
    of the crawl is not that of publication and is not taken."""

    suffixes = (".warc", ".warc.gz")

    def sniff(self, head: bytes) -> bool:
        """Whether it begins with a WARC record, also when compressed."""
        if head.startswith(b"\x1f\x8b"):
            try:
                head = decompressobj(31).decompress(head, 16)
            except error:
                return False
        return head.startswith(b"WARC/")

    def read(self, source: Source) -> Iterator[Document | Problem]:
        from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # it has no type hints
        from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]  # it has no type hints

        pages = HtmlReader()
        other = 0
        with source.open() as stream:
            try:
                for number, record in enumerate(ArchiveIterator(stream), 1):
                    kind = (record.http_headers.get_header("Content-Type") if record.http_headers else None) or ""
                    if record.rec_type != "response" or record.http_headers.get_statuscode() != "200" or "html" not in kind:
                        other += 1
                        continue
                    data = record.content_stream().read(LARGEST)
                    url = record.rec_headers.get_header("WARC-Target-URI") or f"record {number}"
                    charset = _CHARSET.search(kind)
                    yield from pages.read(
                        Source(
                            name=url,
                            where=f"{source.where}, {url}",
                            data=data,
                            url=url,
                            charset=charset[1] if charset else None,
                            published=source.published,
                        )
                    )
            except (ArchiveLoadFailed, OSError, EOFError) as fault:
                raise InputError(f"{source.where}: the archive is broken ({fault}); fetch it again") from fault
        if other:
            message = f"{other} records that are no HTML pages were left out"
            yield Problem(code="skipped", severity="info", message=message, where=source.where)
