"""What dateparser reads for us: relative dates, and months of languages that are no data here."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime
from functools import cache, lru_cache

from pipelines.dates.printed import months, tables
from pipelines.dates.reading import FIRST_YEAR, Dated, Reading, is_ahead

MAX_LOOSE = 60
"""Characters of a candidate; dateparser gets nothing longer."""

_WORDED = re.compile(
    r"(?<!\d)\d{1,2}\.?º? (?:de )?[^\W\d_]{3,14}\.?,? (?:de )?(?:19|20)\d\d(?!\d)(?:[ ,|–-]{1,3}\d{1,2}[:.]\d\d(?!\d))?"
)
_UNITS_OF_A_DAY = re.compile(r"\d{1,2}:\d\d")


@cache
def _relative_words() -> re.Pattern[str]:
    words = sorted((re.escape(word) for said in tables()["relative"].values() for word in said), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])", re.IGNORECASE)


def find_loose(text: str, reading: Reading) -> Dated | None:
    """A relative date (``вчера, 14:05``) or one in another language's words; None where there is neither.

    Relative dates need ``reading.fetched_at``. Only candidates of a date's shape reach dateparser,
    with the page's languages and no other: it is slow, and it guesses.
    """
    text = " ".join(text.split())
    if len(text) <= MAX_LOOSE and reading.fetched_at is not None and _relative_words().search(text):
        return _relative(text, reading)
    others = tuple(language for language in reading.languages if language not in months())
    match = _WORDED.search(text[:1000]) if others else None
    return _worded(match[0], others, reading) if match else None


def _relative(text: str, reading: Reading) -> Dated | None:
    assert reading.fetched_at is not None  # noqa: S101  # the caller looked
    base = reading.fetched_at.astimezone(reading.zone or UTC)
    moment = _parse(text, _known(reading.languages), base.replace(tzinfo=None))
    if moment is None or moment.year < FIRST_YEAR or is_ahead(moment.date(), reading):
        return None
    timed = bool(_UNITS_OF_A_DAY.search(text))
    instant = moment.replace(tzinfo=reading.zone) if timed and reading.zone else None
    return Dated(
        text=text,
        precision="minute" if timed else "day",
        day=moment.date(),
        instant=instant,
        relative=True,
        end=len(text),
    )


def _worded(text: str, languages: tuple[str, ...], reading: Reading) -> Dated | None:
    moment = _parse(text, _known(languages), None)
    if moment is None or moment.year < FIRST_YEAR or is_ahead(moment.date(), reading):
        return None
    timed = bool(_UNITS_OF_A_DAY.search(text))
    instant = moment.replace(tzinfo=reading.zone) if timed and reading.zone else None
    return Dated(text=text, precision="minute" if timed else "day", day=moment.date(), instant=instant, end=len(text))


@lru_cache(maxsize=512)
def _parse(text: str, languages: tuple[str, ...], base: datetime | None) -> datetime | None:
    if not languages:
        return None
    import dateparser  # noqa: PLC0415  # 0.1 s, and most pages never need it

    settings: dict[str, object] = {
        "STRICT_PARSING": base is None,
        "RETURN_AS_TIMEZONE_AWARE": False,
        "PREFER_DATES_FROM": "past",
    }
    if base is not None:
        settings["RELATIVE_BASE"] = base
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser's own use of deprecated calls
        try:
            moment: datetime | None = dateparser.parse(text, languages=list(languages), settings=settings)
        except (ValueError, OverflowError, TypeError, RecursionError):
            return None
    return moment


@cache
def _known(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the languages that dateparser has."""
    from dateparser.data.languages_info import language_order  # noqa: PLC0415  # as above

    return tuple(language for language in languages if language in language_order)
