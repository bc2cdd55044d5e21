from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from junket.crawlers.page import Page, WarcLocation
from junket.pipelines.record.record import Record
from junket.pipelines.verdict import verdict
from junket.pipelines.workers.page_bound import PageTooSlow, WorkerDied
from junket.pipelines.workers.worker import LENGTH, outcome_of, question
from junket.pipelines.workers.worker_pool import MOST_DEATHS, WorkerPool

CHECKOUT = Path(__file__).parents[2]
TEXT = " ".join(f"On day {day} the boat came back without the actors, and we wrote a new scene." for day in range(12))
POISON = "import os, junket.pipelines.workers.worker as it; good = it.answer\nit.answer = lambda data, home: os._exit(3) if b'poison' in data else good(data, home)\nit.main()"  # noqa: E501

pytestmark = pytest.mark.skipif(os.name == "nt", reason="asyncio's loop that Scrapy uses has no pipes on Windows")


def a_page(number: int, **more: object) -> Page:
    body = f"<html><title>Day {number}</title><article><h1>Day {number}</h1><p>{TEXT}</p></article></html>"
    moment = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
    where = WarcLocation("crawl-a.warc.gz", number, 90, "urn:uuid:1", "sha256:aa")
    given = {"body": body.encode(), "status": 200, "fetched_at": moment, "location": where}
    return Page(url=f"https://film.example/day-{number}", **{**given, **more})


def asked(pool: WorkerPool, pages: list[Page]) -> list[object]:
    async def ask() -> list[object]:
        outcomes = await asyncio.gather(*(pool.outcome(page) for page in pages), return_exceptions=True)
        await pool.close()
        return outcomes

    return asyncio.run(ask())


def test_outcomes_are_those_of_the_crawls_own_process():
    pages = [a_page(number) for number in range(8)]
    pages += [a_page(8, media_type="image/png"), a_page(9, status=404), a_page(10, body=b"")]
    outcomes = asked(WorkerPool(2, None), pages)
    assert outcomes == [verdict(page).outcome for page in pages]
    assert isinstance(outcomes[0], Record)
    assert (outcomes[7].warc_offset, outcomes[7].fetched_at) == (7, pages[7].fetched_at)


def test_a_process_that_dies_takes_one_page_with_it():
    pages = [a_page(number, charset="poison" if number == 2 else None) for number in range(5)]
    outcomes = asked(WorkerPool(1, None, ("-c", POISON)), pages)
    assert [type(outcome) is WorkerDied for outcome in outcomes] == [False, False, True, False, False]
    assert [outcomes[at].title for at in (0, 1, 3, 4)] == ["Day 0", "Day 1", "Day 3", "Day 4"]


SLOW = "import junket.pipelines.workers.page_bound as b, junket.pipelines.workers.worker as it; b.MOST_SECONDS = 1; good = it.answer\nit.answer = lambda data, home: sum(iter(int, 1)) if b'endless' in data else good(data, home)\nit.main()"  # noqa: E501
KILLED = "import os, signal, junket.pipelines.workers.worker as it; from pathlib import Path; good = it.answer\nmark = Path({mark!r})\ndef once(data, home):\n    for at in range({times}):\n        try: (mark / str(at)).touch(exist_ok=False)\n        except FileExistsError: continue\n        os.kill(os.getpid(), signal.SIGKILL)\n    return good(data, home)\nit.answer = once\nit.main()"  # noqa: E501


def test_a_page_that_never_ends_costs_its_processor_time_and_no_other_page():
    pages = [a_page(number, charset="endless" if number in {1, 2} else None) for number in range(5)]
    outcomes = asked(WorkerPool(1, None, ("-c", SLOW)), pages)
    assert [type(outcome) is PageTooSlow for outcome in outcomes] == [False, True, True, False, False]
    assert [outcomes[at].title for at in (0, 3, 4)] == ["Day 0", "Day 3", "Day 4"]


@pytest.mark.parametrize(("kills", "lost"), [(1, 0), (2, 1), (3, 1), (6, 1)])
def test_processes_that_are_killed_cost_the_page_that_two_died_at_and_the_waiting_ones_are_asked_again(
    kills, lost, tmp_path
):
    pages = [a_page(number) for number in range(12)]
    outcomes = asked(WorkerPool(1, None, ("-c", KILLED.format(mark=str(tmp_path), times=kills))), pages)
    assert [type(outcome) for outcome in outcomes].count(WorkerDied) == lost
    assert all(outcome is None or type(outcome) in {Record, WorkerDied} for outcome in outcomes)
    assert (None in outcomes) == (kills >= MOST_DEATHS)


def test_processes_that_die_before_they_take_a_page_are_given_up_and_all_pages_go_back():
    pool = WorkerPool(1, None, ("-c", "raise SystemExit(1)"))

    async def ask() -> list[object]:
        first = await asyncio.gather(
            *(pool.outcome(a_page(at)) for at in range(MOST_DEATHS + 2)), return_exceptions=True
        )
        last = await pool.outcome(a_page(9))
        await pool.close()
        return [*first, last]

    *first, last = asyncio.run(ask())
    assert [*first, last] == [None] * (MOST_DEATHS + 3)


def test_closing_while_answers_come_ends_the_process_and_gives_back_what_was_asked():
    async def ask() -> list[object]:
        pool = WorkerPool(1, None)
        tasks = [asyncio.create_task(pool.outcome(a_page(at))) for at in range(12)]
        await tasks[0]
        await pool.close()
        await pool.close()
        return [*await asyncio.gather(*tasks), await pool.outcome(a_page(12))]

    first, *_, last, later = asyncio.run(ask())
    assert isinstance(first, Record)
    assert (last, later) == (None, None)


def test_closing_a_process_that_is_being_started_waits_for_no_page():
    async def ask() -> object:
        pool = WorkerPool(1, None)
        task = asyncio.create_task(pool.outcome(a_page(1)))
        await asyncio.sleep(0)
        await pool.close()
        return await task

    assert asyncio.run(ask()) is None


def test_what_has_no_utf8_is_left_to_the_asker():
    assert asked(WorkerPool(1, None), [a_page(1, robots_rule="\ud800")]) == [None]


def test_without_processes_the_asker_does_it():
    assert asked(WorkerPool(0, None), [a_page(1)]) == [None]


def test_a_process_hears_no_signal_and_ends_with_its_input():
    command = [sys.executable, "-m", "junket.pipelines.workers.worker"]
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout.read(LENGTH.size) == LENGTH.pack(0)
        for number in (1, 2):
            running.stdin.write(question(a_page(number)))
            running.stdin.flush()
            (size,) = LENGTH.unpack(running.stdout.read(LENGTH.size))
            assert outcome_of(running.stdout.read(size)).title == f"Day {number}"
            running.send_signal(signal.SIGTERM)
        running.stdin.close()
        assert running.wait(10) == 0
