"""What people decide about articles (corrections, restrictions), former values, republications."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ledger")),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_correction_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(
        op.f("ix_correction_article_id_field_made_at_id"), "correction",
        ["article_id", "field", "made_at", "id"], unique=False,
    )  # fmt: skip
    op.create_index(op.f("ix_correction_key"), "correction", ["key"], unique=False)
    op.create_table(
        "restriction",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_restriction")),
    )
    op.create_table(
        "sealed",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_sealed_article_id")),
        sa.PrimaryKeyConstraint("article_id", "revision_id", name=op.f("pk_sealed")),
    )
    op.create_table(
        "former",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_former_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former")),
    )
    op.create_index(
        op.f("ix_former_article_id_field_until_at"), "former", ["article_id", "field", "until_at"],
        unique=False,
    )  # fmt: skip
    op.create_table(
        "compared",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_compared_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_compared")),
    )
    op.create_table(
        "likeness",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_likeness_revision_id")),
        sa.ForeignKeyConstraint(["other_id"], ["revision.id"], name=op.f("fk_likeness_other_id")),
        sa.PrimaryKeyConstraint("revision_id", "other_id", name=op.f("pk_likeness")),
    )
    op.create_index(op.f("ix_likeness_other_id"), "likeness", ["other_id"], unique=False)


def downgrade() -> None:
    for table in ("likeness", "compared", "former", "sealed", "restriction", "correction", "ledger"):
        op.drop_table(table)
