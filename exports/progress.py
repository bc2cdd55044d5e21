"""A line on stderr that shows work going on: on a terminal only, and never on stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from junket.crawlers.terminal import printable

Tell = Callable[[Mapping[str, int | str]], None]
"""Takes the counts so far. The key ``done`` moves the bar, where there is one; the others are shown."""
_WIDEST = 40
"""Characters of a text that are shown, so that a long host name pushes nothing else off the line."""


_bar = False
"""Whether a bar is on the terminal now."""


def silent(counts: Mapping[str, int | str]) -> None:
    """A :data:`Tell` that shows nothing."""
    del counts


@contextmanager
def progress(what: str, *, total: int | None = None, wanted: bool = True) -> Iterator[Tell]:
    """Shows ``what`` with its counts while the body runs; ``total`` is the value of ``done`` at the end, if known.

    Shows nothing when not ``wanted``, and where stderr is no terminal.
    """
    if not wanted or not sys.stderr.isatty():
        yield silent
        return
    # rich costs a tenth of a second to import; a program that pipes never pays it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    bar = [BarColumn(bar_width=24)] if total else []
    told = TextColumn("{task.fields[counts]}", markup=False)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), *bar, told)
    # Messages make room for themselves: rich's own way takes lines from what writes to sys.stderr.buffer apart.
    shown = Progress(
        *columns,
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with shown:
        task = shown.add_task(what, total=total, counts="")

        def tell(counts: Mapping[str, int | str]) -> None:
            text = "  ".join(f"{name} {_short(value)}" for name, value in counts.items() if name != "done")
            shown.update(task, completed=int(counts.get("done", 0)), counts=text)

        global _bar  # noqa: PLW0603  # a process has one stderr
        _bar = True
        try:
            yield tell
        finally:
            _bar = False


def room() -> str:
    """What a message begins with: where there is a bar, it is taken off its line (and drawn again below)."""
    return "\r\x1b[2K" if _bar else ""


def _short(value: int | str) -> str:
    if isinstance(value, str):
        return printable(value)[:_WIDEST]
    return f"{value:,}" if value < 10_000_000 else f"{value / 1_000_000:,.1f}M"  # noqa: PLR2004  # seven digits fit
