"""``junket scrape --batch``: pages as JSON lines in, records as JSON lines out, in constant memory.

In:  ``{"id": "1", "url": "https://…", "html": "<html>…"}``, or ``"text"`` in place of ``"html"`` for a
plain-text dump; ``url`` may be missing.
Out: ``{"id": "1", "record": {…} | null, "reason": null | "…"}``, one line for each line in, in order.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec

from junket.crawlers.errors import ExitCode
from junket.crawlers.ledger.drop import Reason
from junket.crawlers.page import MAX_BODY_BYTES, Page
from junket.crawlers.saved.wayback_copy import as_original
from junket.crawlers.site.site_file import site_for_url
from junket.crawlers.urls import as_fetched
from junket.exports.cli.printing.messages import fail, say, warn
from junket.exports.formats.json import json_line, record_fields
from junket.exports.masked import masked, masked_explanation
from junket.pipelines.explanation import explain_page
from junket.pipelines.record.record import Rejected
from junket.pipelines.verdict import verdict
from junket.pipelines.workers.beside import Beside

MAX_LINE_BYTES = 6 * MAX_BODY_BYTES + 65_536
"""Longest input line: a page of the greatest size with each byte escaped as ``\\u00xx``, and its URL."""

_FIRST_PAGE = "<article><h1>A talk</h1><p>Who lit the lamp on 3 May 2024, and who only watched it burn?</p></article>"
_COLLECT = (50_000, 20, 20)
"""Python's own are 700, 10 and 10, which cost a twentieth of the time; memory is bounded by these as well."""


class BadInput(Exception):  # it is an answer to a line, not an error of the program
    """A line that is no page; the text says why."""

    def __init__(self, problem: str, line_id: str | int | None = None) -> None:
        super().__init__(problem)
        self.line_id = line_id


def run_batch(source: BinaryIO, sink: BinaryIO, *, explain: bool = False) -> ExitCode:
    """Answers each line of ``source`` on ``sink``, flushed line by line so that a caller may wait for each.

    Returns OK once every line is answered: what went wrong with one, be it Junket itself, is that line's reason.
    """
    line: bytes | None = b""
    with Beside() as beside:
        for line in _lines(source):
            sink.write(_answer(line, beside, explain=explain) + b"\n")
            sink.flush()
    if line == b"":
        warn("--batch: stdin is empty; it reads a page a line, as JSON")
    return ExitCode.OK


def batch_over_stdio(*, explain: bool = False) -> ExitCode:
    """:func:`run_batch` from stdin to stdout.

    The process is its own, so the garbage collector is told that the tables stay (those too that load with a first
    page), and to look less often: a page makes thousands of objects, nearly all of which go with it by themselves.
    """
    if sys.stdin.isatty():
        say("reading pages from the terminal, as JSON lines; end with Ctrl-D")
    verdict(Page.from_text("", _FIRST_PAGE))
    gc.freeze()
    gc.set_threshold(*_COLLECT)
    return run_batch(sys.stdin.buffer, sys.stdout.buffer, explain=explain)


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    """The lines, blank ones passed over; None for a line beyond :data:`MAX_LINE_BYTES`, which is read past."""
    while line := source.readline(MAX_LINE_BYTES):
        if len(line) < MAX_LINE_BYTES or line.endswith(b"\n"):
            if line.strip():
                yield line
            continue
        while (rest := source.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield None


def _answer(line: bytes | None, beside: Beside, *, explain: bool) -> bytes:
    try:
        return beside.call(_made, line, explain=explain)
    except BadInput as bad:
        return json_line({"id": bad.line_id, "record": None, "reason": _said("bad_input", bad)})
    except Exception as error:  # noqa: BLE001  # one page must not end the batch
        line_id, url = _name(line)
        fail(error, f"batch id {line_id} {url}".rstrip())
        return json_line({"id": line_id, "record": None, "reason": _said("internal_error", type(error).__name__)})


def _said(reason: Reason, detail: object = "") -> str:
    return f"{reason}: {detail}" if detail else reason


def _name(line: bytes | None) -> tuple[str | int | None, str]:
    """The id and the URL of a line, as far as it has them."""
    try:
        line_id, page = _page(line)
    except BadInput as bad:
        return bad.line_id, ""
    return line_id, page.url


def _made(line: bytes | None, *, explain: bool) -> bytes:
    line_id, page = _page(line)
    return json_line(_reply(line_id, page, explain=explain))


def _reply(line_id: str | int, page: Page, *, explain: bool) -> dict[str, Any]:
    if len(page.body) > MAX_BODY_BYTES:
        return {"id": line_id, "record": None, "reason": _said("too_large")}
    site = site_for_url(page.url)
    found = verdict(page, site)
    if isinstance(found.outcome, Rejected):
        return {"id": line_id, "record": None, "reason": found.outcome.reason}
    explained = masked_explanation(explain_page(found)) if explain else None
    return {"id": line_id, "record": record_fields(masked(found.outcome), explained), "reason": None}


def _page(line: bytes | None) -> tuple[str | int, Page]:
    """The id and the page of a line. BadInput where there is none."""
    if line is None:
        raise BadInput(f"a line longer than {MAX_LINE_BYTES} bytes")
    fields = _decode(line)
    if not isinstance(fields, dict):
        raise BadInput("a line that is no JSON object")
    line_id = fields.get("id")
    if not isinstance(line_id, (str, int)) or isinstance(line_id, bool):
        raise BadInput("no id (a string or a number)")
    url, html, text = (_string(fields, name, line_id) for name in ("url", "html", "text"))
    if (html is None) == (text is None):
        raise BadInput("needs html or text, one of them", line_id)
    media_type = "text/html" if html is not None else "text/plain"
    page = Page.from_text(as_fetched(url or ""), html if html is not None else text or "", media_type=media_type)
    return line_id, as_original(page)


def _string(fields: dict[str, Any], name: str, line_id: str | int) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value
    raise BadInput(f"{name} is no string", line_id)


def _decode(line: bytes) -> object:
    """The line's JSON. msgspec is fast and strict; Python's own takes lone surrogates, which crawled pages hold."""
    decoders: tuple[Callable[[bytes], object], ...] = (msgspec.json.decode, json.loads)
    for decode in decoders:
        try:
            return decode(line)
        except (ValueError, RecursionError):
            continue
    raise BadInput("a line that is no JSON")
