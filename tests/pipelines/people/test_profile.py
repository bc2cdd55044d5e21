"""What is said of one person."""

from __future__ import annotations

import pytest

from junket.pipelines.people.decision import Decision
from junket.pipelines.people.member import members_of
from junket.pipelines.people.mention import NameMention
from junket.pipelines.people.profile import person_id, person_of


def person(*mentions, decisions=()):
    members = members_of(mentions, ())
    return person_of(sorted(members), members, decisions)


def seen(name, record="r1", role="author", **more):
    return NameMention(name, record, role, **more)


def test_without_a_full_name_there_is_nobody():
    assert person(seen("A. Beisenov")) is None


def test_the_id_is_made_of_the_key_and_those_of_other_spellings_are_aliases():
    both = [seen("Adil Beisenov"), seen("Adil Beisanov", "r2")]
    found = person(*both)
    assert {found.person_id, *found.aliases} == {person_id(key) for key in members_of(both, ())}
    assert found.person_id == person(*both[::-1]).person_id
    assert person_id("x").startswith("p")
    assert len(person_id("x")) == 17


@pytest.mark.parametrize(
    ("names", "preferred"),
    [
        (["Adil Beisenov", "Adil Beisenov", "Adil Beisanov"], "Adil Beisenov"),  # on most records
        (["ADIL BEISENOV", "ADIL BEISENOV", "Adil Beisenov"], "Adil Beisenov"),  # no capitals
        (["A. Beisenov", "Adil Beisenov"], "Adil Beisenov"),  # the longer one
    ],
)
def test_the_preferred_form(names, preferred):
    found = person(*(seen(name, f"r{at}") for at, name in enumerate(names)))
    assert found.name == preferred
    decision = Decision(names=("Adil Beisenov",), name="Adil B.", who="A", why="so he signs")
    members = members_of([seen(name) for name in names], ())
    assert person_of(sorted(members), members, [decision]).name == "Adil B."


def test_variants_roles_and_films_are_sorted_and_counted_by_record():
    found = person(
        seen("Adil Beisenov", "r2", "interviewee", films=("The Salt Road",)), seen("Адиль Бейсенов", "r1"),
        seen("Adil Beisenov", "r1", "film", films=("Nine Ferries",)), seen("Adil Beisenov", "r1", "author"),
    )  # fmt: skip
    assert [(each.name, each.script, each.count, each.records) for each in found.variants] == [
        ("Adil Beisenov", "Latin", 2, ("r1", "r2")),
        ("Адиль Бейсенов", "Cyrillic", 1, ("r1",)),
    ]
    assert found.roles == ("author", "film", "interviewee")
    assert found.films == ("Nine Ferries", "The Salt Road")


def test_records_that_nothing_but_the_name_ties_are_doubted():
    apart = [seen("Adil Beisenov", "r1", context=("record r1",)), seen("Adil Beisenov", "r2", context=("record r2",))]
    assert person(*apart).doubts == ("same_name",)
    tie = seen("Adil Beisenov", "r2", "film", context=("record r1", "record r2"))
    assert person(*apart, tie).doubts == ()
    linked = [seen(each.name, each.record, context=each.context, ids=(("viaf", "7", "link"),)) for each in apart]
    assert person(*linked).doubts == ()
    decision = Decision(names=("Adil Beisenov",), who="A", why="one man")
    assert person(*apart, decisions=[decision]).doubts == ()


def test_spellings_of_the_family_name_are_doubted():
    assert "near_spelling" in person(seen("Adil Beisenov"), seen("Adil Beisanov")).doubts


def test_ids_of_pages_are_believed_where_they_agree_and_nobody_decided():
    one = seen("Adil Beisenov", "r1", ids=(("viaf", "7", "link"),))
    other = seen("Adil Beisanov", "r2", ids=(("viaf", "8", "json-ld"),))
    assert [(each.id, each.believed, each.records) for each in person(one).ids] == [("7", True, ("r1",))]
    assert [(each.id, each.believed) for each in person(one, other).ids] == [("7", False), ("8", False)]
    decision = Decision(names=("Adil Beisenov",), ids=(("viaf", "9"),), who="A", why="looked it up")
    found = person(one, decisions=[decision])
    assert [(each.id, each.source, each.believed) for each in found.ids] == [
        ("9", "decision", True),
        ("7", "link", False),
    ]
    assert found.id_in("viaf") == "9"
