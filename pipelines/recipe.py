"""The recipe: a page becomes a record, or the reason why there is none. ``reading.py`` has its steps, in order."""

from __future__ import annotations

from dataclasses import dataclass

from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.pipelines.reading import Reading
from junket.pipelines.record.build import build_record
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.record.sniff import rejection_before_text


@dataclass(frozen=True, slots=True)
class Extraction:
    """A page's outcome, and what the steps made on the way (for :mod:`junket.pipelines.explanation`).

    A page that was turned away before it was parsed has the outcome alone.
    """

    outcome: Record | Rejected
    reading: Reading | None = None


def extract(page: Page, site: Site | None = None) -> Extraction:
    """The record of one page, or the reason why there is none.

    ``site`` corrects the generic path where a TOML knows better. Pure: same page and site, same
    outcome. Raises nothing for bad input: every page ends as a record or a :class:`Rejected`.
    """
    if early := rejection_before_text(page):
        return Extraction(early)
    reading = Reading(page, site)
    return Extraction(build_record(reading), reading)
