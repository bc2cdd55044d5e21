"""What ``junket scrape`` is given: URLs, saved pages, WARC files, stdin; and the pages in them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from crawlers.archive.reader import Skipped, read_pages
from crawlers.archive.records import Damage
from crawlers.errors import JunketError, Unreachable, UsageProblem
from crawlers.home import Home
from crawlers.page import MAX_BODY_BYTES, Page
from crawlers.saved_page import kind_of_file, read_saved
from crawlers.urls import check_url

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:(?!\d)")
"""Two letters at least: one is a drive."""
_BARE_HOST = re.compile(r"(?:[a-zA-Z0-9_-]{1,63}\.)+[a-zA-Z]{2,63}(?::\d{1,5})?(?:[/?#].*)?", re.DOTALL)
_FILE_ENDING = re.compile(r"[^/?#]*\.(?:x?html?|mht|mhtml|txt|gz|warc|jsonl?|toml|xml|pdf)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How URLs are fetched; see :func:`crawlers.run.fetch`."""

    home: Home | None = None
    allow_private: tuple[str, ...] = ()
    ignore_robots: bool = False
    archived: bool = False
    contact: str | None = None
    log_level: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One thing found at a target: a page, an error, or (in a WARC file) a capture that is no page, or damage."""

    target: str
    page: Page | None = None
    error: JunketError | None = None
    skipped: Skipped | None = None
    damage: Damage | None = None
    ended: bool = False
    """The WARC file ends here."""


def is_url(target: str) -> bool:
    """Whether a target is meant as a URL: it has a scheme, or looks like a host and is no file."""
    if _SCHEME.match(target):
        return True
    return bool(_BARE_HOST.fullmatch(target)) and not _FILE_ENDING.fullmatch(target) and not Path(target).exists()


def is_warc(target: str) -> bool:
    """Whether a target is a WARC file (by its content, where it can be read)."""
    if target == "-" or is_url(target):
        return False
    try:
        return kind_of_file(Path(target)) == "warc"
    except JunketError:
        return False


def read_targets(targets: Sequence[str], how: Fetching, *, url: str | None, stdin: BinaryIO) -> Iterator[Given]:
    """What the targets hold, in their order. All pages are marked as asked for by name.

    ``url`` is the address of a file or of stdin. URLs are fetched together, when the first of them
    is due. Raises UsageProblem and HomeProblem for the run as a whole (see :func:`crawlers.run.fetch`).
    """
    fetched: deque[Given] | None = None
    for target in targets:
        if is_url(target):
            fetched = _fetch([each for each in targets if is_url(each)], how) if fetched is None else fetched
            yield fetched.popleft()
        elif is_warc(target):
            yield from _warc(target)
        else:
            yield _saved(target, url, stdin)


def _fetch(urls: list[str], how: Fetching) -> deque[Given]:
    """The outcome of each URL, in order. One that is none does not stop the others."""
    from crawlers.run import fetch  # noqa: PLC0415  # brings Scrapy: half a second that files need not wait for

    found = {at: bad for at, url in enumerate(urls) if (bad := _bad_url(url))}
    good = [url for at, url in enumerate(urls) if at not in found]
    outcomes = iter(
        fetch(
            good,
            home=how.home,
            allow_private=how.allow_private,
            ignore_robots=how.ignore_robots,
            archived=how.archived,
            contact=how.contact,
            log_level=how.log_level,
        )
    )
    for at, url in enumerate(urls):
        if at not in found:
            outcome = next(outcomes)
            found[at] = Given(url, outcome.page, outcome.error)
    return deque(found[at] for at in range(len(urls)))


def _bad_url(url: str) -> Given | None:
    try:
        check_url(url)
    except UsageProblem as error:
        return Given(url, error=error)
    return None


def _warc(target: str) -> Iterator[Given]:
    try:
        for found in read_pages(Path(target)):
            match found:
                case Page():
                    yield Given(target, replace(found, named=True))
                case Skipped():
                    yield Given(target, skipped=found)
                case Damage():
                    yield Given(target, damage=found)
    except JunketError as error:
        yield Given(target, error=error)
    else:
        yield Given(target, ended=True)


def _saved(target: str, url: str | None, stdin: BinaryIO) -> Given:
    try:
        address = check_url(url) if url else None
        if target == "-":
            page = read_saved(stdin.read(MAX_BODY_BYTES + 1), address)
        elif Path(target).exists():
            page = read_saved(Path(target), address)
        else:
            raise Unreachable(target, "no such file", "give a file that exists, or a URL that begins with https://")
    except JunketError as error:
        return Given(target, error=error)
    return Given(target, replace(page, named=True))
