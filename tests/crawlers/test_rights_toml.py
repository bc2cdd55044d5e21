from __future__ import annotations

from datetime import date

import pytest

from junket.crawlers.home import Home
from junket.crawlers.rights.rights_toml import RightsDecisions, read_rights

TODAY = date(2026, 5, 1)
REASON = 'basis = "agreement 12"\ndecided_by = "A. Reader"\n'


@pytest.fixture
def decided(tmp_path):
    """Reads a file of the given words as a home's decisions."""

    def read(text: str | bytes) -> RightsDecisions:
        home = Home.create(tmp_path)
        path = home.path / "overrides" / "rights.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_rights(home)

    return read


def test_a_home_without_the_file_has_decided_nothing(tmp_path):
    found = read_rights(Home.create(tmp_path))
    assert (found.entries, found.problems) == ([], [])
    assert found.for_url("https://press.example/1", TODAY) is None


def test_the_longest_address_counts_then_the_site_then_the_home(decided):
    found = decided(
        f'[[decision]]\nuse = "skip"\n{REASON}'
        f'[[decision]]\nurl = "https://press.example/open/"\nuse = "fetch"\n{REASON}'
        f'[[decision]]\nurl = "https://press.example/open/not"\nuse = "skip"\n{REASON}'
        f'[[decision]]\nsite = "www.press.example"\nuse = "archive_only"\n{REASON}'
    )
    assert found.problems == []
    uses = {
        url: decision.use
        for url in ("other.example/1", "press.example/1", "www.press.example/open/1", "press.example/open/not/1",
                    "press.example/open/nothing", "press.example/opening")
        if (decision := found.for_url(f"https://{url}", TODAY))
    }  # fmt: skip
    assert uses == {
        "other.example/1": "skip",
        "press.example/1": "archive_only",
        "www.press.example/open/1": "archive_only",  # another host than the address names
        "press.example/open/not/1": "skip",
        "press.example/open/nothing": "fetch",
        "press.example/opening": "archive_only",
    }


def test_of_equals_the_last_one_counts(decided):
    found = decided(f'[[decision]]\nuse = "skip"\n{REASON}[[decision]]\nuse = "fetch"\n{REASON}')
    decision = found.for_url("https://press.example", TODAY)
    assert decision is not None
    assert (decision.use, decision.place.rpartition(":")[2]) == ("fetch", "5")


def test_a_decision_holds_on_its_last_day_and_not_after(decided):
    found = decided(f'[[decision]]\nuse = "fetch"\nuntil = 2026-05-01\n{REASON}')
    assert found.for_url("https://press.example/", TODAY)
    assert found.for_url("https://press.example/", date(2026, 5, 2)) is None


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ('use = "fetch"\ndecided_by = "A. Reader"', "basis: is missing"),
        ('use = "fetch"\nbasis = "agreement"', "decided_by: is missing"),
        (REASON, "use: is missing"),
        (f'use = "publish"\n{REASON}', "use: must be one of fetch, archive_only, skip"),
        (f'use = "fetch"\nuntil = "2026"\n{REASON}', "until: must be a day"),
        ('use = "fetch"\nbasis = " "\ndecided_by = "A"', "basis: must be a text"),
        (f'use = "fetch"\nwhy = "so"\n{REASON}', "why: is no key"),
        (f'use = "fetch"\nsite = "a.example"\nurl = "https://a.example/"\n{REASON}', "url: does not go with site"),
        (f'use = "fetch"\nsite = "https://a.example/b"\n{REASON}', "site: is a host"),
        (f'use = "fetch"\nurl = "ftp://a.example/"\n{REASON}', "url: is no web address"),
    ],
)
def test_an_entry_that_is_not_right_names_file_line_and_key_and_the_others_hold(decided, entry, key):
    found = decided(f'# ours\n[[decision]]\nuse = "skip"\n{REASON}\n[[decision]]\n{entry}\n')
    assert [each.use for each in found.entries] == ["skip"]
    (problem,) = found.problems
    name = key.partition(":")[0]
    at = next((number for number, said in enumerate(entry.split("\n"), 8) if said.startswith(f"{name} =")), 7)
    assert f"rights.toml:{at}: {key}" in problem
    assert problem.endswith("the entry is not used")


def test_a_broken_entry_costs_no_other_one(decided):
    found = decided(f'[[decision]]\nuse = "skip"\n{REASON}[[decision]]\nuse = "fetch\n{REASON}')
    assert [each.use for each in found.entries] == ["skip"]
    (problem,) = found.problems
    assert "rights.toml:6: is no TOML" in problem


@pytest.mark.parametrize("text", ["decision = 3", "[[decision", b"\xff\xfe", "[" * 5_000, 'other = "x"'])
def test_a_broken_file_is_a_problem_and_no_failure(decided, text):
    found = decided(text)
    assert found.entries == []
    assert len(found.problems) == 1
