from __future__ import annotations

import asyncio

import pytest
from scrapy.exceptions import DropItem

from junket.crawlers.page import Page
from junket.pipelines import scrapy_adapter
from junket.pipelines.record.record import Record
from junket.pipelines.scrapy_adapter import InterviewPipeline, RejectedPage

SENTENCES = " ".join(f"The crew waited for the fog on day {day}, and nobody complained." for day in range(12))
ARTICLE = f"<html><title>Fog on set</title><body><article><h1>Fog on set</h1><p>{SENTENCES}</p></article></body></html>"


def a_page(body: str, **changes: object) -> Page:
    return Page(url="https://film.example/fog", body=body.encode(), status=200, **changes)


def processed(pipeline: InterviewPipeline, item: object) -> object:
    return asyncio.run(pipeline.process_item(item))


def test_a_page_becomes_a_record():
    record = processed(InterviewPipeline(), a_page(ARTICLE))
    assert isinstance(record, Record)
    assert record.title == "Fog on set"


def test_a_page_without_a_record_is_dropped_with_its_reason():
    with pytest.raises(RejectedPage) as caught:
        processed(InterviewPipeline(), a_page("gone", media_type="image/png"))
    assert isinstance(caught.value, DropItem)
    assert (caught.value.reason, caught.value.detail) == ("not_html", "image/png")
    assert str(caught.value) == "not_html: image/png"


def test_other_items_pass():
    item = {"title": "Fog"}
    assert processed(InterviewPipeline(), item) is item


def test_a_homes_site_rules_are_used(tmp_path):
    rules = tmp_path / "overrides" / "sites"
    rules.mkdir(parents=True)
    (rules / "film.example.toml").write_text('domain = "film.example"\nverified = false\n')
    record = processed(InterviewPipeline(str(tmp_path)), a_page(ARTICLE))
    assert isinstance(record, Record)
    assert record.site_rules_version is not None


def test_a_long_crawl_extracts_beside_itself_to_the_same_records(monkeypatch):
    monkeypatch.setattr(scrapy_adapter, "WORTH_A_PROCESS", 2)
    pipeline, pages = InterviewPipeline(workers=1), [a_page(ARTICLE.replace("Fog", f"Fog {at}")) for at in range(6)]

    async def crawl() -> tuple[list[object], bool]:
        records = [await pipeline.process_item(page) for page in pages]
        with pytest.raises(RejectedPage, match="not_html: image/png"):
            await pipeline.process_item(a_page("gone", media_type="image/png"))
        beside = pipeline._pool._workers[0]._process is not None
        await pipeline.close_spider()
        return records, beside

    records, beside = asyncio.run(crawl())
    assert beside
    assert records == [processed(InterviewPipeline(), page) for page in pages]
