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

_USERINFO = re.compile(r"^([a-z][a-z0-9+.-]*:)?//[^/?#]*@", re.IGNORECASE)
_PAIR = re.compile(r"([?&#;])([^=&#;?]+)=([^&#;]*)")


def mask_secrets(url: str) -> str:
    """``url`` with its userinfo and the values of :data:`SECRET_NAMES` replaced by ``***``.

    Works on any string and raises nothing.
    """
    bare = _USERINFO.sub(lambda found: f"{found[1] or ''}//{MASK}@", url)
    return _PAIR.sub(_masked_pair, bare)


def _masked_pair(found: re.Match[str]) -> str:
    separator, name, value = found.groups()
    secret = value and name.casefold() in SECRET_NAMES
    return f"{separator}{name}={MASK if secret else value}"
