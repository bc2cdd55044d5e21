"""How a check of rules against the archive, and a proposal, are printed."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from junket.exports.cli.printing.messages import say
from junket.exports.cli.printing.table import print_table
from junket.exports.redesign.against_archive import ArchiveCheck, Period, Readings
from junket.pipelines.redesign.proposal import NoProposal, Proposal

_SHOWN = ("title", "authors", "date")
_MOST_REASONS = 3


def print_check(check: ArchiveCheck, *, as_json: bool) -> None:
    """On stdout: a table of periods, of selectors, of changes; or one JSON object."""
    if as_json:
        click.echo(msgspec.json.encode(_plain(check)).decode())
        return
    heads = ("period", "rules", "pages", "records", "with turns", "turns", "characters", *_SHOWN, "no record")
    print_table(check.site, heads, [row for period in check.periods for row in _rows(period, compared=check.compared)])
    selectors = [
        ("✗" if each.problem else "✓", period.label, each.part, each.selector, f"{each.matched} of {len(each.pages)}")
        for period in check.periods
        for each in period.selectors
    ]
    if selectors:
        print_table("", ("", "period", "key", "rule", "matches on records"), selectors)
    if check.compared:
        print_table(
            "", ("period", "records", "text", "turns", "fields"), [_differences(each) for each in check.periods]
        )
    if check.changes:
        print_table("", ("day", "page", "what changes"), [(str(c.day or ""), c.url, c.what) for c in check.changes])


def print_proposal(found: Proposal | NoProposal, *, domain_line: str, as_json: bool) -> None:
    """On stdout the TOML, or one JSON object; that there is none, and why, on stderr."""
    if as_json:
        toml = None if isinstance(found, NoProposal) else domain_line + found.toml
        click.echo(msgspec.json.encode({"toml": toml, **msgspec.to_builtins(found)}).decode())
    elif isinstance(found, NoProposal):
        say(f"nothing is proposed: {found.reason}")
    else:
        click.echo(domain_line + found.toml, nl=False)


def _rows(period: Period, *, compared: bool) -> list[tuple[str, ...]]:
    if not compared:
        return [(period.label, "", str(period.pages), *_read(period.now))]
    before, after = _read(period.standing), _read(period.now)
    return [(period.label, "standing", str(period.pages), *before), ("", "checked", "", *after)]


def _read(readings: Readings) -> tuple[str, ...]:
    numbers = (readings.records, readings.interviews, readings.turns, readings.characters)
    fields = (readings.fields[name] for name in _SHOWN)
    reasons = ", ".join(f"{reason} {count}" for reason, count in readings.reasons.most_common(_MOST_REASONS))
    return (*(f"{number:,}" for number in (*numbers, *fields)), reasons)


def _differences(period: Period) -> tuple[str, ...]:
    fields = "; ".join(
        f"{name} " + ", ".join(f"{count} {how}" for how, count in sorted(counts.items()))
        for name, counts in period.fields.items()
    )
    records = f"+{period.gained} -{period.lost}"
    return (period.label, records, f"{period.texts} changed", f"{period.turns} changed", fields)


def _plain(check: ArchiveCheck) -> dict[str, Any]:
    """The check as plain values; of each selector what it came to, not each page."""
    plain: dict[str, Any] = msgspec.to_builtins(check)
    for period, shown in zip(check.periods, plain["periods"], strict=True):
        shown["selectors"] = [
            {
                "key": each.part,
                "rule": each.selector,
                "pages": len(each.pages),
                "matched": each.matched,
                "problem": each.problem,
            }
            for each in period.selectors
        ]
    return plain
