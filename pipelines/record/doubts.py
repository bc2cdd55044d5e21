"""Doubts: what a record warns of."""

from __future__ import annotations

from itertools import chain

from junket.pipelines.reading import Reading
from junket.pipelines.record.pager import Pager
from junket.pipelines.record.record import Doubt
from junket.pipelines.record.rights_decision import decide
from junket.pipelines.record.walls import is_teaser

SHORT_TEXT = 200
"""Characters below which a record carries ``text_short``: shorter than any article of the open bench's gold."""

PAYWALL_TEXT = 2_500
"""Characters below which a paywall's words beside the text, or the page's word that it is not free, mean a teaser."""


def warnings_of(reading: Reading, pager: Pager | None) -> tuple[Doubt, ...]:
    """The steps' warnings, then what is missing, short or cut; each once."""
    page, document, metadata, body = reading.page, reading.document, reading.metadata, reading.body
    said = (step.warnings for step in (document, metadata, reading.stripping, reading.conversation))
    doubts: dict[Doubt, bool] = {
        "title_missing": not metadata.title,
        "date_missing": not metadata.date,
        "language_unknown": not reading.language,
        "text_short": len(body.text) < SHORT_TEXT,
        "text_truncated": page.truncated,
        "rights_reserved": decide(metadata.rights).use != "fetch",
        "paywall_suspected": len(body.text) < PAYWALL_TEXT and is_teaser(document, metadata, body),
        "part_missing": pager is not None,
    }
    return tuple(dict.fromkeys((*chain.from_iterable(said), *(name for name, holds in doubts.items() if holds))))
