"""A page explained on a terminal: the lines of ``junket.exports.formats.explain_lines`` in colours."""

from __future__ import annotations

import os
from typing import Any

import click

from junket.exports.formats.explain_lines import WIDTH, ExplainedLine, explain_lines
from junket.pipelines.boilerplate.rule_kinds import METADATA
from junket.pipelines.explanation import KEPT, Explanation

_LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True},
    KEPT: {},
    METADATA: {"fg": "cyan"},
    "model": {"fg": "magenta", "dim": True},
    "site": {"fg": "blue"},
    "chosen": {"fg": "green"},
}
_STRIPPED = {"dim": True}


def explain_text(explained: Explanation, columns: int | None) -> bytes:
    """The explanation as UTF-8 lines. ``columns``: of the terminal it goes to, in colours; None where it is none."""
    lines = explain_lines(explained, columns or WIDTH)
    coloured = columns is not None and not os.environ.get("NO_COLOR")
    return "".join(f"{_painted(line) if coloured else line.text}\n" for line in lines).encode("utf-8", "replace")


def _painted(line: ExplainedLine) -> str:
    return click.style(line.text, **_LOOKS.get(line.kind, _STRIPPED))
