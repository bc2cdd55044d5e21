from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.secrets import mask_secrets, mask_text

SECRET_NAMES = [
    "csrf_token",
    "oauth_token",
    "auth_key",
    "code",
    "hmac",
    "bearer",
    "PHPSESSID",
    "preview_nonce",
    "user[password]",
    "user%5Bpassword%5D",
    "user%255Bpassword%255D",
    "t%6Fken",
    "t%256Fken",
    "sig%65ature",
    "token",
    "accessToken",
    "X-API-Key",
    "x-amz-signature",
    "authenticity_token",
    "csrfmiddlewaretoken",
    "__RequestVerificationToken",
    "id_token",
    "token[0]",
    "token.value",
    "password2",
    "new-password",
    "SAMLResponse",
    "oauth_verifier",
    "_wpnonce",
    "hmac_sha256",
    "login_code",
    "share_key",
    "AWSAccessKeyId",
    "client_secret",
    "db.passwd",
    "jsessionid",
    "ASPSESSIONIDQQRTTS",
    "connect.sid",
    "motdepasse",
    "Passwort",
    "senha",
    "jwt",
    "xsrf",
    "reset_key",
    "api.key",
]
PLAIN_NAMES = [
    "author",
    "authority",
    "monkey",
    "keyword",
    "keywords",
    "passage",
    "sessions",
    "assignment",
    "signal",
    "design",
    "page",
    "id",
    "token-economy",
    "token_type",
    "sort_key",
    "search_key",
    "country_code",
    "zipcode",
    "postcode",
    "decode",
    "annonce",
    "signature_version",
    "passenger",
    "compass",
    "keyframe",
    "p%61ge",
    "user%5Bid%5D",
    "oauthor",
    "secretary",
    "assign",
    "significant",
    "cod",
    "codec",
    "turkey",
    "hotkey",
    "pincode",
    "tokens_per_page",
    "designer",
]


@pytest.mark.parametrize("name", SECRET_NAMES)
@pytest.mark.parametrize(
    ("before", "after"), [("/a?p=1&", "&q=2"), ("/a?", "#top"), ("/a#", "&x=1"), ("/a;", "/b?c=3"), ("/#/r?", "")]
)
def test_a_secret_is_told_by_the_words_of_its_name(name, before, after):
    url = f"https://film.example{before}{name}=hush12345{after}"
    assert mask_secrets(url) == url.replace("hush12345", "***")
    assert mask_text(f"to <GET {url}> at once") == f"to <GET {url.replace('hush12345', '***')}> at once"


@pytest.mark.parametrize("name", PLAIN_NAMES)
@pytest.mark.parametrize("place", ["/a?{}=plain12345&b=2", "/a;{}=plain12345/b", "/a#{}=plain12345"])
def test_a_plain_name_keeps_its_value(name, place):
    url = "https://film.example" + place.format(name)
    assert mask_secrets(url) == mask_text(url) == url


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("key=Hardware+--+Catalogs&c=x", "key=Hardware+--+Catalogs&c=x"),
        ("key=%D0%9A%D0%B8%D0%BD%D0%BE%20%D0%B8%20%D1%82%D0%B5%D0%B0%D1%82%D1%80", None),
        ("key=hush", "key=***"),
        ("key=hush+4+you", "key=***"),
        ("token=two+words", "token=***"),
    ],
)
def test_several_words_are_a_shelf_and_no_secret(query, shown):
    assert mask_secrets(f"https://film.example/?{query}") == f"https://film.example/?{shown or query}"


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://film.example/?u=https://ada:pw@h.example/&x=1", "https://film.example/?u=https://***@h.example/&x=1"),
        (
            "https://film.example/?u=https%3A%2F%2Fada%3Apw%40h.example%2Fa&x=1",
            "https://film.example/?u=https%3A%2F%2F***%40h.example%2Fa&x=1",
        ),
        ("https://film.example/?next=/a?token=abc&x=1", "https://film.example/?next=/a?token=***&x=1"),
        ("https://film.example/?next=%2Fa%3Ftoken%3Dabc", "https://film.example/?next=%2Fa%3Ftoken%3D***"),
        ("https://film.example/?next=%252Fa%253Fcode%253Dabc", "https://film.example/?next=%252Fa%253Fcode%253D***"),
        ("https://film.example/?state=token%3Dabc%26p%3D1", "https://film.example/?state=token%3D***%26p%3D1"),
        (
            "https://a.example/web/20200101id_/http://u:p@h/?sig=x",
            "https://a.example/web/20200101id_/http://***@h/?sig=***",
        ),
        ("https://a.example/get/http%3A%2F%2Fu%3Ap%40h%2F", "https://a.example/get/http%3A%2F%2F***%40h%2F"),
        ("https://film.example/(S(lit3py55t21z5v55vlm25s55))/a", "https://film.example/(S(***))/a"),
        ("https://film.example/?a=eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc_-9", "https://film.example/?a=***"),
        ("https://film.example/t/eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc_-9/b", "https://film.example/t/***/b"),
        ("https://film.example/?k=AKIAIOSFODNN7EXAMPLE", "https://film.example/?k=***"),
        ("https://film.example/?ticket=ST-1856339-aA5Yuvrxzpv8Tau1cYQ7", "https://film.example/?ticket=***"),
    ],
)
def test_a_secret_is_told_by_what_a_value_holds(url, masked):
    assert mask_secrets(url) == mask_text(url) == masked


@pytest.mark.parametrize(
    "url",
    [
        "https://film.example/?doc=5f4dcc3b5aa765d61d8327deb882cf99&uuid=0b5a1f4e-7c6d-4b0a-9a3f-1d2c3b4a5f60",
        "https://film.example/?u=https%3A%2F%2Fother.example%2Fa%3Fpage%3D2%26q%3D%D1%84%D0%B8%D0%BB%D1%8C%D0%BC",
        "https://film.example/?q=a=b%3Dc&mail=ada%40film.example&at=@ada",
        "https://film.example/@ada/50%25-off;v=2/?code=4711&key=12&auth=7",
        "https://film.example/?q=eyJ&title=%20sk-8&t=AKIRA",
        "https://film.example/?return=%2Fvideo%3Ftoken%3D",
    ],
)
def test_an_address_without_a_secret_stays_to_the_character(url):
    assert mask_secrets(url) == mask_text(url) == url


@pytest.mark.parametrize(
    "part", ["?", "a=%25", "?a=%3d", "https://", "http://a@", "%25", "eyJaaaaaa.", "a;", "aA", "/%41", "bearer ", "[a]"]
)
def test_what_a_hostile_address_costs_grows_with_its_length_only(part):
    started = time.process_time()
    assert mask_secrets(part * 20_000)
    assert mask_text(part * 20_000)
    assert time.process_time() - started < 5


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
