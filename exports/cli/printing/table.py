"""A table on stdout, and numbers in it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

_WIDE = 400
"""Columns of a table that goes into a pipe: no cell is folded there."""


def print_table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Prints it. Cells come from pages and files: printed without secrets, never as markup or control codes."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from junket.crawlers.secrets import mask_text
    from junket.crawlers.terminal import escaped

    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(escaped(mask_text(cell))) for cell in row))
    Console(width=None if sys.stdout.isatty() else _WIDE).print(table)


def size(number: float) -> str:
    """A number of bytes for people."""
    for unit in ("B", "KiB", "MiB"):
        if number < 1024:  # noqa: PLR2004  # the unit's size
            return f"{number:,.0f} {unit}"
        number /= 1024
    return f"{number:,.1f} GiB"
