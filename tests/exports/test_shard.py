from __future__ import annotations

import pickle
from functools import partial

import pytest
from test_rebuild import exchange, page

from junket.crawlers.archive.index.captures import CaptureIndex, stamp_of
from junket.crawlers.archive.reader import Skipped
from junket.crawlers.archive.records import Damage
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.site.site_file import site_for_url
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.catalogue.rebuild import CaughtUp, OutcomeWriter, catch_up, rebuild
from junket.exports.catalogue.shard import Extracted, extract_shard
from junket.exports.catalogue.visiting import update_visits
from junket.exports.dataset.dataset import publish
from junket.exports.progress import silent
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.workers.beside import Beside


@pytest.fixture
def log(home):
    """Three WARC files of articles, a robots.txt, a page that is gone and, in the last one, a torn end."""
    for day in (1, 2, 3):
        with WarcWriter(home.warc, operation="crawl") as writer:
            writer.write_exchanges(
                [
                    exchange("/robots.txt", b"User-agent: *\n", media_type="text/plain", day=day),
                    exchange(f"/fog-{day}", page(day), day=day),
                    exchange("/fog-1", page(1, f"Rewritten on day {day}. " * 30), day=day),
                    exchange("/gone", page(9), status=404, day=day),
                ]
            )
    last = home.warc_files()[-1]
    last.write_bytes(last.read_bytes()[:-40])
    return home.warc_files()


def outcomes(home, path, known=()):
    with Beside() as beside:
        return list(extract_shard(path, partial(site_for_url, home=home), beside, known))


def test_each_capture_has_what_became_of_it(home, log):
    found = outcomes(home, log[0])
    extracted = [each for each in found if isinstance(each, Extracted)]
    assert [each.reason for each in found if isinstance(each, Skipped)] == ["robots_txt"]
    assert [type(each.outcome) for each in extracted] == [Record, Record, Rejected]
    assert len(found) == 4
    assert extracted[0].outcome.warc_offset == extracted[0].offset


def test_what_is_known_is_not_extracted_and_what_is_gone_is_told(home, log):
    whole = outcomes(home, log[0])
    known = {each.offset for each in whole if isinstance(each, Extracted)}
    assert [each for each in outcomes(home, log[0], known) if isinstance(each, Extracted)] == []
    found = outcomes(home, log[0], {7, 8, *known})
    assert [each for each in found if isinstance(each, Damage)] == [
        Damage(log[0].name, 7, "2 captures that were read before are not there any more")
    ]


def test_nothing_is_written(home, log):
    before = sorted(path for path in home.path.rglob("*"))
    assert outcomes(home, log[2])
    assert sorted(path for path in home.path.rglob("*")) == before


def test_outcomes_of_other_processes_filed_in_any_order_give_what_a_rebuild_gives(home, log):
    shards = {path: (stamp_of(path), pickle.dumps(outcomes(home, path))) for path in log}
    done = CaughtUp()
    with Catalogue(home) as catalogue, Ledger(home) as ledger:
        writer = OutcomeWriter(catalogue, ledger, done, silent)
        for path, (stamp, made) in reversed(shards.items()):
            writer.file(path, stamp, pickle.loads(made))  # noqa: S301 - our own
        index = CaptureIndex(home)
        index.update()
        update_visits(home, catalogue, index)
    first = publish(home)
    again, second = rebuild(home)
    assert (second.fresh, second.snapshot.files) == (False, first.snapshot.files)
    assert (again.captures, again.records, again.rejected) == (done.captures, done.records, done.rejected)
    assert again.problems.keys() == {log[-1].name}


def written(home, name, fields, block, day):
    """A WARC file of one record."""
    lines = "".join(f"{key}: {value}\r\n" for key, value in {**fields, "WARC-Date": f"2024-05-0{day}"}.items())
    head = f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode()
    (home.warc / f"{name}.warc").write_bytes(head + block + b"\r\n\r\n")


@pytest.mark.parametrize("apart", [False, True])
def test_a_revisit_gives_a_record_whatever_the_order_of_the_files(home, apart):
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(1)
    url = "https://film.example/fog-1"
    original = {"WARC-Type": "response", "WARC-Target-URI": url, "WARC-Record-ID": "<urn:uuid:1>"}
    revisit = {"WARC-Type": "revisit", "WARC-Target-URI": url, "WARC-Refers-To": "<urn:uuid:1>"}
    written(home, "a", revisit, b"", 2)
    if apart:  # it is read before its original has come
        assert dict(catch_up(home).skipped) == {"revisit_unresolved": 1}
        assert dict(catch_up(home).skipped) == {}, "read once, not at each publish"
    written(home, "z", original, body, 1)
    done = catch_up(home)
    assert (done.records, dict(done.skipped)) == (2, {})
    for _ in range(2):
        done, published = rebuild(home)
        assert (done.records, dict(done.skipped), published.snapshot.rows) == (2, {}, 1)
