"""Which files of a folder or a zip archive are pages, told by their names alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from pathlib import PurePosixPath

from junket.crawlers.archive.containers.containers import ENDINGS

PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht", ".webarchive", ".txt")
"""Suffixes of saved pages, each also with ``.gz`` behind it."""
ARCHIVES = (*ENDINGS, ".zip")
"""Suffixes of files that hold pages."""
_SHOWN = 5
_NO_PAGES = frozenset({"robots.txt"})
# "Web page, complete" puts what belongs to page.html into a folder beside it, named in the browser's language. The list
# is that of the Windows shell ("connected files"); Chrome and Firefox use the same words.
_BESIDE = re.compile(
    r"(?:[_.-]files|-dateien|_fichiers|_bestanden|_file|_archivos|-filer|_tiedostot|_pliki|_soubory|_elemei|_ficheiros|"
    r"_arquivos|_dosyalar|_datoteke|_fitxers|_failid|_fails|_bylos|_fajlovi|_fitxategiak)",
    re.IGNORECASE,
)


def is_page_name(name: str) -> bool:
    """Whether a file called so is a saved page."""
    name = name.lower()
    return name not in _NO_PAGES and name.removesuffix(".gz").endswith(PAGES) and not name.startswith(".")


def is_archive_name(name: str) -> bool:
    """Whether a file called so holds pages."""
    return name.lower().endswith(ARCHIVES) and not name.startswith(".")


def belongs_to_page(folder: str, beside: Collection[str]) -> bool:
    """Whether a folder holds the pictures and frames of one of the pages ``beside`` it (file names, lower case)."""
    found = _BESIDE.search(folder)
    stem = folder[: found.start()].lower() if found and found.end() == len(folder) else ""
    return bool(stem) and any(f"{stem}{suffix}" in beside for suffix in (".html", ".htm", ".xhtml"))


def left_line(left: Counter[str]) -> str:
    """``files left out, which are not called as saved pages are: 4 (.css 3, .png 1)``; empty where there are none."""
    if not left:
        return ""
    shown = ", ".join(f"{suffix} {number:,}" for suffix, number in left.most_common(_SHOWN))
    more = ", …" if len(left) > _SHOWN else ""
    return f"files left out, which are not called as saved pages are: {left.total():,} ({shown}{more})"


def suffix_of(name: str) -> str:
    """What a file that is left out is counted under."""
    return PurePosixPath(name).suffix.lower()[:12] or "no suffix"
