from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from types import NoneType

import pyarrow as pa
import pyarrow.parquet as pq

from junket.exports.formats.json import record_line
from junket.exports.formats.json_schema import record_schema
from junket.exports.tables.arrow_columns import SCHEMA_VERSION, describe
from junket.exports.tables.documents import DOCUMENTS, batch_of
from junket.pipelines.record.record import Film, Image, Part, Record, Turn

SCHEMA = Path(__file__).parents[2] / "docs" / "record.schema.json"
TYPES = {
    "string": str, "integer": int, "number": float, "boolean": bool, "null": NoneType, "array": list, "object": dict,
}  # fmt: skip


def test_a_column_for_each_field_of_the_record_in_order():
    assert DOCUMENTS.names == [field.name for field in fields(Record)]


def test_a_turn_and_its_numbers_are_stored_as_ever():
    inner = DOCUMENTS.field("turns").type.value_type
    assert [field.name for field in inner] == [
        "turn_id", "role", "speaker", "speaker_printed", "language", "text", "start", "end", "answer_missing",
        "question_id",
    ]  # fmt: skip
    assert {field.name for field in inner} == {field.name for field in fields(Turn)}
    types = {name: str(DOCUMENTS.field(name).type) for name in ("revision", "warc_offset", "date", "turns_confidence")}
    assert types == {"revision": "int32", "warc_offset": "int64", "date": "date32[day]", "turns_confidence": "double"}


def test_every_field_says_what_it_is():
    described = [describe(field) for field in DOCUMENTS]
    inner = [part for field in described for part in field.get("fields", [])]
    assert [field["name"] for field in described + inner if len(field["description"]) < 8] == []


def test_the_json_schema_in_docs_is_that_of_the_code():
    assert json.loads(SCHEMA.read_text("utf-8")) == record_schema(), "write it with: make fields"


def test_the_json_of_a_record_is_as_its_schema_says(a_record):
    part = Part(url="https://film.example/a/2", warc_file="a.warc.gz", warc_offset=2**40, start=0, end=4)
    record = a_record(parts=(part, Part(url="")), films=(Film(title="Salt"),), images=(Image(url="u", lead=True),))
    schema = record_schema()
    assert wrong(json.loads(record_line(record)), schema, schema["$defs"]) == []
    assert wrong(json.loads(record_line(record)) | {"revision": "1"}, schema, schema["$defs"]) == ["revision"]
    assert wrong({"rule": 1}, {"type": "object", "additionalProperties": {"type": "string"}}, {}) == ["rule"]


def wrong(value, schema, kinds, place=""):
    """The places where a value is not as a JSON Schema says, by the few keywords that ours has."""
    schema = kinds[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if "anyOf" in schema:
        return min((wrong(value, each, kinds, place) for each in schema["anyOf"]), key=len)
    if "enum" in schema:
        return [] if value in schema["enum"] else [place]
    types = {
        "string": str,
        "integer": int,
        "number": float,
        "boolean": bool,
        "null": NoneType,
        "array": list,
        "object": dict,
    }
    if type(value) is not types[schema["type"]]:
        return [place]
    if schema["type"] == "array":
        return [found for each in value for found in wrong(each, schema["items"], kinds, f"{place}[]")]
    if schema["type"] == "object":
        inner = schema.get("properties") or dict.fromkeys(value, schema.get("additionalProperties"))
        missing = [name for name in schema.get("required", ()) if name not in value]
        unknown = [name for name in value if name not in inner]
        return (
            missing
            + unknown
            + [found for name in value.keys() & inner.keys() for found in wrong(value[name], inner[name], kinds, name)]
        )
    return []


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
