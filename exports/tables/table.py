"""What a table of the dataset is, and what its rows are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from junket.pipelines.people import Person


@dataclass(frozen=True, slots=True)
class TableInput:
    """What a publish has seen once every record has passed."""

    documents: Callable[[], Iterator[pa.RecordBatch]]
    """The rows of ``documents``, a row group at a time. Each call reads them from disk again, so that a table may
    follow them without holding them."""
    people: Sequence[Person]
    """Who is named on the records, by ``person_id``."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the folder ``name`` in each snapshot. Publish writes it and verify checks it by what stands here."""

    name: str
    schema: pa.Schema
    rows: Callable[[TableInput], Iterable[pa.RecordBatch]]
    """Its rows, each batch a row group, one at a time. The same records give the same rows in the same order."""
    sort: tuple[str, ...]
    """The columns by which the rows are sorted (strings by code point); empty: in the order of ``documents``."""
    key: tuple[str, ...]
    """The columns that name a row, no two alike; other tables refer to the first of them."""
    refs: Mapping[str, str] = field(default_factory=dict)
    """Columns, or fields of their structs (``persons.person_id``), that name a row of another table: of which."""
