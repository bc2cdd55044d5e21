"""A home's service and timer units for systemd: one pair crawls what is due, one looks daily whether all is well."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import home_errors
from junket.crawlers.schedule.schedule import TICK
from junket.exports.timers.job import Job

_SECONDS = 60
_OTHER_WAY = "or use cron: junket schedule install --crontab"
_SANDBOX = """\
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
"""
"""What a user's own manager can do as well: nothing here needs root or a namespace."""
_SYSTEM_SANDBOX = """\
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=full
ProtectControlGroups=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
"""
_SERVICE = """\
# Written by junket schedule install; junket schedule remove takes it away.
[Unit]
Description={what}
Documentation=man:systemd.timer(5)
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command}
WorkingDirectory=/
Nice=10
UMask=0077
TimeoutStopSec=30
{sandbox}"""
_TIMER = """\
# Written by junket schedule install; junket schedule remove takes it away.
[Unit]
Description={what}

[Timer]
OnCalendar={calendar}
RandomizedDelaySec={delay}
Persistent=true

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True, slots=True)
class Manager:
    """Whose systemd: the user's own, or the system's (whose services run as ``user``)."""

    system: bool = False
    user: str | None = None

    @property
    def folder(self) -> Path:
        """Where unit files lie."""
        if self.system:
            return Path("/etc/systemd/system")
        return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"

    @property
    def call(self) -> tuple[str, ...]:
        """``systemctl`` for it."""
        return ("systemctl",) if self.system else ("systemctl", "--user")


def units(job: Job, manager: Manager) -> dict[str, str]:
    """The four unit files by name."""
    sandbox = _SANDBOX
    if manager.system:
        sandbox += _SYSTEM_SANDBOX + (f"User={manager.user}\n" if manager.user else "")
    tick = f"*:0/{int(TICK.total_seconds()) // 60}"
    found: dict[str, str] = {}
    for verb, command, calendar, delay, what in (
        ("crawl", job.crawl, tick, "2min", "Junket: what is due in"),
        ("health", job.health, "*-*-* 09:00:00", "1h", "Junket: is all well in"),
    ):
        described = f"{what} {_text(str(job.home))}"
        name = f"junket-{verb}-{job.name}"
        found[f"{name}.service"] = _SERVICE.format(what=described, command=_command(command), sandbox=sandbox)
        found[f"{name}.timer"] = _TIMER.format(what=described, calendar=calendar, delay=delay)
    return found


def install(job: Job, manager: Manager) -> list[Path]:
    """Writes the units and starts their timers; where they lie. Twice is as good as once.

    UsageProblem where no systemd takes them, HomeProblem where the folder cannot be written.
    """
    _need_systemctl()
    written = []
    with home_errors(manager.folder):
        manager.folder.mkdir(parents=True, exist_ok=True)
        for name, text in units(job, manager).items():
            path = manager.folder / name
            fresh = path.with_name(f".{name}.new")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(path)
            written.append(path)
    _systemctl(manager, "daemon-reload")
    _systemctl(manager, "enable", "--now", *_timers(path.name for path in written))
    return written


def remove(job: Job, manager: Manager) -> list[Path]:
    """Stops and removes the home's own units; which there were."""
    there = installed(job, manager)
    if not there:
        return []
    _need_systemctl()
    if timers := _timers(path.name for path in there):
        _systemctl(manager, "disable", "--now", *timers)
    with home_errors(manager.folder):
        for path in there:
            path.unlink(missing_ok=True)
    _systemctl(manager, "daemon-reload")
    return there


def installed(job: Job, manager: Manager) -> list[Path]:
    """The home's unit files that are there."""
    return [path for name in units(job, manager) if (path := manager.folder / name).exists()]


def _timers(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.endswith(".timer")]


def _need_systemctl() -> None:
    if shutil.which("systemctl") is None:
        raise UsageProblem("systemd", "is not on this machine (no systemctl)", _OTHER_WAY)


def _systemctl(manager: Manager, *words: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603  # our own words
            [*manager.call, *words], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageProblem("systemctl", str(error), _OTHER_WAY) from error
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise UsageProblem(" ".join([*manager.call, *words[:1]]), said[0], f"the unit files are as told; {_OTHER_WAY}")


def _command(words: Iterable[str]) -> str:
    """A command line as systemd reads it: quoted, ``%`` and ``$`` doubled (systemd.service(5), COMMAND LINES)."""
    quoted = []
    for word in words:
        plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
        quoted.append(f'"{plain}"')
    return " ".join(quoted)


def _text(text: str) -> str:
    """A value that is only shown. A backslash at a line's end would join it to the next."""
    return text.replace("\\", "/").replace("%", "%%")
