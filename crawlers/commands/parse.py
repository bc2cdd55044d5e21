"""``scrapy parse``: Scrapy's own, but with ``--pipelines`` it shows what the pipelines made of the items.

Scrapy shows the items as the spider gave them, which suits pipelines that change an item in place. Junket's make a
record out of a page. So the engine takes the items, as in a crawl, and what comes out behind the pipelines is shown.
"""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from scrapy import signals
from scrapy.commands import parse
from scrapy.http import Response


class Command(parse.Command):
    """Named by its module, as Scrapy has it."""

    def scraped_data(self, args: tuple[Any, ...]) -> list[Any]:
        """What the engine is to take: a callback's items, for the pipelines, and the requests to go on with."""
        items, requests, options, *others = args
        if not options.pipelines:
            return list(super().scraped_data(args))
        self.pcrawler.signals.connect(self._show, signals.item_scraped)
        apart = Namespace(**(vars(options) | {"pipelines": False}))
        return [*items, *super().scraped_data(([], requests, apart, *others))]

    def _show(self, item: object, response: Response | None) -> None:
        self.add_items(response.meta["_depth"] if response else self.max_level, [item])
