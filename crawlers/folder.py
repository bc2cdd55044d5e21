"""Folders whose names outlive a power cut: made, and synced."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o700
"""For the owner alone: a home's log and state hold addresses with tokens in them."""


def make_folder(path: Path) -> None:
    """Makes ``path`` for its owner alone where it is missing, and what is missing above it; their names are synced.

    A folder that is there keeps its permissions, and what is made above ``path`` has the usual ones. Raises OSError.
    """
    if path.is_dir():
        return
    missing = [each for each in path.parents if not each.is_dir()]
    for each, mode in [*((above, 0o777) for above in reversed(missing)), (path, PRIVATE)]:
        each.mkdir(mode, exist_ok=True)
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Makes names in ``folder`` last through a power loss. Where folders cannot be synced (Windows), does nothing."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
