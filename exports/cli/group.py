"""What all commands share: help with examples, ``-v`` and ``-q``, and loading only the command that runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from junket.crawlers.errors import ExitCode
from junket.exports.cli.printing.messages import Level, set_level

EXIT_CODES = {
    ExitCode.OK: "done",
    ExitCode.INTERNAL: "an error in Junket itself (-v shows the traceback), or a page that costs over a minute of CPU",
    ExitCode.USAGE: "the call is off: no such option, a URL that is no URL, a broken site file",
    ExitCode.UNREACHABLE: "the target cannot be had: missing file, unknown host, 404, timeout",
    ExitCode.ROBOTS: "robots.txt disallows it (the line names the rule)",
    ExitCode.REFUSED: "the address is refused: private, loopback, not http or https",
    ExitCode.WALL: "a wall: 401, 403, login, consent, bot check",
    ExitCode.NO_TEXT: "nothing to make a record from: empty, binary, over 32 MiB",
    ExitCode.HOME: "the home or the output file cannot be used: not writable, disk full",
    ExitCode.LOCKED: "another process holds the home",
    ExitCode.LOSS: "WARC files or rows of the dataset would be lost, and no --accept-loss says that this may be",
    ExitCode.DAMAGE: "junket verify found damage",
    ExitCode.UNHEALTHY: "the run ended, but a site is unhealthy: it brings less than it used to, or other things",
    ExitCode.TOO_MANY_FAILED: "more pages failed than the run was allowed",
    ExitCode.OVERDUE: "a site's scheduled run is overdue",
    ExitCode.INTERRUPTED: "interrupted",
    ExitCode.PIPE_CLOSED: "the reader of the output went away (as head does)",
}


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command before it is loaded: where it is, and its line in ``junket --help``."""

    module: str
    help: str
    section: str

    def load(self, name: str) -> click.Command:
        """The command itself: the object called ``name`` in the module."""
        module = import_module(self.module)
        found = getattr(module, name, None) or getattr(module, f"{name}_")
        assert isinstance(found, click.Command)  # noqa: S101  # a slip in the table, found by the first test
        return found


_CLOSE = 0.7
"""How alike a word and a command's name must be for the one to be a slip of the other (difflib's ratio)."""


class PipeClosed(Exception):  # no error: the reader has had enough
    """Whoever read stdout went away. Click itself would end the process with code 1."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is run, not before: a fast start."""

    def __init__(self, *args: Any, entries: dict[str, CommandEntry], **kwargs: Any) -> None:  # noqa: ANN401  # click's own
        super().__init__(*args, **kwargs)
        self.entries = entries

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; PipeClosed when its reader went away."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise PipeClosed from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        del ctx
        entry = self.entries.get(cmd_name)
        return entry.load(cmd_name) if entry else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names. UsageError with what may have been meant."""
        if args[0] in self.entries or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        raise click.UsageError(f"No such command '{args[0]}'{self._meant(args[0])}", ctx)

    def _meant(self, word: str) -> str:
        if any(mark in word for mark in "./:") or Path(word).exists():
            return f". Did you mean 'junket scrape {word}'?"
        near = get_close_matches(word.lower(), self.entries, 1, _CLOSE)
        return f". Did you mean '{near[0]}'?" if near else ""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by section, from the table alone."""
        del ctx
        for section in dict.fromkeys(entry.section for entry in self.entries.values()):
            with formatter.section(section):
                formatter.write_dl(
                    [(name, each.help) for name, each in self.entries.items() if each.section == section]
                )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples and exit codes, lines kept as they are."""
        write_examples(self.epilog, formatter)
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(int(code)), meaning) for code, meaning in EXIT_CODES.items()])
        formatter.write("\nOf several targets, the first failure's code is used; the others are still done.\n")
        del ctx


class JunketCommand(click.Command):
    """A command with examples, ``-v`` and ``-q``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # click's own
        super().__init__(*args, **kwargs)
        self.params += [
            click.Option(
                ["-v", "--verbose"],
                is_flag=True,
                expose_value=False,
                callback=_verbosity(Level.VERBOSE),
                help="Say more on stderr; tracebacks too.",
            ),
            click.Option(
                ["-q", "--quiet"],
                is_flag=True,
                expose_value=False,
                callback=_verbosity(Level.QUIET),
                help="Say nothing on stderr but what failed.",
            ),
        ]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """An option whose value may be left out takes one as ``--name=value`` only, never the next word."""
        bare = {
            name: f"{name}={option.flag_value}"
            for option in self.params
            if isinstance(option, click.Option) and not option.is_flag and isinstance(option.flag_value, str)
            for name in option.opts
        }
        end = args.index("--") if "--" in args else len(args)
        return super().parse_args(ctx, [bare.get(word, word) for word in args[:end]] + args[end:])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, lines kept as they are."""
        del ctx
        write_examples(self.epilog, formatter)


def write_examples(examples: str | None, formatter: click.HelpFormatter) -> None:
    """An ``Examples:`` section with ``examples`` line by line (click itself would fill them to a paragraph)."""
    if not examples:
        return
    with formatter.section("Examples"):
        for line in examples.strip().splitlines():
            formatter.write(f"  {line.strip()}\n")


def command(*, examples: str, name: str | None = None) -> Callable[[Callable[..., Any]], click.Command]:
    """The decorator of a Junket command; its docstring is the help, ``examples`` one call a line."""
    return click.command(name, cls=JunketCommand, epilog=examples, context_settings=CONTEXT)


CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def _verbosity(level: Level) -> Callable[[click.Context, click.Parameter, bool], None]:
    def chosen(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        del ctx, param
        if value:
            set_level(level)

    return chosen
