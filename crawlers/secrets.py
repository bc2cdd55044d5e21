"""Secrets in addresses: passwords and tokens that must not reach a ledger, a log, a dataset or a terminal.

A parameter's name is judged by its words (``secret_names.toml``), decoded of percent codes; a value by what it
holds: an address with secrets of its own, or a token that shows by its form. What is masked is what leaves Junket:
pages keep their whole address in the log (WARC), and their ids are made from it.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import quote, unquote, unquote_plus

MASK = "***"

_DEEP = 3
"""Addresses within addresses that are looked into, and times that a name or a value is decoded."""
_LONGEST_NAME = 200

_SUSPECT = re.compile(
    r"[=@]|%(?:25|3d|40)|/\(s\(|eyj|a[ks]ia[0-9a-z]|ya29\.|aiza|gh[opsur]_|github_pat|xox[a-z]-|sk[-_]", re.IGNORECASE
)
"""No secret is in an address without one of these."""
_USERINFO = re.compile(r"\A([a-z][a-z0-9+.-]*+:)?//[^/?#]*@", re.IGNORECASE)
_USERINFO_WITHIN = re.compile(r"\b([a-z][a-z0-9+.-]{0,30}+:)//[^/?#\s\"'<>]*@", re.IGNORECASE)
_USERINFO_IN_TEXT = re.compile(r"//[^/?#\s\"'<>]*@")
_PATH_PAIR = re.compile(r"(;)([^=&#;?/]++)=([^&#;?/]*)")
_PAIR = re.compile(r"([?&#;])([^=&#;?]++)=([^&#;]*)")
_URL_IN_TEXT = re.compile(r"(\bhttps?://[^\s\"'<>]+)", re.IGNORECASE)
_PAIR_IN_TEXT = re.compile(r"((?<![\w%.\[\]-]))([A-Za-z_%][\w%.\[\]-]{0,80}+)=([^&#;\s\"'<>]*)")
_PATH_SESSION = re.compile(r"/\(S\([0-9a-z]{16,64}\)\)", re.IGNORECASE)
_TOKEN = re.compile(
    r"\beyJ[\w-]{6,}+\.[\w-]{6,}+(?:\.[\w-]*+)?"  # JWT (RFC 7519): its header is a JSON object, so it begins like this
    r"|\bA[KS]IA[0-9A-Z]{16}\b|\bya29\.[\w-]{20,}+|\bAIza[\w-]{35}|\bST-\d{1,9}-[\w.-]{8,}+"
    r"|\bgh[opsur]_[A-Za-z0-9]{30,}+|\bgithub_pat_\w{20,}+|\bxox[abeprs]-[\w-]{10,}+"
    r"|\bsk[-_](?:live|test|proj)[-_][\w-]{10,}+"
)
"""Tokens that show by their form, whatever their name: JWT, AWS, Google, CAS, GitHub, Slack, payment services."""
_BEARER = re.compile(r"\b(bearer|basic)\s{1,3}(?=[\w.~+/-]{0,200}\d)[\w.~+/-]{16,}+=*", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,9}")
_SEVERAL_WORDS = re.compile(r"[^\W\d_]++(?:[,.:&'-]{0,3}+\s(?:[,.:&-]{1,3}+\s)?[^\W\d_]++)++")
_NEEDLESS = re.compile(r"%(?:25){0,2}(?:[46][1-9a-f]|[57][0-9a]|3[0-9])", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|[A-Z]")
_ADDRESS = re.compile(r"/|[?#]|[a-z][a-z0-9+.-]{0,30}:", re.IGNORECASE)


class _NameWords(NamedTuple):
    """``secret_names.toml``."""

    heads: frozenset[str]
    anywhere: frozenset[str]
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]
    behind: dict[str, frozenset[str]]
    tails: frozenset[str]
    counters: frozenset[str]


@cache
def _words() -> _NameWords:
    data = tomllib.loads(files("junket.crawlers").joinpath("secret_names.toml").read_text("utf-8"))
    return _NameWords(
        heads=frozenset(data["heads"]),
        anywhere=frozenset(data["anywhere"]),
        endings=tuple(data["endings"]),
        beginnings=tuple(data["beginnings"]),
        behind={head: frozenset(data[f"of_{head}"]) for head in ("key", "code")},
        tails=frozenset(data["tails"]),
        counters=frozenset(data["counters"]),
    )


def mask_secrets(url: str) -> str:
    """``url`` with its userinfo and the values that are secrets replaced by ``***``, in nested addresses too.

    Works on any string and raises nothing; what has no secret stays as it is, to the character.
    """
    return _masked(url, 0) if _SUSPECT.search(url) else url


def mask_text(text: str) -> str:
    """``text``, in which addresses may stand anywhere (a log's line, an error's), with their secrets replaced."""
    pieces = _URL_IN_TEXT.split(text)  # what stands between, and at each second place an address
    return "".join(mask_secrets(piece) if place % 2 else _masked_words(piece) for place, piece in enumerate(pieces))


def _masked_words(text: str) -> str:
    bare = _without_tokens(_USERINFO_IN_TEXT.sub(f"//{MASK}@", text))
    return _PAIR_IN_TEXT.sub(lambda found: _masked_pair(found, 0), _BEARER.sub(rf"\1 {MASK}", bare))


def _masked(url: str, depth: int) -> str:
    bare = _USERINFO.sub(lambda found: f"{found[1] or ''}//{MASK}@", url)
    bare = _without_tokens(_USERINFO_WITHIN.sub(rf"\1//{MASK}@", bare))
    at = min((at for at in (bare.find("?"), bare.find("#")) if at >= 0), default=len(bare))
    path = _PATH_PAIR.sub(lambda found: _masked_pair(found, depth), bare[:at])
    if "%" in path:
        path = "/".join(_masked_value(segment, depth) for segment in path.split("/"))
    return path + _PAIR.sub(lambda found: _masked_pair(found, depth), bare[at:])


def _without_tokens(text: str) -> str:
    return _PATH_SESSION.sub(f"/(S({MASK}))", _TOKEN.sub(MASK, text))


def _masked_pair(found: re.Match[str], depth: int) -> str:
    separator, name, value = found.groups()
    if not value:
        return found[0]
    kept = _masked_value(value, depth) if not _is_secret(name, value) else MASK
    return f"{separator}{name}={kept}"


def _masked_value(value: str, depth: int) -> str:
    """A value with the secrets of the address in it masked: as it stands, else percent-decoded and encoded again."""
    if depth >= _DEEP or not _SUSPECT.search(value):
        return value
    masked = _masked_within(value, depth + 1)
    if masked != value or "%" not in value:
        return masked
    decoded = unquote(value)
    masked = _masked_value(decoded, depth + 1)
    return value if masked == decoded else quote(masked, safe="*+")


def _masked_within(value: str, depth: int) -> str:
    """A value that is an address, or else may be the query of one (``a=1&token=…``)."""
    return _masked(value, depth) if _ADDRESS.match(value) else _masked(f"?{value}", depth)[1:]


def _is_secret(name: str, value: str) -> bool:
    head = _secret_head(name[-_LONGEST_NAME:])
    return bool(head) and not (head in _words().counters and _is_plain(value))


def _is_plain(value: str) -> bool:
    """Whether a value is a short number or several words of letters: what stories and shelves are called by."""
    return bool(_NUMBER.fullmatch(value) or _SEVERAL_WORDS.fullmatch(unquote_plus(value[:_LONGEST_NAME])))


@lru_cache(maxsize=2048)
def _secret_head(name: str) -> str:
    """The word that makes a name a secret's, empty where none does.

    Letters need no percent code: where a name has some, what stands between them is judged as well.
    """
    decoded = name
    for _ in range(_DEEP):
        decoded = unquote_plus(decoded)
    pieces = _NEEDLESS.split(name)
    return next(filter(None, map(_head_of, [decoded, *(pieces if len(pieces) > 1 else [])])), "")


def _head_of(name: str) -> str:
    """:func:`_secret_head` of ``accessToken``, ``user[password]``, ``X-Amz-Signature`` by their words."""
    known, words = _words(), [word.casefold() for word in _WORD.findall(name)]
    while len(words) > 1 and words[-1] in known.tails:
        words.pop()
    if not words:
        return ""
    head = words[-1]
    if not known.anywhere.isdisjoint(words):
        return " ".join(words)
    if head in known.behind and len(words) > 1:
        return " ".join(words) if not known.behind[head].isdisjoint(words[:-1]) else ""
    secret = head in known.heads or head.endswith(known.endings) or head.startswith(known.beginnings)
    return head if secret else ""
