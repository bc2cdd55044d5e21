"""No page costs more than ten seconds or 300 MB, none loses its text without a word: each in its own process."""

import json
import runpy
import sys
from pathlib import Path

import forked
import pytest

SCRIPT = Path(__file__).with_name("hostile_pages.py")
NAMES = list(runpy.run_path(str(SCRIPT))["PAGES"])
SECONDS, MEGABYTES = 10.0, 260.0
"""What is loaded before a page takes 40 MB more."""
WITHOUT_TEXT = {"frames": "too_large", "empty_body": "empty", "open_paragraphs": "too_large"}
BEYOND_THE_BOUND = {"meta_tags": "too_large", "scripts": "too_large"}
"""Their text lies behind more markup than a page may have."""
NO_LADDER = {"questions", "quotations"}
"""Pages that say nothing of one."""
DAMAGED = {"text_truncated", "charset_guessed", "charset_damaged", "nesting_flattened", "hidden_text_used"}


TWINS = {
    "text_node": "text_node_in_cyrillic",
    "text_node_of_one_word": "text_node_in_cyrillic",
    "broken_lines": "lines_of_one_paragraph",
    "headings": "tiny_paragraphs",
    "tiny_tags": "inline_nesting",
    "list_of_links": "links",
    "quotations": "questions",
    "scripts": "meta_tags",
    "table_of_rows": "tiny_paragraphs",
    "frames": "open_paragraphs",
}
"""Dear pages, each with one that costs time or memory in the same way: these are left to ``make long``."""


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.long] * (name in TWINS)) for name in NAMES])
def test_a_hostile_page_is_bounded(name):
    done = forked.run(["-c", SCRIPT.read_text("utf-8"), name])
    found = json.loads(done.stdout)
    assert found["seconds"] < SECONDS
    assert found["megabytes"] < MEGABYTES
    assert found["megabytes"] > 0 or sys.platform != "linux"
    assert found.get("reason") == (WITHOUT_TEXT | BEYOND_THE_BOUND).get(name)
    if "reason" not in found:
        assert found["text"]
        assert found["ladder"] or DAMAGED & set(found["warnings"]) or name in NO_LADDER
