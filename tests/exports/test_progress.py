"""How far a scrape is: a bar on a terminal, nothing in a pipe, and messages on lines of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import forked
import pytest

pty = pytest.importorskip("pty")

CHECKOUT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(CHECKOUT), "TERM": "xterm", "COLUMNS": "100"}


@pytest.fixture
def pages(tmp_path):
    for number in range(12):
        (tmp_path / f"{number}.html").write_text(
            f"<html><body><p>Who lit lamp number {number}, and why?</p></body></html>"
        )
    (tmp_path / "5.html").write_bytes(b"")
    return tmp_path


def seen_on_a_terminal(*args):
    """What a person sees on stderr while stdout goes elsewhere."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "junket", "scrape", *map(str, args)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=slave, env=ENVIRONMENT) as child:
        os.close(slave)
        shown = b""
        while True:
            try:
                data = os.read(master, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not data:
                break
            shown += data
        os.close(master)
    return shown.decode(), child.returncode


def test_many_pages_on_a_terminal_show_a_bar_and_errors_keep_their_lines(pages):
    shown, code = seen_on_a_terminal(pages)
    assert code == 7
    assert "scraping" in shown
    assert "pages 12" in shown
    [line] = [line for line in shown.splitlines() if "5.html: is empty" in line]
    message = line.rpartition("\x1b[2K")[2]
    assert message.startswith(f"junket: {pages}/5.html: is empty; save the page again")


@pytest.mark.parametrize("args", [("-q",), ()])
def test_one_page_and_a_quiet_call_show_none(pages, args):
    targets = [pages] if args else [pages / "1.html"]
    assert "scraping" not in seen_on_a_terminal(*targets, *args)[0]


def test_a_pipe_gets_messages_alone(pages):
    done = forked.run(["-m", "junket", "scrape", str(pages)])
    assert done.stderr == f"junket: {pages}/5.html: is empty; save the page again\n"
    assert len(done.stdout.splitlines()) == 11
