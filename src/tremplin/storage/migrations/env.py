from __future__ import annotations

from alembic import context

from tremplin.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite too: the engine begins its transactions itself
)
with context.begin_transaction():
    context.run_migrations()
