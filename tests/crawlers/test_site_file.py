from __future__ import annotations

import contextlib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.errors import ExitCode, HomeProblem, Unreachable, UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.site.site import Site
from junket.crawlers.site.site_file import (
    _SITE_KEYS,
    adopt,
    all_sites,
    load_site,
    parse_site,
    site_for_url,
    site_names,
    write_new,
)

WHOLE = """
domain = "example.org"
name = "Example"
verified = true
hosts = ["en.example.org"]
language = "en"
timezone = "Asia/Almaty"
day_first = true
start = ["https://example.org/film"]
sitemaps = ["https://example.org/sitemap.xml"]
feeds = ["https://example.org/feed"]
article = ['/film/\\d+$']
listing = ['/film/?$']
deny = ['/print/']
boilerplate = ["Rates"]

[[selectors]]
valid_from = 2015-01-01
content = "div.text"

[[selectors]]
valid_from = 2024-05-01
content = "article > .body"
strip = [".aside"]
"""


def test_a_whole_file_becomes_a_site():
    site = parse_site(WHOLE.encode(), "example.org.toml")
    assert site.domain == "example.org"
    assert site.article == (r"/film/\d+$",)
    assert [entry.valid_from for entry in site.selectors] == [date(2015, 1, 1), date(2024, 5, 1)]
    assert site.selectors_on(date(2020, 1, 1)).content == "div.text"
    assert len(site.rules_version) == 12
    assert site.rules_version != parse_site(WHOLE.encode() + b"#", "x").rules_version


def test_there_is_a_key_for_each_field():
    assert {entry.name for entry in fields(Site)} == {*_SITE_KEYS, "rules_version"}


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('content = "article', 'contents = "article', 23, "selectors[2].contents: is no key"),
        ("language", "langauge", 6, "langauge: is no key"),
        ('"en"\n', '"English"\n', 6, "language: 'English' must be a language code"),
        ("verified = true", "verified = 1", 4, "verified: must be true or false"),
        ('"Asia/Almaty"', '"Almaty"', 7, "timezone: 'Almaty' must be an IANA time zone"),
        ("['/film/\\d+$']", "['(a+)+$']", 12, "article: '(a+)+$'"),
        ("['/film/\\d+$']", "['[']", 12, "article: '[': no regular expression"),
        ("['/film/\\d+$']", "'/film/'", 12, "article: must be a list"),
        ('["https://example.org/film"]', '["/film"]', 9, "start: '/film' must be a whole URL"),
        (
            '["https://example.org/film"]',
            '["file:///etc/passwd"]',
            9,
            "start: 'file:///etc/passwd' file: is not fetched",
        ),
        ('"article > .body"', '"article >"', 23, "selectors[2].content: 'article >' is no CSS selector"),
        ('"div.text"', '"div.text::text"', 19, "selectors[1].content:"),
        ("2015-01-01", '"2015"', 18, "selectors[1].valid_from: must be a day"),
        ('"Rates"', '""', 15, "boilerplate: must be a text"),
        ("[[selectors]]\nvalid_from = 2024-05-01", "[[selectors]]", 21, "selectors[2]: valid_from is missing"),
        ('domain = "example.org"', 'domain = "https://www.example.org"', 2, "must be a host alone"),
    ],
)
def test_what_is_not_right_is_named_with_file_line_and_key(old, new, line, said):
    with pytest.raises(UsageProblem) as caught:
        parse_site(WHOLE.replace(old, new, 1).encode(), "my.toml")
    message = str(caught.value)
    assert said in message
    assert message.startswith(f"my.toml:{line}:")
    assert caught.value.exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"domain = ", "is no TOML: Invalid value (at end of document)"),
        (b'name = "x"\nname = = "y"\na = 1', "line 2"),
        (b"\xff\xfe", "is no TOML"),
        (b"name = 'x'", "domain: is missing"),
        (b"#" * 300_000, "larger than 256 KiB"),
        (b"a=" + b"[" * 5000, "is no TOML"),
    ],
)
def test_what_is_no_site_file_is_said(data, said):
    with pytest.raises(UsageProblem, match=r"^bad\.toml") as caught:
        parse_site(data, "bad.toml")
    assert said in str(caught.value)


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet='domain="exlrg.[]\n', max_size=60).map(str.encode))
def test_wild_bytes_raise_nothing_else(data):
    with contextlib.suppress(UsageProblem):
        assert parse_site(data, "wild.toml").domain


def test_the_built_in_sites_claim_nothing_that_nobody_checked():
    sites = {site.domain: site for site, _path in all_sites()}
    assert {"tengrinews.kz", "voyagela.com", "timesca.com", "vlast.kz", "the-steppe.com"} <= set(sites)
    for site in sites.values():
        assert site.verified or not site.selectors
        assert site.start


def test_a_name_a_url_and_a_path_load_the_same(tmp_path):
    (tmp_path / "example.org.toml").write_text(WHOLE)
    by_path = load_site(str(tmp_path / "example.org.toml"))
    assert by_path.domain == "example.org"
    assert load_site("tengrinews.kz") == load_site("https://www.tengrinews.kz/x")
    assert "tengrinews.kz" in site_names()


def test_a_name_that_nobody_knows_is_a_usage_problem(tmp_path):
    with pytest.raises(UsageProblem, match=r"no site file has that name; there are .*tengrinews.kz"):
        load_site("nowhere.example")
    with pytest.raises(Unreachable, match="No such file"):
        load_site(tmp_path / "none.toml")


def _override(home: Path, text: str, name: str = "tengrinews.kz.toml") -> Home:
    made = Home.create(home)
    (made.site_overrides / name).write_text(text)
    return made


def test_a_homes_own_file_comes_first(tmp_path):
    home = _override(tmp_path, 'domain = "tengrinews.kz"\nname = "Mine"')
    assert load_site("tengrinews.kz", home).name == "Mine"
    assert site_for_url("https://tengrinews.kz/x", tmp_path).name == "Mine"
    assert site_for_url("https://tengrinews.kz/x").name == "Tengrinews"
    assert [path for site, path in all_sites(home) if site.name == "Mine"] == [
        str(home.site_overrides / "tengrinews.kz.toml")
    ]


def test_a_broken_override_is_said_and_not_skipped(tmp_path):
    home = _override(tmp_path, 'domain = "example.org"')
    with pytest.raises(UsageProblem, match=r"name the file example\.org\.toml"):
        all_sites(home)
    with pytest.raises(UsageProblem):
        site_for_url("https://other.example/", home)


def test_a_further_host_is_of_its_site_and_other_hosts_are_their_own():
    assert site_for_url("https://en.tengrinews.kz/x").domain == "tengrinews.kz"
    assert site_for_url("https://blog.tengrinews.kz/x") == Site.for_domain("blog.tengrinews.kz")
    assert site_for_url("http://127.0.0.1:8000/x").domain == "127.0.0.1:8000"


def test_a_site_on_a_port_has_a_file_too(tmp_path):
    home = _override(tmp_path, 'domain = "127.0.0.1:8000"', "127.0.0.1_8000.toml")
    assert site_for_url("http://127.0.0.1:8000/x", home).rules_version
    assert load_site("127.0.0.1:8000", home).domain == "127.0.0.1:8000"


def test_a_file_given_by_path_becomes_the_homes_own_once(tmp_path):
    given_file = tmp_path / "mine.toml"
    given_file.write_text('domain = "film.example"\nname = "One"')
    home = Home.create(tmp_path / "home")
    for _ in range(2):
        adopt(given_file, load_site(given_file), home)
    assert site_for_url("https://film.example/x", home).name == "One"
    given_file.write_text('domain = "film.example"\nname = "Two"')
    with pytest.raises(UsageProblem, match="exists already"):
        adopt(given_file, load_site(given_file), home)
    assert load_site("film.example", home).name == "One"


def test_a_place_that_cannot_be_written_is_a_home_problem(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeProblem, match="is not a folder"):
        write_new(tmp_path / "file" / "sites" / "x.toml", b"", Home(tmp_path / "file"))
