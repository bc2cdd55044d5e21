"""What a failed request means: one reason word for the ledger, one clear line for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from junket.crawlers.blocks import HostBlocked
from junket.crawlers.decompression import Damaged, TooLarge, UnknownEncoding
from junket.crawlers.errors import AddressRefused, JunketError, NoText, RobotsDisallowed, Unreachable, Wall
from junket.crawlers.guard import Refused
from junket.crawlers.page import MAX_BODY_BYTES
from junket.crawlers.rights_skip import SkippedByDecision
from junket.crawlers.robots import Disallowed
from junket.crawlers.secrets import mask_secrets
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from service_identity import VerificationError
from twisted.internet.error import ConnectionAborted

Decision = Literal["record", "fetched", "rejected", "refused", "failed", "skipped"]
"""How a URL can end. ``fetched``: a page came and is archived; its record is made outside the run (a scrape)."""

MAY_PASS = frozenset(
    {"connection_lost", "connection_refused", "damaged_encoding", "server_error", "timeout", "too_many_requests"}
)
"""Reasons that may be gone a little later: a crawl tries such a URL once more before it ends."""

_TRY_LATER = "try again later"
_TRY_ARCHIVE = "try --archived for the Wayback Machine's copy"
_TOO_LARGE = f"larger than {MAX_BODY_BYTES // 2**20} MiB, the bound on a page"


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that brought no page: the ledger's decision and reason, and the error for a person."""

    decision: Decision
    reason: str
    error: JunketError


def explain(url: str, cause: BaseException) -> Failure:
    """What ``cause`` means for ``url``. Never raises; what nobody foresaw is ``request_failed``."""
    subject = mask_secrets(url)
    if isinstance(cause, HttpError):
        return of_status(url, cause.response.status) or _failed(subject, cause)
    for kinds, tell in _MEANINGS:
        if isinstance(cause, kinds):
            return tell(subject, cause)
    return _failed(subject, cause)


def of_status(url: str, status: int) -> Failure | None:
    """What an HTTP status other than success means for ``url``; None for 2xx."""
    subject, answers = mask_secrets(url), f"the server answers {status}"
    if status in range(200, 300):
        return None
    if status in (404, 410):
        return Failure("rejected", "not_found", Unreachable(subject, f"{answers}: there is no such page", _TRY_ARCHIVE))
    if status == 429:  # noqa: PLR2004 - Too Many Requests
        return Failure("rejected", "too_many_requests", Wall(subject, f"{answers}: too many requests", _TRY_LATER))
    if status in (401, 402, 403, 407, 451):
        remedy = f"{_TRY_ARCHIVE}, or save the page in a browser and scrape the file"
        return Failure("rejected", "forbidden", Wall(subject, f"{answers}: it does not let Junket in", remedy))
    if status >= 500:  # noqa: PLR2004 - the class of server errors
        return Failure("rejected", "server_error", Unreachable(subject, answers, f"{_TRY_LATER}, or {_TRY_ARCHIVE}"))
    return Failure("rejected", "no_page", Unreachable(subject, f"{answers}, which brings no page", _TRY_ARCHIVE))


def _failed(subject: str, cause: BaseException) -> Failure:
    said = str(cause).strip()[:200] or type(cause).__name__
    return Failure("failed", "request_failed", Unreachable(subject, f"the request failed ({said})", _TRY_LATER))


def _unreachable(reason: str, problem: str, remedy: str) -> Callable[[str, BaseException], Failure]:
    return lambda subject, _: Failure("failed", reason, Unreachable(subject, problem, remedy))


def _refused(subject: str, cause: BaseException) -> Failure:
    problem = getattr(cause, "problem", "not an http or https address")
    remedy = "" if "http" in problem else "if you mean it, name it with --allow-private HOST:PORT"
    return Failure("refused", "address_refused", AddressRefused(subject, f"refused: {problem}", remedy))


def _disallowed(subject: str, cause: BaseException) -> Failure:
    remedy = "--ignore-robots fetches a named URL all the same, and records it"
    error = RobotsDisallowed(subject, f"robots.txt does not allow it: {getattr(cause, 'rule', '')}", remedy)
    return Failure("refused", "robots_disallowed", error)


def _blocked(subject: str, cause: BaseException) -> Failure:
    remedy = "`junket block --remove HOST --home HOME` lifts it"
    return Failure("refused", "host_blocked", AddressRefused(subject, getattr(cause, "problem", ""), remedy))


def _skipped(subject: str, cause: BaseException) -> Failure:
    remedy = "HOME/overrides/rights.toml says so"
    return Failure("skipped", "rights_skip", AddressRefused(subject, getattr(cause, "problem", ""), remedy))


def _too_large(subject: str, _: BaseException) -> Failure:
    return Failure("failed", "too_large", NoText(subject, _TOO_LARGE, "give a page, not a download"))


def _undecodable(subject: str, _: BaseException) -> Failure:
    problem = "is compressed in a way that Junket cannot decode"
    return Failure(
        "failed", "unknown_content_encoding", NoText(subject, problem, "save it in a browser, give the file")
    )


def _ignored(subject: str, cause: BaseException) -> Failure:
    """Scrapy's own reasons to drop a request. It tells them apart by message only."""
    said = str(cause)
    if "max redirections" in said:
        return Failure("failed", "redirect_loop", Unreachable(subject, "redirects without end", "check the URL"))
    if "offsite" in said:
        return Failure("skipped", "offsite", Unreachable(subject, "leads to another site", "name that site's URL"))
    return Failure("skipped", "ignored", Unreachable(subject, f"not fetched ({said[:200]})", "check the URL"))


def _broken(subject: str, cause: BaseException) -> Failure:
    """A connection that failed after it was made; a TLS failure among the reasons is named."""
    for reason in _reasons(cause):
        if isinstance(reason, ConnectionAborted):  # by junket.crawlers.header_bound: nothing else aborts
            return Failure("failed", "too_large", Unreachable(subject, "sends headers without end", "check the URL"))
        if isinstance(reason, (SSL.Error, VerificationError)):
            problem = f"no trusted TLS connection ({_tls_words(reason)})"
            return Failure("failed", "tls_failed", Unreachable(subject, problem, f"check the URL, or {_TRY_ARCHIVE}"))
    return Failure("failed", "connection_lost", Unreachable(subject, "the connection broke off", _TRY_LATER))


def _reasons(cause: BaseException) -> list[BaseException]:
    """The exceptions inside Twisted's ResponseFailed, which Scrapy keeps as the cause."""
    inner = cause.__cause__ or cause
    return [cause, inner, *(getattr(failure, "value", failure) for failure in getattr(inner, "reasons", None) or ())]


def _tls_words(reason: BaseException) -> str:
    if isinstance(reason, VerificationError):
        return "the certificate is for another host"
    errors = reason.args[0] if reason.args and isinstance(reason.args[0], list) else []
    words = [entry[-1] for entry in errors if isinstance(entry, tuple) and entry and isinstance(entry[-1], str)]
    return words[0] if words and words[0] else "handshake failed"


_MEANINGS: tuple[tuple[tuple[type[BaseException], ...], Callable[[str, BaseException], Failure]], ...] = (
    ((Refused, NotSupported, UnsupportedURLSchemeError), _refused),
    ((Disallowed,), _disallowed),
    ((HostBlocked,), _blocked),
    ((SkippedByDecision,), _skipped),
    ((TooLarge, DownloadCancelledError), _too_large),
    ((Damaged,), _unreachable("damaged_encoding", "the answer's compression is damaged", _TRY_LATER)),
    ((UnknownEncoding,), _undecodable),
    ((IgnoreRequest,), _ignored),
    ((CannotResolveHostError,), _unreachable("unknown_host", "unknown host", "check the spelling of the host name")),
    (
        (DownloadConnectionRefusedError,),
        _unreachable(
            "connection_refused", "the server refuses the connection", "check host and port, or try again later"
        ),
    ),
    ((DownloadTimeoutError, TimeoutError), _unreachable("timeout", "no complete answer in time", _TRY_LATER)),
    ((DownloadFailedError, ResponseDataLossError, SSL.Error, VerificationError), _broken),
)
