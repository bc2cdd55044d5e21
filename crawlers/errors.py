"""Errors a person can act on: the object, the problem, the remedy, and the exit code.

Every error that Junket raises on purpose is a :class:`JunketError`. The command line prints it as
one line and exits with its code; nothing else decides exit codes.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What ``junket`` exits with. Of several targets, the first failure's code is used."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    UNREACHABLE = 3
    ROBOTS = 4
    REFUSED = 5
    WALL = 6
    NO_TEXT = 7
    HOME = 8
    LOCKED = 9
    LOSS = 10
    DAMAGE = 11
    UNHEALTHY = 12
    TOO_MANY_FAILED = 13
    OVERDUE = 14
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class JunketError(Exception):
    """A failure with a subject (URL, file, home), a problem and, where there is one, a remedy.

    ``str(error)`` is always one line: ``subject: problem; remedy``.
    """

    exit_code = ExitCode.INTERNAL

    def __init__(self, subject: str, problem: str, remedy: str = "") -> None:
        self.subject, self.problem, self.remedy = subject, problem, remedy
        super().__init__(subject, problem, remedy)

    def __str__(self) -> str:
        line = f"{self.subject}: {self.problem}" + (f"; {self.remedy}" if self.remedy else "")
        return " ".join(line.split())


class UsageProblem(JunketError):
    """The call itself is off: a URL that is no URL, options that exclude each other, a bad TOML."""

    exit_code = ExitCode.USAGE


class Unreachable(JunketError):
    """The target cannot be had: missing file, unknown host, 404, timeout, connection refused."""

    exit_code = ExitCode.UNREACHABLE


class RobotsDisallowed(JunketError):
    """robots.txt forbids it; the problem names the rule."""

    exit_code = ExitCode.ROBOTS


class AddressRefused(JunketError):
    """The guard refuses the address: private, loopback, not http(s)."""

    exit_code = ExitCode.REFUSED


class Wall(JunketError):
    """The page stands behind a wall: 401/403, login, paywall, consent, bot check."""

    exit_code = ExitCode.WALL


class NoText(JunketError):
    """There is nothing to make a record from: empty, binary, too large."""

    exit_code = ExitCode.NO_TEXT


class HomeProblem(JunketError):
    """The home cannot be used: not writable, disk full, damaged state."""

    exit_code = ExitCode.HOME


class HomeLocked(JunketError):
    """Another crawl holds this home."""

    exit_code = ExitCode.LOCKED


class LogLost(JunketError):
    """Files of the log are gone, or rows of the dataset would be: nobody has said that this may be."""

    exit_code = ExitCode.LOSS


class TooManyFailed(JunketError):
    """More URLs of a run failed than somebody said may."""

    exit_code = ExitCode.TOO_MANY_FAILED
