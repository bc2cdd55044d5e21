from __future__ import annotations

import re
from pathlib import Path

from crawlers.saved_page import read_saved
from exports.field_tables import field_tables
from exports.parts import PART_ROWS
from exports.schema import DOCUMENTS, SCHEMA_VERSION
from exports.spool import GROUP_ROWS
from pipelines.interview import Interview
from pipelines.recipe import extract

PAGES = Path(__file__).parents[1] / "pages"
DOCUMENT = (Path(__file__).parents[2] / "DATA_FORMAT.md").read_text("utf-8")


def test_the_tables_are_those_of_the_schema():
    assert field_tables() in DOCUMENT, "print the tables with: python -m exports.field_tables"


def test_version_and_sizes_are_those_of_the_code():
    assert f"now {SCHEMA_VERSION})" in DOCUMENT
    assert f"{GROUP_ROWS:,} rows" in DOCUMENT
    assert f"{PART_ROWS:,}\n  rows" in DOCUMENT


def test_every_column_that_the_text_speaks_of_exists():
    prose = DOCUMENT.partition("## The fields")[0]
    named = set(re.findall(r"`([a-z_]+)`", prose))
    others = {"kind", "question", "listing", "other", "answer_missing", "part_missing", "latest"}
    assert named - set(DOCUMENTS.names) - others == set()


def test_the_warnings_that_occur_are_explained():
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", DOCUMENT.partition("## Warnings")[2], re.MULTILINE))
    assert {"date_missing", "turns_uncertain", "text_truncated"} <= explained
    saved = [path for path in PAGES.rglob("*") if path.suffix in {".html", ".txt", ".mhtml"}]
    occurring = set()
    for path in saved:
        outcome = extract(read_saved(path)).outcome
        occurring |= set(outcome.warnings) if isinstance(outcome, Interview) else set()
    assert occurring - explained == set()
