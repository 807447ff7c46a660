"""The first form of the ledger.

`documents` holds what is needed to list a document and points to its present reading; `extractions` holds every reading,
verbatim; the tables below it are rows of what the readings hold, for questions asked in SQL; `decisions` is append-only.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "extractions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False, index=True),
        sa.Column("published", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("json", sa.Text, nullable=False),
        sa.UniqueConstraint("id", "published"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.number"), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("published", sa.Text, index=True),
        sa.Column("language", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("path", sa.Text),
    )
    op.create_table(
        "claims",
        sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.number"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("stance", sa.Text, nullable=False, index=True),
        sa.Column("polarity", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("hedge", sa.Text),
        sa.Column("verification", sa.Text),
        sa.Column("said", sa.Text, index=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("passage", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float),
    )
    op.create_table(
        "hops",
        *_of_a_claim(),
        sa.Column("name", sa.Text, nullable=False, index=True),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("country", sa.Text),
        sa.Column("named", sa.Text, nullable=False),
        sa.Column("relation", sa.Text),
        sa.Column("joint", sa.Boolean, nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        _its_claim(),
    )
    op.create_table(
        "quantities",
        *_of_a_claim(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("low_exclusive", sa.Boolean, nullable=False),
        sa.Column("high_exclusive", sa.Boolean, nullable=False),
        sa.Column("approximate", sa.Boolean, nullable=False),
        sa.Column("vague", sa.Text),
        sa.Column("unit", sa.Text),
        sa.Column("counted", sa.Text),
        sa.Column("outcome", sa.Text, index=True),
        sa.Column("scope", sa.Text),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        _its_claim(),
    )
    op.create_table(
        "problems",
        sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.number"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("code", sa.Text, nullable=False, index=True),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("where", sa.Text),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False, index=True),
        sa.Column("value", sa.Text),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("decisions.id"), index=True),
        sqlite_autoincrement=True,
    )


def _of_a_claim() -> tuple[sa.Column[int], ...]:
    return tuple(sa.Column(name, sa.Integer, primary_key=True) for name in ("extraction", "claim", "position"))


def _its_claim() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["extraction", "claim"], ["claims.extraction", "claims.position"])
