"""The table of reasons (junket.crawlers.ledger.drop) against the code that gives them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from words_of_the_code import lines, raised

from junket.crawlers.errors import JunketError
from junket.crawlers.ledger.drop import (
    DROPS,
    CaptureReason,
    Decision,
    Ended,
    Ending,
    FailureReason,
    PageReason,
    Reason,
    WithheldReason,
    drop_of,
)
from junket.crawlers.ledger.failures import failure
from junket.exports.cli import run
from junket.exports.cli.scraping.scraping import refusal
from junket.pipelines.record.record import Kind, Rejected
from junket.pipelines.record.rights_decision import STRICTNESS, RightsRuling

CHECKOUT = Path(__file__).parents[2]


def test_each_reason_has_one_entry():
    assert DROPS.keys() == set(get_args(Reason))
    assert all(drop.reason == reason for reason, drop in DROPS.items())


def test_the_table_names_the_modules_that_raise_each_reason():
    found = raised()
    assert {reason: set(drop.by) for reason, drop in DROPS.items()} == {reason: found.get(reason) for reason in DROPS}


def test_the_endings_are_those_that_the_code_gives():
    assert {reason for reason, drop in DROPS.items() if "set_aside" in drop.endings} == set(get_args(CaptureReason))
    assert {reason for reason, drop in DROPS.items() if "withheld" in drop.endings} == set(get_args(WithheldReason))
    assert {ending for drop in DROPS.values() for ending in drop.endings} == set(get_args(Ending)) - {
        "record",
        "fetched",
    }
    found = lines()
    assert ("failed", "lost") in found
    assert [line for line in found if line[0] not in DROPS[line[1]].endings] == []


def test_a_record_of_each_kind_has_its_line():
    assert set(get_args(Kind)) == set(get_args(Ended)) - DROPS.keys() - {"page", ""}


@pytest.mark.parametrize("reason", get_args(Reason))
def test_what_went_wrong_has_a_remedy_and_all_is_said_in_a_line(reason):
    drop = DROPS[reason]
    assert drop.remedy or set(drop.endings) <= {"skipped", "set_aside"}
    assert drop.says
    assert "|" not in drop.says + drop.remedy
    assert len(str(drop.failure("https://film.example/", "it broke")).splitlines()) == 1
    assert drop.decision in get_args(Decision)


@pytest.mark.parametrize("reason", get_args(PageReason))
def test_a_page_without_a_record_is_told_with_reason_and_remedy(reason):
    error = refusal("a.html", Rejected("", reason, "what was seen"))
    assert isinstance(error, JunketError)
    assert str(error) == f"a.html: {reason}: {DROPS[reason].says} (what was seen); {DROPS[reason].remedy}"


@pytest.mark.parametrize("reason", get_args(FailureReason))
def test_a_failed_request_is_told_with_the_remedy_unless_more_is_known(reason):
    found = failure(reason, "https://film.example/")
    assert (found.reason, found.decision) == (reason, DROPS[reason].endings[0])
    assert (found.error.problem, found.error.remedy) == (DROPS[reason].says, DROPS[reason].remedy)
    assert failure(reason, "https://film.example/", remedy="").error.remedy == ""


@pytest.mark.parametrize("use", STRICTNESS)
def test_what_rights_keep_back_has_a_reason(use):
    assert (RightsRuling(use).withheld is None) == (use == "fetch")


@pytest.mark.parametrize("word", ["", "of_another_pipeline", "Timeout"])
def test_a_word_from_outside_may_be_no_reason_of_ours(word):
    assert drop_of(word) is None


def test_help_shows_all_reasons_or_those_asked_for(capsys):
    assert run(["help", "reasons"]) == 0
    shown = capsys.readouterr().out
    assert [reason for reason in DROPS if reason not in shown] == []
    assert run(["help", "reasons", "unknown_host"]) == 0
    shown = capsys.readouterr().out
    assert DROPS["unknown_host"].remedy in shown
    assert "crawlers/ledger/failures.py" in shown
    assert "timeout" not in shown


def test_help_says_which_reason_may_have_been_meant(capsys):
    assert run(["help", "reasons", "time_out"]) == 2
    assert "did you mean timeout?" in capsys.readouterr().err


@pytest.mark.parametrize("module", sorted({module for drop in DROPS.values() for module in drop.by}))
def test_each_module_is_a_file(module):
    assert (CHECKOUT / (module.replace(".", "/") + ".py")).is_file()
