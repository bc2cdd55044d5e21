"""Lone surrogates: half characters that Python's strings hold and UTF-8 (so JSON, SQLite, Parquet) cannot."""

from __future__ import annotations

from typing import Any


def without_surrogates(value: Any) -> Any:  # noqa: ANN401  # what comes in goes out: plain values of any shape
    """``value`` (plain values, nested) with each lone surrogate as ``?``; tuples become lists."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {without_surrogates(key): without_surrogates(item) for key, item in value.items()}
    return [without_surrogates(item) for item in value] if isinstance(value, (list, tuple)) else value
