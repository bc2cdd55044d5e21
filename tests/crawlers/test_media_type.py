from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.network.media_type import parse_content_type


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text/html; charset=utf-8", ("text/html", "utf-8")),
        ('Text/HTML ;x=1; Charset = "windows-1251"', ("text/html", "windows-1251")),
        ("application/xhtml+xml", ("application/xhtml+xml", None)),
        ("", ("text/html", None)),
        (None, ("text/html", None)),
        ("nonsense; charset=koi8-r", ("text/html", "koi8-r")),
    ],
)
def test_media_type_and_charset(value, expected):
    assert parse_content_type(value) == expected


@given(st.text())
def test_any_header_gives_a_media_type(value):
    media_type, _ = parse_content_type(value)
    assert media_type.count("/") == 1
    assert media_type == media_type.lower()
