from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.site.pattern import MAX_MATCHED, compile_pattern, matches


@pytest.mark.parametrize(
    "pattern",
    [
        r"^https://[^/]+/[^/]+/[^/]+/[^/]+/?$",
        r"/\d{4}/\d{2}/[\w-]+-\d+\.html$",
        r"/(?:interview|intervju)/[^/?]+/?$",
        r"(?i)/KINO/.*-\d{5,8}",
        r"[?&]page=\d+",
        r"/(?:en/)?news/\d{1,2}-\d{1,2}",
        r"/[a-z]+(?:-[a-z]+)?$",
    ],
)
def test_patterns_that_sites_need_are_taken(pattern):
    assert compile_pattern(pattern).pattern == pattern


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(a+)+$", "repeat"),
        ("(?:a|ab)*$", "repeat"),
        ("(?:/[a-z]+)+", "several characters"),
        ("(?:foo-)*", "several characters"),
        (".*a.*b.*", "three repeats"),
        (r"\w+\w*[a-z]+", "three repeats"),
        ("[[a]", "no regular expression"),
        (r"(?:a{1,9}){1,9}", "repeat"),
        (r"(?=a)a", "look-around"),
        (r"(a)\1", "back references"),
        ("[", "no regular expression"),
        ("*", "no regular expression"),
        ("a" * 501, "at most 500"),
        ("(" * 200 + ")" * 200 + "+", "repeat"),
    ],
)
def test_patterns_that_are_broken_or_can_run_away_are_refused(pattern, said):
    with pytest.raises(ValueError, match=said):
        compile_pattern(pattern)


@given(st.text(alphabet=st.sampled_from("ab/.-[]()|*+?{}^$\\dwDW019,:="), max_size=25))
@settings(max_examples=300, deadline=None)
def test_no_accepted_pattern_runs_long(pattern):
    with contextlib.suppress(ValueError):
        compile_pattern(pattern)
        start = time.process_time()
        for url in ("a" * 300, "1" * 300, "a/" * 150, "-" * 300 + "!", "ab1-" * 75 + "\n"):
            matches(url, [pattern])
        assert time.process_time() - start < 2


def test_only_the_head_of_a_long_url_is_matched():
    assert matches("https://example.org/interview/x", ["/interview/"])
    assert not matches("a" * MAX_MATCHED + "/interview/", ["/interview/"])
