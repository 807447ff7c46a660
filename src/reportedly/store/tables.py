"""The tables of a ledger.

Two kinds. What is kept: `extractions` and `decisions`, appended and never changed. What follows from it: all the others, which
hold for each document how it stands now, so that a page can ask in SQL; `Ledger.rebuild` makes them anew from what is kept.
"""

from __future__ import annotations

import re

import sqlalchemy as sa

__all__ = [
    "HEAD",
    "METADATA",
    "VERSION_TABLE",
    "claims",
    "decisions",
    "documents",
    "extractions",
    "outcomes",
    "undone",
    "unfitting",
]

#: The step of `migrations/` that brings a ledger to the form of the tables below.
HEAD = "0002"
VERSION_TABLE = "reportedly_version"


class Text(sa.TypeDecorator[str]):
    """Text from a document: what the databases refuse (NUL, half of a surrogate pair) becomes U+FFFD in rows."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """The value as a row can hold it."""
        return None if value is None else re.sub("[\x00\ud800-\udfff]", "\ufffd", value)


METADATA = sa.MetaData()

# --- what is kept

extractions = sa.Table(
    "extractions",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False, index=True),
    sa.Column("published", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("json", sa.Text, nullable=False),
    sa.UniqueConstraint("id", "published"),
    sqlite_autoincrement=True,
)

decisions = sa.Table(
    "decisions",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", Text, nullable=False),
    sa.Column("why", Text),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("target", Text, nullable=False, index=True),
    sa.Column("value", Text),
    sa.Column("undoes", sa.Integer, sa.ForeignKey("decisions.id"), index=True),
    #: The document that it is about, or whose claim it is about.
    sa.Column("document", sa.Text, index=True),
    sqlite_autoincrement=True,
)

# --- what follows from it

#: The present reading of each document, with what people decided.
documents = sa.Table(
    "documents",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.number"), nullable=False, unique=True),
    sa.Column("name", Text, nullable=False),
    sa.Column("title", Text),
    sa.Column("outlet", Text),
    sa.Column("published", sa.Text, index=True),
    sa.Column("language", Text),
    sa.Column("url", Text),
    sa.Column("path", Text),
    #: Title, outlet and name, in the form in which words are looked for.
    sa.Column("words", Text, nullable=False),
)

#: Each claim of a present reading, and each that a person added, as it stands. `said`, `published` and the two of `position`
#: are what it is ordered by; `rank` is smaller the more it matters; `names` and `words` are what words are looked for in.
claims = sa.Table(
    "claims",
    METADATA,
    sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("contested", sa.Boolean, nullable=False),
    sa.Column("figures", sa.Integer, nullable=False),
    sa.Column("confidence", sa.Float),
    sa.Column("stance", sa.Text, nullable=False),
    sa.Column("said", sa.Text, index=True),
    sa.Column("published", sa.Text, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("who", Text),
    sa.Column("passage", Text, nullable=False),
    sa.Column("names", Text, nullable=False),
    sa.Column("words", Text, nullable=False),
    sa.Index("ix_claims_id", "id"),
    sa.Index("ix_claims_order", "published", "document", "start", "id"),
    sa.Index("ix_claims_rank", "rank", "published", "document", "start", "id"),
    sa.Index("ix_claims_status", "status", "rank", "published", "document", "start", "id"),
)

#: The outcomes of the figures of each claim.
outcomes = sa.Table(
    "outcomes",
    METADATA,
    sa.Column("document", sa.Text, primary_key=True),
    sa.Column("claim", sa.Text, primary_key=True),
    sa.Column("outcome", sa.Text, primary_key=True, index=True),
    sa.ForeignKeyConstraint(["document", "claim"], ["claims.document", "claims.id"]),
)

#: The decisions that another undoes.
undone = sa.Table(
    "undone", METADATA, sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.id"), primary_key=True, autoincrement=False)
)

#: The decisions whose words are not in the present reading.
unfitting = sa.Table(
    "unfitting",
    METADATA,
    sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.id"), primary_key=True, autoincrement=False),
    sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), nullable=False, index=True),
)
