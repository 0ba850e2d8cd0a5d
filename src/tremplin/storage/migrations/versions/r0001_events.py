"""The event log, and personal content apart from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_RULES = {
    "event": ("update", "delete"),
    "personal": ("update",),
}


def upgrade() -> None:
    """Makes the tables and the triggers that keep them from being rewritten."""
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("product", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("actor", sa.String(64)),
        sa.Column("idempotency_key", sa.String(200)),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("personal_id", sa.String(32)),
        sqlite_autoincrement=True,
    )
    op.create_index("event_by_key", "event", ["idempotency_key"], unique=True)
    op.create_index("event_by_subject", "event", ["product", "subject"])
    op.create_table(
        "personal",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
    )
    op.create_index("personal_by_person", "personal", ["person"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgres()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    for table, actions in _RULES.items():
        for action in actions:
            op.execute(
                f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed: no {action}'); END"
            )


def _guard_postgres() -> None:
    op.execute(
        "CREATE FUNCTION tremplin_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'rows of % are never changed: no %', TG_TABLE_NAME, lower(TG_OP); END $$"
    )
    for table, actions in _RULES.items():
        for action in actions:
            op.execute(
                f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION tremplin_refuse()"
            )
    op.execute(
        "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION tremplin_refuse()"
    )


def downgrade() -> None:
    """Removes the tables; their triggers go with them."""
    op.drop_table("personal")
    op.drop_table("event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION tremplin_refuse()")
