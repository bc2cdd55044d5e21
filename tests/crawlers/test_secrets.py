from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.secrets import mask_secrets, mask_text


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
        ("https://film.example/article.php?sid=4711", "https://film.example/article.php?sid=4711"),
        ("https://film.example/article.php?sid=4711abc", "https://film.example/article.php?sid=***"),
        ("https://film.example/?token=4711", "https://film.example/?token=***"),
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


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "Retrying <GET https://ada:pw@film.example/a?token=abc> (failed 2 times)",
            "Retrying <GET https://***@film.example/a?token=***> (failed 2 times)",
        ),
        ("to http://film.example/?page=2&sig=x, then on", "to http://film.example/?page=2&sig=*** then on"),
        ("Disallow: /*access_token=abc (User-agent: *)", "Disallow: /*access_token=*** (User-agent: *)"),
        ("no token at all; monkey=3, mail ada@film.example", "no token at all; monkey=3, mail ada@film.example"),
    ],
)
def test_a_text_keeps_no_secret_of_the_addresses_in_it(text, masked):
    assert mask_text(text) == masked


@given(st.text(max_size=200))
def test_any_text_can_be_masked_and_masking_again_changes_nothing(text):
    assert mask_text(mask_text(text)) == mask_text(text)
