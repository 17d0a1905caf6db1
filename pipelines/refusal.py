"""What cannot be an article of the archive, and why; for the pipeline and for the replay."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from osiris_crawler.items import Article


class DropReason(StrEnum):
    """Why an article is refused; its page stays in the frontier as refused, with this reason."""

    NO_TITLE = "no_title"
    EMPTY = "neither_date_nor_body"
    """Neither a date nor a body: nothing tells that this is an article."""
    FOREIGN = "foreign_address"
    """The canonical address lies outside the site."""


def reason_to_refuse(article: Article) -> DropReason | None:
    """Return why an article cannot be one; None when it can."""
    if not article.title:
        return DropReason.NO_TITLE
    if not article.published_on and not article.body:
        return DropReason.EMPTY
    return None
