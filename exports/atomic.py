"""A file that appears whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from junket.crawlers.folder import sync_folder

_NAME = 60
"""Characters of the name that the waiting file repeats: file systems allow 255 bytes."""


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """A binary file to write; it takes ``path``'s place when the body ends, and is removed when the body raises.

    Written beside ``path``, fsynced, renamed: a kill at any instant leaves the old file or the new
    one. A link is followed. What is no plain file (a device, a pipe) is written to as it is. Raises
    OSError as the operating system gives it.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    target = path.resolve()
    waiting = target.with_name(f".{target.name[:_NAME]}.{secrets.token_hex(4)}.tmp")
    try:
        with waiting.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, waiting)
        waiting.replace(target)
    except BaseException:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
