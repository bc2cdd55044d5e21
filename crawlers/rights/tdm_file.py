"""``/.well-known/tdmrep.json``: which of a site's pages are reserved from text and data mining.

W3C TDM Reservation Protocol (TDMRep), final report of the community group, "TDM File on the Origin Server": an
array of rules; ``location`` matches paths as robots.txt does, with ``*`` and ``$``; the first rule that matches counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from junket.crawlers.rights.right import cut

PATH = "/.well-known/tdmrep.json"
MAX_RULES = 1_000
_MAX_PATTERN = 2_000
_RESERVATIONS = {"0": "0", "1": "1"}


@dataclass(frozen=True, slots=True)
class TdmFile:
    """The rules of one file, in its order: pattern, and the reservation with the policy's address behind it."""

    rules: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, body: bytes) -> TdmFile:
        """The file's rules; what is no rule is passed over. ValueError for what is no such file."""
        try:
            entries = json.loads(body.decode("utf-8-sig"))
        except RecursionError as error:
            raise ValueError("nested without end") from error
        if not isinstance(entries, list):
            raise ValueError("no list of rules")  # noqa: TRY004 - one kind of error for whoever asks
        return cls(tuple(rule for entry in entries[:MAX_RULES] if (rule := _rule(entry))))

    def reservation(self, url: str) -> str | None:
        """``1`` (reserved) or ``0``, and the policy's address where there is one; None where no rule speaks."""
        path = unquote(_path_of(url))
        return next((value for pattern, value in self.rules if _matches(pattern, path)), None)


def _rule(entry: Any) -> tuple[str, str] | None:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(entry, dict):
        return None
    location, reserved, policy = (entry.get(name) for name in ("location", "tdm-reservation", "tdm-policy"))
    value = _RESERVATIONS.get(str(reserved))
    if not isinstance(location, str) or value is None or not 0 < len(location) <= _MAX_PATTERN:
        return None
    return location, f"{value} {cut(policy) or ''}".strip() if isinstance(policy, str) else value


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _matches(pattern: str, path: str) -> bool:
    """Whether the path begins as the pattern says; in time that grows with their lengths alone."""
    whole = pattern.endswith("$")
    first, *others = (unquote(piece) for piece in pattern.removesuffix("$").split("*"))
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not whole or at == len(path)
    last = others.pop()
    for piece in others:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return path.endswith(last) and len(path) - len(last) >= at if whole else path.find(last, at) >= 0
