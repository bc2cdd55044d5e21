from __future__ import annotations

import errno
import io
import json
import logging
import re

import pytest

from junket.crawlers.home import Home
from junket.crawlers.run import run_log
from junket.crawlers.run.run_log import RunLog, mask_logs

RUN = "20260301T000000Z-0000000a"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


@pytest.fixture(autouse=True)
def _as_before():
    """Logging is the process's own."""
    before, factory = [logging.root.level, logging.getLogger("scrapy").level], logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(factory)
    for name, level in zip((None, "scrapy"), before, strict=True):
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def masked():
    mask_logs()
    return logging.getLogger("junket.test")


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


@pytest.fixture
def logger():
    return logging.getLogger("scrapy.test")


class Full(io.StringIO):
    """A file on a disk that is full."""

    def __init__(self, file):
        super().__init__()
        file.close()

    def write(self, _text):
        raise OSError(errno.ENOSPC, "No space left on device")


def log_of(home, run_id=RUN):
    return (home.reports / run_id / "run.log").read_text("utf-8")


def test_a_log_line_keeps_no_token_whoever_writes_it(masked, caplog):
    masked.warning("asked for %s", "https://film.example/a?token=s3cret")
    assert caplog.messages == ["asked for https://film.example/a?token=***"]


def test_a_message_that_cannot_be_made_tells_nothing_of_its_arguments(masked, caplog):
    masked.warning("%d pages of %s", "https://film.example/a?token=s3cret")
    assert caplog.messages == ["a log message could not be made (TypeError)"]


def test_a_run_has_a_log_of_its_own_with_times_and_without_secrets(home, logger):
    with RunLog().open(home, RUN):
        logger.info("asked for %s", "https://film.example/a?token=s3cret")
        logger.debug("not of interest")
    logger.info("of another run")
    assert re.fullmatch(rf"{TIME} INFO scrapy\.test: asked for https://film\.example/a\?token=\*\*\*\n", log_of(home))
    with RunLog().open(home, RUN):
        logger.warning("\x1b[2Jonce more")
    assert log_of(home).splitlines()[1].endswith(r"WARNING scrapy.test: \x1b[2Jonce more")


def test_no_page_writes_a_line_that_looks_like_the_logs_own(home, logger):
    with RunLog().open(home, RUN):
        logger.info("a title\n2026-03-01T00:00:00.000Z ERROR junket: all is lost")
    assert [line[:4] for line in log_of(home).splitlines()][1] == "    "


def test_json_lines_hold_the_traceback_too(home, logger):
    with RunLog(json_lines=True).open(home, RUN):
        logger.info("a line\nand another")
        try:
            raise KeyError("https://film.example/?token=s3cret")
        except KeyError:
            logger.exception("a page failed")
    said, failed = (json.loads(line) for line in log_of(home).splitlines())
    assert re.fullmatch(TIME, said.pop("time"))
    assert said == {"level": "INFO", "logger": "scrapy.test", "message": "a line\nand another"}
    assert "KeyError" in failed["traceback"]
    assert "s3cret" not in failed["traceback"]


def test_an_error_that_ends_the_run_is_its_last_line(home):
    with pytest.raises(RuntimeError), RunLog().open(home, RUN):
        raise RuntimeError("no disk")
    assert log_of(home).rstrip().endswith("ended by RuntimeError: no disk")


def test_a_log_is_bounded(home, logger, monkeypatch):
    monkeypatch.setattr(run_log, "_MOST_BYTES", 1000)
    with RunLog().open(home, RUN):
        for number in range(200):
            logger.info("page %d", number)
    sizes = {path.name: path.stat().st_size for path in (home.reports / RUN).iterdir()}
    assert set(sizes) == {"run.log", "run.log.1", "run.log.2"}
    assert max(sizes.values()) <= 1000
    assert log_of(home).rstrip().endswith("page 199")


def test_a_log_that_cannot_be_made_is_told_once_and_the_run_goes_on(home, logger):
    (home.reports / RUN).write_bytes(b"somebody's file")
    told = []
    with RunLog(told=told.append).open(home, RUN):
        logger.info("one")
        logger.info("two")
    assert len(told) == 1
    assert str(home.reports / RUN / "run.log") in told[0]
    assert "the run goes on without it" in told[0]


def test_a_log_that_cannot_be_written_is_told_once_and_shows_no_traceback(home, logger, capsys, monkeypatch):
    told = []
    with RunLog(told=told.append).open(home, RUN):
        handler = next(each for each in logging.root.handlers if isinstance(each, run_log._File))
        monkeypatch.setattr(handler, "stream", Full(handler.stream))
        logger.info("one")
        logger.info("two")
    assert len(told) == 1
    assert "No space left" in told[0]
    assert capsys.readouterr().err == ""


def test_logs_of_older_runs_go_and_their_reports_stay(home):
    runs = [f"2026030{day}T000000Z-0000000{day}" for day in range(1, 6)]
    for run in runs:
        with RunLog().open(home, run):
            pass
    (home.reports / runs[0] / "report.json").write_bytes(b"{}")
    (home.reports / runs[1] / "run.log.1").write_bytes(b"")
    (home.reports / "notes").mkdir()
    (home.reports / "notes" / "run.log").write_bytes(b"not ours")
    RunLog(kept=3).prune(home)
    left = {str(path.relative_to(home.reports)) for path in home.reports.rglob("*") if path.is_file()}
    assert left == {f"{runs[0]}/report.json", "notes/run.log", *(f"{run}/run.log" for run in runs[2:])}
    assert not (home.reports / runs[1]).exists()
