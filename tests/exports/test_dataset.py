from __future__ import annotations

import errno
import os
import random
import resource
import signal
import sqlite3
import time
from pathlib import Path

import forked
import pyarrow.parquet as pq
import pytest

from junket.crawlers.errors import HomeLocked, HomeProblem
from junket.exports.dataset import dataset as dataset_module
from junket.exports.dataset.dataset import KEPT, publish
from junket.exports.dataset.manifest import read_manifest, standing_snapshot
from junket.exports.tables import groups, parquet
from junket.exports.tables.documents import DOCUMENTS

KILLS = 12

PUBLISH_FOR_EVER = """
import sys
from junket.crawlers.home import Home
from junket.crawlers.site.site import Site
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.dataset.dataset import publish
from junket.exports.dataset.manifest import standing_snapshot
from junket.pipelines.record.record import Record

home = Home(__import__("pathlib").Path(sys.argv[1]))
standing = standing_snapshot(home)
round = int(standing.version[1:]) if standing else 0
while True:
    round += 1
    with Catalogue(home) as catalogue:
        catalogue.clear()
        for n in range(50):
            url = f"https://film.example/{n}"
            fields = dict(id=f"{n}", url=url, canonical_url=url, site="film.example", kind="news", content_hash="x")
            record = Record(title=str(round), text="word " * 200, **fields)
            catalogue.add("a", n, record, Site.for_domain("film.example"))
    publish(home)
    print(round, flush=True)
"""


def folder(home):
    return home.dataset / "latest" / "documents"


def titles(home):
    return pq.read_table(folder(home)).column("title").to_pylist()


def test_nothing_but_parquet_in_the_folder_that_readers_load(home, store, a_record):
    store(home, a_record())
    published = publish(home)
    assert [each.name for each in folder(home).iterdir()] == ["part-0000.parquet"]
    assert {each.name for each in home.dataset.iterdir()} == {"latest", "v000001", "manifest.json", "schema.json"}
    assert published.path == home.dataset / "v000001"
    assert published.fresh


def test_pandas_polars_and_duckdb_read_it_with_no_option(home, store, a_record):
    store(home, a_record(1), a_record(2, turns=(), lead="A lead"))
    publish(home)
    import duckdb
    import pandas as pd
    import polars as pl

    frame = pd.read_parquet(folder(home))
    assert list(frame.columns) == DOCUMENTS.names
    assert frame.title.tolist() == ["Talk 1", "Talk 2"]
    assert frame.turns[0][0]["text"] == "Why fog?"
    assert str(frame.published_at.dtype).endswith("UTC]")

    table = pl.read_parquet(folder(home))
    assert table.columns == DOCUMENTS.names
    assert table["turns"].list.len().to_list() == [2, 0]
    assert table["stripped"][0].to_list() == [{"rule": "related", "count": 3}, {"rule": "share", "count": 1}]

    query = "SELECT title, len(turns), turns[1].role, lead FROM read_parquet($1) ORDER BY 1"
    rows = duckdb.execute(query, [f"{folder(home)}/*.parquet"]).fetchall()
    assert rows == [("Talk 1", 2, "question", None), ("Talk 2", 0, None, "A lead")]


def test_an_empty_home_publishes_an_empty_table_with_all_columns(home):
    assert publish(home).snapshot.rows == 0
    assert pq.read_table(folder(home)).schema.names == DOCUMENTS.names


def test_same_content_makes_no_new_snapshot(home, store, a_record):
    store(home, a_record())
    first = publish(home)
    again = publish(home)
    assert not again.fresh
    assert again.snapshot == first.snapshot
    store(home, a_record(2))
    assert publish(home).snapshot.version == "v000002"


def test_bytes_depend_on_the_content_alone(home, tmp_path, store, a_record):
    from junket.crawlers.home import Home

    other = Home.create(tmp_path / "other")
    records = [a_record(number) for number in range(1, 30)]
    store(home, *records)
    store(other, *reversed(records))
    assert publish(home).snapshot.files == publish(other).snapshot.files


def test_the_newest_snapshots_stay(home, store, a_record):
    for number in range(1, KEPT + 3):
        store(home, a_record(number))
        publish(home)
    kept = sorted(each.name for each in home.dataset.glob("v*"))
    assert kept == [f"v{number:06d}" for number in (3, 4, 5)]
    manifest = read_manifest(home)
    assert manifest is not None
    assert [each.version for each in manifest.snapshots] == kept
    assert manifest.latest == "v000005"


def test_row_groups_and_files_are_bounded(home, store, a_record, monkeypatch):
    monkeypatch.setattr(groups, "GROUP_ROWS", 4)
    monkeypatch.setattr(parquet, "PART_ROWS", 8)
    store(home, *(a_record(number) for number in range(1, 20)))
    published = publish(home)
    found = [(part.path, part.rows) for part in published.snapshot.files]
    assert found[:4] == [
        ("documents/part-0000.parquet", 8),
        ("documents/part-0001.parquet", 8),
        ("documents/part-0002.parquet", 3),
        ("people/part-0000.parquet", 2),
    ]
    assert pq.ParquetFile(folder(home) / "part-0000.parquet").metadata.num_row_groups == 2
    assert len(titles(home)) == 19


def test_a_flipped_bit_is_found_by_a_reader_that_verifies(home, store, a_record):
    store(home, *(a_record(number, text=f"{number} " * 300, turns=()) for number in range(1, 40)))
    publish(home)
    path = folder(home) / "part-0000.parquet"
    chunk = pq.ParquetFile(path).metadata.row_group(0).column(DOCUMENTS.names.index("text"))
    assert chunk.compression == "ZSTD"
    data = bytearray(path.read_bytes())
    data[(chunk.dictionary_page_offset or chunk.data_page_offset) + chunk.total_compressed_size - 3] ^= 4
    path.write_bytes(data)
    with pytest.raises(OSError, match=r"(?i)checksum|crc|corrupt"):
        pq.read_table(path, page_checksum_verification=True)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EPERM, errno.ENOTSUP])
def test_without_symbolic_links_latest_is_a_folder(home, store, a_record, monkeypatch, number):
    def refused(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "symlink_to", refused)
    for count in (1, 2):
        store(home, a_record(count))
        publish(home)
        assert not (home.dataset / "latest").is_symlink()
        assert len(titles(home)) == count
    assert not publish(home).fresh
    assert [each.name for each in home.dataset.glob("*tmp*")] == []
    monkeypatch.undo()
    store(home, a_record(3))
    publish(home)
    assert len(titles(home)) == 3


def test_a_lost_latest_is_mended(home, store, a_record):
    store(home, a_record())
    publish(home)
    (home.dataset / "latest").unlink()
    publish(home)
    assert titles(home) == ["Talk 1"]


def test_what_a_killed_publish_left_is_swept(home, store, a_record):
    store(home, a_record())
    (home.dataset / "waiting.0000.tmp" / "documents").mkdir(parents=True)
    (home.dataset / "latest.0000.tmp").symlink_to("v000009")
    (home.dataset / ".manifest.json.0000.tmp").write_bytes(b"{")
    publish(home)
    assert sorted(each.name for each in home.dataset.iterdir()) == ["latest", "manifest.json", "schema.json", "v000001"]


def test_a_damaged_manifest_is_made_anew(home, store, a_record):
    store(home, a_record())
    publish(home)
    (home.dataset / "manifest.json").write_bytes(b"{ not json")
    assert standing_snapshot(home) is None
    publish(home)
    snapshot = standing_snapshot(home)
    assert snapshot is not None
    assert snapshot.rows == 1


def test_one_publish_at_a_time(home, monkeypatch):
    monkeypatch.setattr(dataset_module, "WAIT_SECONDS", 0.1)
    holder = sqlite3.connect(home.state / "publish.lock", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(HomeLocked, match="another process is publishing"):
        publish(home)
    holder.close()
    assert publish(home).fresh


def test_a_full_disk_leaves_the_standing_snapshot(home, store, a_record):
    store(home, a_record())
    publish(home)
    store(home, *(a_record(number, text=os.urandom(40_000).hex(), turns=()) for number in range(2, 12)))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(HomeProblem, match="grow"):
            publish(home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert titles(home) == ["Talk 1"]
    assert sorted(each.name for each in home.dataset.iterdir()) == ["latest", "manifest.json", "schema.json", "v000001"]


def test_a_kill_at_any_instant_leaves_latest_whole(home):
    dice = random.Random(2)  # when to kill is no secret
    for _ in range(KILLS):
        with forked.start(["-c", PUBLISH_FOR_EVER, str(home.path)]) as child:
            assert child.stdout.readline(), "the child ended before its first publish"
            time.sleep(dice.uniform(0, 0.15))
            child.send_signal(signal.SIGKILL)
        found = titles(home)
        assert len(found) == 50
        assert len(set(found)) == 1, "rows of two snapshots"
    assert publish(home).snapshot.rows <= 50
    assert list(home.dataset.glob("*.tmp")) == []
