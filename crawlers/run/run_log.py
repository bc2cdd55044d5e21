"""What a run's log says, and the file that it says it to.

No secrets of addresses, and of an item its address alone, never its content or cookies. Each crawl has a file of its
own, ``HOME/reports/<run>/run.log``, whatever is shown on a terminal.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import msgspec
from scrapy.logformatter import LogFormatter, LogFormatterResult

from junket.crawlers.folder import make_folder
from junket.crawlers.home import Home
from junket.crawlers.secrets import mask_text
from junket.crawlers.terminal import escaped

LOG_NAME = "run.log"
KEPT_LOGS = 100
"""Runs whose log is kept: at some 50 KB a run of the usual size, 5 MB."""
_MOST_BYTES, _MOST_FILES = 10 * 2**20, 3
"""Of one run: when a file is full the next begins, and the oldest of three goes."""
_NAMES = (LOG_NAME, *(f"{LOG_NAME}.{number}" for number in range(1, _MOST_FILES)))
_RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")

_logger = logging.getLogger(__name__)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLog:
    """How runs of a home are logged. ``told`` hears, once a run, that its log cannot be written: the run goes on."""

    json_lines: bool = False
    """JSON lines in place of text."""
    kept: int = KEPT_LOGS
    """Runs whose log is kept; of older ones it is deleted, and their folder where nothing else is in it."""
    told: Callable[[str], None] | None = None

    @contextmanager
    def open(self, home: Home, run_id: str) -> Iterator[None]:
        """What is logged in the body, from INFO on, goes into the run's file too, behind what is there."""
        mask_logs()
        handler = self._handler(home.reports / run_id)
        try:
            yield
        except BaseException as error:
            _logger.error("%s", f"ended by {type(error).__name__}: {error}")  # noqa: TRY400 - its traceback is the caller's
            raise
        finally:
            logging.root.removeHandler(handler)
            with suppress(OSError):
                handler.close()

    def prune(self, home: Home) -> None:
        """Delete the logs of runs that are too many. What cannot be deleted stays."""
        with suppress(OSError):
            found = sorted(path for path in home.reports.iterdir() if _RUN_ID.fullmatch(path.name))
            for folder in [each for each in found if (each / LOG_NAME).exists()][: -self.kept]:
                for name in _NAMES:
                    (folder / name).unlink(missing_ok=True)
                with suppress(OSError):  # reports are in it
                    folder.rmdir()

    def _handler(self, folder: Path) -> logging.Handler:
        handler: logging.Handler = logging.NullHandler(logging.INFO)
        try:
            make_folder(folder)
            handler = _File(folder / LOG_NAME, self.told)
        except OSError as error:
            _tell(self.told, folder / LOG_NAME, error)
        handler.setFormatter(_JsonLines() if self.json_lines else _Lines())
        logging.root.addHandler(handler)
        spare_unheard()
        return handler


def spare_unheard() -> None:
    """From now on no record is made that no handler takes: Scrapy says several things a page at DEBUG."""
    heard = min((handler.level for handler in logging.root.handlers), default=logging.WARNING)
    for name in (None, "scrapy"):  # Scrapy gives both a level of their own
        logging.getLogger(name).setLevel(heard)


class _File(RotatingFileHandler):
    """A log in three files at most. That it cannot be written is told once."""

    def __init__(self, path: Path, told: Callable[[str], None] | None) -> None:
        super().__init__(
            path, maxBytes=_MOST_BYTES, backupCount=_MOST_FILES - 1, encoding="utf-8", errors="backslashreplace"
        )
        self.setLevel(logging.INFO)
        self._path, self._told = path, told

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Takes the place of a traceback on stderr for each record."""
        del record
        _tell(self._told, self._path, sys.exc_info()[1])
        self._told = None


class _Lines(logging.Formatter):
    """``2026-03-01T04:00:00.000Z INFO scrapy.core.engine: …``; further lines of a message are indented."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as text."""
        said = "\n".join(filter(None, (record.getMessage(), record.exc_text)))
        return f"{_moment(record)} {record.levelname} {record.name}: " + said.replace("\n", "\n    ")


class _JsonLines(logging.Formatter):
    """An object a line: ``time``, ``level``, ``logger``, ``message``, and ``traceback`` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as JSON."""
        fields = {
            "time": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        return msgspec.json.encode(fields | ({"traceback": record.exc_text} if record.exc_text else {})).decode()


def _moment(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _tell(told: Callable[[str], None] | None, path: Path, error: BaseException | None) -> None:
    if told:
        told(f"{path}: the run's log cannot be written ({error}); the run goes on without it")


def _address(item: Any) -> str:  # noqa: ANN401 - items are of any type
    return str(getattr(item, "url", "") or type(item).__name__)
