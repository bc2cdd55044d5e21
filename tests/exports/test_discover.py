"""``junket discover`` on the bundled loopback sites."""

import json

import forked
import pytest

from junket.crawlers.errors import ExitCode
from junket.exports.demo.film_site import SITES, load_site
from junket.exports.demo.server import serve


@pytest.fixture(scope="module")
def site():
    with serve(load_site(next(iter(SITES)))) as running:
        yield running


def discover(site, *options, cwd, path=""):
    command = ["-m", "junket", "discover", site.start + path, "--allow-private", site.host, *options]
    return forked.run(command, cwd=cwd)


def test_json_lines_say_where_urls_come_from_what_they_are_and_the_sum(site, tmp_path):
    done = discover(site, "--max-pages", "3", cwd=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["line"] for row in rows} == {"source", "url", "summary"}
    urls = [row for row in rows if row["line"] == "url"]
    assert [row["within_budget"] for row in urls][:4] == [True, True, True, False]
    assert all(row["why"] for row in urls)
    assert rows[-1]["max_pages"] == 3
    assert sum(rows[-1]["counts"].values()) == len(urls)
    assert list(tmp_path.iterdir()) == []


def test_the_table_is_for_people(site, tmp_path):
    done = discover(site, "--format", "table", cwd=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr
    for word in ("robots", "fetch", "article", "In all"):
        assert word in done.stdout


def test_a_page_that_is_not_there_has_its_exit_code(site, tmp_path):
    done = discover(site, cwd=tmp_path, path="no-such-page/")
    assert done.returncode == ExitCode.UNREACHABLE
    assert "404" in done.stderr
