"""The one file of this room that knows Scrapy: a ``Page`` becomes a record, or a dropped item with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawlers.page import Page
from crawlers.site_file import site_for_url
from pipelines.interview import Interview, Rejected
from pipelines.verdict import verdict


class RejectedPage(DropItem):
    """A page that gives no record. ``reason`` and ``detail`` are for the ledger."""

    def __init__(self, rejected: Rejected) -> None:
        super().__init__(f"{rejected.reason}: {rejected.detail}" if rejected.detail else rejected.reason)
        self.rejected = rejected
        self.reason, self.detail = rejected.reason, rejected.detail


class InterviewPipeline:
    """Item pipeline: ``Page`` in, ``Interview`` out, or :class:`RejectedPage`. Other items pass as they are.

    Site rules come from the built-in files and, with the setting ``JUNKET_HOME``, that home's own.
    """

    def __init__(self, home: str | None = None) -> None:
        self._home = Path(home) if home else None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl."""
        return cls(crawler.settings.get("JUNKET_HOME"))

    def process_item(self, item: object) -> object:
        """The record of a page."""
        if not isinstance(item, Page):
            return item
        outcome = verdict(item, site_for_url(item.url, self._home)).outcome
        if isinstance(outcome, Interview):
            return outcome
        raise RejectedPage(outcome)
