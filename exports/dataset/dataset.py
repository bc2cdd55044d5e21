"""The dataset: immutable snapshots of Parquet, and ``latest``, which names the one that stands.

    HOME/dataset/v000012/documents/part-0000.parquet   a snapshot; nothing but Parquet inside
    HOME/dataset/v000012/people/part-0000.parquet      a folder for each of ``exports.tables.TABLES``
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

from junket.crawlers.errors import HomeLocked
from junket.crawlers.folder import make_folder, sync_folder
from junket.crawlers.home import Home, home_errors
from junket.crawlers.lock import LockTaken, held
from junket.exports.atomic import atomic_file
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.catalogue.log_loss import known_log, refuse_lost_rows
from junket.exports.dataset.latest import LATEST, point_latest, standing_version
from junket.exports.dataset.manifest import DatasetFile, Manifest, Snapshot, faults, read_manifest, standing_snapshot
from junket.exports.dataset.people import People
from junket.exports.dataset.presence import with_presence
from junket.exports.dataset.rights import RightsKeeper, RightsReport, write_rights_report
from junket.exports.dataset.spool import Spool
from junket.exports.dataset.tally import Tally
from junket.exports.dataset.withdrawn import remove_withdrawn
from junket.exports.decisions.corrections import CorrectionReport, Corrector, write_report
from junket.exports.tables import TABLES, schema_json
from junket.exports.tables.arrow_columns import SCHEMA_VERSION
from junket.exports.tables.parquet import write_parts
from junket.exports.tables.table import TableInput
from junket.pipelines.record.record import EXTRACTOR_VERSION

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


def publish(home: Home, *, accept_loss: bool = False, thorough: bool = False) -> Published:
    """Publishes what the catalogue holds as the snapshot that stands.

    The same content as before makes no new snapshot, as long as the files that stand are whole; the bytes
    depend on the content alone. ``thorough`` reads the older snapshots too, and drops those that are not whole.
    Safe against a kill at any instant and against other processes that publish. HomeProblem when the home
    cannot be written (``latest`` stays as it was), HomeLocked when another publish does not end; LogLost when
    rows that stand would be lost, unless ``accept_loss``.
    """
    with home_errors(home), _alone(home):
        make_folder(home.dataset)
        _sweep(home.dataset)
        waiting = home.dataset / f"waiting.{secrets.token_hex(4)}.tmp"
        try:
            return _publish(home, waiting, accept_loss=accept_loss, thorough=thorough)
        finally:
            shutil.rmtree(waiting, ignore_errors=True)


def _publish(home: Home, waiting: Path, *, accept_loss: bool, thorough: bool) -> Published:
    tally, corrector, keeper, people = Tally(), Corrector(home), RightsKeeper(home), People(home)
    with Catalogue(home) as catalogue, closing(catalogue.revisions()) as revisions:
        if not accept_loss:
            refuse_lost_rows(home, catalogue)
        log = catalogue.log_files() if accept_loss else known_log(home, catalogue)
        published = keeper.watch(corrector.watch(revisions))
        waiting.mkdir()
        spool = Spool(waiting / "documents.arrow")
        rows = spool.fill(people.watch(with_presence(home, tally.watch(published))))
    files = _write(waiting, TableInput(lambda: people.identified(spool.read()), people.persons()))
    spool.remove()
    corrections, rights = people.report(corrector.report()), keeper.report()
    write_report(home, corrections)
    write_rights_report(home, rights)
    snapshot = Snapshot(
        version=_next_version(home.dataset),
        created_at=datetime.now(UTC),
        rows=rows,
        tally=tally.counts() | {"withheld": rights.withheld},
        files=files,
        schema_version=SCHEMA_VERSION,
        extractor_version=EXTRACTOR_VERSION,
    )
    before = standing_snapshot(home)
    fresh = before is None or not _stands(home, before, snapshot)
    if before is None or fresh:
        _settle(home, waiting, snapshot, log)
        remove_withdrawn(_others(home.dataset, snapshot.version), keeper.withheld)
    else:
        snapshot = before
        if standing_version(home.dataset) is None:
            point_latest(home.dataset, before.version)
    _tidy(home, snapshot.version, log, thorough=thorough)
    return Published(snapshot, home.dataset / snapshot.version, fresh=fresh, corrections=corrections, rights=rights)


def _write(folder: Path, seen: TableInput) -> list[DatasetFile]:
    """Writes all tables into ``folder``, each into one of its own."""
    return [part for table in TABLES for part in write_parts(folder / table.name, table.schema, table.rows(seen))]


def _stands(home: Home, before: Snapshot, made: Snapshot) -> bool:
    """Whether the snapshot that stands says what ``made`` says, and its files, and what readers load, are whole."""
    latest = home.dataset / LATEST
    folders = [home.dataset / before.version, *([latest] if latest.is_dir() and not latest.is_symlink() else [])]
    same = msgspec.structs.replace(made, version=before.version, created_at=before.created_at) == before
    return same and not any(fault for folder in folders for fault in faults(folder, before.files))


def _settle(home: Home, waiting: Path, snapshot: Snapshot, log: dict[str, int]) -> None:
    """Gives the waiting snapshot its name and moves ``latest``."""
    for table in TABLES:
        sync_folder(waiting / table.name)
    sync_folder(waiting)
    # Before the snapshot gets its name: an entry without a folder is passed over.
    _describe(home, snapshot.version, [*_described(home), snapshot], log)
    waiting.rename(home.dataset / snapshot.version)
    sync_folder(home.dataset)
    point_latest(home.dataset, snapshot.version)


def _tidy(home: Home, standing: str, log: dict[str, int], *, thorough: bool) -> None:
    """Lets old snapshots go, ``thorough``: those that are not whole too; manifest and schema say what is left."""
    for path in _others(home.dataset, standing)[: 1 - KEPT]:
        shutil.rmtree(path, ignore_errors=True)
    for each in _described(home) if thorough else ():
        if each.version != standing and any(faults(home.dataset / each.version, each.files)):
            shutil.rmtree(home.dataset / each.version, ignore_errors=True)
    _describe(home, standing, _described(home), log)


def _described(home: Home) -> list[Snapshot]:
    """The snapshots of the manifest whose folders are there, oldest first."""
    manifest, there = read_manifest(home), set(_versions(home.dataset))
    return [each for each in manifest.snapshots if each.version in there] if manifest else []


def _describe(home: Home, latest: str, snapshots: list[Snapshot], log: dict[str, int]) -> None:
    """Writes manifest and schema, where they do not say that yet."""
    manifest = Manifest(latest=latest, snapshots=snapshots, log=log)
    text = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
    for path, content in ((home.dataset / "schema.json", schema_json()), (home.dataset / "manifest.json", text)):
        if not path.is_file() or path.read_bytes() != content:
            with atomic_file(path) as file:
                file.write(content)


def _versions(dataset: Path) -> list[str]:
    """Names of the whole snapshots, oldest first."""
    return sorted(each.name for each in dataset.iterdir() if _is_version(each.name) and each.is_dir())


def _others(dataset: Path, version: str) -> list[Path]:
    """The whole snapshots but that one, oldest first."""
    return [dataset / each for each in _versions(dataset) if each != version]


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
