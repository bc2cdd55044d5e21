"""Site files: from TOML to a :class:`Site`, checked to the last key.

A site file is for people to write, so nothing in it is guessed at: an unknown key, a wrong type, a
pattern that can run away or a selector that does not parse is a :class:`UsageProblem` that names the
file, the line and the key. A home's own files (``HOME/overrides/sites/``) come before the built-in ones.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from cssselect import HTMLTranslator, SelectorError

from junket.crawlers.errors import Unreachable, UsageProblem
from junket.crawlers.folder import make_folder, sync_folder
from junket.crawlers.home import Home, home_errors
from junket.crawlers.polite.hours import Hours
from junket.crawlers.schedule.weekly import Weekly
from junket.crawlers.site.duration import parse_duration
from junket.crawlers.site.pattern import compile_pattern
from junket.crawlers.site.site import Selectors, Site
from junket.crawlers.urls import check_url, site_of

MAX_SITE_FILE = 256 * 1024
"""Bytes. A site file says what differs; one larger than this is something else."""

_Check = Callable[[object, str, "_Source"], Any]
"""From a value of a TOML file to the field's value; ValueError says what is wrong with it."""
_LENIENT = "JUNKET_LENIENT_BROKEN_SITES"
_REMEDY = "see `junket site check --help` and CONTRIBUTING.md for the keys"


@dataclass(frozen=True, slots=True)
class _Source:
    """The file under check, to name it with the line in each problem."""

    name: str
    text: str

    def problem(self, key: str, problem: str, remedy: str = _REMEDY) -> UsageProblem:
        """A problem with ``key``, which is as in ``start`` or, for the second table, ``selectors[2].content``."""
        return UsageProblem(self.name + self._line_of(key), f"{key}: {problem}", remedy)

    def _line_of(self, key: str) -> str:
        """``:12``, or nothing where the file writes the key in some way that is not looked for."""
        table, _, name = key.rpartition(".")
        start = 0
        if nth := re.search(r"\[(\d+)\]$", table or key):
            headers = [found.start() for found in re.finditer(r"(?m)^[ \t]*\[\[[ \t]*selectors[ \t]*\]\]", self.text)]
            start = headers[int(nth[1]) - 1] if int(nth[1]) <= len(headers) else 0
        found = re.compile(rf"(?m)^[\[ \t]*+{re.escape(name.partition('[')[0])}[ \t]*+[\]=]").search(self.text, start)
        return f":{self.text.count(chr(10), 0, found.start()) + 1}" if found else ""


def parse_site(data: bytes, name: str) -> Site:
    """The site that a TOML file's bytes describe; ``name`` is the file's, for messages.

    ``rules_version`` is the first 12 hexadecimal digits of the SHA-256 of the bytes. UsageProblem for
    anything that is not exactly right.
    """
    if len(data) > MAX_SITE_FILE:
        raise UsageProblem(name, f"is larger than {MAX_SITE_FILE // 1024} KiB, so no site file", _REMEDY)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageProblem(name, f"is no TOML: {error}", "mend that line") from error
    return _site(table, _Source(name, text), hashlib.sha256(data).hexdigest()[:12])


def _site(table: dict[str, Any], source: _Source, version: str) -> Site:
    _refuse_unknown(table, _SITE_KEYS, source)
    if "domain" not in table:
        raise UsageProblem(source.name, "domain: is missing", 'write the site\'s host, as in domain = "example.org"')
    values = {key: _checked(_SITE_KEYS[key], value, key, source) for key, value in table.items()}
    values.setdefault("name", values["domain"])
    site = Site(**values, rules_version=version)
    _check_schedule(site, source)
    return site


def _check_schedule(site: Site, source: _Source) -> None:
    key = "at" if site.at else "every"
    try:
        scheduled = site.schedule
    except ValueError as error:
        raise source.problem(key, str(error)) from error
    if scheduled and not site.start:
        raise source.problem(key, "there are no start pages to begin at", 'add start = ["https://…"]')


def _refuse_unknown(table: dict[str, Any], known: dict[str, _Check], source: _Source, prefix: str = "") -> None:
    for key in table:
        if key not in known:
            raise source.problem(prefix + key, "is no key of a site file", f"the keys are {', '.join(sorted(known))}")


def _checked(check: _Check, value: object, key: str, source: _Source) -> Any:  # noqa: ANN401 - the field's own type
    try:
        return check(value, key, source)
    except (ValueError, SelectorError) as error:
        raise source.problem(key, str(error) or type(error).__name__) from error


def _text(value: object, _key: str, _source: _Source) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError('must be a text, as in key = "…"')
    return value.strip()


def _flag(value: object, _key: str, _source: _Source) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - a ValueError is how a check answers
    return value


def _day(value: object, _key: str, _source: _Source) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("must be a day without quotes, as in 2024-05-01")  # noqa: TRY004 - a ValueError is how a check answers
    return value


def _domain(value: object, key: str, source: _Source) -> str:
    domain = _text(value, key, source)
    if site_of(f"http://{domain}/") != domain:
        raise ValueError(f"{domain!r} must be a host alone, lower case, without https:// and www.")
    return domain


def _language(value: object, key: str, source: _Source) -> str:
    if not re.fullmatch("[a-z]{2,3}", code := _text(value, key, source)):
        raise ValueError(f'{code!r} must be a language code, as in "ru"')
    return code


def _timezone(value: object, key: str, source: _Source) -> str:
    zone = _text(value, key, source)
    known = zoneinfo.available_timezones()
    if known and zone not in known:
        raise ValueError(f'{zone!r} must be an IANA time zone, as in "Asia/Almaty"')
    return zone


def _hours(value: object, key: str, source: _Source) -> Hours:
    return Hours.parse(_text(value, key, source))


def _weekly(value: object, key: str, source: _Source) -> Weekly:
    return Weekly.parse(_text(value, key, source))


def _span(value: object, key: str, source: _Source) -> timedelta:
    return parse_duration(_text(value, key, source))


def _count(value: object, _key: str, _source: _Source) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("must be a number from 1 on, without quotes")
    return value


def _url(value: object, key: str, source: _Source) -> str:
    text = _text(value, key, source)
    try:
        return check_url(text) if "://" in text else _no_scheme(text)
    except UsageProblem as error:
        raise ValueError(f"{error.subject} {error.problem}") from error


def _no_scheme(text: str) -> str:
    raise ValueError(f"{text!r} must be a whole URL, with https://")


def _pattern(value: object, key: str, source: _Source) -> str:
    text = _text(value, key, source)
    try:
        compile_pattern(text)
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from error
    return text


def _selector(value: object, key: str, source: _Source) -> str:
    if value == "":
        return ""
    text = _text(value, key, source)
    try:
        HTMLTranslator().css_to_xpath(text)
    except (SelectorError, RecursionError) as error:
        raise ValueError(f"{text!r} is no CSS selector: {error}") from error
    return text


def _many(check: _Check) -> _Check:
    def checked(value: object, key: str, source: _Source) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise ValueError('must be a list, as in ["…", "…"]')  # noqa: TRY004 - a ValueError is how a check answers
        return tuple(check(entry, key, source) for entry in value)

    return checked


def _selectors(value: object, key: str, source: _Source) -> tuple[Selectors, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ValueError("must be written as [[selectors]] with its keys below")
    return tuple(_selectors_entry(entry, f"{key}[{number}]", source) for number, entry in enumerate(value, 1))


def _selectors_entry(value: dict[str, Any], key: str, source: _Source) -> Selectors:
    _refuse_unknown(value, _SELECTOR_KEYS, source, f"{key}.")
    if "valid_from" not in value:
        raise source.problem(key, "valid_from is missing", "write the day they hold from: valid_from = 2024-05-01")
    return Selectors(
        **{name: _checked(_SELECTOR_KEYS[name], entry, f"{key}.{name}", source) for name, entry in value.items()}
    )


_SELECTOR_KEYS: dict[str, _Check] = {
    "valid_from": _day,
    "content": _selector,
    "title": _selector,
    "authors": _selector,
    "date": _selector,
    "strip": _many(_selector),
}
_SITE_KEYS: dict[str, _Check] = {
    "domain": _domain,
    "name": _text,
    "verified": _flag,
    "hosts": _many(_domain),
    "language": _language,
    "timezone": _timezone,
    "day_first": _flag,
    "hours": _hours,
    "every": _span,
    "at": _weekly,
    "max_pages": _count,
    "render": _flag,
    "revisit_min": _span,
    "revisit_max": _span,
    "start": _many(_url),
    "sitemaps": _many(_url),
    "feeds": _many(_url),
    "article": _many(_pattern),
    "listing": _many(_pattern),
    "deny": _many(_pattern),
    "selectors": _selectors,
    "boilerplate": _many(_text),
}


def load_site(name_or_path: str | Path, home: Path | Home | None = None) -> Site:
    """The site of a file, or of a name: a domain that a home's or a built-in file describes.

    What ends in ``.toml`` or holds a slash is a path. Unreachable for a file that cannot be read;
    UsageProblem for a name that nobody knows and for a file that is not right.
    """
    text = str(name_or_path)
    if is_path(name_or_path):
        return _load(Path(name_or_path))
    domain = site_of(text if "://" in text else f"http://{text}/")
    for path in _files_of(home):
        if domain and path.name == file_name(domain):
            return load_named(path)
    known = ", ".join(sorted(site_names(home)))
    raise UsageProblem(text, "no site file has that name", f"there are {known}; or make one with `junket site add URL`")


def is_path(name_or_path: str | Path) -> bool:
    """True for what :func:`load_site` takes for a path and not for a name."""
    text = str(name_or_path)
    return isinstance(name_or_path, Path) or text.endswith(".toml") or ("/" in text and "://" not in text)


def adopt(path: Path, site: Site, home: Home) -> None:
    """Copies a site's file into the home, whole or not at all. What the home has already is never overwritten.

    UsageProblem where the home has other rules for the domain, HomeProblem where it cannot be written.
    """
    target = home.site_overrides / file_name(site.domain)
    if target.exists() and _load(target).rules_version == site.rules_version:
        return
    write_new(target, path.read_bytes(), home)


def write_new(target: Path, data: bytes, home: Home | Path) -> None:
    """Writes a site's file, whole or not at all.

    UsageProblem where there is one already, HomeProblem (about ``home``) where it cannot be written.
    """
    with home_errors(home):
        make_folder(target.parent)
        try:
            file = target.open("xb")
        except FileExistsError as error:
            raise UsageProblem(str(target), "exists already", "edit it, or remove it first") from error
        try:
            with file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(target.parent)
        except OSError:
            target.unlink(missing_ok=True)
            raise
    _by_host.cache_clear()


def file_name(domain: str) -> str:
    """The name of a domain's site file: the domain with ``.toml`` (a port's colon becomes an underscore)."""
    return domain.replace(":", "_").replace("[", "").replace("]", "") + ".toml"


def site_names(home: Path | Home | None = None) -> list[str]:
    """The names that :func:`load_site` knows, sorted."""
    return sorted({path.name.removesuffix(".toml") for path in _files_of(home)})


def all_sites(home: Path | Home | None = None) -> list[tuple[Site, str]]:
    """Every site that has a file, with the file's path; a home's own file hides the built-in one.

    Checks them all, so that a run can stop before it begins: UsageProblem for the first that is not right, unless
    this process passes over broken ones (:func:`pass_over_broken`).
    """
    found: dict[str, tuple[Site, str] | None] = {}
    for path in _files_of(home):
        if path.name not in found:
            found[path.name] = _unless_broken(path)
    return [entry for name in sorted(found) if (entry := found[name])]


def pass_over_broken() -> None:
    """From now on this process, and those that it starts, do without site files that are not right."""
    os.environ[_LENIENT] = "1"
    _by_host.cache_clear()


def _unless_broken(path: Path | Traversable) -> tuple[Site, str] | None:
    try:
        return load_named(path), str(path)
    except (UsageProblem, Unreachable):
        if _LENIENT in os.environ:
            return None
        raise


def site_for_url(url: str, home: Path | Home | None = None) -> Site:
    """The site of a URL: by its file (its own, or that of a domain which lists the host), else without one.

    Cheap (cached for the process). UsageProblem when the site files of the home are not right.
    """
    domain = site_of(url)
    root = home.path if isinstance(home, Home) else home
    return _by_host(root).get(domain) or Site.for_domain(domain)


@lru_cache(maxsize=16)
def _by_host(home: Path | None) -> dict[str, Site]:
    sites = [site for site, _path in all_sites(home)]
    return {host: site for site in sites for host in site.hosts} | {site.domain: site for site in sites}


def _files_of(home: Path | Home | None) -> Iterator[Path | Traversable]:
    """Site files, a home's own ones first."""
    if home is not None:
        folder = (home if isinstance(home, Home) else Home(home)).site_overrides
        yield from sorted(folder.glob("*.toml"))
    built_in = [path for path in files("junket.crawlers").joinpath("sites").iterdir() if path.name.endswith(".toml")]
    yield from sorted(built_in, key=lambda path: path.name)


def load_named(path: Path | Traversable) -> Site:
    """The site of a file in a sites folder, found by its name: so the name has to be the domain's.

    UsageProblem and Unreachable for one that is not right.
    """
    site = _load(path)
    if path.name != (name := file_name(site.domain)):
        raise UsageProblem(str(path), f"describes {site.domain}", f"name the file {name}")
    return site


def _load(path: Path | Traversable) -> Site:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreachable(str(path), error.strerror or "cannot be read", "name a site or a TOML file") from error
    return parse_site(data, str(path))
