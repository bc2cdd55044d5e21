"""Dates: from markup, from print, and relative to the capture. No date is better than a wrong one."""

from junket.pipelines.dates.context import DateContext, Dated, Precision, zone_of
from junket.pipelines.dates.loose import find_loose, find_printed
from junket.pipelines.dates.markup_dates import read_markup_date, read_month
from junket.pipelines.dates.printed import MONTH_FIRST, find_dates, find_month

__all__ = [
    "MONTH_FIRST",
    "DateContext",
    "Dated",
    "Precision",
    "find_dates",
    "find_loose",
    "find_month",
    "find_printed",
    "read_markup_date",
    "read_month",
    "zone_of",
]
