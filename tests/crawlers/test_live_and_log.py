"""What a run prints, its ledger and the dataset say one thing of each answer, and so does a rebuild from the WARC."""

from __future__ import annotations

import gzip
import json
import shutil

import brotli
import forked
import pyarrow.parquet as pq
import pytest

from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.page import MAX_BODY_BYTES

WORDS = " ".join(f"On day {day} the crew carried the lamp through the fog to the old pier." for day in range(30))


def article(name, head="", words=WORDS):
    date = '<meta property="article:published_time" content="2024-05-06T07:08:09Z">'
    kind = '<meta property="og:type" content="article">'
    return (
        f"<!DOCTYPE html><html lang=en><head><title>The lamp {name}</title>{kind}{date}{head}</head><body>"
        f"<article><h1>The lamp {name}</h1><p>By Ada Lind</p><p>{words}</p><p>This was {name}.</p></article>"
        "</body></html>"
    ).encode()


def answer(body, status=200, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "text/html; charset=utf-8", **named}, body


def raw(status_line, body):
    """An answer whose status line is written by hand."""

    def speak(handler):
        head = f"{status_line}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        handler.wfile.write(head.encode() + body)
        handler.close_connection = True

    return speak


def nested(body, depth):
    for _ in range(depth):
        body = gzip.compress(body, 1)
    return body


def refresh(to, seconds=0):
    return f'<meta http-equiv="refresh" content="{seconds}; url={to}">'


def broken_off(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n" + article("cut"))
    handler.close_connection = True


def packed(name):
    """A page over the bound, packed in some way."""

    def speak(_):
        bomb = article("bomb", words=WORDS + " x" * (MAX_BODY_BYTES // 2))
        return {
            "gzip": lambda: answer(nested(bomb, 1), Content_Encoding="gzip"),
            "br": lambda: answer(brotli.compress(bomb, quality=1), Content_Encoding="br"),
            "nested": lambda: answer(nested(bomb, 2), Content_Encoding="gzip, gzip"),
        }[name]()

    return speak


ZSTD = b"\x28\xb5\x2f\xfd" + bytes(range(256)) * 4
HOSTILE = {
    "/bomb-gzip": packed("gzip"),
    "/bomb-br": packed("br"),
    "/bomb-in-bomb": packed("nested"),
    "/too-long": answer(b"", Content_Length=str(MAX_BODY_BYTES + 1)),
    "/nested-5": answer(nested(article("nested"), 5), Content_Encoding=", ".join(["gzip"] * 5)),
    "/nested-50": answer(nested(article("nested deep"), 50), Content_Encoding=", ".join(["gzip"] * 50)),
    "/said-nested-50": answer(article("said nested"), Content_Encoding=", ".join(["gzip"] * 50)),
    "/zstd": answer(ZSTD, Content_Encoding="zstd"),
    "/no-encoding": answer(article("none"), Content_Encoding="none"),
    "/utf-8-as-encoding": answer(article("utf8"), Content_Encoding="utf-8"),
    "/plain-as-gzip": answer(article("plain"), Content_Encoding="gzip"),
    "/gzip-of-nothing": answer(gzip.compress(article("damaged"))[:12], Content_Encoding="gzip"),
    "/gzip-torn": answer(gzip.compress(article("torn", words=WORDS * 9), 0)[:-3000], Content_Encoding="gzip"),
    "/broken-off": broken_off,
    "/part": answer(article("part")[:-600], status=206, Content_Range="bytes 0-1000/9000"),
    "/whole-as-part": answer(article("whole"), status=206),
    "/status-000": raw("HTTP/1.1 000 Nothing", article("status 000")),
    "/status-99": raw("HTTP/1.1 99 Odd", article("status 99")),
    "/status-299": answer(article("status 299"), status=299),
    "/status-300": answer(article("status 300"), status=300),
    "/status-399": answer(article("status 399"), status=399, Location="/good"),
    "/status-418": answer(article("status 418"), status=418),
    "/status-999": answer(article("status 999"), status=999),
    "/status-2000": raw("HTTP/1.1 2000 Odd", article("status 2000")),
    "/loop": answer(article("loop"), status=302, Location="/loop"),
    "/loop-a": answer(article("loop a"), status=301, Location="/loop-b"),
    "/loop-b": answer(article("loop b"), status=301, Location="/loop-a"),
    "/moved": answer(article("moved"), status=302, Location="/moved-here"),
    "/moved-here": answer(article("moved here")),
    "/moved-gzip": answer(gzip.compress(b"moved")[:12], status=302, Location="/good", Content_Encoding="gzip"),
    "/to-nowhere": answer(article("nowhere"), status=302, Location="ftp://film.example/a"),
    "/refresh": answer(article("refresh", refresh("/refresh-2"))),
    "/refresh-2": answer(article("refresh 2", refresh("/refresh-3", 1))),
    "/refresh-3": answer(article("refresh 3")),
    "/refresh-packed": answer(gzip.compress(article("packed", refresh("/refresh-3"))), Content_Encoding="gzip"),
    "/refresh-late": answer(article("late", refresh("/good", 300))),
    "/refresh-loop-a": answer(article("refresh loop a", refresh("/refresh-loop-b"))),
    "/refresh-loop-b": answer(article("refresh loop b", refresh("/refresh-loop-a"))),
    "/refresh-to-script": answer(article("to script", refresh("javascript:alert(1)"))),
    "/refresh-to-port": answer(article("to port", refresh("http://film.example:99999999/"))),
    "/refresh-to-gone": answer(article("to gone", refresh("/nothing-here"))),
    "/charset-hex": answer(article("hex"), Content_Type="text/html; charset=hex"),
    "/charset-idna": answer(article("idna", "<meta charset=idna>"), Content_Type="text/html"),
    "/charset-undefined": answer(article("undefined"), Content_Type="text/html; charset=undefined"),
    "/charset-klingon": answer(article("klingon"), Content_Type="text/html; charset=klingon"),
    "/empty": answer(b""),
    "/picture": answer(b"\x89PNG\r\n\x1a\n" + bytes(99), Content_Type="image/png"),
    "/good": answer(article("good")),
}
HELD = {
    "/good", "/nested-5", "/said-nested-50", "/no-encoding", "/utf-8-as-encoding", "/plain-as-gzip", "/gzip-torn",
    "/part", "/whole-as-part", "/moved-here", "/refresh-3", "/refresh-late", "/status-299", "/charset-klingon",
}  # fmt: skip
"""Of these there is a record."""
CUT = {"/gzip-torn", "/part", "/whole-as-part"}
OPEN = {"/refresh-to-script", "/refresh-to-port", "/charset-hex", "/charset-idna", "/charset-undefined"}
"""Whether of these is not this test's matter; that all say the same is."""


def junket(*arguments):
    return forked.run(["-m", "junket", *arguments], timeout=300)


def rows(home):
    return {
        row["url"]: {name: value for name, value in row.items() if not isinstance(value, (dict, list))}
        for row in pq.read_table(home.dataset / "latest" / "documents").to_pylist()
    }


def decisions(home, place=""):
    with Ledger(home, readonly=True) as ledger:
        lines = [line for line in ledger.lines() if line.url.startswith(place)]
    assert len({line.url for line in lines}) == len(lines)
    return {line.url.removeprefix(place): (line.decision, line.reason) for line in lines}


def rebuilt(home):
    """The dataset out of the WARC files alone."""
    before, ended = rows(home), decisions(home)
    shutil.rmtree(home.state)
    shutil.rmtree(home.dataset)
    done = junket("rebuild", "--home", str(home.path))
    assert done.returncode == 0, done.stderr
    assert rows(home) == before
    assert decisions(home) == ended
    return before


def check(held, ended, place, *, good):
    paths = {url.removeprefix(place) for url in held}
    assert paths - OPEN == HELD
    taken = {path for path, (decision, _) in ended.items() if decision == good}
    assert not paths - taken
    others = {path: end for path, end in ended.items() if path not in taken}
    assert not paths & set(others)
    assert others["/bomb-br"] == ("failed", "too_large")
    assert others["/nested-50"] == others["/zstd"] == ("failed", "unknown_content_encoding")
    assert others["/gzip-of-nothing"] == ("failed", "damaged_encoding")
    assert others["/refresh"] == others["/refresh-2"] == others["/refresh-packed"] == ("skipped", "redirected")
    assert others["/status-000"] == others["/status-99"] == ("rejected", "no_page")


def test_a_scrape_prints_what_its_dataset_holds(serve, tmp_path):
    server = serve(HOSTILE | {"/robots.txt": answer(article("front page"))})
    place, home = server.url("/").rstrip("/"), Home.create(tmp_path / "home")
    urls = [server.url(path) for path in HOSTILE]
    done = junket("scrape", *urls, "--save", str(home.path), "--allow-private", server.place, "--format", "jsonl")
    printed = {record["url"]: record for record in map(json.loads, done.stdout.splitlines())}
    assert "Traceback" not in done.stderr
    held = rows(home)
    assert set(printed) == set(held)
    assert {url for url, record in printed.items() if "text_truncated" in record["warnings"]} == {
        place + path for path in CUT
    }
    for url, record in printed.items():
        assert record["text"] == held[url]["text"]
        assert record["content_hash"] == held[url]["content_hash"]
    check(rebuilt(home), decisions(home, place), place, good="fetched")


def test_a_crawl_keeps_what_its_dataset_holds(serve, tmp_path):
    links = "".join(f'<p><a href="{path}">The lamp and the fog, part {path[1:]}</a></p>' for path in HOSTILE)
    server = serve(
        HOSTILE
        | {"/": answer(f"<html><title>All</title>{links}</html>".encode())}
        | {path: answer(article(path)) for path in ("/robots.txt", "/sitemap.xml", "/.well-known/tdmrep.json")}
    )
    place, home = server.url("/").rstrip("/"), Home.create(tmp_path / "home")
    done = junket("crawl", server.url("/"), "--home", str(home.path), "--allow-private", server.place)
    assert "Traceback" not in done.stderr
    ended = decisions(home, place)
    kept = {path for path, (decision, _) in ended.items() if decision == "record"}
    assert {place + path for path in kept} == set(rows(home))
    check(rebuilt(home), ended, place, good="record")


@pytest.mark.parametrize("path", ["/robots.txt", "/.well-known/tdmrep.json"])
def test_a_file_for_machines_that_leads_to_a_page_is_no_page(serve, tmp_path, path):
    server = serve({path: answer(b"", status=302, Location="/front"), "/front": answer(article("front")),
                    "/good": answer(article("good"))})  # fmt: skip
    home = Home.create(tmp_path / "home")
    junket("scrape", server.url("/good"), "--save", str(home.path), "--allow-private", server.place)
    assert set(rebuilt(home)) == {server.url("/good")}


def test_an_archive_that_has_no_copy_gives_no_record(serve, tmp_path, monkeypatch):
    server = serve({"*": answer(article("no copy here"))})
    monkeypatch.setenv("JUNKET_WAYBACK", server.url("/"))
    home = Home.create(tmp_path / "home")
    done = junket("scrape", "https://film.example/a", server.url("/b"), "--archived", "--save", str(home.path),
                  "--allow-private", server.place)  # fmt: skip
    assert done.returncode != 0
    assert junket("rebuild", "--home", str(home.path)).returncode == 0
    assert not rows(home)
