from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.secrets import mask_secrets


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://ada:pw@film.example/a", "https://***@film.example/a"),
        ("//ada@film.example/", "//***@film.example/"),
        ("https://film.example/a?token=abc&page=2", "https://film.example/a?token=***&page=2"),
        (
            "https://film.example/a?page=2&KEY=abc;sig=x#access_token=y",
            "https://film.example/a?page=2&KEY=***;sig=***#access_token=***",
        ),
        ("https://film.example/a?token=", "https://film.example/a?token="),
        ("https://film.example/@ada/key=1", "https://film.example/@ada/key=1"),
        ("https://film.example/?mail=a@b", "https://film.example/?mail=a@b"),
    ],
)
def test_passwords_and_tokens_are_masked_and_nothing_else(url, masked):
    assert mask_secrets(url) == masked


@given(st.text(max_size=200))
def test_any_string_can_be_masked_and_masking_again_changes_nothing(text):
    assert mask_secrets(mask_secrets(text)) == mask_secrets(text)


@given(st.from_regex(r"[a-z0-9]{8,20}", fullmatch=True), st.sampled_from(["token", "sig", "api_key", "Password"]))
def test_a_secret_never_survives(secret, name):
    masked = mask_secrets(f"https://u:{secret}@film.example/p?a=1&{name}={secret}&b=2")
    assert secret not in masked
