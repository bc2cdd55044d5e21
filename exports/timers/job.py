"""What a timer is to start for a home, and the name that tells homes of one machine apart."""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from junket.crawlers.errors import UsageProblem

_ODD = re.compile(r"[\x00-\x1f\x7f]")
_NAME_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Job:
    """A home's two commands. ``name`` holds letters, digits and dashes only, and differs between homes."""

    name: str
    home: Path
    crawl: tuple[str, ...]
    health: tuple[str, ...]


def job_of(home: Path, contact: str | None = None) -> Job:
    """The job of the home at ``home``, started by the Junket that runs now.

    UsageProblem for a path or a contact that no unit file and no crontab can hold.
    """
    place = home.expanduser().resolve()
    start = _this_junket()
    for word in (*start, str(place), contact or ""):
        if _ODD.search(word) or not word.isprintable():
            remedy = (
                "rename it: neither systemd nor cron takes line breaks, control characters or names that are no UTF-8"
            )
            raise UsageProblem(ascii(word), "cannot stand in a timer", remedy)
    digest = hashlib.sha256(str(place).encode()).hexdigest()[:8]
    words = re.sub(r"[^a-z0-9]+", "-", place.name.lower()).strip("-")[:_NAME_LENGTH].strip("-")
    asked = ("--contact", contact) if contact else ()
    return Job(
        name=f"{words}-{digest}" if words else digest,
        home=place,
        crawl=(*start, "crawl", "--all", "--due", "-q", "--home", str(place), *asked),
        health=(*start, "health", "--alert", "-q", "--home", str(place)),
    )


def _this_junket() -> tuple[str, ...]:
    """The command that started this process, as an absolute path; the interpreter where that is no script."""
    script = Path(sys.argv[0]).absolute()
    if script.stem == "junket" and script.is_file() and script.suffix != ".py":
        return (str(script),)
    return (str(Path(sys.executable).absolute()), "-m", "junket.exports.cli")
