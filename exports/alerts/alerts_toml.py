"""``HOME/overrides/alerts.toml``: whom to tell when a site is not well.

    [[target]]
    email = ["films@library.example"]
    server = "mail.library.example"       # port 587 and STARTTLS, unless said otherwise
    user = "junket"
    password = { file = "/etc/junket/mail-password" }
    from = "junket@library.example"

    [[target]]
    webhook = { env = "JUNKET_WEBHOOK" }   # or the address itself
    severity = "error"                     # the least that it is told; warning without it
    sites = ["press.example"]              # all without it

    [[target]]
    command = ["/usr/local/bin/page-me", "--from", "junket"]

    [[target]]
    apprise = "ntfy://topic"               # needs the extra junket[alerts]

What is secret stands in the environment or in a file of its own. A file that others may write is not obeyed: whoever
can write it would say what runs here.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import urlsplit

from junket.crawlers.home import Home
from junket.crawlers.toml_file import Entries, Slip, Table, check_keys, read_entries, text_of
from junket.crawlers.urls import canonicalize, site_of
from junket.exports.alerts.notice import Notice, Severity

NAME = "alerts.toml"
Way = Literal["command", "webhook", "email", "apprise"]
Security = Literal["starttls", "tls", "none"]

_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_EVERY = frozenset({"severity", "sites"})
_MAIL = frozenset({"server", "port", "security", "user", "password", "from"})
_LONGEST_SECRET = 10_000


@dataclass(frozen=True, slots=True)
class Secret:
    """A text, or where it stands: a variable of the environment, a file."""

    text: str = ""
    env: str = ""
    file: str = ""

    def read(self) -> str:
        """The text. ValueError says what is missing, and never what it is."""
        if self.env:
            found = os.environ.get(self.env, "").strip()
            if not found:
                raise ValueError(f"the environment has no {self.env}")
            return found
        if not self.file:
            return self.text
        try:
            with Path(self.file).expanduser().open(encoding="utf-8") as file:
                found = file.read(_LONGEST_SECRET).strip()
        except (OSError, UnicodeDecodeError, RuntimeError) as error:
            raise ValueError(f"{self.file} cannot be read ({type(error).__name__})") from error
        if not found:
            raise ValueError(f"{self.file} is empty")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: Secret = Secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Somebody to tell. ``to``: a command's words, mail addresses."""

    way: Way
    to: tuple[str, ...] = ()
    address: Secret = Secret()
    """Of a webhook or of Apprise."""
    mail: MailServer | None = None
    severity: Severity = "warning"
    sites: frozenset[str] = frozenset()
    place: str
    """File and line, or the option."""

    def wants(self, notice: Notice) -> bool:
        """Whether it is told of it."""
        return (not self.sites or notice.site in self.sites) and (
            self.severity == "warning" or notice.severity == "error"
        )

    @property
    def key(self) -> str:
        """The same from run to run, whatever line it stands on; no secret can be read from it."""
        parts = (self.way, *self.to, self.address.text, self.address.env, self.address.file)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]

    def __str__(self) -> str:
        """What problems call it."""
        return f"{self.place}: {self.way}"


def read_targets(home: Home) -> Entries[Target]:
    """The targets of ``home``; none where there is no file. HomeProblem when it is there and cannot be read."""
    path = home.path / "overrides" / NAME
    if problem := _owner_problem(path):
        return Entries(problems=[problem])
    return read_entries(path, "target", _target)


def command_target(words: tuple[str, ...], place: str) -> Target:
    """A command that was given as an option."""
    return Target(way="command", to=words, place=place)


def _owner_problem(path: Path) -> str:
    if sys.platform == "win32" or not path.exists():
        return ""
    found = path.stat()
    if found.st_uid not in (os.geteuid(), 0):
        return f"{path}: belongs to another user, and says what runs here; nobody is told until it is yours (chown)"
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return f"{path}: others may write it, and it says what runs here; nobody is told until chmod go-w"
    return ""


def _target(entry: Table, place: str) -> Target:
    ways = [way for way in get_args(Way) if way in entry]
    if len(ways) != 1:
        raise Slip(ways[1] if ways else "target", f"one of {', '.join(get_args(Way))} says how, and one only")
    way = cast("Way", ways[0])
    check_keys(entry, _EVERY | {way} | (_MAIL if way == "email" else frozenset()))
    severity = entry.get("severity", "warning")
    if severity not in get_args(Severity):
        raise Slip("severity", f"must be one of {', '.join(get_args(Severity))}")
    is_list = way in ("command", "email")
    return Target(
        way=way,
        to=_texts(entry, way) if is_list else (),
        address=Secret() if is_list else _address(entry, way),
        mail=_mail(entry) if way == "email" else None,
        severity=severity,
        sites=frozenset(map(_site, _texts(entry, "sites"))) if "sites" in entry else frozenset(),
        place=place,
    )


def _mail(entry: Table) -> MailServer:
    security = entry.get("security", "starttls")
    if security not in get_args(Security):
        raise Slip("security", f"must be one of {', '.join(get_args(Security))}")
    port = entry.get("port", _PORTS[cast("Security", security)])
    if type(port) is not int or not 0 < port < 65536:  # noqa: PLR2004 - TCP's ports
        raise Slip("port", "must be a number from 1 to 65535")
    if "user" in entry and "password" not in entry:
        raise Slip("user", 'needs a password = { file = "…" } or { env = "…" }')
    password = _secret(entry, "password") if "password" in entry else Secret()
    if password.text:
        raise Slip("password", 'stands in no file that people share: give { file = "…" } or { env = "…" }')
    return MailServer(
        host=text_of(entry, "server"),
        port=port,
        security=cast("Security", security),
        sender=_mail_address(text_of(entry, "from"), "from"),
        user=text_of(entry, "user") if "user" in entry else "",
        password=password,
    )


def _texts(entry: Table, key: str) -> tuple[str, ...]:
    found = entry[key]
    texts = found if isinstance(found, list) else []
    if not texts or not all(isinstance(each, str) and each.strip() and "\0" not in each for each in texts):
        raise Slip(key, f'must be a list of texts, as in {key} = ["…"]')
    return tuple(_mail_address(each, key) for each in texts) if key == "email" else tuple(texts)


def _mail_address(text: str, key: str) -> str:
    name, at, host = text.strip().rpartition("@")
    if not (name and at and host) or any(mark.isspace() or mark in "<>,;" for mark in text.strip()):
        raise Slip(key, f"{text!r} is no mail address")
    return text.strip()


def _address(entry: Table, way: Way) -> Secret:
    secret = _secret(entry, way)
    if way == "webhook" and secret.text:
        try:
            webhook_parts(secret.text)
        except ValueError as error:
            raise Slip(way, str(error)) from error
    return secret


def webhook_parts(url: str) -> tuple[bool, str, int, str]:
    """Whether it goes over TLS, host, port, and path with query. ValueError for what is no such address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError("is no web address") from error
    if parts.scheme not in ("https", "http") or not parts.hostname or any(not " " < mark < "\x7f" for mark in url):
        raise ValueError("is no web address: it begins with https:// and has no spaces")
    if parts.username or parts.password:
        raise ValueError("has a user name in its address, which is sent nowhere")
    tls = parts.scheme == "https"
    way = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return tls, parts.hostname, port or (443 if tls else 80), way


def _secret(entry: Table, key: str) -> Secret:
    found: Any = entry[key]
    if isinstance(found, str) and found.strip():
        return Secret(text=found.strip())
    if isinstance(found, dict) and len(found) == 1:
        (where, name), *_ = found.items()
        if where in ("env", "file") and isinstance(name, str) and name.strip():
            return Secret(**{where: name.strip()})
    raise Slip(key, 'must be a text, { env = "NAME" } or { file = "PATH" }')


def _site(text: str) -> str:
    return site_of(canonicalize(text if "://" in text else f"https://{text}/"))
