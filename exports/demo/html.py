"""What the demo's templates share: escaping, links, dates as pages print them, pictures.

Every template module offers ``article(site, article) -> str`` and ``shell(site, title, main, head) -> str``.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
}


def month(moment: datetime, language: str) -> str:
    """The month's name as it stands in a date of that language."""
    return _MONTHS[language].split()[moment.month - 1]


def link(path: str, words: str, **attributes: str) -> str:
    """An ``<a>``; an attribute's trailing underscore is dropped (``class_``)."""
    more = "".join(f' {name.rstrip("_")}="{escape(value)}"' for name, value in attributes.items())
    return f'<a href="{escape(path)}"{more}>{escape(words)}</a>'


def paragraph(text: str, inner: str = "") -> str:
    """A ``<p>``, its text inside one inline element where ``inner`` names it."""
    words = f"<{inner}>{escape(text)}</{inner}>" if inner else escape(text)
    return f"<p>{words}</p>"


def items(links: list[str]) -> str:
    """A list of links."""
    return "<ul>" + "".join(f"<li>{one}</li>" for one in links) + "</ul>"
