from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from junket.pipelines.people import Decision, cluster, mentions
from junket.pipelines.people.merge import DisjointSets
from junket.pipelines.record.record import AuthorityLink, Film, Record


def record(number, *people, films=(), **ids):
    """A record that names ``people``; ``imdb="nm1"`` ties the id to the first of them, a dict to whom it says."""
    links = []
    for authority, own in ids.items():
        pairs = own.items() if isinstance(own, dict) else [(people[0], own)]
        links += [AuthorityLink(name=name, authority=authority, id=each, source="link") for name, each in pairs]
    return Record(
        id=f"r{number}", url="", canonical_url="", site=f"site{number}.example", kind="interview", content_hash="",
        people=people, films=tuple(Film(title=title) for title in films), authority_links=tuple(links),
    )  # fmt: skip


def found(*records, decisions=()):
    return cluster([each for one in records for each in mentions(one)], decisions)


def names(*records, decisions=()):
    people = found(*records, decisions=decisions).people
    return sorted(sorted(each.name for each in person.variants) for person in people)


def test_one_id_joins_names_that_agree():
    assert len(names(record(1, "Adil Beisenov"), record(2, "Adil Beisanov"))) == 2
    (person,) = found(record(1, "Adil Beisenov", imdb="nm1"), record(2, "Adil Beisanov", imdb="nm1")).people
    assert person.id_in("imdb") == "nm1"
    assert [(each.id, each.source, each.records) for each in person.ids] == [("nm1", "link", ("r1", "r2"))]
    assert len(names(record(1, "A. Beisenov", imdb="nm1"), record(2, "Adil Beisenov", imdb="nm1"))) == 1


def test_one_id_joins_no_names_that_do_not_agree():
    assert len(names(record(1, "Adil Beisenov", imdb="nm1"), record(2, "Ada Lind", imdb="nm1"))) == 2
    assert len(names(record(1, "Adil Beisenov", imdb="nm1"), record(2, "Adil Beisenova", imdb="nm1"))) == 2
    assert len(names(record(1, "Karl Lind Jr.", imdb="nm1"), record(2, "Karl Lind", imdb="nm1"))) == 2


def test_an_id_that_pages_say_of_two_is_believed_of_neither_unless_one_stands_out():
    two = found(record(1, "Adil Beisenov", imdb="nm1"), record(2, "Ada Lind", imdb="nm1")).people
    assert [person.id_in("imdb") for person in two] == [None, None]
    assert all(each.records for person in two for each in person.ids)  # seen all the same
    many = [record(number, "Adil Beisenov", imdb="nm1") for number in range(3)]
    told = {person.name: person.id_in("imdb") for person in found(*many, record(9, "Ada Lind", imdb="nm1")).people}
    assert told == {"Adil Beisenov": "nm1", "Ada Lind": None}


def test_other_ids_keep_two_apart_that_a_film_would_join():
    one, other = record(1, "Adil Beisenov", films=["Salt"]), record(2, "Adil Beisanov", films=["Salt"])
    one, other = (with_roles(each) for each in (one, other))
    assert len(names(one, other)) == 1
    one, other = (
        with_roles(record(number, name, films=["Salt"], wikidata=f"Q{number}"))
        for number, name in ((1, "Adil Beisenov"), (2, "Adil Beisanov"))
    )
    assert len(names(one, other)) == 2


def with_roles(one):
    return replace(one, interviewees=one.people)


def test_namesakes_with_ids_of_their_own_are_two_persons():
    gathering = found(record(1, "Ada Lind", imdb="nm1"), record(2, "Ada Lind", imdb="nm2"), record(3, "Ada Lind"))
    assert len(gathering.people) == 3  # whom the third means nobody can tell
    told = {gathering.id_of("Ada Lind", f"r{number}") for number in (1, 2, 3)}
    assert told == {person.person_id for person in gathering.people}


def test_one_wrong_link_takes_along_nothing_but_its_own_record():
    right = [record(number, "Ada Lind", imdb="nm1") for number in range(5)]
    people = found(*right, record(8, "Ada Lind"), record(9, "Ada Lind", imdb="nm666")).people
    assert {person.id_in("imdb"): {r for v in person.variants for r in v.records} for person in people} == {
        "nm1": {"r0", "r1", "r2", "r3", "r4", "r8"},
        "nm666": {"r9"},
    }


def test_a_page_that_ties_two_ids_to_one_name_ties_none():
    links = [AuthorityLink(name="Ada Lind", authority="imdb", id=own, source="link") for own in ("nm1", "nm2")]
    page = Record(
        id="r", url="", canonical_url="", site="", kind="news", content_hash="", people=("Ada Lind",),
        authority_links=tuple(links),
    )  # fmt: skip
    assert [person.ids for person in found(page).people] == [()]


def test_what_people_decide_comes_before_what_pages_say():
    pages = record(1, "Ada Lind", imdb="nm1"), record(2, "Ada Lind", imdb="nm1")
    decision = Decision(names=("Ada Lind",), ids=(("imdb", "nm7"),), who="A", why="looked it up")
    (person,) = found(*pages, decisions=[decision]).people
    assert person.id_in("imdb") == "nm7"
    assert {(each.id, each.believed) for each in person.ids} == {("nm7", True), ("nm1", False)}
    merged = Decision(names=("Ada Lind", "Nils Aro"), who="A", why="a pen name")
    assert len(names(record(1, "Ada Lind", imdb="nm1"), record(2, "Nils Aro", imdb="nm2"), decisions=[merged])) == 1


def test_a_decision_about_some_records_holds_there():
    split = Decision(names=("Ada Lind",), records=("r2", "r3"), name="Ada Lind (editor)", who="A", why="another")
    pages = record(1, "Ada Lind"), record(2, "Ada Lind"), record(3, "Ada Lind")
    gathering = found(*pages, decisions=[split])
    told = {person.name: person.person_id for person in gathering.people}
    assert told.keys() == {"Ada Lind", "Ada Lind (editor)"}
    assert gathering.id_of("Ada Lind", "r2") == gathering.id_of("Ada Lind", "r3") == told["Ada Lind (editor)"]
    assert gathering.id_of("Ada Lind", "r1") == told["Ada Lind"]


def test_who_is_kept_apart_is_not_joined_by_way_of_a_third():
    names_of = "Adil Beisenov", "Adil Beisanov", "Adil Beisunov"
    apart = Decision(names=(names_of[0],), apart=(names_of[1],), who="A", why="two")
    assert len(names(record(1, *names_of))) == 1
    together = names(record(1, *names_of), decisions=[apart])
    assert not any({names_of[0], names_of[1]} <= set(each) for each in together)


BAIGAZIN = "Emir Baigazin", "Emir Baigazain", "Эмир Байгазин", "Эмір Бәйғазин"


def test_four_spellings_are_one_where_a_film_ties_them():
    pages = [with_roles(record(number, name, films=["Harmony Lessons"])) for number, name in enumerate(BAIGAZIN)]
    assert names(*pages) == [sorted(BAIGAZIN)]


def test_without_a_tie_the_spelling_that_differs_stays_alone():
    pages = [record(number, name) for number, name in enumerate(BAIGAZIN)]
    assert names(*pages) == [["Emir Baigazain"], sorted({*BAIGAZIN} - {"Emir Baigazain"})]
    families = [
        with_roles(record(number, name.split()[1], films=["Harmony Lessons"])) for number, name in enumerate(BAIGAZIN)
    ]
    assert names(*families) == []  # a family name alone is nobody, whatever ties it


def test_a_russian_case_is_no_other_person():
    (person,) = found(record(1, "Тимура Залесова"), record(2, "Тимур Залесов")).people
    assert person.name == "Тимур Залесов"
    assert found(record(1, "Тимура Залесова")).people[0].name == "Тимур Залесов"
    assert len(names(record(1, "Александра Иванова"), record(2, "Александр Иванов"))) == 2


NAMES = st.sampled_from(["Adil Beisenov", "Adil Beisanov", "A. Beisenov", "Adil Beisunov", "Ada Lind", "Beisenov Adil"])
LINKS = st.dictionaries(NAMES, st.sampled_from(["nm1", "nm2", "nm3"]), max_size=3)
PAGES = st.lists(st.tuples(st.lists(NAMES, max_size=3), LINKS, st.sampled_from(["X", "Y", ""])), max_size=7)
WILD = st.text(st.characters(), max_size=60) | st.sampled_from(
    ["\0 \x1b", "A" * 5_000, "Ada \ud800 Lind", "Ada Lind " * 700]
)


@settings(deadline=None)
@given(PAGES, st.randoms())
def test_who_is_one_hangs_on_no_order(pages, random):
    records = [
        with_roles(record(number, *people, films=[film] if film else [], imdb=links))
        for number, (people, links, film) in enumerate(pages)
    ]
    before = found(*records)
    random.shuffle(records)
    assert found(*records) == before
    for person in before.people:
        for variant in person.variants:
            assert all(before.id_of(variant.name, each) == person.person_id for each in variant.records)


@settings(deadline=None)
@given(st.lists(st.tuples(WILD, st.sampled_from(["", "nm1"])), max_size=4))
def test_wild_names_raise_nothing_and_can_be_written(pages):
    records = [record(number, name, **({"imdb": own} if own else {})) for number, (name, own) in enumerate(pages)]
    for person in found(*records).people:
        for variant in person.variants:
            assert variant.name.encode("utf-8").decode("utf-8") == variant.name


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))))
def test_a_group_is_known_by_its_smallest_member(pairs):
    groups = DisjointSets("abcdef")
    for one, other in pairs:
        groups.join(one, other)
    assert {member for group in groups for member in group} == set("abcdef")
    assert all(groups.root(member) == group[0] for group in groups for member in group)
