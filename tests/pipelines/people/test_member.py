"""What is one person whatever else is known."""

from __future__ import annotations

import pytest

from junket.pipelines.people.decision import Decision
from junket.pipelines.people.member import members_of
from junket.pipelines.people.mention import NameMention
from junket.pipelines.person.parts import read_name


def mention(name, record="r1", *ids):
    return NameMention(name, record, "author", ids=tuple(("wikidata", each, "link") for each in ids))


def members(*mentions, decisions=()):
    return {
        key: sorted({each.record for each in member.seen}) for key, member in members_of(mentions, decisions).items()
    }


@pytest.mark.parametrize("other", ["Beisenov Adil", "ADIL BEISENOV", "Адиль Бейсенов"])
def test_spellings_of_one_key_are_one_member(other):
    assert list(members(mention("Adil Beisenov"), mention(other, "r2")).values()) == [["r1", "r2"]]


def test_a_family_name_alone_is_nobody_and_initials_are_somebody():
    assert members(mention("Beisenov")) == {}
    assert len(members(mention("A. Beisenov"), mention("Adil Beisenov"))) == 2


def test_the_words_stand_as_most_mentions_have_them():
    names = [mention("Beisenov Adil", "r1"), mention("Adil Beisenov", "r2"), mention("Adil Beisenov", "r3")]
    for order in (names, names[::-1]):
        (member,) = members_of(order, ()).values()
        assert (member.name.first, member.name.last) == (
            read_name("Adil Beisenov").first,
            read_name("Adil Beisenov").last,
        )


def test_a_decision_about_some_records_parts_them():
    decision = Decision(names=("Adil Beisenov",), records=("r2", "r3"), who="A", why="his son")
    found = members(*(mention("Adil Beisenov", f"r{at}") for at in (1, 2, 3)), decisions=[decision])
    key = read_name("Adil Beisenov").key
    assert found == {key: ["r1"], f"{key} #r2": ["r2", "r3"]}


def test_records_that_say_another_id_than_far_more_others_are_a_namesakes():
    many = [mention("Adil Beisenov", f"r{at}", "Q1") for at in range(4)]
    stray = mention("Adil Beisenov", "s", "Q2")
    silent = mention("Adil Beisenov", "t")
    key = read_name("Adil Beisenov").key
    found = members_of([*many, stray, silent], ())
    assert {name: member.ids for name, member in found.items()} == {
        key: {"wikidata": "Q1"},
        f"{key} @wikidata:Q2": {"wikidata": "Q2"},
    }
    assert silent in found[key].seen
    assert found[f"{key} @wikidata:Q2"].seen == {stray}


def test_where_no_id_is_said_far_more_often_each_is_somebody():
    found = members(mention("Adil Beisenov", "r1", "Q1"), mention("Adil Beisenov", "r2", "Q2"))
    assert sorted(found.values()) == [["r1"], ["r2"]]
    assert all("@wikidata" in key for key in found)
