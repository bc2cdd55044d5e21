from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from junket.pipelines.people import Decision, cluster, mentions
from junket.pipelines.record.record import Film, Record


def record(number, people=(), **fields):
    films = tuple(Film(title=title, people=tuple(names)) for title, names in fields.pop("films", {}).items())
    return Record(
        id=f"r{number}", url="", canonical_url="", site=f"site{number}.example", kind="interview",
        content_hash="", interviewees=tuple(people), films=films, **fields,
    )  # fmt: skip


def persons(*records, decisions=()):
    return cluster((each for one in records for each in mentions(one)), decisions).people


def spellings(*records, decisions=()):
    return sorted(sorted(each.name for each in person.variants) for person in persons(*records, decisions=decisions))


def test_scripts_orders_and_habits_of_one_name_are_one_person():
    found = persons(
        record(1, ["Adil Beisenov"]), record(2, ["Адиль Бейсенов"]), record(3, ["Әділ Бейсенов"]),
        record(4, ["Beysenov Adil"]), record(5, ["Adil Beisenov"]),
    )  # fmt: skip
    (person,) = found
    assert person.name == "Adil Beisenov"
    assert {each.script for each in person.variants} == {"Latin", "Cyrillic"}
    assert [each.records for each in person.variants if each.name == "Adil Beisenov"] == [("r1", "r5")]
    assert person.roles == ("interviewee",)
    assert person.doubts == ("same_name",)  # no film, record or site ties the pages


def test_one_letter_off_needs_a_film_or_a_record():
    apart = record(1, ["Adil Beisenov"]), record(2, ["Adil Beisanov"])
    assert len(persons(*apart)) == 2
    film = {"The Salt Road": ()}
    tied = persons(record(1, ["Adil Beisenov"], films=film), record(2, ["Adil Beisanov"], films=film))
    assert [person.doubts for person in tied] == [("near_spelling",)]


def test_other_spellings_of_its_people_are_read_from_title_and_text():
    one = record(1, ["Adil Beisenov"], title="Adil Beisanov on roads", text="Адиль Бейсенов and Imre Halász met.")
    assert spellings(one) == [["Adil Beisanov", "Adil Beisenov", "Адиль Бейсенов"]]


def test_capitals_are_not_preferred():
    (person,) = persons(record(1, ["ADA LIND"]), record(2, ["ADA LIND"]), record(3, ["Ada Lind"]))
    assert person.name == "Ada Lind"


def test_what_is_never_one_person():
    film = {"The Salt Road": ("Adil Beisenov", "Anna Beisenova", "Aida Beisenov", "Adil Beisenova")}
    assert len(persons(record(1, films=film))) == 4
    assert len(persons(record(1, ["Karl Lind Jr."], films={"X": ("Karl Lind",)}))) == 2
    assert persons(record(1, ["Beisenov"])) == []  # a family name alone is nobody


def test_initials_stand_for_the_one_full_name_that_a_film_ties_to_them():
    film = {"The Salt Road": ("Adil Beisenov",)}
    assert spellings(record(1, ["A. Beisenov"], films=film)) == [["A. Beisenov", "Adil Beisenov"]]
    both = {"The Salt Road": ("Adil Beisenov", "Aida Beisenov")}
    assert spellings(record(1, ["A. Beisenov"], films=both)) == [["Adil Beisenov"], ["Aida Beisenov"]]
    assert spellings(record(1, ["A. Beisenov"]), record(2, films=film)) == [["Adil Beisenov"]]


def test_patronymics_do_not_part_a_person():
    assert spellings(record(1, ["Адиль Серикович Бейсенов"]), record(2, ["Адиль Бейсенов"])) == [
        ["Адиль Бейсенов", "Адиль Серикович Бейсенов"]
    ]


def test_people_decide():
    records = record(1, ["Adil Beisenov"]), record(2, ["Adil Beisenov"]), record(3, ["Dilo B. Star"])
    merge = Decision(
        names=("Adil Beisenov", "Dilo B. Star"),
        name="Adil B.",
        ids=(("wikidata", "Q1"),),
        who="A",
        why="his stage name",
    )
    (person,) = persons(*records, decisions=[merge])
    assert (person.name, person.id_in("wikidata"), person.doubts) == ("Adil B.", "Q1", ())
    split = Decision(names=("Adil Beisenov",), records=("r2",), who="A", why="his son")
    assert len(persons(*records[:2], decisions=[split])) == 2
    film = {"X": ("Adil Beisenov", "Adil Beisanov")}
    apart = Decision(names=("Adil Beisenov",), apart=("Adil Beisanov",), who="A", why="two people")
    assert len(persons(record(1, films=film))) == 1
    assert len(persons(record(1, films=film), decisions=[apart])) == 2


def test_an_id_stays_findable_when_pages_are_added():
    film = {"The Salt Road": ()}
    first, second = record(1, ["Adil Beisenov"], films=film), record(2, ["Adil Beisanov"], films=film)
    before = {person.person_id for one in (first, second) for person in persons(one)}
    (after,) = persons(first, second)
    assert {after.person_id, *after.aliases} == before


NAMES = st.sampled_from(
    ["Adil Beisenov", "Adil Beisanov", "A. Beisenov", "Адиль Бейсенов", "Anna Beisenova", "Beisenov Adil", "Ada Lind"]
)
RECORDS = st.lists(st.tuples(st.lists(NAMES, max_size=3), st.sampled_from(["X", "Y", ""])), max_size=6)


@given(RECORDS, st.randoms())
def test_the_order_of_records_does_not_matter(shapes, random):
    records = [record(n, names, films={film: ()} if film else {}) for n, (names, film) in enumerate(shapes)]
    found = persons(*records)
    random.shuffle(records)
    assert persons(*records) == found
