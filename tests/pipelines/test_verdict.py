from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.ledger.drop import PageReason
from junket.crawlers.page import Page
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.verdict import verdict

LISTING = "<html><title>All talks</title><body><h1>All talks</h1><ul>" + "".join(
    f"<li><a href='/talk-{n}'>Talk number {n} about the fog</a></li>" for n in range(30)
)


def page(body: bytes, **changes: object) -> Page:
    return Page(**{"url": "https://film.example/a", "body": body, "status": 200, **changes})


@pytest.mark.parametrize(
    ("body", "changes", "reason", "detail"),
    [
        (b"moved", {"status": 302}, "not_an_article", "a redirect (status 302)"),
        (b"User-agent: *", {"url": "https://film.example/robots.txt", "named": True}, "not_an_article", "robots.txt"),
        (b"<?xml version='1.0'?>\n<!-- x --><rss><channel/></rss>", {}, "not_html", "a feed or a sitemap"),
        (b"\xef\xbb\xbf<?xml?><feed xmlns='x'>", {"named": True}, "not_html", "a feed or a sitemap"),
        (b"<!DOCTYPE x><urlset></urlset>", {"media_type": "text/xml"}, "not_html", "a feed or a sitemap"),
        (b"<sitemapindex xmlns='x'></sitemapindex>", {"media_type": "text/xml"}, "not_html", "a feed or a sitemap"),
    ],
)
def test_what_is_no_page_is_no_record(body, changes, reason, detail):
    assert verdict(page(body, **changes)).outcome == Rejected(
        changes.get("url", "https://film.example/a"), reason, detail
    )


def test_a_listing_is_kept_only_when_asked_for_by_name():
    assert isinstance(verdict(page(LISTING.encode(), named=True)).outcome, Record)
    dropped = verdict(page(LISTING.encode())).outcome
    assert isinstance(dropped, Rejected)
    assert dropped.reason == "not_an_article"


@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "text/xml"]), st.booleans())
def test_wild_bytes_have_a_record_or_a_known_reason(body, media_type, named):
    outcome = verdict(page(body, media_type=media_type, named=named)).outcome
    assert isinstance(outcome, Record) or outcome.reason in get_args(PageReason)
