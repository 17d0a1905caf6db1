"""What the next run must know of a site before it asks anything (last request, Crawl-delay, rest)."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "manners",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("crawl_delay", sa.Double(), nullable=True),
        sa.Column("rest_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_manners_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_manners")),
    )


def downgrade() -> None:
    op.drop_table("manners")
