"""The special cases of the press archive, each under a name that ``SampleArticle.variant`` carries."""

from osiris_crawler.sample.draft import Desk


def write_variants(desk: Desk) -> None:
    """Every special case, once or more."""
