"""Which groups may be joined, and what was joined."""

from __future__ import annotations

from itertools import permutations

import pytest

from junket.pipelines.people.merge import DisjointSets, Merge

WIKIDATA, VIAF = "wikidata", "viaf"


def merge(apart=(), **ids):
    return Merge({"a": {}, "b": {}, "c": {}, "d": {}, **ids}, apart)


def test_all_are_alone_at_first_and_groups_are_sorted():
    groups = merge()
    assert list(groups) == [["a"], ["b"], ["c"], ["d"]]
    assert groups.join("d", "b")
    assert groups.join("b", "a")
    assert list(groups) == [["a", "b", "d"], ["c"]]
    assert groups.join("a", "d")  # they are one already


def test_two_ids_of_one_authority_are_two_persons():
    groups = merge(a={WIKIDATA: "Q1"}, b={WIKIDATA: "Q2"}, c={VIAF: "2"}, d={WIKIDATA: "Q1", VIAF: "3"})
    assert not groups.join("a", "b")
    assert groups.join("a", "c")
    assert not groups.join("a", "d")  # the group has c's id by now
    assert list(groups) == [["a", "c"], ["b"], ["d"]]


@pytest.mark.parametrize("pair", ["ab", "ba"])
def test_who_is_kept_apart_stays_so_through_others(pair):
    groups = merge(apart=[pair])
    assert groups.join("a", "c")
    assert groups.join("b", "d")
    assert not groups.join("c", "d")
    assert not groups.join("d", "c")
    assert list(groups) == [["a", "c"], ["b", "d"]]


def test_what_people_say_outdoes_all_and_the_first_ones_ids_count():
    groups = merge(apart=[("a", "b")], a={WIKIDATA: "Q1"}, b={WIKIDATA: "Q2"}, c={WIKIDATA: "Q1"}, d={WIKIDATA: "Q2"})
    groups.force("a", "b")
    assert groups.join("a", "c")
    assert not groups.join("b", "d")
    assert list(groups) == [["a", "b", "c"], ["d"]]


def test_an_id_that_people_say_is_the_groups():
    groups = merge(a={WIKIDATA: "Q1"}, b={WIKIDATA: "Q2"})
    groups.decide("a", {WIKIDATA: "Q2"})
    assert groups.join("a", "b")


@pytest.mark.parametrize("pairs", list(permutations([("a", "b"), ("b", "c"), ("d", "e")])))
def test_disjoint_sets_hang_on_no_order(pairs):
    sets = DisjointSets("abcdef")
    for one, other in pairs:
        sets.join(other, one)
    assert list(sets) == [["a", "b", "c"], ["d", "e"], ["f"]]
    assert [sets.root(each) for each in "abcdef"] == ["a", "a", "a", "d", "d", "f"]
