"""Work that takes too long is broken off: in a process of its own, since it takes the signals of the command line."""

from __future__ import annotations

import forked
import pytest

from junket.exports.in_time import in_time

_AS_THE_COMMAND_LINE = "import signal, time; signal.signal(signal.SIGTERM, signal.default_int_handler)\n"
_WORK = """
from junket.exports.in_time import TookTooLong, in_time
begun = time.monotonic()
def work(seconds):
    while time.monotonic() - begun < seconds:
        pass
try:
    with in_time(%s):
        work(%s)  # no loop in the block itself: Python 3.13 lets what a signal raises at its end past the block
except TookTooLong:
    print("broken off")
else:
    print("done")
time.sleep(0.3)
print(time.monotonic() - begun < 25)
"""


@pytest.mark.parametrize(("bound", "work", "said"), [(0.2, 30, "broken off"), (20, 0.01, "done")])
def test_work_ends_when_its_time_is_over(bound, work, said):
    script = _AS_THE_COMMAND_LINE + _WORK % (bound, work)
    done = forked.run(["-c", script])
    assert (done.stdout.split("\n"), done.stderr) == ([said, "True", ""], "")


def test_somebody_elses_interruption_stays_one():
    with pytest.raises(KeyboardInterrupt), in_time(60):
        raise KeyboardInterrupt
