"""The dataset: immutable snapshots of Parquet, and ``latest``, which names the one that stands.

    HOME/dataset/v000012/documents/part-0000.parquet   a snapshot; nothing but Parquet inside
    HOME/dataset/v000012/people/part-0000.parquet
    HOME/dataset/latest -> v000012                     what plain readers load
    HOME/dataset/manifest.json, schema.json            beside the snapshots

A snapshot is written under another name, fsynced, renamed, and only then does ``latest`` move, by one
rename: a kill at any instant leaves the old snapshot or the new one. The newest :data:`KEPT` stay.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from crawlers.errors import HomeLocked
from crawlers.folder import make_folder, sync_folder
from crawlers.home import Home, home_errors
from crawlers.lock import LockTaken, held
from exports.atomic import atomic_file
from exports.catalogue import Catalogue
from exports.corrections import CorrectionReport, Corrector, write_report
from exports.latest import point_latest, standing_version
from exports.manifest import Manifest, Snapshot, read_manifest, standing_snapshot
from exports.parts import write_parts
from exports.people import People
from exports.rights import RightsKeeper, RightsReport, write_rights_report
from exports.schema import SCHEMA_VERSION, schema_json
from exports.spool import Spool
from exports.tally import Tally
from exports.withdrawn import remove_withdrawn
from pipelines.interview import EXTRACTOR_VERSION

KEPT = 3
"""Snapshots that stay: the one that stands and two before it, for readers that opened one of these."""
WAIT_SECONDS = 60
"""How long a publish waits for another one to end."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did. ``fresh`` is False when the standing snapshot holds the same already."""

    snapshot: Snapshot
    path: Path
    fresh: bool
    corrections: CorrectionReport
    rights: RightsReport


def publish(home: Home) -> Published:
    """Publishes what the catalogue holds as the snapshot that stands.

    The same content as before makes no new snapshot; the bytes depend on the content alone. Safe
    against a kill at any instant and against other processes that publish. HomeProblem when the home
    cannot be written (``latest`` stays as it was), HomeLocked when another publish does not end.
    """
    with home_errors(home), _alone(home):
        make_folder(home.dataset)
        _sweep(home.dataset)
        waiting = home.dataset / f"waiting.{secrets.token_hex(4)}.tmp"
        try:
            return _publish(home, waiting)
        finally:
            shutil.rmtree(waiting, ignore_errors=True)


def _publish(home: Home, waiting: Path) -> Published:
    tally, corrector, keeper, people = Tally(), Corrector(home), RightsKeeper(home), People(home)
    with Catalogue(home) as catalogue, closing(catalogue.revisions()) as revisions:
        published = keeper.watch(corrector.watch(revisions))
        waiting.mkdir()
        spool = Spool(waiting / "documents.arrow")
        rows = spool.fill(people.watch(tally.watch(published)))
    files = write_parts(waiting / "documents", people.identified(spool.drain()))
    files.append(people.write(waiting / "people"))
    corrections, rights = people.report(corrector.report()), keeper.report()
    write_report(home, corrections)
    write_rights_report(home, rights)
    counts = tally.counts() | {"withheld": rights.withheld}
    before = standing_snapshot(home)
    if before and (before.files, before.tally) == (files, counts) and (home.dataset / before.version).is_dir():
        if standing_version(home.dataset) is None:
            point_latest(home.dataset, before.version)
        return Published(before, home.dataset / before.version, fresh=False, corrections=corrections, rights=rights)
    snapshot = Snapshot(
        version=_next_version(home.dataset),
        created_at=datetime.now(UTC),
        rows=rows,
        tally=counts,
        files=files,
        schema_version=SCHEMA_VERSION,
        extractor_version=EXTRACTOR_VERSION,
    )
    path = _settle(home, waiting, snapshot)
    remove_withdrawn([home.dataset / each for each in _versions(home.dataset)[:-1]], keeper.withheld)
    return Published(snapshot, path, fresh=True, corrections=corrections, rights=rights)


def _settle(home: Home, waiting: Path, snapshot: Snapshot) -> Path:
    """Gives the waiting snapshot its name and moves ``latest``; returns where it lies."""
    path = home.dataset / snapshot.version
    for table in ("documents", "people"):
        sync_folder(waiting / table)
    sync_folder(waiting)
    _describe(home, snapshot)
    waiting.rename(path)
    sync_folder(home.dataset)
    point_latest(home.dataset, snapshot.version)
    for version in _versions(home.dataset)[:-KEPT]:
        shutil.rmtree(home.dataset / version, ignore_errors=True)
    return path


def _describe(home: Home, snapshot: Snapshot) -> None:
    """Writes manifest and schema. Before the snapshot gets its name: an entry without a folder is passed over."""
    manifest = read_manifest(home)
    known = set(_versions(home.dataset)[-(KEPT - 1) :])
    others = [each for each in manifest.snapshots if each.version in known] if manifest else []
    text = msgspec.json.format(msgspec.json.encode(Manifest(latest=snapshot.version, snapshots=[*others, snapshot])))
    for name, content in (("schema.json", schema_json()), ("manifest.json", text + b"\n")):
        with atomic_file(home.dataset / name) as file:
            file.write(content)


def _versions(dataset: Path) -> list[str]:
    """Names of the whole snapshots, oldest first."""
    return sorted(each.name for each in dataset.iterdir() if _is_version(each.name) and each.is_dir())


def _is_version(name: str) -> bool:
    return name.startswith("v") and name[1:].isdecimal()


def _next_version(dataset: Path) -> str:
    return f"v{max((int(name[1:]) for name in _versions(dataset)), default=0) + 1:06d}"


def _sweep(dataset: Path) -> None:
    """Removes what a killed publish left. Nobody else is publishing while this runs."""
    for left in dataset.glob("*.tmp"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Holds the right to publish."""
    make_folder(home.state)
    with ExitStack() as stack:
        try:
            stack.enter_context(held(home.state / "publish.lock", WAIT_SECONDS))
        except LockTaken as error:
            raise HomeLocked(str(home.path), "another process is publishing", "run it again when it is done") from error
        yield
