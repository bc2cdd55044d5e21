from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.home import Home
from junket.crawlers.page import WarcLocation
from junket.crawlers.site.site import Site
from junket.exports.catalogue.catalogue import Catalogue
from junket.pipelines.record.record import Image, Record, Turn

SITE = Site.for_domain("film.example")
TEXT = "A word before.\n\nQ: Why fog?\n\nBecause it hides the crew.\n\nA word after."


def make_record(number: int = 1, **changes: object) -> Record:
    url = f"https://film.example/talks/{number}"
    record = Record(
        id=f"{number:016x}",
        url=url,
        canonical_url=url,
        site="film.example",
        kind="interview",
        language="en",
        title=f"Talk {number}",
        authors=("Nora Field",),
        date="2024-03-05",
        published_at=datetime(2024, 3, 5, 14, 40, tzinfo=UTC),
        published_precision="minute",
        images=(Image(url="https://film.example/fog.jpg", caption="Fog"),),
        text=TEXT,
        turns=(
            Turn(turn_id=f"{number}-q", role="question", text="Why fog?", start=19, end=27, speaker_printed="Q"),
            Turn(turn_id=f"{number}-a", role="answer", text="Because it hides the crew.", start=29, end=55),
        ),
        turns_confidence=0.95,
        interviewees=("Ada Lind",),
        people=("Ada Lind",),
        fetched_at=datetime(2024, 3, 6, tzinfo=UTC),
        http_status=200,
        warc_file="crawl-a.warc.gz",
        warc_offset=number * 100,
        warc_record_id=f"urn:uuid:{number}",
        payload_digest="sha256:aa",
        content_hash=f"sha256:{number}",
        robots="allowed",
        warnings=("date_missing",),
        stripped=(("related", 3), ("share", 1)),
    )
    return replace(record, **changes)


def store_records(home: Home, *records: Record) -> None:
    with Catalogue(home) as catalogue:
        for record in records:
            assert record.warc_file is not None
            assert record.warc_offset is not None
            catalogue.add(record.warc_file, record.warc_offset, record, SITE)


@pytest.fixture
def home(tmp_path) -> Home:
    return Home.create(tmp_path / "home")


@pytest.fixture
def a_record() -> Callable[..., Record]:
    """Makes a record of our own invention; keywords change its fields."""
    return make_record


@pytest.fixture
def store() -> Callable[..., None]:
    """Files records in a home's catalogue."""
    return store_records


def _talk(number: int, day: int) -> Exchange:
    words = " ".join(
        f"On day {each} of talk {number} the crew waited for fog number {each * number}." for each in range(9)
    )
    head = f"<title>Talk {number}</title><meta property='og:type' content='article'>"
    body = f"<html><head>{head}</head><body><article><h1>Talk {number}</h1><p>{words}</p></article></body></html>"
    return Exchange(
        url=f"https://film.example/talks/{number}",
        status=200,
        response_headers=[("Content-Type", "text/html; charset=utf-8")],
        body=body.encode(),
        fetched_at=datetime(2024, 5, day, 12, 30, tzinfo=UTC),
        robots="allowed",
    )


def fetch_talks(home: Home, *numbers: int, day: int = 1) -> list[WarcLocation]:
    with WarcWriter(home.warc, operation="crawl") as writer:
        return [writer.write_exchange(_talk(number, day)) for number in numbers]


@pytest.fixture(scope="session")
def fetch() -> Callable[..., list[WarcLocation]]:
    """Writes the answers of talks with these numbers into a WARC file of a home; where they lie."""
    return fetch_talks


@pytest.fixture
def fetched(home) -> Callable[..., list[WarcLocation]]:
    """The same for the test's home."""
    return partial(fetch_talks, home)
