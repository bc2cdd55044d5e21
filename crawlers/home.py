"""A home on disk: where the log, the state, the dataset, the reports and people's decisions lie.

HOME/warc/       the log (WARC files)
HOME/state/      SQLite: frontier, ledger, catalogue; the crawl's lock; ``index/``: captures by URL (CDXJ)
HOME/dataset/    immutable snapshots of Parquet, ``latest`` names the one that stands
HOME/reports/    one folder a run
HOME/overrides/  what people decided: ``sites/*.toml``
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from junket.crawlers.archive.containers.containers import is_archive_name
from junket.crawlers.errors import HomeProblem
from junket.crawlers.folder import make_folder

_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "free some space and run it again: nothing half-written was left"),
    errno.EDQUOT: ("the disk quota is used up", "free some space and run it again: nothing half-written was left"),
    errno.EFBIG: ("a file may not grow any further", "raise the file size limit (ulimit -f) or the file system's"),
    errno.EACCES: ("is not writable", "change its permissions, or name another folder with --home"),
    errno.EPERM: ("is not writable", "change its permissions, or name another folder with --home"),
    errno.EROFS: ("lies on a read-only file system", "name another folder with --home"),
    errno.ENOTDIR: ("is not a folder", "name a folder with --home"),
    errno.EEXIST: ("is not a folder", "name a folder with --home"),
    errno.EISDIR: ("is a folder where a file should be", "move it away"),
    errno.ENOENT: ("does not exist", "name a folder that exists, or make it with a crawl or scrape --save"),
    errno.ENAMETOOLONG: ("has too long a name", "name another folder with --home"),
    errno.EIO: ("cannot be read or written: the disk reports an error", "check the disk"),
    errno.EMFILE: ("too many files are open", "raise the limit (ulimit -n)"),
}
"""What an operating system's error means for a home, and what to do about it."""
_OF_ONE_PLACE = {errno.ENOTDIR, errno.EEXIST, errno.EISDIR}
"""Errors about what stands at one place in a home: that place is named, not the home."""


@contextmanager
def home_errors(subject: Home | Path | str) -> Iterator[None]:
    """Turns each OSError in the body into a HomeProblem about ``subject`` (a home, a folder, a file)."""
    try:
        yield
    except OSError as error:
        raise home_problem(subject, error) from error


def home_problem(subject: Home | Path | str, error: OSError) -> HomeProblem:
    """The HomeProblem that says what ``error`` means and what to do."""
    name = str(subject.path if isinstance(subject, Home) else subject)
    if error.errno in _OF_ONE_PLACE and error.filename and Path(error.filename).is_relative_to(name):
        name = str(error.filename)
    known = _REMEDIES.get(error.errno or 0)
    return HomeProblem(name, *known) if known else HomeProblem(name, error.strerror or type(error).__name__)


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of a home. Nothing is made or checked before :meth:`create` or :meth:`open`."""

    path: Path

    @property
    def warc(self) -> Path:
        """The log's folder."""
        return self.path / "warc"

    @property
    def state(self) -> Path:
        """The folder of the SQLite files."""
        return self.path / "state"

    @property
    def index(self) -> Path:
        """The folder of the capture index."""
        return self.state / "index"

    @property
    def dataset(self) -> Path:
        """The folder of the snapshots."""
        return self.path / "dataset"

    @property
    def reports(self) -> Path:
        """The folder of run reports."""
        return self.path / "reports"

    @property
    def site_overrides(self) -> Path:
        """The folder of people's own site rules."""
        return self.path / "overrides" / "sites"

    def warc_files(self) -> list[Path]:
        """The log's files by name: WARC files, ours and those that people put there, ARC and WACZ files too.

        HomeProblem when the folder cannot be read.
        """
        with home_errors(self):
            found = [entry for entry in self.warc.iterdir() if is_archive_name(entry.name)]
        for entry in found:
            if os.fsencode(entry.name).decode("utf-8", "replace") != entry.name:  # rows and catalogue cannot name it
                name = os.fsencode(entry).decode("utf-8", "replace")
                raise HomeProblem(name, "has a name that is no UTF-8", "rename it")
        return sorted(found, key=lambda entry: entry.name)

    @classmethod
    def create(cls, path: Path | str) -> Home:
        """The home at ``path``, made where it is missing and proven writable. HomeProblem otherwise."""
        home = cls(_plain_path(path))
        with home_errors(home):
            for folder in (home.path, home.warc, home.state, home.dataset, home.reports, home.site_overrides):
                make_folder(folder)
            for folder in (home.warc, home.state, home.dataset):
                _prove_writable(folder)
        return home

    @classmethod
    def open(cls, path: Path | str) -> Home:
        """The home at ``path``, for reading. HomeProblem when there is none."""
        home = cls(_plain_path(path))
        with home_errors(home):
            listing = {entry.name for entry in home.path.iterdir()}
        if "warc" not in listing or not home.warc.is_dir():
            raise HomeProblem(
                str(home.path), "is no Junket home (it has no warc folder)", "name the folder given to crawl --home"
            )
        return home

    @classmethod
    def of_log(cls, path: Path | str) -> Home | None:
        """The home whose log the file at ``path`` is in; None for a file that lies anywhere else."""
        folder = Path(path).expanduser().absolute().parent
        home = cls(folder.parent)
        return home if folder == home.warc and (home.state.is_dir() or home.site_overrides.is_dir()) else None


def _plain_path(path: Path | str) -> Path:
    if not str(path) or "\0" in str(path):
        raise HomeProblem(repr(str(path)), "is no folder name", "name a folder with --home")
    return Path(path).expanduser()


def _prove_writable(folder: Path) -> None:
    """Writes and removes a byte: permission bits alone lie (root, network disks, full disks)."""
    with tempfile.TemporaryFile(dir=folder, prefix=".junket-") as probe:
        probe.write(b"\0")
        probe.flush()
