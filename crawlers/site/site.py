"""A source and its rules: one TOML a site, which says only where the site differs from the generic path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from junket.crawlers.polite.hours import Hours
from junket.crawlers.schedule.schedule import Schedule
from junket.crawlers.schedule.weekly import Weekly


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS selectors that hold from a day on (a redesign adds an entry, archived pages stay parseable).

    An empty selector means: the generic path decides.
    """

    valid_from: date
    content: str = ""
    title: str = ""
    authors: str = ""
    date: str = ""
    strip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One source. ``Site.for_domain(domain)`` is a site without TOML: the generic path alone."""

    domain: str
    name: str = ""
    verified: bool = False
    """True only when the rules were tried on a real page of the site."""
    hosts: tuple[str, ...] = ()
    """Further hosts of the same site, as in ``en.example.org``; the domain itself is always one."""
    language: str | None = None
    timezone: str | None = None
    """IANA name, for dates printed without a zone."""
    day_first: bool | None = None
    """The order of day and month in all-number dates; None: decided by language."""
    hours: Hours | None = None
    """When the site may be crawled, by ``timezone`` (UTC without one); None: at all times."""
    every: timedelta | None = None
    at: Weekly | None = None
    """When a run is due: so long after the last one began, or at these times by ``timezone``; one of the two."""
    max_pages: int | None = None
    """Pages of the site that one run may fetch; None: as the run says."""
    render: bool = False
    """Its pages are made by scripts: a browser renders them (extra ``junket[browser]``)."""
    revisit_min: timedelta | None = None
    revisit_max: timedelta | None = None
    """Bounds of the time after which a known page is looked at again; None: as
    :mod:`junket.crawlers.revisit.due` has them."""
    start: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    """Regular expressions over the URL; one that matches makes it an article."""
    listing: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    selectors: tuple[Selectors, ...] = ()
    boilerplate: tuple[str, ...] = ()
    """Phrases of this site's chrome: a block that starts with one is stripped (case-insensitive)."""
    rules_version: str | None = None
    """Hash of the TOML; None without one."""

    @classmethod
    def for_domain(cls, domain: str) -> Site:
        """A site that has no TOML."""
        return cls(domain=domain, name=domain)

    @property
    def schedule(self) -> Schedule | None:
        """When its runs are due; None where nobody has said so. ValueError where nobody can meet it."""
        return Schedule.checked(self.every, self.at, self.hours, self.timezone)

    def closed_at(self, moment: datetime) -> str:
        """Why the site must not be asked at an aware ``moment``; empty where it may be."""
        if self.hours is None or self.hours.holds(moment, self.timezone):
            return ""
        return f"{self.domain} is crawled {self.hours} {self.timezone or 'UTC'} only"

    def selectors_on(self, day: date | None) -> Selectors | None:
        """The selectors that hold on ``day`` (the newest ones where the day is unknown)."""
        held = [entry for entry in self.selectors if day is None or entry.valid_from <= day]
        return max(held, key=lambda entry: entry.valid_from, default=None)
