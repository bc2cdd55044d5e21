"""Soak and fuzz runs, for `make long`: bounded, self-stopping, on input of our own making.

``JUNKET_LONG_SECONDS`` sets how long each fuzz run takes (by default ten minutes; six times that, an
hour, for random pages).
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import odd_pages
import pytest

from junket.crawlers.archive.records import Damage, read_records
from junket.crawlers.home import Home
from junket.crawlers.page import Page
from junket.exports.catalogue.rebuild import rebuild
from junket.exports.demo.server import serve_all
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.verdict import verdict

pytestmark = pytest.mark.long

CHECKOUT = Path(__file__).parents[1]
PAGES = Path(__file__).parent / "pages"
SECONDS = float(os.environ.get("JUNKET_LONG_SECONDS", "600"))
ENVIRONMENT = os.environ | {"PYTHONPATH": str(CHECKOUT)}
MOST = 4_000_000
"""Bytes of a page that grew by its mutations."""
SLOWEST = 10.0
"""Seconds that no page may take, however it is broken."""
PIECES = [
    b"<", b">", b"&", b"\0", b"\xff\xfe", b"<table>", b"</table>", b"<div>" * 200, b"</div>" * 200, b"<b>", b"</p>",
    b"<script>", b"<!--", b"]]>", b"&#xD800;", b"&#0;", "\u202e\u0627\u062e".encode(), "Сұрақ:".encode(), b"<br>" * 500,
    b"<plaintext>", b"<p>Q: Why?</p><p>A: Because.</p>", b'{"@type":"NewsArticle"', b"?" * 300,
]  # fmt: skip


TAG = re.compile(rb"<[a-zA-Z/][^<>]{0,300}>")
CHARSETS = ["utf-8", "cp1251", "koi8-r", "utf-16", "iso-2022-jp", "gb18030", "cp1252"]


def broken(rng, seeds):
    """A page with bytes, tags and whole elements cut out, doubled, nested, moved, or in another charset."""
    body = rng.choice(seeds)
    for _ in range(rng.randrange(1, 12)):
        body = rng.choice(MUTATIONS)(rng, body, seeds)[:MOST]
    return body


def bytes_changed(rng, body, _seeds):
    at, length = rng.randrange(len(body) + 1), rng.randrange(1, 400)
    piece = rng.choice([b"", body[at : at + length] * rng.randrange(1, 20), rng.choice(PIECES)])
    return body[:at] + piece + body[at + rng.choice([0, length]) :]


def bit_flipped(rng, body, _seeds):
    at = rng.randrange(len(body) + 1)
    return body[:at] + bytes(byte ^ (1 << rng.randrange(8)) for byte in body[at : at + 3]) + body[at + 3 :]


def tag_changed(rng, body, _seeds):
    """One tag lost, doubled, opened a thousand times, or put where another stood."""
    tags = list(TAG.finditer(body))
    if not tags:
        return body
    tag, other = rng.choice(tags), rng.choice(tags)
    piece = tag.group() * rng.choice([0, 2, 3, 1000]) if rng.random() < 0.7 else other.group()
    return body[: tag.start()] + piece + body[tag.end() :]


def element_moved(rng, body, _seeds):
    """What lies between two tags, put elsewhere, into itself, or many times."""
    tags = list(TAG.finditer(body))
    if len(tags) < 2:
        return body
    first, last = sorted(rng.sample(range(len(tags)), 2))
    piece = body[tags[first].start() : tags[min(last, first + 40)].end()]
    at = rng.choice(tags).end()
    return body[:at] + piece * rng.choice([1, 2, 50]) + body[at:]


def spliced(rng, body, seeds):
    """The head of one page and the tail of another."""
    other = rng.choice(seeds)
    return body[: rng.randrange(len(body) + 1)] + other[rng.randrange(len(other)) :]


def charset_spliced(rng, body, _seeds):
    """Part of the page, or all of it, in another charset, whatever the page says of itself."""
    at = rng.choice([0, rng.randrange(len(body) + 1)])
    return body[:at] + body[at:].decode("utf-8", "replace").encode(rng.choice(CHARSETS), "replace")


MUTATIONS = [
    bytes_changed,
    bit_flipped,
    tag_changed,
    tag_changed,
    element_moved,
    element_moved,
    spliced,
    charset_spliced,
]


def test_no_broken_page_breaks_the_recipe():
    seeds = [path.read_bytes() for path in sorted(PAGES.rglob("*.html"))]
    seed, pages, slowest = random.randrange(2**32), 0, 0.0
    rng, end = random.Random(seed), time.monotonic() + SECONDS
    while time.monotonic() < end:
        media_type = rng.choice(["text/html", "text/plain"])
        page = Page(url="https://film.example/a", body=broken(rng, seeds), media_type=media_type, named=True)
        started = time.process_time()
        outcome = verdict(page).outcome
        slowest = max(slowest, time.process_time() - started)
        pages += 1
        assert slowest < SLOWEST, f"seed {seed}, page {pages}"
        assert isinstance(outcome, (Record, Rejected))
        if isinstance(outcome, Record):
            assert all(outcome.text[turn.start : turn.end] == turn.text for turn in outcome.turns), f"seed {seed}"
            outcome.text.encode("utf-8")
    print(f"{pages} pages, slowest {slowest:.2f} s, seed {seed}")


def test_no_odd_page_breaks_the_recipe():
    seed = random.randrange(2**32)
    done = odd_pages.run(seed, pages=10**9, end=time.monotonic() + 6 * SECONDS, clock=time.monotonic)
    print(f"{done.pages} odd pages, {done.records} records, {done.talks} talks, seed {seed}")
    assert done.talks


@pytest.fixture(scope="module")
def sites():
    with serve_all() as running:
        yield running


def crawl(home, sites):
    hosts = [running.host for running in sites]
    command = [
        sys.executable,
        "-m",
        "junket",
        "crawl",
        *(running.start for running in sites),
        "--home",
        str(home),
        "-q",
    ]
    command += [word for host in hosts for word in ("--allow-private", host)]
    return subprocess.Popen(command, cwd=CHECKOUT, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)


def test_whatever_is_killed_and_when_the_log_and_the_dataset_stay_whole(sites, tmp_path):
    rng, home = random.Random(0), tmp_path / "home"
    for _ in range(int(min(100, SECONDS / 6))):
        running = crawl(home, sites)
        time.sleep(rng.uniform(0.3, 4.0))
        running.send_signal(signal.SIGKILL)
        running.communicate()
    last = crawl(home, sites)
    _, messages = last.communicate(timeout=300)
    assert (last.returncode, messages) == (0, "")
    opened = Home.open(home)
    # A kill may tear the end of the file that was being written, and nothing else.
    for path in opened.warc_files():
        found = list(read_records(path))
        assert all(not isinstance(record, Damage) for record in found[:-1]), path
    done, published = rebuild(opened)
    assert published.snapshot.rows == sum(len(running.site.article) for running in sites)
    assert done.records >= published.snapshot.rows


def test_memory_stays_flat_over_many_pages():
    script = (
        "import json, resource, sys\n"
        "from junket.exports.cli.scraping.batch import run_batch\n"
        "code = run_batch(sys.stdin.buffer, sys.stdout.buffer)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
    )
    html = [path.read_text("utf-8") for path in sorted(PAGES.rglob("*.html"))]
    peaks = []
    for count in (500, int(20 * SECONDS)):
        lines = (
            json.dumps({"id": str(n), "html": f"{html[n % len(html)]}<p>Page {n}.</p>"}) + "\n" for n in range(count)
        )
        with subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, env=ENVIRONMENT,
        ) as running:  # fmt: skip
            running.stdin.writelines(lines)
            running.stdin.close()
            peaks.append(int(running.stderr.read().split()[-1]) / 1024)
    print(f"peak memory {peaks[0]:.0f} MB, then {peaks[1]:.0f} MB")
    assert peaks[1] < peaks[0] + 40
