# ruff: noqa: ANN401, N802 - Twisted's protocols and factories name these methods, and are untyped
"""A bound on what a server may send before its headers are whole: Twisted and Scrapy bound only the body."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

MAX_HEADER_BYTES = 512 * 1024
"""Twice what Chrome takes for a response's headers (256 KiB), room for the piece of body that comes along included."""


def bounded(factory: type[Any]) -> type[Any]:
    """The HTTP client factory class with the bound on each of its connections.

    A server that goes past :data:`MAX_HEADER_BYTES`, by headers or by interim answers (1xx), loses the
    connection; the request fails with Twisted's ConnectionAborted.
    """

    class BoundedFactory(factory):  # type: ignore[misc]  # the class is known at run time only
        def buildProtocol(self, address: Any) -> Any:
            protocol = super().buildProtocol(address)
            _Meter(protocol)
            return protocol

    return BoundedFactory


class _Meter:
    """Stands before a connection's protocol and counts."""

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._receive: Callable[[bytes], None] = protocol.dataReceived
        self._ask: Callable[[Any], Any] = protocol.request
        self._left: float = MAX_HEADER_BYTES
        protocol.dataReceived, protocol.request = self.received, self.asked

    def asked(self, request: Any) -> Any:
        """A request goes out: its answer's headers are counted from here, and no more once they are whole."""
        self._left = MAX_HEADER_BYTES
        return self._ask(request).addCallback(self._headers_are_whole)

    def received(self, data: bytes) -> None:
        """Bytes from the server."""
        self._left -= len(data)
        if self._left < 0:
            self._protocol.transport.abortConnection()
        else:
            self._receive(data)

    def _headers_are_whole(self, response: Any) -> Any:
        self._left = math.inf  # DOWNLOAD_MAXSIZE bounds the body
        return response
