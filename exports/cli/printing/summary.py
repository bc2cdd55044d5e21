"""What a crawl came to, as a table for people and as JSON for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
import msgspec

from junket.crawlers.ledger.drop import drop_of
from junket.crawlers.ledger.ledger import LedgerLine
from junket.crawlers.run.run import CrawlSummary
from junket.crawlers.secrets import mask_text
from junket.crawlers.terminal import escaped
from junket.exports.dataset.dataset import Published


def crawl_json(summary: CrawlSummary, published: Published | None) -> str:
    """The run's counts, and the snapshot that stands; null where nothing was published."""
    failures = [
        {"url": line.url, "reason": line.reason, "detail": line.detail, "remedy": _remedy(line)}
        for line in summary.failures
    ]
    counts = asdict(summary) | {"failures": failures}
    return msgspec.json.encode(counts | {"snapshot": published and _snapshot(published)}).decode()


def crawl_table(summary: CrawlSummary, published: Published | None) -> None:
    """Prints the counts to stderr."""
    counts = {name: f"{number:,}" for name, number in asdict(summary).items() if type(number) is int}
    if summary.stopped_at:
        counts["stopped at"] = ", ".join(
            f"{reason} {number:,}" for reason, number in sorted(summary.stopped_at.items())
        )
    print_counts(f"crawl {summary.run_id}: {summary.finish_reason}", counts | _published(published))
    for line in summary.failures:
        told = "; ".join(filter(None, (f"{line.reason}: {line.detail}", _remedy(line))))
        click.echo(f"  failed  {escaped(line.url)}  {escaped(told)}", err=True)
    if (more := summary.failed - len(summary.failures)) > 0:
        click.echo(f"  failed  and {more:,} more: junket ledger --failed names them all", err=True)


def _remedy(line: LedgerLine) -> str:
    drop = drop_of(line.reason)
    return drop.remedy if drop else ""


def _published(published: Published | None) -> dict[str, str]:
    if published is None:
        return {"dataset": "as it was"}
    tally = published.snapshot.tally
    counts = {"dataset": f"{published.snapshot.version}: {tally['documents']:,} documents, {tally['turns']:,} turns"}
    if withheld := tally.get("withheld"):
        counts["kept in the log"] = ", ".join(f"{reason} {number:,}" for reason, number in withheld.items())
    return counts | {"lies in": str(published.path.parent / "latest" / "documents")}


def print_counts(title: str, counts: dict[str, str], *, stderr: bool = True) -> None:
    """Prints names and values in two columns. Values from pages may be anything: they steer no terminal."""
    click.secho(escaped(title), err=stderr, bold=True)
    width = max(map(len, counts), default=0)
    for name, value in counts.items():
        click.echo(f"  {escaped(name).ljust(width)}  {escaped(mask_text(value))}", err=stderr)


def _snapshot(published: Published) -> dict[str, Any]:
    return {
        "version": published.snapshot.version,
        "fresh": published.fresh,
        "rows": published.snapshot.rows,
        **published.snapshot.tally,
        "path": str(published.path / "documents"),
    }
