"""A program that extracts pages beside a crawl: pages in on stdin, outcomes out on stdout, in the same order.

    python -m junket.pipelines.workers.worker [HOME]

Each message is its length (four bytes, big-endian) and that many bytes: a page as MessagePack, an outcome as JSON,
which keeps the time zones. An empty answer means that the asker is to do it: what it meets then, it can tell. The
first answer is empty and to no question: from then on a death is at a page. One that costs more than its processor
time (:mod:`junket.pipelines.workers.page_bound`) ends the program.
The program ends with its input, so that it never outlives a crawl that was killed.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from junket.crawlers.page import Page
from junket.crawlers.site.site_file import site_for_url
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.verdict import verdict
from junket.pipelines.workers.page_bound import begin_page, no_core

LENGTH = struct.Struct(">I")
_NICE = 5
"""Of 19: where processors are short, the crawl goes on and what is extracted waits."""


class Answer(msgspec.Struct, omit_defaults=True):
    """One of the two."""

    record: Record | None = None
    rejected: Rejected | None = None


_pages = msgspec.msgpack.Decoder(Page)
_answers = msgspec.json.Decoder(Answer)


def question(page: Page) -> bytes:
    """The message that asks for a page's outcome. UnicodeEncodeError for text that has no UTF-8."""
    data = msgspec.msgpack.encode(page)
    return LENGTH.pack(len(data)) + data


def outcome_of(answer: bytes) -> Record | Rejected | None:
    """The outcome in an answer, None in an empty one. msgspec.MsgspecError for what is no answer."""
    found = _answers.decode(answer) if answer else Answer()
    return found.record or found.rejected


def answer(data: bytes, home: Path | None) -> bytes:
    """The answer to a question's bytes, the length left out."""
    try:
        page = _pages.decode(data)
        outcome = verdict(page, site_for_url(page.url, home)).outcome
        if isinstance(outcome, Record):
            return msgspec.json.encode(Answer(record=outcome))
        return msgspec.json.encode(Answer(rejected=outcome))
    except Exception:  # noqa: BLE001 - the asker meets it too, and tells it
        return b""


def serve(questions: BinaryIO, answers: BinaryIO, home: Path | None) -> None:
    """Answer until the questions end."""
    answers.write(LENGTH.pack(0))
    answers.flush()
    while len(head := questions.read(LENGTH.size)) == LENGTH.size:
        (size,) = LENGTH.unpack(head)
        message = questions.read(size)
        begin_page()
        data = answer(message, home)
        answers.write(LENGTH.pack(len(data)) + data)
        answers.flush()


def main() -> None:
    """Serve on stdin and stdout. A signal to all of a crawl's processes is the crawl's to hear; fetching goes first."""
    os.nice(_NICE)
    no_core()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # what a library prints must not get among the answers
    with suppress(BrokenPipeError):
        serve(sys.stdin.buffer, answers, Path(sys.argv[1]) if sys.argv[1:] else None)


if __name__ == "__main__":
    main()
