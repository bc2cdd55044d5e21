from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from junket.crawlers.errors import HomeLocked
from junket.crawlers.home import Home
from junket.crawlers.lock import OWNER_NAME, crawl_lock, read_owner

CHECKOUT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from junket.crawlers.home import Home
from junket.crawlers.lock import crawl_lock
with crawl_lock(Home(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


def start(*arguments: str):
    return subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip


def test_a_lock_says_who_holds_it_and_for_how_long(home):
    with crawl_lock(home):
        said = rf"another crawl holds this home \(process {os.getpid()} on .*, since .* UTC, 0 h 0 min\)"
        with pytest.raises(HomeLocked, match=said), crawl_lock(home):
            pass
    assert read_owner(home) is None


def test_the_lock_is_gone_with_the_process_that_held_it(home):
    running = start("-c", HOLD, str(home.path))
    assert running.stdout.readline() == b"held" + os.linesep.encode()
    with pytest.raises(HomeLocked, match=f"process {running.pid} "), crawl_lock(home):
        pass
    running.kill()
    running.communicate()
    assert read_owner(home).process == running.pid
    for _ in range(50):
        try:
            with crawl_lock(home):
                assert read_owner(home).process == os.getpid()
                return
        except HomeLocked:
            time.sleep(0.1)
    pytest.fail("the lock outlived its process")


@pytest.mark.parametrize("content", [b"", b"{}", b'{"process": "x"}', b"\xff", b"[" * 100_000])
def test_whatever_stands_in_the_owners_file_the_lock_holds(home, content):
    with crawl_lock(home):
        (home.state / OWNER_NAME).write_bytes(content)
        with pytest.raises(HomeLocked, match=re.escape("another crawl holds this home; ")), crawl_lock(home):
            pass


def test_of_twenty_simultaneous_starts_exactly_one_has_the_lock(home):
    running = [start("-c", HOLD, str(home.path)) for _ in range(20)]
    deadline = time.monotonic() + 60
    while sum(one.poll() is None for one in running) > 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    holding = [one for one in running if one.poll() is None]
    messages = [one.communicate()[1].decode() for one in running if one not in holding]
    assert (len(holding), len(messages)) == (1, 19)
    assert all("HomeLocked" in message for message in messages)
    assert holding[0].stdout.readline() == b"held" + os.linesep.encode()
    holding[0].kill()
    holding[0].communicate()


def test_the_command_line_says_who_crawls_and_exits_with_a_code_of_its_own(home):
    with crawl_lock(home):
        second = start("-m", "junket", "crawl", "http://127.0.0.1:9/", "--home", str(home.path))
        _, message = second.communicate(timeout=60)
    assert second.returncode == 9
    assert f"another crawl holds this home (process {os.getpid()} " in message.decode()
