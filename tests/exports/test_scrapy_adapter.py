from __future__ import annotations

from scrapy import signals
from scrapy.utils.test import get_crawler

from junket.crawlers.page import Page, WarcLocation
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.scrapy_adapter import CataloguePipeline
from junket.pipelines.record.record import Rejected
from junket.pipelines.scrapy_adapter import RejectedPage

LOCATION = WarcLocation("crawl-a.warc.gz", 700, 90, "urn:uuid:1", "sha256:aa")


def pipeline_of(home=None):
    crawler = get_crawler(settings_dict={"JUNKET_HOME": str(home.path)} if home else {})
    return crawler, CataloguePipeline.from_crawler(crawler)


def counts(home):
    with Catalogue(home) as catalogue:
        return catalogue.counts()


def test_records_and_rejections_are_filed_as_they_come(home, a_record):
    crawler, pipeline = pipeline_of(home)
    record = a_record()
    assert pipeline.process_item(record) is record
    page = Page(url="https://film.example/gone", body=b"", location=LOCATION)
    rejected = RejectedPage(Rejected(page.url, "not_found", "status 404"))
    crawler.signals.send_catch_log(signals.item_dropped, item=page, exception=rejected, response=None)
    pipeline.close_spider()
    assert counts(home) == (2, 1, {"not_found": 1})


def test_without_a_home_items_pass_and_nothing_is_made(tmp_path, monkeypatch, a_record):
    monkeypatch.chdir(tmp_path)
    _, pipeline = pipeline_of()
    record = a_record()
    assert pipeline.process_item(record) is record
    pipeline.item_dropped(Page(url="u", body=b"", location=LOCATION), RejectedPage(Rejected("u", "empty")))
    pipeline.close_spider()
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_in_the_log_is_not_filed(home, a_record):
    _, pipeline = pipeline_of(home)
    pipeline.process_item(a_record(warc_file=None, warc_offset=None))
    pipeline.process_item({"any": "item"})
    pipeline.item_dropped(Page(url="u", body=b""), RejectedPage(Rejected("u", "empty")))
    pipeline.close_spider()
    assert counts(home) == (0, 0, {})
