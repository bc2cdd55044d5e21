"""Pages that people decided not to fetch (``use = "skip"`` in ``rights.toml``): a home's scrape asks for none of them.

A crawl passes them over before, with what else it does not follow, so that its ledger stays short.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request

from junket.crawlers.home import Home
from junket.crawlers.rights.rights_toml import RightsDecisions, read_rights


class SkippedByDecision(IgnoreRequest):
    """A request for a page that people decided to skip; ``problem`` says who and on what ground."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class RightsSkip:
    """Downloader middleware before robots.txt; off without a home. A site's robots.txt and rights files pass."""

    def __init__(self, decisions: RightsDecisions) -> None:
        self._decisions = decisions

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RightsSkip:
        """Scrapy's way to build it."""
        if not (home := crawler.settings.get("JUNKET_HOME")):
            raise NotConfigured
        return cls(read_rights(Home(Path(home))))

    def process_request(self, request: Request) -> None:
        """Raises SkippedByDecision, for a redirect as for the page itself."""
        if request.meta.get("dont_obey_robotstxt") or request.meta.get("rights_file"):
            return
        decision = self._decisions.for_url(request.url, datetime.now(UTC).date())
        if decision and decision.use == "skip":
            raise SkippedByDecision(f"{decision.decided_by} decided to skip it: {decision.basis}")
