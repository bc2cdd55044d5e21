"""No page costs more than ten seconds or 300 MB, none loses its text without a word: each in its own process."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("hostile_pages.py")
NAMES = list(runpy.run_path(str(SCRIPT))["PAGES"])
SECONDS, MEGABYTES = 10.0, 300.0
WITHOUT_TEXT = {"frames": "too_large", "empty_body": "empty", "open_paragraphs": "too_large"}
BEYOND_THE_BOUND = {"meta_tags": "too_large", "scripts": "too_large"}
"""Their text lies behind more markup than a page may have."""
NO_LADDER = {"questions", "quotations"}
"""Pages that say nothing of one."""
DAMAGED = {"text_truncated", "charset_guessed", "charset_damaged", "nesting_flattened", "hidden_text_used"}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_page_is_bounded(name):
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, str(SCRIPT), name], env=environment, capture_output=True, check=True)
    found = json.loads(done.stdout)
    assert found["seconds"] < SECONDS
    if sys.platform == "linux":
        assert found["megabytes"] < MEGABYTES
    assert found.get("reason") == (WITHOUT_TEXT | BEYOND_THE_BOUND).get(name)
    if "reason" not in found:
        assert found["text"]
        assert found["ladder"] or DAMAGED & set(found["warnings"]) or name in NO_LADDER
