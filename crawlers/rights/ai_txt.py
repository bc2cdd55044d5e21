"""``/ai.txt``: what a site does not want machines to learn from (Spawning's convention, written as robots.txt is).

Groups of ``User-Agent`` with ``Disallow`` and ``Allow``, whose values are paths or kinds of file (``*.html``, ``/``).
A page whose address has no ending is HTML, and meant by ``*.html``. Other files go by that name too (Markdown,
notes to people): they have no such lines and forbid nothing.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from junket.crawlers.polite.robots_policy import MAX_ROBOTS_BYTES, RobotsPolicy

PATH = "/ai.txt"


class AiTxt:
    """The rules of one file."""

    def __init__(self, body: bytes) -> None:
        """Takes any bytes; those of a web page (a site's "not found" with status 200) are no rules."""
        text = body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "ignore")
        self._policy = RobotsPolicy(text="" if text.lstrip().startswith("<") else text)

    def rule_against(self, url: str) -> str | None:
        """The rule that keeps ``url`` from machines, None where there is none."""
        named = [url, *([_as_html(url)] if _has_no_ending(url) else [])]
        rulings = (self._policy.ruling(each) for each in named)
        return next((ruling.rule for ruling in rulings if not ruling.allowed), None)


def _has_no_ending(url: str) -> bool:
    return "." not in urlsplit(url).path.rpartition("/")[2]


def _as_html(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path or "/"
    return urlunsplit(parts._replace(path=path + ("index.html" if path.endswith("/") else ".html"), query=""))
