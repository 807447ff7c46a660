"""How things stand, as rows; the document of each decision; users, sessions and failed logins.

The rows of readings become rows of how each document stands with what people decided. `Ledger.rebuild` fills them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PLACE = ("published", "document", "start", "id")


def upgrade() -> None:
    op.add_column("decisions", sa.Column("document", sa.Text))
    op.create_index("ix_decisions_document", "decisions", ["document"])
    op.execute(
        "update decisions set document = (select min(e.document) from claims c join extractions e on e.number = c.extraction"
        " where c.id = decisions.target)"
    )
    for table in ("hops", "quantities", "problems", "claims", "documents"):
        op.drop_table(table)
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
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_table(
        "claims",
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
        sa.Column("who", sa.Text),
        sa.Column("passage", sa.Text, nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Index("ix_claims_id", "id"),
        sa.Index("ix_claims_order", *_PLACE),
        sa.Index("ix_claims_rank", "rank", *_PLACE),
        sa.Index("ix_claims_status", "status", "rank", *_PLACE),
    )
    op.create_table(
        "outcomes",
        sa.Column("document", sa.Text, primary_key=True),
        sa.Column("claim", sa.Text, primary_key=True),
        sa.Column("outcome", sa.Text, primary_key=True, index=True),
        sa.ForeignKeyConstraint(["document", "claim"], ["claims.document", "claims.id"]),
    )
    op.create_table(
        "undone",
        sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.id"), primary_key=True, autoincrement=False),
    )
    op.create_table(
        "unfitting",
        sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.id"), primary_key=True, autoincrement=False),
        sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), nullable=False, index=True),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False, unique=True),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.Text, primary_key=True),
        sa.Column("user", sa.Integer, sa.ForeignKey("users.id"), nullable=False, index=True),
        sa.Column("opened", sa.Text, nullable=False),
        sa.Column("used", sa.Text, nullable=False, index=True),
    )
    op.create_table(
        "login_failures",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last", sa.Text, nullable=False, index=True),
    )
