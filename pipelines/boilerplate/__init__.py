"""Boilerplate out, article in. ``strip`` is the one entry; ``passes`` is the order of what happens."""

from junket.pipelines.boilerplate.passes import strip

__all__ = ["strip"]
