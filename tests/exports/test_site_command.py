"""``junket site``, as people call it: in a process of its own, against a real server."""

from __future__ import annotations

import json
from pathlib import Path

import forked
import pytest

from junket.crawlers.errors import ExitCode
from junket.crawlers.site.site_file import load_site
from junket.exports.demo.film_site import SITES
from junket.exports.demo.film_site import load_site as load_demo
from junket.exports.demo.server import serve

PAGE = """<html lang="en"><title>Film</title>
<div class="text"><p>Ada makes bread.</p></div><a href="/talk/1">A</a></html>"""


def junket(*arguments: str | Path):
    return forked.run(["-c", "from junket.exports.cli import main; main()", "site", *map(str, arguments)])


@pytest.fixture
def rules(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "film.example.toml"
        path.write_text(f'domain = "film.example"\n{text}')
        return path

    return write


@pytest.fixture
def saved(tmp_path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    return path


def test_add_writes_a_file_into_the_home_once(tmp_path):
    home = tmp_path / "home"
    with serve(load_demo(SITES[0])) as site:
        arguments = ("add", site.start, "--home", home, "--allow-private", site.host)
        done = junket(*arguments)
        assert done.returncode == ExitCode.OK, done.stderr
        target = Path(done.stdout.strip())
        assert target.parent == home / "overrides" / "sites"
        assert "junket site check" in done.stderr
        made = load_site(site.host, home)
        assert (made.verified, made.start) == (False, (site.start,))
        assert made.feeds
        target.write_text(target.read_text() + "# mine\n")
        again = junket(*arguments)
        assert again.returncode == ExitCode.USAGE
        assert "exists already" in again.stderr
        assert target.read_text().endswith("# mine\n")


def test_add_of_what_cannot_be_had_writes_nothing(tmp_path):
    done = junket("add", "http://nowhere.invalid/", "--home", tmp_path)
    assert done.returncode == ExitCode.UNREACHABLE
    assert "unknown host" in done.stderr
    assert not list((tmp_path / "overrides" / "sites").iterdir())


def test_check_says_what_matches(rules, saved):
    path = rules("article = ['/talk/\\d+$']\n[[selectors]]\nvalid_from = 2020-01-01\ncontent = 'div.text'\n")
    done = junket("check", path, saved)
    assert done.returncode == ExitCode.OK, done.stderr
    assert "Ada makes bread." in done.stdout
    assert "Traceback" not in done.stderr


def test_check_names_what_matches_nothing(rules, saved):
    path = rules("[[selectors]]\nvalid_from = 2020-01-01\ncontent = 'div.body'\n")
    done = junket("check", path, saved, "--json")
    assert done.returncode == ExitCode.USAGE
    assert "selectors[1].content 'div.body'" in done.stderr
    assert [match["count"] for match in json.loads(done.stdout)["matches"]] == [0]


def test_check_of_a_broken_file_names_file_line_and_key(rules):
    path = rules("artcle = ['x']\n")
    done = junket("check", path)
    assert done.returncode == ExitCode.USAGE
    assert f"{path}:2: artcle: is no key" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_check_of_a_file_without_rules_needs_no_page():
    done = junket("check", "vlast.kz")
    assert done.returncode == ExitCode.OK
    assert "the file is right" in done.stderr


def test_check_of_a_missing_page_says_so(rules, tmp_path):
    done = junket("check", rules("boilerplate = ['Rates']\n"), tmp_path / "none.html")
    assert done.returncode == ExitCode.UNREACHABLE
    assert "no such file" in done.stderr


def test_list_shows_the_built_in_sites():
    rows = json.loads(junket("list", "--json").stdout)
    assert {"tengrinews.kz", "voyagela.com", "timesca.com", "vlast.kz", "the-steppe.com"} <= {
        row["domain"] for row in rows
    }
    assert not any(row["verified"] for row in rows)
    assert "voyagela.com" in junket("list").stdout
