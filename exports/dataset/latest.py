"""``latest``: the name under which plain readers find the snapshot that stands.

A symbolic link, moved by one rename. Where the system allows none (Windows without developer mode, FAT
disks), a folder of hard links to the snapshot's files, or of copies where there are no hard links
either: two renames, so that for an instant there may be no ``latest``; the next publish mends it.
"""

from __future__ import annotations

import errno
import secrets
import shutil
from pathlib import Path

from junket.crawlers.folder import sync_folder

LATEST = "latest"
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
"""What systems answer where there are no links (Windows gives EINVAL for a missing privilege)."""


def point_latest(dataset: Path, version: str) -> None:
    """Makes ``latest`` name ``version``, a snapshot in ``dataset``. Raises OSError."""
    waiting = dataset / f"{LATEST}.{secrets.token_hex(4)}.tmp"
    latest = dataset / LATEST
    try:
        if latest.is_dir() and not latest.is_symlink():
            _replace_folder(dataset / version, latest, waiting)
        else:
            waiting.symlink_to(version, target_is_directory=True)
            waiting.replace(latest)
    except NotImplementedError:
        _replace_folder(dataset / version, latest, waiting)
    except OSError as error:
        if error.errno not in _NO_LINKS or waiting.is_symlink():
            raise
        _replace_folder(dataset / version, latest, waiting)
    sync_folder(dataset)


def standing_version(dataset: Path) -> str | None:
    """The version that the link names; None without a link (then the manifest knows)."""
    try:
        return (dataset / LATEST).readlink().name
    except OSError:
        return None


def _replace_folder(snapshot: Path, latest: Path, waiting: Path) -> None:
    shutil.copytree(snapshot, waiting, copy_function=_link_or_copy)
    old = latest.with_name(f"{LATEST}.{secrets.token_hex(4)}.old.tmp")
    if latest.exists():
        latest.rename(old)
    waiting.rename(latest)
    shutil.rmtree(old, ignore_errors=True)


def _link_or_copy(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
