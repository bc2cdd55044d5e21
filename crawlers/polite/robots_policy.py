"""What one robots.txt says (RFC 9309): may this URL be fetched, by which rule not, how often, which sitemaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from protego import Protego

PRODUCT_TOKEN = "junket"  # noqa: S105 - a name, no secret
"""The name by which robots.txt files can address Junket (RFC 9309 2.2.1)."""

MAX_ROBOTS_BYTES = 512 * 1024
"""How much of a robots.txt is read: a little over the 500 KiB that RFC 9309 2.5 asks for."""

_MOST_RULES = 5_000
_MOST_SITEMAPS = 1_000


@dataclass(frozen=True, slots=True)
class RobotsRuling:
    """May a URL be fetched, and where not: the rule that forbids it, as a person can look it up."""

    allowed: bool
    rule: str | None = None


@dataclass
class RobotsPolicy:
    """The rules of one site. Build it with one of the class methods."""

    verdict: RobotsRuling | None = None
    """The same ruling for all URLs, where there is no text to ask."""
    text: str = field(default="", repr=False)

    @classmethod
    def from_answer(cls, status: int, body: bytes) -> RobotsPolicy:
        """The policy of a robots.txt answer.

        2xx is read; other 4xx mean that there are no rules; 5xx (RFC 9309 2.3.1.4) and 429, which
        asks to be left alone just as well, forbid everything.
        """
        if status in range(200, 300):
            return cls(text=body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "ignore"))
        if status >= 500 or status == 429:  # noqa: PLR2004 - the two classes of HTTP status meant
            return cls.forbidding(f"robots.txt answers {status}, which forbids everything (RFC 9309)")
        return cls(RobotsRuling(allowed=True))

    @classmethod
    def forbidding(cls, reason: str) -> RobotsPolicy:
        """Everything is disallowed, because of ``reason``."""
        return cls(RobotsRuling(allowed=False, rule=reason))

    def ruling(self, url: str) -> RobotsRuling:
        """Whether :data:`PRODUCT_TOKEN` may fetch ``url``."""
        if self.verdict:
            return self.verdict
        if self._parsed.can_fetch(url, PRODUCT_TOKEN):
            return RobotsRuling(allowed=True)
        return RobotsRuling(allowed=False, rule=self._rule_against(url))

    @property
    def crawl_delay(self) -> float | None:
        """Seconds to leave between two requests, where the file asks for it."""
        return None if self.verdict else self._parsed.crawl_delay(PRODUCT_TOKEN)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The values of the ``Sitemap:`` lines as they stand (bounded)."""
        return () if self.verdict else tuple(islice(self._parsed.sitemaps, _MOST_SITEMAPS))

    @cached_property
    def _parsed(self) -> Protego:
        return Protego.parse(self.text)

    def _rule_against(self, url: str) -> str:
        """The longest ``Disallow`` line that matches ``url``: what RFC 9309 2.2.2 calls the most specific."""
        agent, values = self._group
        matching = [value for value in values if not _single(value).can_fetch(url, PRODUCT_TOKEN)]
        rule = max(matching, key=len, default="")
        return f"Disallow: {rule} (User-agent: {agent})" if rule else f"disallowed for User-agent: {agent}"

    @cached_property
    def _group(self) -> tuple[str, tuple[str, ...]]:
        """The group that applies, with its ``Disallow`` values. Protego decides, this names."""
        groups = _groups(self.text)
        agent = PRODUCT_TOKEN if PRODUCT_TOKEN in groups else "*"
        return agent, tuple(groups.get(agent, ())[:_MOST_RULES])


def _single(value: str) -> Protego:
    return Protego.parse(f"User-agent: *\nDisallow: {value}")


def _groups(text: str) -> dict[str, list[str]]:
    """``Disallow`` values by user agent (lower case), groups of the same agent merged (RFC 9309 2.2.1)."""
    groups: dict[str, list[str]] = {}
    agents: list[str] = []
    reading_agents = False
    for line in text.splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent":
            agents = [*agents, value.lower()] if reading_agents else [value.lower()]
            reading_agents = True
            groups.setdefault(value.lower(), [])
        elif name in ("allow", "disallow"):
            reading_agents = False
            if name == "disallow" and value:
                for agent in agents:
                    groups[agent].append(value)
    return groups
