"""What alembic runs; `reportedly.ledger` hands it an open connection and owns the transaction around it."""

from __future__ import annotations

from alembic import context

from reportedly.ledger import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
