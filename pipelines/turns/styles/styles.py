"""The list of all styles: one line registers one file."""

from __future__ import annotations

from importlib import import_module

from junket.pipelines.turns.styles.style import Style

_FILES = (
    "labelled",
    "definition",
    "numbered",
    "heading",
    "bold",
    "name_lines",
    "dashes",
    "italic",
    "capitals",
    "classes",
    "switching",
    "quotation",
    "doubtful_heading",
    "plain",
)
"""The order only breaks ties: what is marked more plainly comes first."""

STYLES: tuple[Style, ...] = tuple(import_module(f"{__package__}.{name}").STYLE for name in _FILES)
