"""The key by which the captures of an address stand together: a Sort-friendly URI Reordering Transform (SURT).

As the Internet Archive's tools write it (``org,archive)/goo?a=1&a=2&b``), so that pywb and others can read the index:
scheme, user, ``www.``, default port and fragment go, letters are lower case, a path's end ``/`` goes, the parts of a
query are sorted. Their package (https://pypi.org/project/surt/) is of 2019, under the AGPL, and asks for the public
suffix list. Unlike it, identifiers of sessions stay.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

_WWW = re.compile(r"^www\d*\.")
_SLASHES = re.compile(r"/{2,}")
_KEPT = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
"""What is not percent-encoded: all of printable ASCII but ``#`` and ``%`` (Google's Safe Browsing canonicalization)."""
_PORTS = {"http": 80, "https": 443, "ftp": 21}
_MOST_DECODED = 10
"""So often a path is percent-decoded at most; what is encoded more often is nobody's address."""


def surt(url: str) -> str:
    """The key of ``url``; of what is no address of the web, ``url`` itself. There is no white space in it."""
    try:
        parts = urlsplit(url.strip())
        host = _host(parts)
    except ValueError:
        return _encoded(url)
    if parts.scheme not in _PORTS or not host:
        return _encoded(url)
    path = _path(_SLASHES.sub("/", _decoded(parts.path)))
    query = "&".join(sorted(_decoded(parts.query).lower().split("&")))
    return f"{host}){path.lower()}" + (f"?{query}" if query else "")


def _host(parts: SplitResult) -> str:
    """The host's labels the other way around, with its port where that is not the scheme's. ValueError for none."""
    name = _WWW.sub("", parts.hostname or "")
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError:
            name = _encoded(name)
    labels = [name] if ":" in name else name.strip(".").split(".")[::-1]
    port = f":{parts.port}" if parts.port and parts.port != _PORTS.get(parts.scheme) else ""
    return _encoded(",".join(labels) + port) if name else ""


def _path(path: str) -> str:
    """Without ``.``, ``..`` and the last ``/``; ``/`` where nothing is left."""
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del kept[-1:]
        elif part not in ("", "."):
            kept.append(part)
    return "/" + "/".join(kept)


def _decoded(text: str) -> str:
    """Percent-encoded once, and only where that is needed."""
    data = text.encode("utf-8", "replace")
    for _ in range(_MOST_DECODED):
        before, data = data, unquote_to_bytes(data)
        if before == data:
            break
    return quote(data, safe=_KEPT)


def _encoded(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe=_KEPT + "%#")
