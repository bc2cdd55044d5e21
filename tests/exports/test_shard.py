from __future__ import annotations

import pickle
from functools import partial

import pytest
from test_rebuild import exchange, page

from junket.crawlers.archive.index.captures import CaptureIndex, stamp_of
from junket.crawlers.archive.index.cdxj import Capture
from junket.crawlers.archive.reader import Skipped
from junket.crawlers.archive.records import Damage
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.site.site_file import site_for_url
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.catalogue.rebuild import CaughtUp, OutcomeWriter, rebuild
from junket.exports.catalogue.shard import Extracted, extract_shard
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


def test_each_capture_has_its_place_in_the_index_and_what_became_of_it(home, log):
    found = outcomes(home, log[0])
    captures = [each for each in found if isinstance(each, Capture)]
    extracted = [each for each in found if isinstance(each, Extracted)]
    assert [each.reason for each in found if isinstance(each, Skipped)] == ["robots_txt"]
    assert [type(each.outcome) for each in extracted] == [Record, Record, Rejected]
    assert {each.offset for each in extracted} < {each.offset for each in captures}
    assert len(captures) == 4
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
        writer = OutcomeWriter(catalogue, ledger, CaptureIndex(home), done, silent)
        for path, (stamp, made) in reversed(shards.items()):
            writer.file(path, stamp, pickle.loads(made))  # noqa: S301 - our own
    first = publish(home)
    lines = sorted(line for run in CaptureIndex(home).runs() for line in run.lines())
    again, second = rebuild(home)
    assert (second.fresh, second.snapshot.files) == (False, first.snapshot.files)
    assert (again.captures, again.records, again.rejected) == (done.captures, done.records, done.rejected)
    assert again.problems.keys() == {log[-1].name}
    assert sorted(line for run in CaptureIndex(home).runs() for line in run.lines()) == lines
