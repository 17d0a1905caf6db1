"""Decides what the sample site answers to a request; knows no sockets and no clock."""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.article import SampleArticle, Skin
from osiris_crawler.sample.catalogue import Catalogue
from osiris_crawler.sample.documents import DOCUMENTS, LAST_MODIFIED, etag
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.feeds import feed, robots, sitemap
from osiris_crawler.sample.pages import Pages, branches
from osiris_crawler.sample.skins.view import Cloud, Frame, Link
from osiris_crawler.sample.views import CHALLENGE, error_view, forum_view, print_view

HTML = "text/html; charset=utf-8"
Headers = tuple[tuple[str, str], ...]
_SPIP_HEADERS: Headers = (
    ("Vary", "Cookie, Accept-Encoding"),
    ("Composed-By", "SPIP 4.4 @ www.spip.net"),
    ("X-Spip-Cache", "86400"),
)
_COOKIES: Headers = (("Set-Cookie", "spip_session=a1; path=/"), ("Set-Cookie", "spip_accepte=1; path=/"))
_CLASS = re.compile(r"\b(class|id)=([\"'])(.*?)\2")
_CHARSET = re.compile(r"<meta charset=[^>]*>|<meta http-equiv=\"Content-Type\"[^>]*>")
_NUMBERED = re.compile(r"/(?:article)?(\d+)(?:\.html)?")
_ROBOT = re.compile(r"bot|crawler|spider|python|scrapy|archive|fetch", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers without length and date, and the body as it is before any coding for the wire."""

    status: int
    headers: Headers = ()
    body: bytes = b""


class Responder:
    """Answers for an archive in the skin asked for; ``root`` is the absolute address that pages name."""

    def __init__(self, archive: SampleArchive, root: str, skin: Skin | None, faults: Faults) -> None:
        self.archive = archive
        self.faults = faults
        self._root = root
        self._skin = skin
        self._state: object = None
        self._pages: Pages | None = None

    def answer(self, target: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a request for ``target`` (path and query); ``headers`` has lower-case names."""
        split = urlsplit(target)
        path = quote(unquote(split.path), safe="/+,@_-.")
        query = dict(parse_qsl(split.query, keep_blank_values=True))
        fault = self._fault(path)
        if fault is not None:
            return fault
        if path in DOCUMENTS:
            return _document(path, headers)
        if path == "/robots.txt":
            return _text(robots(self._root, self.faults), "text/plain; charset=utf-8")
        if path == "/sitemap.xml" and self.faults.sitemap:
            text = sitemap(
                self._catalogue,
                self._root,
                query.get("annee"),
                self.faults.hidden_months | self.faults.hidden_in_sitemap,
            )
            return _text(text, "application/xml; charset=utf-8")
        if {"debut_articles", "debut_rubriques"} <= query.keys() and _ROBOT.search(
            headers.get("user-agent", "")
        ):
            return self._page(path, error_view(403), 403)
        if self.faults.challenge:
            return self._page(path, CHALLENGE)
        if self.faults.home_everywhere or path in self.faults.home_paths:
            return self._page(path, self.pages.home({}))
        return self._spip(query, split.query) if path == "/spip.php" else self._slug(path, query)

    @property
    def _catalogue(self) -> Catalogue:
        return self.archive.catalogue

    @property
    def pages(self) -> Pages:
        """The page maker for the present state of archive and faults."""
        faults = self.faults
        hidden = frozenset(faults.hidden_months | faults.hidden_in_menu)
        state = (
            self.archive.version,
            hidden,
            faults.empty_listings,
            faults.misleading_dates,
            faults.calendar,
        )
        if self._pages is None or state != self._state:
            catalogue = self._catalogue
            self._pages = Pages(catalogue, self._frame(catalogue, hidden), self._skin, hidden,
                                empty_listings=faults.empty_listings)  # fmt: skip
            self._state = state
        return self._pages

    def _frame(self, catalogue: Catalogue, hidden: frozenset[str]) -> Frame:
        tree = catalogue.tree
        menu = tuple(
            Link(
                top.title,
                top.path[1:],
                () if top is tree.press else tuple(branches(catalogue, top, 1, hidden)),
            )
            for top in tree.top
        )
        cloud = tuple(
            Cloud(keyword.name, keyword.path[1:], keyword.weight)
            for keyword in catalogue.keywords
            if keyword.weight
        )
        years = tuple(branches(catalogue, tree.press, 2, hidden))
        return Frame(self._root, menu, years, cloud, self.faults.calendar, self.faults.misleading_dates)

    def _fault(self, path: str) -> Answer | None:
        faults = self.faults
        if path == "/robots.txt":
            status = faults.robots_status
            return _text(error_view(status), HTML, status) if status != HTTPStatus.OK else None
        if faults.unavailable_next > 0 or faults.unavailable or path in faults.unavailable_paths:
            faults.unavailable_next = max(0, faults.unavailable_next - 1)
            after = (("Retry-After", faults.retry_after),) if faults.retry_after is not None else ()
            page = error_view(faults.unavailable_status)
            return Answer(faults.unavailable_status, (("Content-Type", HTML), *after), page.encode())
        if path in faults.redirects:
            return Answer(302, (("Location", faults.redirects[path]), ("Content-Type", HTML)))
        if path in faults.statuses:
            return self._page(path, error_view(faults.statuses[path]), faults.statuses[path])
        return None

    def _slug(self, path: str, query: Mapping[str, str]) -> Answer:
        catalogue = self._catalogue
        if path in ("/", "/index.php"):
            return self._page(path, self.pages.home(query))
        named = path if path.endswith(".html") else f"{path}.html"
        article = catalogue.by_path.get(named)
        if article is not None:
            return self._page(path, self.pages.article(article))
        moved = catalogue.moved.get(named)
        if moved is not None:
            return self._moved(moved)
        keyword = catalogue.keyword_paths.get(named)
        if keyword is not None:
            return self._page(path, self.pages.keyword(keyword, query))
        found = catalogue.tree.resolve(named)
        if found is not None and catalogue.is_alive(found[0]):
            rubric, is_present = found
            return self._page(path, self.pages.rubric(rubric, query)) if is_present else self._to(rubric.path)
        match = _NUMBERED.fullmatch(path)
        if match and int(match.group(1)) in catalogue.by_number:
            return self._to(catalogue.by_number[int(match.group(1))].path)
        return self._page(path, error_view(404), 404)

    def _moved(self, article: SampleArticle) -> Answer:
        """To the present path: SPIP 4 leaves ``.html`` out, the older skin's SPIP did not."""
        is_older = (self._skin or article.skin) is Skin.OLD
        return self._to(article.path if is_older else article.path.removesuffix(".html"))

    def _to(self, path: str) -> Answer:
        return Answer(301, (("Location", self._root + path[1:]), ("Content-Type", HTML)))

    def _spip(self, query: Mapping[str, str], raw: str) -> Answer:
        match = re.match(r"(article|rubrique|mot|breve)(\d+)(?:&|$)", raw)
        if match:
            return self._by_number(match.group(1), int(match.group(2)))
        views: dict[str, Callable[[], Answer]] = {
            "plan": lambda: self._page(raw, self.pages.plan()),
            "recherche": lambda: self._page(raw, self.pages.search(query)),
            "agenda": lambda: self._page(raw, self.pages.calendar(query)),
            "sommaire": lambda: self._page(raw, self.pages.home(query)),
            "backend": lambda: self._feed(query),
            "article": lambda: self._view(query, self.pages.article),
            "impression": lambda: self._view(query, print_view),
            "forum": lambda: self._view(query, forum_view),
        }
        name = query.get("page", "sommaire")
        if "action" in query:
            return self._to("/")
        return views[name]() if name in views else self._page(raw, error_view(404), 404)

    def _by_number(self, kind: str, number: int) -> Answer:
        catalogue = self._catalogue
        paths: dict[str, Callable[[], str | None]] = {
            "article": lambda: article.path if (article := catalogue.by_number.get(number)) else None,
            "breve": lambda: breve.path if (breve := catalogue.breves_by_number.get(number)) else None,
            "mot": lambda: (
                catalogue.keywords[number - 1].path if 0 < number <= len(catalogue.keywords) else None
            ),
            "rubrique": lambda: (
                catalogue.tree.rubrics[number - 1].path if 0 < number <= len(catalogue.tree.rubrics) else None
            ),
        }
        path = paths[kind]()
        if path is None:
            return self._page("/", self.pages.home({}))
        return self._to(path)

    def _view(self, query: Mapping[str, str], view: Callable[[SampleArticle], str]) -> Answer:
        for parameter, numbers in (
            ("id_article", self._catalogue.by_number),
            ("id_breve", self._catalogue.breves_by_number),
        ):
            value = query.get(parameter, "")
            if value.isdecimal() and int(value) in numbers:
                return self._page(f"{parameter}{value}", view(numbers[int(value)]))
        return self._page("/", self.pages.home({}))

    def _feed(self, query: Mapping[str, str]) -> Answer:
        if not self.faults.feed:
            return self._page("/spip.php", error_view(404), 404)
        return _text(
            feed(self._catalogue, self._root, query.get("id_rubrique")), "application/rss+xml; charset=utf-8"
        )

    def _page(self, path: str, html: str, status: int = 200) -> Answer:
        faults = self.faults
        if faults.rewrite is not None:
            html = faults.rewrite(path, html)
        if faults.renamed_classes and zlib.crc32(path.encode()) % 1000 < faults.renamed_classes * 1000:
            html = _CLASS.sub(_meaningless, html)
        headers = _SPIP_HEADERS + (_COOKIES if faults.cookies else ())
        if faults.undeclared_cp1252:
            body = _CHARSET.sub("", html).encode("cp1252", "xmlcharrefreplace")
            return Answer(status, (("Content-Type", "text/html"), *headers), body)
        body = html.encode("latin-1", "xmlcharrefreplace") if faults.misdeclared_latin1 else html.encode()
        return Answer(status, (("Content-Type", HTML), *headers), body)


def _meaningless(match: re.Match[str]) -> str:
    names = " ".join(f"x{zlib.crc32(name.encode()):08x}" for name in match.group(3).split())
    return f"{match.group(1)}={match.group(2)}{names}{match.group(2)}"


def _text(text: str, media_type: str, status: int = 200) -> Answer:
    return Answer(status, (("Content-Type", media_type),), text.encode())


def _document(path: str, headers: Mapping[str, str]) -> Answer:
    media_type, content = DOCUMENTS[path]
    validators = (("ETag", etag(content)), ("Last-Modified", LAST_MODIFIED))
    known = headers.get("if-none-match")
    is_known = (
        known == etag(content) if known is not None else headers.get("if-modified-since") == LAST_MODIFIED
    )
    if is_known:
        return Answer(304, validators)
    return Answer(200, (("Content-Type", media_type), *validators, ("Accept-Ranges", "bytes")), content)
