from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from words_of_the_code import strings

from junket.crawlers.ledger.drop import DROPS, Ended
from junket.exports.cli.reasons import reason_table
from junket.exports.field_tables import field_tables, with_field_tables
from junket.exports.tables import TABLES
from junket.exports.tables.arrow_columns import SCHEMA_VERSION
from junket.exports.tables.documents import DOCUMENTS
from junket.exports.tables.groups import GROUP_ROWS
from junket.exports.tables.parquet import PART_ROWS
from junket.pipelines.metadata.dates import PageDates
from junket.pipelines.page.document import Conversation, Document, Metadata, Stripping
from junket.pipelines.record.record import Doubt

DOCUMENT = (Path(__file__).parents[2] / "DATA_FORMAT.md").read_text("utf-8")


def test_the_tables_are_those_of_the_schema():
    assert all(field_tables(table) in DOCUMENT for table in TABLES), "write them with: make fields"


def test_the_tables_are_written_anew_where_they_stand():
    older = DOCUMENT.replace("| string, may be null |", "| text |").replace("| `kind` |", "| `sort` |")
    assert with_field_tables(older) == DOCUMENT != older
    with pytest.raises(ValueError, match="no heading ### Columns of `people`"):
        with_field_tables(DOCUMENT.replace("### Columns of `people`", "### People's columns"))


def test_version_and_sizes_are_those_of_the_code():
    assert f"now {SCHEMA_VERSION})" in DOCUMENT
    assert f"{GROUP_ROWS:,} rows" in DOCUMENT
    assert f"{PART_ROWS:,}\n  rows" in DOCUMENT


def test_every_column_that_the_text_speaks_of_exists():
    prose = DOCUMENT.partition("## The fields")[0]
    named = set(re.findall(r"`([a-z_]+)`", prose))
    others = {"kind", "question", "listing", "other", "answer_missing", "part_missing", "latest"}
    assert named - set(DOCUMENTS.names) - others == set()


def test_the_warnings_are_those_of_the_code():
    explained = _explained("## Warnings")
    known = set(get_args(Doubt))
    assert set(explained) == known
    assert len(explained) == len(known), "a warning is explained twice"
    assert known <= strings(but="pipelines/record/record.py"), "no code gives this warning"
    for step in (Document, Metadata, Stripping, Conversation, PageDates):
        assert step.__annotations__["warnings"] == "tuple[Doubt, ...]", step


def test_the_table_of_reasons_is_that_of_the_code():
    assert reason_table() in DOCUMENT, "print the table with: python -m junket.exports.cli.reasons"
    section = DOCUMENT.partition("## The crawl ledger")[2].partition("\n## ")[0]
    others = [word for word in get_args(Ended) if word and word not in DROPS]
    assert [word for word in others if f"`{word}`" not in section] == []


def _explained(heading: str) -> list[str]:
    section = DOCUMENT.partition(heading)[2].partition("\n## ")[0]
    return re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)
