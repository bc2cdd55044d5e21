"""Monitors against planted faults and quiet sites: a small share here, all of it in ``make long``."""

from __future__ import annotations

import pytest
from planted_faults import EACH, FAULTS, QUIET, QUIET_RUNS, false_alarms, find, healthy, table
from site_histories import HOST, Faults, History

from junket.exports.health.monitors import CAUSES, judge


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_found_in_the_run_in_which_it_shows_and_called_by_its_name(fault):
    place = FAULTS.index(fault)
    told = [find(fault, 100_000 * (place + 1) + 200 * number) for number in range(2, 5)]
    kinds = [each.kind for each in told if each]
    assert sum(kind in fault.causes for kind in kinds) >= 2


def test_quiet_sites_are_left_in_peace():
    told = [each for seed in range(0, 24, 2) for each in false_alarms(seed, 40)]
    assert len(told) < 0.01 * 12 * 40


def test_every_cause_of_a_fault_is_a_monitors_and_every_fault_is_its_own():
    causes = {cause.kind for cause in CAUSES} | {"overdue"}
    assert {cause for fault in FAULTS for cause in fault.causes} <= causes
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) == 30


def test_without_a_history_nothing_is_judged_but_what_needs_none():
    for seed in range(0, 40, 2):
        history = History(seed)
        past = healthy(history, 2)
        history.faults = Faults(changed=True, dates=False, authors=False, listing=0.5, pages=0.0, slow=20)
        assert judge(past[::-1], history.run(), site=HOST) == []
        history.faults = Faults(ends="disk")
        assert [each.kind for each in judge(past[::-1], history.run(), site=HOST)] == ["disk"]


@pytest.mark.long
@pytest.mark.parametrize("half", [0, 1], ids=["open", "held-back"])
def test_three_hundred_faults_and_two_hundred_quiet_sites(half):
    found, told, runs = table(half, EACH, QUIET)
    assert runs == QUIET * QUIET_RUNS
    assert sum(each.planted for each in found.values()) == 300
    assert sum(each.found for each in found.values()) >= 285
    assert sum(each.right for each in found.values()) >= 270
    assert len(told) < 0.01 * runs
