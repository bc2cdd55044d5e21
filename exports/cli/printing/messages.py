"""What the command line says to people: on stderr, so that stdout stays machine-readable."""

from __future__ import annotations

import traceback
from enum import IntEnum

import click

from junket.crawlers.errors import ExitCode, JunketError
from junket.crawlers.secrets import mask_text
from junket.crawlers.terminal import escaped
from junket.exports.progress import room


class Level(IntEnum):
    """How much is said: ``-q``, nothing, ``-v``."""

    QUIET = 0
    NORMAL = 1
    VERBOSE = 2


_level = Level.NORMAL


def set_level(level: Level) -> None:
    """Sets how much this process says from now on."""
    global _level  # noqa: PLW0603  # a process has one stderr and one verbosity
    _level = level


def level() -> Level:
    """How much this process says."""
    return _level


def say(text: str) -> None:
    """A line for people, unless ``-q``."""
    if _level >= Level.NORMAL:
        click.echo(room() + escaped(mask_text(text)), err=True)


def detail(text: str) -> None:
    """A line for people who asked for more (``-v``)."""
    if _level >= Level.VERBOSE:
        click.secho(room() + escaped(mask_text(text)), err=True, dim=True)


def warn(text: str) -> None:
    """Something is off and the work goes on: said even with ``-q``."""
    click.secho(_line(text), err=True, fg="yellow")


def fail(error: Exception, subject: str = "") -> ExitCode:
    """The one line that says what failed (the traceback too with ``-v``, where Junket itself is at fault).

    ``subject`` is what was being done; a JunketError names its own. Returns the exit code that goes with it.
    """
    if isinstance(error, JunketError):
        click.secho(_line(str(error)), err=True, fg="red")
        return error.exit_code
    if _level >= Level.VERBOSE:
        click.echo(escaped(mask_text("".join(traceback.format_exception(error)))), err=True, nl=False)
    hint = "" if _level >= Level.VERBOSE else "; run it with -v for the traceback"
    problem = f"an error in Junket itself: {type(error).__name__}: {error}{hint}"
    click.secho(_line(f"{subject}: {problem}" if subject else problem), err=True, fg="red")
    return ExitCode.INTERNAL


def _line(text: str) -> str:
    return f"{room()}junket: " + " ".join(escaped(mask_text(text)).split())
