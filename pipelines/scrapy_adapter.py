"""The one file of this room that knows Scrapy: a ``Page`` becomes a record, or a dropped item with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from junket.crawlers.page import Page
from junket.crawlers.site.site_file import site_for_url
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.verdict import verdict
from junket.pipelines.workers.beside import Beside
from junket.pipelines.workers.worker_pool import WorkerPool, usual_number

WORTH_A_PROCESS = 3
"""Pages that the crawl waits for first: a process that it need not wait for takes a second to start."""


class RejectedPage(DropItem):
    """A page that gives no record. ``reason`` and ``detail`` are for the ledger."""

    def __init__(self, rejected: Rejected) -> None:
        super().__init__(f"{rejected.reason}: {rejected.detail}" if rejected.detail else rejected.reason)
        self.rejected = rejected
        self.reason, self.detail = rejected.reason, rejected.detail


class InterviewPipeline:
    """Item pipeline: ``Page`` in, ``Record`` out, or :class:`RejectedPage`. Other items pass as they are.

    Site rules come from the built-in files and, with the setting ``JUNKET_HOME``, that home's own. A longer crawl
    extracts in ``JUNKET_EXTRACT_WORKERS`` processes beside its own (None: by the processors there are; 0: in none).
    """

    def __init__(self, home: str | None = None, workers: int | None = 0) -> None:
        self._home = Path(home) if home else None
        self._pool = WorkerPool(usual_number() if workers is None else workers, self._home)
        self._beside = Beside()
        self._pages = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl."""
        workers = crawler.settings.get("JUNKET_EXTRACT_WORKERS")
        return cls(crawler.settings.get("JUNKET_HOME"), None if workers is None else int(workers))

    async def process_item(self, item: object) -> object:
        """The record of a page."""
        if not isinstance(item, Page):
            return item
        outcome = await self._outcome(item)
        if isinstance(outcome, Record):
            return outcome
        raise RejectedPage(outcome)

    async def close_spider(self) -> None:
        """End the processes beside."""
        self._beside.close()
        await self._pool.close()

    async def _outcome(self, page: Page) -> Record | Rejected:
        self._pages += 1
        if self._pages > WORTH_A_PROCESS and (outcome := await self._pool.outcome(page)):
            self._beside.close()
            return outcome
        return self._beside.call(_extract, page, self._home)


def _extract(page: Page, home: Path | None) -> Record | Rejected:
    return verdict(page, site_for_url(page.url, home)).outcome
