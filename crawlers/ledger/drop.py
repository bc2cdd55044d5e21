"""Each reason for which a URL or page ends without a record: how it ends, what it says, who raises it, what to do.

The one list: the types that raise sites are checked by, the errors of failed requests and rejected pages, the crawl's
summary, ``junket help reasons`` and the table in DATA_FORMAT.md are made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from junket.crawlers.errors import (
    AddressRefused,
    JunketError,
    NoText,
    RobotsDisallowed,
    Unreachable,
    UsageProblem,
    Wall,
)

Decision = Literal["record", "fetched", "rejected", "refused", "failed", "skipped"]
"""How a URL can end. ``fetched``: a page came and is archived; its record is made outside the run (a scrape)."""

Change = Literal["new", "changed", "unchanged", "gone"]
"""What a run found of a URL against what the home had of it."""

Ending = Literal[Decision, "set_aside", "withheld"]
"""Beside the ledger's decisions: a capture in the log that is no page, and a record that is not published."""

Status = Literal["no_page", "login_wall", "forbidden", "not_found", "too_many_requests", "server_error"]
"""What an HTTP status other than success says."""

PageReason = Literal[
    Status, "bot_check", "consent_wall", "empty", "internal_error", "interstitial", "not_an_article", "not_html",
    "too_large",
]  # fmt: skip
"""Why a page that came gives no record."""

ContentReason = Literal["damaged_encoding", "too_large", "unknown_content_encoding"]
"""Why an answer's body cannot be read."""

AsideReason = Literal[
    ContentReason, "feed", "given_up", "meta_refresh", "no_copy", "redirect_loop", "rendered", "rights_file",
    "robots_txt", "sitemap", "subresource",
]  # fmt: skip
"""Why the run that fetched it sets an answer aside although bytes came."""

CaptureReason = Literal[
    AsideReason, "continuation", "conversion", "not_a_web_address", "not_http", "not_modified", "redirect",
    "revisit_unresolved", "unknown_type",
]  # fmt: skip
"""Why a capture in the log gives no page."""

FailureReason = Literal[
    Status, ContentReason, "address_refused", "browser_missing", "connection_lost", "connection_refused",
    "host_blocked", "ignored", "not_archived", "offsite", "redirect_loop", "render_failed", "request_failed",
    "rights_skip", "robots_disallowed", "timeout", "tls_failed", "unknown_host",
]  # fmt: skip
"""Why a request brings no page."""

BoundReason = Literal[
    "calendar_out_of_range", "host_overloaded", "max_pages", "max_site_pages", "no_contact", "nofollow", "not_due",
    "offsite", "outside_hours", "queue_full", "repeated_segments", "rights_skip", "series_spent", "sitemap_too_deep",
    "sitemap_too_long", "too_deep", "too_many_links", "too_many_parameters", "too_many_segments", "too_many_views",
    "url_too_long",
]  # fmt: skip
"""Why a crawl does not ask for what it has found."""

WithheldReason = Literal["rights_archive_only", "rights_skip"]
"""Why a record is kept in the log only."""

Reason = Literal[
    PageReason, CaptureReason, FailureReason, BoundReason, WithheldReason, "bad_input", "dropped", "lost", "no_sitemap",
    "not_plain", "redirected", "retry_later",
]  # fmt: skip

Ended = Literal[Reason, "page", "interview", "news", "review", "listing", "other", ""]
"""A line of the ledger: a reason, ``page`` for one that is fetched, a record's kind, or nothing where no kind is."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A reason. ``endings`` are those it may have, the usual one first."""

    reason: Reason
    endings: tuple[Ending, ...]
    says: str
    remedy: str
    """What a person can do; empty where nothing is to be done."""
    by: tuple[str, ...]
    """The modules that raise it, in the package ``junket``."""
    error: type[JunketError] = Unreachable
    """What a person who asked for the page by name is told with, and so the exit code."""

    @property
    def decision(self) -> Decision:
        """The ledger's usual one; of what is no line there, that of a page without a record."""
        match self.endings[0]:
            case "set_aside" | "withheld":
                return "rejected"
            case decision:
                return decision

    def failure(self, subject: str, problem: str = "", remedy: str | None = None) -> JunketError:
        """The error about ``subject``; ``problem`` and ``remedy`` where more is known than the table says."""
        return self.error(subject, problem or self.says, self.remedy if remedy is None else remedy)


_REJECTED: tuple[Ending, ...] = ("rejected",)
_REFUSED: tuple[Ending, ...] = ("refused",)
_FAILED: tuple[Ending, ...] = ("failed",)
_SKIPPED: tuple[Ending, ...] = ("skipped",)
_ASIDE: tuple[Ending, ...] = ("set_aside",)
_READ: tuple[Ending, ...] = ("skipped", "set_aside")

_STATUS = ("crawlers.ledger.failures", "pipelines.record.sniff")
_WALLS, _SNIFF, _FAILURES = ("pipelines.record.walls",), ("pipelines.record.sniff",), ("crawlers.ledger.failures",)
_SPIDER, _TRAPS, _SCOUT = ("crawlers.spiders.interviews",), ("crawlers.discovery.traps",), ("crawlers.discovery.scout",)
_KEEPER, _READER = ("crawlers.ledger.ledger_keeper",), ("crawlers.archive.reader",)
_BOUNDS = ("crawlers.run.crawl_bounds",)
_RENDER = ("crawlers.render.middleware",)
_ASIDE_BY, _SCHEDULER = ("crawlers.run.aside",), ("crawlers.frontier.scheduler",)

_LATER = "try again later"
_ARCHIVED = "try junket scrape --archived for the Wayback Machine's copy"
_BROWSER = "save the page in a browser and scrape the file"
_IN = f"{_ARCHIVED}, or {_BROWSER}"
_GONE = f"check the address, or {_ARCHIVED}"
_NEXT = "the next crawl of the same sites goes on there"
_SITE_FILE = "a site's file may say otherwise (junket site add)"

_TABLE = (
    # A page came, and gives no record
    Drop("bot_check", _REJECTED, "shows a bot check in place of the page", _IN, _WALLS, Wall),
    Drop("consent_wall", _REJECTED, "shows a consent form in place of the page", _IN, _WALLS, Wall),
    Drop("interstitial", _REJECTED, "only leads on to another page: an advertisement, a question of age", _IN,
         _WALLS, Wall),
    Drop("login_wall", _REJECTED, "402, or asks to log in or subscribe", _IN, _STATUS + _WALLS, Wall),
    Drop("forbidden", _REJECTED, "the server answers 401, 403, 407 or 451", _IN, _STATUS, Wall),
    Drop("too_many_requests", _REJECTED, "429: the server asks for a pause", _LATER, _STATUS, Wall),
    Drop("not_found", _REJECTED, "404 or 410, or a page that says so", _GONE, _STATUS + _WALLS),
    Drop("server_error", _REJECTED, "the server answers with an error", f"{_LATER}, or {_ARCHIVED}",
         (*_STATUS, "crawlers.network.wayback")),
    Drop("no_page", _REJECTED, "another status, which brings no page", _GONE, _STATUS),
    Drop("empty", _REJECTED, "no text on the page",
         "a page made by JavaScript: junket scrape --render, or save it in a browser and give the file",
         _SNIFF + _WALLS, NoText),
    Drop("not_html", _REJECTED, "the bytes are no HTML or text",
         "give an HTML, MHTML, text or WARC file, or the address of a page", (*_SNIFF, "pipelines.verdict"), NoText),
    Drop("not_an_article", _REJECTED, "text, but no article: a listing, a form, a home page",
         "give its address to junket scrape, which takes any text", ("pipelines.verdict",), NoText),
    Drop("not_archived", _REJECTED, "the Wayback Machine has no copy of it",
         "check the URL, or try it without --archived", ("crawlers.network.wayback",)),
    Drop("dropped", _REJECTED, "an item pipeline of somebody else's dropped it", "look into that pipeline", _KEEPER),
    Drop("bad_input", _REJECTED, "a line of --batch that is no page", "the text behind it says what the line lacks",
         ("exports.cli.scraping.batch",)),
    # Nobody was asked
    Drop("address_refused", _REFUSED, "an address that Junket does not ask: a private one, or no http",
         "if you mean it, name it with --allow-private HOST:PORT", _FAILURES, AddressRefused),
    Drop("host_blocked", _REFUSED, "somebody blocked the host (junket block)",
         "junket block --remove HOST --home HOME lifts it", _FAILURES, AddressRefused),
    Drop("robots_disallowed", _REFUSED, "robots.txt does not allow it",
         "junket scrape --ignore-robots fetches a named URL all the same, and records it", _FAILURES, RobotsDisallowed),
    # Nothing came that could be read
    Drop("connection_lost", _FAILED, "the connection broke off", _LATER, _FAILURES),
    Drop("connection_refused", _FAILED, "the server refuses the connection",
         "check host and port, or try again later", _FAILURES),
    Drop("damaged_encoding", ("failed", "set_aside"), "the answer's compression is damaged beyond reading",
         _LATER, (*_FAILURES, "crawlers.archive.content")),
    Drop("internal_error", ("failed", "rejected"), "a fault of Junket's own, with the page kept in the log",
         "report it; junket rebuild tries the page again",
         (*_KEEPER, "exports.catalogue.shard", "exports.cli.scraping.batch"), NoText),
    Drop("lost", _FAILED, "no answer came before the run ended", _LATER, _SCHEDULER),
    Drop("not_plain", _FAILED, "the request holds what the frontier cannot store",
         "give the spider's requests plain values", _SCHEDULER),
    Drop("redirect_loop", ("failed", "set_aside"), "redirects without end", "check the URL", _FAILURES + _ASIDE_BY),
    Drop("browser_missing", _FAILED, "its site asks for a browser (render = true), and none is installed",
         'pip install "junket[browser]", and Chromium (Debian: apt install chromium)', _RENDER, UsageProblem),
    Drop("render_failed", _FAILED, "the browser could not show the page", _BROWSER, _RENDER, NoText),
    Drop("request_failed", _FAILED, "it failed in a way that nobody foresaw", _LATER, _FAILURES),
    Drop("timeout", _FAILED, "no complete answer in time", _LATER, _FAILURES),
    Drop("tls_failed", _FAILED, "no trusted TLS connection", f"check the URL, or {_ARCHIVED}", _FAILURES),
    Drop("too_large", ("failed", "rejected", "set_aside"), "larger than a page, its markup or its headers may be",
         "cut it, or give the page itself",
         (*_FAILURES, *_WALLS, "crawlers.archive.content", "exports.cli.scraping.batch"), NoText),
    Drop("unknown_content_encoding", ("failed", "set_aside"), "compressed in a way that Junket cannot decode",
         _BROWSER, (*_FAILURES, "crawlers.archive.content"), NoText),
    Drop("unknown_host", _FAILED, "unknown host", "check the spelling of the host name", _FAILURES),
    # Not asked for, or read for another purpose
    Drop("robots_txt", ("skipped", "failed", "set_aside"),
         "rules for crawlers, no page; failed: they could not be had, which forbids the site", _LATER,
         (*_KEEPER, *_ASIDE_BY, *_READER)),
    Drop("feed", _READ, "read as a list of addresses, no page", "", _SPIDER + _ASIDE_BY),
    Drop("sitemap", _READ, "read as a list of addresses, no page", "", _SPIDER + _ASIDE_BY),
    Drop("rights_file", _READ, "what a site says of its rights to machines (tdmrep.json, ai.txt), had or not", "",
         ("crawlers.rights.rights_files", *_ASIDE_BY, *_READER)),
    Drop("no_sitemap", _SKIPPED, "no sitemap where one was guessed", "", _SPIDER),
    Drop("redirected", _SKIPPED, "led to another address, which has a line of its own", "", _KEEPER),
    Drop("retry_later", _SKIPPED, "failed for a reason that may pass: waits for one more try, in this run or the next",
         "", _SCHEDULER),
    Drop("ignored", _SKIPPED, "Scrapy dropped the request", "check the URL", _FAILURES),
    Drop("offsite", _SKIPPED, "leads to another site", "name that site's URL", _FAILURES + _SPIDER),
    Drop("rights_skip", ("skipped", "withheld"), "people decided that it be left alone",
         "HOME/overrides/rights.toml says so",
         (*_FAILURES, *_SPIDER, "pipelines.record.rights_decision"), AddressRefused),
    Drop("rights_archive_only", ("withheld",), "its rights are reserved: the record is kept in the log",
         "HOME/overrides/rights.toml may decide otherwise", ("pipelines.record.rights_decision",)),
    Drop("max_pages", _SKIPPED, "the run's pages are fetched", f"{_NEXT}; --max-pages", _BOUNDS),
    Drop("max_site_pages", _SKIPPED, "the site's pages are fetched", "--max-site-pages, or the site's file", _BOUNDS),
    Drop("no_contact", _SKIPPED, "the pages that a crawl without a contact may fetch are fetched",
         "give --contact with a URL or mail address", ("crawlers.polite.contact",)),
    Drop("outside_hours", _SKIPPED, "the site's hours are over", _NEXT, _SPIDER),
    Drop("host_overloaded", _SKIPPED, "the host answered 429 or 503 again and again", _NEXT,
         ("crawlers.polite.retry_after",)),
    Drop("nofollow", _SKIPPED, "the page asks that its links be not followed", "", _SPIDER),
    Drop("not_due", _SKIPPED, "known from an earlier run, and not to be looked at again yet",
         "--recheck looks at all of them", _SCOUT),
    Drop("queue_full", _SKIPPED, "as many links of the site wait as a crawl of this size needs",
         "--max-site-pages", _SCOUT),
    Drop("series_spent", _SKIPPED, "a listing whose last pages brought no new article", "", _SPIDER + _SCOUT),
    Drop("calendar_out_of_range", _SKIPPED, "a calendar's page far from today", "", _TRAPS),
    Drop("repeated_segments", _SKIPPED, "the same piece of path again and again", "", _TRAPS),
    Drop("sitemap_too_deep", _SKIPPED, "a sitemap below too many others", _SITE_FILE, _SPIDER),
    Drop("sitemap_too_long", _SKIPPED, "a sitemap with more entries than are read", "", _SPIDER),
    Drop("too_deep", _SKIPPED, "too many links from a start page", "name a start page nearer to it", _TRAPS),
    Drop("too_many_links", _SKIPPED, "a page with more links than are read", "", _SCOUT),
    Drop("too_many_parameters", _SKIPPED, "an address with too many parameters", "", _TRAPS),
    Drop("too_many_segments", _SKIPPED, "a path with too many pieces", "", _TRAPS),
    Drop("too_many_views", _SKIPPED, "one listing under too many orders and filters", "", _SCOUT),
    Drop("url_too_long", _SKIPPED, "an address longer than pages have", "", _TRAPS),
    # A capture in the log, and no page
    Drop("redirect", _ASIDE, "the server sent the client elsewhere; that capture is a page of its own", "", _READER),
    Drop("meta_refresh", _ASIDE, "the page led the run on to another address; that capture is a page of its own", "",
         _ASIDE_BY),
    Drop("rendered", _ASIDE, "what a browser rendered; the rendered page is a capture of its own", "", _ASIDE_BY),
    Drop("subresource", _ASIDE, "what a script fetched for the page that a browser rendered", "", _RENDER),
    Drop("given_up", _ASIDE, "the run that fetched it could not go on with it; its ledger says why", "", _ASIDE_BY),
    Drop("not_modified", _READ, "nothing changed since an earlier capture, whose record stands", "",
         ("exports.catalogue.shard", *_SPIDER, *_READER)),
    Drop("no_copy", _ASIDE, "a web archive's answer that it has no copy of the page", "", _ASIDE_BY),
    Drop("not_http", _ASIDE, "a response of another protocol, or no valid HTTP", "", _READER),
    Drop("not_a_web_address", _ASIDE, "no page of the web: a screenshot, extracted text, a log", "", _READER),
    Drop("revisit_unresolved", _ASIDE, "the same as an earlier capture that is not in this file or home",
         "scrape the file that has the earlier capture", _READER),
    Drop("conversion", _ASIDE, "another tool's rendition of a capture", "", _READER),
    Drop("continuation", _ASIDE, "a further piece of a record; the page is made of its first piece", "", _READER),
    Drop("unknown_type", _ASIDE, "a record of no type that the standard has", "", _READER),
)  # fmt: skip

MAY_PASS: frozenset[Reason] = frozenset(
    {"connection_lost", "connection_refused", "damaged_encoding", "server_error", "timeout", "too_many_requests"}
)
"""Reasons that may be gone a little later: a crawl tries such a URL once more before it ends."""

DROPS: dict[Reason, Drop] = {drop.reason: drop for drop in _TABLE}
"""By reason, in the order in which they are shown."""
_BY_WORD: dict[str, Drop] = {drop.reason: drop for drop in _TABLE}


def drop_of(word: str) -> Drop | None:
    """What a word stands for that comes from outside: an older ledger, somebody else's pipeline."""
    return _BY_WORD.get(word)


_BY_STATUS: dict[int, Status] = {
    401: "forbidden",
    402: "login_wall",
    403: "forbidden",
    404: "not_found",
    407: "forbidden",
    410: "not_found",
    429: "too_many_requests",
    451: "forbidden",
}
_SERVER_ERROR = 500


def reason_of_status(status: int) -> Status | None:
    """What an HTTP status says of the page; None for success (2xx)."""
    if status in range(200, 300):
        return None
    return _BY_STATUS.get(status, "server_error" if status >= _SERVER_ERROR else "no_page")
