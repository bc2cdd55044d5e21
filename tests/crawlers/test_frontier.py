from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.errors import HomeProblem
from junket.crawlers.frontier.entry import FrontierEntry, document_key, pack, unpack
from junket.crawlers.frontier.frontier import LEASE_SECONDS, Frontier, FrontierCounts
from junket.crawlers.frontier.sqlite_store import SqliteStore
from junket.crawlers.frontier.store import MANY_ATTEMPTS

CHECKOUT = Path(__file__).parents[2]


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def frontier(tmp_path, clock):
    def open_frontier(scope="film.example", **options):
        store = SqliteStore(tmp_path / "frontier.sqlite", scope=scope, owner="me", fresh=options.pop("fresh", False))
        return Frontier(store, clock=clock, **options)

    return open_frontier


def entries(*paths, host="film.example", **fields):
    return [FrontierEntry(url=f"https://{host}/{path}", **fields) for path in paths]


def kill(frontier):
    """What the end of a process does to its file: no commit, no farewell."""
    frontier._store.close()


def leased(frontier, most=100):
    return [lease.entry.url.rpartition("/")[2] for lease in frontier.lease(most)]


def test_an_entry_comes_back_as_it_went_in(frontier):
    entry = FrontierEntry(
        "https://film.example/a", "parse", "failed", 3, "https://film.example/", meta={"role": "page", "depth": 2}
    )
    opened = frontier()
    assert opened.enqueue([entry]) == 1
    assert [lease.entry for lease in opened.lease()] == [entry]
    assert unpack(pack(entry)) == entry


def test_a_document_is_asked_for_once_however_its_address_is_spelt(frontier):
    opened = frontier()
    spellings = ["https://film.example/a", "http://www.film.example/a/", "https://FILM.example/a?utm_source=x#top"]
    assert opened.enqueue(FrontierEntry(url) for url in spellings) == 1
    assert opened.enqueue([FrontierEntry(spellings[0], unfiltered=True)]) == 1
    assert len({document_key(url) for url in spellings}) == 1


def test_priority_then_age_within_a_host(frontier):
    opened = frontier(room=lambda _: 100)
    opened.enqueue(entries("a", "b") + entries("c", priority=5) + entries("d", priority=-5))
    assert leased(opened) == ["c", "a", "b", "d"]


def test_a_busy_host_starves_no_other(frontier):
    opened = frontier(room=lambda _: 2)
    opened.enqueue(entries(*range(500), host="busy.example"))
    opened.enqueue(entry for number in range(20) for entry in entries("x", host=f"small-{number}.example"))
    first = opened.lease(16)
    assert Counter(lease.host.name == "busy.example" for lease in first) == {True: 1, False: 15}
    again = opened.lease(100)
    assert len([lease for lease in (*first, *again) if lease.host.name == "busy.example"]) == 2
    for lease in first:
        opened.done(lease)
    assert [lease.host.name for lease in opened.lease(100)] == ["busy.example"]


def test_a_host_on_hold_is_left_alone_and_the_others_are_not(frontier, clock):
    opened = frontier()
    opened.enqueue(entries("a") + entries("b", host="other.example"))
    opened.hold("film.example", 30)
    opened.hold("film.example", 5)
    assert leased(opened) == ["b"]
    clock.now += 29
    assert leased(opened) == []
    clock.now += 2
    assert leased(opened) == ["a"]


def test_a_crawl_that_is_taken_up_keeps_a_pause_but_never_for_long(tmp_path, clock):
    path, day = tmp_path / "frontier.sqlite", 86_400.0
    for wall, after, name in ((1_000.0, 29, "a"), (1_000.0 - day, 899, "b")):
        with_pause = Frontier(SqliteStore(path, scope=name, owner="one"), clock=clock, wall=lambda: 1_000.0)
        with_pause.enqueue(entries("a"))
        with_pause.hold("film.example", 30)
        with_pause.close()
        taken_up = Frontier(SqliteStore(path, scope=name, owner="two"), clock=clock, wall=lambda now=wall: now)
        clock.now += after
        assert leased(taken_up) == []
        clock.now += 2
        assert leased(taken_up) == ["a"]
        taken_up.close()


def test_a_host_that_rests_keeps_what_waits_there_and_ends_no_crawl_by_it(frontier):
    opened = frontier(room=lambda _: 1)
    opened.enqueue(entries("a", "b") + entries("c", host="other.example"))
    a = next(lease for lease in opened.lease(2) if lease.host.name == "film.example")
    opened.rest(a)
    opened.enqueue(entries("d"))
    opened.fail(a)
    assert (opened.may_go_on(), opened.lease(10), opened.counts().pending) == (False, [], 3)
    opened.close(finished=True)
    assert frontier().counts().pending == 4


def test_what_is_done_is_done_and_its_links_are_there_after_a_restart(frontier):
    opened = frontier()
    opened.enqueue(entries("a", "b"))
    a, b = opened.lease(2)
    opened.done(a, entries("c", "a"), page=True)
    assert b
    kill(opened)
    opened = frontier()
    assert opened.resumed
    assert opened.counts() == FrontierCounts(pending=2, leased=0, done=1)
    assert opened.pages() == {"film.example": 1}
    assert sorted(leased(opened)) == ["b", "c"]


def test_links_that_were_stored_but_not_committed_are_found_again(frontier):
    opened = frontier()
    opened.enqueue(entries("a"))
    [a] = opened.lease()
    opened.add(entries("c")[0])
    assert a
    kill(opened)
    assert leased(frontier()) == ["a"]


def test_a_finished_crawl_is_forgotten_and_a_stopped_one_is_not(frontier):
    opened = frontier()
    opened.enqueue(entries("a"))
    opened.done(*opened.lease())
    opened.close(finished=True)
    opened = frontier()
    assert (opened.resumed, opened.enqueue(entries("a"))) == (False, 1)
    opened.close(finished=True)  # with something left it has not finished
    assert frontier().resumed


def test_crawls_of_other_sites_do_not_mix(frontier):
    one = frontier()
    one.enqueue(entries("a"))
    one.close()
    other = frontier(scope="other.example")
    assert (other.resumed, other.counts()) == (False, FrontierCounts(0, 0, 0))
    other.enqueue(entries("a", host="other.example"))
    other.done(*other.lease())
    other.close(finished=True)
    assert leased(frontier()) == ["a"]


def test_a_fresh_start_drops_what_is_left(frontier):
    opened = frontier()
    opened.enqueue(entries("a"))
    opened.close()
    opened = frontier(fresh=True)
    assert (opened.resumed, opened.enqueue(entries("a"))) == (False, 1)


def test_a_failed_lease_is_pending_again_and_an_old_one_is_taken_back(frontier, clock):
    opened = frontier()
    opened.enqueue(entries("a"))
    [lease] = opened.lease()
    opened.fail(lease)
    opened.fail(lease)
    assert opened.counts() == FrontierCounts(1, 0, 0)
    [lease] = opened.lease()
    clock.now += LEASE_SECONDS + 1
    [again] = opened.lease()
    assert (again.number, again.attempts) == (lease.number, 3)
    opened.done(lease)
    assert opened.counts() == FrontierCounts(0, 0, 1)


def test_an_entry_that_was_there_at_each_kill_goes_last(frontier):
    opened = frontier(room=lambda _: 1)
    opened.enqueue(entries("deadly", priority=9) + entries("a"))
    for _ in range(MANY_ATTEMPTS):
        assert leased(frontier(room=lambda _: 1)) == ["deadly"]
    opened = frontier(room=lambda _: 100)
    assert leased(opened) == ["a", "deadly"]


def test_a_redirect_goes_on_unless_its_target_has_an_entry(frontier):
    opened = frontier()
    opened.enqueue(entries("a", "b"))
    a = next(lease for lease in opened.lease(2) if lease.entry.url.endswith("/a"))
    assert opened.claim(a, "http://www.film.example/a")
    assert not opened.claim(a, "https://film.example/b")
    assert opened.claim(a, "https://film.example/new")
    opened.done(a)
    assert opened.enqueue(entries("new")) == 0


def test_a_damaged_file_is_one_clear_line_and_a_fresh_start_replaces_it(frontier, tmp_path):
    (tmp_path / "frontier.sqlite").write_bytes(b"no database" * 500)
    with pytest.raises(HomeProblem, match="--fresh"):
        frontier()
    assert frontier(fresh=True).enqueue(entries("a")) == 1


def test_a_kill_takes_nothing_that_was_committed(tmp_path):
    script = """
import sys
from pathlib import Path
from junket.crawlers.frontier.entry import FrontierEntry
from junket.crawlers.frontier.frontier import Frontier
from junket.crawlers.frontier.sqlite_store import SqliteStore
frontier = Frontier(SqliteStore(Path(sys.argv[1]), scope="s", owner="o"))
frontier.enqueue([FrontierEntry("https://film.example/0")])
while True:
    [lease] = frontier.lease()
    number = int(lease.entry.url.rpartition("/")[2])
    frontier.done(lease, [FrontierEntry(f"https://film.example/{number + 1}")])
    print(number, flush=True)
"""
    path = tmp_path / "frontier.sqlite"
    running = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, cwd=CHECKOUT)
    told = [int(running.stdout.readline()) for _ in range(60)]
    running.kill()
    told += [int(line) for line in running.communicate()[0].split()]
    opened = Frontier(SqliteStore(path, scope="s", owner="o"))
    counts = opened.counts()
    assert counts.pending == 1
    assert counts.done - len(told) in (0, 1)  # done, and killed before it was told


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "lease", "done", "fail", "kill"]), st.integers(0, 40), st.integers(0, 3)),
        max_size=60,
    )
)
def test_nothing_is_lost_or_done_twice_whatever_happens(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("frontier") / "frontier.sqlite"

    def opened():
        return Frontier(SqliteStore(path, scope="s", owner="o"), room=lambda _: 2)

    frontier, asked, done, out = opened(), set(), [], []
    for step, number, host in steps:
        if step == "add":
            entry = FrontierEntry(f"https://h{host}.example/{number}")
            assert frontier.enqueue([entry]) == (entry.url not in asked)
            asked.add(entry.url)
        elif step == "lease":
            out += frontier.lease(number)
        elif step == "kill":
            kill(frontier)
            frontier, out = opened(), []
        elif out:
            lease = out.pop(number % len(out))
            if step == "done":
                frontier.done(lease)
                done.append(lease.entry.url)
            else:
                frontier.fail(lease)
        assert frontier.counts() == FrontierCounts(len(asked) - len(done) - len(out), len(out), len(done))
    kill(frontier)
    frontier = opened()
    while leases := frontier.lease(10):
        for lease in leases:
            frontier.done(lease)
            done.append(lease.entry.url)
    assert sorted(done) == sorted(asked)
