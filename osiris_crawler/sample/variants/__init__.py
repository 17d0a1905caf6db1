"""The special cases of the press archive, each under a name that ``SampleArticle.variant`` carries."""

from osiris_crawler.sample.draft import Desk
from osiris_crawler.sample.variants.addresses import write_addresses
from osiris_crawler.sample.variants.bodies import write_bodies
from osiris_crawler.sample.variants.filing import write_filing
from osiris_crawler.sample.variants.headlines import write_headlines
from osiris_crawler.sample.variants.quotes import write_quotes
from osiris_crawler.sample.variants.sources import write_sources


def write_variants(desk: Desk) -> None:
    """Every special case, once or more."""
    write_headlines(desk)
    write_sources(desk)
    write_bodies(desk)
    write_quotes(desk)
    write_addresses(desk)
    write_filing(desk)
