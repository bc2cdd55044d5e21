"""The saved pages in a folder and all folders below it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from junket.crawlers.errors import JunketError, NoText, Unreachable, UsageProblem
from junket.crawlers.saved.file_names import PAGES, belongs_to_page, is_archive_name, is_page_name, suffix_of

MAX_FILES = 100_000
"""Entries of a folder tree that are looked at: more are rather a slip (``/``) than a collection of pages."""


@dataclass(slots=True)
class FolderListing:
    """What a folder holds: ``files`` in the order of their names, folders in their places among them."""

    files: list[Path] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    """Files that are no pages by their names, by suffix."""
    unreadable: list[JunketError] = field(default_factory=list)
    """A line for each folder that could not be looked into."""
    _seen: int = 0

    def count(self, folder: Path) -> None:
        """One more entry. UsageProblem beyond the bound."""
        self._seen += 1
        if self._seen > MAX_FILES:
            raise UsageProblem(str(folder), f"holds more than {MAX_FILES:,} files", "give its folders one by one")


def list_folder(folder: Path) -> FolderListing:
    """The pages and archives below ``folder``, as files whose names say so.

    Left out: hidden files and folders, a saved page's own folder (``page_files``), links to folders (so that no walk
    goes in circles). Links to files are read. UsageProblem beyond :data:`MAX_FILES`, NoText where there is no page.
    """
    found, waiting = FolderListing(), [folder]
    while waiting:
        below: list[Path] = []
        for entry in _entries(waiting.pop(), found):
            found.count(folder)
            if entry.is_dir(follow_symlinks=False):
                below.append(Path(entry.path))
            elif is_page_name(entry.name) or is_archive_name(entry.name):
                found.files.append(Path(entry.path))
            else:
                found.left[suffix_of(entry.name)] += 1
        waiting += reversed(below)
    if not found.files and not found.unreadable:
        raise NoText(str(folder), "a folder without a saved page in it", f"pages are files called {', '.join(PAGES)}")
    found.files.sort(key=lambda path: path.parts)
    return found


def _entries(folder: Path, found: FolderListing) -> Iterator[os.DirEntry[str]]:
    """Files and folders worth a look, sorted by name."""
    try:
        with os.scandir(folder) as entries:
            listed = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda each: each.name)
    except OSError as error:
        why = f"cannot be looked into: {error.strerror}"
        found.unreadable.append(Unreachable(str(folder), why, "change its permissions"))
        return
    names = {entry.name.lower() for entry in listed}
    for entry in listed:
        is_folder = entry.is_dir(follow_symlinks=False)
        if (is_folder and not belongs_to_page(entry.name, names)) or (not is_folder and entry.is_file()):
            yield entry
