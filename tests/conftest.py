"""Fixtures shared by all tests. The parser's model is loaded once a test process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from reportedly.annotate import Annotator
from reportedly.model import Document, Parse, make_id
from tests import postgresql

# The first example loads the parser; time is measured by benchmarks, not here.
settings.register_profile("default", deadline=None, max_examples=60)
settings.load_profile("default")


def make_document(text: str, published: date | None = None, name: str = "test.txt") -> Document:
    """A document of this text as the text reader would make it."""
    return Document(id=make_id(text.encode("utf-8", "surrogatepass")), name=name, text=text, published=published)


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """The real parser."""
    return Annotator()


@pytest.fixture(scope="session")
def parse(annotator: Annotator) -> Callable[..., Parse]:
    """`parse(text)`: the parse of a document of this text."""

    def parse_text(text: str) -> Parse:
        return annotator.parse(make_document(text))

    return parse_text


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    """A PostgreSQL server of these tests' own; they are reported as not run where it is not installed."""
    binaries = postgresql.programs()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with postgresql.server(binaries) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty ledger may be made: in SQLite, then in PostgreSQL."""
    if request.param == "sqlite":
        return str(tmp_path / "reportedly.db")
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    return server.new()
