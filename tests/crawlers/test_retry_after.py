from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.polite.retry_after import seconds_to_wait

NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "said", "seconds"),
    [
        (503, "7", 7),
        (429, " 120 ", 120),
        (503, "Mon, 04 May 2026 03:03:01 GMT", 60),
        (503, "Mon, 04 May 2026 03:00:00 GMT", 0),
        (503, None, 0),
        (503, "soon", 0),
        (429, None, 10),
        (429, "-5", 10),
        (200, "7", 0),
        (500, "7", 0),
    ],
)
def test_the_pause_asked_for(status, said, seconds):
    assert seconds_to_wait(status, said, NOW) == seconds


@given(st.text(max_size=40))
def test_any_header_gives_a_pause_that_is_no_less_than_nothing(said):
    assert seconds_to_wait(429, said, NOW) >= 0
