"""What the log shows of each site's template, learned when the first record of the site is to be settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from junket.pipelines.record.record import Record
from junket.pipelines.template import learn, without_template

SITES = 32
"""Sites remembered at a time: records come sorted by site, so that one would do nearly always."""


class TemplateMemory:
    """Settles records. ``lines`` gives the packed lines of a site's captures, as the catalogue keeps them."""

    def __init__(self, lines: Callable[[str], Iterable[tuple[str, bytes]]]) -> None:
        self._lines = lines
        self._known: dict[str, frozenset[int]] = {}

    def of(self, site: str) -> frozenset[int]:
        """Fingerprints of the site's template lines."""
        if site not in self._known:
            if len(self._known) >= SITES:
                self._known.clear()
            self._known[site] = learn(lambda: self._lines(site))
        return self._known[site]

    def settle(self, site: str, record: Record) -> Record:
        """The record without its site's template; the record itself where it has none of it."""
        return without_template(record, self.of(site))
