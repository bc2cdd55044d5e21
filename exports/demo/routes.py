"""Every address of a demo site and what it answers: articles, listings, sitemaps, feeds, robots, traps."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from types import ModuleType

from junket.exports.demo import news, questionnaire, review
from junket.exports.demo.film_site import Article, FilmSite
from junket.exports.demo.html import items, link

PAGE_LENGTH = 4
"""Articles on one page of a listing, so that every site has a second page."""
_TEMPLATES: dict[str, ModuleType] = {"review": review, "news": news, "questionnaire": questionnaire}
_MONTH = re.compile(r"/calendar/(\d{4})/(\d{2})/")


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Routes:
    """Answers by path (with the query). ``origin`` is ``http://127.0.0.1:PORT``, known once the port is."""

    site: FilmSite
    origin: str
    replies: dict[str, Reply] = field(default_factory=dict)

    def __post_init__(self) -> None:
        steps: tuple[Callable[[], None], ...] = (self._articles, self._listings, self._plain, self._maps, self._robots)
        for step in steps:
            step()

    def reply(self, path: str) -> Reply:
        """The answer to ``GET path``; the calendar goes on for ever, all else unknown is a 404."""
        month = _MONTH.fullmatch(path) if self.site.calendar else None
        if month:
            return self._calendar(int(month[1]), int(month[2]))
        return self.replies.get(path) or Reply(self._shell("Not found", "<h1>No such page</h1>"), status=404)

    def _shell(self, title: str, main: str) -> bytes:
        text: str = _TEMPLATES[self.site.template].shell(self.site, title, main)
        return text.encode()

    def _articles(self) -> None:
        for article in self.site.article:
            text: str = _TEMPLATES[self.site.template].article(self.site, article)
            body = text.encode(article.charset)
            self.replies[self.site.path(article)] = (
                Reply(gzip.compress(body, mtime=0), "text/html", headers=(("Content-Encoding", "gzip"),))
                if article.gzip
                else Reply(body, "text/html")
            )

    def _listings(self) -> None:
        for section in self.site.listings:
            shown = [a for a in self.site.article if a.section == section and not (a.only_in_sitemap or a.only_in_feed)]
            first = self.site.listing_path.format(section=section)
            pages = [shown[at : at + PAGE_LENGTH] for at in range(0, len(shown), PAGE_LENGTH)]
            for number, page in enumerate(pages, 1):
                following = first + self.site.next_page.format(number=number + 1) if number < len(pages) else ""
                path = first + self.site.next_page.format(number=number) if number > 1 else first
                self.replies[path] = Reply(self._listing(section.title(), page, following))
        newest = sorted(self.site.article, key=lambda article: article.date, reverse=True)
        home = [a for a in newest if not (a.only_in_sitemap or a.only_in_feed)][:PAGE_LENGTH]
        self.replies["/"] = Reply(self._listing(self.site.name, home, ""))

    def _listing(self, title: str, page: list[Article], following: str) -> bytes:
        links = [link(self.site.path(article), article.title) for article in page]
        links += [link(path, "A voice that moved away") for path in self.site.dead_links]
        links += [link(path, "Voice of the month") for path in self.site.redirects]
        older = f"<p>{link(following, 'Older posts', rel='next')}</p>" if following else ""
        return self._shell(title, f"<h1>{escape(title)}</h1>{items(links)}{older}")

    def _plain(self) -> None:
        for page in self.site.page:
            form = '<form method="post"><input name="a"><button>OK</button></form>' if page.form else ""
            main = f"<h1>{escape(page.title)}</h1><p>{escape(page.text)}</p>{form}"
            self.replies[page.path] = Reply(self._shell(page.title, main))
        for path, target in self.site.redirects.items():
            self.replies[path] = Reply(b"", status=301, headers=(("Location", target),))

    def _maps(self) -> None:
        self.replies[self.site.feed] = _rss(self) if self.site.template != "questionnaire" else _atom(self)
        everything = [article for article in self.site.article if not article.only_in_feed]
        if self.site.sitemap == "robots":
            self.replies["/maps/articles.xml"] = Reply(_urlset(self, everything), "application/xml")
        if self.site.sitemap == "index":
            halves = {"/sitemap-1.xml": everything[::2], "/sitemap-2.xml.gz": everything[1::2]}
            index = "".join(f"<sitemap><loc>{self.origin}{path}</loc></sitemap>" for path in halves)
            self.replies["/sitemap.xml"] = Reply(_xml("sitemapindex", index), "application/xml")
            for path, articles in halves.items():
                body = _urlset(self, articles)
                packed = path.endswith(".gz")
                media_type = "application/gzip" if packed else "application/xml"
                self.replies[path] = Reply(gzip.compress(body, mtime=0) if packed else body, media_type)

    def _robots(self) -> None:
        lines = ["User-agent: *", f"Disallow: {self.site.disallow}"]
        if self.site.sitemap == "robots":
            lines.append(f"Sitemap: {self.origin}/maps/articles.xml")
        self.replies["/robots.txt"] = Reply("\n".join([*lines, ""]).encode(), "text/plain")

    def _calendar(self, year: int, month: int) -> Reply:
        title = f"Screening calendar {year}-{month:02}"
        following = f"/calendar/{year + month // 12}/{month % 12 + 1:02}/"
        main = f"<h1>{title}</h1><p>Nothing yet.</p>{link(following, 'Next month', rel='next')}"
        return Reply(self._shell(title, main))


def _xml(root: str, inner: str) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{space}">{inner}</{root}>'.encode()


def _urlset(routes: Routes, articles: list[Article]) -> bytes:
    origin, site = routes.origin, routes.site
    rows = (f"<url><loc>{origin}{site.path(a)}</loc><lastmod>{a.date}</lastmod></url>" for a in articles)
    return _xml("urlset", "".join(rows))


def _rss(routes: Routes) -> Reply:
    rows = "".join(
        f"<item><title>{escape(a.title)}</title><link>{routes.origin}{routes.site.path(a)}</link></item>"
        for a in routes.site.article[:3]
    )
    text = f'<rss version="2.0"><channel><title>{escape(routes.site.name)}</title>{rows}</channel></rss>'
    return Reply(text.encode(), "application/rss+xml")


def _atom(routes: Routes) -> Reply:
    rows = "".join(
        f'<entry><title>{escape(a.title)}</title><link href="{routes.origin}{routes.site.path(a)}"/></entry>'
        for a in routes.site.article[-3:]
    )
    space = "http://www.w3.org/2005/Atom"
    text = f'<feed xmlns="{space}"><title>{escape(routes.site.name)}</title>{rows}</feed>'
    return Reply(text.encode(), "application/atom+xml")
