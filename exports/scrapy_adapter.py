"""Fills the catalogue while a crawl runs, so that its end has little left to catch up on."""

from __future__ import annotations

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from junket.crawlers.errors import HomeProblem
from junket.crawlers.home import Home
from junket.crawlers.page import Page
from junket.crawlers.run.halt import halt
from junket.crawlers.site.site_file import site_for_url
from junket.exports.catalogue.catalogue import Catalogue
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.scrapy_adapter import RejectedPage


class CataloguePipeline:
    """Item pipeline: files records and rejections in the catalogue of the home that ``JUNKET_HOME`` names.

    Without a home it does nothing. A catalogue that cannot be written stops the run (nothing is lost
    then: the log has the page, and the next run catches up).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        path = crawler.settings.get("JUNKET_HOME")
        self._home = Home.create(path) if path else None
        self._catalogue = Catalogue(self._home) if self._home else None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl; it hears of rejected pages by Scrapy's signal."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.item_dropped, signals.item_dropped)
        return pipeline

    def process_item(self, item: object) -> object:
        """Files a record; hands every item on."""
        if isinstance(item, Record) and item.warc_file is not None and item.warc_offset is not None:
            self._file(item.warc_file, item.warc_offset, item)
        return item

    def item_dropped(self, item: object, exception: Exception) -> None:
        """Files a rejection."""
        if isinstance(item, Page) and item.location and isinstance(exception, RejectedPage):
            self._file(item.location.file, item.location.offset, exception.rejected)

    def close_spider(self) -> None:
        """Closes the catalogue."""
        if self._catalogue:
            self._catalogue.close()

    def _file(self, warc_file: str, offset: int, outcome: Record | Rejected) -> None:
        if self._catalogue is None:
            return
        try:
            self._catalogue.add(warc_file, offset, outcome, site_for_url(outcome.url, self._home))
        except HomeProblem as error:
            halt(self._crawler, error)
