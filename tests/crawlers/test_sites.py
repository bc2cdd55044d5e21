"""The built-in sites' files, and the example of one in CONTRIBUTING.md."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from junket.crawlers.page import Page
from junket.crawlers.site.site_check import check_page, unmatched
from junket.crawlers.site.site_file import load_site, parse_site, site_names
from junket.pipelines.recipe import extract

SECTION = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8").partition("## Add a site\n")[2]
SECTION = SECTION.partition("\n## ")[0]
URL = "https://quay.example/stories/the-ferry"


def shown(kind):
    """The code blocks of the example, by their language."""
    return [dedent(each) for each in re.findall(rf"^   ```{kind}\n(.*?)^   ```$", SECTION, re.MULTILINE | re.DOTALL)]


@pytest.fixture
def page():
    (html,) = shown("html")
    return Page.from_text(URL, html)


@pytest.fixture
def files():
    stub, whole = shown("toml")
    return parse_site(stub.encode(), "quay.example.toml"), parse_site(whole.encode(), "quay.example.toml")


def test_the_example_of_a_site_works_as_it_stands_in_the_document(page, files):
    (test,) = shown("python")
    stub, whole = files
    names = {"extract": extract}
    exec(test, names)  # noqa: S102 - our own document
    names["test_quay"](page, whole)
    assert unmatched(check_page(whole, page)) == []
    for site in (None, stub):
        before = extract(page, site).outcome if site else extract(page).outcome
        assert (before.authors, before.date) == ((), None)
        assert "Read on a bench" in before.text
        with pytest.raises(AssertionError):
            names["test_quay"](page, site)
    text = extract(page, whole).outcome.text
    assert text.count("\n\n") == 2
    assert text.endswith("nobody said a word.")


def test_what_matches_nothing_on_a_page_is_named(files):
    other = Page.from_text("https://quay.example/about", "<p>The quay.</p>")
    rules = {match.rule for match in unmatched(check_page(files[1], other))}
    assert {"div.story", "p.day", "div.mood"} <= rules


@pytest.mark.parametrize("domain", site_names())
def test_each_built_in_file_is_read(domain):
    assert load_site(domain).domain == domain
