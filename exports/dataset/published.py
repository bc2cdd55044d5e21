"""One record of a home as it stands in the dataset: what people cite, correct and look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from junket.crawlers.errors import HomeProblem, UsageProblem
from junket.crawlers.home import Home, home_errors
from junket.crawlers.rights.rights_toml import NAME as RIGHTS_TOML
from junket.crawlers.secrets import mask_secrets
from junket.crawlers.urls import canonicalize
from junket.exports.dataset.latest import standing_version
from junket.exports.dataset.rights import why_withheld
from junket.pipelines.record.record import Record, RuleCount

SHORTEST_ID = 6
"""Characters of an id that name a record, as with git's commits; fewer are too easily a slip."""


def published_record(home: Home, name: str, revision: int | None = None) -> Record:
    """The record called ``name`` (its id, the id's beginning, or its URL) in the standing snapshot.

    The newest revision, or the one asked for. UsageProblem when there is none or several, HomeProblem
    when there is no dataset or it cannot be read.
    """
    documents = _documents(home)
    found = _rows(documents, _matches(name))
    if not found:
        raise _missing(home, name, documents)
    ids = sorted({row["id"] for row in found})
    if len(ids) > 1:
        raise UsageProblem(name, f"{len(ids)} records begin so ({', '.join(ids[:3])}, …)", "name more of the id")
    revisions = {row["revision"]: row for row in found}
    row = revisions.get(revision or max(revisions))
    if row is None:
        known = ", ".join(map(str, sorted(revisions)))
        raise UsageProblem(name, f"has no revision {revision}", f"there are: {known}")
    return _record(row)


def _missing(home: Home, name: str, documents: Path) -> UsageProblem:
    """That there is no such record, or that what the page or people say of its rights keeps it back."""
    page = why_withheld(home, name)
    if page is None:
        return UsageProblem(name, f"no such record in {documents}", "name its id or its URL as the dataset has it")
    why = f"{page.decided_by}: {page.basis}" if page.decided_by else f"{page.source}: {page.value}"
    where = home.path / "overrides" / RIGHTS_TOML
    return UsageProblem(name, f"is kept in the log only ({page.reason}; {why})", f"{where} may decide otherwise")


def _documents(home: Home) -> Path:
    version = standing_version(home.dataset)
    if version is None:
        raise HomeProblem(str(home.path), "has no dataset yet", f"run junket rebuild --home {home.path}")
    return home.dataset / version / "documents"


def _matches(name: str) -> pc.Expression:
    if "://" in name:
        names = [name, mask_secrets(name), canonicalize(name), mask_secrets(canonicalize(name))]
        return pc.field("url").isin(names[:2]) | pc.field("canonical_url").isin(names)
    if len(name) < SHORTEST_ID:
        raise UsageProblem(name, "is too short for an id", f"name at least {SHORTEST_ID} characters of it")
    return pc.starts_with(pc.field("id"), name)


def _rows(documents: Path, wanted: pc.Expression) -> list[dict[str, Any]]:
    """The rows, read file by file, so that memory holds one row group and what is wanted."""
    with home_errors(documents):
        try:
            return [
                row
                for part in sorted(documents.glob("*.parquet"))
                for batch in pq.ParquetFile(part).iter_batches(batch_size=256)
                for row in pa.Table.from_batches([batch]).filter(wanted).to_pylist()
            ]
        except pa.ArrowException as error:
            raise HomeProblem(str(documents), f"cannot be read ({error})", "run junket rebuild") from error


def _record(row: dict[str, Any]) -> Record:
    if row["date"] is not None:
        row["date"] = str(row["date"])  # in a record a day is YYYY-MM-DD; it was in Parquet too before schema 4
    row["stripped"] = [RuleCount(**each) for each in row["stripped"]]
    return msgspec.convert(row, Record)
