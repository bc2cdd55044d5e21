"""What ``junket scrape`` is given: URLs, saved pages, folders and archives of them, stdin; and the pages in them."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal

from junket.crawlers.archive.reader import Skipped, read_pages
from junket.crawlers.archive.records import Damage
from junket.crawlers.errors import JunketError, NoText, Unreachable, UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.page import MAX_BODY_BYTES, Page
from junket.crawlers.saved.file_names import left_line
from junket.crawlers.saved.folder import list_folder
from junket.crawlers.saved.saved_page import kind_of_file, read_saved
from junket.crawlers.saved.zipped import is_zip, read_zip
from junket.crawlers.url_list import is_url_file, is_url_list, read_url_list
from junket.crawlers.urls import check_url

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:(?!\d)")
"""Two letters at least: one is a drive."""
_BARE_HOST = re.compile(r"(?:[a-zA-Z0-9_-]{1,63}\.)+[a-zA-Z]{2,63}(?::\d{1,5})?(?:[/?#].*)?", re.DOTALL)
_FILE_ENDING = re.compile(
    r"[^/?#]*\.(?:x?html?|mht|mhtml|webarchive|txt|gz|zst|warc|arc|wacz|zip|epub|jsonl?|csv|toml|xml|pdf|docx?|odt|rtf|png|jpe?g)",
    re.IGNORECASE,
)
_LOOKED_AT = 1_000
"""Names of a folder among which one like a missing file's is sought."""
MAX_URLS = 2_000
"""URLs fetched in one run: their pages are held in memory until each one's turn in the output."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to read: a URL, a file, stdin (``-``), or what is wrong with the place where one should be."""

    name: str
    kind: Literal["url", "page", "warc", "zip", "stdin"] = "page"
    error: JunketError | None = None


@dataclass(slots=True)
class Targets:
    """All that is to be read, in order. ``notes`` are lines for people: what is left out, and where."""

    listed: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    many: bool = False
    """Whether there may be more than one record: several targets, or one that holds several pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How URLs are fetched; see :func:`junket.crawlers.run.run.fetch`."""

    home: Home | None = None
    allow_private: tuple[str, ...] = ()
    ignore_robots: bool = False
    archived: bool = False
    render: bool = False
    contact: str | None = None
    log_level: str | None = None
    on_event: Callable[[object], None] | None = None


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
    note: str = ""
    """A line for people about the target as a whole."""


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


def list_targets(names: Sequence[str], urls_file: str | None = None, output: Path | None = None) -> Targets:
    """What ``names`` stand for: a folder for the pages below it, a file of URLs (``urls_file`` too) for these.

    What lies at ``output`` (a file, or a folder) is what an earlier call wrote, and no page of a folder. Where
    nothing is to be had, a target says so; UsageProblem for more than :data:`MAX_URLS`.
    """
    found = Targets()
    for name in names:
        if is_url(name):
            found.listed.append(Target(name, "url"))
        elif name == "-":
            found.listed.append(Target(name, "stdin"))
        elif Path(name).is_dir():
            _list_folder(name, found, output)
        elif is_url_file(Path(name)):
            _list_urls(name, found)
        else:
            found.listed.append(_file(name))
    if urls_file:
        _list_urls(urls_file, found)
    urls = sum(each.kind == "url" for each in found.listed)
    if urls > MAX_URLS:
        raise UsageProblem("scrape", f"{urls:,} URLs are too many at once (at most {MAX_URLS:,})", "split the list")
    found.many = len(names) + bool(urls_file) > 1 or len(found.listed) > 1
    found.many |= any(each.kind in {"warc", "zip"} for each in found.listed)
    return found


def _list_folder(name: str, found: Targets, output: Path | None) -> None:
    try:
        listing = list_folder(Path(name))
    except JunketError as error:
        found.listed.append(Target(name, error=error))
        return
    found.many = True
    written = output.resolve() if output else None
    paths = (path for path in listing.files if written is None or not path.resolve().is_relative_to(written))
    found.listed += [_file(str(path)) for path in paths]
    found.listed += [Target(error.subject, error=error) for error in listing.unreadable]
    if line := left_line(listing.left):
        found.notes.append(f"{name}: {line}")


def _list_urls(name: str, found: Targets) -> None:
    try:
        lines = read_url_list(name)
        if not lines:
            raise NoText("stdin" if name == "-" else name, "no URL in it", "write one URL a line")
    except JunketError as error:
        found.listed.append(Target(name, error=error))
        return
    found.many = True
    found.listed += [Target(line.text, "url", line.error) for line in lines]


def _file(name: str) -> Target:
    """A file, which may hold many pages."""
    if is_warc(name):
        return Target(name, "warc")
    return Target(name, "zip" if is_zip(Path(name)) else "page")


def read_targets(targets: Sequence[Target], how: Fetching, *, url: str | None, stdin: BinaryIO) -> Iterator[Given]:
    """What the targets hold, in their order. All pages are marked as asked for by name.

    ``url`` is the address of a file or of stdin. URLs are fetched together, when the first of them
    is due. Raises UsageProblem and HomeProblem for the run as a whole (see :func:`junket.crawlers.run.run.fetch`).
    """
    fetched: deque[Given] | None = None
    for target in targets:
        match target:
            case Target(error=JunketError()):
                yield Given(target.name, error=target.error)
            case Target(kind="url"):
                if fetched is None:
                    fetched = _fetch([each.name for each in targets if each.kind == "url" and not each.error], how)
                yield fetched.popleft()
            case Target(kind="warc"):
                yield from _warc(target.name)
            case Target(kind="zip"):
                yield from _zip(target.name)
            case _:
                yield _saved(target.name, url, stdin)


def _fetch(urls: list[str], how: Fetching) -> deque[Given]:
    """The outcome of each URL, in order. One that is none does not stop the others."""
    from junket.crawlers.run.run import fetch  # noqa: PLC0415  # brings Scrapy: half a second that files need not wait for

    found = {at: bad for at, url in enumerate(urls) if (bad := _bad_url(url))}
    good = [url for at, url in enumerate(urls) if at not in found]
    outcomes = iter(
        fetch(
            good,
            home=how.home,
            allow_private=how.allow_private,
            ignore_robots=how.ignore_robots,
            archived=how.archived,
            render=how.render,
            contact=how.contact,
            log_level=how.log_level,
            on_event=how.on_event,
        )
    )
    for at, url in enumerate(urls):
        if at not in found:
            outcome = next(outcomes)
            found[at] = Given(url, outcome.page, outcome.error and _as_typed(url, outcome.error))
    return deque(found[at] for at in range(len(urls)))


def _as_typed(target: str, error: JunketError) -> JunketError:
    """The error; for a name without https:// it says that it was taken for an address."""
    if _SCHEME.match(target) or not isinstance(error, Unreachable):
        return error
    remedy = f"there is no file {target}, so it was taken for the address https://{target}"
    return Unreachable(error.subject, error.problem, f"{error.remedy}; {remedy}" if error.remedy else remedy)


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
                    yield Given(target, replace(found, named=True, source=target))
                case Skipped():
                    yield Given(target, skipped=found)
                case Damage():
                    yield Given(target, damage=found)
    except JunketError as error:
        yield Given(target, error=error)
    else:
        yield Given(target, ended=True)


def _zip(target: str) -> Iterator[Given]:
    left: Counter[str] = Counter()
    try:
        for name, found in read_zip(Path(target), target, left):
            yield Given(name, found) if isinstance(found, Page) else Given(name, error=found)
    except JunketError as error:
        yield Given(target, error=error)
    if line := left_line(left):
        yield Given(target, note=f"{target}: {line}")


def _saved(target: str, url: str | None, stdin: BinaryIO) -> Given:
    try:
        address = check_url(url) if url else None
        if target == "-":
            return Given("stdin", _from_stdin(stdin, address))
        if not Path(target).exists():
            raise Unreachable(target, "no such file", _meant(target))
        return Given(target, _no_list(target, replace(read_saved(Path(target), address), named=True), target))
    except JunketError as error:
        return Given(target, error=error)


def _from_stdin(stdin: BinaryIO, address: str | None) -> Page:
    data = stdin.read(MAX_BODY_BYTES + 1)
    if not data.strip():
        raise NoText("stdin", "is empty", "pipe a page into it: curl -s URL | junket scrape - --url URL")
    return _no_list("stdin", read_saved(data, address, name="stdin"), "-")


def _no_list(name: str, page: Page, file: str) -> Page:
    """The page. NoText for a list of URLs where nobody asked for one: in a folder, or on stdin."""
    if page.media_type == "text/plain" and is_url_list(page.body):
        raise NoText(name, "is a list of URLs, no page", f"give it with --urls {file}")
    return page


def _meant(target: str) -> str:
    """What a person may have meant by the name of a file that is not there."""
    folder = Path(target).parent
    try:
        beside = [path.name for path in islice(folder.iterdir(), _LOOKED_AT)] if folder.is_dir() else []
    except (OSError, ValueError):
        beside = []
    near = get_close_matches(Path(target).name, beside, 1)
    meant = f"did you mean {folder / near[0]}? " if near else ""
    return f"{meant}a URL begins with https://"
