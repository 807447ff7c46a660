"""What alembic runs; `store.database` hands it an open connection and owns the transaction around it."""

from __future__ import annotations

from alembic import context

from reportedly.store.tables import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
