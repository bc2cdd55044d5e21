"""``--output-dir``: one file a record, named after the page it came from."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from junket.crawlers.errors import HomeProblem
from junket.crawlers.home import home_errors
from junket.exports.cli.printing.messages import say
from junket.exports.cli.scraping.explaining import explain_text
from junket.exports.cli.scraping.output import record_output
from junket.exports.cli.scraping.output_format import SUFFIXES, Format
from junket.pipelines.explanation import Explanation
from junket.pipelines.record.record import Record

_LONGEST = 50
"""Characters of a name: 200 bytes of UTF-8 at most, where file systems allow 255 for number and suffix as well."""
_UNSAFE = re.compile(r"[^\w-]+")
_PAGE_SUFFIX = re.compile(r"\.(?:x?html?|mhtml?|mht|webarchive|txt|warc)(?:\.gz)?$", re.IGNORECASE)
# Windows takes these for devices, whatever stands behind them.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class FileExists(HomeProblem):
    """A file that a record was to be written to is there already."""


class FolderOutput:
    """Writes each record into a file of its own; each appears whole or not at all, those before a failure stay.

    Files of the same name get ``-2``, ``-3`` … in the order of the records, so that the same call gives the same names.
    A file that was there before is left, unless ``overwrite``.
    """

    def __init__(self, folder: Path, form: Format, *, overwrite: bool) -> None:
        self._folder, self._format, self._overwrite = folder, form, overwrite
        self._taken: dict[str, int] = {}

    def write(self, record: Record, explained: Explanation | None = None) -> None:
        """Writes a record's file. FileExists where one is there already, HomeProblem where it cannot be written."""
        path = self._folder / self._free_name(safe_name(record))
        if path.exists() and not self._overwrite:
            raise FileExists(str(path), "is there already", "give another folder, or --overwrite")
        with record_output(path, self._format, array=False) as output:
            output.write(record, explained)

    def explain(self, explained: Explanation) -> None:
        """Says on stderr why a page gives no record: there is no file for it."""
        say(explain_text(explained, None).decode())

    def _free_name(self, name: str) -> str:
        """The name with its suffix; numbered from the second on (case is of no account, as on macOS and Windows)."""
        key = unicodedata.normalize("NFKC", name).casefold()
        while True:
            number = self._taken[key] = self._taken.get(key, 0) + 1
            if number == 1:
                return name + SUFFIXES[self._format][0]
            numbered = f"{name}-{number}"
            if (other := unicodedata.normalize("NFKC", numbered).casefold()) not in self._taken:
                self._taken[other] = 1
                return numbered + SUFFIXES[self._format][0]


def open_folder(folder: Path, form: Format, *, overwrite: bool) -> FolderOutput:
    """The output, its folder made where it is missing. HomeProblem where that cannot be."""
    if folder.exists() and not folder.is_dir():
        raise HomeProblem(str(folder), "is no folder", "name a folder with --output-dir")
    with home_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return FolderOutput(folder, form, overwrite=overwrite)


def safe_name(record: Record) -> str:
    """A file name without suffix: the source file's name, else the URL's last segment, else the record's id.

    Letters and digits of any script, ``-`` and ``_``; nothing that leads out of a folder, hides a file or is long.
    """
    given = record.source if record.source and not _is_log(record) else _path(record.url)
    segments = PurePosixPath(given.replace("\\", "/")).parts
    last = _PAGE_SUFFIX.sub("", segments[-1]) if segments else ""
    name = _UNSAFE.sub("-", unicodedata.normalize("NFC", last)).strip("-_")[:_LONGEST]
    if not name:
        return record.id
    return f"{name}-page" if _DEVICES.fullmatch(name) else name


def _is_log(record: Record) -> bool:
    """Whether the source is a WARC file, which holds many pages."""
    return bool(record.warc_file) and PurePosixPath(record.source or "").name == record.warc_file


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path)
    except ValueError:
        return ""
