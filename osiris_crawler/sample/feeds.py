"""The machine-readable lists of the site: sitemap, feed and robots.txt."""

from xml.sax.saxutils import escape

from osiris_crawler.sample.article import SampleArticle
from osiris_crawler.sample.catalogue import Catalogue
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.skins import stock
from osiris_crawler.sample.skins.view import SITE_NAME, body_of

SITEMAP_CAP = 2000
"""SPIP's sitemap stops at this many articles."""
FEED_LENGTH = 10
EDIT_DAY = "2025-04-30"
"""What the sitemap gives as the day of every edit made while the site is served; the site has no clock."""


def sitemap(catalogue: Catalogue, root: str, year: str | None, hidden_months: set[str]) -> str:
    """``sitemap.xml``: rubrics, then articles, last edited first; with a year, its articles."""
    if year is not None and year.isdecimal():
        articles = catalogue.of_year(int(year))
        places = [_url(root)]
    else:
        articles = sorted(catalogue.newest, key=lambda article: article.modified, reverse=True)[:SITEMAP_CAP]
        places = [_url(root)]
        rubrics = (rubric for rubric in catalogue.tree.rubrics if catalogue.is_alive(rubric))
        places += [_url(root + rubric.path[1:]) for rubric in rubrics if rubric.month not in hidden_months]
    shown = [article for article in articles if article.rubric.month not in hidden_months]
    places += [_url(root + article.path[1:], EDIT_DAY if article.modified else "") for article in shown]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return head + "".join(places) + "</urlset>\n"


def _url(address: str, modified: str = "") -> str:
    lastmod = f"\n\t<lastmod>{modified}</lastmod>" if modified else ""
    return f"<url>\n\t<loc>{escape(address)}</loc>{lastmod}\n</url>\n"


def feed(catalogue: Catalogue, root: str, rubric: str | None) -> str:
    """The RSS feed: the full text of the ten newest, apostrophes straight, of the site or of one rubric."""
    articles = catalogue.newest
    if rubric is not None and rubric.isdecimal():
        number = int(rubric)
        articles = [a for a in articles if any(above.number == number for above in a.rubric.trail)]
    items = "".join(_item(article, root) for article in articles[:FEED_LENGTH])
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel xml:lang="fr">
<title>{SITE_NAME}</title>
<link>{root}</link>
<description></description>
<language>fr</language>
<generator>SPIP - www.spip.net</generator>
{items}</channel>
</rss>
"""


def _item(article: SampleArticle, root: str) -> str:
    body = body_of(article, stock.MARKUP)
    html = body.whole.replace("’", "'")
    address = root + article.path[1:]
    subjects = "".join(f"<dc:subject>{escape(word)}</dc:subject>\n" for word in article.keywords)
    title = escape(article.title.replace("’", "'"))
    return (
        f'<item xml:lang="{article.language}">\n<title>{title}</title>\n<link>{address}</link>\n'
        f'<guid isPermaLink="true">{address}</guid>\n<dc:date>{article.published_on}T08:00:00Z</dc:date>\n'
        f"<dc:format>text/html</dc:format>\n<dc:language>{article.language}</dc:language>\n{subjects}"
        f"<description>{escape(article.body[:300])}</description>\n"
        f"<content:encoded>{escape(html)}</content:encoded>\n</item>\n"
    )


def robots(root: str, faults: Faults) -> str:
    """``robots.txt`` with SPIP's usual lines."""
    delay = f"Crawl-delay: {faults.crawl_delay}\n" if faults.crawl_delay is not None else ""
    return (
        "User-agent: *\nAllow: /local/cache-css/\nAllow: /local/cache-js/\n"
        "Disallow: /ecrire/\nDisallow: /lib/\nDisallow: /prive/\nDisallow: /spip.php?action=*\n"
        "Disallow: /spip.php?page=login*\nDisallow: /*.api/\n"
        f"{faults.robots_extra}{delay}\nSitemap: {root}sitemap.xml\n"
    )
