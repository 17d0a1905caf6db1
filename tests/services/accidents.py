"""Accidents of a site: what each one does to the sample site, and the word that an alarm about it must hold."""

from __future__ import annotations

import re
import zlib
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Callable

    from osiris_crawler.sample.server import SampleSite

    Change = Callable[[str], str]
    Rewrite = Callable[[str, str], str]


class Accident(NamedTuple):
    """One thing that goes wrong over night."""

    make: Callable[[SampleSite], dict[str, object]]
    """Returns the switches of `Faults` to set."""
    named: str
    """Pattern that the reasons of the verdict hold."""
    options: tuple[str, ...] = ()
    """More options of that night's crawl."""


MONTHS = {f"{year}-{month:02}" for year in range(1999, 2026) for month in range(1, 13, 2)}
NEWEST = {f"2024-{month:02}" for month in range(6, 13)} | {f"2025-{month:02}" for month in range(1, 6)}
NAMES = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
ENGLISH = "January February March April May June July August September October November December".split()
SOURCE_LINE = r"\(\s*(?:<[^>]*>)*\s*Sources?[^<:]{0,8}:.{0,120}?\)"
DATE_LINE = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+\d[^<]{0,30}\d{4}"
    r"|<(?:time|abbr)[^>]*>.*?</(?:time|abbr)>"
)
PLAIN_DATE = re.compile(
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+(\d{1,2})(?:<sup>er</sup>|er)?\s+"
    rf"({'|'.join(NAMES)})\s+(\d{{4}})"
)
LOGIN = (
    "<html lang='fr'><head><title>Connexion</title></head><body><h1>Identifiants personnels</h1>"
    "<form action='spip.php?page=login'><p>Indiquez ici vos identifiants.</p><input name='login'>"
    "<input type='password'></form></body></html>"
)
MAINTENANCE = (
    "<html lang='fr'><head><title>Site en travaux</title></head><body><h1>Site en travaux</h1>"
    "<p>Attention, une mise à jour technique est en cours. Revenez plus tard.</p></body></html>"
)
WALL = (
    "<html><head><title>Attention Required!</title></head><body class='waf'><div id='waf-box'><h1>One more step"
    "</h1><p class='waf-why'>Please complete the security check to access this site.</p></div></body></html>"
)


def articles(site: SampleSite) -> list[str]:
    """Return the paths of all articles."""
    return [article.path for article in site.archive.published()]


def tenth(site: SampleSite) -> set[str]:
    """Return every tenth path."""
    return {path for path in articles(site) if zlib.crc32(path.encode()) % 10 == 0}


def is_article(path: str) -> bool:
    """Tell an article's path."""
    return path.endswith(".html") and not path.startswith("/-")


def pages(share: float, change: Change) -> dict[str, object]:
    """Change the HTML of a share of the articles' pages, chosen by their path."""

    def rewrite(path: str, html: str) -> str:
        return change(html) if is_article(path) and zlib.crc32(path.encode()) % 1000 < share * 1000 else html

    return {"rewrite": rewrite}


def lists(change: Change) -> dict[str, object]:
    """Change the HTML of every page that is no article's."""
    return {"rewrite": lambda path, html: html if is_article(path) else change(html)}


def without(pattern: str) -> Change:
    """Take out what a pattern finds."""
    return lambda html: re.sub(pattern, "", html, flags=re.DOTALL)


def american(html: str) -> str:
    """Write dates as 10/25/2024."""
    return PLAIN_DATE.sub(lambda m: f"{NAMES.index(m[2]) + 1:02}/{int(m[1]):02}/{m[3]}", html)


def english(html: str) -> str:
    """Declare English, and name the months in it."""
    for name, other in zip(NAMES, ENGLISH, strict=True):
        html = re.sub(rf"(?<=[\s>]){name}(?=\s+\d{{4}})", other, html)
    return html.replace('lang="fr"', 'lang="en"')


def named_as_site(html: str) -> str:
    """Put the site's name where the title was."""
    html = re.sub(r"<title>.*?</title>", "<title>OSIRIS</title>", html, flags=re.DOTALL)
    return re.sub(r"(<h[12] class=[^>]*>).*?(</h[12]>)", r"\1OSIRIS\2", html, count=1, flags=re.DOTALL)


def first_paragraph(html: str) -> str:
    """Leave one paragraph of each text."""
    found = iter(range(10_000))
    return re.sub(
        r"<p\b[^>]*>(?:(?!</p>).){100,}?</p>", lambda m: "" if next(found) else m[0], html, flags=re.DOTALL
    )


def first_half(html: str) -> str:
    """Leave the first half of a page, which the server sends as if it were whole."""
    return html[: int(len(html) * 0.55)]


def same_list(site: SampleSite) -> dict[str, object]:
    """Show the list of one month under the address of every other."""
    with urlopen(site.url + "-Octobre-2024-.html") as answer:
        october = answer.read().decode()
    months = re.compile(rf"/-(?:{'|'.join(name.title() for name in NAMES)})", re.IGNORECASE)
    return {"rewrite": lambda path, html: october if months.match(path) else html}


def one(site: SampleSite) -> str:
    """Publish an article, so that it is new in the night, and return its path."""
    body = "\n\n".join(f"Un paragraphe inventé numéro {n} sur la fibre et la poste." for n in range(4))
    return site.add("Un article inventé pour l’accident", date(2025, 5, 4), body).path


ALL = 1.0
HERE = "Lists of the site"
ACCIDENTS: dict[str, Accident] = {
    # of the layout
    "classes renamed on 5 % of the pages": Accident(lambda _: {"renamed_classes": 0.05}, "layout"),
    "classes renamed everywhere": Accident(lambda _: {"renamed_classes": 1.0}, "layout"),
    "one class renamed on 5 % of the pages": Accident(
        lambda _: pages(0.05, lambda html: html.replace("<h1", '<h1 class="tout-neuf"')), "layout"),
    "a security check of another layout on a tenth of the pages": Accident(
        lambda _: pages(0.1, lambda _: WALL), "not what their address promised|layout"),
    # of the characters
    "undeclared cp1252": Accident(lambda _: {"undeclared_cp1252": True}, "charset"),
    "Latin-1 that is called UTF-8": Accident(lambda _: {"misdeclared_latin1": True}, "charset_mismatch|undecodable"),
    "texts coded twice": Accident(
        lambda _: pages(ALL, lambda html: html.encode().decode("cp1252", "replace")), "mojibake|differ"),
    "gzip that is none": Accident(lambda _: {"garbled": True}, "(?i)gzip|failed|usable"),
    "answers cut off": Accident(lambda site: {"truncated_paths": tenth(site)}, "No usable answer"),
    "pages cut before they were sent, in each tenth": Accident(
        lambda _: pages(0.1, first_half), "No usable answer.*cut_off"),
    "pages cut before they were sent, everywhere": Accident(
        lambda _: pages(ALL, first_half), "show no source"),
    "empty answers": Accident(lambda _: pages(0.1, lambda _: ""), "not what their address promised.*empty"),
    # of the fields
    "source lines gone": Accident(lambda _: pages(ALL, without(SOURCE_LINE)), "show no source"),
    "date lines gone": Accident(lambda _: pages(ALL, without(DATE_LINE)), "show no published_on"),
    "keywords gone": Accident(lambda _: pages(ALL, without(r'<a href="[./]*\+-[^>]*>.*?</a>')), "show no keywords"),
    "author lines gone": Accident(
        lambda _: pages(ALL, without(r"<p\b[^>]*>[^<]{3,60}</p>(?=\s*<p\b[^>]*>\(Source)")), "show no author_line"),
    "dates as the Americans write them": Accident(lambda _: pages(ALL, american), "published_on|date"),
    "one day for all": Accident(
        lambda _: pages(ALL, lambda html: PLAIN_DATE.sub("lundi 5 mai 2025", html)), "published_on|date"),
    "the site's name for every title": Accident(lambda _: pages(ALL, named_as_site), "title"),
    "half of each text gone": Accident(
        lambda _: pages(ALL, lambda html: re.sub(r"(<p\b[^>]*>[^<]{200,}</p>)", "", html)), "body"),
    "texts cut to their first paragraph": Accident(
        lambda _: pages(ALL, first_paragraph), "(?s)body.*lost more than half"),
    "texts cut on a tenth of the pages": Accident(lambda _: pages(0.1, first_paragraph), "texts lost more than half"),
    "everything in English": Accident(lambda _: pages(ALL, english), "another language"),
    # of the lists
    "empty listings": Accident(lambda _: {"empty_listings": True}, HERE),
    "half of the months missing": Accident(lambda _: {"hidden_months": MONTHS}, HERE),
    "half of the months missing in the menus": Accident(lambda _: {"hidden_in_menu": MONTHS}, HERE),
    "half of the months missing in the sitemap": Accident(lambda _: {"hidden_in_sitemap": MONTHS}, HERE),
    "a sitemap frozen a year ago": Accident(lambda _: {"hidden_in_sitemap": NEWEST}, f"{HERE}.*sitemap"),
    "no sitemap any more": Accident(lambda _: {"sitemap": False}, f"{HERE}.*sitemap.xml"),
    "the home page for a sitemap": Accident(
        lambda _: {"sitemap": False, "home_paths": {"/sitemap.xml"}}, f"{HERE}.*sitemap.xml"),
    "no further pages": Accident(
        lambda _: lists(without(r"<a [^>]*debut_[^>]*>.*?</a>")), f"{HERE} name their further pages no more"),
    "every month shows the list of one": Accident(same_list, f"{HERE} name what belongs to other"),
    "the newest month is away": Accident(lambda _: {"statuses": {"/-Mai-2025-.html": 404}}, f"{HERE}.*-Mai-2025-"),
    # of the answers
    "the home page under every address": Accident(lambda _: {"home_everywhere": True}, "home_page"),
    "the home page under a listed article's address": Accident(
        lambda site: {"home_paths": {one(site)}}, "1 articles that the site lists are missing .*home_page.*accident"),
    "a check of the browser on every page": Accident(lambda _: {"challenge": True}, "promised|Lists"),
    "a login on every page": Accident(lambda _: {"rewrite": lambda _path, _html: LOGIN}, "promised|Lists"),
    "a notice of maintenance on every page": Accident(
        lambda _: {"rewrite": lambda _path, _html: MAINTENANCE}, "promised|Lists"),
    "articles redirect to a login": Accident(
        lambda site: {"redirects": dict.fromkeys(articles(site), "/spip.php?page=login")}, "redirect to where no"),
    "every article redirects home": Accident(
        lambda site: {"redirects": dict.fromkeys(articles(site), "/")}, "redirects_to_home_page"),
    "503 everywhere": Accident(lambda _: {"unavailable": True, "retry_after": None}, "failed|No usable answer"),
    "503 on one page in ten": Accident(lambda site: {"unavailable_paths": tenth(site)}, "No usable answer.*http_503"),
    "404 on every article": Accident(lambda site: {"statuses": dict.fromkeys(articles(site), 404)}, "404"),
    "the home page away": Accident(lambda _: {"statuses": {"/": 404}}, "home page could not be read"),
    "robots.txt forbids half of the articles": Accident(
        lambda _: {"robots_extra": "".join(f"Disallow: /{one}\n" for one in "ABCDEFGHIJKL")}, "robots.txt forbids"),
    "robots.txt forbids a listed article": Accident(
        lambda site: {"robots_extra": f"Disallow: {one(site)}\n"}, "robots.txt forbids 1 articles that the site lists"),
}  # fmt: skip
