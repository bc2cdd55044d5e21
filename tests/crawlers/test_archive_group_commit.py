"""Exchanges that wait for the disk together."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime

import pytest

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.group_commit import GroupCommit
from junket.crawlers.archive.reader import read_page_at
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.errors import HomeProblem


def exchange(number, **more):
    given = {"status": 200, "fetched_at": datetime(2024, 5, 6, tzinfo=UTC), "body": b"talk %d" % number}
    return Exchange(url=f"https://film.example/{number}", **{**given, **more})


def written(tmp_path, exchanges):
    async def write():
        with WarcWriter(tmp_path, operation="crawl") as writer:
            together = GroupCommit(writer)
            return await asyncio.gather(*(together.write(each) for each in exchanges), return_exceptions=True)

    return asyncio.run(write())


def test_a_group_costs_one_sync_and_each_knows_its_place(tmp_path, monkeypatch):
    syncs, fsync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: syncs.append(handle) or fsync(handle))
    places = written(tmp_path, [exchange(number) for number in range(20)])
    assert [read_page_at(tmp_path / at.file, at.offset).body for at in places] == [b"talk %d" % n for n in range(20)]
    assert len(syncs) <= 4  # the folder, the warcinfo, the first one, the rest


def test_one_that_cannot_be_a_record_takes_no_other_with_it(tmp_path):
    naive = datetime(2024, 5, 6)  # noqa: DTZ001 - the point of the test
    broken, *others = written(tmp_path, [exchange(0, fetched_at=naive), *(exchange(number) for number in (1, 2))])
    first, bad, last = written(tmp_path, [exchange(1), exchange(2, fetched_at=naive), exchange(3)])
    assert isinstance(broken, ValueError)
    assert isinstance(bad, ValueError)
    assert [read_page_at(tmp_path / at.file, at.offset).body for at in (*others, first, last)] == [
        b"talk 1", b"talk 2", b"talk 1", b"talk 3"
    ]  # fmt: skip


def test_a_full_disk_is_told_to_all_that_wait(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcomes = written(tmp_path, [exchange(number) for number in range(5)])
    assert {type(outcome) for outcome in outcomes} == {HomeProblem}
    with pytest.raises(HomeProblem, match="the disk is full"):
        raise outcomes[-1]
