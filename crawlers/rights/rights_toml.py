"""``HOME/overrides/rights.toml``: what people decided about rights, for a home, a site or a part of one.

    [[decision]]
    site = "press.example"        # or url = "https://press.example/open/"; neither: the whole home
    use = "fetch"                 # fetch, archive_only or skip
    basis = "Licence of 3 May 2026, agreement 12"
    decided_by = "A. Reader, legal deposit"
    until = 2028-12-31            # the last day on which it holds; for good without it

The longest address that a URL begins with counts, then its site, then the home; of equals the last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast, get_args

from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.toml_file import Entries, Slip, Table, check_keys, day_of, read_entries, text_of
from junket.crawlers.urls import canonicalize, check_url, site_of

Use = Literal["fetch", "archive_only", "skip"]
"""What may be done with a page: publish it, keep it in the log alone, not even ask for it."""
NAME = "rights.toml"
_KEYS = frozenset({"site", "url", "use", "basis", "decided_by", "until"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsDecision:
    """One entry. ``site`` and ``url`` are empty where it is not about one; ``place`` is file and line."""

    use: Use
    basis: str
    decided_by: str
    until: date | None = None
    site: str = ""
    url: str = ""
    place: str = ""

    def covers(self, url: str) -> bool:
        """Whether it is about ``url``. A prefix ends where a step of the address does: /a is not /ab."""
        if self.url:
            address, start = canonicalize(url), self.url.rstrip("/")
            return address.startswith(start) and address[len(start) : len(start) + 1] in ("", "/", "?")
        return not self.site or self.site == site_of(url)

    def has_lapsed(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and today > self.until

    @property
    def rank(self) -> tuple[int, bool]:
        """The greater, the more exactly it says what it is about."""
        return len(self.url), bool(self.site)


class RightsDecisions(Entries[RightsDecision]):
    """The decisions of a home, in the file's order, and what could not be read in it, a line each."""

    def for_url(self, url: str, today: date) -> RightsDecision | None:
        """The decision that holds for ``url`` on that day; None where people decided nothing."""
        found = [each for each in reversed(self.entries) if each.covers(url) and not each.has_lapsed(today)]
        return max(found, key=lambda each: each.rank, default=None)


def read_rights(home: Home) -> RightsDecisions:
    """The decisions of ``home``; none where there is no file. HomeProblem when it is there and cannot be read."""
    read = read_entries(home.path / "overrides" / NAME, "decision", _decision)
    return RightsDecisions(read.entries, read.problems)


def _decision(entry: Table, place: str) -> RightsDecision:
    check_keys(entry, _KEYS)
    if {"site", "url"} <= entry.keys():
        raise Slip("url", "does not go with site")
    use = text_of(entry, "use")
    if use not in get_args(Use):
        raise Slip("use", f"must be one of {', '.join(get_args(Use))}")
    return RightsDecision(
        use=cast("Use", use),
        basis=text_of(entry, "basis"),
        decided_by=text_of(entry, "decided_by"),
        until=day_of(entry, "until"),
        site=_site(entry) if "site" in entry else "",
        url=_address(entry, "url") if "url" in entry else "",
        place=place,
    )


def _site(entry: Table) -> str:
    if "://" in text_of(entry, "site"):
        raise Slip("site", "is a host; give url for a part")
    return site_of(_address(entry, "site"))


def _address(entry: Table, key: str) -> str:
    try:
        return canonicalize(check_url(text_of(entry, key)))
    except UsageProblem as error:
        raise Slip(key, f"is no web address: {error.problem}") from error
