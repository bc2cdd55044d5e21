"""Who is told of what: each finding once, and once more when it is over.

What cannot be told is a line on stderr and is tried again by the next run; it fails none.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime
from time import monotonic

import msgspec

from junket.crawlers.errors import JunketError
from junket.crawlers.home import Home
from junket.exports.alerts.alert_memory import AlertMemory, Remembered
from junket.exports.alerts.alerts_toml import Target, command_target, read_targets
from junket.exports.alerts.bounded import run_bounded
from junket.exports.alerts.notice import Message, Notice, message_of, message_of_many
from junket.exports.surrogates import without_surrogates

SECONDS = 30.0
"""For one message, and for all that one target is told after a run: it waits for the next run then."""
MOST_SINGLE = 5
"""More findings than these are one message that lists them."""
_AT_ONCE = 8
"""Targets that are told side by side."""
_PROGRAM = (sys.executable, "-P", "-m", "junket.exports.alerts.deliver")

Letter = tuple[Message, list[Remembered]]


def tell(
    home: Home,
    notices: Sequence[Notice],
    *,
    judged: Collection[str],
    now: datetime,
    commands: Sequence[Sequence[str]] = (),
    seconds: float = SECONDS,
) -> list[str]:
    """Tells all targets of ``home``, and ``commands``, what they have not been told; a line for each problem.

    ``notices``: all that is wrong now at the sites that were ``judged``, overdue runs included; what was open there
    and is not among them is over. Takes some ``seconds``. Raises nothing of its own.
    """
    try:
        targets, problems = _targets(home, commands)
    except JunketError as error:
        return [str(error)]
    try:
        with AlertMemory(home) as memory:
            memory.note(notices, judged, now)
            return problems + _tell_all(memory, targets, now, seconds)
    except JunketError as error:  # a full disk, say, which is a thing to be told
        with AlertMemory(None) as memory:
            memory.note(notices, judged, now)
            again = f"{error}; what is wrong now is told once more by each run until then"
            return [*problems, again, *_tell_all(memory, targets, now, seconds)]


def _tell_all(memory: AlertMemory, targets: Sequence[Target], now: datetime, seconds: float) -> list[str]:
    done = _send_all({target: _letters(memory, target, now) for target in targets}, seconds)
    for target, (told, _) in done.items():
        memory.told(target.key, told, now)
    memory.forget({target.key for target in targets})
    return [problem for _, problem in done.values() if problem]


def try_out(
    home: Home, now: datetime, *, commands: Sequence[Sequence[str]] = (), seconds: float = SECONDS
) -> tuple[int, list[str]]:
    """Sends a message of no matter to each target, whatever it was told; how many, and a line for each problem."""
    targets, problems = _targets(home, commands)
    notice = Notice(site="", kind="test", what="is well: this is a test of its alerts", report=str(home.path))
    message = message_of("test", notice, now, now)
    done = _send_all({target: [(message, [])] for target in targets}, seconds)
    return len(targets), problems + [problem for _, problem in done.values() if problem]


def _targets(home: Home, commands: Sequence[Sequence[str]]) -> tuple[list[Target], list[str]]:
    read = read_targets(home)
    given = [command_target(tuple(words), "--alert-command") for words in commands]
    return list({target.key: target for target in (*read.entries, *given)}.values()), list(read.problems)


def _letters(memory: AlertMemory, target: Target, now: datetime) -> list[Letter]:
    opened, over = memory.to_tell(target.key)
    opened = [each for each in opened if target.wants(each.notice)]
    letters: list[Letter] = []
    for event, those in (("found", opened), ("over", over)):
        if len(those) > MOST_SINGLE:
            many = [(each.notice, each.since) for each in those]
            letters.append((message_of_many(event, many, now), those))  # type: ignore[arg-type]  # two of Event's
        else:
            letters += [(message_of(event, each.notice, each.since, each.over_at or now), [each]) for each in those]  # type: ignore[arg-type]
    return letters


def _send_all(letters: dict[Target, list[Letter]], seconds: float) -> dict[Target, tuple[list[Remembered], str]]:
    """What each target was told, and what went wrong. An interruption ends all that is under way."""
    stop = threading.Event()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            jobs = {each: pool.submit(_send, each, theirs, seconds, stop) for each, theirs in letters.items() if theirs}
            return {target: job.result() for target, job in jobs.items()}
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


def _send(target: Target, letters: list[Letter], seconds: float, stop: threading.Event) -> tuple[list[Remembered], str]:
    told: list[Remembered] = []
    until = monotonic() + seconds
    for message, those in letters:
        left = until - monotonic()
        problem = _deliver(target, message, left, stop) if left > 0 else f"took longer than {seconds:g} seconds"
        if problem:
            rest = f"{len(letters)} messages" if len(letters) > 1 else "the message"
            again = "; the next run tries again" if those else ""
            return told, " ".join(f"{target}: {rest} could not be sent in full: {problem}{again}".split())
        told += those
    return told, ""


def _deliver(target: Target, message: Message, seconds: float, stop: threading.Event) -> str:
    content = without_surrogates(message.as_json())
    if target.way == "command":
        return run_bounded(target.to, msgspec.json.encode(content) + b"\n", seconds, stop)
    try:
        address = target.address.read()
        mail = target.mail and asdict(target.mail) | {"password": target.mail.password.read()}
    except ValueError as error:
        return str(error)
    job = {"way": target.way, "to": target.to, "address": address, "mail": mail, "message": content}
    problem = run_bounded(_PROGRAM, msgspec.json.encode(job), seconds, stop)
    return problem.removeprefix("ended with code 1: ")
