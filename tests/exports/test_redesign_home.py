"""A home with a site that was redesigned: what its rules read of which time, and what is proposed."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta

import pytest
from redesigns.article import BEFORE, RULES, SITE, article, old_page
from redesigns.kinds import classes_renamed

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.errors import ExitCode
from junket.crawlers.home import Home
from junket.crawlers.site.site_file import parse_site
from junket.exports.cli import run
from junket.exports.redesign.against_archive import Matching
from junket.exports.redesign.proposal import propose_selectors
from junket.pipelines.redesign.proposal import NoProposal, Proposal

CHANGED = date(2026, 4, 20)


def fetch(home: Home, pages: list[tuple[int, str, datetime]], folder: str = "") -> None:
    with WarcWriter(home.warc, operation="crawl") as writer:
        for number, html, moment in pages:
            writer.write_exchange(
                Exchange(
                    url=article(number).url.replace("/talks/", f"/{folder}/") if folder else article(number).url,
                    requested_url=article(number).url if folder else None,
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


def test_what_is_not_in_the_index_yet_is_read_from_the_log(tmp_path):
    home = Home.create(tmp_path / "home")
    fetch(home, days_of(old_page, range(1, 5), BEFORE))
    CaptureIndex(home).update()
    fetch(home, days_of(classes_renamed, range(1, 5), datetime(2026, 4, 20, 9, tzinfo=UTC)))
    found = propose_selectors(home, SITE)
    assert isinstance(found, Proposal)
    assert (found.known, found.healed) == (4, 4)


def test_articles_that_moved_are_known_by_the_address_that_led_there(tmp_path):
    home = Home.create(tmp_path / "home")
    fetch(home, days_of(old_page, range(1, 5), BEFORE))
    fetch(home, days_of(classes_renamed, range(1, 5), datetime(2026, 4, 20, 9, tzinfo=UTC)), "conversations")
    CaptureIndex(home).update()
    found = propose_selectors(home, SITE)
    assert isinstance(found, Proposal)
    assert (found.known, found.healed, found.selectors.content) == (4, 4, "div.longread")


def test_without_a_change_of_markup_nothing_is_proposed(tmp_path):
    home = Home.create(tmp_path / "home")
    fetch(home, days_of(old_page, range(1, 9), BEFORE))
    found = propose_selectors(home, SITE)  # without an index: it is read from the log
    assert isinstance(found, NoProposal)
    assert "same markup" in found.reason
    assert propose_selectors(home, SITE, date(2030, 1, 1)) == NoProposal("no page was fetched since 2030-01-01")


def site(capsys, *arguments) -> tuple[int, str, str]:
    """What ``junket site`` exits with and says."""
    code = run(["site", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_check_says_which_selectors_stopped_on_which_pages(home, capsys):
    was = files_of(home)
    code, out, err = site(capsys, "check", "pier.example", "--against-archive", "--home", home.path, "--json")
    assert code == ExitCode.USAGE
    assert "selectors[1] from 2020-01-01 content 'div.story': matches nothing since 2026-04-20 (10 pages)" in err
    (period,) = json.loads(out)["periods"]
    assert (period["pages"], period["now"]["records"]) == (32, 32)  # one an address
    assert {each["key"]: each["matched"] for each in period["selectors"]}["content"] == 22
    assert files_of(home) == was


def test_a_proposal_is_checked_beside_the_rules_that_stand(home, capsys, tmp_path):
    code, toml, _ = site(capsys, "propose", "pier.example", "--home", home.path)
    assert code == ExitCode.OK
    new = tmp_path / "new.toml"
    new.write_text(RULES + "\n" + toml)
    arguments = ("check", new, "--against-archive", "--home", home.path, "--sample", 12)
    code, out, err = site(capsys, *arguments, "--json")
    assert (code, err) == (ExitCode.OK, "")
    found = json.loads(out)
    old, changed = found["periods"]
    assert (old["pages"], old["texts"], old["turns"], old["fields"]) == (12, 0, 0, {})
    assert changed["pages"] == 10
    assert changed["fields"]["title"] == {"gained": 10}
    assert changed["fields"]["authors"] == {"gained": 10}
    assert changed["now"]["interviews"] == 10
    assert len(found["changes"]) == 10
    code, out, _ = site(capsys, *arguments)
    assert code == ExitCode.OK
    assert "selectors[2] from 2026-04-20" in out
    assert "title gained" in out


def test_pages_before_the_first_selectors_are_read_by_the_generic_path(home, capsys, tmp_path):
    later = tmp_path / "later.toml"
    later.write_text(RULES.replace("2020-01-01", "2026-03-20"))
    code, out, _ = site(capsys, "check", later, "--against-archive", "--home", home.path, "--json")
    generic, own = json.loads(out)["periods"]
    assert code == ExitCode.USAGE  # the new markup
    assert (generic["label"], generic["selectors"]) == ("generic from 2020-01-01", [])
    assert (generic["pages"], generic["fields"]["title"]) == (19, {"lost": 19})
    assert own["label"] == "selectors[1] from 2026-03-20"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["check", "pier.example", "--against-archive"], ExitCode.USAGE, "give --home HOME"),
        (["check", "pier.example", "--sample", "3"], ExitCode.USAGE, "--against-archive alone"),
        (["check", "RULES", "--against-archive", "--home", "HOME"], ExitCode.UNREACHABLE, "has no archived pages"),
        (["check", "BROKEN", "--against-archive", "--home", "HOME"], ExitCode.USAGE, "selectors[1].content"),
        (["check", "RULES", "--against-archive", "--home", "NONE"], ExitCode.HOME, "none"),
        (["propose", "pier.example", "--home", "NONE"], ExitCode.HOME, "none"),
        (["propose", "pier.example", "--home", "HOME"], ExitCode.OK, "nothing is proposed: no page was fetched"),
    ],
)
def test_what_cannot_be_checked_is_one_line(capsys, tmp_path, arguments, code, told):
    Home.create(tmp_path / "home")
    (tmp_path / "rules.toml").write_text(RULES)
    (tmp_path / "broken.toml").write_text(RULES.replace("div.story", "div["))
    names = {"HOME": "home", "RULES": "rules.toml", "BROKEN": "broken.toml", "NONE": "none"}
    given = [str(tmp_path / names[word]) if word in names else word for word in arguments]
    found, out, err = site(capsys, *given)
    assert (found, out) == (code, "")
    assert told in err
    assert len(err.splitlines()) == 1


def test_a_damaged_file_costs_its_pages_and_is_told(tmp_path, capsys):
    home = Home.create(tmp_path / "home")
    fetch(home, days_of(old_page, range(1, 4), BEFORE))
    CaptureIndex(home).update()
    (path,) = home.warc_files()
    stamp, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # so that the index does not see it
    (home.site_overrides / "pier.example.toml").write_text(RULES)
    code, out, err = site(capsys, "check", "pier.example", "--against-archive", "--home", home.path, "--json")
    assert code == ExitCode.OK
    assert json.loads(out)["periods"][0]["pages"] == 2
    assert "1 captures could not be read" in err


def test_a_selector_that_only_some_pages_have_is_no_problem():
    day = date(2026, 1, 1)
    seldom = Matching("date", ".d", [(day, "u", place % 3 == 0) for place in range(9)])
    stopped = Matching("date", ".d", [(day, f"u{place}", place < 12) for place in range(15)])
    assert seldom.problem == ""
    assert stopped.problem == "matches nothing since 2026-01-01 (3 pages), as u12"
    assert Matching("strip", ".s", [(day, "u", True), *[(day, "u", False)] * 30]).problem == ""
    assert Matching("strip", ".s", [(day, "u", False)]).problem
