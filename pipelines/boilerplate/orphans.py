"""Headings and labels that are left with nothing under them."""

from __future__ import annotations

from junket.pipelines.boilerplate.sheet import Sheet

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def drop_orphans(sheet: Sheet) -> None:
    """Take out headings at the end of what is kept: their sections were chrome."""
    for position in reversed(list(sheet.kept())):
        if sheet.blocks[position].tag not in _HEADINGS:
            return
        sheet.drop(position, "orphan")
