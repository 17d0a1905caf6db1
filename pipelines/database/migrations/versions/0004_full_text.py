"""The index of words over all texts; the language of each article beside the other values that filters ask for."""

import sqlalchemy as sa
from alembic import op

from pipelines.database import full_text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LANGUAGE = (
    "UPDATE article SET language = "
    "coalesce((SELECT language FROM revision WHERE revision.id = article.current_revision_id), '')"
)


def upgrade() -> None:
    op.add_column("article", sa.Column("language", sa.Text(), nullable=False, server_default=""))
    op.execute(LANGUAGE)
    op.create_index(op.f("ix_article_current_revision_id"), "article", ["current_revision_id"], unique=False)
    if op.get_context().dialect.name == "sqlite":
        for statement in (*full_text.CREATE, full_text.FILL):
            op.execute(statement)


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        for statement in full_text.DROP:
            op.execute(statement)
    op.drop_index(op.f("ix_article_current_revision_id"), table_name="article")
    op.drop_column("article", "language")
