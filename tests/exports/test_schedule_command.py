"""`junket schedule`: what it writes, tried by systemd's own checker, by a shell and by a crontab of our own."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from junket.crawlers.errors import ExitCode, UsageProblem
from junket.crawlers.home import Home
from junket.exports.cli import run
from junket.exports.cli.crawl import crawl
from junket.exports.timers import crontab, systemd
from junket.exports.timers.job import Job, job_of

ODD = 'a home with 100% of "quotes", $HOME, back\\slash, ünïcode and it\'s'
CRONTAB = """#!/bin/sh
f="$CRONTAB_FILE"
if [ "$1" = -l ]; then
    [ -e "$f" ] || { echo "no crontab for me" >&2; exit 1; }
    exec cat "$f"
fi
exec cat > "$f"
"""
SYSTEMCTL = (
    '#!/bin/sh\necho "$@" >> "$SYSTEMCTL_LOG"\n[ ! -e "$SYSTEMCTL_LOG.off" ] || { echo "no bus" >&2; exit 1; }\n'
)


@pytest.fixture
def home(tmp_path):
    made = Home.create(tmp_path / ODD)
    site = 'domain = "film.example"\nstart = ["https://film.example/"]\nevery = "6h"\n'
    path = made.site_overrides / "film.example.toml"
    path.write_text(site, encoding="utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return made


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """Stand-ins for crontab and systemctl; takes one away by name."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    for name in ("sh", "cat"):
        (folder / name).symlink_to(shutil.which(name))
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("CRONTAB_FILE", str(tmp_path / "crontab"))
    monkeypatch.setenv("SYSTEMCTL_LOG", str(tmp_path / "systemctl.log"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return folder


def schedule(word, home, *options):
    return run(["schedule", word, "--home", str(home.path), *options])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze is here")
@pytest.mark.parametrize("system", [False, True])
def test_systemd_takes_the_units(home, tmp_path, system):
    manager = systemd.Manager(system=system, user="root" if system else None)
    folder = tmp_path / "units"
    folder.mkdir()
    for name, text in systemd.units(job_of(home.path, "mailto:me@film.example"), manager).items():
        (folder / name).write_text(text, encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, folder.iterdir())],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    ours = [line for line in checked.stderr.splitlines() if "junket-" in line]
    assert (checked.returncode, ours) == (0, [])
    calendar = subprocess.run(
        ["systemd-analyze", "calendar", "*:0/15"], capture_output=True, text=True, timeout=60, check=False
    )
    assert "*-*-* *:00/15:00" in calendar.stdout


def test_a_unit_says_the_command_as_systemd_reads_it(home):
    job = job_of(home.path)
    text = next(text for name, text in systemd.units(job, systemd.Manager()).items() if name.startswith("junket-crawl"))
    line = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    words = shlex.split(line.partition("=")[2].replace("%%", "%").replace("$$", "$"))
    assert tuple(words) == job.crawl
    assert Path(words[0]).is_absolute()
    assert words[-2:] == ["--home", str(home.path)]


def test_a_crontab_line_is_the_command_and_ends_at_no_percent(home):
    job = job_of(home.path)
    begin, *lines, end = crontab.block(job).splitlines()
    assert begin.startswith("#")
    assert end.startswith("#")
    for line, command in zip(lines, (job.crawl, job.health), strict=True):
        told = line.split(" ", 5)[5]
        assert "%" not in told.replace("\\%", "")
        shown = subprocess.run(
            ["sh", "-c", f"printf '%s\\n' {told.replace(chr(92) + '%', '%')}"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert tuple(shown.stdout.splitlines()) == command


def test_homes_of_one_name_have_units_of_their_own(tmp_path):
    one, other = (job_of(tmp_path / name / "Film Press").name for name in "ab")
    assert one != other
    assert one.startswith("film-press-")
    assert job_of(Path("/")).name.isalnum()


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "a\x7fb", "a\udc80b"])
def test_a_path_that_no_timer_can_hold_is_refused(tmp_path, name):
    with pytest.raises(UsageProblem, match="cannot stand in a timer"):
        job_of(tmp_path / name)


def test_the_crontab_keeps_other_lines_and_twice_is_once(home, tools, tmp_path):
    del tools
    table = tmp_path / "crontab"
    table.write_text("# mine\n5 4 * * * true 100\\% # ü", encoding="utf-8")
    before = table.read_text("utf-8")
    other = Job("other-1", tmp_path, ("junket", "crawl"), ("junket", "health"))
    crontab.install(other)
    for _ in range(2):
        assert schedule("install", home, "--crontab") == ExitCode.OK
    assert table.read_text("utf-8") == f"{before}\n{crontab.block(other)}{crontab.block(job_of(home.path))}"
    for _ in range(2):
        assert schedule("remove", home) == ExitCode.OK
    assert table.read_text("utf-8") == f"{before}\n{crontab.block(other)}"


def test_torn_lines_of_ours_are_left_to_a_person(home, tools, tmp_path, capsys):
    del tools
    assert schedule("install", home, "--crontab") == ExitCode.OK
    table = tmp_path / "crontab"
    torn = table.read_text("utf-8").rpartition("#")[0] + "5 4 * * * mine\n"
    table.write_text(torn, encoding="utf-8")
    for word, *options in (("install", "--crontab"), ("remove",)):
        assert schedule(word, home, *options) == ExitCode.USAGE
        assert "are torn; mend them by hand: crontab -e" in capsys.readouterr().err
    assert table.read_text("utf-8") == torn


def test_systemd_units_are_written_started_and_removed_alone(home, tools, tmp_path):
    del tools
    folder = tmp_path / "config" / "systemd" / "user"
    folder.mkdir(parents=True)
    (folder / "mine.timer").write_text("mine", encoding="utf-8")
    for _ in range(2):
        assert schedule("install", home) == ExitCode.OK
    names = {path.name for path in folder.iterdir()} - {"mine.timer"}
    assert names == set(systemd.units(job_of(home.path), systemd.Manager()))
    timers = " ".join(name for name in systemd.units(job_of(home.path), systemd.Manager()) if name.endswith(".timer"))
    log = (tmp_path / "systemctl.log").read_text().splitlines()
    assert log == ["--user daemon-reload", f"--user enable --now {timers}"] * 2
    assert schedule("remove", home) == ExitCode.OK
    assert [path.name for path in folder.iterdir()] == ["mine.timer"]
    log = (tmp_path / "systemctl.log").read_text().splitlines()
    assert log[4:] == [f"--user disable --now {timers}", "--user daemon-reload"]


def test_what_is_not_there_is_told_with_the_other_way(home, tools, tmp_path, capsys):
    (tmp_path / "systemctl.log.off").touch()
    assert schedule("install", home) == ExitCode.USAGE
    assert "systemctl --user daemon-reload: no bus; the unit files are as told; or use cron" in capsys.readouterr().err
    for name in ("systemctl", "crontab"):
        (tools / name).unlink()
    assert schedule("install", home) == ExitCode.USAGE
    assert "systemd: is not on this machine (no systemctl); or use cron" in capsys.readouterr().err
    assert schedule("install", home, "--crontab") == ExitCode.USAGE
    assert "cron: is not on this machine (no crontab); or use systemd" in capsys.readouterr().err


def test_print_writes_nothing(home, tools, tmp_path, capsys):
    del tools
    assert schedule("install", home, "--print", "--contact", "me@film.example") == ExitCode.OK
    assert capsys.readouterr().out.count("[Service]") == 2
    assert schedule("install", home, "--print", "--crontab") == ExitCode.OK
    assert capsys.readouterr().out == crontab.block(job_of(home.path))
    assert not (tmp_path / "config").exists()
    assert not (tmp_path / "crontab").exists()


def test_show_tells_each_sites_last_and_next_run_and_health_what_is_overdue(home, tools, capsys):
    del tools
    assert schedule("show", home, "--format", "json") == ExitCode.OK
    told = capsys.readouterr()
    row = json.loads(told.out)
    assert "no timer is installed here" in told.err
    assert (row["site"], row["schedule"], row["last_run"]) == ("film.example", "every 6h", None)
    assert row["overdue_since"] == datetime.fromtimestamp(1_700_000_000, UTC).isoformat().replace("+00:00", "Z")
    assert row["why"].startswith("no run of it has ever started")
    assert schedule("install", home, "--crontab") == ExitCode.OK
    capsys.readouterr()
    assert schedule("show", home) == ExitCode.OK
    assert "installed in crontab" in capsys.readouterr().err
    assert run(["health", "--home", str(home.path), "--json"]) == ExitCode.OVERDUE
    late = json.loads(capsys.readouterr().out)["overdue"]
    assert [(each["site"], each["why"].partition(":")[0]) for each in late] == [
        ("film.example", "no run of it has ever started")
    ]


def commands(name):
    """The calls of ``junket`` in a file of docs/deploy, which are lists of words or lines of a shell."""
    text = (Path(__file__).parents[2] / "docs" / "deploy" / name).read_text("utf-8")
    lists = [json.loads(found) for found in re.findall(r"^\s*(?:CMD|args:) (\[.*\])$", text, re.MULTILINE)]
    return lists + [shlex.split(found) for found in re.findall(r"\bdo junket ([^;]+);", text)]


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "cronjob.yaml"])
def test_what_is_deployed_are_calls_that_there_are(name):
    """Structure alone: no docker compose and no Kubernetes is here to ask (docs/deploy/README.md)."""
    (words,) = commands(name)
    assert words[0] == "crawl"
    context = crawl.make_context("crawl", words[1:])
    assert context.params["every_site"]
    assert context.params["due"]
    assert context.params["home"] == "/home/junket/home"


def test_the_image_is_built_from_the_lock_and_runs_as_nobody_in_particular():
    folder = Path(__file__).parents[2]
    lines = (folder / "docs" / "deploy" / "Dockerfile").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("FROM ")] == ["FROM python:3.11-slim"]
    assert "RUN pip install --require-hashes -r requirements.lock" in lines
    assert "USER junket" in lines
    taken = (folder / "docs" / "deploy" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert taken[0] == "*"
    assert all((folder / line.removeprefix("!")).exists() for line in taken[1:])
