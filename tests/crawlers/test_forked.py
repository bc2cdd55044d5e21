"""A copied process behaves as a new interpreter does: else many tests would show nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import forked
import pytest

TELL = """
import atexit, json, os, signal, sys, threading
import junket.exports.cli
atexit.register(print, "ended")
print(json.dumps({
    "argv": sys.argv[1:], "main": __name__, "file": globals().get("__file__"), "here": os.getcwd(),
    "path": sys.path, "flags": str(sys.flags), "umask": os.umask(0o22),
    "environment": {name: os.environ[name] for name in sorted(os.environ) if not name.startswith("PYTEST")},
    "given": sys.stdin.read(), "encodings": [each.encoding for each in (sys.stdin, sys.stdout, sys.stderr)],
    "buffered": [each.line_buffering for each in (sys.stdout, sys.stderr)], "threads": threading.active_count(),
    "signals": {name.name: str(signal.getsignal(name)) for name in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)},
    "open": sorted(name for name in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd/" + name)),
    "reactor": "reactor" in vars(sys.modules.get("twisted.internet", sys)), "leader": os.getpid() == os.getpgid(0),
}, sort_keys=True))
print("said", file=sys.stderr)
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems copy no processes")


def new(arguments, **options):
    """The same with an interpreter of its own."""
    given = options.pop("given", "")
    return subprocess.run(
        [sys.executable, *arguments], input=given, capture_output=True, encoding="utf-8", check=False, **options
    )


@pytest.fixture
def both(tmp_path):
    def run(*arguments, **options):
        options = {"cwd": tmp_path, "env": os.environ | {"FILM": "Fähre"}, **options}
        return forked.run([*arguments], **options), new([*arguments], **options)

    return run


def test_what_a_process_sees_of_itself_is_the_same(both):
    copy, fresh = both("-c", TELL, "one", "-o", given="Où est Ada ?")
    assert (copy.returncode, copy.stderr) == (fresh.returncode, fresh.stderr) == (0, "said\n")
    (told, end), (expected, _) = copy.stdout.splitlines(), fresh.stdout.splitlines()
    assert end == "ended"
    assert json.loads(told) == json.loads(expected)


@pytest.mark.parametrize(
    "script",
    [
        "import sys; sys.exit(7)",
        "import sys; sys.exit('a reason')",
        "raise SystemExit",
        "1 / 0",
        "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
        "import os; os._exit(5)",
        "def f(): f()\nf()",
        "not python",
    ],
)
def test_it_ends_in_the_same_way(both, script):
    copy, fresh = both("-c", script)
    assert (copy.returncode, copy.stdout) == (fresh.returncode, fresh.stdout)
    assert copy.stderr.splitlines()[-1:] == fresh.stderr.splitlines()[-1:]


@pytest.mark.parametrize("module", ["junket", "scrapy", "film"])
def test_modules_run_as_programs_too(both, tmp_path, module):
    tmp_path.joinpath("film.py").write_text("import sys; print(__name__, sys.argv[1:], sys.path[0])")
    copy, fresh = both("-m", module, "-h")
    assert copy.stdout
    assert (copy.returncode, copy.stdout, copy.stderr) == (fresh.returncode, fresh.stdout, fresh.stderr)


def test_no_copy_sees_what_another_did(both):
    spoil = (
        "import sys, os, junket.exports.cli as it; it.main = None; os.chdir('/'); os.environ['FILM'] = 'x'; print(1)"
    )
    look = "import os, junket.exports.cli as it; print(callable(it.main), os.getcwd(), os.environ['FILM'])"
    assert both("-c", spoil)[0].stdout == "1\n"
    copy, fresh = both("-c", look)
    assert copy.stdout == fresh.stdout


def test_chance_is_drawn_anew():
    script = "import random, uuid, tempfile; print(random.random(), uuid.uuid4(), tempfile.mktemp())"
    assert len({word for _ in range(3) for word in forked.run(["-c", script]).stdout.split()}) == 9


def test_one_that_does_not_end_is_killed():
    with pytest.raises(subprocess.TimeoutExpired):
        forked.run(["-c", "import time; time.sleep(600)"], timeout=0.5)
    assert forked.run(["-c", "print(1)"]).stdout == "1\n"


def test_several_run_at_once_and_each_is_signalled_by_itself():
    script = "import sys, time; print(sys.stdin.read(), flush=True); time.sleep(600)"
    with forked.start(["-c", script], given="one") as one, forked.start(["-c", script], given="two") as two:
        assert (one.stdout.readline(), two.stdout.readline()) == ("one\n", "two\n")
        two.send_signal(signal.SIGTERM)
        assert two.wait(60) == -signal.SIGTERM
        assert one.poll() is None
        assert forked.run(["-c", "print(3)"]).stdout == "3\n"
        one.kill()
        assert (one.communicate(), one.returncode) == (("", ""), -signal.SIGKILL)
        one.kill()  # one that has ended


@pytest.mark.parametrize("name", ["PYTHONUTF8", "LANG", "LC_ALL", "TZ", "JUNKET_X"])
def test_other_settings_of_the_interpreter_get_an_interpreter(name):
    assert not forked.is_plain(["-c", "1"], os.environ | {name: "other"})


def test_a_script_that_looks_at_what_is_loaded_gets_an_interpreter():
    script = "import sys, junket; print('junket.pipelines' in sys.modules)"
    assert forked.run(["-c", script]).stdout == "False\n"
