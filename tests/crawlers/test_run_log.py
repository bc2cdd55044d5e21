from __future__ import annotations

import logging

import pytest

from junket.crawlers.run.run_log import mask_logs


@pytest.fixture
def masked():
    before = logging.getLogRecordFactory()
    mask_logs()
    yield logging.getLogger("junket.test")
    logging.setLogRecordFactory(before)


def test_a_log_line_keeps_no_token_whoever_writes_it(masked, caplog):
    masked.warning("asked for %s", "https://film.example/a?token=s3cret")
    assert caplog.messages == ["asked for https://film.example/a?token=***"]


def test_a_message_that_cannot_be_made_tells_nothing_of_its_arguments(masked, caplog):
    masked.warning("%d pages of %s", "https://film.example/a?token=s3cret")
    assert caplog.messages == ["a log message could not be made (TypeError)"]
