from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from junket.crawlers.errors import ExitCode, UsageProblem
from junket.crawlers.urls import as_fetched, canonicalize, check_url, document_id, resolve_link, same_site, site_of

URLISH = st.text(alphabet=st.sampled_from("htps:/.@#?&=%;[]0123456789abcwwW\\ йё\u0000\ud800+-_~!|\t"), max_size=60)
WILD = st.one_of(st.text(max_size=80), URLISH, URLISH.map("https://".__add__), URLISH.map("http://a.org/".__add__))


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.ORG:80/a/../b#top", "http://example.org/b"),
        ("https://example.org:443", "https://example.org/"),
        ("https://example.org.:8443/x", "https://example.org:8443/x"),
        ("https://example.org/x?b=2&utm_source=mail&a=1&FBCLID=z&yclid=4", "https://example.org/x?a=1&b=2"),
        ("https://example.org/x;jsessionid=AB12?PHPSESSID=9", "https://example.org/x"),
        ("https://example.org/?sid=17&ref=home", "https://example.org/?ref=home&sid=17"),
        ("https://me:secret@example.org/x", "https://example.org/x"),
        ("https://пример.рф/кино", "https://xn--e1afmkfd.xn--p1ai/%D0%BA%D0%B8%D0%BD%D0%BE"),
        ("https://example.org/%d0%ba", "https://example.org/%D0%BA"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://exa mple.org/", ""),
        ("https://example.org:99999/", ""),
        ("https://example.org/" + "a" * 9000, ""),
        ("", ""),
    ],
)
def test_one_spelling_for_each_page(url, canonical):
    assert canonicalize(url) == canonical


@given(WILD)
@example("https://a.org/;jsessionid=1;jsessionid=2")
@example("https://a.org/%25%32%35")
@settings(max_examples=400, deadline=None)
def test_canonicalize_never_raises_and_is_idempotent(url):
    once = canonicalize(url)
    assert canonicalize(once) == once


@settings(deadline=None)
@given(WILD, WILD)
def test_wild_strings_raise_nothing_but_usage_problems(one, other):
    document_id(one)
    same_site(one, other)
    link = resolve_link(one, other)
    assert link == "" or link.startswith(("http://", "https://"))
    with contextlib.suppress(UsageProblem):
        checked = check_url(one)
        assert site_of(checked)


def test_the_id_outlives_a_move_to_https_and_a_slash():
    spellings = {"http://www.example.org/film/", "https://example.org/film", "https://www.example.org/film"}
    assert len({document_id(canonicalize(url)) for url in spellings}) == 1
    assert document_id("https://example.org/film") != document_id("https://example.org/film?page=2")
    assert document_id("https://example.org/film") == "af193db4b07a8302"


def test_a_telephones_page_has_its_desktops_id():
    for host in ("m.example.org", "mobile.example.org", "amp.example.org"):
        assert document_id(f"https://{host}/film") == document_id("https://example.org/film")
    assert document_id("https://film.example.org/x") != document_id("https://filexample.org/x")
    assert document_id("https://en.example.org/film") != document_id("https://example.org/film")
    assert document_id("https://m.org/film") != document_id("https://org/film")


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/x", "example.org"),
        ("https://m.example.org", "example.org"),
        ("https://amp.example.org", "example.org"),
        ("https://m.org/", "m.org"),
        ("https://film.example.org/m.html", "film.example.org"),
        ("https://webamp.example.org/", "webamp.example.org"),
        ("https://en.example.org/", "en.example.org"),
        ("http://127.0.0.1:8000/a", "127.0.0.1:8000"),
        ("http://example.org:80/", "example.org"),
        ("nothing", ""),
    ],
)
def test_the_site_is_the_host_without_its_door(url, site):
    assert site_of(url) == site


def test_no_url_is_on_no_site():
    assert same_site("https://www.example.org/a", "http://m.example.org/b")
    assert not same_site("", "")


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("../b?z=1&a=2&utm_medium=x#c", "https://example.org/b?z=1&a=2"),
        ("//other.org/x", "https://other.org/x"),
        (" /c ", "https://example.org/c"),
        ("mailto:a@example.org", ""),
        ("file:///etc/passwd", ""),
        ("https://u:p@example.org/", ""),
        ("http://[bad/", ""),
    ],
)
def test_a_link_becomes_what_is_fetched(href, link):
    assert resolve_link("https://example.org/a/page", href) == link


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (" https://example.org/a#b ", "https://example.org/a"),
        ("example.org", "https://example.org/"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("localhost:8080", "https://localhost:8080/"),
        ("https://example.org/кино", "https://example.org/%D0%BA%D0%B8%D0%BD%D0%BE"),
    ],
)
def test_what_a_person_types_becomes_a_url(text, url):
    assert check_url(text) == url


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/x", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("page.html", "a file's name, no URL"),
        ("not a url", "is no URL"),
        ("", "is no URL"),
        ("https://", "no host"),
        ("https://example.org:port/", "is no URL"),
        ("https://example.org/" + "a" * 9000, "longer than 8,000"),
    ],
)
def test_what_is_no_url_is_said_on_one_line(text, said):
    with pytest.raises(UsageProblem) as caught:
        check_url(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == ExitCode.USAGE
    assert len(str(caught.value)) < 400


def test_a_password_is_not_repeated():
    with pytest.raises(UsageProblem, match="sends no credentials") as caught:
        check_url("https://me:secret@example.org/x")
    assert "secret" not in str(caught.value)


@given(st.from_regex(r"https?://[a-z0-9.-]{1,12}\.(org|xn--p1ai|a)/[A-Za-z0-9._/-]{0,20}", fullmatch=True))
@example("https://example.org/a/./b")
@example("https://example.org/a/../b/")
@example("https://example.org//a")
@example("https://example.org/...")
@example("https://xn--e1afmkfd.org/a")
def test_a_plain_url_goes_a_shorter_way_to_the_same_spelling(url):
    assert canonicalize(url) == canonicalize(url + "#fragment")


@pytest.mark.parametrize(
    "url",
    [
        "https://film.example/talks/ilva morrent.html",
        "https://film.example/talks/ilva  morrent (2).html?q=a b&c=d",
        "https://film.example/сұхбат/Алия Сафина",
        "https://кино.example/entretien/été",
        "http://film.example/a?name=Gülnur Ömür",
        " https://film.example/a ",
        "https://film.example/a%20b?x=1",
        "https://film.example/plain",
    ],
)
def test_an_address_that_comes_with_a_page_is_spelled_as_the_live_one(url):
    assert as_fetched(url) == check_url(url)
    assert as_fetched(as_fetched(url)) == as_fetched(url)


@pytest.mark.parametrize(
    "other", ["", "urn:junket:nameless:ab cd", "file:///C:/My Pages/a.html", "dns:film.example", "a b"]
)
def test_what_is_no_web_address_keeps_its_spelling(other):
    assert as_fetched(other) == other


@given(WILD)
@example("HTTP:// ?")
@example("HTTP://\x08#")
def test_spelling_an_address_raises_nothing_and_settles(url):
    assert as_fetched(as_fetched(url)) == as_fetched(url)
    if as_fetched(url) != url:
        assert document_id(canonicalize(as_fetched(url))) == document_id(canonicalize(url.strip()))
