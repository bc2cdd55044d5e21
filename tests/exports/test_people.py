from __future__ import annotations

from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from junket.crawlers.home import Home
from junket.exports.dataset.people import People
from junket.exports.dataset.spool import Spool
from junket.exports.decisions.corrections import CorrectionReport
from junket.exports.decisions.people_toml import read_decisions
from junket.exports.tables.parquet import write_parts
from junket.exports.tables.people import PEOPLE, TABLE
from junket.exports.tables.table import TableInput
from junket.pipelines.record.record import AuthorityLink, Film, Record

ENTRY = '[[person]]\nnames = ["Adil Beisenov", "Dilo Star"]\nwikidata = "Q1"\nwho = "A"\nwhy = "b"\nwhen = 2026-05-01\n'


def record(number, *people, films=()):
    return Record(
        id=f"r{number}", url="", canonical_url="", site="a.example", kind="interview", content_hash="",
        interviewees=people, films=films,
    )  # fmt: skip


@pytest.fixture
def home(tmp_path):
    (tmp_path / "overrides").mkdir()
    return Home(tmp_path)


def decide(home, text):
    (home.path / "overrides" / "people.toml").write_text(text, "utf-8")


def write(people, folder):
    return write_parts(folder, PEOPLE, TABLE.rows(TableInput(lambda: iter(()), people.persons())))


def table(home, *records):
    people = People(home)
    assert len(list(people.watch(records))) == len(records)
    [part] = write(people, home.path / "people")
    rows = pq.read_table(home.path / "people").to_pylist()
    assert part.rows == len(rows)
    return rows, people.report(CorrectionReport())


def test_a_row_a_person(home):
    film = Film(title="The Salt Road", people=("Адиль Бейсенов",))
    rows, _ = table(home, record(1, "Adil Beisenov", films=(film,)), record(2, "Adil Beisenov"), record(3, "Ada Lind"))
    assert [row["name"] for row in rows if len(row["variants"]) > 1] == ["Adil Beisenov"]
    (row,) = (row for row in rows if row["name"] == "Adil Beisenov")
    assert row["films"] == ["The Salt Road"]
    assert row["roles"] == ["film", "interviewee"]
    assert [(each["name"], each["count"], each["records"]) for each in row["variants"]] == [
        ("Adil Beisenov", 2, ["r1", "r2"]),
        ("Адиль Бейсенов", 1, ["r1"]),
    ]


def test_nobody_gives_a_table_with_its_columns(home):
    rows, _ = table(home)
    assert rows == []
    assert pq.read_schema(home.path / "people" / "part-0000.parquet").names == PEOPLE.names


def test_documents_say_which_row_of_people_each_name_is(home, tmp_path):
    film = Film(title="The Salt Road", people=("Адиль Бейсенов", "Beisenov"))
    records = record(1, "Adil Beisenov", films=(film,)), record(2, "Ada \ud800 Lind"), record(3)
    people, spool = People(home), Spool(tmp_path / "spool")
    assert spool.fill(people.watch(records)) == len(records)
    rows = [row for batch in people.identified(spool.read()) for row in batch.to_pylist()]
    assert next(spool.read()).num_rows == len(records), "it can be read again"
    spool.remove()
    write(people, tmp_path / "people")
    people_rows = pq.read_table(tmp_path / "people").to_pylist()
    ids = {variant["name"]: row["person_id"] for row in people_rows for variant in row["variants"]}
    assert [[(each["name"], each["role"], each["person_id"]) for each in row["persons"]] for row in rows] == [
        [
            ("Adil Beisenov", "interviewee", ids["Adil Beisenov"]),
            ("Адиль Бейсенов", "film", ids["Adil Beisenov"]),
            ("Beisenov", "film", None),
        ],
        [("Ada ? Lind", "interviewee", ids["Ada ? Lind"])],
        [],
    ]


def test_what_a_page_links_is_told_with_where_it_was_seen(home):
    link = AuthorityLink(name="Ada Lind", authority="wikidata", id="Q5", source="json-ld")
    (row,), _ = table(home, replace(record(1, "Ada Lind"), authority_links=(link,)), record(2, "Ada Lind"))
    assert row["wikidata"] == "Q5"
    assert row["ids"] == [
        {"authority": "wikidata", "id": "Q5", "source": "json-ld", "records": ["r1"], "believed": True}
    ]


def test_a_lone_surrogate_does_no_harm(home):
    assert len(table(home, record(1, "Adil Bei\ud800senov"))[0]) == 1


def test_decisions_are_applied_and_reported(home):
    decide(home, ENTRY)
    rows, report = table(home, record(1, "Adil Beisenov"), record(2, "Dilo Star"))
    assert [(row["wikidata"], row["imdb"]) for row in rows] == [("Q1", None)]
    assert (report.found, report.lost, report.problems) == (1, [], [])


def test_a_decision_that_finds_nobody_is_told(home):
    decide(home, ENTRY)
    _, report = table(home, record(1, "Adil Beisenov"))
    (line,) = report.lost
    assert "people.toml:1: Dilo Star: is on no record" in line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ENTRY.replace('"Q1"', "1"), "people.toml:3: wikidata: "),
        (ENTRY.replace("wikidata", "wikdata"), "people.toml:3: wikdata: "),
        (ENTRY.replace('who = "A"\n', ""), "people.toml:1: who: "),
        (ENTRY.replace('"b"', '" "'), "people.toml:5: why: must not be empty"),
        (ENTRY.replace("2026-05-01", '"May"'), "people.toml:6: when: "),
        ("person = 1", "person: is written [[person]]"),
        ("[[persons]]\n", "persons: is no key of this file"),
        ("[[person]\n", "is no TOML"),
    ],
)
def test_a_slip_is_told_by_file_line_and_key_and_the_rest_holds(home, text, told):
    decide(home, text)
    assert told in read_decisions(home).problems[0]
    if text.startswith("[[person]]"):
        decide(home, text + ENTRY)
        assert len(read_decisions(home).entries) == 1
