"""What a run's log says: no secrets of addresses, and of an item its address alone, never its content or cookies."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

from junket.crawlers.secrets import mask_text
from junket.crawlers.terminal import escaped

_formatter = logging.Formatter()


class BriefFormatter(LogFormatter):
    """Scrapy's messages with an item's address in the item's place."""

    def scraped(self, item: Any, *rest: Any, **named: Any) -> LogFormatterResult:  # noqa: ANN401 - Scrapy's interface
        """An item has come out of the pipelines."""
        return super().scraped(_address(item), *rest, **named)

    def dropped(self, item: Any, *rest: Any, **named: Any) -> LogFormatterResult:  # noqa: ANN401 - Scrapy's interface
        """An item was dropped, and why."""
        return super().dropped(_address(item), *rest, **named)

    def item_error(self, item: Any, *rest: Any, **named: Any) -> LogFormatterResult:  # noqa: ANN401 - the same
        """A pipeline has failed on an item."""
        return super().item_error(_address(item), *rest, **named)


def mask_logs() -> None:
    """From now on no log record of this process holds an address's secrets, whoever writes it. Twice is as once."""
    make = logging.getLogRecordFactory()
    if not isinstance(make, _Masked):
        logging.setLogRecordFactory(_Masked(make))


class _Masked:
    """A factory of log records whose text is masked as they are made."""

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self._make = make

    def __call__(self, *args: Any, **named: Any) -> logging.LogRecord:  # noqa: ANN401 - logging's interface
        record = self._make(*args, **named)
        try:
            record.msg, record.args = escaped(mask_text(record.getMessage())), None
            if isinstance(record.exc_info, tuple) and record.exc_info[0]:
                record.exc_text = escaped(mask_text(_formatter.formatException(record.exc_info)))
        except Exception as error:  # noqa: BLE001 - whatever the caller's arguments do; as they are they may hold secrets
            record.msg, record.args = f"a log message could not be made ({type(error).__name__})", None
        return record


def _address(item: Any) -> str:  # noqa: ANN401 - items are of any type
    return str(getattr(item, "url", "") or type(item).__name__)
