from __future__ import annotations

import pytest
from scrapy.exceptions import DropItem

from crawlers.page import Page
from pipelines.interview import Interview
from pipelines.scrapy_adapter import InterviewPipeline, RejectedPage

SENTENCES = " ".join(f"The crew waited for the fog on day {day}, and nobody complained." for day in range(12))
ARTICLE = f"<html><title>Fog on set</title><body><article><h1>Fog on set</h1><p>{SENTENCES}</p></article></body></html>"


def a_page(body: str, **changes: object) -> Page:
    return Page(url="https://film.example/fog", body=body.encode(), status=200, **changes)


def test_a_page_becomes_a_record():
    record = InterviewPipeline().process_item(a_page(ARTICLE))
    assert isinstance(record, Interview)
    assert record.title == "Fog on set"


def test_a_page_without_a_record_is_dropped_with_its_reason():
    with pytest.raises(RejectedPage) as caught:
        InterviewPipeline().process_item(a_page("gone", media_type="image/png"))
    assert isinstance(caught.value, DropItem)
    assert (caught.value.reason, caught.value.detail) == ("not_html", "image/png")
    assert str(caught.value) == "not_html: image/png"


def test_other_items_pass():
    item = {"title": "Fog"}
    assert InterviewPipeline().process_item(item) is item


def test_a_homes_site_rules_are_used(tmp_path):
    rules = tmp_path / "overrides" / "sites"
    rules.mkdir(parents=True)
    (rules / "film.example.toml").write_text('domain = "film.example"\nverified = false\n')
    record = InterviewPipeline(str(tmp_path)).process_item(a_page(ARTICLE))
    assert isinstance(record, Interview)
    assert record.site_rules_version is not None
