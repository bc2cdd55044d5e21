"""A page that gives no record, as the error that a person who asked for it by name is told."""

from __future__ import annotations

from junket.crawlers.errors import JunketError, NoText, Unreachable, Wall
from junket.pipelines.interview import REASONS, Rejected

_ARCHIVED = "try --archived, or save the page in your browser and give the file"
_WALLS = {
    "login_wall": _ARCHIVED,
    "consent_wall": _ARCHIVED,
    "interstitial": _ARCHIVED,
    "bot_check": _ARCHIVED,
    "forbidden": _ARCHIVED,
}
_GONE = {
    "not_found": "check the address, or try --archived",
    "server_error": "try again later, or try --archived",
    "no_page": "check the address, or try --archived",
}
_NO_TEXT = {
    "empty": "a page that is made by JavaScript can be saved in a browser and given as a file",
    "not_html": "give an HTML, MHTML, text or WARC file, or the address of a page",
    "too_large": "cut it, or give the page itself",
}


def refusal(subject: str, rejected: Rejected) -> JunketError:
    """What ``rejected`` means for ``subject`` (a URL or a file), with its remedy and exit code."""
    problem = REASONS.get(rejected.reason, rejected.reason.replace("_", " "))
    problem += f" ({rejected.detail})" if rejected.detail else ""
    if rejected.reason in _WALLS:
        return Wall(subject, f"{rejected.reason}: {problem}", _WALLS[rejected.reason])
    if rejected.reason in _GONE:
        return Unreachable(subject, f"{rejected.reason}: {problem}", _GONE[rejected.reason])
    return NoText(subject, f"{rejected.reason}: {problem}", _NO_TEXT.get(rejected.reason, ""))
