"""Scrapy as anyone would write it, for crawl_speed.py: follows the links, yields an item a page.

python bare_spider.py URL [trafilatura]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

if WITH_TRAFILATURA := "trafilatura" in sys.argv:
    from trafilatura import bare_extraction


class BareSpider(scrapy.Spider):
    name = "bare"
    links = LinkExtractor(allow=r"/films/")

    def parse(self, response: Any) -> Iterator[Any]:
        yield {"url": response.url, "title": response.css("title::text").get(), "body": response.body}
        for link in self.links.extract_links(response):
            yield scrapy.Request(link.url)


class TrafilaturaPipeline:
    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"url": item["url"], "record": bare_extraction(item["body"], with_metadata=True)}


if __name__ == "__main__":
    settings = {
        "LOG_ENABLED": False, "CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0,
        "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False,
        "ITEM_PIPELINES": {TrafilaturaPipeline: 1} if WITH_TRAFILATURA else {},
    }  # fmt: skip
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, start_urls=[sys.argv[1]])
    process.start()
    done = crawler.stats.get_value("item_scraped_count")
    sys.exit(0 if done == crawler.stats.get_value("response_received_count") else "items were lost")
