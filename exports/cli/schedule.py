"""``junket schedule``: the timer that starts what is due, and when that is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from junket.crawlers.errors import ExitCode, UsageProblem
from junket.crawlers.home import Home
from junket.exports.cli.group import CONTEXT, JunketCommand, write_examples
from junket.exports.cli.past.rows import Row, Shape, print_rows, shape_of, shape_option
from junket.exports.cli.printing.messages import fail, say, warn

EXAMPLES = """
junket schedule install --home film-press --contact https://example.org/about-us
junket schedule install --home film-press --crontab
junket schedule install --home film-press --print
junket schedule show --home film-press
junket schedule remove --home film-press
"""
_COLUMNS = ("site", "schedule", "last_run", "outcome", "next_run", "overdue_since", "why")
_HOME = click.option("--home", required=True, metavar="HOME", help="The home, with site files in overrides/sites.")
_SYSTEM = click.option(
    "--system/--user", default=False, show_default=True, help="The system's systemd (needs root), or your own."
)
_CRONTAB = click.option("--crontab", is_flag=True, help="Your crontab instead of systemd.")


class _ScheduleGroup(click.Group):
    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, lines kept as they are."""
        del ctx
        write_examples(self.epilog, formatter)


@click.group(cls=_ScheduleGroup, epilog=EXAMPLES, context_settings=CONTEXT)
def schedule() -> None:
    """Install what starts the crawls that are due, show when that is, remove it.

    A site is due by `every = "6h"` or `at = "mon,thu 04:30"` (its own time zone) in its file, which lies in
    HOME/overrides/sites. Each 15 minutes a timer runs `junket crawl --all --due`, once a day `junket health
    --alert`. Nothing needs root but --system.
    """


@schedule.command(cls=JunketCommand, epilog="junket schedule install --home film-press --print")
@_HOME
@_SYSTEM
@_CRONTAB
@click.option("--contact", envvar="JUNKET_CONTACT", metavar="URL|MAIL", help="Who runs this (or JUNKET_CONTACT).")
@click.option("--print", "dry", is_flag=True, help="Only print what would be written.")
def install(home: str, *, system: bool, crontab: bool, contact: str | None, dry: bool) -> None:
    """Install the timers of HOME: systemd's, or lines of your crontab. Once more replaces them."""
    from junket.exports.timers import crontab as cron
    from junket.exports.timers import systemd
    from junket.exports.timers.job import job_of

    job = job_of(Home.open(home).path, contact)
    if crontab and system:
        raise UsageProblem("--crontab --system", "exclude each other", "give one")
    if crontab:
        if dry:
            click.echo(cron.block(job), nl=False)
            return
        cron.install(job)
        say(f"two lines of {job.name} are in your crontab")
        return
    manager = systemd.Manager(system=system, user=_owner(job.home) if system else None)
    if dry:
        for name, text in systemd.units(job, manager).items():
            click.echo(f"# {manager.folder / name}\n{text}")
        return
    for path in systemd.install(job, manager):
        say(f"written: {path}")
    if not system:
        say("to let it run while you are logged out: loginctl enable-linger")


@schedule.command(cls=JunketCommand, epilog="junket schedule remove --home film-press")
@_HOME
def remove(home: str) -> None:
    """Remove the timers of HOME wherever they are installed, and nothing else."""
    from junket.exports.timers import crontab as cron
    from junket.exports.timers import systemd
    from junket.exports.timers.job import job_of

    job = job_of(Path(home))
    gone = [str(path) for kind in (False, True) for path in systemd.remove(job, systemd.Manager(system=kind))]
    if cron.installed(job) and cron.remove(job):
        gone.append("the lines in your crontab")
    for name in gone:
        say(f"removed: {name}")
    if not gone:
        say(f"nothing is installed for {job.home}")


@schedule.command(cls=JunketCommand, epilog="junket schedule show --home film-press --format json")
@_HOME
@shape_option
def show(home: str, *, shape: Shape | None) -> ExitCode:
    """Show what is installed for HOME, and each site's last run, next run and whether it is overdue."""
    from junket.crawlers.schedule.standing import standings

    place, now = Home.open(home), datetime.now(UTC)
    say(_installed(place))
    found, problems = standings(place, now)
    code = ExitCode.OK
    for problem in problems:
        code = fail(problem)
    for standing in found:
        if standing.doubt:
            warn(f"{standing.site.domain}: {standing.doubt}")
    print_rows(_COLUMNS, _rows(place, now), shape_of(shape))
    return code


def _rows(home: Home, now: datetime) -> list[Row]:
    from junket.crawlers.schedule.overdue import overdue
    from junket.crawlers.schedule.standing import standings

    late = {each.site: each for each in overdue(home, now)}
    rows: list[Row] = []
    for standing in standings(home, now)[0]:
        last, name = standing.last, standing.site.domain
        ended = (last.finish_reason or ("running" if standing.under_way else "killed")) if last else None
        rows.append({
            "site": name,
            "schedule": str(standing.schedule) if standing.schedule else "none",
            "last_run": last and last.started_at,
            "outcome": ended,
            "next_run": standing.due_at and max(standing.due_at, now.replace(microsecond=0)),
            "overdue_since": late[name].since if name in late else None,
            "why": late[name].why if name in late else None,
        })  # fmt: skip
    return rows


def _installed(home: Home) -> str:
    from junket.exports.timers import crontab as cron
    from junket.exports.timers import systemd
    from junket.exports.timers.job import job_of

    job = job_of(home.path)
    where = [
        name
        for name, there in (
            ("systemd (yours)", bool(systemd.installed(job, systemd.Manager()))),
            ("systemd (the system's)", bool(systemd.installed(job, systemd.Manager(system=True)))),
            ("crontab", cron.installed(job)),
        )
        if there
    ]
    return f"{job.name}: installed in {', '.join(where)}" if where else f"{job.name}: no timer is installed here"


def _owner(path: Path) -> str | None:
    """Whose the home is: a service of the system runs as that user."""
    try:
        return path.owner()
    except (KeyError, OSError):
        return None
