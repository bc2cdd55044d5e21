"""What every store of the frontier must do; a new one is a line in STORES."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.errors import HomeProblem
from junket.crawlers.frontier.entry import FrontierEntry, document_key
from junket.crawlers.frontier.sqlite_store import SqliteStore
from junket.crawlers.frontier.store import BEHIND, MANY_ATTEMPTS, HostCounts

HOST = "film.example"


class Sqlite:
    """Opens the store that is under test, kills who works with it, and writes a row that is none of ours."""

    def __init__(self, folder):
        self.path = folder / "state" / "frontier.sqlite"

    def open(self, scope="a", *, owner="me", fresh=False, scopes=None):
        return SqliteStore(self.path, scope=scope, owner=owner, fresh=fresh, scopes=scopes or {})

    def kill(self, store):
        store.close()  # nothing is committed by that

    def poison(self):
        with closing(sqlite3.connect(self.path, isolation_level=None)) as base:
            base.execute("UPDATE entries SET entry = ?", (b"\x80\x04cos\nsystem\n.",))


STORES = [Sqlite]


@pytest.fixture(params=STORES)
def bench(request, tmp_path):
    return request.param(tmp_path)


def entry(path, host=HOST, **fields):
    return FrontierEntry(f"https://{host}/{path}", **fields)


def filled(bench, *entries, **options):
    store = bench.open(**options)
    for each in entries:
        assert store.add(each)
    store.commit()
    return store


def leased(store, host=HOST):
    """All that the host has pending, by name, in the order in which it is given out."""
    return [found.entry.url.rpartition("/")[2] for found in iter(lambda: store.lease(host), None)]


def test_an_entry_comes_back_as_it_went_in(bench):
    given_entry = entry("a", callback="parse", errback="failed", priority=3, via="https://film.example/")
    store = filled(bench, given_entry, entry("b", meta={"role": "page", "depth": 2, "share": 0.5, "none": None}))
    assert store.lease(HOST).entry == given_entry
    assert store.lease(HOST).entry.meta == {"role": "page", "depth": 2, "share": 0.5, "none": None}


def test_a_lease_is_given_once(bench):
    store = filled(bench, *(entry(number) for number in range(20)))
    numbers = [store.lease(HOST).number for _ in range(20)]
    assert len(set(numbers)) == 20
    assert store.lease(HOST) is None
    assert store.lease("other.example") is None


def test_the_order_is_priority_then_age_for_each_host_apart(bench):
    store = filled(
        bench, entry("a"), entry("b", priority=-5), entry("c", priority=5), entry("d"), entry("e", "other.example")
    )
    assert leased(store) == ["c", "a", "d", "b"]
    assert leased(store, "other.example") == ["e"]


def test_a_document_is_added_once_however_its_address_is_spelt_unless_it_is_wanted_again(bench):
    store = filled(bench, entry("a"))
    assert not store.add(FrontierEntry("http://www.film.example/a/?utm_source=x#top"))
    assert store.add(entry("a", unfiltered=True))
    assert leased(store) == ["a", "a"]


def test_what_was_done_is_not_added_again_after_a_restart(bench):
    store = filled(bench, entry("a"))
    store.done(store.lease(HOST).number, HOST, keys=[document_key("https://film.example/target-of-a")])
    bench.kill(store)
    store = bench.open()
    assert store.has_met(document_key("https://film.example/a"))
    assert not store.has_met(document_key("https://film.example/b"))
    assert (store.add(entry("a")), store.add(entry("target-of-a")), store.add(entry("b"))) == (False, False, True)


def test_an_entry_and_its_links_are_done_together_or_not_at_all(bench):
    store = filled(bench, entry("a"))
    a = store.lease(HOST)
    store.add(entry("b"))
    bench.kill(store)
    store = bench.open()
    assert leased(store) == ["a"]
    bench.kill(store)
    store = bench.open()
    a = store.lease(HOST)
    assert store.add(entry("b"))
    store.done(a.number, HOST, page=True)
    bench.kill(store)
    store = bench.open()
    assert store.hosts() == [HostCounts(HOST, pending=1, done=1, pages=1)]
    assert leased(store) == ["b"]


def test_the_leases_of_a_worker_that_was_killed_are_pending_again(bench):
    store = filled(bench, entry("a"), entry("b"))
    assert leased(store) == ["a", "b"]
    store.commit()
    bench.kill(store)
    store = bench.open(owner="another")
    assert [store.lease(HOST).attempts for _ in "ab"] == [2, 2]


def test_an_entry_that_was_leased_at_each_kill_goes_behind_the_others(bench):
    store = filled(bench, entry("deadly", priority=9), entry("a"))
    for _ in range(MANY_ATTEMPTS):
        assert store.lease(HOST).entry.url.endswith("deadly")
        store.commit()
        bench.kill(store)
        store = bench.open()
    assert leased(store) == ["a", "deadly"]


def test_what_failed_is_pending_again_and_goes_behind_the_others_where_that_is_wanted(bench):
    store = filled(bench, entry("a"), entry("b"))
    store.fail(store.lease(HOST).number)
    a = store.lease(HOST)
    assert (a.entry, a.attempts) == (entry("a"), 2)
    store.fail(a.number, behind=True)
    bench.kill(store)
    assert leased(bench.open()) == ["b", "a"]


def test_what_is_pending_is_put_in_order_anew(bench):
    store = filled(bench, entry("a"), entry("b"), entry("c"), entry("d", "other.example"))
    a = store.lease(HOST)
    last = store.lease(HOST)
    store.fail(last.number, behind=True)
    assert store.reorder(HOST, lambda each: 7 if each.url.endswith("c") else BEHIND) == 1
    store.add(entry("e", priority=5))
    store.fail(a.number)
    bench.kill(store)
    assert leased(bench.open()) == ["c", "e", "a", "b"]


def test_crawls_do_not_mix_and_one_is_forgotten_without_the_other(bench):
    store = filled(bench, entry("a"), entry("b"), scope="one")
    store.done(store.lease(HOST).number, HOST)
    store.close()
    store = filled(bench, entry("a"), scope="two")
    assert store.hosts() == [HostCounts(HOST, pending=1, done=0, pages=0)]
    store.forget()
    store.close()
    assert bench.open("two").hosts() == []
    store = bench.open("one")
    assert store.hosts() == [HostCounts(HOST, pending=1, done=1, pages=0)]
    store.forget()
    store.close()
    assert filled(bench, entry("a"), scope="one").hosts() == [HostCounts(HOST, pending=1, done=0, pages=0)]


def test_a_fresh_start_drops_that_crawl_and_no_other(bench):
    filled(bench, entry("a"), scope="one").close()
    filled(bench, entry("a"), scope="two").close()
    store = bench.open("one", fresh=True)
    assert (store.hosts(), store.add(entry("a"))) == ([], True)
    store.close()
    assert leased(bench.open("two")) == ["a"]


def test_a_row_that_nobody_can_read_is_named_and_runs_nothing(bench):
    filled(bench, entry("a")).close()
    bench.poison()
    store = bench.open()
    with pytest.raises(HomeProblem, match=r"frontier cannot be used \(entry 1 of film.example: .*--fresh"):
        store.lease(HOST)
    with pytest.raises(HomeProblem, match=r"entry 1 of film.example"):
        store.reorder(HOST, lambda _: 0)


STEPS = st.lists(st.tuples(st.sampled_from(["add", "lease", "done", "fail", "kill"]), st.integers(0, 12)), max_size=50)


@pytest.mark.parametrize("kind", STORES)
@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_whatever_happens_it_holds_what_a_list_would_hold(tmp_path_factory, kind, steps):
    bench = kind(tmp_path_factory.mktemp("frontier"))
    store, kept, fresh, met, out = bench.open(), [], [], set(), {}
    for step, number in steps:
        if step == "add":
            assert store.add(entry(number)) == (number not in met)
            fresh += [] if number in met else [number]
            met.add(number)
        elif step == "lease":
            found = store.lease(HOST)
            waiting = {entry(each).url: each for each in (*kept, *fresh) if each not in out}
            assert (found.entry.url in waiting) if found else not waiting
            if found:
                out[waiting[found.entry.url]] = found.number
        elif step == "kill":
            bench.kill(store)
            store, met, fresh, out = bench.open(), met - set(fresh), [], {}
        elif out:
            kept, fresh = kept + fresh, []
            chosen = list(out)[number % len(out)]
            if step == "done":
                store.done(out.pop(chosen), HOST)
                kept.remove(chosen)
            else:
                store.fail(out.pop(chosen))
        assert sum(each.pending for each in store.hosts()) == len(kept) + len(fresh) - len(out)
    store.close()


def test_a_pause_of_a_host_outlives_a_kill_and_the_longest_stands(bench):
    store = filled(bench, entry("a"), entry("b", "other.example"))
    store.hold(HOST, 50.0)
    store.hold(HOST, 20.0)
    bench.kill(store)
    found = {host.name: host.held_until for host in bench.open(owner="next").hosts()}
    assert found == {HOST: 50.0, "other.example": 0.0}
    assert bench.open(scope="b").hosts() == []
    fresh = filled(bench, entry("a"), fresh=True)
    assert [host.held_until for host in fresh.hosts()] == [0.0]


SITES = {"film.example": "film.example", "other.example": "other.example"}


def test_a_site_with_a_crawl_of_its_own_goes_on_there_whoever_it_runs_with(bench):
    both = bench.open("*", scopes=SITES)
    for host in SITES:
        for number in range(3):
            assert both.add(entry(number, host))
    both.commit()
    while found := both.lease("other.example"):
        both.done(found.number, "other.example", page=True)
    first = both.lease(HOST)
    both.done(first.number, HOST, keys=[7])
    both.hold(HOST, 99.0)
    both.close()
    with bench.open("*", scopes={HOST: HOST}) as alone:
        assert alone.hosts() == [HostCounts(HOST, 2, 1, 0, 99.0)]
        assert not alone.add(entry(1))
        assert alone.has_met(7)
        assert alone.add(entry(1, "other.example"))  # nobody of this crawl has met it
        alone.forget()
    again = bench.open("*", scopes=SITES)
    assert [found for found in again.hosts() if found.pending] == []
    assert [again.add(entry(1)), again.add(entry(1, "other.example"))] == [True, False]
    again.close()
    with_name = bench.open("other.example")  # as `crawl --site` names it
    assert with_name.hosts()[0].done == 3


def test_a_crawl_of_a_sites_own_is_found_by_all_its_hosts(bench):
    scopes = dict.fromkeys(("film.example", "en.film.example"), "film.example")
    store = bench.open("*", scopes=scopes)
    assert [store.add(entry("a")), store.add(entry("a", "www.film.example")), store.add(entry("b", "en.film.example"))]
    store.commit()
    store.close()
    hosts = {found.name: found.pending for found in bench.open("film.example").hosts()}
    assert hosts["en.film.example"] == 1
    assert sum(hosts.values()) == len(hosts)
