"""What a crawl of a site would begin with, and why: robots.txt, sitemaps, feeds, each link judged; nothing stored.

It asks for the start page, robots.txt and a few sitemaps and feeds, by the same guarded and polite path, and judges
what they name with the crawl's own :class:`junket.crawlers.discovery.scout.Scout`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from scrapy import signals

from junket.crawlers.discovery.discovery import classify
from junket.crawlers.discovery.links import PageLinks
from junket.crawlers.discovery.scout import Found, Scout
from junket.crawlers.errors import AddressRefused, JunketError
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import BoundReason
from junket.crawlers.network.guard import Guard
from junket.crawlers.polite.blocks import BlockList, HostBlocked
from junket.crawlers.polite.robots_policy import RobotsPolicy
from junket.crawlers.run.crawl_bounds import MAX_SITE_PAGES
from junket.crawlers.run.process import INTERRUPTED, project_settings, run_spider
from junket.crawlers.secrets import mask_secrets
from junket.crawlers.site.site_file import all_sites, site_for_url
from junket.crawlers.urls import check_url, site_of

MAX_DOCUMENTS = 12
"""Sitemaps and feeds that are read."""
MAX_URLS = 5_000
"""URLs that are judged; more are counted."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where URLs come from, and what was found there."""

    kind: Literal["site", "robots", "sitemap", "feed", "page"]
    url: str
    said: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """A URL: whether a crawl would fetch it, what it takes it for, and the rule or bound that says so."""

    url: str
    fetch: bool
    kind: str
    why: str
    priority: int = 0
    source: str = ""


@dataclass(slots=True)
class Survey:
    """What was found. ``prospects`` are in the order in which a crawl would take them; those it leaves come last."""

    url: str
    max_pages: int = MAX_SITE_PAGES
    sources: list[Source] = field(default_factory=list)
    prospects: list[Prospect] = field(default_factory=list)
    error: JunketError | None = None
    """Why the start page could not be had."""

    @property
    def counts(self) -> dict[str, int]:
        """URLs to fetch by kind, and URLs left by reason."""
        told = Counter(("fetch " + each.kind) if each.fetch else ("leave " + each.why) for each in self.prospects)
        return dict(sorted(told.items()))


class Surveyor:
    """Fills a survey from what the spider has read."""

    def __init__(self, survey: Survey, home: Home | None) -> None:
        self.survey = survey
        self.site = site_for_url(survey.url, home)
        hosts = frozenset({self.site.domain, *self.site.hosts, site_of(survey.url)})
        self._stopped: dict[str, BoundReason] = {}
        self.scout = Scout(hosts, home, most=MAX_URLS, told=self._stopped.__setitem__)
        self.policy: RobotsPolicy | None = None
        self._judged: dict[str, Prospect] = {}
        self.scout.begin(survey.url)

    def look_at_site(self) -> None:
        """Note what the site's file says."""
        if self.site.rules_version:
            rules = f"{len(self.site.article)} article, {len(self.site.listing)} listing, {len(self.site.deny)} deny"
            self.note("site", self.site.domain, f"has a file: {rules} patterns; at most {self.survey.max_pages} pages")
        if closed := self.site.closed_at(datetime.now(UTC)):
            self.note("site", self.site.domain, closed)

    def look_at_robots(self, url: str, policy: RobotsPolicy) -> None:
        """Note what robots.txt says of the start page, the pace and the sitemaps."""
        self.policy, ruling = policy, policy.ruling(self.survey.url)
        said = "allows the start page" if ruling.allowed else ruling.rule or "disallows the start page"
        if policy.crawl_delay:
            said += f"; crawl-delay {policy.crawl_delay:g} s"
        self.note("robots", url, f"{said}; names {len(policy.sitemaps)} sitemaps")

    def look_at_page(self, url: str, links: PageLinks) -> None:
        """Judge the links of the start page."""
        found = {each.url: each for each in self.scout.look(url, links)}
        if links.nofollow:
            found, said = {}, "asks that its links are not followed"
        else:
            said = f"{len(links.links)} links, {len(links.feeds)} feeds"
        self.note("page", url, said)
        for link in links.links:
            self._judge(link.url, found.get(link.url), url, link.text)

    def look_at_entries(self, url: str, found: Iterable[Found]) -> None:
        """Judge what a sitemap or feed names."""
        for each in found:
            self._judge(each.url, each, url)

    def note(self, kind: Literal["site", "robots", "sitemap", "feed", "page"], url: str, said: str) -> None:
        """Note a source."""
        self.survey.sources.append(Source(kind, mask_secrets(url), said))

    def settle(self) -> None:
        """Put the URLs in a crawl's order; what lies beyond the budget is said so."""
        order = sorted(self._judged.values(), key=lambda each: (not each.fetch, -each.priority))
        self.survey.prospects = order

    def _judge(self, url: str, found: Found | None, source: str, text: str = "") -> None:
        if url in self._judged or len(self._judged) >= MAX_URLS or url == self.survey.url:
            return
        if found is not None:
            ruling = self.policy.ruling(url) if self.policy and site_of(url) == site_of(self.survey.url) else None
            disallowed = "" if ruling is None or ruling.allowed else f"robots_disallowed ({ruling.rule})"
            self._judged[url] = Prospect(
                mask_secrets(url),
                not disallowed,
                found.kind,
                disallowed or found.why,
                found.priority,
                mask_secrets(source),
            )
            return
        known = classify(url, text, site_for_url(url))
        if not self.scout.on_site(url):
            why = "offsite"
        elif url in self._stopped:
            why = self._stopped[url]
        else:
            why = known.why if known.kind == "skip" else "met_before"
        if why != "met_before":
            self._judged[url] = Prospect(
                mask_secrets(url), fetch=False, kind=known.kind, why=why, source=mask_secrets(source)
            )


def survey(
    url: str,
    *,
    home: Home | None = None,
    allow_private: Sequence[str] = (),
    contact: str | None = None,
    max_pages: int | None = None,
    settings: dict[str, Any] | None = None,
) -> Survey:
    """Survey the site of ``url``. Once a process: it runs Scrapy's reactor. ``home`` brings its rules and blocks.

    Raises UsageProblem, HomeProblem and AddressRefused (a blocked host) before anything is fetched, KeyboardInterrupt
    after SIGINT. What the start page failed with is the survey's ``error``.
    """
    found = Survey(check_url(url))
    Guard.allowing(allow_private)
    all_sites(home)
    if home:
        try:
            BlockList(home).check(found.url)
        except HostBlocked as blocked:
            raise AddressRefused(found.url, blocked.problem, "`junket block --remove` lifts it") from blocked
    surveyor = Surveyor(found, home)
    found.max_pages = min(max_pages or MAX_SITE_PAGES, surveyor.site.max_pages or MAX_SITE_PAGES)
    overrides: dict[str, Any] = {
        "JUNKET_HOME": None,
        "JUNKET_ALLOW_PRIVATE": list(allow_private),
        "ITEM_PIPELINES": {},
        "LOG_ENABLED": False,
    }
    overrides |= ({"JUNKET_CONTACT": contact} if contact else {}) | (settings or {})
    listeners = {signals.spider_closed: surveyor.settle}
    if run_spider("survey", project_settings(overrides), listeners, surveyor=surveyor) == INTERRUPTED:
        raise KeyboardInterrupt
    return found
