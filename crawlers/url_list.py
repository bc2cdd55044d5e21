"""A file of URLs, one a line: blank lines and lines that begin with # are left out."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

from w3lib.encoding import read_bom

from junket.crawlers.errors import Unreachable, UsageProblem
from junket.crawlers.urls import check_url

MAX_BYTES = 64 * 1024 * 1024
_RECOGNISED_BYTES = 8 * 1024 * 1024
"""Of a file that nobody called a list: larger ones are taken for text."""
_URL = re.compile(r"https?://[^\s/?#]++\S*+", re.IGNORECASE)
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*+[ \t]*https?://", re.IGNORECASE)


class UrlLine(NamedTuple):
    """A line of the file: the URL as it stands there, and what is wrong with it (``file:12: … is no URL``)."""

    text: str
    error: UsageProblem | None = None


def read_url_list(path: str | Path) -> list[UrlLine]:
    """The lines that hold a URL or should; ``-`` is stdin. Unreachable and UsageProblem for the file as a whole."""
    name = "stdin" if str(path) == "-" else str(path)
    data = _data(path, name)
    if len(data) > MAX_BYTES:
        raise UsageProblem(name, f"is larger than {MAX_BYTES // 2**20} MiB", "split it")
    lines = enumerate(_text(data).splitlines(), 1)
    return [_line(name, number, text) for number, line in lines if (text := line.strip()) and text[0] != "#"]


def _text(data: bytes) -> str:
    """Addresses are ASCII: what a wrong guess would garble is a comment."""
    encoding, mark = read_bom(data)
    return data[len(mark or b"") :].decode(encoding or "utf-8", "replace")


def is_url_list(data: bytes) -> bool:
    """Whether text is nothing but URLs: one word a line, the first an http(s) URL, as are two in three at least.

    A slip in a line leaves it a list. What has a line of two words, as any text, is none.
    """
    if len(data) > _RECOGNISED_BYTES or not _BEGINS.match(data):
        return False
    lines = [text for line in _text(data).splitlines() if (text := line.strip()) and text[0] != "#"]
    if any(len(line.split(None, 1)) > 1 for line in lines):
        return False
    return 3 * sum(bool(_URL.fullmatch(line)) for line in lines) >= 2 * len(lines)


def is_url_file(path: Path) -> bool:
    """:func:`is_url_list` of a file. False where it cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return is_url_list(file.read(_RECOGNISED_BYTES + 1))
    except (OSError, ValueError):
        return False


def _data(path: str | Path, name: str) -> bytes:
    if name == "stdin":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "cannot be read"
        raise Unreachable(name, why, "name a file with one URL a line") from error


def _line(name: str, number: int, text: str) -> UrlLine:
    try:
        check_url(text)
    except UsageProblem as error:
        return UrlLine(text, UsageProblem(f"{name}:{number}", f"{error.subject} {error.problem}", error.remedy))
    return UrlLine(text)
