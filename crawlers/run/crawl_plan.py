"""What a crawl was asked for: start pages, sites, a file of URLs, all checked before it begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.site.site import Site
from junket.crawlers.site.site_file import adopt, all_sites, is_path, load_site, site_for_url
from junket.crawlers.url_list import read_url_list
from junket.crawlers.urls import check_url, site_of


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """Where discovery begins, and where it stays."""

    start: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()
    """Site names (:func:`junket.crawlers.urls.site_of`) that the crawl stays on."""
    sites: tuple[Site, ...] = ()
    """The sites that were asked for by name: the sitemaps and feeds of their files are read too."""

    @property
    def scopes(self) -> dict[str, str]:
        """The names of the named sites' own crawls, their domains, by host. No site takes another's domain."""
        found = {site_of(url): site.domain for site in self.sites for url in site.start}
        found |= {host: site.domain for site in self.sites for host in site.hosts}
        return found | {site.domain: site.domain for site in self.sites}


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
    given = (*(check_url(url) for url in start), *(urls_of(urls_file) if urls_file else ()))
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


def urls_of(path: str | Path) -> Iterator[str]:
    """The URLs of a file (``-``: of stdin). UsageProblem for the first line that holds none."""
    for line in read_url_list(path):
        if line.error:
            raise line.error
        yield check_url(line.text)
