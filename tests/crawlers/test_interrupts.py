"""SIGTERM and SIGINT on the real command line: over within ten seconds, whatever is under way; a second one at once."""

from __future__ import annotations

import signal
import sys
import time

import forked
import pytest

_SLOW_PUBLISH = """
import sys, time
import junket.exports.cli.crawl
from junket.exports.cli import main

def publish(home):
    begun = time.monotonic()
    while time.monotonic() - begun < 30:
        pass

junket.exports.cli.crawl.publish = publish
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("signals", [1, 2])
def test_an_interrupted_crawl_publishes_no_longer_than_there_is_time_for(serve, tmp_path, signals):
    def slow(_):
        time.sleep(0.1)
        return 200, {"Content-Type": "text/html"}, b"<p>A talk about bread."

    links = "".join(f"<a href='/talk-number-{at}-with-somebody'>{at}</a>" for at in range(300)).encode()
    server = serve({"/": (200, {"Content-Type": "text/html"}, links), "/robots.txt": (404, {}, b""), "*": slow})
    home = str(tmp_path / "home")
    command = ["crawl", server.url(), "--home", home, "--allow-private", server.place]
    with forked.start(["-c", _SLOW_PUBLISH, *command]) as running:
        while len(server.seen) < 20 and running.poll() is None:
            time.sleep(0.02)
        for _ in range(signals):
            asked = time.monotonic()
            running.send_signal(signal.SIGTERM)
            time.sleep(0.4)
        _, said = running.communicate(timeout=30)
    assert (running.returncode, time.monotonic() - asked < 25) == (130, True)
    assert ("published by the next crawl" in said) == (signals == 1)
    assert "Traceback" not in said
