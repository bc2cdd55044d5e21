"""The recipe over every real page of ../shared/bench: no crash, none slow, no empty text without a reason."""

import gzip
import json
import time
from pathlib import Path
from typing import get_args

import pytest

from junket.crawlers.ledger.drop import PageReason
from junket.crawlers.page import Page
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

BENCH = Path(__file__).parents[2] / "shared" / "bench"
SLOWEST_SECONDS = 5.0
"""Of processor time: other programs on the machine are no fault of a page."""
SHARES, IN_THE_GATE = 6, 1
"""Parts of the largest set of pages, and how many of them are not left to ``make long``."""

pytestmark = [
    pytest.mark.quality,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not BENCH.is_dir(), reason="the real pages are not beside this checkout (../shared/bench)"),
]


def pages_with_gold(folder):
    """Each page's id, URL and HTML, from ``truth.jsonl``."""
    for line in (BENCH / folder / "truth.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        truth = json.loads(line)
        packed = (BENCH / folder / "pages" / f"{truth['id']}.html.gz").read_bytes()
        yield truth["id"], truth.get("url") or "", gzip.decompress(packed).decode("utf-8")


def interview_pages():
    for path in sorted((BENCH / "interviews").glob("*.html")):
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        yield gold["id"], gold["url"] or "", path.read_text(encoding="utf-8")


def run(pages):
    """Every page's complaint, if it has one; a crash is the test's own failure and names the page."""
    complaints = []
    for name, url, html in pages:
        started = time.process_time()
        try:
            outcome = extract(Page.from_text(url, html)).outcome
        except Exception as error:
            error.add_note(f"on the page {name}")
            raise
        seconds = time.process_time() - started
        if seconds > SLOWEST_SECONDS:
            complaints.append(f"{name} took {seconds:.1f} s")
        if isinstance(outcome, Record) and not outcome.text.strip():
            complaints.append(f"{name}: a record without text")
        if not isinstance(outcome, Record) and outcome.reason not in get_args(PageReason):
            complaints.append(f"{name}: no reason for having no record: {outcome.reason!r}")
    return complaints


@pytest.mark.parametrize(
    "share", [pytest.param(share, marks=[pytest.mark.long] * (share >= IN_THE_GATE)) for share in range(SHARES)]
)
def test_wcxb(share):
    pages = [page for number, page in enumerate(pages_with_gold("wcxb")) if number % SHARES == share]
    assert run(pages) == []


def test_fundus():
    assert run(pages_with_gold("fundus")) == []


def test_interviews():
    assert run(interview_pages()) == []
