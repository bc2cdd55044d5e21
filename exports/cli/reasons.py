"""The table of reasons (``crawlers.ledger.drop``) as people see it: ``junket help reasons``, and in DATA_FORMAT.md.

``python -m junket.exports.cli.reasons`` prints the latter.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import get_close_matches

from junket.crawlers.errors import UsageProblem
from junket.crawlers.ledger.drop import DROPS, Drop, drop_of
from junket.exports.cli.printing.table import print_table


def print_reasons(words: Sequence[str] = ()) -> None:
    """Prints the reasons named, or all of them. UsageProblem for a word that is none."""
    drops = [_named(word) for word in words] or list(DROPS.values())
    rows = [(drop.reason, _endings(drop), drop.says, drop.remedy, "\n".join(map(_path, drop.by))) for drop in drops]
    print_table("", ("reason", "ends as", "what it says", "what to do", "raised in"), rows)


def reason_table() -> str:
    """All reasons as a Markdown table. Ends with a line end."""
    rows = [f"| `{drop.reason}` | {_endings(drop)} | {drop.says} | {drop.remedy} |" for drop in DROPS.values()]
    return "\n".join(["| reason | ends as | what it says | what to do |", "| --- | --- | --- | --- |", *rows, ""])


def _named(word: str) -> Drop:
    if drop := drop_of(word):
        return drop
    close = get_close_matches(word, DROPS, n=1)
    remedy = f"did you mean {close[0]}?" if close else "`junket help reasons` lists them"
    raise UsageProblem(f"'{word}'", "is no reason that Junket gives", remedy)


def _endings(drop: Drop) -> str:
    return ", ".join(drop.endings).replace("_", " ")


def _path(module: str) -> str:
    return module.replace(".", "/") + ".py"


if __name__ == "__main__":
    sys.stdout.write(reason_table())
