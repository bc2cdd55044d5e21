"""``junket site``: add, check and list site rules."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from junket.crawlers.errors import ExitCode, UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.secrets import mask_text
from junket.exports.cli.group import CONTEXT, JunketCommand, write_examples
from junket.exports.cli.printing.messages import fail, say
from junket.exports.cli.printing.table import print_table

if TYPE_CHECKING:
    from junket.crawlers.page import Page
    from junket.crawlers.site.site import Site
    from junket.crawlers.site.site_check import Match

EXAMPLES = """
junket site add https://example.org/interviews/ --home film-press
junket site check example.org https://example.org/an-interview --home film-press
junket site check new-rules.toml --against-archive --home film-press
junket site propose example.org --home film-press
junket site list
"""
_PRIVATE = click.option(
    "--allow-private", multiple=True, metavar="HOST:PORT", help="Let this private address be fetched."
)
_HOME = click.option("--home", metavar="HOME", help="A home, with site files of its own in overrides/sites.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


class _SiteGroup(click.Group):
    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        write_examples(EXAMPLES, formatter)


@click.group(cls=_SiteGroup, context_settings=CONTEXT)
def site() -> None:
    """Add, check and list site rules.

    A site needs no rules to be crawled. Where the generic way is wrong, one small TOML file says what differs.
    """


@site.command(cls=JunketCommand, epilog="junket site add https://example.org/interviews/ --home film-press")
@click.argument("url")
@_HOME
@_PRIVATE
def add(url: str, *, home: str | None, allow_private: tuple[str, ...]) -> None:
    """Write a first site file for the site of URL, from what is seen there.

    It goes into HOME's overrides/sites, or into crawlers/sites of a checkout; a file that is there already is never
    overwritten. The file names language, feeds and sitemaps and says `verified = false`: the rest is for you.
    """
    from junket.crawlers.run.run import fetch
    from junket.crawlers.site.scaffold import place_for, scaffold, seen_beside
    from junket.crawlers.site.site_file import write_new
    from junket.crawlers.urls import check_url, site_of

    address = check_url(url)
    place = Home.create(home) if home else None
    _refuse_existing(place_for(site_of(address), place))
    page, robots, sitemap = fetch([address, *seen_beside(address)], allow_private=allow_private)
    if page.error or page.page is None:
        raise page.error or UsageProblem(address, "brought no page", "give another URL of the site")
    domain, text = scaffold(page.page, robots.page, sitemap.page)
    target = place_for(domain, place)
    write_new(target, text.encode(), place or target.parent)
    click.echo(str(target))
    say(f"Next: junket site check {target} URL, with the URL of an article")


def _refuse_existing(target: Path) -> None:
    if target.exists():
        raise UsageProblem(str(target), "exists already", "edit it, or remove it first")


@site.command(
    cls=JunketCommand,
    epilog="junket site check example.org https://example.org/an-interview page.html\n"
    "junket site check new-rules.toml --against-archive --home film-press",
)
@click.argument("name", metavar="NAME|TOML")
@click.argument("targets", nargs=-1, metavar="[URL|FILE]...")
@_HOME
@_PRIVATE
@click.option(
    "--against-archive", is_flag=True, help="Try it on HOME's archived pages, each rule on those of its time."
)
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Archived pages of each period (100).")
@_JSON
def check(
    name: str, targets: tuple[str, ...], *, home: str | None, allow_private: tuple[str, ...], against_archive: bool,
    sample: int | None, as_json: bool,
) -> ExitCode:  # fmt: skip
    """Read a site file, try each of its rules on pages, and say what matches and what does not.

    Without a URL or FILE the site's start pages are tried. With --against-archive the archived pages of HOME are,
    the newest of each time in which other selectors hold; a TOML that HOME does not have yet is shown beside the rules
    that stand, with what it would change. Nothing is written. Exits with 2 when a rule matches on none of the pages, or
    has stopped matching.
    """
    if against_archive:
        return _check_archive(name, targets, home, sample, as_json=as_json)
    if sample is not None:
        raise UsageProblem("--sample", "goes with --against-archive alone", "leave it out, or add that")
    from junket.crawlers.site.site_check import check_page, unmatched
    from junket.crawlers.site.site_file import load_site

    rules = load_site(name, Home.open(home) if home else None)
    if not (rules.article or rules.listing or rules.deny or rules.selectors or rules.boilerplate):
        say(f"{rules.domain}: the file is right; it has no pattern, selector or phrase to try")
        return ExitCode.OK
    pages, failed = _pages(targets or rules.start, allow_private)
    found = [match for target, page in pages for match in check_page(rules, page, target)]
    _print_matches(rules, found, as_json=as_json)
    missing = unmatched(found)
    if missing:
        names = ", ".join(f"{match.key} {match.rule!r}" for match in missing)
        code = fail(UsageProblem(rules.domain, f"matches nothing here: {names}", "mend the rule, or try other pages"))
        return failed or code
    return failed


def _check_archive(
    name: str, targets: tuple[str, ...], place: str | None, sample: int | None, *, as_json: bool
) -> ExitCode:
    from junket.crawlers.site.site_file import is_path, load_site, site_for_url
    from junket.exports.cli.printing.archive_tables import print_check
    from junket.exports.cli.printing.messages import warn
    from junket.exports.progress import progress
    from junket.exports.redesign.against_archive import SAMPLE, check_against_archive

    if targets or not place:
        raise UsageProblem("--against-archive", "reads the pages of a home", "give --home HOME and no URL or FILE")
    home = Home.open(place)
    rules = load_site(name, home)
    standing = site_for_url(f"https://{rules.domain}/", home) if is_path(name) else None
    if standing and standing.rules_version == rules.rules_version:
        standing = None
    with progress("reading archived pages") as tell:
        found = check_against_archive(home, rules, standing, sample=sample or SAMPLE, tell=tell)
    print_check(found, as_json=as_json)
    if found.unread:
        warn(f"{len(found.unread)} captures could not be read, as {found.unread[0]}; junket verify looks at the log")
    for which, problem in found.problems:
        fail(UsageProblem(f"{rules.domain}: {which}", problem, "mend the rule, or see junket site propose"))
    return ExitCode.USAGE if found.problems else ExitCode.OK


@site.command(cls=JunketCommand, epilog="junket site propose example.org --home film-press --since 2026-05-01")
@click.argument("name", metavar="NAME|TOML")
@click.option("--home", required=True, metavar="HOME", help="The home with the site's archived pages.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Pages fetched before DAY were read well."
)
@_JSON
def propose(name: str, *, home: str, since: datetime | None, as_json: bool) -> None:
    """Propose `[[selectors]]` for a site's new markup, from archived pages before and after it.

    What was read of an article before is looked for on its new page, and a selector is proposed where the new pages are
    read with it as the old ones were. Prints TOML to add at the end of the site's file; says why on stderr where
    nothing is proposed. Without --since the day on which the markup changed is looked for. Nothing is written.
    """
    from junket.crawlers.site.site_file import is_path, load_site, site_for_url
    from junket.exports.cli.printing.archive_tables import print_proposal
    from junket.exports.progress import progress
    from junket.exports.redesign.proposal import propose_selectors

    place = Home.open(home)
    rules = load_site(name) if is_path(name) else site_for_url(name if "://" in name else f"https://{name}/", place)
    with progress("reading archived pages") as tell:
        found = propose_selectors(place, rules, since.date() if since else None, tell=tell)
    print_proposal(found, domain_line="" if rules.rules_version else f'domain = "{rules.domain}"\n\n', as_json=as_json)


def _pages(targets: tuple[str, ...], allow_private: tuple[str, ...]) -> tuple[list[tuple[str, Page]], ExitCode]:
    """The targets with their pages, and the first failure's code; each failure is said on a line."""
    from junket.exports.targets import Fetching, list_targets, read_targets

    if not targets:
        raise UsageProblem("site check", "nothing to try the rules on", "name a URL or FILE")
    pages, code = [], ExitCode.OK
    how = Fetching(allow_private=allow_private)
    for given in read_targets(list_targets(targets).listed, how, url=None, stdin=sys.stdin.buffer):
        if given.page:
            pages.append((given.target, given.page))
        elif given.error:
            code = code or fail(given.error)
    return pages, code


def _print_matches(rules: Site, found: list[Match], *, as_json: bool) -> None:
    import msgspec

    found = [replace(match, sample=mask_text(match.sample), target=mask_text(match.target)) for match in found]
    if as_json:
        click.echo(msgspec.json.encode({"site": rules.domain, "matches": [asdict(match) for match in found]}).decode())
        return
    print_table(
        f"{rules.domain} ({'verified' if rules.verified else 'not verified'})",
        ("", "key", "rule", "matches", "first match", "on"),
        [("✓" if m.count else "✗", m.key, m.rule, str(m.count), m.sample, m.target) for m in found],
    )


@site.command("list", cls=JunketCommand, epilog="junket site list --home film-press")
@_HOME
@_JSON
def list_sites(home: str | None, *, as_json: bool) -> None:
    """List the sites that have a file: the built-in ones and, first, those of HOME."""
    import msgspec

    from junket.crawlers.site.site_file import all_sites

    rows: list[dict[str, Any]] = [
        {
            "domain": rules.domain,
            "name": rules.name,
            "verified": rules.verified,
            "selectors": len(rules.selectors),
            "file": path,
        }
        for rules, path in all_sites(Home.open(home) if home else None)
    ]
    if as_json:
        click.echo(msgspec.json.encode(rows).decode())
        return
    cells = [(r["domain"], r["name"], "yes" if r["verified"] else "no", str(r["selectors"]), r["file"]) for r in rows]
    print_table("", ("domain", "name", "verified", "selectors", "file"), cells)
