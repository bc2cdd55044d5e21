"""A first site file, from one look at a site: only what was seen there, and ``verified = false``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin

from junket.crawlers.discovery.discovery import classify
from junket.crawlers.discovery.links import PageLinks, read_links
from junket.crawlers.discovery.sitemap import Sitemap
from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.page import Page
from junket.crawlers.polite.robots_policy import RobotsPolicy
from junket.crawlers.site.site_file import file_name, parse_site
from junket.crawlers.urls import site_of

MAX_SEEN = 5
"""Links of each kind that the file shows as examples; feeds and sitemaps that it names."""

_HEAD = """\
# {name}: made by `junket site add` from one look at its start page. CONTRIBUTING.md lists all keys.
# Try it with `junket site check {domain} URL`, and set `verified` once it is right on real pages.
domain = {domain_text}
name = {name_text}
verified = false
"""
_TAIL = """
# Where the shape of a URL misleads, patterns decide (regular expressions over the whole URL):
# article = ['/interview/[^/]+/?$']
# listing = ['/interviews/']
# deny = ['/archive/']
"""


def seen_beside(url: str) -> tuple[str, str]:
    """The robots.txt and the usual sitemap of the URL's site: what to fetch along with it for :func:`scaffold`."""
    return urljoin(url, "/robots.txt"), urljoin(url, "/sitemap.xml")


def scaffold(page: Page, robots: Page | None = None, sitemap: Page | None = None) -> tuple[str, str]:
    """``(domain, text)`` of a site file for the site of ``page``, from what page, robots.txt and sitemap say.

    The text is valid: it was read back. UsageProblem for a page without an address.
    """
    if not (domain := site_of(page.url)):
        raise UsageProblem(page.url or "the page", "has no http(s) address", "give the URL of the site")
    links = read_links(page.body, page.url, page.charset)
    name = _plain(links.site_name) or _plain(links.title) or domain
    head = {"name": name, "domain": domain, "domain_text": _text(domain), "name_text": _text(name)}
    text = _HEAD.format_map(head) + _seen(page, links, robots, sitemap) + _examples(page, links) + _TAIL
    parse_site(text.encode(), file_name(domain))
    return domain, text


def place_for(domain: str, home: Home | None) -> Path:
    """Where the domain's file goes: into the home, or into ``crawlers/sites/`` of the checkout that runs.

    UsageProblem where there is neither.
    """
    if home is not None:
        return home.site_overrides / file_name(domain)
    package = Path(__file__).parents[1]
    if not (package.parent / "scrapy.cfg").is_file():
        raise UsageProblem("site add", "there is no checkout to add it to", "name a home with --home HOME")
    return package / "sites" / file_name(domain)


def _seen(page: Page, links: PageLinks, robots: Page | None, sitemap: Page | None) -> str:
    lines = [f"language = {_text(links.language)}"] if re.fullmatch("[a-z]{2,3}", links.language) else []
    lines.append(_list("start", [page.url]))
    feeds = [feed.url for feed in links.feeds if "comment" not in feed.url.lower()]
    lines += [_list(key, found) for key, found in (("sitemaps", _sitemaps(robots, sitemap)), ("feeds", feeds)) if found]
    return "\n".join(lines) + "\n"


def _sitemaps(robots: Page | None, sitemap: Page | None) -> list[str]:
    """What robots.txt names; else the one in the usual place, if it is one."""
    if robots and (named := RobotsPolicy.from_answer(robots.status or 0, robots.body).sitemaps):
        return [urljoin(robots.url, url) for url in named if urljoin(robots.url, url).startswith("http")]
    return [sitemap.url] if sitemap and any(True for _ in Sitemap(sitemap.body, sitemap.url)) else []


def _examples(page: Page, links: PageLinks) -> str:
    """Comments: what the generic rules take the start page's links for, so that a person sees where they are wrong."""
    here = {link.url: link.text for link in links.links if site_of(link.url) == site_of(page.url)}
    text = ""
    for kind in ("article", "listing"):
        found = [url for url, said in here.items() if classify(url, said).kind == kind]
        rows = "".join(f"#   {_plain(url)}\n" for url in found[:MAX_SEEN])
        text += f"\n# Links taken for {kind}s: {len(found)}{', such as' if rows else ''}\n{rows}"
    return text


def _list(key: str, urls: list[str]) -> str:
    rows = dict.fromkeys(urls)
    return f"{key} = [" + ", ".join(_text(url) for url in list(rows)[:MAX_SEEN]) + "]"


def _text(value: str) -> str:
    """A TOML basic string: JSON's, which TOML understands once what cannot be printed is gone."""
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(printable.split()).encode("utf-8", "replace").decode("utf-8")
