"""``junket health``: which sites are unhealthy, and which runs are overdue."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from junket.crawlers.errors import ExitCode, UsageProblem
from junket.crawlers.home import Home
from junket.exports.alerts.notice import Notice
from junket.exports.cli.group import command
from junket.exports.cli.printing.messages import say, warn
from junket.exports.cli.printing.table import print_table
from junket.exports.health.monitors import Finding

EXAMPLES = """
junket health --home film-press
junket health --home film-press --site film.example --json
junket health --home film-press --accept film.example
junket health --home film-press --test-alert
"""


@command(examples=EXAMPLES)
@click.option("--home", required=True, metavar="HOME", help="The home to look at.")
@click.option("--site", metavar="SITE", help="This site alone.")
@click.option("--accept", metavar="SITE", help="Take what the site's last run was like as usual from now on.")
@click.option("--alert", is_flag=True, help="Tell whom HOME/overrides/alerts.toml names what is new, or over.")
@click.option("--test-alert", is_flag=True, help="Send a test to everyone whom HOME/overrides/alerts.toml names.")
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
def health(
    home: str, site: str | None, accept: str | None, *, alert: bool, test_alert: bool, as_json: bool
) -> ExitCode:
    """Show which sites are unhealthy by their last run, and which scheduled runs are overdue.

    For cron on another day, or a monitor: exit code 14 where a run is overdue, 12 where a site is unhealthy, else 0.
    """
    place, now = Home.open(home), datetime.now(UTC)
    if accept:
        return _accept(place, accept)
    if test_alert:
        return _test(place, now)
    found, overdue = _findings(place, site), _overdue(place, site, now)
    if as_json:
        plain: dict[str, Any] = {"findings": [msgspec.to_builtins(each) for each in found], "overdue": overdue}
        click.echo(msgspec.json.encode(plain).decode())
    else:
        _print(found, overdue)
    if alert:
        _tell(place, found, overdue, now)
    if overdue:
        return ExitCode.OVERDUE
    return ExitCode.UNHEALTHY if any(each.severity == "error" for each in found) else ExitCode.OK


def _accept(home: Home, site: str) -> ExitCode:
    from junket.exports.health.examine import accept as take

    if not take(home, site):
        raise UsageProblem(site, "no run of it has been measured", "junket runs --home HOME names the sites")
    say(f"{site}: what its last run was like is usual from now on")
    return ExitCode.OK


def _test(home: Home, now: datetime) -> ExitCode:
    from junket.exports.alerts.tell import try_out

    told, problems = try_out(home, now)
    for problem in problems:
        warn(problem)
    say(f"told {told} targets" if told else f"nobody is named in {home.path / 'overrides' / 'alerts.toml'}")
    return ExitCode.UNREACHABLE if problems else ExitCode.OK


def _findings(home: Home, site: str | None) -> list[Finding]:
    from junket.exports.health.examine import standing

    return [finding for _, findings in standing(home, site).values() for finding in findings]


def _overdue(home: Home, site: str | None, now: datetime) -> list[dict[str, Any]]:
    from junket.crawlers.schedule.overdue import overdue

    late = [each for each in overdue(home, now) if site in (None, each.site)]
    return [{"site": each.site, "since": f"{each.since:%Y-%m-%d %H:%M %Z}", "why": each.why} for each in late]


def _print(found: list[Finding], overdue: list[dict[str, Any]]) -> None:
    rows: list[tuple[str, ...]] = [(each.site, each.severity, each.kind, f"{each.what}: {each.page}") for each in found]
    rows += [(late["site"], "overdue", "overdue", f"since {late['since']}: {late['why']}") for late in overdue]
    if not rows:
        click.echo("all sites are as they used to be, and no run is overdue")
        return
    print_table("", ("site", "severity", "cause", "what"), rows)


def _tell(home: Home, found: list[Finding], overdue: list[dict[str, Any]], now: datetime) -> None:
    from junket.exports.alerts.tell import tell
    from junket.exports.health.examine import standing
    from junket.exports.health.report import notice_of

    notices = [notice_of(each, home) for each in found]
    notices += [Notice(site=late["site"], kind="overdue", what="has not run", why=late["why"]) for late in overdue]
    judged = {*standing(home), *(late["site"] for late in overdue)}
    for problem in tell(home, notices, judged=judged, now=now):
        warn(problem)
