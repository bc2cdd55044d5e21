"""``HOME/overrides/rights.toml``: what people decided about rights, for a home, a site or a part of one.

    [[decision]]
    site = "press.example"        # or url = "https://press.example/open/"; neither: the whole home
    use = "fetch"                 # fetch, archive_only or skip
    basis = "Licence of 3 May 2026, agreement 12"
    decided_by = "A. Reader, legal deposit"
    until = 2028-12-31            # the last day on which it holds; for good without it

The longest address that a URL begins with counts, then its site, then the home; of equals the last one. An entry
that is not right is a problem with file, line and key, and the others hold all the same.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from crawlers.errors import UsageProblem
from crawlers.home import Home, home_errors
from crawlers.urls import canonicalize, check_url, site_of

Use = Literal["fetch", "archive_only", "skip"]
"""What may be done with a page: publish it, keep it in the log alone, not even ask for it."""
NAME = "rights.toml"
MAX_BYTES = 4 * 1024 * 1024
_HEADER = re.compile(r"(?m)^[ \t]*\[\[[ \t]*decision[ \t]*\]\]")
_KEYS = frozenset({"site", "url", "use", "basis", "decided_by", "until"})


class _Slip(ValueError):
    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


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


@dataclass(slots=True)
class RightsDecisions:
    """The decisions of a home, in the file's order, and what could not be read in it, a line each."""

    entries: list[RightsDecision] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def for_url(self, url: str, today: date) -> RightsDecision | None:
        """The decision that holds for ``url`` on that day; None where people decided nothing."""
        found = [each for each in reversed(self.entries) if each.covers(url) and not each.has_lapsed(today)]
        return max(found, key=lambda each: each.rank, default=None)


def read_rights(home: Home) -> RightsDecisions:
    """The decisions of ``home``; none where there is no file. HomeProblem when it is there and cannot be read."""
    path = home.path / "overrides" / NAME
    with home_errors(path):
        data = path.read_bytes() if path.exists() else b""
    try:
        if len(data) > MAX_BYTES:
            return RightsDecisions(problems=[f"{path}: is larger than {MAX_BYTES // 1024**2} MiB; no entry is used"])
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return RightsDecisions(problems=[f"{path}: is no TOML: {error}; no entry is used until that line is mended"])
    return _entries(table, path, [text.count("\n", 0, found.start()) + 1 for found in _HEADER.finditer(text)])


def _entries(table: dict[str, Any], path: Path, lines: list[int]) -> RightsDecisions:
    found = RightsDecisions()
    for key in sorted(table.keys() - {"decision"}):
        found.problems.append(f"{path}: {key}: is no key of this file; entries begin with [[decision]]")
    entries = table.get("decision", [])
    if not isinstance(entries, list):
        return RightsDecisions(problems=[f"{path}: decision: is written [[decision]], with two brackets"])
    for number, entry in enumerate(entries):
        place = f"{path}:{lines[number]}" if len(lines) == len(entries) else f"{path}, entry {number + 1}"
        try:
            found.entries.append(_decision(entry, place))
        except _Slip as slip:
            found.problems.append(f"{place}: {slip.key}: {slip}; the entry is not used")
    return found


def _decision(entry: object, place: str) -> RightsDecision:
    if not isinstance(entry, dict):
        raise _Slip("decision", "is no table")
    for key in sorted(entry.keys() - _KEYS):
        raise _Slip(key, f"is no key of a decision (they are {', '.join(sorted(_KEYS))})")
    if {"site", "url"} <= entry.keys():
        raise _Slip("url", "does not go with site")
    use = _text(entry, "use")
    if use not in get_args(Use):
        raise _Slip("use", f"must be one of {', '.join(get_args(Use))}")
    return RightsDecision(
        use=cast("Use", use),
        basis=_text(entry, "basis"),
        decided_by=_text(entry, "decided_by"),
        until=_day(entry),
        site=_site(entry),
        url=_address(entry, "url") if "url" in entry else "",
        place=place,
    )


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _Slip(key, "is missing" if value is None else "must be a text, and not an empty one")
    return value.strip()


def _day(entry: dict[str, Any]) -> date | None:
    value = entry.get("until")
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise _Slip("until", "must be a day without quotes, as in 2028-12-31")
    return value


def _site(entry: dict[str, Any]) -> str:
    if "site" not in entry:
        return ""
    name = _text(entry, "site")
    return site_of(_address(entry, "site")) if "://" not in name else _refuse("site", "is a host; give url for a part")


def _address(entry: dict[str, Any], key: str) -> str:
    try:
        return canonicalize(check_url(_text(entry, key)))
    except UsageProblem as error:
        raise _Slip(key, f"is no web address: {error.problem}") from error


def _refuse(key: str, problem: str) -> str:
    raise _Slip(key, problem)
