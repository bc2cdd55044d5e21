"""Secrets in addresses: passwords and tokens that must not reach a ledger, a log or a terminal."""

from __future__ import annotations

import re

MASK = "***"

SECRET_NAMES = frozenset(
    {
        "access_token", "accesskey", "access_key", "api_key", "apikey", "auth", "authorization", "client_secret",
        "credential", "id_token", "jwt", "key", "pass", "passwd", "password", "pwd", "refresh_token", "secret",
        "session", "session_id", "sessionid", "sid", "sig", "signature", "token", "x-amz-credential",
        "x-amz-security-token", "x-amz-signature", "x-goog-credential", "x-goog-signature",
    }
)  # fmt: skip
"""Query parameters (lower case) whose value is a secret, or may be one."""

_COUNTERS = frozenset({"key", "sid"})
"""Of these, the names by which old news systems also count their stories: there a short number is none."""
_NUMBER = re.compile(r"[0-9]{1,9}")

_USERINFO = re.compile(r"^([a-z][a-z0-9+.-]*:)?//[^/?#]*@", re.IGNORECASE)
_PAIR = re.compile(r"([?&#;])([^=&#;?]+)=([^&#;]*)")
_USERINFO_IN_TEXT = re.compile(r"//[^/?#\s\"'<>]*@")
_PAIR_IN_TEXT = re.compile(r"((?<![\w-]))([A-Za-z][\w-]{0,40})=([^&#;\s\"'<>]*)")


def mask_secrets(url: str) -> str:
    """``url`` with its userinfo and the values of :data:`SECRET_NAMES` replaced by ``***``.

    Works on any string and raises nothing.
    """
    bare = _USERINFO.sub(lambda found: f"{found[1] or ''}//{MASK}@", url)
    return _PAIR.sub(_masked_pair, bare)


def mask_text(text: str) -> str:
    """``text``, in which addresses may stand anywhere (a log's line, an error's), with their secrets replaced."""
    return _PAIR_IN_TEXT.sub(_masked_pair, _USERINFO_IN_TEXT.sub(f"//{MASK}@", text))


def _masked_pair(found: re.Match[str]) -> str:
    separator, name, value = found.groups()
    return f"{separator}{name}={MASK if _is_secret(name.casefold(), value) else value}"


def _is_secret(name: str, value: str) -> bool:
    return bool(value) and name in SECRET_NAMES and not (name in _COUNTERS and _NUMBER.fullmatch(value))
