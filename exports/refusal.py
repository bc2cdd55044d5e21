"""A page that gives no record, as the error that a person who asked for it by name is told."""

from __future__ import annotations

from junket.crawlers.errors import JunketError
from junket.crawlers.ledger.drop import DROPS
from junket.pipelines.record.record import Rejected


def refusal(subject: str, rejected: Rejected) -> JunketError:
    """What ``rejected`` means for ``subject`` (a URL or a file), with its remedy and exit code."""
    drop = DROPS[rejected.reason]
    told = f" ({rejected.detail})" if rejected.detail else ""
    return drop.failure(subject, f"{drop.reason}: {drop.says}{told}")
