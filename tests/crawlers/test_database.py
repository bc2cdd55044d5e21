from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from junket.crawlers.database import Database, DatabaseDamaged, Layout, remove
from junket.crawlers.errors import HomeProblem


class Shelf(Database):
    layout = Layout(
        name="shelf",
        tables="CREATE TABLE IF NOT EXISTS books (title);",
        version=3,
        older=(2,),
        remedy="buy another",
        busy_seconds=0,
    )

    def put(self, *titles, fail=False):
        with self._transaction() as base:
            base.executemany("INSERT INTO books VALUES (?)", [(title,) for title in titles])
            if fail:
                raise RuntimeError

    def titles(self):
        with self._errors():
            return [title for (title,) in self._db.execute("SELECT title FROM books")]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "shelf.sqlite"


def test_a_transaction_is_all_or_nothing(path):
    with Shelf(path) as shelf:
        shelf.put("a", "b")
        with pytest.raises(RuntimeError):
            shelf.put("c", fail=True)
        assert shelf.titles() == ["a", "b"]


def test_readonly_makes_nothing_and_writes_nothing(path):
    assert Shelf(path, readonly=True).titles() == []
    assert not path.parent.exists()
    Shelf(path).put("a")
    with Shelf(path, readonly=True) as shelf, pytest.raises(HomeProblem, match=r"shelf cannot be used.*permissions"):
        shelf.put("b")


@pytest.mark.parametrize(("version", "kept"), [(0, ["a"]), (2, ["a"]), (3, ["a"]), (1, []), (4, [])])
def test_a_file_of_a_version_that_nobody_reads_is_emptied(path, version, kept):
    Shelf(path).put("a")
    with closing(sqlite3.connect(path)) as base:
        base.execute(f"PRAGMA user_version = {version}")
    with Shelf(path) as shelf:
        assert shelf.titles() == kept
        shelf.put("b")


def test_a_file_that_another_process_writes_to_is_told_as_busy_and_is_not_damaged(path):
    with Shelf(path) as one, Shelf(path) as other, one._transaction():
        with pytest.raises(HomeProblem, match="another process is writing") as caught:
            other.put("b")
        assert not isinstance(caught.value, DatabaseDamaged)
        assert other.titles() == []


def test_a_damaged_file_is_named_and_replaced_only_where_that_is_asked_for(path):
    Shelf(path).close()
    path.write_bytes(b"no database at all " * 500)
    with pytest.raises(DatabaseDamaged, match=r"shelf.sqlite: the shelf cannot be used .*; buy another"):
        Shelf(path)
    with Shelf(path, replace_damaged=True) as shelf:
        assert shelf.titles() == []
    remove(path)
    assert not path.exists()


def test_bytes_that_are_damaged_deeper_in_are_found_when_all_is_read(path):
    with Shelf(path) as shelf:
        shelf.put(*map(str, range(20_000)))
        shelf._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shelf.prove()
    data = bytearray(path.read_bytes())
    data[50 * 4096 : 51 * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    with Shelf(path) as shelf, pytest.raises(DatabaseDamaged):
        shelf.prove()
