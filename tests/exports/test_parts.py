from __future__ import annotations

import itertools
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import forked
import pyarrow.parquet as pq
import pytest

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.home import Home
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.catalogue.rebuild import rebuild
from junket.exports.catalogue.revisions import FiledCapture, versions

URL = "https://quay.example/talks/a-long-talk-with-ada-lind"
WORDS = [
    f"On day {day} of the shoot the harbour froze, and the crew carried {day} lamps over the ice and back, all of it "
    "without a word."
    for day in range(12)
]


def exchange(
    number: int, *, day: int = 1, words: str = "", title: str = "A long talk with Ada Lind", of: int = 3
) -> Exchange:
    pager = "".join(f"<a href='{URL}{'' if n == 1 else f'/{n}/'}'>{n}</a>" for n in range(1, of + 1))
    text = "".join(
        f"<p>{each}</p>" for each in (*WORDS[number * 3 : number * 3 + 3], words or f"Part {number} ends here.")
    )
    html = (
        f"<html lang='en'><head><title>{title}</title><link rel='canonical' href='{URL}'>"
        f"<meta property='og:type' content='article'></head><body><article><h1>{title}</h1>{text}"
        f"<div class='pages'>{pager}</div></article></body></html>"
    )
    return Exchange(
        url=URL if number == 1 else f"{URL}/{number}/",
        status=200,
        response_headers=[("Content-Type", "text/html; charset=utf-8")],
        body=html.encode(),
        fetched_at=datetime(2024, 5, day, 12, number, tzinfo=UTC),
        robots="allowed",
    )


def write(home: Home, *exchanges: Exchange) -> None:
    with WarcWriter(home.warc, operation="crawl") as writer:
        for each in exchanges:
            writer.write_exchange(each)


def rows(home: Home) -> list[dict]:
    rebuild(home)
    return pq.read_table(home.dataset / "latest" / "documents").to_pylist()


def test_the_parts_are_one_record_though_all_name_one_canonical_address(home):
    write(home, *map(exchange, (1, 2, 3)))
    [row] = rows(home)
    assert [words in row["text"] for words in WORDS[3:]] == [True] * 9
    assert [part["url"] for part in row["parts"]] == [URL, f"{URL}/2/", f"{URL}/3/"]
    assert len({part["warc_offset"] for part in row["parts"]}) == 3
    assert (row["revision"], "part_missing" in row["warnings"]) == (1, False)


def test_a_missing_part_is_a_warning_until_it_comes(home):
    write(home, exchange(1), exchange(3))
    [row] = rows(home)
    assert "part_missing" in row["warnings"]
    assert [part["warc_file"] is None for part in row["parts"]] == [False, True, False]
    write(home, exchange(2))
    [row] = rows(home)
    assert "part_missing" not in row["warnings"]
    assert row["text"].index("Part 1 ends") < row["text"].index("Part 2 ends") < row["text"].index("Part 3 ends")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_the_parts_in_the_log_does_not_count(home, order):
    write(home, *(exchange(number + 1) for number in order))
    [row] = rows(home)
    assert [part["url"] for part in row["parts"]] == [URL, f"{URL}/2/", f"{URL}/3/"]
    assert not rebuild(home)[1].fresh


def test_a_part_that_changed_makes_a_revision_and_one_that_did_not_none(home):
    write(home, *map(exchange, (1, 2, 3)))
    write(home, *(exchange(number, day=2) for number in (1, 2, 3)))
    assert [row["revision"] for row in rows(home)] == [1]
    write(home, exchange(1, day=3), exchange(2, day=3, words="A new last word."), exchange(3, day=3))
    found = rows(home)
    assert [row["revision"] for row in found] == [1, 2]
    assert ["A new last word." in row["text"] for row in found] == [False, True]


def test_a_page_under_a_parts_address_that_is_another_article_stays_one(home):
    write(home, exchange(1), exchange(2), exchange(3, title="Quite another story of the quay"))
    found = {row["title"]: row for row in rows(home)}
    assert len(found) == 2
    assert len({row["id"] for row in found.values()}) == 2
    assert "Part 3 ends" not in found["A long talk with Ada Lind"]["text"]


def test_a_log_that_lost_its_files_gives_the_parts_one_by_one(home):
    write(home, exchange(1), exchange(2))
    rebuild(home)
    for path in home.warc.iterdir():
        path.unlink()
    with Catalogue(home) as catalogue:
        first, second = catalogue.revisions()
    assert "part_missing" in first.warnings
    assert "Part 2 ends" in second.text
    assert first.id != second.id


def test_rounds_take_what_was_fetched_together():
    order = [0, 2, 3, 0, 2, 2, 0]
    captures = [FiledCapture(at, "id", "site", "hash", part, "file", at) for at, part in enumerate(order)]
    assert [[each.rowid for each in round_] for round_ in versions(captures)] == [[0, 1, 2], [3, 4, 2], [6, 5, 2]]


class _Site(BaseHTTPRequestHandler):
    """A home page that links to the first part of an article; each part links to the others."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        number = next((n for n in range(1, 4) if path == urlsplit(exchange(n).url).path), 0)
        body = exchange(number).body.replace(b"https://quay.example", b"") if number else b""
        if path == "/":
            body = (
                f"<title>Quay</title><h1>Quay</h1><a href='{urlsplit(URL).path}'>A long talk with Ada Lind</a>".encode()
            )
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """No noise."""


def test_a_crawl_fetches_the_parts_of_an_article_and_publishes_one_record(home):
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"127.0.0.1:{server.server_port}"
        command = ["-m", "junket", "crawl", f"http://{place}/", "--home", str(home.path), "--allow-private", place]
        done = forked.run(command)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    [row] = pq.read_table(home.dataset / "latest" / "documents").to_pylist()
    assert len(row["parts"]) == 3
    assert [words in row["text"] for words in WORDS[3:]] == [True] * 9
    assert "part_missing" not in row["warnings"]
