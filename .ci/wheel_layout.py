"""Where a wheel keeps what lies beside the rooms in a checkout.

An editable install needs none of it: there ``junket.py`` itself is the package.
"""
# ruff: noqa: INP001 - hatchling loads it by its path

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LAYOUT = {
    "junket.py": "junket/__init__.py",
    "exports/cli/__main__.py": "junket/__main__.py",
    "py.typed": "junket/py.typed",
}


class WheelLayout(BuildHookInterface):
    """Hatchling's hook; see the module."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files of :data:`LAYOUT` to a wheel that is to be installed whole."""
        if version == "standard":
            build_data["force_include"] |= LAYOUT
