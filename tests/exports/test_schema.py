from __future__ import annotations

from dataclasses import fields

import pyarrow as pa
import pyarrow.parquet as pq

from junket.exports.tables.columns import SCHEMA_VERSION, describe
from junket.exports.tables.documents import DOCUMENTS, batch_of
from junket.pipelines.record.record import Image, Record, Turn


def test_a_column_for_each_field_of_the_record_in_order():
    assert DOCUMENTS.names == [field.name for field in fields(Record)]


def test_a_field_for_each_part_of_turns_and_images():
    for column, kind in (("turns", Turn), ("images", Image)):
        inner = DOCUMENTS.field(column).type.value_type
        assert {inner.field(at).name for at in range(inner.num_fields)} == {field.name for field in fields(kind)}


def test_every_field_says_what_it_is():
    described = [describe(field) for field in DOCUMENTS]
    inner = [part for field in described for part in field.get("fields", [])]
    assert [field["name"] for field in described + inner if len(field["description"]) < 8] == []


def test_schema_carries_its_version():
    assert DOCUMENTS.metadata[b"junket.schema_version"] == SCHEMA_VERSION.encode()


def test_record_reads_back_from_parquet_as_it_was(tmp_path, a_record):
    record = a_record()
    pq.write_table(pa.Table.from_batches([batch_of([record])]), tmp_path / "a.parquet")
    [row] = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert row["published_at"] == record.published_at
    assert row["authors"] == ["Nora Field"]
    assert [turn["text"] for turn in row["turns"]] == ["Why fog?", "Because it hides the crew."]
    assert all(row["text"][turn["start"] : turn["end"]] == turn["text"] for turn in row["turns"])
    assert row["stripped"] == [{"rule": "related", "count": 3}, {"rule": "share", "count": 1}]
    assert row["lead"] is None
    assert row["films"] == []


def test_lone_surrogates_become_question_marks(a_record):
    batch = batch_of([a_record(title="A \ud800 talk")])
    assert batch.column("title").to_pylist() == ["A ? talk"]


def test_no_records_is_an_empty_batch_with_all_columns():
    assert batch_of([]).schema.names == DOCUMENTS.names


def test_no_address_of_the_dataset_holds_a_token(a_record):
    hush = "https://film.example/a?page=2&token=hush"
    record = a_record(url=hush, canonical_url=hush, images=(Image(url=hush),), archived_from=hush)
    [row] = batch_of([record]).to_pylist()
    assert "hush" not in str(row)
    assert row["url"] == row["images"][0]["url"] == "https://film.example/a?page=2&token=***"
