"""What a failed request means: one reason word for the ledger, one clear line for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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

from junket.crawlers.errors import JunketError, Unreachable
from junket.crawlers.ledger.drop import DROPS, Decision, FailureReason, Status, reason_of_status
from junket.crawlers.network.decompression import Damaged, TooLarge, UnknownEncoding
from junket.crawlers.network.guard import Refused
from junket.crawlers.page import MAX_BODY_BYTES
from junket.crawlers.polite.blocks import HostBlocked
from junket.crawlers.polite.robots import Disallowed
from junket.crawlers.render.not_rendered import NotRendered
from junket.crawlers.rights.rights_skip import SkippedByDecision
from junket.crawlers.secrets import mask_secrets

_TOO_LARGE = f"larger than {MAX_BODY_BYTES // 2**20} MiB, the bound on a page"


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that brought no page: the ledger's decision and reason, and the error for a person."""

    decision: Decision
    reason: FailureReason
    error: JunketError


def failure(reason: FailureReason, subject: str, problem: str = "", remedy: str | None = None) -> Failure:
    """The failure as the table has it; ``problem`` and ``remedy`` where more is known."""
    drop = DROPS[reason]
    return Failure(drop.decision, reason, drop.failure(subject, problem, remedy))


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
    reason = reason_of_status(status)
    return failure(reason, mask_secrets(url), f"the server answers {status}{_SAYS.get(reason, '')}") if reason else None


_SAYS: dict[Status, str] = {
    "not_found": ": there is no such page",
    "too_many_requests": ": too many requests",
    "login_wall": ": it asks to be paid",
    "forbidden": ": it does not let Junket in",
    "no_page": ", which brings no page",
}


def _failed(subject: str, cause: BaseException) -> Failure:
    said = str(cause).strip()[:200] or type(cause).__name__
    return failure("request_failed", subject, f"the request failed ({said})")


def _as_told(reason: FailureReason) -> Callable[[str, BaseException], Failure]:
    return lambda subject, _: failure(reason, subject)


def _refused(subject: str, cause: BaseException) -> Failure:
    problem = getattr(cause, "problem", "not an http or https address")
    return failure("address_refused", subject, f"refused: {problem}", "" if "http" in problem else None)


def _disallowed(subject: str, cause: BaseException) -> Failure:
    return failure("robots_disallowed", subject, f"robots.txt does not allow it: {getattr(cause, 'rule', '')}")


def _blocked(subject: str, cause: BaseException) -> Failure:
    return failure("host_blocked", subject, getattr(cause, "problem", ""))


def _skipped(subject: str, cause: BaseException) -> Failure:
    return failure("rights_skip", subject, getattr(cause, "problem", ""))


def _not_rendered(subject: str, cause: BaseException) -> Failure:
    if not isinstance(cause, NotRendered):
        return _failed(subject, cause)
    return failure(cause.reason, subject, cause.problem)


def _too_large(subject: str, _: BaseException) -> Failure:
    return failure("too_large", subject, _TOO_LARGE)


def _ignored(subject: str, cause: BaseException) -> Failure:
    """Scrapy's own reasons to drop a request. It tells them apart by message only."""
    said = str(cause)
    if "max redirections" in said:
        return failure("redirect_loop", subject)
    if "offsite" in said:
        return failure("offsite", subject)
    return failure("ignored", subject, f"not fetched ({said[:200]})")


def _broken(subject: str, cause: BaseException) -> Failure:
    """A connection that failed after it was made; a TLS failure among the reasons is named."""
    for reason in _reasons(cause):
        if isinstance(reason, ConnectionAborted):  # by junket.crawlers.network.header_bound: nothing else aborts
            return Failure("failed", "too_large", Unreachable(subject, "sends headers without end", "check the URL"))
        if isinstance(reason, (SSL.Error, VerificationError)):
            return failure("tls_failed", subject, f"no trusted TLS connection ({_tls_words(reason)})")
    return failure("connection_lost", subject)


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
    ((NotRendered,), _not_rendered),
    ((TooLarge, DownloadCancelledError), _too_large),
    ((Damaged,), _as_told("damaged_encoding")),
    ((UnknownEncoding,), _as_told("unknown_content_encoding")),
    ((IgnoreRequest,), _ignored),
    ((CannotResolveHostError,), _as_told("unknown_host")),
    ((DownloadConnectionRefusedError,), _as_told("connection_refused")),
    ((DownloadTimeoutError, TimeoutError), _as_told("timeout")),
    ((DownloadFailedError, ResponseDataLossError, SSL.Error, VerificationError), _broken),
)
