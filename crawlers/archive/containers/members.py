"""How the records of a compressed archive file lie in it: in members of gzip or frames of Zstandard."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from junket.crawlers.archive.decoded_stream import DecodedStream, GzipStream
from junket.crawlers.archive.raw_file import RawFile

Parsed = tuple[tuple[tuple[str, str], ...], bytes, bool, bool]
"""A record's fields and block, whether the block was cut, and whether more follows without a break."""


class Members(NamedTuple):
    """What reads one kind of compressed file."""

    begins: Callable[[RawFile, int], bool]
    """Whether a member that begins with a record lies at an offset."""
    find: Callable[[RawFile, int], int | None]
    """The first such member from an offset on."""
    decoded: Callable[[RawFile, int], GzipStream]
    parse: Callable[[DecodedStream], Parsed]
    """The record that begins here. BrokenRecord where there is none."""
