"""A home with a site that was redesigned: what its rules read of which time, and what is proposed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from redesigns.article import BEFORE, RULES, SITE, article, old_page
from redesigns.kinds import classes_renamed

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.home import Home
from junket.crawlers.site.site_file import parse_site
from junket.exports.redesign.proposal import propose_selectors
from junket.pipelines.redesign.proposal import NoProposal, Proposal

CHANGED = date(2026, 4, 20)


def fetch(home: Home, pages: list[tuple[int, str, datetime]]) -> None:
    with WarcWriter(home.warc, operation="crawl") as writer:
        for number, html, moment in pages:
            writer.write_exchange(
                Exchange(
                    url=article(number).url,
                    status=200,
                    response_headers=[("Content-Type", "text/html; charset=utf-8")],
                    body=html.encode(),
                    fetched_at=moment,
                )
            )


def days_of(draw, numbers, first: datetime, step: int = 1):
    return [
        (number, draw(article(number)), first + timedelta(days=step * place)) for place, number in enumerate(numbers)
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    """30 pages of the old markup, a day apart, and 10 of the new."""
    made = Home.create(tmp_path_factory.mktemp("redesign") / "home")
    fetch(made, days_of(old_page, range(1, 31), BEFORE))
    fetch(made, days_of(classes_renamed, [*range(1, 9), 31, 32], datetime(2026, 4, 20, 9, tzinfo=UTC)))
    CaptureIndex(made).update()
    (made.site_overrides / "pier.example.toml").write_text(RULES)
    return made


def files_of(home: Home) -> dict[str, tuple[int, int]]:
    return {str(path): path.stat()[6:9:2] for path in home.path.rglob("*") if path.is_file()}


@pytest.mark.parametrize("since", [None, date(2026, 4, 10), CHANGED])
def test_the_day_is_found_on_which_the_new_markup_came(home, since):
    was = files_of(home)
    found = propose_selectors(home, SITE, since)
    assert isinstance(found, Proposal)
    assert (found.valid_from, found.known, found.healed, found.healed_before) == (CHANGED, 8, 8, 0)
    assert parse_site((RULES + found.toml).encode(), "pier.example.toml").selectors[-1].content == "div.longread"
    assert files_of(home) == was


def test_without_a_change_of_markup_nothing_is_proposed(tmp_path):
    home = Home.create(tmp_path / "home")
    fetch(home, days_of(old_page, range(1, 9), BEFORE))
    found = propose_selectors(home, SITE)  # without an index: it is read from the log
    assert isinstance(found, NoProposal)
    assert "same markup" in found.reason
    assert propose_selectors(home, SITE, date(2030, 1, 1)) == NoProposal("no page was fetched since 2030-01-01")
