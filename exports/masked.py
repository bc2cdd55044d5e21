"""A record as it leaves Junket: without the passwords and tokens of the addresses that it names.

The log (WARC) and the catalogue keep them whole; ids and the joining of parts are made from those. What the page
prints (text, captions) is its own words and stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from junket.crawlers.secrets import mask_secrets, mask_text
from junket.pipelines.explanation import Explanation
from junket.pipelines.metadata.choices import Choice
from junket.pipelines.record.record import Record

_FIELDS: dict[str, Callable[[str], str]] = {
    "url": mask_secrets,
    "canonical_url": mask_secrets,
    "archived_from": mask_secrets,
    "moved_to": mask_secrets,
    "licence": mask_text,
    "robots_rule": mask_text,
    "tdm_reservation": mask_text,
    "value": mask_text,
}
"""Fields of a record, or of what it lists, that hold an address or may name one (``value``: of a right)."""
_LISTS = ("images", "parts", "translations", "rights")


def masked(record: Record) -> Record:
    """``record`` with its addresses masked (``crawlers.secrets``); the record itself where it has no secret."""
    changed: dict[str, Any] = _changed(record)
    for name in _LISTS:
        items = getattr(record, name) or ()
        shown = tuple(_masked_item(item) for item in items)
        if any(one is not other for one, other in zip(shown, items, strict=True)):
            changed[name] = shown
    return replace(record, **changed) if changed else record


def masked_explanation(explained: Explanation) -> Explanation:
    """``explained`` with the address of the page and those that it may be cited by masked, and the record's."""
    outcome = explained.outcome
    return replace(
        explained,
        url=mask_secrets(explained.url),
        outcome=masked(outcome) if isinstance(outcome, Record) else outcome,
        choices=tuple(map(_masked_choice, explained.choices)),
    )


def _masked_choice(choice: Choice) -> Choice:
    found = choice.candidate
    if found.field != "canonical":
        return choice
    return replace(choice, candidate=found._replace(value=mask_secrets(found.value)))


def _masked_item(item: Any) -> Any:  # noqa: ANN401  # an image, a part, a translation, a right
    changed = _changed(item)
    return replace(item, **changed) if changed else item


def _changed(item: object) -> dict[str, str]:
    held = ((name, mask, getattr(item, name, None)) for name, mask in _FIELDS.items())
    return {name: shown for name, mask, value in held if value and (shown := mask(value)) != value}
