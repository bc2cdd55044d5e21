from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_at_random_instants_a_crawl_loses_nothing_and_doubles_nothing():
    script = CHECKOUT / "tests" / "benchmarks" / "kills.py"
    done = subprocess.run(
        [sys.executable, str(script), "--pages", "100", "--kills", "3"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = json.loads(done.stdout)
    assert (found["lost"], found["doubled"], found["exit"], found["messages"]) == (0, 0, 0, "")
    assert found["fetched_again"] <= 16 * found["kills"]
