"""What a server names the state of each page by, and the answer that this state was recorded from."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("etag", "last_modified"):
        op.add_column("page", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    key = sa.ForeignKey("snapshot.id", name=op.f("fk_page_whole_snapshot_id"))
    whole = sa.Column("whole_snapshot_id", sa.Integer(), key, nullable=True)
    op.add_column("page", whole, inline_references=True)


def downgrade() -> None:
    for name in ("whole_snapshot_id", "last_modified", "etag"):
        op.drop_column("page", name)
