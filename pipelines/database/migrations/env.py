"""Runs the migrations on the connection that `engine` hands over; the transaction is the caller's."""

from alembic import context

from pipelines.database.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table only by making it anew
    compare_type=True,
)
context.run_migrations()
