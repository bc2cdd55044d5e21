"""What a crawl was asked for: start pages, sites, a file of URLs, all checked before it begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawlers.errors import Unreachable, UsageProblem
from crawlers.home import Home
from crawlers.site import Site
from crawlers.site_file import adopt, all_sites, is_path, load_site, site_for_url
from crawlers.urls import check_url, site_of

MAX_URL_FILE = 64 * 1024 * 1024
"""Bytes of a file of URLs."""


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """Where discovery begins, and where it stays."""

    start: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()
    """Site names (:func:`crawlers.urls.site_of`) that the crawl stays on."""
    sites: tuple[Site, ...] = ()
    """The sites that were asked for by name: the sitemaps and feeds of their files are read too."""


def plan_crawl(
    *,
    start: Sequence[str] = (),
    sites: Sequence[str] = (),
    urls_file: str | Path | None = None,
    allow: Sequence[str] = (),
    home: Path | Home | None = None,
) -> CrawlPlan:
    """The plan for a crawl from start URLs, site names or TOML files, and a file with one start URL a line.

    ``allow`` names further hosts to stay on. A site's TOML file given by path is copied into the home, so that
    its rules hold for the records too, now and at each rebuild. All site files of the home are checked, so that
    a broken one stops the crawl before it begins. Raises UsageProblem, Unreachable and HomeProblem.
    """
    named = tuple(_named(name, home) for name in sites)
    all_sites(home)
    for site in named:
        if not site.start:
            raise UsageProblem(site.domain, "its site file has no start pages", 'add start = ["https://…"]')
    given = (*(check_url(url) for url in start), *(_urls_of(Path(urls_file)) if urls_file else ()))
    begin = tuple(dict.fromkeys((*given, *(url for site in named for url in site.start))))
    if not begin:
        raise UsageProblem("crawl", "nothing to crawl", "give a start URL, --site NAME or --urls FILE")
    all_named = (*named, *(site_for_url(url, home) for url in begin))
    hosts = {host for site in all_named for host in (site.domain, *site.hosts)}
    hosts |= {site_of(url) for url in (*begin, *(check_url(host) for host in allow))}
    return CrawlPlan(begin, frozenset(hosts), named)


def _named(name: str, home: Path | Home | None) -> Site:
    site = load_site(name, home)
    if home is not None and is_path(name):
        adopt(Path(name), site, home if isinstance(home, Home) else Home(home))
    return site


def _urls_of(path: Path) -> tuple[str, ...]:
    """One URL a line; blank lines and lines that begin with # are left out."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_URL_FILE + 1)
    except OSError as error:
        raise Unreachable(str(path), error.strerror or "cannot be read", "name a file with one URL a line") from error
    if len(data) > MAX_URL_FILE:
        raise UsageProblem(str(path), f"is larger than {MAX_URL_FILE // 2**20} MiB", "split it")
    lines = enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1)
    return tuple(_url_of(path, number, text) for number, line in lines if (text := line.strip()) and text[0] != "#")


def _url_of(path: Path, number: int, text: str) -> str:
    try:
        return check_url(text)
    except UsageProblem as error:
        raise UsageProblem(f"{path}:{number}", f"{error.subject} {error.problem}", error.remedy) from error
