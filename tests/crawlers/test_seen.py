"""What a crawl has met before, over commits, kills and the bringing together of keys."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.frontier import seen
from junket.crawlers.frontier.entry import FrontierEntry
from junket.crawlers.frontier.frontier import Frontier
from junket.crawlers.frontier.seen import SeenUrls
from junket.crawlers.frontier.sqlite_store import SqliteStore

KEYS = st.integers(min_value=-(2**63), max_value=2**63 - 1) | st.integers(min_value=0, max_value=12)


def opened(db, crawl=1):
    return SeenUrls(db, crawl, lambda statement, *values: db.execute(statement, values))


def database():
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(seen.TABLES)
    return db


@given(st.lists(st.tuples(st.sampled_from(["add", "ask", "open"]), KEYS), max_size=60))
def test_it_answers_as_a_set_does(steps):
    db, model = database(), set()
    keys = opened(db)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen, "TOGETHER", 5)
        for what, key in steps:
            if what == "open":
                keys = opened(db)
            elif what == "ask":
                assert (key in keys) == (key in model)
            else:
                assert keys.add(key) == (key not in model)
                model.add(key)


def test_crawls_do_not_see_each_others_keys(monkeypatch):
    monkeypatch.setattr(seen, "TOGETHER", 2)
    db = database()
    one, other = opened(db, 1), opened(db, 2)
    assert [one.add(key) for key in (1, 2, 3)] == [True, True, True]
    assert [other.add(key) for key in (3, 1, 1)] == [True, True, False]
    assert [key in opened(db, 1) for key in (1, 2, 3, 4)] == [True, True, True, False]


def test_what_was_not_committed_is_new_again_after_a_kill(tmp_path, monkeypatch):
    monkeypatch.setattr(seen, "TOGETHER", 3)
    path = tmp_path / "frontier.sqlite"
    urls = [f"https://film.example/talk-{number}" for number in range(8)]
    frontier = Frontier(SqliteStore(path, scope="a", owner="one"))
    assert frontier.enqueue(map(FrontierEntry, urls[:4])) == 4
    for url in urls[4:]:
        frontier.add(FrontierEntry(url))
    frontier._store.close()  # as a kill does: nothing is committed that was not
    again = Frontier(SqliteStore(path, scope="a", owner="two"))
    assert again.counts().pending == 4
    assert again.enqueue(map(FrontierEntry, urls)) == 4
    again.close()


def test_a_frontier_of_the_layout_before_is_taken_up(tmp_path):
    path = tmp_path / "frontier.sqlite"
    frontier = Frontier(SqliteStore(path, scope="a", owner="one"))
    frontier.enqueue([FrontierEntry("https://film.example/talk")])
    frontier.close()
    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO seen SELECT * FROM seen_lately")
        db.execute("DROP TABLE seen_lately")
        db.execute("PRAGMA user_version = 1")
    db.close()
    again = Frontier(SqliteStore(path, scope="a", owner="two"))
    assert again.counts().pending == 1
    assert again.enqueue([FrontierEntry("https://film.example/talk"), FrontierEntry("https://film.example/other")]) == 1
    again.close()
