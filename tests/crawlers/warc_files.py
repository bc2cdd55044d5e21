"""WARC files for the tests of the archive's reader: our own, and written by hand byte by byte."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.page import Page

WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
HTML = [("Content-Type", "text/html; charset=utf-8")]


def ours(folder, count=5, size=400):
    """A file of ``count`` exchanges with bodies that do not compress."""
    noise = random.Random(count)
    with WarcWriter(Path(folder), operation="crawl") as writer:
        for number in range(count):
            writer.write_exchange(
                Exchange(
                    url=f"https://film.example/{number}",
                    status=200,
                    response_headers=HTML,
                    body=b"<p>" + noise.randbytes(size),
                    fetched_at=WHEN,
                )
            )
        return writer.path


def urls(found):
    return [page.url for page in found if isinstance(page, Page)]


def plain(*records):
    """An uncompressed WARC of (fields, block) pairs."""
    parts = []
    for fields, block in records:
        head = "".join(
            f"{name}: {value}\r\n" for name, value in {"WARC-Date": "2024-05-06T07:08:09Z", **fields}.items()
        )
        parts.append(f"WARC/1.0\r\n{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")
    return b"".join(parts)


def response(block, url="https://film.example/talk", **fields):
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return ({"WARC-Type": "response", "WARC-Target-URI": url, "Content-Type": "application/http", **named}, block)
