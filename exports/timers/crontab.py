"""A home's two lines in the user's crontab, between two comments; what else stands there is left as it is."""

from __future__ import annotations

import shlex
import subprocess

from junket.crawlers.errors import UsageProblem
from junket.crawlers.schedule.schedule import TICK
from junket.exports.timers.job import Job

_SECONDS = 60
_OTHER_WAY = "or use systemd: junket schedule install, without --crontab"


def block(job: Job) -> str:
    """The lines with their comments."""
    tick = int(TICK.total_seconds()) // 60
    lines = (f"*/{tick} * * * * {_command(job.crawl)}", f"17 9 * * * {_command(job.health)}")
    return "".join(f"{line}\n" for line in (_begin(job), *lines, _end(job)))


def install(job: Job) -> None:
    """Writes the lines. Twice is as good as once. UsageProblem where no crontab takes them."""
    others = without(read(), job)
    if others and not others.endswith("\n"):
        others += "\n"
    _write(others + block(job))


def remove(job: Job) -> bool:
    """Takes the lines away; whether they were there."""
    before = read()
    after = without(before, job)
    if after != before:
        _write(after)
    return after != before


def installed(job: Job) -> bool:
    """Whether the lines are there; no where there is no cron either."""
    try:
        return _begin(job) in read().splitlines()
    except UsageProblem:
        return False


def without(text: str, job: Job) -> str:
    """A crontab without the home's lines. UsageProblem where only one of the two comments is left of them."""
    lines = text.splitlines(keepends=True)
    plain = [line.rstrip("\r\n") for line in lines]
    begins, ends = plain.count(_begin(job)), plain.count(_end(job))
    if not begins and not ends:
        return text
    if begins != 1 or ends != 1 or plain.index(_end(job)) < plain.index(_begin(job)):
        raise UsageProblem("crontab", f"the lines of {job.name} are torn", "mend them by hand: crontab -e")
    return "".join(lines[: plain.index(_begin(job))] + lines[plain.index(_end(job)) + 1 :])


def read() -> str:
    """The user's crontab, empty where there is none. UsageProblem where there is no cron."""
    done = _crontab("-l")
    if done.returncode and "no crontab" not in done.stderr:
        raise UsageProblem("crontab -l", _said(done), _OTHER_WAY)
    return "" if done.returncode else done.stdout


def _write(text: str) -> None:
    done = _crontab("-", given=text)
    if done.returncode:
        raise UsageProblem("crontab -", _said(done), _OTHER_WAY)


def _crontab(word: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603  # our own words
            ["crontab", word],  # noqa: S607  # the user's own
            input=given, capture_output=True, encoding="utf-8", errors="surrogateescape", timeout=_SECONDS, check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise UsageProblem("cron", "is not on this machine (no crontab)", _OTHER_WAY) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageProblem("crontab", str(error), _OTHER_WAY) from error


def _said(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[0]


def _command(words: tuple[str, ...]) -> str:
    """Quoted for the shell; cron itself reads a bare ``%`` as a line break (crontab(5))."""
    return shlex.join(words).replace("%", "\\%")


def _begin(job: Job) -> str:
    return f"# junket {job.name}: begin (junket schedule remove takes this away)"


def _end(job: Job) -> str:
    return f"# junket {job.name}: end"
