"""Every table of the dataset keeps what ``Table`` promises, and a dataset of an older schema becomes today's."""

from __future__ import annotations

import json
import operator
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from junket.exports import tables
from junket.exports.catalogue.rebuild import rebuild
from junket.exports.dataset import dataset
from junket.exports.dataset.dataset import publish
from junket.exports.dataset.manifest import part_of, read_manifest
from junket.exports.dataset.published import published_record
from junket.exports.field_tables import field_tables
from junket.exports.tables import TABLES, schema_json
from junket.exports.tables.arrow_columns import SCHEMA_VERSION
from junket.exports.tables.documents import DOCUMENTS, batch_of
from junket.exports.verify import verify
from junket.exports.verify.survey import HomeSurvey

CONTRIBUTING = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")
DAYS = ["2024-03-05", "2019-12-31", None, "1896-01-06"]


@pytest.fixture
def published(home, store, a_record):
    """A home whose dataset holds two sites, people in two scripts and days of two centuries."""
    names = ("Ada Lind", "Max Loud", "Адиль Бейсенов", "Nora Field")
    sites = ("film.example", "film.example", "film.example", "a.example")
    for number, (name, site, day) in enumerate(zip(names, sites, DAYS, strict=True), 1):
        url = f"https://{site}/{9 - number}"
        store(home, a_record(number, url=url, canonical_url=url, site=site, date=day, interviewees=(name,)))
    publish(home)
    return home


def part(home, table="documents"):
    return home.dataset / "latest" / table / "part-0000.parquet"


def faults(home):
    return [each for each in verify(HomeSurvey(home)) if each.file.startswith("dataset/")]


@pytest.mark.parametrize("table", TABLES, ids=operator.attrgetter("name"))
def test_each_table_is_there_sorted_and_each_row_once(published, table):
    found = pq.read_table(part(published, table.name))
    assert found.schema.equals(table.schema)
    assert found.schema.metadata[b"junket.table"] == table.name.encode()
    rows = found.to_pylist()
    assert len(rows) > 1
    order = [tuple(row[name] for name in table.sort) for row in rows]
    assert order == sorted(order)
    keys = [tuple(row[name] for name in table.key) for row in rows]
    assert len(set(keys)) == len(keys)


def test_each_table_refers_to_columns_and_tables_that_there_are():
    names = {table.name for table in TABLES}
    for table in TABLES:
        assert set(table.sort) | set(table.key) <= set(table.schema.names)
        assert {name.partition(".")[0] for name in table.refs} <= set(table.schema.names)
        assert set(table.refs.values()) <= names
    assert len(names) == len(TABLES)


def test_schema_json_names_all_tables():
    shape = json.loads(schema_json())
    assert [shape["table"], *(each["table"] for each in shape["others"])] == [table.name for table in TABLES]
    assert [each["name"] for each in shape["fields"]] == DOCUMENTS.names


# ---- days


def test_a_day_is_a_date_for_every_reader(published):
    import duckdb
    import pandas as pd
    import polars as pl

    folder = published.dataset / "latest" / "documents"
    days = sorted(day for day in DAYS if day)
    frame = pd.read_parquet(folder)
    assert sorted(map(str, frame.date.dropna())) == days
    assert (pd.to_datetime(frame.date) >= "2019-12-31").sum() == 2
    table = pl.read_parquet(folder)
    assert table.schema["date"] == pl.Date
    assert table.filter(pl.col("date") >= date(2019, 12, 31)).height == 2
    query = "SELECT typeof(date), date FROM read_parquet($1) WHERE date < DATE '1900-01-01'"
    assert duckdb.execute(query, [f"{folder}/*.parquet"]).fetchall() == [("DATE", date(1896, 1, 6))]
    query = "SELECT count(*) FROM read_parquet($1) WHERE date >= '2019-12-31'"
    assert duckdb.execute(query, [f"{folder}/*.parquet"]).fetchall() == [(2,)]


@pytest.mark.parametrize("said", ["2021-04", "2021", "May", "2021-02-30", "20210405", "2021-W10-2", "0000-01-01", ""])
def test_what_is_no_whole_day_is_no_day_and_that_is_said(a_record, said):
    [row] = batch_of([a_record(date=said)]).to_pylist()
    assert row["date"] is None
    assert row["warnings"] == ["date_missing", "date_unreadable"]


def test_a_record_without_a_day_is_not_called_unreadable(a_record):
    record = a_record(date=None, published_precision="month", warnings=("date_month_only",))
    [row] = batch_of([record]).to_pylist()
    assert (row["date"], row["published_precision"], row["warnings"]) == (None, "month", ["date_month_only"])


@pytest.mark.parametrize("day", ["0001-01-01", "1896-01-06", "2024-02-29", "9999-12-31"])
def test_a_day_is_read_back_into_the_record_as_it_was(home, store, a_record, day):
    store(home, a_record(date=day))
    publish(home)
    assert published_record(home, "https://film.example/talks/1").date == day


# ---- an older schema


def replace_part(home, table, found, schema_version=SCHEMA_VERSION):
    """Other rows in a table of the standing snapshot, and a manifest that knows them."""
    pq.write_table(found, part(home, table), write_page_checksum=True)
    manifest = read_manifest(home)
    last = manifest.snapshots[-1]
    new = part_of(part(home, table), found.num_rows)
    files = [new if each.path == new.path else each for each in last.files]
    manifest.snapshots[-1] = msgspec.structs.replace(last, files=files, schema_version=schema_version)
    (home.dataset / "manifest.json").write_bytes(msgspec.json.encode(manifest))


def age(home):
    """Makes the standing snapshot one of schema 3: days as words, and no ``source``."""
    now, people = (pq.read_table(part(home, table)) for table in ("documents", "people"))
    days = pa.array([day and str(day) for day in now.column("date").to_pylist()], pa.string())
    old = now.set_column(now.schema.names.index("date"), "date", days).drop_columns("source")
    for name, found, metadata in (("documents", old, now.schema.metadata), ("people", people, people.schema.metadata)):
        replace_part(home, name, found.replace_schema_metadata(metadata | {b"junket.schema_version": b"3"}), "3")
    (home.dataset / "schema.json").write_bytes(b'{"schema_version": "3"}')


def test_a_dataset_of_an_older_schema_is_whole_and_is_published_anew(home, fetched):
    fetched(1, 2)
    rebuild(home)
    before = published_record(home, "https://film.example/talks/1")
    age(home)
    assert faults(home) == []
    assert published_record(home, before.url) == before
    again = publish(home)
    assert (again.fresh, again.snapshot.version, again.snapshot.schema_version) == (True, "v000002", SCHEMA_VERSION)
    assert pq.read_schema(part(home)).equals(DOCUMENTS)
    assert (home.dataset / "schema.json").read_bytes() == schema_json()
    kept = home.dataset / "v000001" / "documents" / "part-0000.parquet"
    assert pq.read_schema(kept).field("date").type == pa.string(), "a snapshot never changes"
    assert faults(home) == []
    assert not publish(home).fresh


def test_readers_load_a_dataset_that_was_of_an_older_schema(published):
    import duckdb
    import pandas as pd
    import polars as pl

    age(published)
    folder = published.dataset / "latest" / "documents"
    query, files = "SELECT max(date) FROM read_parquet($1)", [f"{folder}/*.parquet"]
    assert duckdb.execute(query, files).fetchall() == [("2024-03-05",)]
    publish(published)
    assert duckdb.execute(query, files).fetchall() == [(date(2024, 3, 5),)]
    assert pl.read_parquet(folder)["date"].max() == date(2024, 3, 5)
    assert pd.read_parquet(folder).date.dropna().max() == date(2024, 3, 5)


# ---- the next table


def test_the_example_of_a_table_works_as_it_stands_in_the_document(home, store, a_record, monkeypatch):
    section = CONTRIBUTING.partition("## Add a table\n")[2].partition("\n## ")[0]
    module, line, test = re.findall(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert len([*module.splitlines(), *line.splitlines(), *test.splitlines()]) < 60
    films, testing = ModuleType("films"), ModuleType("test_films")
    exec(module, films.__dict__)  # noqa: S102  # our own document
    every = eval(line.partition(" = ")[2], vars(tables) | {"films": films})  # noqa: S307
    for place in (tables, dataset):
        monkeypatch.setattr(place, "TABLES", every)
    exec(test, testing.__dict__)  # noqa: S102
    testing.test_a_row_for_each_film_of_a_document(home, store, a_record)
    assert not publish(home).fresh
    assert json.loads(schema_json())["others"][-1]["table"] == "films"
    assert "### Columns of `films`\n\nIn the order of `documents`.\n\n| name |" in field_tables(every[-1])
    assert [each.problem for each in faults(home) if "/films/" in each.file] == []
    found = pq.read_table(part(home, "films"))
    replace_part(home, "films", pa.concat_tables([found, found]))
    assert [each.place for each in faults(home) if "stands here and elsewhere" in each.problem] == ["row 2", "row 3"]
    nobody = pa.array(["0" * 16] * 2, pa.string())
    replace_part(home, "films", found.set_column(0, found.schema.field("document"), nobody))
    [dangling] = [each for each in faults(home) if "/films/" in each.file]
    assert dangling.problem == "document names 0000000000000000, of which there is no row in documents"
